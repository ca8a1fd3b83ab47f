#include "core/model/time_shares.h"

#include <assert.h>
#include <string.h>

#include "core/base/add_saturating.h"
#include "core/base/array.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* A sender answers an ACK within this time, or within that part of the round trip if it is longer:
 * a busy machine wakes a blocked writer late. */
#define PROMPT_NS INT64_C(2000000)
#define PROMPT_PART 8
/* The shortest retransmission timeout of Linux. */
#define TIMER_NS INT64_C(200000000)
/* The ACKs of one round trip that are kept apart. */
#define ACKS_PER_ROUND 14
/* A full segment before one is seen: the payload that every IPv6 path carries (RFC 8200, 5) with
 * timestamps. */
#define FULL_LEAST 1208

static const char *const names[] = {
	[TIME_HANDSHAKE] = "handshake",
	[TIME_APPLICATION] = "application",
	[TIME_OTHER_SIDE] = "other_side",
	[TIME_TRANSIT] = "transit",
	[TIME_RECEIVE_WINDOW] = "receive_window",
	[TIME_SEND_BUFFER] = "send_buffer",
	[TIME_CONGESTION_WINDOW] = "congestion_window",
	[TIME_BOTTLENECK] = "bottleneck",
	[TIME_LOSS_RECOVERY] = "loss_recovery",
	[TIME_TIMEOUT] = "timeout",
	[TIME_DELAYED] = "delayed",
	[TIME_CLOSING] = "closing",
	[TIME_UNKNOWN] = "unknown",
};
static_assert(ARRAY_LEN(names) == TIME_CAUSES, "every cause has a name");

static const char *const words[] = {
	[TIME_HANDSHAKE] = "handshake",
	[TIME_APPLICATION] = "application",
	[TIME_OTHER_SIDE] = "other side",
	[TIME_TRANSIT] = "transit",
	[TIME_RECEIVE_WINDOW] = "receive window",
	[TIME_SEND_BUFFER] = "send buffer",
	[TIME_CONGESTION_WINDOW] = "congestion window",
	[TIME_BOTTLENECK] = "bottleneck",
	[TIME_LOSS_RECOVERY] = "loss recovery",
	[TIME_TIMEOUT] = "timeout",
	[TIME_DELAYED] = "delayed",
	[TIME_CLOSING] = "closing",
	[TIME_UNKNOWN] = "unknown",
};
static_assert(ARRAY_LEN(words) == TIME_CAUSES, "every cause has words");

const char *time_cause_name(enum time_cause cause)
{
	assert(cause < TIME_CAUSES);
	return names[cause];
}

const char *time_cause_words(enum time_cause cause)
{
	assert(cause < TIME_CAUSES);
	return words[cause];
}

/* A packet as the functions below need it. */
struct arrival {
	struct time_shares *t;
	const struct model *m;
	const struct packet *p;
	uint32_t number;
	enum side side;
	int64_t before_ns; /* time of the packet before it */
};

