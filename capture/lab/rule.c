#include "capture/lab/rule.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/units.h"
#include "core/base/array.h"
#include "core/base/writer.h"

static const char *const action_name[] = {
	[LAB_DROP] = "drop",
	[LAB_HOLD] = "hold",
	[LAB_DUPLICATE] = "duplicate",
	[LAB_CORRUPT] = "corrupt",
	[LAB_MARK] = "mark",
};
_Static_assert(ARRAY_LEN(action_name) == LAB_ACTIONS, "every action has a name");

static const char *const match_name[] = {
	[MATCH_ANY] = "any",
	[MATCH_DATA] = "data",
	[MATCH_NEW] = "new",
	[MATCH_AGAIN] = "again",
	[MATCH_ACK] = "ack",
	[MATCH_SYN] = "syn",
	[MATCH_SYN_ACK] = "syn-ack",
	[MATCH_FIN] = "fin",
	[MATCH_RST] = "rst",
	[MATCH_BYTES] = "bytes",
};
_Static_assert(ARRAY_LEN(match_name) == LAB_MATCHES, "every match has a name");

static bool holds_bytes(const struct lab_rule *rule, const struct lab_sighting *seen)
{
	uint32_t to = seen->from + seen->segment->len;
	return seen->segment->len > 0 && seen->from < rule->to && rule->from < to &&
	       !(rule->first && seen->again);
}

bool lab_rule_matches(
    const struct lab_rule *rule, enum lab_way way, const struct lab_sighting *seen)
{
	const struct segment *s = seen->segment;
	unsigned control = s->flags & (TCP_SYN | TCP_FIN | TCP_RST);
	bool matches[] = {
		[MATCH_ANY] = true,
		[MATCH_DATA] = s->len > 0,
		[MATCH_NEW] = s->len > 0 && !seen->again,
		[MATCH_AGAIN] = seen->again,
		[MATCH_ACK] = s->len == 0 && control == 0 && (s->flags & TCP_ACK),
		[MATCH_SYN] = control == TCP_SYN && !(s->flags & TCP_ACK),
		[MATCH_SYN_ACK] = control == TCP_SYN && (s->flags & TCP_ACK),
		[MATCH_FIN] = control & TCP_FIN,
		[MATCH_RST] = control & TCP_RST,
		[MATCH_BYTES] = holds_bytes(rule, seen),
	};
	return (rule->ways & LAB_WAY_BIT(way)) && matches[rule->match];
}

static bool find(const char *const *names, size_t count, const char *word, unsigned *out)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], word) == 0) {
			*out = (unsigned)i;
			return true;
		}
	}
	return false;
}

bool lab_rule_begins(const char *word)
{
	unsigned found;
	return find(action_name, ARRAY_LEN(action_name), word, &found);
}

bool lab_ways_parse(const char *word, unsigned *ways)
{
	static const char *const names[] = { [LAB_AB] = "a>b", [LAB_BA] = "b>a" };
	unsigned way;
	if (!find(names, ARRAY_LEN(names), word, &way))
		return false;
	*ways = LAB_WAY_BIT(way);
	return true;
}

/* The remaining words of a rule. */
struct reader {
	const char *const *words;
	size_t left;
};

static const char *take(struct reader *r)
{
	if (r->left == 0)
		return NULL;
	r->left--;
	return *r->words++;
}

/* Reads two numbers with a character between; the second must not be less than the first. */
static bool range(const char *word, char between, uint32_t *from, uint32_t *to)
{
	char *end, *last;
	unsigned long long a = strtoull(word, &end, 10);
	if (end == word || *end != between || word[0] == '-')
		return false;
	unsigned long long b = strtoull(end + 1, &last, 10);
	if (last == end + 1 || *last != '\0' || end[1] == '-' || a == 0 || b > UINT32_MAX || a > b)
		return false;
	*from = (uint32_t)a;
	*to = (uint32_t)b;
	return true;
}

static bool take_match(struct reader *r, struct lab_rule *rule, struct err *err)
{
	unsigned match;
	const char *word = take(r);
	if (word == NULL || !find(match_name, ARRAY_LEN(match_name), word, &match))
		return err_set(err,
		    "%s: name the segments it applies to: any, data, new, again, ack, syn, "
		    "syn-ack, fin, rst or bytes FROM:TO",
		    word == NULL ? "the rule ends early" : "unknown segment kind");
	rule->match = (enum lab_match)match;
	if (match != MATCH_BYTES)
		return true;
	word = take(r);
	if (word == NULL || !range(word, ':', &rule->from, &rule->to) || rule->from == rule->to)
		return err_set(err, "bytes need FROM:TO; the first byte is 1, TO is excluded: "
		                    "bytes 1449:2897");
	rule->first = true;
	rule->count = 0;
	return true;
}

