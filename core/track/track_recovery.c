#include "core/track/track_recovery.h"

#include <assert.h>
#include <stdlib.h>

#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/tail_loss_probe.h"
#include "core/record/event.h"
#include "core/record/holes.h"
#include "core/record/note.h"
#include "core/record/sack.h"
#include "core/record/seq.h"
#include "core/store/session_live.h"
#include "core/track/capture_order.h"
#include "core/track/late_notes.h"
#include "core/track/track_ack.h"

#define NS_PER_US 1000
#define NS_PER_MS 1000000

/* A sender with a longer RTT from here is far: that is more than a kernel takes to answer. */
#define FAR_NS 1000000

void track_begin_recovery(struct track *t)
{
	uint32_t n = t->session->first;
	if (t->own->recovery != NULL || t->own->packets == 0)
		return;
	while (n != t->number && packet_side(packet_store_at(t->packets, n)) != t->side)
		n = packet_store_at(t->packets, n)->next;
	if (t->session->follow == NULL)
		t->session->follow = pool_take(t->follows);
	t->own->recovery = &t->session->follow->recovery[t->side];
	assert(n <= t->number);
	recovery_begin(t->own->recovery, packet_store_at(t->packets, n)->time_ns,
	    (int64_t)t->own->rtt_us * NS_PER_US);
	recovery_see(t->own->recovery, n, t->session->digest[t->side]);
	t->session->follow->clock_ms[t->side] = (uint32_t)(t->segment->time_ns / NS_PER_MS);
	t->session->follow->clock_stamp[t->side] = (uint16_t)t->segment->ts_val;
}

static void mark_spurious(struct track *t, uint32_t packet, enum rule rule)
{
	track_correct_note(t, packet, RULE_RESENT_OVERTAKER, t->number, 0);
	track_correct_note(t, packet, rule, t->number, 0);
}

/* Records a retransmission that was taken for new data: further originals of it may follow. */
static void remember_late(struct track *t, const struct packet *p, uint32_t number)
{
	struct recovery *r = t->own->recovery;
	uint32_t stamp = 0, end = packet_end(p);
	bool stamped = track_stamp(t, t->side, number, t->segment->ts_val, &stamp);
	if (!stamped || (p->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return;
	recovery_remember(r,
	    &(struct resent){
	        number, p->seq, stamp, .span = packet_span(p) & 0xffffff, .stamped = true },
	    r->repeats != NULL ? r->until : end);
}

/* An original that arrives after its retransmission proves that one spurious. */
static void judge_late(struct track *t, const struct evidence *e)
{
	uint32_t overtaker = e->filled == 0 ? analyse_overtaker(t, NULL) : 0;
	/* The packet recorded as a retransmission may be forgotten; there is nothing left to
	 * correct then. */
	const struct packet *p = packet_store_find(t->packets, overtaker);
	if (p == NULL)
		return;
	/* If it carried more than this original, the rest of that may have been lost. */
	remember_late(t, p, overtaker);
	if (seq_le(t->segment->seq, p->seq) && seq_le(packet_end(p), t->end))
		mark_spurious(t, overtaker, RULE_SPURIOUS_LATE_ORIGINAL);
	else
		track_correct_note(t, overtaker, RULE_RESENT_OVERTAKER, t->number, 0);
}

/* Returns true if, as far as its sender could know, the data before it was not acknowledged. */
static bool is_outstanding(const struct track *t, const struct recovery *r)
{
	if (t->own->acked_known && seq_lt(t->own->acked, t->segment->seq))
		return true;
	/* Or its ACK had passed here but cannot have reached the sender yet. */
	int64_t way = (int64_t)t->peer->rtt_us * NS_PER_US;
	return r->acked_ns > r->sent_ns && way > FAR_NS &&
	       t->segment->time_ns - r->acked_ns < way / 2;
}

/* New data in order: learns how the sender paces itself. */
static void pace_sent(struct track *t, struct recovery *r, const struct evidence *e)
{
	const struct segment *s = t->segment;
	if (s->len == 0 || e->repeats || e->skips || e->probe)
		return;
	uint32_t full = recovery_full(r);
	/* Nagle's algorithm does not delay the end of the data, nor urgent data. */
	if (s->len < full && r->last_len < full && r->last_len > 0 && !r->eager &&
	    !(s->flags & (TCP_FIN | TCP_URG)))
		r->eager = is_outstanding(t, r);
	r->last_len = s->len < UINT16_MAX ? (uint16_t)s->len : UINT16_MAX;
	if (r->last_len > r->full)
		r->full = r->last_len;
}

/* Counts segments that the receiver already has and answers with an ACK. */
static void count_repeats(const struct track *t, struct recovery *r, const struct evidence *e)
{
	if (t->span == 0)
		return;
	bool had = (e->repeats || (e->twin.packet != 0)) && t->own->acked_known &&
	           seq_le(t->end, t->own->acked);
	if (!had)
		r->repeated = 0;
	else if (r->repeated < UINT8_MAX)
		r->repeated++;
}

/* Corrects an apparent tail loss probe that was a timeout. */
static void was_timeout(struct track *t, uint32_t packet)
{
	const struct packet *p = packet_store_find(t->packets, packet);
	if (p == NULL || !(p->notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE)) || packet == t->number)
		return;
	/* The earlier copy stays the same. */
	const struct finding *probe = findings_find(t->findings, packet, NOTE_TAIL_LOSS_PROBE);
	struct finding was = probe != NULL ? *probe : (struct finding){ 0 };
	track_correct_note(t, packet, RULE_RTO_NO_PROBE, t->number, NOTE_BIT(NOTE_TAIL_LOSS_PROBE));
	struct finding *f = findings_find(t->findings, packet, NOTE_RTO_RETRANSMISSION);
	f->copy = was.copy;
	f->count = was.count;
	f->answer = was.answer;
}

/* Once some retransmission shows whether the sender probes, that holds for the earlier ones as
 * well. */
static void learn_probing(struct track *t, struct recovery *r)
{
	bool never = probing_is_never(t);
	uint32_t timeout = probing_learn(t);
	if (timeout != 0) {
		was_timeout(t, timeout);
		r->timeouts = 1;
	}
	if (never || !probing_is_never(t) || r->repeats == NULL)
		return;
	for (unsigned i = 0; i < r->repeats->room; i++)
		was_timeout(t, r->repeats->resent[i].packet);
}

/* Updates the sender's recovery with a retransmission. */
static void enter_recovery(struct track *t, struct recovery *r)
{
	uint64_t notes = t->packet->notes;
	/* A timeout starts anew even within a recovery; other retransmissions belong to the
	 * recovery. */
	bool begins = r->mode == RECOVERY_NONE || r->mode == RECOVERY_PROBE ||
	              (notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION));
	uint32_t until = begins ? t->own->next : r->until;
	learn_probing(t, r);
	if (notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)) {
		r->mode = RECOVERY_TIMEOUT;
		if (r->timeouts < UINT8_MAX)
			r->timeouts++;
	} else if (notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE)) {
		r->mode = RECOVERY_PROBE;
	} else if ((notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION)) && r->mode != RECOVERY_TIMEOUT) {
		r->mode = RECOVERY_FAST;
	}
	recovery_remember(r,
	    &(struct resent){
	        .packet = t->number,
	        .start = t->segment->seq,
	        .span = t->span & 0xffffff,
	        .ts_val = t->segment->ts_val,
	        .stamped = (t->segment->options & OPTION_TIMESTAMP) != 0,
	    },
	    until);
}

