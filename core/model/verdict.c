#include "core/model/verdict.h"

#include <assert.h>

#include "core/base/add_saturating.h"
#include "core/base/array.h"

#define MS INT64_C(1000000)

/* Less is not slow: in itself, and as one part in so many of the busy time. */
#define SLOW_NS (20 * MS)
#define SLOW_PART 10
/* Another cause of at least this percentage of the largest one makes the verdict uncertain. */
#define NEARLY_PERCENT 80
/* So many exchanges, each at least this long, are a matter of round trips. */
#define ROUND_TRIPS_LEAST 5
#define ROUND_TRIP_NS (10 * MS)
/* A shorter silence before the end is no idle timeout. */
#define IDLE_CLOSE_NS (1000 * MS)
/* Half of the time of the server's application before and between responses is its response
 * time. */
#define RESPONSE_PART 2

static const char *const words[] = {
	[VERDICT_NONE] = "-",
	[VERDICT_NOTHING_SLOW] = "-",
	[VERDICT_PAUSES] = "-",
	[VERDICT_QUIET] = "-",
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_ONE_WAY] = "one-way",
	[VERDICT_REFUSED] = "refused",
	[VERDICT_SYN_UNANSWERED] = "no answer",
	[VERDICT_BACKLOG] = "backlog",
	[VERDICT_SYN_LOST] = "SYN timeout",
	[VERDICT_SLOW_SERVER] = "slow server",
	[VERDICT_SLOW_SENDER] = "slow server",
	[VERDICT_RECEIVE_WINDOW] = "receive window",
	[VERDICT_ZERO_WINDOW] = "zero window",
	[VERDICT_SEND_BUFFER] = "send buffer",
	[VERDICT_CONGESTION_WINDOW] = "cwnd",
	[VERDICT_BOTTLENECK] = "bottleneck",
	[VERDICT_LOSS_RECOVERY] = "loss",
	[VERDICT_TIMEOUT] = "timeout",
	[VERDICT_BLACK_HOLE] = "path MTU",
	[VERDICT_NAGLE] = "Nagle",
	[VERDICT_DELAYED_ACK] = "delayed ACK",
	[VERDICT_ROUND_TRIPS] = "round trips",
	[VERDICT_IDLE_CLOSE] = "idle close",
};
static_assert(ARRAY_LEN(words) == VERDICT_KINDS, "every kind has a word");

const char *verdict_word(const struct verdict *v)
{
	return verdict_kind_word(v->kind);
}

const char *verdict_kind_word(enum verdict_kind kind)
{
	assert(kind < VERDICT_KINDS);
	return words[kind];
}

bool verdict_is_slow(const struct verdict *v)
{
	return v->kind > VERDICT_ONE_WAY && v->kind != VERDICT_IDLE_CLOSE;
}

double verdict_share(const struct verdict *v)
{
	return v->duration_ns > 0 ? (double)v->ns / (double)v->duration_ns : 0;
}

/* The shares, and the verdict as it grows. */
struct trial {
	const struct time_shares *t;
	const struct session *s;
	struct verdict v;
	int64_t second_ns; /* of the next largest cause */
};

/* The server's application, where it has a request to answer, keeps somebody waiting. */
static bool keeps_waiting(const struct trial *trial, enum side side, enum time_cause cause)
{
	const struct time_side *d = &trial->t->side[side];
	switch (cause) {
	case TIME_HANDSHAKE:
		return d->syns > 0 || (side == SIDE_A && (!d->open || trial->t->refused));
	case TIME_APPLICATION:
		return side == SIDE_B && trial->t->turns.count > 0;
	case TIME_RECEIVE_WINDOW:
	case TIME_SEND_BUFFER:
	case TIME_CONGESTION_WINDOW:
	case TIME_BOTTLENECK:
	case TIME_LOSS_RECOVERY:
	case TIME_TIMEOUT:
	case TIME_DELAYED:
		return true;
	default:
		return false;
	}
}

static void blame(struct trial *trial, enum side side, enum time_cause cause)
{
	const struct time_side *d = &trial->t->side[side];
	trial->v.side = side;
	trial->v.cause = cause;
	trial->v.ns = d->ns[cause];
	trial->v.from = d->longest[cause].from;
	trial->v.to = d->longest[cause].to;
}

