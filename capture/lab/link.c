#include "capture/lab/link.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "capture/lab/alter.h"
#include "capture/lab/delay_queue.h"
#include "capture/lab/judge.h"
#include "capture/lab/wire.h"
#include "capture/os/clock.h"
#include "capture/os/ring.h"
#include "core/base/memory.h"
#include "core/decode/decode.h"

#define NS_PER_S INT64_C(1000000000)
#define FATES 65536
#define CHANGES 256
#define BATCH 64
/* The thread wakes up this long before a packet is due and then polls the clock. Waking up takes
 * that long, and longer after a long sleep, when caches are cold and the processor is slow. */
#define WATCH_NS 60000
#define WATCH_MAX_NS 200000
#define WATCH_SHARE 64        /* of the time slept */
#define WATCH_AGAIN_NS 200000 /* until `paused` is called again for a watcher that waits */
/* The time slice that we ask the scheduler for. A shorter slice makes it run us sooner. */
#define SLICE_NS 100000
#define BEFORE_OTHERS (-10) /* nice(1): root only */
/* A receive timestamp further than this from now is wrong: the clock was set in between. */
#define STAMP_AGE_NS (2 * NS_PER_S)

struct known_rule {
	struct lab_rule rule;
	bool spent;
};

struct lab_link {
	struct lab_wire *wire[LAB_HOSTS]; /* of that host */
	struct delay_queue *queue[LAB_WAYS];
	struct lab_judge *judge;
	struct lab_link_options options;

	struct ring *fates;
	struct ring *changes;
	/* for threads that change the link: knobs, rules, the ring's producer side */
	pthread_mutex_t change_lock;
	struct lab_knobs knobs[LAB_WAYS];
	unsigned rules;               /* in force */
	struct known_rule *all_rules; /* by number - 1 */
	size_t rules_count, rules_size;

	pthread_t thread;
	bool running;
	int stop_fd;
	atomic_bool stop;
	atomic_uint_fast64_t carried, late, waiting, untold;
	atomic_int_fast64_t worst_ns;
	bool told;        /* fates were pushed since the last ring_publish */
	bool watch_waits; /* the watcher asked to be called again */
};

static enum lab_place sender(enum lab_way way)
{
	return way == LAB_AB ? LAB_A : LAB_B;
}

static enum lab_place receiver(enum lab_way way)
{
	return way == LAB_AB ? LAB_B : LAB_A;
}

static void log_fate(struct lab_link *l, const struct fate *fate)
{
	if (ring_push(l->fates, fate))
		l->told = true;
	else
		atomic_fetch_add(&l->untold, 1);
}

/* A frame that arrived, its segment and its fate. */
struct arrived {
	struct lab_wire_frame frame;
	struct segment segment;
	struct headers where;
	struct lab_arrival arrival;
	struct lab_verdict verdict;
	struct fate fate;
};

static void fill_fate(struct arrived *g)
{
	const struct segment *s = &g->segment;
	g->fate = (struct fate){
		.number = g->verdict.number,
		.arrived_ns = g->frame.time_ns,
		.src = s->src,
		.dst = s->dst,
		.ip_id = s->ip_id,
		.seq = s->seq,
		.ack = s->ack,
		.len = s->len,
		.ts_val = s->ts_val,
		.rule = g->verdict.rule,
		.flags = s->flags,
		.way = (uint8_t)g->arrival.way,
		.kind = (uint8_t)g->verdict.kind,
		.bits = g->verdict.bits,
	};
	if (g->verdict.kind == FATE_DELIVERED)
		g->fate.due_ns = g->frame.time_ns + g->verdict.due_ns - g->arrival.at_ns;
}

