#include "trace.h"

#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/clock.h"
#include "capture/export.h"
#include "capture/lab/link.h"
#include "capture/lab/net.h"
#include "capture/source.h"
#include "core/memory.h"

#define PORT 8000
#define PATIENCE_NS (60 * INT64_C(1000000000))
#define SETTLE_NS (700 * INT64_C(1000000))
#define MS INT64_C(1000000)

/* A growing array of items of one size. */
struct pile {
	void *items;
	size_t count, room;
};

struct bench {
	const struct plan *plan;
	struct lab_net *net;
	struct lab_link *link;
	struct source *source[ENDS];
	struct pile segments[ENDS], fates;
	int fd[ENDS];
};

static void *grow(struct pile *pile, size_t more, size_t size)
{
	if (pile->count + more > pile->room) {
		pile->room = (pile->count + more) * 2;
		pile->items = memory_resize(pile->items, pile->room, size);
	}
	return (char *)pile->items + pile->count * size;
}

static void need(bool done, const struct err *err, const char *what)
{
	if (!done)
		errx(1, "%s: %s", what, err->text);
}

/* Takes in what has come; whether anything had. */
static bool take(struct bench *b)
{
	bool any = false;
	for (int end = 0; end < ENDS; end++) {
		struct segment *at = grow(&b->segments[end], 256, sizeof(*at));
		size_t n = source_take(b->source[end], at, 256);
		b->segments[end].count += n;
		any = any || n > 0;
	}
	struct fate *fate = grow(&b->fates, 256, sizeof(*fate));
	size_t n = lab_link_take(b->link, fate, 256);
	b->fates.count += n;
	return any || n > 0;
}

/* Waits for the sockets, the captures or the link. */
static void wait_all(struct bench *b, short a_events, short b_events, int ms)
{
	struct pollfd fds[] = {
		{ .fd = b->fd[END_A], .events = a_events },
		{ .fd = b->fd[END_B], .events = b_events },
		{ .fd = source_fd(b->source[END_A]), .events = POLLIN },
		{ .fd = source_fd(b->source[END_B]), .events = POLLIN },
		{ .fd = lab_link_fd(b->link), .events = POLLIN },
	};
	if (a_events == 0)
		fds[0].fd = -1;
	if (b_events == 0)
		fds[1].fd = -1;
	poll(fds, 5, ms);
	take(b);
}

static void rest(struct bench *b, int64_t ns)
{
	for (int64_t until = clock_monotonic() + ns, now; (now = clock_monotonic()) < until;)
		wait_all(b, 0, 0, (int)((until - now) / MS) + 1);
}

static bool open_source(void *ctx, struct err *err)
{
	struct bench *b = ctx;
	int end = b->source[END_A] == NULL ? END_A : END_B;
	const char *device = lab_net_device(end == END_A ? LAB_A : LAB_B);
	return source_open_device(device, "tcp", (uint8_t)end, &b->source[end], err) == SOURCE_OK;
}

static void apply_settings(struct bench *b)
{
	char *copy = strdup(b->plan->settings != NULL ? b->plan->settings : ""), *rest_of = copy;
	struct err err;
	for (char *word; (word = strsep(&rest_of, " ")) != NULL;) {
		char *value = strchr(word, '=');
		if (value == NULL)
			continue;
		*value++ = '\0';
		need(lab_net_sysctl(b->net, LAB_A, word, value, &err), &err, word);
		need(lab_net_sysctl(b->net, LAB_B, word, value, &err), &err, word);
	}
	free(copy);
}

static void apply_link(struct bench *b)
{
	char *copy = strdup(b->plan->link), *rest_of = copy;
	struct err err;
	for (char *line; (line = strsep(&rest_of, ";")) != NULL;) {
		struct lab_change change;
		line += strspn(line, " ");
		if (line[0] == '\0')
			continue;
		need(lab_change_parse(line, &change, &err), &err, line);
		need(lab_link_change(b->link, &change, &err), &err, line);
	}
	free(copy);
}