static bool has(const struct arrival *a, enum note note)
{
	return a->p->notes & NOTE_BIT(note);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void give(struct time_side *d, enum time_cause cause, int64_t ns, uint32_t to)
{
	struct time_longest *longest = &d->longest[cause];
	if (ns <= 0)
		return;
	sum_add(&d->ns[cause], ns);
	if (ns > longest->ns)
		*longest = (struct time_longest){ ns, d->since, to };
}

static int64_t take(int64_t *ns)
{
	int64_t taken = *ns;
	*ns = 0;
	return taken;
}

static int64_t take_idle(struct time_side *d)
{
	d->listening_ns = 0;
	return take(&d->idle_ns);
}

/* All undecided time in which data was in flight. */
static int64_t take_busy(struct time_side *d)
{
	int64_t ns = take(&d->busy_ns);
	sum_add(&ns, take(&d->stale_ns));
	sum_add(&ns, take(&d->suspect_ns));
	d->suspected = false;
	return ns;
}

static int64_t take_all(struct time_side *d)
{
	int64_t ns = take_busy(d);
	sum_add(&ns, take_idle(d));
	return ns;
}

static bool in_flight(const struct time_side *d)
{
	return d->known && seq_lt(d->acked, d->end);
}

/* The shortest time from the capture point to the sender of a direction and back. */
static int64_t reach(const struct time_shares *t, enum side side)
{
	return t->side[side_other(side)].rtt_ns;
}

/* Returns true if the capture point is much nearer to the receiver of a direction. */
static bool is_far(const struct time_shares *t, enum side side)
{
	return reach(t, side) / 4 > t->side[side].rtt_ns;
}

static int64_t prompt(const struct time_shares *t, enum side side)
{
	return most(PROMPT_NS, reach(t, side) / PROMPT_PART);
}

/* The time between two packets. */
static void spend(struct time_shares *t, enum side side, int64_t ns, uint32_t to)
{
	struct time_side *d = &t->side[side];
	const struct time_side *other = &t->side[side_other(side)];
	if (!d->open) {
		give(d, TIME_HANDSHAKE, ns, to);
	} else if (d->mode != 0) {
		give(d, (enum time_cause)d->mode, ns, to);
		sum_add(&d->repair_ns, ns);
	} else if (d->suspected) {
		sum_add(&d->suspect_ns, ns);
	} else if (in_flight(d)) {
		sum_add(&d->stale_ns, ns);
	} else {
		sum_add(&d->idle_ns, ns);
		if (in_flight(other) || other->mode != 0)
			sum_add(&d->listening_ns, ns);
	}
}

static void progress(struct time_side *d)
{
	sum_add(&d->busy_ns, take(&d->stale_ns));
	d->repair_ns = 0;
}

/* The newest ACK that the sender had when it sent what passed here at a time. NULL if none is
 * known. */
static const struct time_ack *ack_at(const struct time_shares *t, enum side side, int64_t time_ns)
{
	const struct time_side *d = &t->side[side];
	int64_t reach_ns = reach(t, side);
	int64_t early = least(reach_ns, most(PROMPT_NS, reach_ns / PROMPT_PART) / 2);
	int64_t then = time_ns - reach_ns + early;
	for (unsigned i = d->acks; i > 0; i--)
		if (d->ack[i - 1].time_ns <= then)
			return &d->ack[i - 1];
	return NULL;
}

static const struct time_ack *ack_at_sender(const struct time_shares *t, enum side side)
{
	return ack_at(t, side, t->now_ns);
}

/* The ACK after which the sender had to wait: the newest one that it had when it last sent new
 * data, or the oldest that is known. Only for a direction with ACKs. */
static const struct time_ack *ack_before_wait(const struct time_shares *t, enum side side)
{
	const struct time_side *d = &t->side[side];
	const struct time_ack *before = ack_at(t, side, d->sent_ns);
	assert(d->acks > 0);
	return before != NULL ? before : &d->ack[0];
}

/* Data waits, and no window of the receiver explains it: the rounds decide later between congestion
 * window, send buffer and bottleneck. */
static void wait_for_path(const struct arrival *a, struct time_side *d, int64_t ns)
{
	if (!d->edge_known) {
		give(d, TIME_UNKNOWN, ns, a->p->frame);
		return;
	}
	give(d, TIME_CONGESTION_WINDOW, ns, a->p->frame);
	rounds_wait(&d->rounds, ns);
}

/* Returns true if the segment did not fit the window that its sender knew. Linux collects data for
 * larger segments, so two of them count where the window holds many. */
static bool lacked_window(const struct arrival *a)
{
	const struct time_side *d = &a->t->side[a->side];
	const struct time_ack *before = ack_before_wait(a->t, a->side);
	uint32_t offered = before->edge - before->ack, need = a->p->len;
	if (2 * d->full > need && 2 * d->full <= offered / 8)
		need = 2 * d->full;
	return d->edge_known && seq_diff(before->edge, d->end) < (int32_t)need;
}

/* How much was in flight, and how much of it the window allowed, while data waited. */
static void measure(const struct arrival *a, bool window)
{
	struct time_side *d = &a->t->side[a->side];
	const struct time_ack *before = ack_before_wait(a->t, a->side);
	uint32_t flight = d->end - before->ack, offered = before->edge - before->ack;
	if (window)
		d->window = offered > d->window ? offered : d->window;
	else if (flight > d->flight && (int32_t)flight > 0)
		d->flight = flight;
}

/* Data waited; an ACK released it, which its sender had held back for some time. */
static void was_released(const struct arrival *a, int64_t held_ns)
{
	struct time_side *d = &a->t->side[a->side];
	int64_t ns = take_all(d), held = least(held_ns, ns);
	d->flowing = true;
	if (held > 0) {
		d->held++;
		give(d, TIME_DELAYED, held, a->p->frame);
		ns -= held;
	}
	bool window = lacked_window(a);
	if (ns > 0)
		measure(a, window);
	if (window)
		give(d, TIME_RECEIVE_WINDOW, ns, a->p->frame);
	else
		wait_for_path(a, d, ns);
}

/* New data that no ACK released: its application had not written it before. */
static void was_written(const struct arrival *a)
{
	struct time_side *d = &a->t->side[a->side];
	d->flowing = false;
	int64_t idle = take_idle(d), path = least(idle, reach(a->t, a->side));
	int64_t transit = take_busy(d);
	sum_add(&transit, path);
	give(d, TIME_TRANSIT, transit, a->p->frame);
	give(d, TIME_APPLICATION, idle - path, a->p->frame);
	if (idle > path)
		rounds_restart(&d->rounds, false);
}

/* Far from the sender: the segment before was full, so there was more to send. After a long wait,
 * this is data that was lost before it passed here, and that a timer repeats. */
static void waited_with_data(const struct arrival *a)
{
	struct time_side *d = &a->t->side[a->side];
	int64_t most_ns = TIMER_NS + 2 * time_shares_rtt(a->t), waited_ns = d->idle_ns;
	sum_add(&waited_ns, d->busy_ns);
	sum_add(&waited_ns, d->stale_ns);
	if (waited_ns < most_ns)
		was_released(a, 0);
	else if (d->more)
		give(d, TIME_TIMEOUT, take_all(d), a->p->frame);
	else
		was_written(a);
}

/* A short segment behind another one, released by an ACK that was delayed. */
static bool is_nagle(const struct arrival *a, const struct time_ack *by)
{
	const struct time_side *d = &a->t->side[a->side];
	return has(a, NOTE_NAGLE_DELAY) ||
	       (d->drained && !d->turned && by->held_ns > 0 && by->ack == d->end &&
	           by->time_ns + reach(a->t, a->side) >= d->sent_ns);
}

/* Decides the time before data that its sender had when it sent the data before. */
static void decide_rest(const struct arrival *a, const struct time_ack *by)
{
	struct time_side *d = &a->t->side[a->side];
	int64_t reach_ns = reach(a->t, a->side), slack = prompt(a->t, a->side);
	int64_t since_ns = a->t->now_ns - d->sent_ns;
	bool late = a->t->now_ns - reach_ns - by->time_ns > slack;
	/* Several segments that one ACK released, as a slow link delivers them. */
	bool flows = d->flowing && is_far(a->t, a->side) && since_ns <= most(slack, reach_ns);
	if (!late && by->time_ns + reach_ns < d->sent_ns && since_ns <= slack && !flows) {
		/* The rest of a burst. */
		give(d, TIME_TRANSIT, take_all(d), a->p->frame);
	} else if (!late) {
		was_released(a, by->held_ns);
	} else if (flows) {
		wait_for_path(a, d, take_all(d));
	} else if (is_far(a->t, a->side)) {
		waited_with_data(a);
	} else {
		was_written(a);
	}
}

/* Decides the time before new data. */
static void decide(const struct arrival *a)
{
	struct time_side *d = &a->t->side[a->side];
	const struct time_ack *by = ack_at_sender(a->t, a->side);
	if (by == NULL || d->sent_ns == 0) {
		was_written(a);
		return;
	}
	if (is_nagle(a, by)) {
		d->nagles++;
		give(d, TIME_DELAYED, take_all(d), a->p->frame);
	} else if (has(a, NOTE_RECEIVER_LIMITED) || d->shut) {
		measure(a, true);
		give(d, TIME_RECEIVE_WINDOW, take_all(d), a->p->frame);
	} else if (d->turned || d->drained) {
		was_written(a);
	} else {
		decide_rest(a, by);
	}
}

/* A round has ended: what it waited for is decided. */
static void end_round(const struct arrival *a, enum round_kind kind, int64_t ns)
{
	struct time_side *d = &a->t->side[a->side];
	enum time_cause cause = kind == ROUND_QUEUED ? TIME_BOTTLENECK : TIME_SEND_BUFFER;
	ns = least(ns, d->ns[TIME_CONGESTION_WINDOW]);
	if (kind != ROUND_QUEUED && kind != ROUND_LEVEL)
		return;
	d->ns[TIME_CONGESTION_WINDOW] -= ns;
	if (kind == ROUND_QUEUED && d->rounds.queue_ns > d->queue_ns)
		d->queue_ns = d->rounds.queue_ns;
	give(d, cause, ns, a->p->frame);
}

static void add_round(const struct arrival *a)
{
	struct time_side *d = &a->t->side[a->side];
	const struct time_ack *by = ack_at_sender(a->t, a->side);
	const struct round_segment segment = {
		.time_ns = a->t->now_ns,
		.before_ns = d->sent_ns,
		.rtt_ns = d->rtt_ns,
		.reach_ns = reach(a->t, a->side),
		.end = d->end,
		.acked = by != NULL ? by->ack : d->acked,
		.full = d->full != 0 ? d->full : FULL_LEAST,
	};
	int64_t ns;
	enum round_kind kind = rounds_add(&d->rounds, &segment, &ns);
	end_round(a, kind, ns);
}

static void add_new_data(const struct arrival *a, uint32_t end)
{
	struct time_side *d = &a->t->side[a->side];
	const struct packet *p = a->p;
	if (d->open && d->mode == 0)
		decide(a);
	if (!(p->flags & TCP_PSH) && p->len > d->full)
		d->full = p->len;
	d->drained = (p->flags & TCP_PSH) && p->len < (d->full != 0 ? d->full : FULL_LEAST);
	d->more = !(p->flags & (TCP_PSH | TCP_FIN));
	d->end = end;
	d->turned = false;
	d->since = p->frame;
	add_round(a);
	d->sent_ns = a->t->now_ns;
	if (d->open)
		turns_add(&a->t->turns, a->side, p->time_ns, a->number);
}

static void enter(struct time_side *d, enum time_cause mode, uint32_t until)
{
	d->mode = (uint8_t)mode;
	d->until = until;
	d->repair_ns = 0;
	rounds_restart(&d->rounds, true);
}

/* The silence before a retransmission that a timer sent. */
static void time_out(const struct arrival *a, uint32_t until)
{
	struct time_side *d = &a->t->side[a->side];
	int64_t silent = take(&d->stale_ns);
	sum_add(&silent, take(&d->suspect_ns));
	d->suspected = false;
	if (!in_flight(d))
		sum_add(&silent, take_idle(d));
	/* Recovery had come to a halt. */
	if (d->mode == TIME_LOSS_RECOVERY) {
		int64_t halt = least(take(&d->repair_ns), d->ns[TIME_LOSS_RECOVERY]);
		d->ns[TIME_LOSS_RECOVERY] -= halt;
		sum_add(&silent, halt);
	}
	give(d, TIME_TRANSIT, take(&d->busy_ns), a->p->frame);
	give(d, TIME_TIMEOUT, silent, a->p->frame);
	if (a->p->len > d->resent)
		d->resent = a->p->len;
	enter(d, TIME_TIMEOUT, until);
}

/* Segments that were lost may go through when they are cut: path MTU. */
static void see_cut(const struct arrival *a, struct time_side *d)
{
	const struct finding *f = model_resend(a->m, a->number);
	const struct packet *copy = f != NULL ? model_packet(a->m, f->copy) : NULL;
	bool smaller = f != NULL && f->rule == RULE_RESENT_SMALLER;
	if (smaller && copy != NULL && copy->len > d->resent)
		d->resent = copy->len;
	d->cut = d->cut || smaller || (d->mode == TIME_TIMEOUT && a->p->len < d->resent);
}

static void add_retransmission(const struct arrival *a, uint32_t end)
{
	struct time_side *d = &a->t->side[a->side];
	uint32_t until = seq_max(d->end, end);
	see_cut(a, d);
	if (a->p->notes & (NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_TAIL_LOSS_PROBE)))
		time_out(a, until);
	else if (d->mode == 0) {
		give(d, TIME_LOSS_RECOVERY, take(&d->suspect_ns), a->p->frame);
		d->suspected = false;
		sum_add(&d->stale_ns, take_idle(d));
		give(d, TIME_TRANSIT, take_busy(d), a->p->frame);
		d->recoveries++;
		enter(d, TIME_LOSS_RECOVERY, until);
	}
	d->end = until;
	d->since = a->p->frame;
}

