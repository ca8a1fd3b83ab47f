#include "report.h"

#include "core/base/array.h"
#include "tshark.h"

/* What a run must reach: the share of frames that are right, and precision and recall of each note
 * with this many samples. A single frame of a single plan weighs several percent. */
#define OFTEN 200
/* Unknown states: behind a hole that may have held a FIN, until more arrives. */
#define UNKNOWN_SHARE 0.01

struct bounds {
	double frames, notes;
	double states; /* that may differ */
};

/* Random plans contain cases that no capture can decide; with few samples one such case weighs
 * much. */
static const struct bounds bounds_of[] = {
	[false] = { 0.97, 0.98, 0 },
	[true] = { 0.95, 0.95, 0.002 },
};

static const char *const end_name[] = { "sender", "receiver" };

typedef unsigned long long number;

void agree(struct agreement *a, const struct truth *t, uint64_t ours, uint64_t theirs)
{
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		uint64_t bit = NOTE_BIT(note);
		if (!(TSHARK_NOTES & bit) || !((ours | theirs) & bit))
			continue;
		bool mine = ours & bit, both = (ours & theirs & bit) != 0, is = t->notes & bit;
		a->both[note] += both;
		a->ours[note] += mine && !both;
		a->theirs[note] += !mine;
		a->ours_true[note] += mine && !both && is;
		a->theirs_true[note] += !mine && is;
		a->open[note] += !mine && (t->open & bit);
		uint64_t truly = t->notes & JUDGED & ~CAUSES;
		if (mine)
			continue;
		for (unsigned other = 0; other < NOTE_COUNT; other++)
			a->truly[note][other] += (truly & NOTE_BIT(other)) != 0;
		a->truly[note][NOTE_COUNT] += truly == 0;
	}
}

static double part(uint64_t of, uint64_t all)
{
	return all > 0 ? (double)of / (double)all : 1;
}

static void print_share(const char *who, const char *where, const struct score *s)
{
	printf("%s, %s: %llu of %llu frames right, %.1f %%\n", who, where, (number)s->right,
	    (number)s->frames, 100 * part(s->right, s->frames));
}

static void print_score(const char *who, int end, const struct score *s, uint64_t judged)
{
	char where[64];
	snprintf(where, sizeof(where), "at the %s's end", end_name[end]);
	printf("\n");
	print_share(who, where, s);
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		uint64_t is = s->hit[note] + s->missed[note], said = s->hit[note] + s->wrong[note];
		if ((judged & NOTE_BIT(note)) && is + said > 0)
			printf("  %-26s true %6llu  precision %.3f  recall %.3f\n",
			    note_name((enum note)note), (number)is, part(s->hit[note], said),
			    part(s->hit[note], is));
	}
}

/* What is true of the frames to which tshark alone gives a note. */
static void print_truly(const struct agreement *a, unsigned note)
{
	const char *between = ", truly ";
	for (unsigned other = 0; other <= NOTE_COUNT; other++) {
		if (a->truly[note][other] == 0)
			continue;
		printf("%s%s %llu", between,
		    other == NOTE_COUNT ? "none" : note_name((enum note)other),
		    (number)a->truly[note][other]);
		between = ", ";
	}
}

static void print_agreement(int end, const struct agreement *a)
{
	printf("\nagreement at the %s's end\n  %-26s %7s %12s %12s\n", end_name[end], "note",
	    "agree", "only tcpviz", "only tshark");
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		if (a->both[note] + a->ours[note] + a->theirs[note] == 0)
			continue;
		printf("  %-26s %7llu %12llu %12llu", note_name((enum note)note),
		    (number)a->both[note], (number)a->ours[note], (number)a->theirs[note]);
		bool judged = JUDGED & NOTE_BIT(note);
		if (judged && a->ours[note] > 0)
			printf("  tcpviz: true %llu", (number)a->ours_true[note]);
		if (judged && a->theirs[note] > 0) {
			printf("  tshark: true %llu", (number)a->theirs_true[note]);
			print_truly(a, note);
		}
		printf("\n");
	}
}

