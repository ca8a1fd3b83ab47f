#include "trace.h"

#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/lab/link.h"
#include "capture/lab/net.h"
#include "capture/os/clock.h"
#include "capture/source/export.h"
#include "capture/source/source.h"
#include "core/base/memory.h"
#include "match.h"

#define A_PORT 7000
#define PORT 8000
#define PATIENCE_NS (60 * INT64_C(1000000000))
/* How long the kernels may take to end a connection, and how long a host waits before it answers
 * the other's end. */
#define END_PATIENCE_NS (8 * INT64_C(1000000000))
#define ANSWER_NS (50 * INT64_C(1000000))
#define MS INT64_C(1000000)
#define READ_AT_ONCE 8192

/* The remaining work of one end. */
struct task {
	uint32_t to_send, to_read;
	int64_t awake_ns; /* does not read before */
	int64_t next_ns;  /* does not send before */
};

/* A connection parallel to that of the plan. */
struct peer_event {
	int fd[ENDS];
	struct task task[ENDS];
};

/* A growing array of items of equal size. */
struct pile {
	void *items;
	size_t count, room;
};

struct bench {
	const struct plan *plan;
	struct lab_net *net;
	struct lab_link *link;
	struct watch *watch;
	struct source *source[ENDS];
	struct pile segments[ENDS], fates;
	int fd[ENDS];
	struct peer_event beside[BESIDE_MOST]; /* the parallel connections and their number */
	unsigned besides;
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

/* Reads what has arrived. Returns true if there was anything. */
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

static bool reads(const struct task *t, int64_t now)
{
	return t->to_read > 0 && now >= t->awake_ns;
}

static bool sends(const struct task *t, int64_t now)
{
	return t->to_send > 0 && now >= t->next_ns;
}

/* Sends the rest, or a piece of it. Returns true if the connection is still open. */
static bool push(const struct plan *plan, int fd, struct task *t, int64_t now)
{
	static const uint8_t bytes[65536];
	uint32_t most =
	    plan->piece > 0 && plan->piece < sizeof(bytes) ? plan->piece : sizeof(bytes);
	if (!sends(t, now))
		return true;
	ssize_t n = send(fd, bytes, t->to_send < most ? t->to_send : most, MSG_NOSIGNAL);
	if (n < 0)
		return errno == EAGAIN || errno == ENOTCONN;
	t->to_send -= (uint32_t)n;
	t->next_ns = now + plan->piece_ms * MS;
	return true;
}

/* Sends the rest and reads what has arrived. Returns true if the connection is still open. */
static bool move(const struct plan *plan, int fd, struct task *t, uint32_t rests_ms)
{
	static uint8_t into[65536];
	int64_t now = clock_monotonic();
	if (!push(plan, fd, t, now))
		return false;
	if (!reads(t, now))
		return true;
	ssize_t n = recv(fd, into, rests_ms > 0 ? READ_AT_ONCE : sizeof(into), 0);
	if (n == 0 || (n < 0 && errno != EAGAIN))
		return false;
	t->to_read -= n > 0 ? ((uint32_t)n < t->to_read ? (uint32_t)n : t->to_read) : 0;
	if (n > 0)
		t->awake_ns = now + rests_ms * MS;
	return true;
}

static short events(const struct task *t, int64_t now)
{
	return (short)((sends(t, now) ? POLLOUT : 0) | (reads(t, now) ? POLLIN : 0));
}

static bool is_done(const struct peer_event *event)
{
	return event->fd[END_A] < 0;
}

/* Serves the parallel connections; closes those that are done. */
static void move_beside(struct bench *b)
{
	for (unsigned i = 0; i < b->besides; i++) {
		struct peer_event *event = &b->beside[i];
		bool lives = !is_done(event);
		for (int end = 0; end < ENDS && lives; end++)
			lives = move(b->plan, event->fd[end], &event->task[end], 0);
		if (is_done(event) ||
		    (lives && (event->task[END_A].to_read > 0 || event->task[END_B].to_read > 0)))
			continue;
		close(event->fd[END_A]);
		close(event->fd[END_B]);
		event->fd[END_A] = event->fd[END_B] = -1;
	}
}

/* Waits for the sockets, the captures or the link. */
static void wait_all(struct bench *b, short a_events, short b_events, int ms)
{
	struct pollfd fds[5 + ENDS * BESIDE_MOST] = {
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
	nfds_t count = 5;
	for (unsigned i = 0; i < b->besides; i++)
		for (int end = 0; end < ENDS; end++)
			fds[count++] = (struct pollfd){ .fd = b->beside[i].fd[end],
				.events = events(&b->beside[i].task[end], clock_monotonic()) };
	poll(fds, count, ms);
	take(b);
	move_beside(b);
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
		bool one = word[0] != '\0' && word[1] == ':';
		if (value == NULL)
			continue;
		*value++ = '\0';
		for (int host = LAB_A; host < LAB_HOSTS; host++)
			if (!one || word[0] == 'a' + host)
				need(lab_net_sysctl(
				         b->net, (enum lab_place)host, word + 2 * one, value, &err),
				    &err, word);
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
	b->net = lab_net_open(&(struct lab_net_options){ .mtu = b->plan->mtu,
	                          .super_segments = b->plan->super_segments,
	                          .ipv6 = b->plan->ipv6 },
	    &err);
	need(b->net != NULL, &err, "lab");
	b->watch = watch_open(b->net);
	b->link = lab_link_open(b->net,
	    &(struct lab_link_options){ .seed = seed,
	        .mtu = b->plan->mtu,
	        .super_segments = b->plan->super_segments,
	        .watch = &watch_for_link,
	        .watch_ctx = b->watch },
	    &err);
	need(b->link != NULL, &err, "link");
	apply_settings(b);
	apply_link(b);
	need(lab_net_run(b->net, LAB_A, open_source, b, &err), &err, "capture");
	need(lab_net_run(b->net, LAB_B, open_source, b, &err), &err, "capture");
	need(source_start(b->source[END_A], &err) && source_start(b->source[END_B], &err), &err,
	    "capture");
	need(lab_link_start(b->link, &err), &err, "link");
}

/* Each connection has a port of its own at A. */
static uint16_t port_of(const struct bench *b, enum lab_place host)
{
	return (uint16_t)(host == LAB_A ? A_PORT + b->besides : PORT);
}

/* The address of a host's socket. */
static socklen_t address(const struct bench *b, enum lab_place host, struct sockaddr_storage *out)
{
	struct addr addr = lab_net_addr(host, b->plan->ipv6);
	uint16_t port = htons(port_of(b, host));
	memset(out, 0, sizeof(*out));
	if (b->plan->ipv6) {
		struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = port };
		memcpy(&v6.sin6_addr, addr.b, 16);
		memcpy(out, &v6, sizeof(v6));
		return sizeof(v6);
	}
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = port };
	memcpy(&v4.sin_addr, addr.b + 12, 4);
	memcpy(out, &v4, sizeof(v4));
	return sizeof(v4);
}

