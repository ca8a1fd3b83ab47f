/* Throughput of the lab's link, and how exactly it keeps a delay. Prints both as a table in
 * Markdown; fails if they are out of bounds. Each figure is the best of up to ROUNDS, because
 * other load only makes it worse; all are printed.
 *
 * throughput: one TCP connection in full segments over an unimpaired link, for SECONDS.
 *
 * lateness: arrival of packets at the receiving host, by that host's own capture, relative to
 * arrival at the link plus the delay; a paced flow of small messages over TCP measures the link
 * and not the hosts. Beside it stands how late a bare timer woke the sender for each: the limit
 * of the machine itself. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "capture/lab/link.h"
#include "capture/lab/net.h"
#include "capture/lab/sampler.h"
#include "capture/lab/wire.h"
#include "capture/os/clock.h"
#include "core/decode/decode.h"

#define PORT 8000
#define ROUNDS 5
#define SECONDS 2
#define NS_PER_S INT64_C(1000000000)
#define MESSAGES 3000
#define PAUSE_NS 500000 /* 2000 packets a second each way */
#define DELAY "20ms"
#define GBIT_WANTED 1.0
#define LATE_WANTED_US 100.0 /* 99th percentile */

static void die(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(EXIT_FAILURE);
}

struct bench {
	struct lab_net *net;
	struct lab_link *link;
	struct lab_sampler *sampler; /* or NULL */
	struct lab_wire *tap;        /* capture of host B's device */
	int client, server;
	int64_t *woken_ns; /* MESSAGES of them: lateness of the sender */
};

static bool open_tap(void *ctx, struct err *err)
{
	struct bench *b = ctx;
	b->tap = lab_wire_open(lab_net_device(LAB_B), LAB_MTU, false, err);
	return b->tap != NULL;
}

static void change(struct bench *b, const char *text)
{
	struct lab_change c;
	struct err err;
	if (!lab_change_parse(text, &c, &err) || !lab_link_change(b->link, &c, &err))
		die(err.text);
}

static void blocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
}