/* What the sender of a direction sends. */
static void add_sent(const struct arrival *a)
{
	struct time_side *d = &a->t->side[a->side];
	const struct packet *p = a->p;
	bool syn = p->flags & TCP_SYN;
	uint32_t start = p->seq + syn, end = start + (uint32_t)p->len;
	bool timer = p->notes & (NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_SYN_TIMEOUT));
	d->timeouts += timer;
	d->syns += timer && syn;
	if (!d->known && !(p->flags & TCP_RST)) {
		d->known = true;
		d->end = d->acked = start;
	}
	if (has(a, NOTE_KEEP_ALIVE) || (p->flags & TCP_RST))
		return;
	if (has(a, NOTE_ZERO_WINDOW_PROBE)) {
		d->probing = true;
		if (d->open && d->mode == 0)
			give(d, TIME_RECEIVE_WINDOW, take_all(d), p->frame);
		d->since = p->frame;
		return;
	}
	if (p->len == 0)
		return;
	if (has(a, NOTE_RETRANSMISSION) && !seq_lt(d->end, end) && d->open)
		add_retransmission(a, end);
	else if (seq_lt(d->end, end))
		add_new_data(a, end);
}

/* New data of the other side: with nothing in flight, it was that side's turn. */
static void add_turn(const struct arrival *a)
{
	struct time_side *d = &a->t->side[side_other(a->side)];
	if (!d->open || in_flight(d) || d->mode != 0)
		return;
	give(d, TIME_TRANSIT, take_busy(d), a->p->frame);
	give(d, TIME_OTHER_SIDE, take_idle(d), a->p->frame);
	d->since = a->p->frame;
	d->turned = true;
}

