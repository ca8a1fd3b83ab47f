#include "capture/lab/judge.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/memory.h"

#define NS_PER_S INT64_C(1000000000)
#define MILLION 1000000
#define ETHERNET_HEADER 14
#define ECN_BITS 3
#define ECN_CE 3

/* A rule in force. */
struct standing {
	struct lab_rule rule;
	uint32_t number;  /* counted over all rules, from 1 */
	uint32_t matched; /* segments that matched so far */
	int64_t first_ns; /* time of the first match */
	bool told;        /* its end was reported */
};

struct way_state {
	struct lab_knobs knobs;
	uint64_t segments;  /* TCP segments that arrived */
	uint64_t frames;    /* frames that arrived, of any protocol */
	int64_t busy_until; /* when the last queued bit has passed the bottleneck */
	int64_t last_due;   /* of the frames that keep their order */
};

struct lab_judge {
	uint64_t seed;
	struct way_state way[LAB_WAYS];
	struct standing *standing;
	size_t count, size;
	uint32_t numbered;
	struct lab_flows flows;
};

/* Each random decision has a sequence of its own: changing one knob does not change the outcome of
 * the others. */
enum purpose { FOR_LOSS, FOR_DUPLICATE, FOR_REORDER, FOR_CORRUPT, FOR_FLIP, FOR_JITTER };

struct lab_judge *lab_judge_new(uint64_t seed)
{
	struct lab_judge *judge = memory_zeroed(1, sizeof(*judge));
	judge->seed = seed;
	for (int way = 0; way < LAB_WAYS; way++)
		judge->way[way].knobs = lab_knobs_default();
	return judge;
}

void lab_judge_free(struct lab_judge *judge)
{
	if (judge == NULL)
		return;
	free(judge->standing);
	free(judge);
}

static void add_rule(struct lab_judge *judge, const struct lab_rule *rule)
{
	if (judge->count == judge->size) {
		judge->size = judge->size ? 2 * judge->size : 8;
		judge->standing =
		    memory_resize(judge->standing, judge->size, sizeof(*judge->standing));
	}
	judge->standing[judge->count++] =
	    (struct standing){ .rule = *rule, .number = ++judge->numbered };
	assert(judge->count <= judge->size && judge->numbered >= judge->count);
}

void lab_judge_change(struct lab_judge *judge, const struct lab_change *change)
{
	assert(change->kind != CHANGE_KNOB || change->knob < LAB_KNOBS);
	if (change->kind == CHANGE_RULE)
		add_rule(judge, &change->rule);
	else if (change->kind == CHANGE_FORGET)
		judge->count = 0;
	for (int way = 0; change->kind == CHANGE_KNOB && way < LAB_WAYS; way++) {
		if (change->ways & LAB_WAY_BIT(way))
			judge->way[way].knobs.at[change->knob] = change->value;
	}
}

