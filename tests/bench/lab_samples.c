/* Share of segments in the lab's scenarios whose kernel view is exactly theirs: plays the
 * scenarios named, or all, and prints the share for each.
 *
 * The kernel counts a socket's segments itself: each view shows after which segment of the
 * capture it was taken. It is exact if the socket had not sent or received anything else by
 * then except segments sent within BREATH_NS of each other, with nothing received between them. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/lab/catalogue.h"
#include "capture/lab/lab.h"
#include "capture/lab/packet_truth.h"
#include "core/base/memory.h"
#include "core/model/model.h"

#define BREATH_NS 50000
#define PACKETS_MAX 200000
#define SLICE 256
#define MSS_DEFAULT 1448
#define BASE_MAX 8

static void die(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(EXIT_FAILURE);
}

/* The capture of one host. */
struct end {
	struct source *source;
	struct model *model;
	struct packet_truth *truth;
};

struct tally {
	uint64_t segments, own, exact[PACKET_TRUTH_ENDS], of[PACKET_TRUTH_ENDS];
};

static void take(struct lab *lab, struct end end[LAB_HOSTS])
{
	static struct segment segments[SLICE];
	static struct fate fates[SLICE];
	static struct lab_sample samples[SLICE];
	static struct peer_event events[SLICE];
	size_t n;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		while ((n = source_take(end[host].source, segments, SLICE)) > 0) {
			uint32_t have = model_packets(end[host].model);
			model_add_all(end[host].model, segments, n);
			for (size_t i = 0; i < n; i++)
				packet_truth_add_packet(
				    end[host].truth, &segments[i], have + (uint32_t)i + 1);
		}
	}
	while ((n = lab_take_fates(lab, fates, SLICE)) > 0)
		for (size_t i = 0; i < 2 * n; i++)
			packet_truth_add_fate(end[i % 2].truth, &fates[i / 2]);
	while ((n = lab_take_samples(lab, samples, SLICE)) > 0)
		for (size_t i = 0; i < n; i++)
			packet_truth_add_sample(end[samples[i].host].truth, &samples[i]);
	while (lab_take_events(lab, events, SLICE) > 0)
		;
}

static void play(struct lab *lab, struct end end[LAB_HOSTS])
{
	struct err err;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		end[host] = (struct end){ lab_source(lab, (enum lab_place)host), model_new(),
			packet_truth_new((enum lab_place)host) };
		if (!source_start(end[host].source, &err))
			die(err.text);
	}
	if (!lab_start(lab, &err))
		die(err.text);
	while (!lab_is_played(lab, NULL)) {
		struct pollfd fds[] = {
			{ .fd = lab_event_fd(lab), .events = POLLIN },
			{ .fd = lab_fate_fd(lab), .events = POLLIN },
			{ .fd = lab_sample_fd(lab), .events = POLLIN },
			{ .fd = source_fd(end[LAB_A].source), .events = POLLIN },
			{ .fd = source_fd(end[LAB_B].source), .events = POLLIN },
		};
		poll(fds, sizeof(fds) / sizeof(fds[0]), -1);
		take(lab, end);
	}
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		source_stop(end[host].source);
	take(lab, end);
}

/* A segment as one end counted it, with the counters of its view. */
struct event {
	int64_t time_ns;
	uint32_t sent, received; /* by this end so far, including this one */
	bool out, viewed, counted;
	uint32_t view_sent, view_received;
};

static uint32_t pieces(const struct packet *p, const struct kernel_view *view)
{
	uint32_t mss = view != NULL && view->mss > 0 ? view->mss : MSS_DEFAULT;
	return p->len <= mss ? 1 : (p->len + mss - 1) / mss;
}

/* Counts a session as the host's own end does. */
static size_t follow(const struct end *end, enum side own, uint32_t session, struct event *out)
{
	const struct session *s = model_session(end->model, session);
	uint32_t sent = 0, received = 0;
	size_t count = 0;
	for (uint32_t n = s->first; n != 0 && count < PACKETS_MAX;
	     n = model_packet(end->model, n)->next) {
		const struct packet *p = model_packet(end->model, n);
		bool is_out = packet_side(p) == own;
		const struct kernel_view *v = packet_truth_view(
		    end->truth, n, is_out ? PACKET_TRUTH_SENDER : PACKET_TRUTH_RECEIVER);
		*(is_out ? &sent : &received) += pieces(p, v);
		out[count] =
		    (struct event){ p->time_ns, sent, received, is_out, v != NULL, false, 0, 0 };
		if (v != NULL && v->cwnd != 0) {
			out[count].counted = true;
			out[count].view_sent = v->segments_sent;
			out[count].view_received = v->segments_received;
		}
		count++;
	}
	return count;
}

