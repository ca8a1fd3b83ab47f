/* How far the notes are true: real kernels, a link whose every deed is known, captures at both ends.
 *
 * usage: truth [-v] [-n NAME] [-s SEEDS] [FOLDER]   with FOLDER the captures are kept there and tshark is compared */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/array.h"
#include "core/model.h"
#include "judge.h"

static const struct plan plans[] = {
	{ .name = "clean", .link = "delay 10ms", .a_sends = 200000, .b_sends = 50000 },
	{ .name = "loss", .link = "delay 10ms; a>b loss 2%", .a_sends = 300000 },
	{ .name = "loss-both",
	    .link = "delay 10ms; loss 3%",
	    .a_sends = 200000,
	    .b_sends = 100000 },
	{ .name = "heavy-loss",
	    .link = "delay 20ms; loss 10%",
	    .a_sends = 80000,
	    .b_sends = 20000 },
	{ .name = "reorder", .link = "delay 10ms; reordering 3%", .a_sends = 300000 },
	{ .name = "duplicate", .link = "delay 10ms; duplication 3%", .a_sends = 200000 },
	{ .name = "mixed",
	    .link = "delay 15ms; loss 1%; reordering 1%; duplication 1%",
	    .a_sends = 300000,
	    .b_sends = 60000 },
	{ .name = "ack-loss", .link = "delay 10ms; b>a loss 20%", .a_sends = 200000 },
	{ .name = "tail",
	    .link = "delay 10ms; loss 10%",
	    .a_sends = 3000,
	    .b_sends = 2000,
	    .rounds = 8,
	    .pause_ms = 50 },
	{ .name = "small",
	    .link = "delay 5ms; loss 5%",
	    .a_sends = 100,
	    .b_sends = 100,
	    .rounds = 20,
	    .pause_ms = 5 },
	{ .name = "no-sack",
	    .link = "delay 10ms; loss 2%",
	    .settings = "tcp_sack=0",
	    .a_sends = 200000 },
	{ .name = "no-ts",
	    .link = "delay 10ms; loss 2%; reordering 1%",
	    .settings = "tcp_timestamps=0",
	    .a_sends = 200000 },
	{ .name = "neither",
	    .link = "delay 10ms; loss 2%",
	    .settings = "tcp_sack=0 tcp_timestamps=0",
	    .a_sends = 200000 },
	{ .name = "slow", .link = "delay 10ms; rate 5mbit; queue 30kb", .a_sends = 300000 },
	{ .name = "ipv6",
	    .link = "delay 10ms; loss 2%; reordering 1%; duplication 1%",
	    .a_sends = 200000,
	    .ipv6 = true },
	{ .name = "near", .link = "loss 2%", .a_sends = 200000 },
	{ .name = "zero-window",
	    .link = "delay 5ms",
	    .a_sends = 300000,
	    .b_sleeps_ms = 1500,
	    .b_buffer = 8192 },
	{ .name = "reno",
	    .link = "delay 10ms; loss 2%",
	    .settings = "tcp_congestion_control=reno",
	    .a_sends = 200000 },
	{ .name = "abort", .link = "delay 10ms; loss 2%", .a_sends = 100000, .abort = true },
	{ .name = "spike",
	    .link = "delay 10ms; hold a>b data 30 by 500ms; hold a>b data 90 by 350ms",
	    .a_sends = 300000 },
	{ .name = "spike-all",
	    .link = "delay 10ms; hold a>b any 40-60 by 400ms",
	    .a_sends = 200000 },
	{ .name = "ack-spike",
	    .link = "delay 10ms; hold b>a ack 10-40 by 400ms",
	    .a_sends = 200000 },
	{ .name = "bbr",
	    .link = "delay 10ms; loss 2%",
	    .settings = "tcp_congestion_control=bbr",
	    .a_sends = 200000 },
	{ .name = "far", .link = "delay 80ms; loss 2%; reordering 1%", .a_sends = 200000 },
	{ .name = "close-by", .link = "delay 1ms; loss 3%; reordering 2%", .a_sends = 300000 },
	{ .name = "no-ts-mixed",
	    .link = "delay 10ms; loss 1%; reordering 2%; duplication 1%",
	    .settings = "tcp_timestamps=0",
	    .a_sends = 200000,
	    .b_sends = 50000 },
	{ .name = "no-sack-mixed",
	    .link = "delay 10ms; loss 1%; reordering 2%; duplication 1%",
	    .settings = "tcp_sack=0",
	    .a_sends = 200000 },
	{ .name = "bytes",
	    .link = "delay 5ms; loss 3%; duplication 2%; reordering 2%",
	    .a_sends = 10,
	    .b_sends = 10,
	    .rounds = 40 },
	{ .name = "slow-lossy",
	    .link = "delay 30ms; rate 2mbit; queue 20kb; loss 1%",
	    .a_sends = 150000 },
	{ .name = "small-window",
	    .link = "delay 10ms; loss 2%",
	    .a_sends = 100000,
	    .b_sleeps_ms = 600,
	    .b_buffer = 6000 },
	{ .name = "jitter", .link = "delay 20ms; jitter 10ms; loss 1%", .a_sends = 200000 },
};