static void open_sockets(struct bench *b)
{
	struct err err;
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	struct addr addr = lab_net_addr(LAB_B, false);
	memcpy(&at.sin_addr, addr.b + 12, 4);
	int listener = lab_net_socket(b->net, LAB_B, AF_INET, SOCK_STREAM, 0, &err);
	b->client = lab_net_socket(b->net, LAB_A, AF_INET, SOCK_STREAM, 0, &err);
	if (listener < 0 || b->client < 0)
		die(err.text);
	blocking(b->client);
	blocking(listener);
	if (bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(listener, 1) != 0 ||
	    connect(b->client, (struct sockaddr *)&at, sizeof(at)) != 0)
		die(strerror(errno));
	b->server = accept(listener, NULL, NULL);
	close(listener);
	setsockopt(b->client, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
}

static struct bench open_bench(bool with_tap, bool looks)
{
	struct bench b = { 0 };
	struct err err;
	struct lab_net_options net = { 0 };
	struct lab_link_options link = { .seed = 1 };
	if (!lab_net_enter(&err) || (b.net = lab_net_open(&net, &err)) == NULL ||
	    (looks && (b.sampler = lab_sampler_open(b.net, &err)) == NULL))
		die(err.text);
	if (looks)
		link.watch = &lab_sampler_watch;
	link.watch_ctx = b.sampler;
	if ((b.link = lab_link_open(b.net, &link, &err)) == NULL ||
	    (with_tap && !lab_net_run(b.net, LAB_B, open_tap, &b, &err)) ||
	    !lab_link_start(b.link, &err))
		die(err.text);
	open_sockets(&b);
	return b;
}

static void close_bench(struct bench *b)
{
	close(b->client);
	close(b->server);
	lab_link_free(b->link);
	lab_sampler_free(b->sampler);
	lab_wire_free(b->tap);
	lab_net_free(b->net);
}

static void *push(void *arg)
{
	static char block[1 << 18];
	while (send(*(int *)arg, block, sizeof(block), MSG_NOSIGNAL) > 0)
		;
	return NULL;
}

/* Reads for this long; returns bit/s. */
static double drain(int fd, int64_t ns)
{
	static char block[1 << 18];
	int64_t start = clock_monotonic(), now = start;
	uint64_t bytes = 0;
	while (now - start < ns) {
		ssize_t n = recv(fd, block, sizeof(block), 0);
		if (n <= 0)
			die("the connection broke");
		bytes += (uint64_t)n;
		now = clock_monotonic();
	}
	return (double)bytes * 8.0 * (double)NS_PER_S / (double)(now - start);
}

/* Result of a round, and remarks on it. */
struct result {
	double figure;
	char words[200];
};

static struct result throughput(bool looks)
{
	struct bench b = open_bench(false, looks);
	struct lab_link_status status;
	struct tcp_info info;
	struct result result;
	socklen_t len = sizeof(info);
	pthread_t pusher;
	pthread_create(&pusher, NULL, push, &b.client);
	drain(b.server, NS_PER_S / 2); /* after slow start */
	result.figure = drain(b.server, SECONDS * NS_PER_S) / 1e9;
	getsockopt(b.client, IPPROTO_TCP, TCP_INFO, &info, &len);
	/* With data unread this resets the connection, which ends the pusher. */
	close(b.server);
	b.server = -1;
	pthread_join(pusher, NULL);
	lab_link_status(b.link, &status);
	snprintf(result.words, sizeof(result.words),
	    "segments of %" PRIu32 " bytes, %" PRIu32 " retransmitted, %" PRIu64
	    " frames missed, %" PRIu64 " dropped by devices",
	    info.tcpi_snd_mss, info.tcpi_total_retrans, status.missed, lab_net_dropped(b.net));
	/* Without all frames the link's log is incomplete. */
	if (status.missed != 0)
		result.figure = 0;
	close_bench(&b);
	return result;
}

static int64_t until(const struct timespec *t)
{
	return t->tv_sec * NS_PER_S + t->tv_nsec;
}

static void *speak(void *arg)
{
	static const char message[1000];
	struct bench *b = arg;
	struct timespec next;
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (int i = 0; i < MESSAGES; i++) {
		if (send(b->client, message, sizeof(message), MSG_NOSIGNAL) < 0)
			die("the connection broke");
		next.tv_nsec += PAUSE_NS;
		if (next.tv_nsec >= NS_PER_S) {
			next.tv_nsec -= NS_PER_S;
			next.tv_sec++;
		}
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
		b->woken_ns[i] = clock_monotonic() - until(&next);
	}
	return NULL;
}

/* Time when each message, by its sequence number, reached host B's device. */
struct seen {
	uint32_t seq;
	int64_t at_ns;
};

static size_t hear(struct bench *b, struct seen *seen, size_t max)
{
	size_t count = 0;
	struct pollfd ready = { .fd = lab_wire_fd(b->tap), .events = POLLIN };
	while (count < max && poll(&ready, 1, 2000) == 1) {
		struct lab_wire_frame f;
		while (count < max && lab_wire_next(b->tap, &f)) {
			struct frame frame = { f.time_ns, f.bytes, f.len, f.whole };
			struct segment s;
			if (decode_frame(LINK_ETHERNET, &frame, &s, NULL) == DECODE_SEGMENT &&
			    s.dst.port == PORT && s.len > 0)
				seen[count++] = (struct seen){ s.seq, f.time_ns };
			lab_wire_release(b->tap);
		}
		static char read_away[1 << 16];
		while (recv(b->server, read_away, sizeof(read_away), MSG_DONTWAIT) > 0)
			;
	}
	return count;
}

static int ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Matches arrivals with fates: both are in the order of their sequence numbers. */
static size_t lateness(struct bench *b, const struct seen *seen, size_t count, int64_t *late)
{
	struct fate fate;
	size_t at = 0, n = 0;
	while (lab_link_take(b->link, &fate, 1) == 1) {
		if (fate.way != LAB_AB || fate.len == 0)
			continue;
		while (at < count && seen[at].seq != fate.seq)
			at++;
		if (at < count)
			late[n++] = seen[at].at_ns - fate.due_ns;
	}
	return n;
}

/* Returns the 99th percentile; sorts the values. */
static double high(int64_t *ns, size_t count)
{
	qsort(ns, count, sizeof(ns[0]), ascending);
	return (double)ns[count * 99 / 100] / 1e3;
}

static struct result precision(bool looks)
{
	static struct seen seen[MESSAGES];
	static int64_t late[MESSAGES], woken[MESSAGES];
	struct bench b = open_bench(true, looks);
	struct result result;
	pthread_t speaker;
	b.woken_ns = woken;
	change(&b, "delay " DELAY);
	pthread_create(&speaker, NULL, speak, &b);
	size_t count = hear(&b, seen, MESSAGES);
	pthread_join(speaker, NULL);
	size_t n = lateness(&b, seen, count, late);
	close_bench(&b);
	if (n == 0)
		die("no packet arrived");
	result.figure = high(late, n);
	snprintf(result.words, sizeof(result.words),
	    "median %.1f us, worst %.0f us of %zu packets; a bare timer: 99 %% within %.0f us",
	    (double)late[n / 2] / 1e3, (double)late[n - 1] / 1e3, n, high(woken, MESSAGES));
	return result;
}

static const struct figure {
	const char *name, *unit;
	struct result (*measure)(bool looks);
	bool looks; /* kernel views at each segment, as in the lab */
	double bound;
	bool at_least; /* otherwise a maximum */
} figures[] = {
	{ "one connection, nothing done to it", "Gbit/s", throughput, false, GBIT_WANTED, true },
	{ "the same, with kernel views", "Gbit/s", throughput, true, GBIT_WANTED, true },
	{ "99 % are at most so late, delay " DELAY, "us", precision, false, LATE_WANTED_US, false },
	{ "the same, with kernel views", "us", precision, true, LATE_WANTED_US, false },
};

/* Repeats until a round is within the bound: other load only makes rounds worse. */
static bool print_figure(const struct figure *f)
{
	bool good = false;
	for (int round = 1; round <= ROUNDS && !good; round++) {
		struct result r = f->measure(f->looks);
		good = f->at_least ? r.figure >= f->bound : r.figure <= f->bound;
		printf("| %s, round %d | %.2f %s | %s %.0f | %s | %s |\n", f->name, round, r.figure,
		    f->unit, f->at_least ? "at least" : "at most", f->bound,
		    good ? "pass" : "missed", r.words);
	}
	return good;
}

int main(void)
{
	bool good = true;
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("| the lab's link | measured | wanted | | |\n|---|--:|--:|---|---|");
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		good &= print_figure(&figures[i]);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