/* Rules whose note the judge cannot decide have no precision. */
static void print_rules(int end, const struct rule_score *s)
{
	printf("\nrules at the %s's end\n  %-24s %-26s %8s %8s %8s  precision\n", end_name[end],
	    "rule", "note", "said", "judged", "right");
	for (unsigned rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
		const struct rule_info *info = rule_of((enum rule)rule);
		uint64_t judged = s->said[rule] - s->open[rule];
		if (s->said[rule] == 0)
			continue;
		printf("  %-24s %-26s %8llu", info->name, note_name((enum note)info->note),
		    (number)s->said[rule]);
		if (judged > 0)
			printf(" %8llu %8llu      %.3f", (number)judged, (number)s->right[rule],
			    part(s->right[rule], judged));
		printf("\n");
	}
}

void report_causes(const char *of, const struct results *r)
{
	static const char *const name[] = { "timeouts", "loss probes", "fast", "slow start", "SYN",
		"delayed ACKs", "none" };
	_Static_assert(ARRAY_LEN(name) == CAUSE_COUNTS, "every cause has a name");
	printf("%s: by cause, kernel/notes:", of);
	for (unsigned i = 0; i < CAUSE_COUNTS; i++)
		printf(" %s %llu/%llu", name[i], (number)r->kernel[i], (number)r->notes[i]);
	printf("\n");
}

static void print_states(const char *of, const struct states *s)
{
	printf("states%s: %llu samples, %llu equal, %llu unknown, %llu differ"
	       " (left out: %llu between segments, %llu closed before the FIN)\n",
	    of, (number)s->samples, (number)s->equal, (number)s->unknown,
	    (number)(s->samples - s->equal - s->unknown), (number)s->between, (number)s->called);
}

static void print_derived(const struct results *r)
{
	if (r->derived_states.samples == 0)
		return;
	printf("\ncaptures made from these:\n");
	for (unsigned kind = 0; kind < DERIVED_COUNT; kind++) {
		if (r->derived[kind][0].frames + r->derived[kind][1].frames == 0)
			continue;
		printf("  %-16s", derived_name((enum derived)kind));
		for (int end = 0; end < ENDS; end++) {
			const struct score *s = &r->derived[kind][end];
			printf("  at the %s's end %.1f %% of %llu", end_name[end],
			    100 * part(s->right, s->frames), (number)s->frames);
		}
		printf("\n");
	}
	print_states(" in these", &r->derived_states);
}

void report(const struct results *r)
{
	printf("%llu traces\n", (number)r->traces);
	report_causes("all", r);
	print_states("", &r->states);
	for (int end = 0; end < ENDS; end++) {
		print_score("tcpviz", end, &r->ours[end], JUDGED);
		if (r->compared > 0)
			print_score("tshark", end, &r->theirs[end], JUDGED & TSHARK_NOTES);
	}
	for (int end = 0; end < ENDS; end++)
		print_rules(end, &r->rules[end]);
	for (int end = 0; end < ENDS && r->compared > 0; end++)
		print_agreement(end, &r->agreement[end]);
	print_derived(r);
	printf("\nexplanations: %llu, with a claim that does not hold: %llu\n",
	    (number)r->explained, (number)r->claims_wrong);
}

/* Checks every note with enough samples. */
static bool are_notes_true(const struct score *s, double share)
{
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		uint64_t is = s->hit[note] + s->missed[note], said = s->hit[note] + s->wrong[note];
		if (is >= OFTEN &&
		    (part(s->hit[note], is) < share || part(s->hit[note], said) < share))
			return false;
	}
	return true;
}

bool is_enough(const struct results *r, bool drawn)
{
	const struct bounds *b = &bounds_of[drawn];
	if (r->claims_wrong > 0)
		return false;
	for (int end = 0; end < ENDS; end++)
		if (part(r->ours[end].right, r->ours[end].frames) < b->frames ||
		    !are_notes_true(&r->ours[end], b->notes))
			return false;
	const struct states *s = &r->states;
	return part(s->samples - s->equal - s->unknown, s->samples + 1) <= b->states &&
	       part(s->unknown, s->samples + 1) <= UNKNOWN_SHARE;
}