/* Queues a copy of the frame. Returns false if the queue is full. */
static bool enqueue(struct lab_link *l, const struct arrived *g, uint8_t without, uint8_t with)
{
	struct delay_queue *queue = l->queue[g->arrival.way];
	struct delayed_frame *frame = delay_queue_frame(queue, g->frame.len);
	if (frame == NULL)
		return false;
	int64_t later = with & FATE_COPY ? g->verdict.copy_ns : 0;
	frame->due_ns = g->verdict.due_ns + later;
	frame->fate = g->fate;
	frame->fate.due_ns += later;
	frame->fate.bits = (uint8_t)((g->fate.bits & ~without) | with);
	frame->told = g->arrival.segment != NULL;
	frame->offload = g->frame.offload;
	frame->len = g->frame.len;
	memcpy(frame->bytes, g->frame.bytes, g->frame.len);
	if (g->fate.bits & FATE_MARKED)
		lab_alter_mark(frame->bytes, &g->where);
	if (g->fate.bits & FATE_CORRUPTED)
		lab_alter_corrupt(frame->bytes, &g->where, g->verdict.flip);
	delay_queue_add(queue, frame);
	return true;
}

/* Sends the ICMP message of a router to the sender of a packet that exceeds the path MTU. */
static void answer_too_big(struct lab_link *l, const struct arrived *g)
{
	static const struct lab_offload none;
	uint8_t answer[LAB_TOO_BIG_MAX];
	bool v6 = g->arrival.segment != NULL && !addr_is_v4(&g->segment.src.addr);
	struct addr router = lab_net_addr(LAB_LINK, v6);
	size_t len =
	    lab_alter_too_big(g->frame.bytes, g->frame.len, &router, g->verdict.path_mtu, answer);
	if (len > 0)
		lab_wire_send(l->wire[sender(g->arrival.way)], answer, (uint32_t)len, &none);
}

static void apply_verdict(struct lab_link *l, struct arrived *g)
{
	if (g->verdict.kind == FATE_DELIVERED) {
		if (!enqueue(l, g, FATE_COPY, 0))
			g->fate.kind = FATE_NO_ROOM;
		else if (g->verdict.bits & FATE_COPY)
			enqueue(l, g, 0, FATE_COPY);
	}
	if (g->verdict.path_mtu > 0)
		answer_too_big(l, g);
	if (g->fate.kind != FATE_DELIVERED && g->arrival.segment != NULL)
		log_fate(l, &g->fate);
}

/* Marks a rule that will not act again as not in force. */
static void mark_spent(struct lab_link *l, uint32_t number)
{
	assert(number > 0);
	pthread_mutex_lock(&l->change_lock);
	if (number <= l->rules_count)
		l->all_rules[number - 1].spent = true;
	pthread_mutex_unlock(&l->change_lock);
}

static void judge_frame(struct lab_link *l, struct arrived *g)
{
	struct frame frame = {
		.time_ns = g->frame.time_ns,
		.bytes = g->frame.bytes,
		.caplen = g->frame.len,
		.len = g->frame.whole,
	};
	g->arrival.frame_len = g->frame.whole;
	if (decode_frame(LINK_ETHERNET, &frame, &g->segment, &g->where) == DECODE_SEGMENT)
		g->arrival.segment = &g->segment;
	g->verdict = lab_judge_decide(l->judge, &g->arrival);
	if (g->verdict.spent > 0)
		mark_spent(l, g->verdict.spent);
	/* A frame longer than a slot cannot be forwarded. The devices' MTU should prevent that. */
	if (g->frame.whole > g->frame.len && g->verdict.kind == FATE_DELIVERED)
		g->verdict.kind = FATE_REFUSED;
	if (g->arrival.segment != NULL) {
		fill_fate(g);
		if (l->options.watch != NULL)
			l->options.watch->sent(
			    l->options.watch_ctx, sender(g->arrival.way), &g->fate);
	} else {
		g->fate = (struct fate){ .kind = (uint8_t)g->verdict.kind };
	}
	apply_verdict(l, g);
}

static void pause_watch(struct lab_link *l)
{
	if (l->options.watch != NULL)
		l->watch_waits = l->options.watch->paused(l->options.watch_ctx);
}