/* How long the ACK was held back, as far as its note says. */
static int64_t held_ns(const struct arrival *a, const struct time_side *d)
{
	const struct finding *f = model_finding(a->m, a->number, NOTE_DELAYED_ACK);
	const struct packet *oldest = f != NULL ? model_packet(a->m, f->cause) : NULL;
	if (oldest == NULL)
		return 0;
	return most(a->p->time_ns - oldest->time_ns - d->rtt_ns, 0);
}

static void remember_ack(const struct arrival *a, struct time_side *d, uint32_t edge)
{
	int64_t apart = reach(a->t, side_other(a->side)) / ACKS_PER_ROUND;
	const struct time_ack ack = { a->t->now_ns, held_ns(a, d), a->p->ack, edge };
	const struct time_ack *last = d->acks > 0 ? &d->ack[d->acks - 1] : NULL;
	/* It releases nothing. */
	if (last != NULL && last->ack == ack.ack && last->edge == edge)
		return;
	if (d->acks >= 2 && d->ack[d->acks - 1].time_ns - d->ack[d->acks - 2].time_ns < apart)
		d->acks--;
	if (d->acks == TIME_ACKS) {
		memmove(d->ack, d->ack + 1, sizeof(d->ack) - sizeof(d->ack[0]));
		d->acks--;
	}
	d->ack[d->acks++] = ack;
}