/* A socket bound to its host's address. */
static int new_socket(struct bench *b, enum lab_place host)
{
	struct sockaddr_storage at;
	socklen_t len = address(b, host, &at);
	struct err why;
	int fd =
	    lab_net_socket(b->net, host, b->plan->ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0, &why);
	need(fd >= 0, &why, "socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
	const char *congestion = b->plan->congestion;
	if (congestion != NULL)
		setsockopt(
		    fd, IPPROTO_TCP, TCP_CONGESTION, congestion, (socklen_t)strlen(congestion));
	int no_delay = b->plan->no_delay, room = (int)b->plan->b_buffer;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof(no_delay));
	if (room > 0 && host == LAB_B)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	if (bind(fd, (struct sockaddr *)&at, len) != 0)
		err(1, "bind");
	return fd;
}

/* With OPEN_FAST some of the bytes are sent now. */
static void call(struct bench *b, int fd, enum lab_place to, uint32_t *a_sends)
{
	static const uint8_t bytes[1000];
	struct sockaddr_storage at;
	socklen_t len = address(b, to, &at);
	if (b->plan->opening != OPEN_FAST) {
		connect(fd, (struct sockaddr *)&at, len);
		return;
	}
	ssize_t n = sendto(fd, bytes, sizeof(bytes), MSG_FASTOPEN, (struct sockaddr *)&at, len);
	*a_sends -= n > 0 ? (uint32_t)n : 0;
}

static bool is_up(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof(info);
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	       info.tcpi_state == TCP_ESTABLISHED;
}

/* Both ends connect to each other. */
static bool dial_both(struct bench *b)
{
	uint32_t none = 0;
	b->fd[END_A] = new_socket(b, LAB_A);
	b->fd[END_B] = new_socket(b, LAB_B);
	call(b, b->fd[END_A], LAB_B, &none);
	call(b, b->fd[END_B], LAB_A, &none);
	for (int64_t until = clock_monotonic() + PATIENCE_NS; clock_monotonic() < until;) {
		wait_all(b, 0, 0, 1);
		if (is_up(b->fd[END_A]) && is_up(b->fd[END_B]))
			return true;
	}
	return false;
}

