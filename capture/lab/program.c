#include "capture/lab/program.h"

#include <stdlib.h>
#include <string.h>

#include "capture/lab/sockopt.h"
#include "capture/lab/tokenizer.h"
#include "capture/lab/units.h"
#include "core/base/array.h"
#include "core/base/memory.h"

/* The remaining words of a step. */
struct reader {
	const struct tokens *words;
	size_t at;
};

static const char *peek(const struct reader *r)
{
	return r->at < r->words->count ? r->words->at[r->at] : NULL;
}

static const char *take(struct reader *r)
{
	return r->at < r->words->count ? r->words->at[r->at++] : NULL;
}

static bool take_if(struct reader *r, const char *word)
{
	bool is = peek(r) != NULL && !r->words->quoted[r->at] && strcmp(peek(r), word) == 0;
	r->at += is;
	return is;
}

static bool take_unit(
    struct reader *r, enum lab_unit unit, const char *what, int64_t *out, struct err *err)
{
	const char *word = take(r);
	if (word == NULL)
		return err_set(err, "%s is needed here, as %s", what, lab_unit_example(unit));
	return lab_unit_read(unit, word, out, err);
}

static bool take_port(struct reader *r, uint16_t *port, struct err *err)
{
	int64_t n = 0;
	if (!take_unit(r, LAB_UNIT_NONE, "a port", &n, err))
		return false;
	if (n < 1 || n > UINT16_MAX)
		return err_set(err, "a port is a number from 1 to 65535");
	*port = (uint16_t)n;
	return true;
}

static void keep_text(struct lab_step *step, const char *text, size_t len)
{
	step->text = memory_new(len + 1);
	memcpy(step->text, text, len);
	step->text[len] = '\0';
	step->text_len = len;
}

static bool take_text(struct reader *r, const char *what, struct lab_step *step, struct err *err)
{
	if (peek(r) == NULL || r->words->len[r->at] == 0)
		return err_set(err, "%s is needed here", what);
	keep_text(step, r->words->at[r->at], r->words->len[r->at]);
	r->at++;
	return true;
}

static bool read_nothing(struct reader *r, struct lab_step *step, struct err *err)
{
	(void)r, (void)step, (void)err;
	return true;
}

static bool read_listen(struct reader *r, struct lab_step *step, struct err *err)
{
	step->number = 16;
	step->port = LAB_PORT;
	if (peek(r) != NULL && peek(r)[0] >= '0' && peek(r)[0] <= '9' &&
	    !take_port(r, &step->port, err))
		return false;
	return !take_if(r, "backlog") ||
	       take_unit(r, LAB_UNIT_NONE, "a number", &step->number, err);
}

static bool read_connect(struct reader *r, struct lab_step *step, struct err *err)
{
	step->port = LAB_PORT;
	if (peek(r) != NULL && peek(r)[0] >= '0' && peek(r)[0] <= '9' &&
	    !take_port(r, &step->port, err))
		return false;
	step->later = take_if(r, "later");
	return true;
}

static bool read_port(struct reader *r, struct lab_step *step, struct err *err)
{
	return take_port(r, &step->port, err);
}

static bool read_name(struct reader *r, struct lab_step *step, struct err *err)
{
	return take_text(r, "a name", step, err);
}

static bool read_text(struct reader *r, struct lab_step *step, struct err *err)
{
	return take_text(r, "a text in quotes", step, err);
}

/* Reads "each SIZE" and "every TIME". */
static bool read_pieces(struct reader *r, struct lab_step *step, struct err *err)
{
	if (take_if(r, "each") && !take_unit(r, LAB_UNIT_SIZE, "a size", &step->each, err))
		return false;
	return !take_if(r, "every") || take_unit(r, LAB_UNIT_TIME, "a time", &step->time_ns, err);
}

static bool read_send(struct reader *r, struct lab_step *step, struct err *err)
{
	bool text = peek(r) != NULL && r->words->quoted[r->at];
	bool what =
	    text ? take_text(r, "a text", step, err)
	         : take_unit(r, LAB_UNIT_SIZE, "a size, or a text in quotes,", &step->number, err);
	if (text)
		step->number = (int64_t)step->text_len;
	return what && read_pieces(r, step, err);
}

static bool read_read(struct reader *r, struct lab_step *step, struct err *err)
{
	if (take_if(r, "on")) {
		step->kind = STEP_READ_ON;
		return true;
	}
	if (take_if(r, "off")) {
		step->kind = STEP_READ_OFF;
		return true;
	}
	step->number = -1;
	return (take_if(r, "all") ||
	           take_unit(r, LAB_UNIT_SIZE, "a size, all, on or off", &step->number, err)) &&
	       read_pieces(r, step, err);
}

static bool read_wait(struct reader *r, struct lab_step *step, struct err *err)
{
	if (take_if(r, "acked"))
		step->kind = STEP_ACKED;
	else if (take_if(r, "over"))
		step->kind = STEP_OVER;
	else
		return take_unit(r, LAB_UNIT_TIME, "a time, acked or over", &step->time_ns, err);
	return true;
}