struct options {
	bool verbose;
	const char *name, *folder;
	unsigned seeds;
};

static const char *const end_name[] = { "sender", "receiver" };

static void say_wrong(const struct plan *plan, uint64_t seed, int end, const struct model *m,
    uint32_t packet, const struct truth *t)
{
	char is[256], due[256];
	const struct packet *p = model_packet(m, packet);
	const struct session *s = model_session(m, p->session);
	notes_format(p->notes & JUDGED, is, sizeof(is));
	notes_format(t->notes, due, sizeof(due));
	printf("%s-%llu-%c frame %u %s seq %u:%u ack %u: [%s] should be [%s]\n", plan->name,
	    (unsigned long long)seed, 'a' + end, packet, packet_side(p) == SIDE_A ? "a>b" : "b>a",
	    session_relative(s, packet_side(p), p->seq),
	    session_relative(s, packet_side(p), packet_end(p)),
	    session_relative(s, side_other(packet_side(p)), p->ack), is, due);
}

/* The notes of tshark for each frame of a capture, as bits. */
static void ask_tshark(const char *path, uint64_t *notes, size_t count)
{
	static const struct {
		const char *field;
		enum note note;
	} fields[] = {
		{ "retransmission", NOTE_RETRANSMISSION },
		{ "fast_retransmission", NOTE_FAST_RETRANSMISSION },
		{ "spurious_retransmission", NOTE_SPURIOUS_RETRANSMISSION },
		{ "out_of_order", NOTE_OUT_OF_ORDER },
		{ "lost_segment", NOTE_LOST_SEGMENT },
		{ "duplicate_ack", NOTE_DUPLICATE_ACK },
		{ "window_update", NOTE_WINDOW_UPDATE },
	};
	char command[1024];
	int used =
	    snprintf(command, sizeof(command), "tshark 2>/dev/null -2 -r '%s' -T fields", path);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		used += snprintf(command + used, sizeof(command) - (size_t)used,
		    " -e tcp.analysis.%s", fields[i].field);
	FILE *in = popen(command, "r");
	char line[1024];
	for (size_t frame = 0; in != NULL && fgets(line, sizeof(line), in) != NULL && frame < count;
	     frame++) {
		char *rest = line;
		for (size_t i = 0; i < ARRAY_LEN(fields) && rest != NULL; i++) {
			const char *field = strsep(&rest, "\t\n");
			notes[frame] |= field[0] != '\0' ? NOTE_BIT(fields[i].note) : 0;
		}
	}
	if (in != NULL)
		pclose(in);
}

/* What the kernels counted, and what the notes say at the senders' ends. */
struct causes {
	uint64_t kernel[COUNTERS], notes[COUNTERS], unexplained;
};

struct scores {
	struct causes causes;
	struct score ours[ENDS], theirs[ENDS]; /* [0]: of segments captured where they were sent */
};

static int kind_of_end(const struct segment *s, int end)
{
	return (s->dst.port == 8000) == (end == END_A) ? 0 : 1;
}

static enum counter cause_of(const struct packet *p)
{
	if (p->notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION))
		return COUNT_FAST;
	if (p->notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE))
		return COUNT_LOSS_PROBES;
	if (p->flags & TCP_SYN)
		return COUNT_SYN;
	return p->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION) ? COUNT_TIMEOUTS : COUNTERS;
}