/* Returns true if both ends connect in time. */
static bool dial(struct bench *b, uint32_t *a_sends)
{
	if (b->plan->opening == OPEN_BY_BOTH)
		return dial_both(b);
	int listener = new_socket(b, LAB_B);
	if (b->plan->opening != OPEN_REFUSED && listen(listener, 4) != 0)
		err(1, "listen");
	b->fd[END_A] = new_socket(b, LAB_A);
	call(b, b->fd[END_A], LAB_B, a_sends);
	b->fd[END_B] = listener;
	int64_t until = clock_monotonic() + PATIENCE_NS;
	int accepted = -1;
	while (b->plan->opening != OPEN_REFUSED && accepted < 0 && clock_monotonic() < until) {
		wait_all(b, 0, POLLIN, 100);
		accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	}
	close(listener);
	b->fd[END_B] = accepted;
	if (accepted < 0)
		wait_all(b, POLLOUT, 0, 1000);
	return accepted >= 0;
}

/* Transfers bytes in both directions until all have arrived. */
static bool exchange(struct bench *b, uint32_t a_sends, uint32_t b_sends)
{
	int64_t start = clock_monotonic();
	struct task at_a = { a_sends, b_sends, start, start };
	struct task at_b = { b_sends, a_sends, start + b->plan->b_sleeps_ms * MS, start };
	while (at_a.to_read > 0 || at_b.to_read > 0) {
		int64_t now = clock_monotonic();
		if (now > start + PATIENCE_NS)
			return false;
		if (!move(b->plan, b->fd[END_A], &at_a, 0) ||
		    !move(b->plan, b->fd[END_B], &at_b, b->plan->b_rests_ms))
			return false;
		now = clock_monotonic();
		bool soon = now < at_b.awake_ns || now < at_a.next_ns || now < at_b.next_ns;
		wait_all(b, events(&at_a, now), events(&at_b, now), soon ? 2 : 100);
	}
	return true;
}

static bool event(struct bench *b, uint32_t a_sends)
{
	const struct plan *plan = b->plan;
	if (plan->rounds == 0)
		return exchange(b, a_sends, plan->b_sends);
	for (uint32_t i = 0; i < plan->rounds; i++) {
		rest(b, (int64_t)plan->pause_ms * MS);
		if (!exchange(b, plan->a_sends, 0) || !exchange(b, 0, plan->b_sends))
			return false;
	}
	return true;
}

/* Opens the parallel connections; serves them only when all are open. */
static void open_beside(struct bench *b)
{
	for (unsigned i = 0; i < b->plan->beside; i++) {
		uint32_t a_sends = b->plan->a_sends, b_sends = b->plan->b_sends;
		if (dial(b, &a_sends)) {
			b->beside[b->besides++] = (struct peer_event){
				.fd = { b->fd[END_A], b->fd[END_B] },
				.task = { { .to_send = a_sends, .to_read = b_sends },
				    { .to_send = b_sends, .to_read = a_sends } },
			};
		} else {
			close(b->fd[END_A]);
			if (b->fd[END_B] >= 0)
				close(b->fd[END_B]);
		}
		b->fd[END_A] = b->fd[END_B] = -1;
	}
}

static void close_beside(struct bench *b)
{
	int64_t until = clock_monotonic() + END_PATIENCE_NS;
	bool done = b->besides == 0;
	while (!done && clock_monotonic() < until) {
		wait_all(b, 0, 0, 10);
		done = true;
		for (unsigned i = 0; i < b->besides; i++)
			done = done && is_done(&b->beside[i]);
	}
	for (unsigned i = 0; i < b->besides; i++)
		for (int end = 0; end < ENDS && !is_done(&b->beside[i]); end++)
			close(b->beside[i].fd[end]);
}

static void stay_idle(struct bench *b)
{
	if (b->plan->idle_ms >= 1000) {
		setsockopt(b->fd[END_A], SOL_SOCKET, SO_KEEPALIVE, &(int){ 1 }, sizeof(int));
		setsockopt(b->fd[END_A], IPPROTO_TCP, TCP_KEEPIDLE, &(int){ 1 }, sizeof(int));
		setsockopt(b->fd[END_A], IPPROTO_TCP, TCP_KEEPINTVL, &(int){ 1 }, sizeof(int));
	}
	rest(b, b->plan->idle_ms * MS);
}