void track_recover_unaccepted(struct track *t)
{
	struct recovery *r = t->own->recovery;
	if (r == NULL)
		return;
	r->seen.copies = (uint16_t)(r->seen.copies << 1);
	recovery_see(r, t->number, track_digest(t->segment));
}

void track_recover_sent(struct track *t, const struct evidence *e)
{
	struct recovery *r = t->own->recovery;
	if (r == NULL)
		return;
	r->seen.copies = (uint16_t)(r->seen.copies << 1 | (e->twin.packet != 0));
	count_repeats(t, r, e);
	if ((e->twin.packet != 0))
		return;
	if (t->packet->notes & NOTE_BIT(NOTE_OUT_OF_ORDER))
		judge_late(t, e);
	if (t->packet->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		enter_recovery(t, r);
	else if (t->span > 0 && !e->repeats)
		recovery_see_id(r, (uint16_t)t->segment->ip_id);
	pace_sent(t, r, e);
	if (t->span > 0 && !e->probe)
		r->sent_ns = t->segment->time_ns;
	if (!(t->segment->flags & (TCP_SYN | TCP_RST)) && t->segment->win > r->win_most)
		r->win_most = t->segment->win;
	if ((t->segment->options & OPTION_TIMESTAMP) &&
	    (r->seen.ts_high == 0 || seq_lt(r->seen.ts_high, t->segment->ts_val)))
		r->seen.ts_high = t->segment->ts_val;
	recovery_see(r, t->number, track_digest(t->segment));
}

/* At its sender's own end: returns true if it answers the packet right before it, a network
 * duplicate. */
static bool reports_copy(const struct track *t)
{
	return t->segment->sack_count > 0 && (t->peer->recovery->seen.copies & 1) &&
	       session_is_nearer(t->session, t->side) && !analyse_is_mirrored(t->peer) &&
	       track_side_before(t) != t->side;
}

static void judge_resent(struct track *t, struct recovery *r, uint32_t before)
{
	if (reports_copy(t))
		return;
	uint32_t spurious[RESENT_MAX];
	unsigned reported;
	struct proof proof = { t->packets, t->segment, t->number, before,
		(int64_t)t->peer->rtt_us * NS_PER_US };
	unsigned count = recovery_spurious(r, &proof, spurious, &reported);
	for (unsigned i = 0; i < count; i++)
		mark_spurious(
		    t, spurious[i], i < reported ? RULE_SPURIOUS_DSACK : RULE_SPURIOUS_ECHO);
}

/* Without timestamps: an ACK that covers a retransmission sooner after it than any round trip
 * answers an earlier copy. */
static void judge_soon(struct track *t, struct recovery *r, uint32_t before)
{
	int64_t least = (int64_t)t->peer->rtt_us * NS_PER_US / 4 * 3;
	if (r->repeats == NULL || r->rtt_least || least < FAR_NS)
		return;
	for (unsigned i = 0; i < r->repeats->room; i++) {
		struct resent *resent = &r->repeats->resent[i];
		const struct packet *p = packet_store_find(t->packets, resent->packet);
		if (p == NULL || !resent->open || resent->stamped || (p->flags & TCP_SYN) ||
		    (p->notes & NOTE_BIT(NOTE_ORIGINAL_UNSEEN)) ||
		    !seq_lt(before, resent_end(resent)) ||
		    !seq_le(resent_end(resent), t->segment->ack))
			continue;
		int64_t passed = t->segment->time_ns - p->time_ns;
		if (passed < 0 || passed >= least)
			continue;
		resent->open = false;
		mark_spurious(t, resent->packet, RULE_SPURIOUS_SOON);
	}
}

/* At its sender's own end: the packet right before it starts at the ACK number but has an older
 * timestamp than the ACK echoes, which is that of the last segment accepted (RFC 7323, 4.3 and
 * 5.3). That packet was discarded. */
static void judge_discarded(struct track *t)
{
	const struct segment *s = t->segment;
	enum side peer = side_other(t->side);
	uint32_t last = track_seen_last(t, peer), stamp;
	if (!(s->options & OPTION_TIMESTAMP) || !session_is_nearer(t->session, t->side) ||
	    !track_stamp(t, peer, last, s->ts_ecr, &stamp) || track_side_before(t) == t->side)
		return;
	const struct packet *p = packet_store_at(t->packets, last);
	if (packet_span(p) == 0 || p->seq != s->ack || !seq_lt(stamp, s->ts_ecr))
		return;
	track_correct_note(t, last, RULE_PAWS, t->number, 0);
	struct finding *f = findings_find(t->findings, t->number, NOTE_DUPLICATE_ACK);
	f->rule = RULE_DUP_PAWS;
	f->cause = last;
}

/* If the ACK that ends a recovery reports further holes, the next recovery begins with it. */
static void leave_recovery(struct track *t, struct recovery *r)
{
	r->repaired = r->mode == RECOVERY_FAST;
	if (r->repaired && r->sacked)
		r->until = t->peer->next;
	else
		r->mode = RECOVERY_NONE;
}

void track_recover_acked(struct track *t, uint32_t before, bool known)
{
	struct recovery *r = t->peer->recovery;
	const struct segment *s = t->segment;
	before = known ? before : t->peer->base;
	track_rtt(t, before);
	if (r == NULL || !(s->flags & TCP_ACK))
		return;
	judge_resent(t, r, before);
	judge_soon(t, r, before);
	recovery_see_sack(r, s);
	if (s->sack_count > 0)
		t->session->sack_ok = 3; /* both SYNs permitted it, seen or not (RFC 2018, 2) */
	/* With SACK, its blocks report what is missing; an ACK without blocks answers something
	 * else (RFC 6675, 2). */
	bool by_sack = t->session->sack_ok == 3 && !(s->options & OPTION_BROKEN);
	bool duplicate =
	    (t->packet->notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) && !(known && seq_lt(s->ack, before));
	recovery_see_report(r, s, duplicate && !by_sack);
	if (known && !seq_lt(before, s->ack)) {
		if (duplicate) {
			r->probed = false;
			judge_discarded(t);
		}
		return;
	}
	r->probed_before = r->probed;
	if (r->probed || r->mode == RECOVERY_PROBE) {
		r->probed =
		    r->mode == RECOVERY_PROBE && s->ack == r->until && !sack_is_duplicate(s);
	}
	r->acked_ns = s->time_ns;
	r->acked_pure = s->len == 0 && !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST));
	r->timeouts = 0;
	order_miss_holes(t, s->ack);
	gaps_forget(r->gaps, s->ack);
	if (!recovery_has_gaps(r)) {
		free(r->gaps);
		r->gaps = NULL;
	}
	if (r->mode != RECOVERY_NONE && seq_le(r->until, s->ack))
		leave_recovery(t, r);
}
