#include "capture/lab/actor.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/lab/sockopt.h"
#include "capture/os/sockaddr.h"
#include "core/base/array.h"

/* How often an actor polls for acknowledgements, which make no socket ready. */
#define LOOK_NS INT64_C(1000000)

void lab_actor_init(struct lab_actor *a, enum lab_place place, struct lab_stage *stage,
    struct lab_program *program, struct socket_pool *pool)
{
	memset(a, 0, sizeof(*a));
	a->place = place;
	a->stage = stage;
	a->program = program;
	a->pool = pool;
	a->due_ns = INT64_MAX;
	a->listener = -1;
}

void lab_actor_clear(struct lab_actor *a)
{
	for (size_t i = 0; i < a->conns; i++)
		lab_conn_forget(&a->conn[i]);
	if (a->listener >= 0)
		close(a->listener);
	socket_pool_free(a->pool);
}

/* Returns the connection that steps apply to, and makes one if there is none. */
static struct lab_conn *current(struct lab_actor *a)
{
	assert(a->conns <= LAB_CONNS && (a->conns == 0 || a->current < a->conns));
	if (a->conns == 0) {
		a->conn[a->conns++] = (struct lab_conn){
			.host = a->place,
			.fd = -1,
			.report = a->stage->report,
			.gate = a->stage->gate[a->place],
		};
	}
	return &a->conn[a->current];
}

static void watch(struct lab_actor *a, int fd)
{
	struct epoll_event edge = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET };
	epoll_ctl(a->stage->epoll_fd, EPOLL_CTL_ADD, fd, &edge);
}

/* Returns the current connection with a socket that is not connected yet. Returns NULL and reports
 * an error if it is connected already or the pool is empty. */
static struct lab_conn *unused_connection(struct lab_actor *a)
{
	struct lab_conn *c = current(a);
	if (c->fd >= 0 && !c->used)
		return c;
	int error = c->fd >= 0 ? EISCONN : EMFILE;
	int fd = c->fd >= 0 ? -1 : socket_pool_take(a->pool);
	if (fd < 0) {
		lab_conn_fail(c, error);
		return NULL;
	}
	struct lab_conn again = {
		.host = c->host,
		.fd = fd,
		.report = c->report,
		.gate = c->gate,
	};
	memcpy(again.name, c->name, sizeof(again.name));
	*c = again;
	return c;
}

/* Binds to a local port on every address; the network is private. */
static bool bind_port(struct lab_actor *a, int fd, uint16_t port)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	return a->stage->ipv6 ? bind(fd, (struct sockaddr *)&v6, sizeof(v6)) == 0
	                      : bind(fd, (struct sockaddr *)&v4, sizeof(v4)) == 0;
}

/* Each step function is called again until it returns true: the step is done, or there is nothing
 * left to apply it to. */

static bool do_listen(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	struct lab_conn *c = unused_connection(a);
	if (c == NULL)
		return true;
	int backlog = step->number > INT_MAX ? INT_MAX : (int)step->number;
	if (!bind_port(a, c->fd, step->port) || listen(c->fd, backlog) != 0) {
		lab_conn_fail(c, errno);
		return true;
	}
	if (a->listener >= 0)
		close(a->listener);
	a->listener = c->fd;
	c->fd = -1;
	watch(a, a->listener);
	struct endpoint at = sockaddr_local(a->listener);
	at.addr = lab_net_addr(a->place, a->stage->ipv6);
	struct peer_event event = peer_event_now(PEER_EVENT_LISTENING, &at, NULL);
	event.client = a->place == LAB_A;
	server_report_add(a->stage->report, &event);
	return true;
}

static bool do_accept(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)step, (void)now;
	struct lab_conn *c = current(a);
	if (c->fd >= 0) {
		lab_conn_fail(c, EISCONN);
		return true;
	}
	if (a->listener < 0) {
		lab_conn_fail(c, EINVAL);
		return true;
	}
	int fd = accept4(a->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0)
		return false;
	watch(a, fd);
	c->eof = c->shut = false;
	c->sent = 0;
	lab_conn_accepted(c, fd);
	return true;
}

static bool do_port(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	struct lab_conn *c = unused_connection(a);
	if (c != NULL && !bind_port(a, c->fd, step->port))
		lab_conn_fail(c, errno);
	return true;
}