static bool is_exact(const struct event *e, size_t count, size_t i, const uint32_t base[2])
{
	/* A view without numbers can only have a wrong state. */
	if (e[i].viewed && !e[i].counted)
		return true;
	if (!e[i].viewed || e[i].view_received + base[1] != e[i].received)
		return false;
	uint32_t sent = e[i].view_sent + base[0];
	size_t j = i;
	while (j + 1 < count && e[j + 1].out && e[j].sent < sent &&
	       e[j + 1].time_ns - e[j].time_ns <= BREATH_NS)
		j++;
	return e[j].sent == sent;
}

static uint32_t exact_with(const struct event *e, size_t count, const uint32_t base[2])
{
	uint32_t exact = 0;
	for (size_t i = 0; i < count; i++)
		exact += is_exact(e, count, i, base);
	return exact;
}

/* An accepted socket does not count the handshake that made it: all its views lack the same
 * number. */
static void calibrate(const struct event *e, size_t count, uint32_t base[2])
{
	uint32_t best = 0;
	base[0] = base[1] = 0;
	for (uint32_t n = 0; n < BASE_MAX * BASE_MAX; n++) {
		uint32_t tried[] = { n % BASE_MAX, n / BASE_MAX };
		uint32_t exact = exact_with(e, count, tried);
		if (exact > best) {
			best = exact;
			memcpy(base, tried, sizeof(tried));
		}
	}
}

static void judge(const struct end *end, enum lab_place host, struct tally *t, bool verbose)
{
	static struct event events[PACKETS_MAX];
	struct addr v4 = lab_net_addr(host, false), v6 = lab_net_addr(host, true);
	for (uint32_t n = 1; n <= model_sessions(end->model); n++) {
		const struct addr *a = &model_session(end->model, n)->end[SIDE_A].addr;
		bool is_a = memcmp(a, &v4, sizeof(v4)) == 0 || memcmp(a, &v6, sizeof(v6)) == 0;
		uint32_t base[2];
		size_t count = follow(end, is_a ? SIDE_A : SIDE_B, n, events);
		calibrate(events, count, base);
		for (size_t i = 0; i < count; i++) {
			enum packet_truth_end which =
			    events[i].out ? PACKET_TRUTH_SENDER : PACKET_TRUTH_RECEIVER;
			bool exact = is_exact(events, count, i, base);
			t->segments++;
			t->own += events[i].viewed;
			t->of[which]++;
			t->exact[which] += exact;
			if (verbose && !exact)
				printf("  %c %" PRIu32 ".%zu %s %" PRId64 ": sent %" PRIu32
				       " received %" PRIu32 ", view %s %" PRIu32 " %" PRIu32 "\n",
				    "ab"[host], n, i + 1, events[i].out ? "out" : "in ",
				    events[i].time_ns % 1000000000 / 1000, events[i].sent,
				    events[i].received, events[i].viewed ? "has" : "none",
				    events[i].view_sent + base[0],
				    events[i].view_received + base[1]);
		}
	}
}

static double share(uint64_t part, uint64_t of)
{
	return of == 0 ? 100 : 100.0 * (double)part / (double)of;
}

static void run(const char *name, bool verbose)
{
	struct end end[LAB_HOSTS];
	struct tally t = { 0 };
	struct lab_link_status status;
	struct err err;
	struct lab_options options = { .scenario = name };
	struct lab *lab = lab_open(&options, &err);
	if (lab == NULL)
		die(err.text);
	play(lab, end);
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		judge(&end[host], (enum lab_place)host, &t, verbose);
	lab_status(lab, &status);
	printf("| %s | %" PRIu64 " | %.1f | %.1f | %.1f | %.1f | %.0f |\n", name, t.segments,
	    share(t.own, t.segments),
	    share(t.exact[PACKET_TRUTH_SENDER], t.of[PACKET_TRUTH_SENDER]),
	    share(t.exact[PACKET_TRUTH_RECEIVER], t.of[PACKET_TRUTH_RECEIVER]),
	    share(status.carried - status.late, status.carried), (double)status.worst_ns / 1e3);
	fflush(stdout);
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		packet_truth_free(end[host].truth);
		model_free(end[host].model);
	}
	lab_free(lab);
}

/* Each in its own process: a lab enters namespaces permanently. */
static bool run_apart(const char *name, bool verbose)
{
	int status = 0;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		run(name, verbose);
		exit(EXIT_SUCCESS);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(int argc, char **argv)
{
	bool good = true, verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
	int first = verbose ? 2 : 1;
	const char *name;
	puts("| scenario | segments at both ends | with a view % | exact when sent % | exact when "
	     "received % | carried in time % | latest us |\n|---|--:|--:|--:|--:|--:|--:|");
	for (int i = first; i < argc; i++)
		good &= run_apart(argv[i], verbose);
	for (size_t n = 0; first == argc && (name = lab_catalogue_name(n)) != NULL; n++)
		good &= run_apart(name, verbose);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
