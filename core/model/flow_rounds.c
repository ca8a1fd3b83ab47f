#include "core/model/flow_rounds.h"

#include <assert.h>

#include "core/base/add_saturating.h"
#include "core/record/seq.h"

/* So many rounds of equal flight prove that it does not grow: a congestion window in use grows by a
 * segment each round. */
#define LEVEL_ROUNDS 4
/* A stream of fewer segments has no rate. */
#define STREAM_SEGMENTS 8
/* A stream has no pause longer than this part of the round. */
#define PAUSE_PART 4
/* A queue: round trips longer than the shortest one by this part of it, and by this time. */
#define QUEUE_PART 4
#define QUEUE_NS INT64_C(2000000)

void rounds_rtt(struct rounds *r, int64_t rtt_ns)
{
	if (rtt_ns < 0)
		return;
	sum_add(&r->rtt_sum_ns, rtt_ns);
	r->rtts++;
}

void rounds_wait(struct rounds *r, int64_t ns)
{
	sum_add(&r->wait_ns, ns);
}

void rounds_restart(struct rounds *r, bool lossy)
{
	*r = (struct rounds){ .lossy = r->lossy || lossy };
}

static bool is_queued(struct rounds *r, const struct round_segment *s)
{
	int64_t took = s->time_ns - r->began_ns;
	r->queue_ns = 0;
	if (r->segments < STREAM_SEGMENTS || r->gap_ns > took / PAUSE_PART)
		return false;
	/* Near the receiver no round trip of the data shows the queue; a stream without pauses
	 * does. */
	if (s->reach_ns / 4 > s->rtt_ns)
		return true;
	if (r->rtts == 0 || s->rtt_ns == 0)
		return false;
	int64_t over = r->rtt_sum_ns / (int64_t)r->rtts - s->rtt_ns;
	r->queue_ns = over;
	return over > s->rtt_ns / QUEUE_PART && over > QUEUE_NS;
}

static enum round_kind kind_of(struct rounds *r, const struct round_segment *s, int64_t *wait_ns)
{
	*wait_ns = r->wait_ns;
	if (is_queued(r, s)) {
		r->levels = 0;
		return ROUND_QUEUED;
	}
	uint32_t apart = r->peak > r->level ? r->peak - r->level : r->level - r->peak;
	if (r->levels == 0 || apart > s->full) {
		r->level = r->peak;
		r->levels = 0;
		r->level_ns = 0;
	}
	r->levels++;
	if (r->lossy || r->levels < LEVEL_ROUNDS) {
		sum_add(&r->level_ns, r->wait_ns);
		return ROUND_GROWING;
	}
	if (r->levels == LEVEL_ROUNDS)
		sum_add(wait_ns, r->level_ns);
	return ROUND_LEVEL;
}

static void begin(struct rounds *r, const struct round_segment *s)
{
	r->began_ns = s->time_ns;
	r->until = s->end;
	r->gap_ns = r->wait_ns = r->rtt_sum_ns = 0;
	r->rtts = r->segments = r->peak = 0;
}

enum round_kind rounds_add(struct rounds *r, const struct round_segment *s, int64_t *wait_ns)
{
	enum round_kind kind = ROUND_OPEN;
	uint32_t flight = s->end - s->acked;
	*wait_ns = 0;
	if (r->segments > 0 && s->time_ns - s->before_ns > r->gap_ns)
		r->gap_ns = s->time_ns - s->before_ns;
	if (r->began_ns == 0) {
		begin(r, s);
	} else if (seq_le(r->until, s->acked)) {
		kind = kind_of(r, s, wait_ns);
		begin(r, s);
	}
	r->segments++;
	if (flight > r->peak && (int32_t)flight > 0)
		r->peak = flight;
	assert(*wait_ns >= 0);
	return kind;
}