static bool do_connect(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	if (!a->begun) {
		struct lab_conn *c = unused_connection(a);
		if (c == NULL)
			return true;
		c->used = true;
		lab_conn_connect(c, a->stage->ipv6, step->port);
		if (c->fd >= 0)
			watch(a, c->fd);
	}
	return step->later || current(a)->fd < 0 || current(a)->connected;
}

static bool do_use(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	current(a);
	for (a->current = 0; a->current < a->conns; a->current++) {
		if (strcmp(a->conn[a->current].name, step->text) == 0)
			return true;
	}
	if (a->conns == LAB_CONNS) {
		a->current = 0;
		lab_conn_fail(&a->conn[0], EMFILE);
		return true;
	}
	struct lab_conn *c = &a->conn[a->conns++];
	*c = (struct lab_conn){
		.host = a->place,
		.fd = -1,
		.report = a->stage->report,
		.gate = a->stage->gate[a->place],
	};
	snprintf(c->name, sizeof(c->name), "%s", step->text);
	return true;
}

/* Returns how many bytes of a step are due in one piece. */
static size_t piece(const struct lab_actor *a, const struct lab_step *step)
{
	int64_t left = step->number < 0 ? INT64_MAX : step->number - a->done;
	return (size_t)(step->each > 0 && step->each < left ? step->each : left);
}

/* Calls `move` as the step says: a number of bytes, in pieces, with pauses. `move` returns 0 when
 * the socket cannot take or give bytes now. */
static bool move_bytes(struct lab_actor *a, const struct lab_step *step, int64_t now,
    size_t (*move)(struct lab_conn *c, const struct lab_step *step, int64_t done, size_t len))
{
	struct lab_conn *c = current(a);
	if (!a->begun)
		a->due_ns = now;
	while (c->fd >= 0 && (step->number < 0 || a->done < step->number)) {
		if (step->time_ns > 0 && now < a->due_ns)
			return false;
		size_t n = move(c, step, a->done, piece(a, step));
		assert(step->number < 0 || a->done + (int64_t)n <= step->number);
		if (n == 0)
			return c->fd < 0 || (c->eof && step->kind == STEP_READ);
		a->done += (int64_t)n;
		a->due_ns += step->time_ns;
	}
	return true;
}

static size_t send_some(struct lab_conn *c, const struct lab_step *step, int64_t done, size_t len)
{
	return lab_conn_send(c, step->text == NULL ? NULL : step->text + done, len, 0);
}

static size_t read_some(struct lab_conn *c, const struct lab_step *step, int64_t done, size_t len)
{
	(void)step, (void)done;
	return lab_conn_read(c, len);
}

static bool do_send(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	return move_bytes(a, step, now, send_some);
}

static bool do_read(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	return move_bytes(a, step, now, read_some);
}

static bool do_urgent(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	struct lab_conn *c = current(a);
	return c->fd < 0 || lab_conn_send(c, step->text, step->text_len, MSG_OOB) > 0 || c->fd < 0;
}

static bool do_reading(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	current(a)->reading = step->kind == STEP_READ_ON;
	return true;
}

static bool do_end(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	struct lab_conn *c = current(a);
	if (c->fd < 0)
		return true;
	if (step->kind == STEP_SHUT)
		lab_conn_shut(c);
	else if (step->kind == STEP_CLOSE)
		lab_conn_close(c);
	else
		lab_conn_reset(c);
	return true;
}

static bool do_acked(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)step;
	struct lab_conn *c = current(a);
	a->due_ns = now + LOOK_NS;
	return c->fd < 0 || lab_conn_is_acked(c);
}

static bool do_over(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)step, (void)now;
	return lab_conn_is_over(current(a));
}

/* Sets an option of the current connection or, if there is none, of the next. */
static bool do_option(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	struct lab_conn *c = current(a);
	if (c->fd < 0)
		c = unused_connection(a);
	if (c != NULL && !lab_conn_option(c, step->option, step->number)) {
		struct peer_event event = peer_event_now(PEER_EVENT_ERROR, &c->local, &c->peer);
		event.client = a->place == LAB_A;
		event.error = errno;
		server_report_add(a->stage->report, &event);
	}
	return true;
}

static bool do_wait(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	if (!a->begun)
		a->due_ns = now + step->time_ns;
	return now >= a->due_ns;
}

