#include "core/analyse.h"

#include "core/note.h"
#include "core/recovery.h"
#include "core/seq.h"

/* The ECN field of the IP header (RFC 3168, 5). */
#define ECN_BITS 3
#define ECN_MARKED 3

/* A copy made by the network comes right behind its original. */
#define AGAIN_NS 1000000

bool analyse_is_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	if (s->len > 1 || (s->flags & (TCP_SYN | TCP_FIN | TCP_RST)) || !(s->flags & TCP_ACK))
		return false;
	if (!t->own->acked_known || t->own->acked != t->own->next || t->own->packets == 0)
		return false;
	/* Before the next number: keep-alives, and the window probes of Linux. One byte at it, into a closed window: the
	 * window probes of others (RFC 9293, 3.8.6.1). */
	return s->seq == t->own->next - 1 ||
	       (s->len == 1 && s->seq == t->own->next && t->peer->last_win == 0);
}

uint32_t analyse_sack_digest(const struct segment *s)
{
	if (s->sack_count == 0)
		return 0;
	return (s->sack[0].start * UINT32_C(2654435761)) ^ s->sack[0].end ^ 1;
}

/* Where IP identifications do not tell, the same bytes with the same timestamp may still be sent twice: a timestamp
 * stands still for a while. But a sender has no reason to so soon, and where SACK is in use every duplicate ACK reports
 * something new (RFC 2018, 4; 2883, 4). */
static bool has_no_reason(const struct track *t, const struct packet *earlier)
{
	const struct segment *s = t->segment;
	if (s->ts_val == 0 || s->time_ns - earlier->time_ns >= AGAIN_NS)
		return false;
	return s->len > 0 ||
	       (t->session->sack_ok == 3 && analyse_sack_digest(s) == t->own->last_sack);
}

uint16_t analyse_digest(const struct segment *s)
{
	uint32_t rest = s->seq + s->ack * UINT32_C(2654435761) + s->len * UINT32_C(2246822519) +
	                s->ip_id * UINT32_C(3266489917) + s->win;
	return (uint16_t)(s->ts_val + rest);
}

bool analyse_is_again(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct recovery *r = t->own->recovery;
	uint16_t digest = r != NULL ? analyse_digest(s) : 0;
	for (unsigned i = 0; r != NULL && i < SEEN_MAX; i++) {
		if (r->seen.digest[i] != digest || !packet_store_has(t->packets, r->seen.packet[i]))
			continue;
		const struct packet *p = packet_store_at(t->packets, r->seen.packet[i]);
		bool same = p->seq == s->seq && p->ack == s->ack && p->len == s->len &&
		            p->flags == s->flags && p->win == s->win &&
		            p->ip_id == (s->ip_id & 0xffff);
		if (same && (p->ip_id != 0 || has_no_reason(t, p)))
			return true;
	}
	return false;
}

static uint64_t probe_notes(const struct track *t)
{
	return t->peer->last_win == 0 ? NOTE_BIT(NOTE_ZERO_WINDOW_PROBE)
	                              : NOTE_BIT(NOTE_KEEP_ALIVE);
}

static uint64_t sequence_notes(const struct track *t, const struct evidence *e)
{
	if (e->probe)
		return probe_notes(t);
	uint64_t notes = 0;
	if (e->continues && e->skips)
		notes |= NOTE_BIT(NOTE_LOST_SEGMENT);
	if (e->continues && e->repeats)
		notes |= analyse_repeat(t, e);
	bool scaled = session_wscale(t->session, side_other(t->side)) >= 0;
	if (t->segment->len > 0 && t->own->acked_known && scaled &&
	    packet_end(t->packet) == t->own->win_edge)
		notes |= NOTE_BIT(NOTE_WINDOW_FULL);
	return notes;
}

static bool is_outstanding(const struct track *t)
{
	return seq_lt(t->peer->acked, t->peer->next);
}

/* The other side has just sent again what was acknowledged already. */
static bool answers_repeat(const struct track *t)
{
	return t->peer->recovery != NULL && t->peer->recovery->repeated;
}

