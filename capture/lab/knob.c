#include "capture/lab/knob.h"

#include <assert.h>
#include <string.h>

#include "capture/lab/units.h"
#include "core/base/array.h"
#include "core/base/writer.h"

#define WORDS_MAX 16
#define TEXT_MAX 256

static const struct {
	const char *name;
	enum lab_unit unit;
	bool is_switch;
	int64_t initial;
	const char *help;
} knobs[] = {
	[KNOB_DELAY] = { "delay", LAB_UNIT_TIME, false, 0,
	    "time a packet takes from one host to the other" },
	[KNOB_JITTER] = { "jitter", LAB_UNIT_TIME, false, 0,
	    "the delay varies by up to that much; packets keep their order" },
	[KNOB_RATE] = { "rate", LAB_UNIT_RATE, false, 0, "bits per second that pass" },
	[KNOB_QUEUE] = { "queue", LAB_UNIT_SIZE, false, LAB_QUEUE_DEFAULT,
	    "size of the queue before that rate; what does not fit is dropped" },
	[KNOB_MARK] = { "mark-above", LAB_UNIT_SIZE, false, 0,
	    "queue length above which ECN-capable packets are marked" },
	[KNOB_LOSS] = { "loss", LAB_UNIT_PORTION, false, 0, "segments lost at random" },
	[KNOB_DUPLICATE] = { "duplication", LAB_UNIT_PORTION, false, 0,
	    "segments delivered twice at random" },
	[KNOB_REORDER] = { "reordering", LAB_UNIT_PORTION, false, 0,
	    "segments delayed at random, which later ones overtake" },
	[KNOB_REORDER_BY] = { "reordering-by", LAB_UNIT_TIME, false, LAB_REORDER_BY_DEFAULT,
	    "by how much those are delayed" },
	[KNOB_CORRUPT] = { "corruption", LAB_UNIT_PORTION, false, 0,
	    "segments in which one bit is flipped at random" },
	[KNOB_PATH_MTU] = { "path-mtu", LAB_UNIT_SIZE, false, 0,
	    "longest IP packet that passes; longer ones are answered by ICMP" },
	[KNOB_BLACK_HOLE] = { "black-hole", LAB_UNIT_NONE, true, 0,
	    "packets longer than path-mtu are dropped without ICMP" },
	[KNOB_CUT] = { "cut", LAB_UNIT_NONE, true, 0, "the link is cut: nothing passes" },
};
_Static_assert(ARRAY_LEN(knobs) == LAB_KNOBS, "every knob has a row");

struct lab_knobs lab_knobs_default(void)
{
	struct lab_knobs set;
	for (int k = 0; k < LAB_KNOBS; k++)
		set.at[k] = knobs[k].initial;
	return set;
}

const char *lab_knob_name(enum lab_knob knob)
{
	assert(knob < LAB_KNOBS);
	return knobs[knob].name;
}

const char *lab_knob_help(enum lab_knob knob)
{
	assert(knob < LAB_KNOBS);
	return knobs[knob].help;
}

size_t lab_knob_format(enum lab_knob knob, int64_t value, char *out, size_t size)
{
	if (!knobs[knob].is_switch)
		return lab_unit_format(knobs[knob].unit, value, out, size);
	struct writer w = writer_begin(out, size);
	writer_print(&w, "%s", value ? "on" : "off");
	return w.len;
}

/* Returns true for a knob that has no effect by itself, such as the time of reordering without its
 * portion. */
static bool is_idle(const struct lab_knobs *set, enum lab_knob knob)
{
	static const enum lab_knob depends[LAB_KNOBS] = {
		[KNOB_QUEUE] = KNOB_RATE,
		[KNOB_MARK] = KNOB_RATE,
		[KNOB_REORDER_BY] = KNOB_REORDER,
		[KNOB_BLACK_HOLE] = KNOB_PATH_MTU,
	};
	return set->at[knob] == 0 || (depends[knob] != 0 && set->at[depends[knob]] == 0);
}