/* Receives frames from the sender of one direction. Returns true if there were any. */
static bool receive(struct lab_link *l, enum lab_way way)
{
	struct lab_wire *wire = l->wire[sender(way)];
	struct arrived g;
	unsigned count = 0;
	int64_t wall = 0, steady = 0;
	for (; count < BATCH && lab_wire_next(wire, &g.frame); count++) {
		if (count == 0) {
			wall = clock_wall();
			steady = clock_monotonic();
		}
		int64_t age = wall - g.frame.time_ns;
		if (age < -STAMP_AGE_NS || age > STAMP_AGE_NS)
			age = 0;
		g.arrival = (struct lab_arrival){ .way = way, .at_ns = steady - age };
		judge_frame(l, &g);
		lab_wire_release(wire);
	}
	if (count > 0)
		pause_watch(l);
	return count > 0;
}

/* Sends a TCP segment to a host and informs the watcher. */
static void hand_over(struct lab_link *l, enum lab_place host, struct delayed_frame *frame)
{
	const struct lab_link_watch *watch = frame->told ? l->options.watch : NULL;
	if (watch != NULL)
		watch->handing(l->options.watch_ctx, host);
	frame->fate.departed_ns = clock_wall();
	int error = lab_wire_send(l->wire[host], frame->bytes, frame->len, &frame->offload);
	if (error != 0) {
		frame->fate.kind = FATE_REFUSED;
		frame->fate.departed_ns = 0;
	}
	if (watch != NULL)
		watch->handed(l->options.watch_ctx, host, &frame->fate);
}

static void send_frame(
    struct lab_link *l, enum lab_way way, struct delayed_frame *frame, int64_t steady)
{
	int64_t late = steady - frame->due_ns;
	assert(late >= 0 && frame->len <= frame->room);
	if (late > LAB_LATE_NS)
		atomic_fetch_add(&l->late, 1);
	if (late > atomic_load(&l->worst_ns))
		atomic_store(&l->worst_ns, late);
	hand_over(l, receiver(way), frame);
	atomic_fetch_add(&l->carried, 1);
	if (frame->told)
		log_fate(l, &frame->fate);
}

/* Sends the frames that are due. Returns true if there were any. */
static bool send_due(struct lab_link *l, enum lab_way way)
{
	struct delayed_frame *frame;
	unsigned count = 0;
	int64_t now = clock_monotonic();
	while (count < BATCH && (frame = delay_queue_take(l->queue[way], now)) != NULL) {
		send_frame(l, way, frame, now);
		delay_queue_recycle(l->queue[way], frame);
		now = clock_monotonic();
		count++;
	}
	if (count > 0)
		pause_watch(l);
	return count > 0;
}

static void take_changes(struct lab_link *l)
{
	struct lab_change change;
	while (ring_pop(l->changes, &change, 1) == 1)
		lab_judge_change(l->judge, &change);
}

/* Sleeps until a frame arrives, one is almost due, or the owner calls. */
static void wait_for_work(struct lab_link *l)
{
	int64_t due[] = { delay_queue_due(l->queue[LAB_AB]), delay_queue_due(l->queue[LAB_BA]) };
	int64_t first = due[0] < due[1] ? due[0] : due[1];
	struct timespec limit = { 0, WATCH_AGAIN_NS }, *until = l->watch_waits ? &limit : NULL;
	if (first != INT64_MAX) {
		int64_t left = first - clock_monotonic();
		int64_t watch = WATCH_NS + left / WATCH_SHARE;
		left -= watch < WATCH_MAX_NS ? watch : WATCH_MAX_NS;
		if (left <= 0)
			return;
		if (l->watch_waits && left > WATCH_AGAIN_NS)
			left = WATCH_AGAIN_NS;
		limit = (struct timespec){ left / NS_PER_S, left % NS_PER_S };
		until = &limit;
	}
	struct pollfd fds[] = {
		{ .fd = lab_wire_fd(l->wire[LAB_A]), .events = POLLIN },
		{ .fd = lab_wire_fd(l->wire[LAB_B]), .events = POLLIN },
		{ .fd = ring_fd(l->changes), .events = POLLIN },
		{ .fd = l->stop_fd, .events = POLLIN },
	};
	ppoll(fds, sizeof(fds) / sizeof(fds[0]), until, NULL);
	if (fds[2].revents)
		ring_acknowledge(l->changes);
	if (l->watch_waits)
		pause_watch(l);
}