static void add_rtt(const struct arrival *a, struct time_side *d)
{
	const struct packet *p = a->p;
	int64_t rtt = p->acks != 0 ? model_rtt(a->m, a->number) : -1;
	const struct packet *sent = model_packet(a->m, p->acks);
	if (sent != NULL && sent->len > d->taken)
		d->taken = sent->len;
	if (rtt < 0)
		return;
	if (d->rtt_ns == 0 || rtt < d->rtt_ns)
		d->rtt_ns = most(rtt, 1);
	rounds_rtt(&d->rounds, rtt);
}

/* The ACK covers more than was seen before: new data is not what comes next, or the capture lacks
 * it. */
static void advance(const struct arrival *a, struct time_side *d)
{
	if (!d->open)
		return;
	progress(d);
	if (d->suspected) {
		sum_add(&d->busy_ns, take(&d->suspect_ns));
		d->suspected = false;
	}
	if (seq_lt(d->end, a->p->ack) && has(a, NOTE_ACK_LOST_SEGMENT)) {
		d->unseen++;
		give(d, TIME_UNKNOWN, take_all(d), a->p->frame);
	}
	if (d->mode != 0 && seq_le(d->until, a->p->ack))
		d->mode = 0;
}

/* What the receiver of a direction acknowledges of it. */
static void add_ack(const struct arrival *a)
{
	struct time_side *d = &a->t->side[side_other(a->side)];
	const struct packet *p = a->p;
	bool scaled;
	if (!(p->flags & TCP_ACK) || (p->flags & TCP_RST))
		return;
	uint32_t window = session_window(model_session(a->m, p->session), p, &scaled);
	uint32_t edge = p->ack + window;
	add_rtt(a, d);
	if (!d->known) {
		d->known = true;
		d->end = d->acked = p->ack;
	}
	if (has(a, NOTE_DUPLICATE_ACK) && in_flight(d) && d->open && d->mode == 0 &&
	    !d->suspected) {
		progress(d);
		d->suspected = true;
	}
	if (seq_lt(p->ack, d->acked))
		return;
	if (seq_lt(d->acked, p->ack))
		advance(a, d);
	d->acked = p->ack;
	/* A FIN has no part in this. */
	if (seq_lt(d->end, p->ack) && has(a, NOTE_ACK_LOST_SEGMENT))
		d->end = p->ack;
	d->edge_known = scaled;
	bool shut = window == 0 && !(p->flags & (TCP_SYN | TCP_FIN));
	d->zeros += shut && !d->shut;
	/* The probes have shown that data waited. */
	if (d->shut && !shut && d->probing && d->open && d->mode == 0)
		give(d, TIME_RECEIVE_WINDOW, take_all(d), p->frame);
	d->probing = d->probing && shut;
	d->shut = shut;
	/* Nothing can be repaired while the window is shut. */
	if (shut && d->mode != 0)
		d->mode = 0;
	remember_ack(a, d, edge);
}

