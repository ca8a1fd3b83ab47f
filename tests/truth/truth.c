/* How far the notes are true: real kernels, a link whose every deed is known, captures
 * at both ends.
 *
 * usage: truth [-abdptv] [-n NAME] [-r PLANS] [-f SEED] [-s SEEDS] [FOLDER]
 *   -b  brief: not all plans   -d  no derived captures   -v  tells each frame that is wrong
 *   -n  this plan only         -s  so many seeds of each
 *   -t  without tshark
 *   -a  judges the traces kept in the folder once more, instead of making new ones
 *   -r  so many plans drawn by lot, instead or, with -b, besides
 *   -f  the seed of the first of these (1)               -p  prints them before they are run
 * The captures are kept in the folder if there is one. What explanations claim is held against the
 * packets, too (tests/core/claims.h). */
#include <err.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/memory.h"
#include "core/model/model.h"
#include "keep.h"
#include "random.h"
#include "report.h"
#include "tests/core/claims.h"
#include "tshark.h"

#define TRIES 3

struct options {
	bool again, alone, brief, plain, verbose, printed;
	const char *only, *folder;
	unsigned seeds, drawn;
	uint64_t first; /* seed of those drawn */
};

/* One trace at one end. */
struct view {
	const struct options *options;
	struct results *results;
	const struct trace *trace;
	const struct known *known;
	char name[64]; /* name of the trace */
};

static void say_wrong(const char *name, const struct capture *c, const struct model *m,
    uint32_t packet, const struct truth *t)
{
	char is[256], due[256], open[256];
	const struct packet *p = model_packet(m, packet);
	const struct session *s = model_session(m, p->session);
	enum side side = packet_side(p);
	uint64_t known = JUDGED & ~t->open;
	notes_format(p->notes & known, is, sizeof(is));
	notes_format(t->notes & known, due, sizeof(due));
	notes_format(t->open, open, sizeof(open));
	printf("%s-%c frame %u %s seq %u:%u ack %u: [%s] should be [%s]%s%s\n", name, 'a' + c->end,
	    packet, side == SIDE_A ? "a>b" : "b>a", session_relative(s, side, p->seq),
	    session_relative(s, side, packet_end(p)), session_relative(s, side_other(side), p->ack),
	    is, due, open[0] != '\0' ? " unknown: " : "", open);
}

static struct model *model_of(const struct capture *c)
{
	struct model *m = model_new();
	for (size_t i = 0; i < c->count; i++)
		model_add(m, &c->segment[i]);
	return m;
}

/* Returns 0 for a segment captured where it was sent, 1 where it was received. */
static int kind_of(const struct capture *c, size_t at)
{
	return sent_at(c->end, &c->segment[at]) ? 0 : 1;
}

static unsigned cause_of(const struct packet *p)
{
	if (p->notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION))
		return COUNT_FAST;
	if (p->notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE))
		return COUNT_LOSS_PROBES;
	if (p->flags & TCP_SYN)
		return COUNT_SYN;
	return p->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION) ? COUNT_TIMEOUTS : COUNTERS;
}

/* Checks what the explanations say of the packets. */
static void score_claims(
    struct view *v, const char *name, const struct capture *c, const struct model *m)
{
	for (uint32_t n = model_first(m); n <= model_packets(m); n++) {
		const char *wrong = claims_wrong_of(m, n);
		v->results->explained++;
		v->results->claims_wrong += wrong != NULL;
		if (wrong != NULL && v->options->verbose)
			printf("%s-%c %s\n", name, 'a' + c->end, wrong);
	}
}