/* The argument of sched_setattr(2), for which the C library has no wrapper. */
struct scheduling {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

/* Asks the scheduler for low latency. Where that fails, some packets leave later. */
static void ask_low_latency(void)
{
	prctl(PR_SET_NAME, "lab link");
	prctl(PR_SET_TIMERSLACK, 1UL);
	/* A scheduling class set from outside, as by chrt(1), is kept. */
	if (sched_getscheduler(0) != SCHED_OTHER)
		return;
	setpriority(PRIO_PROCESS, 0, BEFORE_OTHERS);
	struct scheduling wish = {
		.size = sizeof(wish),
		.nice = getpriority(PRIO_PROCESS, 0),
		.runtime = SLICE_NS,
	};
	syscall(SYS_sched_setattr, 0, &wish, 0);
}

static void *serve(void *arg)
{
	struct lab_link *l = arg;
	ask_low_latency();
	while (!atomic_load(&l->stop)) {
		take_changes(l);
		bool busy = false;
		for (int way = 0; way < LAB_WAYS; way++)
			busy |= receive(l, (enum lab_way)way);
		for (int way = 0; way < LAB_WAYS; way++)
			busy |= send_due(l, (enum lab_way)way);
		if (l->told)
			ring_publish(l->fates);
		l->told = false;
		if (busy)
			atomic_store(&l->waiting,
			    delay_queue_count(l->queue[0]) + delay_queue_count(l->queue[1]));
		else
			wait_for_work(l);
	}
	return NULL;
}

static bool open_wires(void *ctx, struct err *err)
{
	struct lab_link *l = ctx;
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		l->wire[host] = lab_wire_open(lab_net_link_end((enum lab_place)host),
		    l->options.mtu, l->options.super_segments, err);
		if (l->wire[host] == NULL)
			return false;
	}
	return true;
}

static bool open_rings(struct lab_link *l, struct err *err)
{
	l->fates = ring_new(FATES, sizeof(struct fate));
	l->changes = ring_new(CHANGES, sizeof(struct lab_change));
	l->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return (l->fates != NULL && l->changes != NULL && l->stop_fd >= 0) ||
	       err_set(err, "cannot set up the lab's link: %s; raise ulimit -n", strerror(errno));
}

struct lab_link *lab_link_open(
    struct lab_net *net, const struct lab_link_options *options, struct err *err)
{
	struct lab_link *l = memory_zeroed(1, sizeof(*l));
	l->options = *options;
	if (l->options.mtu == 0)
		l->options.mtu = LAB_MTU;
	l->stop_fd = -1;
	pthread_mutex_init(&l->change_lock, NULL);
	l->judge = lab_judge_new(options->seed);
	for (int way = 0; way < LAB_WAYS; way++) {
		l->queue[way] = delay_queue_new();
		l->knobs[way] = lab_knobs_default();
	}
	if (open_rings(l, err) && lab_net_run(net, LAB_LINK, open_wires, l, err))
		return l;
	lab_link_free(l);
	return NULL;
}