size_t lab_knobs_format(const struct lab_knobs *set, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	for (int k = 0; k < LAB_KNOBS; k++) {
		char value[32];
		if (is_idle(set, (enum lab_knob)k))
			continue;
		lab_knob_format((enum lab_knob)k, set->at[k], value, sizeof(value));
		writer_print(&w, "%s%s%s%s", w.len > 0 ? ", " : "", knobs[k].name,
		    knobs[k].is_switch ? "" : " ", knobs[k].is_switch ? "" : value);
	}
	if (w.len == 0)
		writer_print(&w, "nothing");
	return w.len;
}

static bool find_knob(const char *word, enum lab_knob *knob)
{
	for (int k = 0; k < LAB_KNOBS; k++) {
		if (strcmp(knobs[k].name, word) == 0) {
			*knob = (enum lab_knob)k;
			return true;
		}
	}
	return false;
}

static bool read_value(enum lab_knob knob, const char *word, int64_t *value, struct err *err)
{
	if (knobs[knob].is_switch) {
		*value = word == NULL || strcmp(word, "on") == 0;
		return word == NULL || *value == 1 || strcmp(word, "off") == 0 ||
		       err_set(err, "%s takes the value on or off", knobs[knob].name);
	}
	if (word == NULL)
		return err_set(err, "%s needs a value, as %s %s", knobs[knob].name,
		    knobs[knob].name, lab_unit_example(knobs[knob].unit));
	if (!lab_unit_read(knobs[knob].unit, word, value, err))
		return false;
	bool portion = knobs[knob].unit == LAB_UNIT_PORTION;
	return !portion || *value <= 1000000 ||
	       err_set(err, "%s is at most 100%%", knobs[knob].name);
}

/* Reads a knob and its value, or a word that stands for both. */
static bool read_setting(
    const char *const *words, size_t count, struct lab_change *out, struct err *err)
{
	if (count == 1 && strcmp(words[0], "forget") == 0) {
		out->kind = CHANGE_FORGET;
		return true;
	}
	out->kind = CHANGE_KNOB;
	if (count == 1 && strcmp(words[0], "mend") == 0) {
		out->knob = KNOB_CUT;
		return true;
	}
	if (count == 0 || count > 2 || !find_knob(words[0], &out->knob))
		return err_set(err,
		    "unknown change of the link; it takes delay, jitter, rate, queue, mark-above, "
		    "loss, duplication, reordering, reordering-by, corruption, path-mtu, "
		    "black-hole, cut, mend, forget and rules");
	return read_value(out->knob, count == 2 ? words[1] : NULL, &out->value, err);
}

bool lab_change_from_words(
    const char *const *words, size_t count, struct lab_change *out, struct err *err)
{
	struct lab_change change = { .ways = LAB_BOTH_WAYS };
	unsigned ways;
	bool leads = count > 0 && lab_ways_parse(words[0], &ways);
	if (leads) {
		change.ways = ways;
		words++;
		count--;
	}
	if (count == 0 || !lab_rule_begins(words[0])) {
		if (!read_setting(words, count, &change, err))
			return false;
	} else {
		change.kind = CHANGE_RULE;
		if (!lab_rule_from_words(words, count, &change.rule, err))
			return false;
		change.rule.ways = leads ? ways : change.rule.ways;
	}
	*out = change;
	return true;
}

bool lab_change_parse(const char *text, struct lab_change *out, struct err *err)
{
	char copy[TEXT_MAX];
	const char *words[WORDS_MAX];
	size_t count = 0;
	char *rest = NULL;
	if (strlen(text) >= sizeof(copy))
		return err_set(err, "this change of the link is too long; give one change at a "
		                    "time");
	memcpy(copy, text, strlen(text) + 1);
	for (char *word = strtok_r(copy, " \t", &rest); word != NULL;
	     word = strtok_r(NULL, " \t", &rest)) {
		if (count == WORDS_MAX)
			return err_set(err, "this change of the link has too many words; give one "
			                    "change at a time");
		words[count++] = word;
	}
	return lab_change_from_words(words, count, out, err);
}