/* Returns the n-th number for that purpose and direction (the mixer of splitmix64). */
static uint64_t draw(
    const struct lab_judge *judge, enum lab_way way, enum purpose purpose, uint64_t n)
{
	uint64_t x =
	    judge->seed + (n * 16 + (uint64_t)purpose * 2 + way + 1) * UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Returns a number from 0 to below - 1. The bias is negligible because `below` is far less than
 * 2^64. */
static int64_t chance(const struct lab_judge *judge, enum lab_way way, enum purpose purpose,
    uint64_t n, int64_t below)
{
	assert(below > 0);
	return (int64_t)(draw(judge, way, purpose, n) % (uint64_t)below);
}

/* Counts a match and returns true if the rule acts on it. */
static bool acts(struct standing *s, int64_t now_ns)
{
	const struct lab_rule *rule = &s->rule;
	s->matched++;
	if (s->matched == rule->nth)
		s->first_ns = now_ns;
	if (s->matched < rule->nth)
		return false;
	assert(s->matched > 0 && rule->nth > 0);
	if (rule->lasting_ns > 0)
		return now_ns - s->first_ns < rule->lasting_ns;
	return rule->count == 0 || s->matched - rule->nth < rule->count;
}

/* Returns true if the rule will not act after this match. Such rules stay in the list; there are
 * few. */
static bool is_spent(const struct standing *s, bool acted)
{
	const struct lab_rule *rule = &s->rule;
	if (rule->lasting_ns > 0)
		return s->matched >= rule->nth && !acted;
	return rule->count > 0 && s->matched >= rule->nth + rule->count - 1;
}

static void apply_rules(struct lab_judge *judge, enum lab_way way, const struct lab_sighting *seen,
    struct lab_verdict *out, int64_t now_ns)
{
	static const uint8_t bit[LAB_ACTIONS] = {
		[LAB_HOLD] = FATE_HELD,
		[LAB_DUPLICATE] = FATE_COPY,
		[LAB_CORRUPT] = FATE_CORRUPTED,
		[LAB_MARK] = FATE_MARKED,
	};
	for (size_t i = 0; i < judge->count; i++) {
		struct standing *s = &judge->standing[i];
		/* A rule also counts matches that another rule dropped. */
		if (!lab_rule_matches(&s->rule, way, seen))
			continue;
		bool acted = acts(s, now_ns);
		assert(s->rule.action < LAB_ACTIONS && s->number <= judge->numbered);
		/* The verdict has one field: if the segment ends several rules, the others are
		 * reported with later segments. */
		if (!s->told && out->spent == 0 && is_spent(s, acted)) {
			out->spent = s->number;
			s->told = true;
		}
		if (!acted || out->kind != FATE_DELIVERED)
			continue;
		if (s->rule.action == LAB_DROP)
			out->kind = FATE_RULED;
		out->bits |= bit[s->rule.action];
		if (s->rule.action == LAB_DUPLICATE)
			out->copy_ns += s->rule.hold_ns;
		else
			out->due_ns += s->rule.hold_ns;
		out->rule = s->number;
	}
}

static void apply_chance(struct lab_judge *judge, enum lab_way way, struct lab_verdict *out)
{
	static const struct {
		enum lab_knob knob;
		enum purpose purpose;
		uint8_t bit;
	} kinds[] = {
		{ KNOB_DUPLICATE, FOR_DUPLICATE, FATE_COPY },
		{ KNOB_REORDER, FOR_REORDER, FATE_REORDERED },
		{ KNOB_CORRUPT, FOR_CORRUPT, FATE_CORRUPTED },
	};
	const int64_t *knobs = judge->way[way].knobs.at;
	uint64_t n = out->number;
	if (chance(judge, way, FOR_LOSS, n, MILLION) < knobs[KNOB_LOSS]) {
		out->kind = FATE_LOST;
		return;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (chance(judge, way, kinds[i].purpose, n, MILLION) < knobs[kinds[i].knob])
			out->bits |= kinds[i].bit;
	}
	if (out->bits & FATE_REORDERED)
		out->due_ns += knobs[KNOB_REORDER_BY];
}

/* Passes the bottleneck. The queue is what has not passed yet. Returns when the packet has passed,
 * or -1 if it does not fit into the queue. */
static int64_t pass_rate(struct way_state *w, const struct lab_arrival *a, struct lab_verdict *out)
{
	int64_t rate = w->knobs.at[KNOB_RATE];
	if (rate == 0)
		return a->at_ns;
	int64_t start = w->busy_until > a->at_ns ? w->busy_until : a->at_ns;
	assert(rate > 0 && start >= a->at_ns);
	double queued = (double)(start - a->at_ns) * (double)rate / (8.0 * (double)NS_PER_S);
	/* An empty queue takes a packet of any size; otherwise nothing would pass a short queue. */
	if (queued > 0 && queued + a->frame_len > (double)w->knobs.at[KNOB_QUEUE])
		return -1;
	if (w->knobs.at[KNOB_MARK] > 0 && queued > (double)w->knobs.at[KNOB_MARK])
		out->bits |= FATE_MARKED;
	w->busy_until =
	    start + (int64_t)((double)a->frame_len * 8.0 * (double)NS_PER_S / (double)rate);
	return w->busy_until;
}

/* Sets the departure time. A delayed packet does not delay the packets after it. */
static void apply_time(
    struct lab_judge *judge, const struct lab_arrival *a, struct lab_verdict *out)
{
	struct way_state *w = &judge->way[a->way];
	int64_t jitter = w->knobs.at[KNOB_JITTER];
	int64_t passed = pass_rate(w, a, out);
	if (passed < 0) {
		out->kind = FATE_OVERFLOW;
		return;
	}
	int64_t due = passed + w->knobs.at[KNOB_DELAY];
	if (jitter > 0)
		due += chance(judge, a->way, FOR_JITTER, w->frames, 2 * jitter + 1) - jitter;
	if (due < w->last_due)
		due = w->last_due;
	if (due < a->at_ns)
		due = a->at_ns;
	if (!(out->bits & (FATE_HELD | FATE_REORDERED)))
		w->last_due = due;
	out->due_ns += due;
	assert(due >= a->at_ns);
}

static bool too_big(const struct way_state *w, const struct lab_arrival *a)
{
	int64_t mtu = w->knobs.at[KNOB_PATH_MTU];
	return mtu > 0 && (int64_t)a->frame_len - ETHERNET_HEADER > mtu;
}

/* Only ECN-capable packets are marked (RFC 3168 section 5). */
static void limit_mark(const struct lab_arrival *a, struct lab_verdict *out)
{
	unsigned ecn = a->segment == NULL ? 0 : a->segment->tos & ECN_BITS;
	if (ecn == 0 || ecn == ECN_CE)
		out->bits &= (uint8_t)~FATE_MARKED;
}

static void decide(struct lab_judge *judge, const struct lab_arrival *a, struct lab_verdict *out)
{
	struct way_state *w = &judge->way[a->way];
	if (a->segment != NULL) {
		/* Rules see every segment, whether or not the link drops it, because they count
		 * matches. */
		struct lab_sighting seen = lab_flows_see(&judge->flows, a->segment);
		if (seen.again)
			out->bits |= FATE_AGAIN;
		apply_rules(judge, a->way, &seen, out, a->at_ns);
	}
	if (out->kind == FATE_DELIVERED && w->knobs.at[KNOB_CUT])
		out->kind = FATE_CUT;
	if (out->kind == FATE_DELIVERED && too_big(w, a)) {
		out->kind = FATE_TOO_BIG;
		out->path_mtu =
		    w->knobs.at[KNOB_BLACK_HOLE] ? 0 : (uint32_t)w->knobs.at[KNOB_PATH_MTU];
	}
	if (out->kind == FATE_DELIVERED && a->segment != NULL)
		apply_chance(judge, a->way, out);
	if (out->kind == FATE_DELIVERED)
		apply_time(judge, a, out);
}

struct lab_verdict lab_judge_decide(struct lab_judge *judge, const struct lab_arrival *a)
{
	assert(a->way < LAB_WAYS);
	struct way_state *w = &judge->way[a->way];
	struct lab_verdict verdict = { .kind = FATE_DELIVERED };
	w->frames++;
	if (a->segment != NULL)
		verdict.number = ++w->segments;
	decide(judge, a, &verdict);
	limit_mark(a, &verdict);
	if (verdict.bits & FATE_CORRUPTED)
		verdict.flip = chance(judge, a->way, FOR_FLIP, verdict.number, INT64_MAX);
	/* A packet that never leaves is neither duplicated nor altered. */
	if (verdict.kind != FATE_DELIVERED)
		verdict.bits &= FATE_AGAIN;
	return verdict;
}
