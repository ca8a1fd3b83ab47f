#include "capture/lab/player.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "capture/lab/actor.h"
#include "capture/os/clock.h"
#include "capture/peer/server_report.h"
#include "core/base/memory.h"

#define EVENTS 8192
#define ADDED_STEPS 64
#define NS_PER_S INT64_C(1000000000)
#define REPORT_AGAIN_NS INT64_C(10000000)

enum ending { PLAYING, DONE, TOO_LONG };

/* A step added by the owner. */
struct added_step {
	enum lab_place place;
	struct lab_step step;
};

struct lab_player {
	struct lab_scenario *scenario; /* (borrowed) the thread adds steps to it */
	struct lab_stage stage;
	struct lab_actor actor[LAB_PLACES];
	struct server_report report;
	struct ring *added_steps;
	int64_t limit_ns, settled_ns; /* CLOCK_MONOTONIC, ns */
	pthread_t thread;
	bool running;
	int wake_fd;
	atomic_bool stop;
	atomic_int ending; /* enum ending */
};

/* Changes before the link's first wait are in force from the start. */
static bool apply_first_changes(struct lab_player *p, struct err *err)
{
	struct lab_actor *link = &p->actor[LAB_LINK];
	while (!lab_actor_is_done(link) && link->program->steps[link->next].kind == STEP_CHANGE) {
		if (!lab_link_change(p->stage.link, &link->program->steps[link->next].change, err))
			return false;
		link->next++;
	}
	return true;
}

static void take_added_steps(struct lab_player *p)
{
	struct added_step added_step;
	ring_acknowledge(p->added_steps);
	while (ring_pop(p->added_steps, &added_step, 1) == 1) {
		lab_program_append(&p->scenario->program[added_step.place], &added_step.step);
		atomic_store(&p->ending, PLAYING);
		p->limit_ns = INT64_MAX;
	}
}

static void go(struct lab_player *p, int64_t now)
{
	bool more = true;
	while (more) {
		more = false;
		for (int place = 0; place < LAB_PLACES; place++)
			more |= lab_actor_go(&p->actor[place], now);
	}
}

/* The scenario ends with the hosts' steps; without them the link's steps have no effect. */
static bool is_played(const struct lab_player *p)
{
	return lab_actor_is_done(&p->actor[LAB_A]) && lab_actor_is_done(&p->actor[LAB_B]);
}

static void judge_end(struct lab_player *p, int64_t now)
{
	if (!is_played(p))
		p->settled_ns = INT64_MAX;
	else if (p->settled_ns == INT64_MAX)
		p->settled_ns = now + p->scenario->settle_ns;
	if (atomic_load(&p->ending) != PLAYING)
		return;
	if (now < p->settled_ns && now < p->limit_ns)
		return;
	atomic_store(&p->ending, now >= p->settled_ns ? DONE : TOO_LONG);
	ring_publish(p->report.ring);
}

static int64_t next_due(const struct lab_player *p, int64_t now, bool untold)
{
	int64_t due = untold ? now + REPORT_AGAIN_NS : INT64_MAX;
	if (atomic_load(&p->ending) == TOO_LONG)
		return due;
	for (int place = 0; place < LAB_PLACES; place++) {
		if (p->actor[place].due_ns < due)
			due = p->actor[place].due_ns;
	}
	if (atomic_load(&p->ending) != PLAYING)
		return due;
	due = p->settled_ns < due ? p->settled_ns : due;
	return p->limit_ns < due ? p->limit_ns : due;
}

static void wait_for_work(struct lab_player *p, int64_t due)
{
	struct pollfd fds[] = {
		{ .fd = p->stage.epoll_fd, .events = POLLIN },
		{ .fd = ring_fd(p->added_steps), .events = POLLIN },
		{ .fd = p->wake_fd, .events = POLLIN },
	};
	struct timespec limit = { 0 };
	int64_t left = due - clock_monotonic();
	if (left > 0)
		limit = (struct timespec){ left / NS_PER_S, left % NS_PER_S };
	ppoll(fds, sizeof(fds) / sizeof(fds[0]), due == INT64_MAX ? NULL : &limit, NULL);
	/* The events are not needed: every socket is checked. */
	struct epoll_event edges[64];
	epoll_wait(p->stage.epoll_fd, edges, 64, 0);
}

static void *play(void *arg)
{
	struct lab_player *p = arg;
	prctl(PR_SET_NAME, "lab player");
	p->limit_ns = clock_monotonic() + p->scenario->limit_ns;
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		lab_actor_prepare(&p->actor[host]);
	while (!atomic_load(&p->stop)) {
		int64_t now = clock_monotonic();
		take_added_steps(p);
		if (atomic_load(&p->ending) != TOO_LONG)
			go(p, now);
		bool untold = server_report_flush(&p->report);
		judge_end(p, now);
		wait_for_work(p, next_due(p, now, untold));
	}
	return NULL;
}