/* Without SACK to tell: arrivals make the window of a receiver move in a run of duplicate ACKs, or while a hole is open at
 * this capture point. */
static bool answers_arrival(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	bool hole = r != NULL && r->gaps != NULL && r->gaps->count > 0;
	return t->session->sack_ok != 3 && is_outstanding(t) && (t->own->dup_acks > 0 || hole);
}

/* A pure ACK that repeats the number of the one before it: why was it sent? */
static uint64_t repeated_ack_notes(const struct track *t)
{
	const struct segment *s = t->segment;
	bool same_window = s->win == t->own->last_win;
	if (t->peer->probed && (s->win == 0 || t->own->last_win != 0))
		return NOTE_BIT(
		    t->own->last_win == 0 ? NOTE_ZERO_WINDOW_PROBE_ACK : NOTE_KEEP_ALIVE_ACK);
	uint32_t digest = analyse_sack_digest(s);
	if (digest != 0 && digest != t->own->last_sack)
		return NOTE_BIT(NOTE_DUPLICATE_ACK);
	if (same_window && (is_outstanding(t) || answers_repeat(t)))
		return NOTE_BIT(NOTE_DUPLICATE_ACK);
	if (same_window)
		return 0;
	return answers_arrival(t) ? NOTE_BIT(NOTE_DUPLICATE_ACK) : NOTE_BIT(NOTE_WINDOW_UPDATE);
}

static uint64_t ack_notes(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	uint64_t notes = 0;
	if (!(s->flags & TCP_ACK) || (s->flags & TCP_RST))
		return 0;
	if (t->peer->packets > 0 && t->peer->base_known && seq_lt(t->peer->next, s->ack))
		notes |= NOTE_BIT(NOTE_ACK_LOST_SEGMENT);
	bool pure = s->len == 0 && !(s->flags & (TCP_SYN | TCP_FIN)) && !e->probe;
	if (pure && e->continues && t->peer->acked_known && s->ack == t->peer->acked)
		notes |= repeated_ack_notes(t);
	else if (pure && notes == 0 && analyse_is_delayed_ack(t))
		notes |= NOTE_BIT(NOTE_DELAYED_ACK);
	return notes;
}

/* Marks of the network and their echo. On a SYN the bits negotiate (RFC 3168, 6.1.1). */
static uint64_t ecn_notes(const struct segment *s)
{
	uint64_t notes = (s->tos & ECN_BITS) == ECN_MARKED ? NOTE_BIT(NOTE_ECN_MARK) : 0;
	if (s->flags & (TCP_SYN | TCP_RST))
		return notes;
	if (s->flags & TCP_ECE)
		notes |= NOTE_BIT(NOTE_ECN_ECHO);
	if (s->flags & TCP_CWR)
		notes |= NOTE_BIT(NOTE_ECN_REDUCED);
	return notes;
}

/* The right edge of the window moves back, by more than the scale rounds away (RFC 7323, 2.4). */
static bool shrinks(const struct track *t)
{
	const struct segment *s = t->segment;
	int scale = session_wscale(t->session, t->side);
	if (!(s->flags & TCP_ACK) || (s->flags & (TCP_SYN | TCP_RST)) || scale < 0 ||
	    !t->peer->acked_known || seq_lt(s->ack, t->peer->acked))
		return false;
	uint32_t edge = s->ack + ((uint32_t)s->win << scale);
	return seq_diff(t->peer->win_edge, edge) > 1 << scale;
}

uint64_t analyse_packet(const struct track *t, const struct evidence *e)
{
	if (e->again)
		return NOTE_BIT(NOTE_NETWORK_DUPLICATE);
	uint64_t notes =
	    sequence_notes(t, e) | ack_notes(t, e) | ecn_notes(t->segment) | analyse_wait(t, e);
	if (t->segment->flags & TCP_RST)
		notes |= analyse_reset(t);
	if (shrinks(t))
		notes |= NOTE_BIT(NOTE_WINDOW_SHRINK);
	if (t->segment->win == 0 && !(t->segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)))
		notes |= NOTE_BIT(NOTE_ZERO_WINDOW);
	return notes;
}