/* Returns true while a side in that state may not send data yet. */
static bool is_opening(const struct packet *p, enum side side)
{
	enum tcp_state state = packet_state(p, side);
	return state == STATE_CLOSED || state == STATE_LISTEN || state == STATE_SYN_SENT ||
	       state == STATE_SYN_RECEIVED || (state == STATE_UNKNOWN && (p->flags & TCP_SYN));
}

static void see_states(const struct arrival *a)
{
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		struct time_side *d = &a->t->side[side];
		if (d->open || is_opening(a->p, side))
			continue;
		d->open = true;
		d->since = a->p->frame;
	}
}

static void begin(const struct arrival *a)
{
	struct time_shares *t = a->t;
	t->first_ns = t->now_ns = a->p->time_ns;
	t->syn = a->p->flags & TCP_SYN;
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		t->side[side].since = a->p->frame;
		t->side[side].open = !t->syn;
	}
}

void time_shares_add(struct time_shares *t, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return;
	struct arrival a = { t, m, p, packet, packet_side(p), t->now_ns };
	if (t->at == 0)
		begin(&a);
	int64_t ns = 0;
	/* Of times too far apart for a sum, the later is left out. */
	if (p->time_ns > t->now_ns && !__builtin_sub_overflow(p->time_ns, t->first_ns, &ns)) {
		ns = p->time_ns - t->now_ns;
		t->now_ns = p->time_ns;
	}
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		spend(t, side, ns, p->frame);
	t->at = packet;
	t->frame = p->frame;
	t->packets++;
	t->side[a.side].packets++;
	if (has(&a, NOTE_NETWORK_DUPLICATE))
		return;
	uint32_t sent = t->side[a.side].end;
	add_ack(&a);
	add_sent(&a);
	if (p->len > 0 && t->side[a.side].end != sent && !has(&a, NOTE_RETRANSMISSION))
		add_turn(&a);
	see_states(&a);
	bool ignored = has(&a, NOTE_RESET_OUT_OF_WINDOW);
	bool end = (p->flags & TCP_FIN) || ((p->flags & TCP_RST) && !ignored);
	if (end && !t->end) {
		int64_t sent_ns = most(t->side[SIDE_A].sent_ns, t->side[SIDE_B].sent_ns);
		t->from_b = a.side == SIDE_B;
		t->silence_ns = sent_ns != 0 ? t->now_ns - sent_ns : 0;
	}
	t->end = t->end || end;
	t->backlog = t->backlog || has(&a, NOTE_LISTEN_OVERFLOW);
	t->refused = t->refused || has(&a, NOTE_REFUSED);
}