static const struct verb {
	const char *word;
	enum lab_step_kind kind;
	bool (*read)(struct reader *r, struct lab_step *step, struct err *err);
	bool for_link; /* of the link, besides hosts */
} verbs[] = {
	{ "listen", STEP_LISTEN, read_listen, false },
	{ "accept", STEP_ACCEPT, read_nothing, false },
	{ "port", STEP_PORT, read_port, false },
	{ "connect", STEP_CONNECT, read_connect, false },
	{ "use", STEP_USE, read_name, false },
	{ "send", STEP_SEND, read_send, false },
	{ "urgent", STEP_URGENT, read_text, false },
	{ "read", STEP_READ, read_read, false },
	{ "shut", STEP_SHUT, read_nothing, false },
	{ "close", STEP_CLOSE, read_nothing, false },
	{ "reset", STEP_RESET, read_nothing, false },
	{ "wait", STEP_WAIT, read_wait, true },
	{ "meet", STEP_MEET, read_name, true },
};

static const struct verb *find_verb(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (strcmp(verbs[i].word, word) == 0)
			return &verbs[i];
	return NULL;
}

static bool read_verb(const struct verb *verb, enum lab_place place, struct reader *r,
    struct lab_step *step, struct err *err)
{
	step->kind = verb->kind;
	if (!verb->read(r, step, err))
		return false;
	if (place == LAB_LINK &&
	    (!verb->for_link || step->kind == STEP_ACKED || step->kind == STEP_OVER))
		return err_set(err, "this is a step of a host, not of the link; move it to [a] or "
		                    "[b]");
	return true;
}

static bool read_option(size_t option, struct reader *r, struct lab_step *step, struct err *err)
{
	step->kind = STEP_OPTION;
	step->option = option;
	return sockopt_parse(option, take(r), &step->number, err);
}

static bool read_step(
    const struct tokens *words, enum lab_place place, struct lab_step *step, struct err *err)
{
	struct reader r = { words, 1 };
	const char *word = words->at[0];
	const struct verb *verb = find_verb(word);
	size_t option;
	if (verb != NULL) {
		if (!read_verb(verb, place, &r, step, err))
			return false;
	} else if (place == LAB_LINK) {
		step->kind = STEP_CHANGE;
		return lab_change_from_words(words->at, words->count, &step->change, err);
	} else if (sockopt_find(word, &option)) {
		if (!read_option(option, &r, step, err))
			return false;
	} else {
		return err_set(err,
		    "unknown step of a host; it takes listen, accept, port, connect, use, send, "
		    "urgent, read, shut, close, reset, wait, meet, repeat and socket options");
	}
	return r.at == words->count || err_set(err, "too many words in this line; remove those "
	                                            "after the step");
}

static void grow(struct lab_program *p, size_t more)
{
	while (p->size < p->count + more) {
		p->size = p->size ? 2 * p->size : 16;
		p->steps = memory_resize(p->steps, p->size, sizeof(p->steps[0]));
	}
}

/* Makes space for more steps. Returns false if there would be too many. */
static bool reserve(struct lab_program *p, size_t more, struct err *err)
{
	if (p->count + more > LAB_STEPS_MAX)
		return err_set(err,
		    "too many steps: a program has at most %d, with repeats expanded",
		    LAB_STEPS_MAX);
	grow(p, more);
	return true;
}

void lab_program_append(struct lab_program *p, const struct lab_step *step)
{
	grow(p, 1);
	p->steps[p->count++] = *step;
}

static bool begin_repeat(struct lab_program *p, const struct tokens *words, struct err *err)
{
	struct reader r = { words, 1 };
	int64_t times = 0;
	if (!take_unit(&r, LAB_UNIT_NONE, "how often", &times, err))
		return false;
	if (times < 1 || r.at != words->count)
		return err_set(err, "repeat takes one number, 1 or more");
	if (p->depth == LAB_REPEATS)
		return err_set(err, "too many nested repeats: at most %d", LAB_REPEATS);
	p->open[p->depth].from = p->count;
	p->open[p->depth++].times = times;
	return true;
}

/* Repeats the steps since the last `repeat` as often as it says. */
static bool end_repeat(struct lab_program *p, const struct tokens *words, struct err *err)
{
	if (p->depth == 0 || words->count != 1)
		return err_set(err, "`end` ends a repeat: there is none to end, or more words "
		                    "follow it");
	size_t from = p->open[--p->depth].from, len = p->count - from;
	int64_t more = p->open[p->depth].times - 1;
	if (len > 0 && (uint64_t)more > LAB_STEPS_MAX / len)
		return err_set(err,
		    "too many steps: a program has at most %d, with repeats expanded",
		    LAB_STEPS_MAX);
	if (!reserve(p, len * (size_t)more, err))
		return false;
	for (size_t i = 0; i < len * (size_t)more; i++) {
		struct lab_step copy = p->steps[from + i % len];
		if (copy.text != NULL)
			keep_text(&copy, copy.text, copy.text_len);
		p->steps[p->count++] = copy;
	}
	return true;
}

static bool add(struct lab_program *p, enum lab_place place, const struct tokens *words,
    unsigned number, struct err *err)
{
	struct lab_step step = { .line = number };
	if (!reserve(p, 1, err))
		return false;
	if (!read_step(words, place, &step, err)) {
		free(step.text);
		return false;
	}
	p->steps[p->count++] = step;
	return true;
}

bool lab_program_add(
    struct lab_program *p, enum lab_place place, const struct lab_line *line, struct err *err)
{
	struct tokens words;
	if (!tokenizer_split(line->text, line->len, &words, err))
		return false;
	if (words.count == 0)
		return true;
	if (strcmp(words.at[0], "repeat") == 0)
		return begin_repeat(p, &words, err);
	if (strcmp(words.at[0], "end") == 0)
		return end_repeat(p, &words, err);
	return add(p, place, &words, line->number, err);
}

void lab_program_clear(struct lab_program *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->steps[i].text);
	free(p->steps);
	memset(p, 0, sizeof(*p));
}