static void count_cause(struct causes *causes, const struct packet *p)
{
	if (!(p->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return;
	enum counter cause = cause_of(p);
	if (cause == COUNTERS)
		causes->unexplained++;
	else
		causes->notes[cause]++;
}

static void score_end(struct scores *scores, const struct plan *plan, uint64_t seed,
    const struct trace *trace, int end, const struct options *options)
{
	size_t count = trace->segments[end];
	struct truth *truth = judge_trace(trace, end);
	struct model *m = model_new();
	uint64_t *theirs = calloc(count + 1, sizeof(*theirs));
	for (size_t i = 0; i < count; i++)
		model_add(m, &trace->segment[end][i]);
	if (options->folder != NULL) {
		char path[512];
		snprintf(path, sizeof(path), "%s/%s-%llu-%c.pcap", options->folder, plan->name,
		    (unsigned long long)seed, 'a' + end);
		ask_tshark(path, theirs, count);
	}
	for (size_t i = 0; i < count; i++) {
		int kind = kind_of_end(&trace->segment[end][i], end);
		const struct packet *p = model_packet(m, (uint32_t)i + 1);
		if (!judge_score(&scores->ours[kind], &truth[i], p->notes) && options->verbose)
			say_wrong(plan, seed, end, m, (uint32_t)i + 1, &truth[i]);
		if (kind == 0)
			count_cause(&scores->causes, p);
		judge_score(&scores->theirs[kind], &truth[i], theirs[i]);
	}
	for (unsigned i = 0; i < COUNTERS; i++)
		scores->causes.kernel[i] += trace->counter[end][i];
	model_free(m);
	free(truth);
	free(theirs);
}

static void print_causes(const char *of, const struct causes *c)
{
	static const char *const name[] = { "timeouts", "loss probes", "fast", "slow start",
		"SYN" };
	printf("%s: causes, by the kernel / by the notes:", of);
	for (unsigned i = 0; i < COUNTERS; i++)
		printf(" %s %llu/%llu", name[i], (unsigned long long)c->kernel[i],
		    (unsigned long long)c->notes[i]);
	printf(" unexplained %llu\n", (unsigned long long)c->unexplained);
}

/* In a child of its own: a network can be entered once only. Scores come back through a pipe. */
static void run(
    struct scores *total, const struct plan *plan, uint64_t seed, const struct options *options)
{
	int ends[2];
	if (pipe(ends) != 0)
		err(1, "pipe");
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		struct trace trace = { 0 };
		struct scores scores = { 0 };
		trace_run(&trace, plan, seed, options->folder);
		for (int end = 0; end < ENDS; end++)
			score_end(&scores, plan, seed, &trace, end, options);
		if (options->verbose)
			print_causes(plan->name, &scores.causes);
		fflush(stdout);
		_exit(write(ends[1], &scores, sizeof(scores)) == sizeof(scores) ? 0 : 1);
	}
	close(ends[1]);
	struct scores scores = { 0 };
	ssize_t got = read(ends[0], &scores, sizeof(scores));
	close(ends[0]);
	waitpid(child, NULL, 0);
	if (got != sizeof(scores))
		errx(1, "%s with seed %llu failed", plan->name, (unsigned long long)seed);
	const uint64_t *from = (const uint64_t *)&scores;
	uint64_t *to = (uint64_t *)total;
	for (size_t i = 0; i < sizeof(scores) / sizeof(uint64_t); i++)
		to[i] += from[i];
}

static double part(uint64_t of, uint64_t all)
{
	return all > 0 ? (double)of / (double)all : 1;
}

static void print_score(const char *who, const char *end, const struct score *s)
{
	printf("\n%s, at the %s's end: %llu of %llu frames right, %.1f %%\n", who, end,
	    (unsigned long long)s->right, (unsigned long long)s->frames,
	    100 * part(s->right, s->frames));
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		if (!(JUDGED & NOTE_BIT(note)) ||
		    s->hit[note] + s->missed[note] + s->wrong[note] == 0)
			continue;
		printf("  %-26s true %6llu  precision %.3f  recall %.3f\n",
		    note_name((enum note)note),
		    (unsigned long long)(s->hit[note] + s->missed[note]),
		    part(s->hit[note], s->hit[note] + s->wrong[note]),
		    part(s->hit[note], s->hit[note] + s->missed[note]));
	}
}

/* What every run must reach. A run of one seed has some hundred frames at each end, so that a single one weighs 0.1 %. */
static bool enough(const struct scores *total)
{
	return part(total->ours[0].right, total->ours[0].frames) >= 0.98 &&
	       part(total->ours[1].right, total->ours[1].frames) >= 0.97;
}

int main(int argc, char **argv)
{
	struct options options = { .seeds = 1 };
	struct scores total = { 0 };
	for (int c; (c = getopt(argc, argv, "vn:s:")) != -1;) {
		if (c == 'v')
			options.verbose = true;
		else if (c == 'n')
			options.name = optarg;
		else if (c == 's')
			options.seeds = (unsigned)strtoul(optarg, NULL, 10);
		else
			errx(2, "usage: truth [-v] [-n NAME] [-s SEEDS] [FOLDER]");
	}
	options.folder = argv[optind];
	for (size_t i = 0; i < ARRAY_LEN(plans); i++)
		for (uint64_t seed = 1; seed <= options.seeds; seed++)
			if (options.name == NULL || strcmp(options.name, plans[i].name) == 0)
				run(&total, &plans[i], seed, &options);
	print_causes("all", &total.causes);
	for (int end = 0; end < ENDS; end++) {
		print_score("tcpviz", end_name[end], &total.ours[end]);
		if (options.folder != NULL)
			print_score("tshark", end_name[end], &total.theirs[end]);
	}
	return enough(&total) ? 0 : 1;
}