static bool do_meet(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	struct lab_stage *stage = a->stage;
	size_t m = 0;
	while (m < stage->meetings && strcmp(stage->meeting[m].name, step->text) != 0)
		m++;
	if (m == stage->meetings)
		return true;
	if (!a->begun)
		stage->meeting[m].times[a->place]++;
	/* A host that meets in a loop waits for the same number of visits by the others. */
	for (int p = 0; p < LAB_PLACES; p++) {
		if ((stage->meeting[m].members & 1u << p) &&
		    stage->meeting[m].times[p] < stage->meeting[m].times[a->place])
			return false;
	}
	return true;
}

static bool do_change(struct lab_actor *a, const struct lab_step *step, int64_t now)
{
	(void)now;
	return lab_link_change(a->stage->link, &step->change, NULL);
}

static bool (*const step_functions[])(
    struct lab_actor *a, const struct lab_step *step, int64_t now) = {
	[STEP_LISTEN] = do_listen,
	[STEP_ACCEPT] = do_accept,
	[STEP_PORT] = do_port,
	[STEP_CONNECT] = do_connect,
	[STEP_USE] = do_use,
	[STEP_SEND] = do_send,
	[STEP_URGENT] = do_urgent,
	[STEP_READ] = do_read,
	[STEP_READ_ON] = do_reading,
	[STEP_READ_OFF] = do_reading,
	[STEP_SHUT] = do_end,
	[STEP_CLOSE] = do_end,
	[STEP_RESET] = do_end,
	[STEP_ACKED] = do_acked,
	[STEP_OVER] = do_over,
	[STEP_OPTION] = do_option,
	[STEP_WAIT] = do_wait,
	[STEP_MEET] = do_meet,
	[STEP_CHANGE] = do_change,
};

bool lab_actor_is_done(const struct lab_actor *a)
{
	return a->next == a->program->count;
}

/* Handles what connections do in the background: connecting, failing, reading. */
static void serve_background(struct lab_actor *a)
{
	for (size_t i = 0; i < a->conns; i++) {
		struct lab_conn *c = &a->conn[i];
		lab_conn_check(c);
		while (c->fd >= 0 && c->reading && !c->eof && lab_conn_read(c, SIZE_MAX) > 0)
			;
	}
}

static void finish_step(struct lab_actor *a)
{
	a->next++;
	assert(a->next <= a->program->count);
	a->begun = false;
	a->done = 0;
	a->due_ns = INT64_MAX;
}

void lab_actor_prepare(struct lab_actor *a)
{
	while (!lab_actor_is_done(a)) {
		const struct lab_step *step = &a->program->steps[a->next];
		if (step->kind != STEP_LISTEN && step->kind != STEP_OPTION &&
		    step->kind != STEP_PORT && step->kind != STEP_USE)
			return;
		step_functions[step->kind](a, step, 0);
		finish_step(a);
	}
}

bool lab_actor_go(struct lab_actor *a, int64_t now)
{
	size_t from = a->next;
	serve_background(a);
	while (!lab_actor_is_done(a)) {
		const struct lab_step *step = &a->program->steps[a->next];
		if (!step_functions[step->kind](a, step, now)) {
			a->begun = true;
			break;
		}
		finish_step(a);
	}
	return a->next != from;
}

static bool plan_step(
    struct lab_stage *stage, enum lab_place place, const struct lab_step *step, struct err *err)
{
	size_t m = 0;
	while (m < stage->meetings && strcmp(stage->meeting[m].name, step->text) != 0)
		m++;
	if (m == LAB_MEETINGS)
		return err_set(err,
		    "too many meeting points: a scenario has at most %d different names after "
		    "`meet`; reuse one",
		    LAB_MEETINGS);
	if (m == stage->meetings) {
		stage->meeting[m].name = step->text;
		stage->meeting[m].members = 0;
		stage->meetings++;
	}
	stage->meeting[m].members |= 1u << place;
	return true;
}

bool lab_stage_plan(
    struct lab_stage *stage, const struct lab_program program[LAB_PLACES], struct err *err)
{
	for (int place = 0; place < LAB_PLACES; place++) {
		for (size_t i = 0; i < program[place].count; i++) {
			const struct lab_step *step = &program[place].steps[i];
			if (step->kind == STEP_MEET &&
			    !plan_step(stage, (enum lab_place)place, step, err))
				return false;
		}
	}
	return true;
}