static void set_up(struct bench *b, uint64_t seed)
{
	struct err err;
	need(lab_net_enter(&err), &err, "lab");
	b->net = lab_net_open(&(struct lab_net_options){ .ipv6 = b->plan->ipv6 }, &err);
	need(b->net != NULL, &err, "lab");
	b->link = lab_link_open(b->net, &(struct lab_link_options){ .seed = seed }, &err);
	need(b->link != NULL, &err, "link");
	apply_settings(b);
	apply_link(b);
	need(lab_net_run(b->net, LAB_A, open_source, b, &err), &err, "capture");
	need(lab_net_run(b->net, LAB_B, open_source, b, &err), &err, "capture");
	need(source_start(b->source[END_A], &err) && source_start(b->source[END_B], &err), &err,
	    "capture");
	need(lab_link_start(b->link, &err), &err, "link");
}

static socklen_t address(const struct bench *b, struct sockaddr_storage *out)
{
	struct addr addr = lab_net_addr(LAB_B, b->plan->ipv6);
	memset(out, 0, sizeof(*out));
	if (b->plan->ipv6) {
		struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(PORT) };
		memcpy(&v6.sin6_addr, addr.b, 16);
		memcpy(out, &v6, sizeof(v6));
		return sizeof(v6);
	}
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	memcpy(&v4.sin_addr, addr.b + 12, 4);
	memcpy(out, &v4, sizeof(v4));
	return sizeof(v4);
}

static int new_socket(struct bench *b, enum lab_place host)
{
	struct err err;
	int fd =
	    lab_net_socket(b->net, host, b->plan->ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0, &err);
	need(fd >= 0, &err, "socket");
	return fd;
}

/* True when both ends are connected in time. */
static bool dial(struct bench *b)
{
	struct sockaddr_storage at;
	socklen_t len = address(b, &at);
	int listener = new_socket(b, LAB_B);
	int room = (int)b->plan->b_buffer;
	if (room > 0)
		setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	if (bind(listener, (struct sockaddr *)&at, len) != 0 || listen(listener, 4) != 0)
		err(1, "listen");
	b->fd[END_A] = new_socket(b, LAB_A);
	connect(b->fd[END_A], (struct sockaddr *)&at, len);
	b->fd[END_B] = listener;
	int64_t until = clock_monotonic() + PATIENCE_NS;
	int accepted = -1;
	while (accepted < 0 && clock_monotonic() < until) {
		wait_all(b, 0, POLLIN, 100);
		accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	}
	close(listener);
	b->fd[END_B] = accepted;
	return accepted >= 0;
}

/* Sends what is left and reads what has come; whether the connection still lives. */
static bool move(int fd, uint32_t *to_send, uint32_t *to_read, bool reads)
{
	static const uint8_t bytes[65536];
	static uint8_t into[65536];
	if (*to_send > 0) {
		ssize_t n = send(
		    fd, bytes, *to_send < sizeof(bytes) ? *to_send : sizeof(bytes), MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN && errno != ENOTCONN)
			return false;
		*to_send -= n > 0 ? (uint32_t)n : 0;
	}
	if (!reads || *to_read == 0)
		return true;
	ssize_t n = recv(fd, into, sizeof(into), 0);
	if (n == 0 || (n < 0 && errno != EAGAIN))
		return false;
	*to_read -= n > 0 ? ((uint32_t)n < *to_read ? (uint32_t)n : *to_read) : 0;
	return true;
}

/* Moves bytes both ways until all have arrived. */
static bool exchange(struct bench *b, uint32_t a_sends, uint32_t b_sends)
{
	uint32_t a_send = a_sends, b_send = b_sends, a_read = b_sends, b_read = a_sends;
	int64_t start = clock_monotonic();
	while (a_read > 0 || b_read > 0) {
		int64_t now = clock_monotonic();
		bool awake = now >= start + (int64_t)b->plan->b_sleeps_ms * MS;
		if (now > start + PATIENCE_NS)
			return false;
		if (!move(b->fd[END_A], &a_send, &a_read, true) ||
		    !move(b->fd[END_B], &b_send, &b_read, awake))
			return false;
		short a_events = (short)((a_send > 0 ? POLLOUT : 0) | (a_read > 0 ? POLLIN : 0));
		short b_events =
		    (short)((b_send > 0 ? POLLOUT : 0) | (b_read > 0 && awake ? POLLIN : 0));
		wait_all(b, a_events, b_events, awake ? 100 : 5);
	}
	return true;
}