/* Returns an upper bound of the sockets that a program takes: one per listen and connect. */
static size_t sockets(const struct lab_program *program)
{
	size_t count = LAB_SPARE_SOCKETS;
	for (size_t i = 0; i < program->count; i++) {
		enum lab_step_kind kind = program->steps[i].kind;
		count += kind == STEP_LISTEN || kind == STEP_CONNECT;
	}
	return count;
}

static bool init_actors(struct lab_player *p, struct lab_net *net, struct err *err)
{
	for (int place = 0; place < LAB_PLACES; place++) {
		struct lab_program *program = &p->scenario->program[place];
		struct socket_pool *pool = NULL;
		if (place != LAB_LINK)
			pool = socket_pool_open(net, (enum lab_place)place, sockets(program),
			    p->scenario->host[place].congestion, err);
		if (place != LAB_LINK && pool == NULL)
			return false;
		lab_actor_init(&p->actor[place], (enum lab_place)place, &p->stage, program, pool);
	}
	return true;
}

static bool open_channels(struct lab_player *p, struct err *err)
{
	p->report.ring = ring_new(EVENTS, sizeof(struct peer_event));
	p->added_steps = ring_new(ADDED_STEPS, sizeof(struct added_step));
	p->stage.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	p->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return (p->report.ring != NULL && p->added_steps != NULL && p->stage.epoll_fd >= 0 &&
	           p->wake_fd >= 0) ||
	       err_set(err, "cannot set up the lab's player: %s; raise ulimit -n", strerror(errno));
}

struct lab_player *lab_player_open(struct lab_net *net, struct lab_link *link,
    struct kernel_gate *const gate[LAB_HOSTS], struct lab_scenario *scenario, struct err *err)
{
	struct lab_player *p = memory_zeroed(1, sizeof(*p));
	p->scenario = scenario;
	p->stage = (struct lab_stage){
		.link = link,
		.report = &p->report,
		.gate = { [LAB_A] = gate[LAB_A], [LAB_B] = gate[LAB_B] },
		.epoll_fd = -1,
		.ipv6 = scenario->net.ipv6,
	};
	p->wake_fd = -1;
	p->settled_ns = INT64_MAX;
	for (int place = 0; place < LAB_PLACES; place++)
		lab_actor_init(&p->actor[place], (enum lab_place)place, &p->stage,
		    &scenario->program[place], NULL);
	if (open_channels(p, err) && lab_stage_plan(&p->stage, scenario->program, err) &&
	    init_actors(p, net, err) && apply_first_changes(p, err))
		return p;
	lab_player_free(p);
	return NULL;
}

bool lab_player_start(struct lab_player *p, struct err *err)
{
	sigset_t all, old;
	/* Signals are for other threads. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int error = pthread_create(&p->thread, NULL, play, p);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	p->running = error == 0;
	return p->running ||
	       err_set(err,
	           "cannot start the player's thread: %s; raise ulimit -u or close other programs",
	           strerror(error));
}

static void stop(struct lab_player *p)
{
	atomic_store(&p->stop, true);
	ssize_t n = write(p->wake_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
	(void)n;
	pthread_join(p->thread, NULL);
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void lab_player_free(struct lab_player *p)
{
	struct added_step added_step;
	if (p == NULL)
		return;
	if (p->running)
		stop(p);
	for (int place = 0; place < LAB_PLACES; place++)
		lab_actor_clear(&p->actor[place]);
	while (p->added_steps != NULL && ring_pop(p->added_steps, &added_step, 1) == 1)
		free(added_step.step.text);
	ring_free(p->added_steps);
	ring_free(p->report.ring);
	close_if_open(p->stage.epoll_fd);
	close_if_open(p->wake_fd);
	free(p);
}

int lab_player_fd(const struct lab_player *p)
{
	return ring_fd(p->report.ring);
}

size_t lab_player_take(struct lab_player *p, struct peer_event *out, size_t max)
{
	ring_acknowledge(p->report.ring);
	return ring_pop(p->report.ring, out, max);
}

bool lab_player_is_done(const struct lab_player *p, bool *in_time)
{
	int ending = atomic_load(&p->ending);
	if (in_time != NULL)
		*in_time = ending == DONE;
	return ending != PLAYING;
}

bool lab_player_add_step(
    struct lab_player *p, enum lab_place place, const char *line, struct err *err)
{
	struct lab_program told = { 0 };
	struct lab_line words = { .text = line, .len = strlen(line) };
	if (!lab_program_add(&told, place, &words, err)) {
		lab_program_clear(&told);
		return false;
	}
	if (told.count != 1 || told.steps[0].kind == STEP_MEET) {
		lab_program_clear(&told);
		return err_set(err, "give exactly one step, and not `meet`");
	}
	struct added_step added_step = { place, told.steps[0] };
	bool taken = ring_push(p->added_steps, &added_step);
	if (taken) {
		/* The player owns the text now. */
		told.steps[0].text = NULL;
		ring_publish(p->added_steps);
	}
	lab_program_clear(&told);
	return taken || err_set(err, "cannot add a step: %d steps are still pending; try again",
	                    ADDED_STEPS);
}