static void reset(int fd)
{
	struct linger now = { .l_onoff = 1 };
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* The part of the plan before both ends close. */
static void part(struct bench *b)
{
	switch (b->plan->closing) {
	case CLOSE_HALF:
		shutdown(b->fd[END_A], SHUT_WR);
		rest(b, ANSWER_NS);
		exchange(b, 0, b->plan->b_sends);
		break;
	case CLOSE_ABORT:
		reset(b->fd[END_A]);
		break;
	case CLOSE_B_ABORT:
		reset(b->fd[END_B]);
		break;
	case CLOSE_UNREAD:
		send(b->fd[END_A], "unread", 6, MSG_NOSIGNAL);
		rest(b, ANSWER_NS);
		break;
	default:
		break;
	}
}

static bool is_over(enum tcp_state state)
{
	return state == STATE_CLOSED || state == STATE_LISTEN || state == STATE_TIME_WAIT;
}

/* Returns true if both ends of all connections have ended. */
static bool are_over(const struct bench *b)
{
	struct endpoint a = { lab_net_addr(LAB_A, b->plan->ipv6), A_PORT };
	struct endpoint to = { lab_net_addr(LAB_B, b->plan->ipv6), PORT };
	bool over = true;
	for (; over && a.port <= A_PORT + b->besides; a.port++)
		over = is_over(watch_state(b->watch, LAB_A, &a, &to)) &&
		       is_over(watch_state(b->watch, LAB_B, &to, &a));
	return over;
}

/* Waits until neither end has anything left to send and nothing is on its way. */
static void settle(struct bench *b)
{
	int64_t until = clock_monotonic() + END_PATIENCE_NS;
	struct lab_link_status status = { .waiting = 1 };
	for (bool over = false; !over && clock_monotonic() < until;) {
		rest(b, 10 * MS);
		lab_link_status(b->link, &status);
		over = are_over(b) && status.waiting == 0;
	}
	rest(b, 10 * MS);
}

static void hang_up(struct bench *b)
{
	bool b_first = b->plan->closing == CLOSE_B_FIRST || b->plan->closing == CLOSE_B_ABORT ||
	               b->plan->closing == CLOSE_UNREAD;
	int first = b_first ? END_B : END_A;
	part(b);
	close(b->fd[first]);
	if (b->plan->closing != CLOSE_BOTH)
		rest(b, ANSWER_NS);
	close(b->fd[!first]);
	b->fd[END_A] = b->fd[END_B] = -1;
	close_beside(b);
	settle(b);
}

static void connection(struct bench *b)
{
	uint32_t a_sends = b->plan->a_sends;
	open_beside(b);
	if (dial(b, &a_sends) && event(b, a_sends))
		stay_idle(b);
	hang_up(b);
}

/* Two lines for each group: names, then numbers. */
static bool read_counters(void *ctx, struct err *why)
{
	static const char *const name[] = { "TCPTimeouts", "TCPLossProbes", "TCPFastRetrans",
		"TCPSlowStartRetrans", "TCPSynRetrans", "DelayedACKs" };
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

static void save_capture(struct bench *b, struct capture *c, uint64_t seed, const char *folder)
{
	struct err err;
	snprintf(c->path, sizeof(c->path), "%s/%s-%llu-%c.pcap", folder, b->plan->name,
	    (unsigned long long)seed, 'a' + c->end);
	struct export_target target = { .path = c->path, .replace = true };
	need(export_all(b->source[c->end], &target, NULL, NULL, &err), &err, c->path);
}

/* Moves everything recorded to the trace. */
static void hand_over(struct bench *b, struct trace *trace, uint64_t seed, const char *folder)
{
	for (int end = 0; end < ENDS; end++) {
		struct capture *c = &trace->capture[end];
		source_stop(b->source[end]);
		while (take(b))
			;
		c->end = end;
		c->segment = b->segments[end].items;
		c->count = b->segments[end].count;
		save_capture(b, c, seed, folder);
	}
	trace->fate = b->fates.items;
	trace->fates = b->fates.count;
	for (int end = 0; end < ENDS; end++)
		match_fates(trace, &trace->capture[end]);
}

static void copy_looks(struct trace *trace, const struct watch *watch)
{
	const struct look *look = watch_looks(watch, &trace->looks);
	trace->look = memory_resize(NULL, trace->looks + 1, sizeof(*look));
	if (trace->looks > 0)
		memcpy(trace->look, look, trace->looks * sizeof(*look));
}

void trace_run(struct trace *trace, const struct plan *plan, uint64_t seed, const char *folder)
{
	struct bench b = { .plan = plan, .fd = { -1, -1 } };
	struct lab_link_status status;
	struct err err;
	set_up(&b, seed);
	connection(&b);
	if (plan->twice)
		connection(&b);
	lab_link_status(b.link, &status);
	if (status.missed > 0 || status.untold > 0)
		errx(1, "%s: the link's log is not complete", plan->name);
	hand_over(&b, trace, seed, folder);
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		need(lab_net_run(
		         b.net, (enum lab_place)host, read_counters, trace->counter[host], &err),
		    &err, "counters");
	lab_link_free(b.link);
	copy_looks(trace, b.watch);
	watch_free(b.watch);
	source_free(b.source[END_A]);
	source_free(b.source[END_B]);
	lab_net_free(b.net);
}

void capture_free(struct capture *c)
{
	free(c->segment);
	free(c->fate);
	free(c->mirrored);
}

void trace_free(struct trace *trace)
{
	capture_free(&trace->capture[END_A]);
	capture_free(&trace->capture[END_B]);
	free(trace->fate);
	free(trace->look);
}