/* Scores the captures as they were made. */
static void score_end(struct view *v, const struct capture *c)
{
	struct results *r = v->results;
	struct truth *truth = judge_capture(v->trace, v->known, c);
	struct model *m = model_of(c);
	uint64_t *theirs = memory_zeroed(c->count + 1, sizeof(*theirs));
	bool compared = !v->options->alone && tshark_notes(c->path, theirs, c->count);
	r->compared += compared;
	for (size_t i = 0; i < c->count; i++) {
		int kind = kind_of(c, i);
		const struct packet *p = model_packet(m, (uint32_t)i + 1);
		if (!judge_score(&r->ours[kind], &truth[i], p->notes, JUDGED) &&
		    v->options->verbose)
			say_wrong(v->name, c, m, (uint32_t)i + 1, &truth[i]);
		judge_rules(&r->rules[kind], &truth[i], m, (uint32_t)i + 1);
		if (kind == 0 && (p->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
			r->notes[cause_of(p)]++;
		if (kind == 0 && (p->notes & NOTE_BIT(NOTE_DELAYED_ACK)))
			r->notes[COUNT_DELAYED_ACKS]++;
		if (!compared)
			continue;
		judge_score(&r->theirs[kind], &truth[i], theirs[i], JUDGED & TSHARK_NOTES);
		agree(&r->agreement[kind], &truth[i], p->notes, theirs[i]);
	}
	score_claims(v, v->name, c, m);
	states_compare(&r->states, v->trace, v->known, c, m, v->name);
	model_free(m);
	free(truth);
	free(theirs);
}

static void score_derived(
    struct view *v, const struct capture *from, enum derived kind, uint64_t seed)
{
	struct capture c;
	char name[128];
	derive(&c, from, kind, seed);
	struct truth *truth = judge_capture(v->trace, v->known, &c);
	struct model *m = model_of(&c);
	snprintf(name, sizeof(name), "%s %s", v->name, derived_name(kind));
	for (size_t i = 0; i < c.count; i++) {
		const struct packet *p = model_packet(m, (uint32_t)i + 1);
		struct score *score = &v->results->derived[kind][kind_of(&c, i)];
		if (!judge_score(score, &truth[i], p->notes, JUDGED) && v->options->verbose)
			say_wrong(name, &c, m, (uint32_t)i + 1, &truth[i]);
	}
	score_claims(v, name, &c, m);
	states_compare(&v->results->derived_states, v->trace, v->known, &c, m,
	    v->options->verbose ? name : NULL);
	model_free(m);
	free(truth);
	capture_free(&c);
}

static void play(
    struct results *r, const struct plan *plan, uint64_t seed, const struct options *options)
{
	struct trace trace = { 0 };
	char kept[PATH_ROOM];
	snprintf(kept, sizeof(kept), "%s/%s-%llu" KEEP_SUFFIX, options->folder, plan->name,
	    (unsigned long long)seed);
	if (options->again) {
		if (!keep_read(&trace, kept))
			return;
	} else {
		trace_run(&trace, plan, seed, options->folder);
		keep_trace(&trace, kept);
	}
	struct known *known = known_of(&trace);
	struct view v = { options, r, &trace, known, "" };
	snprintf(v.name, sizeof(v.name), "%s-%llu", plan->name, (unsigned long long)seed);
	for (int end = 0; end < ENDS; end++) {
		score_end(&v, &trace.capture[end]);
		for (unsigned i = 0; i < COUNTERS; i++)
			r->kernel[i] += trace.counter[end][i];
		for (unsigned kind = 0; kind < DERIVED_COUNT && !options->plain; kind++)
			score_derived(&v, &trace.capture[end], (enum derived)kind, seed);
	}
	r->traces++;
	if (options->verbose)
		report_causes(plan->name, r);
	free(known);
	trace_free(&trace);
}

static void add(struct results *total, const struct results *more)
{
	const uint64_t *from = (const uint64_t *)more;
	uint64_t *to = (uint64_t *)total;
	for (size_t i = 0; i < sizeof(*more) / sizeof(uint64_t); i++)
		to[i] += from[i];
}

/* In a child process, because a process can enter a network only once. */
static bool try_once(
    struct results *results, const struct plan *plan, uint64_t seed, const struct options *options)
{
	int status;
	memset(results, 0, sizeof(*results));
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		play(results, plan, seed, options);
		fflush(stdout);
		_exit(0);
	}
	return waitpid(child, &status, 0) == child && status == 0;
}

static void run(
    struct results *total, const struct plan *plan, uint64_t seed, const struct options *options)
{
	struct results *shared =
	    mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		err(1, "mmap");
	/* Tries again if the machine was too busy to record everything. */
	int tries = 0;
	while (!try_once(shared, plan, seed, options))
		if (++tries == TRIES)
			errx(1, "%s with seed %llu failed", plan->name, (unsigned long long)seed);
	add(total, shared);
	munmap(shared, sizeof(*shared));
}

static void run_plans(struct results *total, const struct options *options)
{
	for (size_t i = 0; i < plans_count; i++) {
		const struct plan *plan = &plans[i];
		bool left_out = options->only != NULL ? strcmp(options->only, plan->name) != 0
		                                      : options->brief && plan->brief;
		for (uint64_t seed = 1; !left_out && seed <= options->seeds; seed++)
			run(total, plan, seed, options);
	}
}

static void run_drawn(struct results *total, const struct options *options)
{
	struct drawn drawn;
	for (uint64_t seed = options->first; seed < options->first + options->drawn; seed++) {
		random_plan(&drawn, seed);
		if (options->printed)
			plan_print(&drawn.plan);
		run(total, &drawn.plan, seed, options);
	}
}

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
	(void)s;
	(void)type;
	(void)at;
	return remove(path);
}

static void read_options(struct options *o, int argc, char **argv)
{
	for (int c; (c = getopt(argc, argv, "abdf:n:pr:s:tv")) != -1;) {
		if (c == 'a')
			o->again = true;
		else if (c == 'b')
			o->brief = true;
		else if (c == 'd')
			o->plain = true;
		else if (c == 'v')
			o->verbose = true;
		else if (c == 'n')
			o->only = optarg;
		else if (c == 'p')
			o->printed = true;
		else if (c == 's')
			o->seeds = (unsigned)strtoul(optarg, NULL, 10);
		else if (c == 't')
			o->alone = true;
		else if (c == 'r')
			o->drawn = (unsigned)strtoul(optarg, NULL, 10);
		else if (c == 'f')
			o->first = strtoull(optarg, NULL, 10);
		else
			errx(2, "usage: truth [-abdptv] [-n NAME] [-r PLANS] [-f SEED] [-s SEEDS] "
			        "[FOLDER]");
	}
	o->folder = argv[optind];
}

int main(int argc, char **argv)
{
	static struct results total;
	struct options options = { .seeds = 1, .first = 1 };
	char own[] = "/tmp/truth-XXXXXX";
	read_options(&options, argc, argv);
	bool keep = options.folder != NULL;
	if (!keep)
		options.folder = mkdtemp(own);
	if (options.folder == NULL)
		err(1, "%s", own);
	if (options.drawn == 0 || options.brief)
		run_plans(&total, &options);
	run_drawn(&total, &options);
	report(&total);
	if (!keep)
		nftw(own, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return is_enough(&total, options.drawn > 0) ? 0 : 1;
}
