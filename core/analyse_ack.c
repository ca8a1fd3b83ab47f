/* A pure ACK with the number of the one before it: something has arrived out of order or again, the window has moved, or a
 * probe is answered. */
#include "core/analyse.h"

#include "core/note.h"
#include "core/recovery.h"
#include "core/seq.h"

#define NS_PER_US 1000

/* So many packets are looked through at most. */
#define ARRIVAL_WALK 1024

static bool is_outstanding(const struct track *t)
{
	return seq_lt(t->peer->acked, t->peer->next);
}

/* The other side has just sent again what was acknowledged already; after the end nothing else is answered. */
static bool answers_repeat(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return (r != NULL && r->repeated > 0) || analyse_is_past(t);
}

/* When its side last acknowledged something new. */
static int64_t advanced_ns(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return r != NULL && r->acked_ns != INT64_MIN ? r->acked_ns : 0;
}

/* How long an answer may take that is not late. */
static int64_t longest_ns(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return r != NULL ? r->rtt.smooth_ns + 4 * r->rtt.var_ns : 0;
}

/* Without SACK to tell: whether more of the other side's segments can have arrived behind a hole than it has sent
 * duplicate ACKs. What is in order and had arrived would be acknowledged; what had no time to come cannot be answered. */
static bool answers_arrival(const struct track *t)
{
	int64_t latest = t->segment->time_ns - (int64_t)t->peer->rtt_us * NS_PER_US;
	int64_t earliest = advanced_ns(t) - longest_ns(t);
	unsigned arrived = 0, walked = 0;
	for (uint32_t n = t->peer->unacked; n != 0 && n != t->number && walked < ARRIVAL_WALK;
	     walked++) {
		const struct packet *p = packet_store_at(t->packets, n);
		bool beyond =
		    seq_lt(t->segment->ack, p->seq) || seq_le(packet_end(p), t->segment->ack);
		if (packet_side(p) != t->side && packet_span(p) > 0 && beyond &&
		    p->time_ns <= latest && p->time_ns > earliest && p->acked_by == 0 &&
		    ++arrived > t->own->dup_acks)
			return true;
		n = p->next;
	}
	return false;
}

/* Sent before another that came here first. */
static bool was_overtaken(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return (t->segment->options & OPTION_TIMESTAMP) && r != NULL && r->seen.ts_high != 0 &&
	       seq_lt(t->segment->ts_val, r->seen.ts_high);
}

/* At its sender's own end: data came after the last segment that it sent. Were it in order, the number would be another. */
static bool answers_what_came(const struct track *t)
{
	struct recovery *own = t->own->recovery;
	const struct recovery *peer = t->peer->recovery;
	if (own == NULL || peer == NULL || !session_is_nearer(t->session, t->side))
		return false;
	struct seen *seen = &own->seen;
	uint32_t last = seen_packets(seen)[(seen->next + seen->room - 1) % seen->room];
	return packet_store_has(t->packets, last) &&
	       packet_store_at(t->packets, last)->time_ns < peer->sent_ns;
}

static bool has_moved_window(const struct track *t)
{
	if (answers_what_came(t))
		return false;
	bool told = t->session->sack_ok == 3 && !(t->segment->options & OPTION_BROKEN);
	return told || !is_outstanding(t) || !answers_arrival(t);
}

uint64_t analyse_repeated_ack(const struct track *t)
{
	const struct segment *s = t->segment;
	bool same_window = s->win == t->own->last_win;
	if (t->peer->probed && (s->win == 0 || t->own->last_win != 0))
		return NOTE_BIT(
		    t->own->last_win == 0 ? NOTE_ZERO_WINDOW_PROBE_ACK : NOTE_KEEP_ALIVE_ACK);
	uint32_t digest = analyse_sack_digest(s);
	if (digest != 0 && digest != t->own->last_sack)
		return NOTE_BIT(NOTE_DUPLICATE_ACK);
	if (same_window)
		return is_outstanding(t) || answers_repeat(t) ? NOTE_BIT(NOTE_DUPLICATE_ACK) : 0;
	if (!has_moved_window(t))
		return NOTE_BIT(NOTE_DUPLICATE_ACK);
	return was_overtaken(t) ? 0 : NOTE_BIT(NOTE_WINDOW_UPDATE);
}