static void talk(struct bench *b)
{
	const struct plan *plan = b->plan;
	if (plan->rounds == 0)
		exchange(b, plan->a_sends, plan->b_sends);
	for (uint32_t i = 0; i < plan->rounds; i++) {
		rest(b, (int64_t)plan->pause_ms * MS);
		if (!exchange(b, plan->a_sends, 0) || !exchange(b, 0, plan->b_sends))
			return;
	}
}

static void hang_up(struct bench *b)
{
	struct linger now = { .l_onoff = 1 };
	if (b->plan->abort)
		setsockopt(b->fd[END_A], SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(b->fd[END_A]);
	rest(b, 100 * MS);
	close(b->fd[END_B]);
	rest(b, SETTLE_NS);
}

/* Two lines for each group: names, then numbers. */
static bool count_retransmissions(void *ctx, struct err *why)
{
	static const char *const name[] = { "TCPTimeouts", "TCPLossProbes", "TCPFastRetrans",
		"TCPSlowStartRetrans", "TCPSynRetrans" };
	static char names[8192], numbers[8192];
	uint64_t *counter = ctx;
	FILE *in = fopen("/proc/thread-self/net/netstat", "r");
	if (in == NULL || fgets(names, sizeof(names), in) == NULL ||
	    fgets(numbers, sizeof(numbers), in) == NULL)
		return err_set(why, "cannot read the kernel's counters");
	fclose(in);
	char *in_names = names, *in_numbers = numbers;
	for (char *word; (word = strsep(&in_names, " \n")) != NULL;) {
		const char *number = strsep(&in_numbers, " \n");
		for (size_t i = 0; i < COUNTERS; i++)
			if (strcmp(word, name[i]) == 0)
				counter[i] = strtoull(number, NULL, 10);
	}
	return true;
}

static void save_capture(struct bench *b, int end, uint64_t seed, const char *folder)
{
	char path[512];
	struct err err;
	snprintf(path, sizeof(path), "%s/%s-%llu-%c.pcap", folder, b->plan->name,
	    (unsigned long long)seed, 'a' + end);
	struct export_target target = { .path = path, .replace = true };
	need(export_all(b->source[end], &target, NULL, NULL, &err), &err, path);
}

void trace_run(struct trace *trace, const struct plan *plan, uint64_t seed, const char *folder)
{
	struct bench b = { .plan = plan, .fd = { -1, -1 } };
	set_up(&b, seed);
	if (dial(&b))
		talk(&b);
	hang_up(&b);
	struct lab_link_status status;
	lab_link_status(b.link, &status);
	if (status.missed > 0 || status.untold > 0)
		errx(1, "%s: the link's log is not complete", plan->name);
	for (int end = 0; end < ENDS; end++) {
		source_stop(b.source[end]);
		while (take(&b))
			;
		if (folder != NULL)
			save_capture(&b, end, seed, folder);
		trace->segment[end] = b.segments[end].items;
		trace->segments[end] = b.segments[end].count;
	}
	struct err err;
	need(lab_net_run(b.net, LAB_A, count_retransmissions, trace->counter[END_A], &err), &err,
	    "counters");
	need(lab_net_run(b.net, LAB_B, count_retransmissions, trace->counter[END_B], &err), &err,
	    "counters");
	trace->fate = b.fates.items;
	trace->fates = b.fates.count;
	source_free(b.source[END_A]);
	source_free(b.source[END_B]);
	lab_link_free(b.link);
	lab_net_free(b.net);
}

void trace_free(struct trace *trace)
{
	free(trace->segment[END_A]);
	free(trace->segment[END_B]);
	free(trace->fate);
}