static bool take_time(struct reader *r, int64_t *out, struct err *err)
{
	const char *word = take(r);
	if (word != NULL && !lab_unit_read(LAB_UNIT_TIME, word, out, err))
		return false;
	return (word != NULL && *out > 0) ||
	       err_set(err, "`for` and `by` need a time, as %s", lab_unit_example(LAB_UNIT_TIME));
}

/* Reads "3", "3-5" or "all". */
static bool read_numbers(const char *word, struct lab_rule *rule)
{
	int64_t n;
	uint32_t last;
	rule->first = false;
	if (strcmp(word, "all") == 0) {
		rule->count = 0;
		return true;
	}
	if (range(word, '-', &rule->nth, &last)) {
		rule->count = last - rule->nth + 1;
		return true;
	}
	if (!lab_unit_parse(LAB_UNIT_NONE, word, &n) || n < 1 || n > UINT32_MAX)
		return false;
	rule->nth = (uint32_t)n;
	rule->count = 1;
	return true;
}

static bool take_limits(struct reader *r, struct lab_rule *rule, struct err *err)
{
	const char *word;
	while ((word = take(r)) != NULL) {
		bool good = true;
		if (strcmp(word, "for") == 0) {
			rule->count = 0;
			good = take_time(r, &rule->lasting_ns, err);
		} else if (strcmp(word, "by") == 0) {
			good = take_time(r, &rule->hold_ns, err);
		} else if (!read_numbers(word, rule)) {
			good = err_set(err, "expected N, N-M, all, `for TIME` or `by TIME` at the "
			                    "end of a rule");
		}
		if (!good)
			return false;
	}
	return true;
}

bool lab_rule_from_words(
    const char *const *words, size_t count, struct lab_rule *out, struct err *err)
{
	struct reader r = { words, count };
	struct lab_rule rule = { .ways = LAB_BOTH_WAYS, .nth = 1, .count = 1 };
	unsigned action;
	const char *word = take(&r);
	if (word == NULL || !find(action_name, ARRAY_LEN(action_name), word, &action))
		return err_set(err, "a rule begins with drop, hold, duplicate, corrupt or mark");
	rule.action = (enum lab_action)action;
	if (r.left > 0 && lab_ways_parse(r.words[0], &rule.ways))
		take(&r);
	/* "next" is the default and may be written. */
	if (r.left > 1 && strcmp(r.words[0], "next") == 0)
		take(&r);
	if (!take_match(&r, &rule, err) || !take_limits(&r, &rule, err))
		return false;
	if (rule.action == LAB_HOLD && rule.hold_ns == 0)
		return err_set(err, "`hold` needs `by TIME`: hold a>b data 5 by 30ms");
	if (rule.action != LAB_HOLD && rule.action != LAB_DUPLICATE && rule.hold_ns > 0)
		return err_set(err, "only `hold` and `duplicate` take `by TIME`; remove it");
	*out = rule;
	return true;
}

static void add_limits(const struct lab_rule *rule, struct writer *w)
{
	char text[32];
	if (rule->lasting_ns > 0) {
		lab_unit_format(LAB_UNIT_TIME, rule->lasting_ns, text, sizeof(text));
		if (rule->nth > 1)
			writer_print(w, " %" PRIu32, rule->nth);
		writer_print(w, " for %s", text);
	} else if (rule->count == 0 && !rule->first) {
		writer_print(w, " all");
	} else if (rule->count > 1) {
		writer_print(w, " %" PRIu32 "-%" PRIu32, rule->nth, rule->nth + rule->count - 1);
	} else if (!rule->first) {
		writer_print(w, " %" PRIu32, rule->nth);
	}
	if (rule->hold_ns > 0) {
		lab_unit_format(LAB_UNIT_TIME, rule->hold_ns, text, sizeof(text));
		writer_print(w, " by %s", text);
	}
}

size_t lab_rule_format(const struct lab_rule *rule, char *out, size_t size)
{
	static const char *const ways[] = { "", " a>b", " b>a", "" };
	struct writer w = writer_begin(out, size);
	writer_print(&w, "%s%s %s", action_name[rule->action], ways[rule->ways & LAB_BOTH_WAYS],
	    match_name[rule->match]);
	if (rule->match == MATCH_BYTES)
		writer_print(&w, " %" PRIu32 ":%" PRIu32, rule->from, rule->to);
	add_limits(rule, &w);
	return w.len;
}
