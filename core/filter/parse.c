/* Text to a compiled filter: a recursive descent that builds children before parents. */
#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/fold.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "core/filter/filter_parts.h"
#include "core/filter/value.h"

/* Names and values in messages. */
#define QUOTED 60

struct parse {
	struct filter *f;
	const char *text;
	size_t at;
	unsigned depth;
	struct filter_error *error; /* never NULL */
};

static uint16_t parse_any(struct parse *p);

static uint16_t fail(struct parse *p, size_t at, size_t len, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static uint16_t fail(struct parse *p, size_t at, size_t len, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(p->error->text, sizeof(p->error->text), format, args);
	va_end(args);
	p->error->at = at;
	p->error->len = len;
	return NO_NODE;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void skip_blanks(struct parse *p)
{
	while (blank(p->text[p->at]))
		p->at++;
}

/* Consumes a word of the grammar, if it stands here by itself. */
static bool take_word(struct parse *p, const char *word)
{
	size_t len = strlen(word);
	skip_blanks(p);
	if (fold_compare_most(p->text + p->at, word, len) != 0)
		return false;
	char next = p->text[p->at + len];
	if (isalpha((unsigned char)word[0]) && next != '\0' && !blank(next) &&
	    strchr("()", next) == NULL)
		return false;
	p->at += len;
	return true;
}

static uint16_t add_node(struct parse *p, struct node node)
{
	struct filter *f = p->f;
	if (f->nodes == f->room) {
		f->room = f->room > 0 ? 2 * f->room : 16;
		f->node = memory_resize(f->node, f->room, sizeof(*f->node));
	}
	assert(f->nodes < NO_NODE);
	node.atom = NO_ATOM;
	f->node[f->nodes] = node;
	return (uint16_t)f->nodes++;
}

static uint16_t join(struct parse *p, enum node_kind kind, uint16_t left, uint16_t right)
{
	const struct node *nodes = p->f->node;
	if (left == NO_NODE || right == NO_NODE)
		return left == NO_NODE ? right : left;
	bool segments = nodes[left].segments && nodes[right].segments;
	return add_node(p, (struct node){ (uint8_t)kind, NO_ATOM, segments, left, right });
}

static uint16_t too_many(struct parse *p, size_t at, size_t len)
{
	return fail(p, at, len, "more than %d terms", FILTER_TERMS_MAX);
}

/* Adds a term and its node. The text is taken over. */
static uint16_t add_term(struct parse *p, const struct term *term)
{
	struct filter *f = p->f;
	assert(f->terms < FILTER_TERMS_MAX);
	f->term[f->terms] = *term;
	f->terms++;
	return add_node(p, (struct node){ NODE_TERM, NO_ATOM, !filter_term_is_session(term->row),
	                       (uint16_t)(f->terms - 1), NO_NODE });
}

/* Reads a text in quotes or brackets, or up to a blank or parenthesis. A backslash before a quote
 * or itself is left out. Returns NULL, with the error set, if the end is missing. */
static char *take_text(struct parse *p)
{
	const char *from = p->text + p->at;
	char open = *from, close = open == '[' ? ']' : open == '"' || open == '\'' ? open : '\0';
	char *out = memory_new(strlen(from) + 1);
	size_t len = 0, i = close != '\0' ? 1 : 0;
	for (; from[i] != '\0' && from[i] != close; i++) {
		if (close == '\0' && (blank(from[i]) || from[i] == '(' || from[i] == ')'))
			break;
		bool escape = close != '\0' && close != ']' && from[i] == '\\' &&
		              (from[i + 1] == close || from[i + 1] == '\\');
		i += escape;
		out[len++] = from[i];
	}
	out[len] = '\0';
	if (close != '\0' && from[i] == '\0') {
		free(out);
		fail(p, p->at, strlen(from), "%c is missing at the end", close);
		return NULL;
	}
	p->at += i + (close != '\0');
	return out;
}

/* A word alone is looked for in what is shown of the session, and in the words of notes. */
static uint16_t parse_word(struct parse *p)
{
	size_t at = p->at;
	char *text = take_text(p);
	if (text == NULL)
		return NO_NODE;
	if (p->f->terms + 2 > FILTER_TERMS_MAX || *text == '\0') {
		bool empty = *text == '\0';
		free(text);
		return empty ? fail(p, at, p->at - at, "nothing stands between the quotes")
		             : too_many(p, at, p->at - at);
	}
	struct term session = { &filter_word_session, { .op = OP_HAS, .text = text }, text, at,
		p->at - at };
	uint16_t shown = add_term(p, &session);
	struct operand notes = { .op = OP_HAS, .notes = filter_notes_like(text), .text = text };
	if (notes.notes == 0)
		return shown;
	struct term segment = { &filter_word_notes, notes, NULL, at, p->at - at };
	return join(p, NODE_OR, shown, add_term(p, &segment));
}

/* Returns the length of a term's name before its operator; 0 if none is here: ":" begins an
 * operator, but "a::1" and "10.0.0.1:80" are words. */
static size_t name_here(const struct parse *p)
{
	const char *from = p->text + p->at;
	size_t len = 0;
	while (isalpha((unsigned char)from[len]) || from[len] == '_')
		len++;
	if (len == 0 || from[len] == '\0' || strchr(":=<>", from[len]) == NULL)
		return 0;
	return from[len] == ':' && from[len + 1] == ':' ? 0 : len;
}

static enum filter_operator take_operator(struct parse *p)
{
	static const struct {
		const char *text;
		enum filter_operator op;
	} operators[] = { { ">=", OP_LEAST }, { "<=", OP_MOST }, { ">", OP_OVER },
		{ "<", OP_UNDER }, { "==", OP_IS }, { "=", OP_IS }, { ":", OP_HAS } };
	for (size_t i = 0; i < ARRAY_LEN(operators); i++) {
		size_t len = strlen(operators[i].text);
		if (strncmp(p->text + p->at, operators[i].text, len) == 0) {
			p->at += len;
			return operators[i].op;
		}
	}
	assert(false);
	return OP_HAS;
}

/* Returns true if a value typed without quotes should have them. */
static bool wants_quotes(const char *typed, const char *value)
{
	return *typed == *value && strchr(value, ':') != NULL;
}

static uint16_t parse_value(struct parse *p, const struct filter_term *row, size_t at, size_t name)
{
	struct term term = { .row = row, .at = at, .operand.op = take_operator(p) };
	size_t from = p->at;
	const char *typed = p->text + from;
	term.text = take_text(p);
	if (term.text == NULL)
		return NO_NODE;
	term.operand.text = term.text;
	term.len = p->at - at;
	const char *wrong = filter_value_read(row->value, term.text, &term.operand);
	if (wants_quotes(typed, term.text))
		wrong = "has a colon: write it in \"quotes\" or [ ]";
	if (wrong == NULL && p->f->terms < FILTER_TERMS_MAX) {
		if (filter_term_is_bpf(row))
			term.operand.bpf = p->f->bpfs++;
		return add_term(p, &term);
	}
	if (wrong != NULL)
		fail(p, from, p->at - from, "%.*s:%.*s %s", (int)name, row->name, QUOTED, term.text,
		    wrong);
	else
		too_many(p, at, term.len);
	free(term.text);
	return NO_NODE;
}

static uint16_t parse_term(struct parse *p)
{
	size_t at = p->at, name = name_here(p);
	if (name == 0)
		return parse_word(p);
	const char *text = p->text + at;
	const struct filter_term *row = filter_term_find(text, name);
	if (row == NULL)
		return fail(p, at, name, "there is no term %.*s; in quotes it is a word",
		    (int)(name < QUOTED ? name : QUOTED), text);
	if (row->missing != NULL)
		return fail(p, at, name, "%s: %s", row->name, row->missing);
	p->at += name;
	return parse_value(p, row, at, name);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX deep */
static uint16_t parse_parentheses(struct parse *p)
{
	size_t open = p->at - 1;
	if (p->depth == FILTER_DEPTH_MAX)
		return fail(p, open, 1, "more than %d levels", FILTER_DEPTH_MAX);
	p->depth++;
	uint16_t inner = parse_any(p);
	p->depth--;
	if (inner == NO_NODE)
		return NO_NODE;
	skip_blanks(p);
	if (p->text[p->at] != ')')
		return fail(p, open, 1, "this parenthesis is not closed");
	p->at++;
	return inner;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX deep */
static uint16_t parse_not(struct parse *p)
{
	uint16_t inner;
	size_t at = p->at;
	if (take_word(p, "!") || take_word(p, "not")) {
		if (p->depth == FILTER_DEPTH_MAX)
			return fail(p, at, 1, "more than %d levels", FILTER_DEPTH_MAX);
		p->depth++;
		inner = parse_not(p);
		p->depth--;
		return inner == NO_NODE
		           ? NO_NODE
		           : add_node(p, (struct node){ NODE_NOT, NO_ATOM, false, inner, NO_NODE });
	}
	skip_blanks(p);
	if (take_word(p, "("))
		return parse_parentheses(p);
	if (p->text[p->at] == '\0' || p->text[p->at] == ')')
		return fail(p, p->at, p->text[p->at] != '\0', "a term is missing here");
	return parse_term(p);
}

/* Returns true if a term, "not" or parenthesis follows. */
static bool more_follows(struct parse *p)
{
	size_t at = p->at;
	skip_blanks(p);
	bool other = take_word(p, "or") || take_word(p, "||");
	bool more = !other && p->text[p->at] != '\0' && p->text[p->at] != ')';
	p->at = at;
	return more;
}

/* A chain of one operator. Operands about segments only are joined first: they make one condition
 * on segments. */
struct chain {
	enum node_kind kind;
	uint16_t segments, others; /* NO_NODE: none yet */
};

static void chain_add(struct parse *p, struct chain *chain, uint16_t node)
{
	uint16_t *part = p->f->node[node].segments ? &chain->segments : &chain->others;
	*part = join(p, chain->kind, *part, node);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX deep */
static uint16_t parse_all(struct parse *p)
{
	struct chain chain = { NODE_AND, NO_NODE, NO_NODE };
	bool more;
	do {
		uint16_t one = parse_not(p);
		if (one == NO_NODE)
			return NO_NODE;
		chain_add(p, &chain, one);
		more = take_word(p, "and") || take_word(p, "&&") || more_follows(p);
	} while (more);
	return join(p, NODE_AND, chain.others, chain.segments);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX deep */
static uint16_t parse_any(struct parse *p)
{
	struct chain chain = { NODE_OR, NO_NODE, NO_NODE };
	do {
		uint16_t all = parse_all(p);
		if (all == NO_NODE)
			return NO_NODE;
		chain_add(p, &chain, all);
	} while (take_word(p, "or") || take_word(p, "||"));
	return join(p, NODE_OR, chain.others, chain.segments);
}

/* Numbers the conditions on segments: the largest parts that have only such terms. */
/* NOLINTNEXTLINE(misc-no-recursion): at most FILTER_DEPTH_MAX + FILTER_TERMS_MAX deep */
static bool number_atoms(struct filter *f, uint16_t n)
{
	struct node *node = &f->node[n];
	if (!node->segments && node->kind == NODE_TERM)
		return true;
	if (!node->segments)
		return number_atoms(f, node->left) &&
		       (node->kind == NODE_NOT || number_atoms(f, node->right));
	if (f->atoms == FILTER_ATOMS_MAX)
		return false;
	f->atom[f->atoms] = n;
	node->atom = (uint8_t)f->atoms++;
	return true;
}

static bool parse_whole(struct parse *p)
{
	skip_blanks(p);
	p->f->root = NO_NODE;
	if (p->text[p->at] == '\0')
		return true;
	p->f->root = parse_any(p);
	if (p->f->root == NO_NODE)
		return false;
	skip_blanks(p);
	if (p->text[p->at] != '\0') {
		fail(p, p->at, 1, "no parenthesis is open here");
		return false;
	}
	if (!number_atoms(p->f, p->f->root)) {
		fail(p, 0, p->at,
		    "more than %d conditions on segments that \"not\" or session "
		    "terms separate",
		    FILTER_ATOMS_MAX);
		return false;
	}
	return true;
}

struct filter *filter_compile(const char *text, struct filter_error *error)
{
	struct filter *f = memory_zeroed(1, sizeof(*f));
	f->text = memory_new(strlen(text) + 1);
	memcpy(f->text, text, strlen(text) + 1);
	struct parse p = { .f = f, .text = f->text, .error = error };
	*error = (struct filter_error){ 0 };
	if (parse_whole(&p))
		return f;
	filter_free(f);
	return NULL;
}

void filter_free(struct filter *f)
{
	if (f == NULL)
		return;
	for (unsigned i = 0; i < f->terms; i++)
		free(f->term[i].text);
	free(f->node);
	free(f->text);
	free(f);
}

const char *filter_text(const struct filter *f)
{
	return f->text;
}

bool filter_is_empty(const struct filter *f)
{
	return f->root == NO_NODE;
}

bool filter_is_slow(const struct filter *f)
{
	for (unsigned i = 0; i < f->terms; i++)
		if (filter_term_reads_frames(f->term[i].row))
			return true;
	return false;
}

bool filter_walks(const struct filter *f)
{
	for (unsigned i = 0; i < f->terms; i++)
		if (filter_term_walks(f->term[i].row))
			return true;
	return false;
}

unsigned filter_bpfs(const struct filter *f)
{
	return f->bpfs;
}

const char *filter_bpf(const struct filter *f, unsigned n, size_t *at, size_t *len)
{
	for (unsigned i = 0; i < f->terms; i++) {
		const struct term *term = &f->term[i];
		if (!filter_term_is_bpf(term->row) || term->operand.bpf != n)
			continue;
		*at = term->at;
		*len = term->len;
		return term->text;
	}
	return NULL;
}
