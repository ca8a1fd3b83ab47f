#include "tui/run/fate_text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "core/base/array.h"
#include "core/base/writer.h"
#include "tui/run/lab_run.h"
#include "tui/text/human.h"

/* Fates: in a row of the ladder, and in a sentence with the cause where no rule did it. */
static const struct {
	const char *brief, *words, *by;
} kinds[] = {
	[FATE_DELIVERED] = { "", "delivered", NULL },
	[FATE_LOST] = { "lost", "dropped", "the loss setting" },
	[FATE_RULED] = { "dropped", "dropped", "a rule" },
	[FATE_OVERFLOW] = { "lost: queue full", "dropped", "the full queue before the rate" },
	[FATE_CUT] = { "lost: link cut", "dropped", "the cut link" },
	[FATE_TOO_BIG] = { "lost: over MTU", "dropped", "the path MTU" },
	[FATE_NO_ROOM] = { "lost: link full", "dropped", "the link, which holds too many packets" },
	[FATE_REFUSED] = { "lost: refused", "refused", "the sending device" },
};
static_assert(ARRAY_LEN(kinds) == FATE_KINDS, "every fate has its words");

static const struct {
	enum fate_bit bit;
	const char *brief, *words, *why; /* why: cause where no rule did it */
} bits[] = {
	{ FATE_COPY, "duplicate", "duplicated", "the duplication setting" },
	{ FATE_HELD, "delayed", "delayed", "a rule" },
	{ FATE_REORDERED, "delayed", "delayed for reordering", "the reordering setting" },
	{ FATE_CORRUPTED, "corrupted", "corrupted", "the corruption setting" },
	{ FATE_MARKED, "CE marked", "marked (ECN: Congestion Experienced)", "the queue length" },
};

static void put_bits(struct writer *w, const struct packet_truth_fate *f)
{
	for (size_t i = 0; i < ARRAY_LEN(bits); i++)
		if (f->bits & bits[i].bit)
			writer_print(w, "%s%s", w->len > 0 ? ", " : "", bits[i].brief);
}

size_t fate_short(const struct run *run, uint32_t packet, char *out, size_t size, bool *lost)
{
	const struct packet_truth_fate *f = packet_truth_fate(run->truth, packet);
	struct writer w = writer_begin(out, size);
	bool gone = f != NULL && f->kind != FATE_DELIVERED;
	if (lost != NULL)
		*lost = gone;
	if (gone)
		writer_print(&w, "%s", kinds[f->kind].brief);
	if (f != NULL)
		put_bits(&w, f);
	return w.len;
}

struct ladder_style fate_style(
    const struct run *run, uint32_t packet, const struct ladder_style *style, char text[FATE_TEXT])
{
	struct ladder_style own = *style;
	fate_short(run, packet, text, FATE_TEXT, &own.lost);
	own.fate = text;
	return own;
}

/* A rule can do everything that a random setting does. */
static void put_cause(struct writer *w, const struct run *run, uint32_t rule, const char *otherwise)
{
	char text[LAB_RULE_TEXT];
	if (rule == 0) {
		writer_print(w, " by %s", otherwise);
		return;
	}
	lab_run_rule(run, rule, text, sizeof(text));
	writer_print(w, " by rule %" PRIu32 ", %s", rule, text);
}

size_t fate_long(const struct run *run, uint32_t packet, char *out, size_t size)
{
	const struct packet_truth_fate *f = packet_truth_fate(run->truth, packet);
	struct writer w = writer_begin(out, size);
	char time[HUMAN_TEXT];
	if (f == NULL)
		return 0;
	writer_print(&w, "%s", kinds[f->kind].words);
	if (f->kind == FATE_DELIVERED) {
		human_duration(f->departed_ns - f->arrived_ns, time, sizeof(time));
		writer_print(&w, " after %s", time);
	} else {
		put_cause(&w, run, f->rule, kinds[f->kind].by);
	}
	for (size_t i = 0; i < ARRAY_LEN(bits); i++) {
		if (!(f->bits & bits[i].bit))
			continue;
		writer_print(&w, "; %s", bits[i].words);
		put_cause(&w, run, f->kind == FATE_DELIVERED ? f->rule : 0, bits[i].why);
	}
	return w.len;
}

/* JSON values. */
static const char *const json_kind[] = {
	[FATE_DELIVERED] = "delivered",
	[FATE_LOST] = "lost",
	[FATE_RULED] = "dropped",
	[FATE_OVERFLOW] = "overflow",
	[FATE_CUT] = "cut",
	[FATE_TOO_BIG] = "too_big",
	[FATE_NO_ROOM] = "no_room",
	[FATE_REFUSED] = "refused",
};
static_assert(ARRAY_LEN(json_kind) == FATE_KINDS, "every fate has its word");

/* A time; there is none at 0. */
static void put_time(struct json_writer *j, const char *key, int64_t ns)
{
	json_key(j, key);
	if (ns != 0)
		json_number(j, ns);
	else
		json_null(j);
}

static void put_json_bits(struct json_writer *j, const struct packet_truth_fate *f)
{
	static const char *const names[] = { "copy", "held", "reordered", "corrupted", "marked",
		"sent_again" };
	static_assert(ARRAY_LEN(names) == FATE_BITS, "every bit has its word");
	json_member_array(j, "also");
	for (unsigned i = 0; i < FATE_BITS; i++)
		if (f->bits & 1u << i)
			json_string(j, names[i]);
	json_end(j);
}

static void put_rule(struct json_writer *j, const struct run *run, uint32_t number)
{
	char rule[LAB_RULE_TEXT], by[LAB_RULE_TEXT + 32];
	if (number == 0) {
		json_member_null(j, "by");
		return;
	}
	lab_run_rule(run, number, rule, sizeof(rule));
	snprintf(by, sizeof(by), "rule %" PRIu32 ": %s", number, rule);
	json_member_string(j, "by", by);
}

void fate_json(struct json_writer *j, const struct run *run, uint32_t packet)
{
	const struct packet_truth_fate *f = packet_truth_fate(run->truth, packet);
	if (f == NULL) {
		json_null(j);
		return;
	}
	json_object(j);
	json_member_string(j, "what", json_kind[f->kind]);
	put_rule(j, run, f->rule);
	put_time(j, "sent_ns", f->arrived_ns);
	put_time(j, "left_ns", f->departed_ns);
	put_json_bits(j, f);
	json_member_unsigned(j, "number", f->number);
	json_end(j);
}