static void find_largest(struct trial *trial)
{
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		for (unsigned i = 0; i < TIME_CAUSES; i++) {
			enum time_cause cause = (enum time_cause)i;
			int64_t ns = trial->t->side[side].ns[cause];
			if (!keeps_waiting(trial, side, cause))
				continue;
			if (ns > trial->v.ns) {
				trial->second_ns = trial->v.ns;
				blame(trial, side, cause);
			} else if (ns > trial->second_ns) {
				trial->second_ns = ns;
			}
		}
}

static bool is_slow(const struct trial *trial)
{
	const struct time_side *a = &trial->t->side[SIDE_A];
	int64_t busy = trial->v.duration_ns - a->ns[TIME_APPLICATION] - a->ns[TIME_CLOSING];
	return trial->v.ns >= SLOW_NS && trial->v.ns >= busy / SLOW_PART;
}

static enum verdict_kind judge_handshake(struct trial *trial)
{
	const struct time_side *a = &trial->t->side[SIDE_A], *b = &trial->t->side[SIDE_B];
	trial->v.count = trial->t->side[trial->v.side].syns;
	trial->v.open = a->open && b->open;
	trial->v.sure = true;
	trial->v.rival = false;
	if (trial->t->refused)
		return VERDICT_REFUSED;
	if (b->packets == 0)
		return VERDICT_SYN_UNANSWERED;
	return trial->t->backlog ? VERDICT_BACKLOG : VERDICT_SYN_LOST;
}

static int64_t without(int64_t ns, int64_t part)
{
	return ns > part ? ns - part : 0;
}

static enum verdict_kind judge_application(struct trial *trial)
{
	const struct turns *turns = &trial->t->turns;
	trial->v.count = turns->count;
	/* What a request and its response spend on the path is not the server's. */
	int64_t path_ns = trial->t->side[SIDE_A].rtt_ns;
	trial->v.each_ns = without(turns_median(turns), path_ns);
	trial->v.most_ns = without(turns->slowest.response_ns, path_ns);
	return turns->sum_ns >= trial->v.ns / RESPONSE_PART ? VERDICT_SLOW_SERVER
	                                                    : VERDICT_SLOW_SENDER;
}

static enum verdict_kind judge_window(struct trial *trial)
{
	const struct time_side *d = &trial->t->side[trial->v.side];
	enum side reader = side_other(trial->v.side);
	trial->v.bytes = d->window;
	trial->v.count = d->zeros;
	trial->v.unscaled =
	    session_wscale(trial->s, reader) == 0 && trial->s->flow[reader].wscale == WSCALE_NONE;
	return d->zeros > 0 ? VERDICT_ZERO_WINDOW : VERDICT_RECEIVE_WINDOW;
}

static enum verdict_kind judge_timeout(struct trial *trial)
{
	const struct time_side *d = &trial->t->side[trial->v.side];
	trial->v.count = d->timeouts - d->syns;
	trial->v.bytes = d->resent;
	trial->v.less = d->taken;
	bool vanish =
	    (d->cut || d->timeouts - d->syns >= 2) && d->resent > d->taken && d->taken > 0;
	return vanish && (d->cut || d->mode == TIME_TIMEOUT) ? VERDICT_BLACK_HOLE : VERDICT_TIMEOUT;
}

static enum verdict_kind judge_delayed(struct trial *trial)
{
	const struct time_side *d = &trial->t->side[trial->v.side];
	trial->v.count = d->nagles + d->held;
	trial->v.each_ns = trial->v.count > 0 ? trial->v.ns / trial->v.count : trial->v.ns;
	return d->nagles > 0 ? VERDICT_NAGLE : VERDICT_DELAYED_ACK;
}

static enum verdict_kind judge_path(struct trial *trial)
{
	const struct time_side *d = &trial->t->side[trial->v.side];
	if (trial->v.cause == TIME_LOSS_RECOVERY && d->cut && d->taken > 0 &&
	    d->resent > d->taken) {
		trial->v.bytes = d->resent;
		trial->v.less = d->taken;
		trial->v.sure = false;
		return VERDICT_BLACK_HOLE;
	}
	if (trial->v.cause == TIME_LOSS_RECOVERY) {
		trial->v.count = d->recoveries;
		return VERDICT_LOSS_RECOVERY;
	}
	if (trial->v.cause == TIME_BOTTLENECK) {
		trial->v.each_ns = d->queue_ns;
		trial->v.sure = trial->v.sure && d->queue_ns > 0;
		return VERDICT_BOTTLENECK;
	}
	trial->v.bytes = d->flight;
	if (trial->v.cause == TIME_SEND_BUFFER) {
		trial->v.sure = false;
		return VERDICT_SEND_BUFFER;
	}
	return VERDICT_CONGESTION_WINDOW;
}

