#include "tui/text/pattern.h"

#include <assert.h>
#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/text.h"

/* Marked per text: more are no help. */
#define MARKED_MOST 64

void pattern_free(struct pattern *p)
{
	if (p->compiled)
		regfree(&p->regex);
	*p = (struct pattern){ .compiled = false };
}

/* A capital letter counts, but not in a class like \S. */
static bool has_capital(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\\' && text[1] != '\0')
			text++;
		else if (isupper((unsigned char)*text))
			return true;
	}
	return false;
}

/* Returns the length of flags as labels show them, "[S.]", or 0. As a set of characters they would
 * match nearly everything. */
static size_t flags_at(const char *text)
{
	size_t len = text[0] == '[' ? strspn(text + 1, "SFPRUEWe.") : 0;
	return len > 0 && text[len + 1] == ']' ? len + 2 : 0;
}

/* Writes the expression with flags taken literally. */
static void write_expression(const char *text, char *out, size_t size)
{
	size_t used = 0;
	while (*text != '\0' && used + 3 < size) {
		size_t flags = flags_at(text), len = flags > 0 ? flags : 1;
		for (; len > 0 && used + 3 < size; len--) {
			if (flags > 0 && strchr("[.]", *text) != NULL)
				out[used++] = '\\';
			else if (flags == 0 && *text == '\\' && text[1] != '\0')
				out[used++] = *text++;
			out[used++] = *text++;
		}
	}
	out[used] = '\0';
}

static bool compile(struct pattern *p, struct err *err)
{
	char expression[2 * PROMPT_TEXT];
	write_expression(p->text, expression, sizeof(expression));
	int flags = REG_EXTENDED | REG_NEWLINE | (p->fold ? REG_ICASE : 0);
	int error = regcomp(&p->regex, expression, flags);
	char why[128];
	if (error == 0)
		return p->compiled = true;
	regerror(error, &p->regex, why, sizeof(why));
	return err_set(err, "\"%.100s\" is no regular expression: %s; \\ makes a character literal",
	    p->text, why);
}

bool pattern_set(struct pattern *p, const char *text, struct err *err)
{
	struct pattern fresh = { .fold = !has_capital(text) };
	if (text[0] == '\0')
		return p->text[0] != '\0' || err_set(err, "No search yet; / starts one");
	snprintf(fresh.text, sizeof(fresh.text), "%s", text);
	/* Without operators bytes are compared, which is faster. */
	if (strpbrk(text, ".[]()*+?{}|^$\\") != NULL && !compile(&fresh, err))
		return false;
	pattern_free(p);
	*p = fresh;
	return true;
}

/* Searches for the pattern's first letter: most bytes need no comparison. */
static const char *find_letter(
    const struct pattern *p, size_t need, int letter, const char *at, const char *end)
{
	for (; end - at >= (ptrdiff_t)need; at++) {
		at = memchr(at, letter, (size_t)(end - at) - need + 1);
		if (at == NULL)
			return NULL;
		if (strncasecmp(at, p->text, need) == 0)
			return at;
	}
	return NULL;
}

static const char *find_folded(const struct pattern *p, size_t need, const char *at, size_t len)
{
	unsigned char small = (unsigned char)p->text[0];
	int capital = toupper(small);
	const char *a = find_letter(p, need, small, at, at + len);
	size_t before = a != NULL ? (size_t)(a - at) + need - 1 : len;
	const char *b = capital != small ? find_letter(p, need, capital, at, at + before) : NULL;
	return b != NULL ? b : a;
}

static bool find_plain(
    const struct pattern *p, const char *bytes, size_t len, size_t from, struct match *out)
{
	size_t need = strlen(p->text);
	const char *at = p->fold ? find_folded(p, need, bytes + from, len - from)
	                         : memmem(bytes + from, len - from, p->text, need);
	if (at == NULL)
		return false;
	*out = (struct match){ (size_t)(at - bytes), (size_t)(at - bytes) + need };
	return true;
}

static bool find_regex(
    const struct pattern *p, const char *bytes, size_t len, size_t from, struct match *out)
{
	while (from < len) {
		regmatch_t found = { .rm_so = (regoff_t)from, .rm_eo = (regoff_t)len };
		int flags = REG_STARTEND | (from > 0 && bytes[from - 1] != '\n' ? REG_NOTBOL : 0);
		if (regexec(&p->regex, bytes, 1, &found, flags) != 0)
			return false;
		assert(found.rm_so >= (regoff_t)from && found.rm_eo <= (regoff_t)len);
		if (found.rm_eo > found.rm_so) {
			*out = (struct match){ (size_t)found.rm_so, (size_t)found.rm_eo };
			return true;
		}
		from = (size_t)found.rm_so + 1;
	}
	return false;
}

bool pattern_find(
    const struct pattern *p, const void *bytes, size_t len, size_t from, struct match *out)
{
	if (p->text[0] == '\0' || from >= len)
		return false;
	return (p->compiled ? find_regex : find_plain)(p, bytes, len, from, out);
}

bool pattern_holds(const struct pattern *p, const char *text)
{
	struct match match;
	return pattern_find(p, text, strlen(text), 0, &match);
}

void pattern_mark(const struct pattern *p, const char *text, const struct canvas *c, int row,
    int col, struct look look)
{
	struct match match = { 0 };
	size_t len = strlen(text);
	char piece[1024];
	look.mark |= MARK_MATCH;
	for (unsigned i = 0; i < MARKED_MOST; i++) {
		if (!pattern_find(p, text, len, match.end, &match))
			return;
		snprintf(piece, sizeof(piece), "%.*s", (int)match.start, text);
		int cells = (int)text_width(piece);
		snprintf(piece, sizeof(piece), "%.*s", (int)(match.end - match.start),
		    text + match.start);
		canvas_text(c, row, col + cells, look, piece);
	}
}