bool time_shares_go_on(
    struct time_shares *t, const struct model *m, uint32_t session, uint32_t most_packets)
{
	const struct session *s = model_session(m, session);
	const struct packet *at = model_packet(m, t->at);
	uint32_t n = s != NULL ? s->first : 0;
	if (at != NULL && at->session == session)
		n = at->next;
	else
		*t = (struct time_shares){ 0 };
	for (; n != 0 && most_packets > 0; most_packets--) {
		time_shares_add(t, m, n);
		n = model_packet(m, n)->next;
	}
	return n == 0;
}

/* A direction whose other side the capture lacks: nothing is known of it. */
static void end_one_way(struct time_side *d, uint32_t frame)
{
	for (unsigned cause = 0; cause < TIME_CAUSES; cause++)
		if (cause != TIME_UNKNOWN) {
			int64_t ns = take(&d->ns[cause]);
			give(d, TIME_UNKNOWN, ns, frame);
		}
	give(d, TIME_UNKNOWN, take_all(d), frame);
}

void time_shares_end(struct time_shares *t)
{
	struct time_side *a = &t->side[SIDE_A], *b = &t->side[SIDE_B];
	bool one_way =
	    (a->packets == 0 || b->packets == 0) && (a->open || b->open || !t->syn || t->end);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		struct time_side *d = &t->side[side];
		if (one_way) {
			end_one_way(d, t->frame);
			continue;
		}
		give(d, TIME_TRANSIT, take_busy(d), t->frame);
		if (!t->end)
			give(d, TIME_OTHER_SIDE, least(d->listening_ns, d->idle_ns), t->frame);
		int64_t listened = t->end ? 0 : d->listening_ns;
		int64_t quiet = take_idle(d) - listened;
		give(d, t->end ? TIME_CLOSING : TIME_UNKNOWN, quiet, t->frame);
		t->quiet_ns = t->end ? 0 : most(t->quiet_ns, quiet);
	}
}