static enum verdict_kind judge(struct trial *trial)
{
	switch (trial->v.cause) {
	case TIME_HANDSHAKE:
		return judge_handshake(trial);
	case TIME_APPLICATION:
		return judge_application(trial);
	case TIME_RECEIVE_WINDOW:
		return judge_window(trial);
	case TIME_TIMEOUT:
		return judge_timeout(trial);
	case TIME_DELAYED:
		return judge_delayed(trial);
	default:
		return judge_path(trial);
	}
}

/* No cause that keeps anybody waiting: what the time was spent on instead. */
static enum verdict_kind judge_calm(struct trial *trial)
{
	const struct time_shares *t = trial->t;
	const struct time_side *a = &t->side[SIDE_A], *b = &t->side[SIDE_B];
	int64_t half = trial->v.duration_ns / 2;
	int64_t active = trial->v.duration_ns - a->ns[TIME_APPLICATION] - a->ns[TIME_CLOSING];
	enum side closer = t->from_b ? SIDE_B : SIDE_A;
	trial->v.sure = true;
	trial->v.rival = false;
	if (t->silence_ns > half && t->silence_ns >= IDLE_CLOSE_NS) {
		blame(trial, closer, TIME_CLOSING);
		trial->v.each_ns = t->silence_ns;
		return VERDICT_IDLE_CLOSE;
	}
	trial->v.count = t->turns.count;
	if (t->turns.count >= ROUND_TRIPS_LEAST && trial->v.rtt_ns >= ROUND_TRIP_NS &&
	    (int64_t)t->turns.count * trial->v.rtt_ns >= active / 2) {
		blame(trial, b->ns[TIME_TRANSIT] > a->ns[TIME_TRANSIT] ? SIDE_B : SIDE_A,
		    TIME_TRANSIT);
		return VERDICT_ROUND_TRIPS;
	}
	if (a->ns[TIME_APPLICATION] > half) {
		blame(trial, SIDE_A, TIME_APPLICATION);
		return VERDICT_PAUSES;
	}
	blame(trial, SIDE_A, TIME_TRANSIT);
	return VERDICT_NOTHING_SLOW;
}

/* The direction with more unknown time, if that is most of the session. */
static bool is_unknown(struct trial *trial)
{
	const struct time_side *side = trial->t->side;
	enum side worst = side[SIDE_B].ns[TIME_UNKNOWN] > side[SIDE_A].ns[TIME_UNKNOWN];
	if (side[worst].ns[TIME_UNKNOWN] <= trial->v.duration_ns / 2)
		return false;
	blame(trial, worst, TIME_UNKNOWN);
	trial->v.sure = false;
	return true;
}

struct verdict verdict_from(
    const struct time_shares *shares, const struct model *m, uint32_t session)
{
	struct trial trial = { .t = shares, .s = model_session(m, session) };
	struct verdict *v = &trial.v;
	if (trial.s == NULL || shares->packets == 0)
		return *v;
	v->duration_ns = time_shares_duration(shares);
	v->rtt_ns = time_shares_rtt(shares);
	find_largest(&trial);
	v->rival = trial.second_ns > 0 && trial.second_ns >= v->ns / 100 * NEARLY_PERCENT;
	v->sure = !v->rival;
	if (shares->refused)
		blame(&trial, SIDE_A, TIME_HANDSHAKE);
	if (v->ns > 0 && (is_slow(&trial) || shares->refused)) {
		v->kind = judge(&trial);
		return *v;
	}
	bool one_way = shares->side[SIDE_A].packets == 0 || shares->side[SIDE_B].packets == 0;
	v->ns = 0;
	if (is_unknown(&trial) && one_way)
		v->kind = VERDICT_ONE_WAY;
	else if (v->ns > 0)
		v->kind = shares->quiet_ns >= v->ns / 2 ? VERDICT_QUIET : VERDICT_UNKNOWN;
	else if (one_way && !shares->side[SIDE_A].open)
		v->kind = VERDICT_SYN_UNANSWERED;
	else
		v->kind = judge_calm(&trial);
	return *v;
}

struct verdict verdict_of(const struct model *m, uint32_t session)
{
	struct time_shares shares = { 0 };
	bool whole = time_shares_go_on(&shares, m, session, VERDICT_WALK);
	time_shares_end(&shares);
	struct verdict v = verdict_from(&shares, m, session);
	v.sure = v.sure && whole;
	return v;
}