bool lab_link_start(struct lab_link *l, struct err *err)
{
	assert(!l->running);
	sigset_t all, old;
	/* Signals are for other threads. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int error = pthread_create(&l->thread, NULL, serve, l);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	l->running = error == 0;
	return l->running ||
	       err_set(err,
	           "cannot start the link's thread: %s; raise ulimit -u or close other programs",
	           strerror(error));
}

static void stop(struct lab_link *l)
{
	atomic_store(&l->stop, true);
	ssize_t n = write(l->stop_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
	(void)n;
	pthread_join(l->thread, NULL);
}

void lab_link_free(struct lab_link *l)
{
	if (l == NULL)
		return;
	if (l->running)
		stop(l);
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		lab_wire_free(l->wire[host]);
	for (int way = 0; way < LAB_WAYS; way++)
		delay_queue_free(l->queue[way]);
	lab_judge_free(l->judge);
	ring_free(l->fates);
	ring_free(l->changes);
	if (l->stop_fd >= 0)
		close(l->stop_fd);
	pthread_mutex_destroy(&l->change_lock);
	free(l->all_rules);
	free(l);
}

static void record_rule(struct lab_link *l, const struct lab_rule *rule)
{
	if (l->rules_count == l->rules_size) {
		l->rules_size = l->rules_size ? 2 * l->rules_size : 8;
		l->all_rules = memory_resize(l->all_rules, l->rules_size, sizeof(l->all_rules[0]));
	}
	l->all_rules[l->rules_count++] = (struct known_rule){ .rule = *rule };
	assert(l->rules_count <= l->rules_size);
	l->rules++;
}

static void forget_rules(struct lab_link *l)
{
	l->rules = 0;
	for (size_t i = 0; i < l->rules_count; i++)
		l->all_rules[i].spent = true;
}

/* Under change_lock. Records the settings in force for lab_link_status. */
static void record_change(struct lab_link *l, const struct lab_change *change)
{
	if (change->kind == CHANGE_RULE)
		record_rule(l, &change->rule);
	else if (change->kind == CHANGE_FORGET)
		forget_rules(l);
	for (int way = 0; change->kind == CHANGE_KNOB && way < LAB_WAYS; way++) {
		if (change->ways & LAB_WAY_BIT(way))
			l->knobs[way].at[change->knob] = change->value;
	}
}

bool lab_link_change(struct lab_link *l, const struct lab_change *change, struct err *err)
{
	pthread_mutex_lock(&l->change_lock);
	bool taken = ring_push(l->changes, change);
	if (taken) {
		ring_publish(l->changes);
		record_change(l, change);
	}
	pthread_mutex_unlock(&l->change_lock);
	return taken ||
	       err_set(
	           err, "cannot change the link: %d changes are still pending; try again", CHANGES);
}

int lab_link_fd(const struct lab_link *l)
{
	return ring_fd(l->fates);
}

size_t lab_link_take(struct lab_link *l, struct fate *out, size_t max)
{
	ring_acknowledge(l->fates);
	return ring_pop(l->fates, out, max);
}

void lab_link_status(struct lab_link *l, struct lab_link_status *out)
{
	pthread_mutex_lock(&l->change_lock);
	memcpy(out->knobs, l->knobs, sizeof(out->knobs));
	out->rules = l->rules;
	pthread_mutex_unlock(&l->change_lock);
	out->carried = atomic_load(&l->carried);
	out->late = atomic_load(&l->late);
	out->worst_ns = atomic_load(&l->worst_ns);
	out->waiting = atomic_load(&l->waiting);
	out->untold = atomic_load(&l->untold);
	out->missed = lab_wire_missed(l->wire[LAB_A]) + lab_wire_missed(l->wire[LAB_B]);
}

bool lab_link_rule(struct lab_link *l, uint32_t number, struct lab_rule *out, bool *spent)
{
	pthread_mutex_lock(&l->change_lock);
	bool known = number > 0 && number <= l->rules_count;
	if (known) {
		*out = l->all_rules[number - 1].rule;
		*spent = l->all_rules[number - 1].spent;
	}
	pthread_mutex_unlock(&l->change_lock);
	return known;
}
