#include "core/analyse/analyse.h"

#include "core/analyse/capture_point.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* The ECN field of the IP header (RFC 3168, 5). */
#define ECN_BITS 3
#define ECN_MARKED 3

bool analyse_is_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	if (s->len > 1 || (s->flags & (TCP_SYN | TCP_FIN | TCP_RST)) || !(s->flags & TCP_ACK))
		return false;
	if (!t->own->acked_known || t->own->acked != t->own->next || t->own->packets == 0)
		return false;
	/* One that acknowledges less than others before it is late; and who has sent and got a FIN
	 * asks for nothing more. */
	if (seq_lt(s->ack, t->peer->acked) || (t->own->fin_seen && t->peer->fin_seen))
		return false;
	/* The end of the data again, its ACK being lost: a probe does not push. */
	bool pushes = s->len == 1 && (s->flags & TCP_PSH);
	/* Before the next number: keep-alives, and the window probes of Linux. One byte at it, into
	 * a closed window: the window probes of others (RFC 9293, 3.8.6.1). */
	return (s->seq == t->own->next - 1 && !pushes) ||
	       (s->len == 1 && s->seq == t->own->next && t->peer->last_win == 0);
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
	if (t->segment->len > 0 && t->own->acked_known && scaled && t->end == t->own->win_edge)
		notes |= NOTE_BIT(NOTE_WINDOW_FULL);
	return notes;
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
		notes |= analyse_repeated_ack(t);
	else if (pure && e->continues && t->peer->acked_known && seq_lt(s->ack, t->peer->acked))
		notes |= analyse_is_late_duplicate(t) ? NOTE_BIT(NOTE_DUPLICATE_ACK) : 0;
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
	if (acks_fin(t))
		return false;
	uint32_t edge = s->ack + ((uint32_t)s->win << scale);
	/* What was offered before is no less than what was offered then. */
	return seq_diff(t->peer->win_edge, edge) > 1 << scale && !analyse_is_late_ack(t);
}

uint64_t analyse_packet(const struct track *t, const struct evidence *e)
{
	if (e->again)
		return NOTE_BIT(NOTE_NETWORK_DUPLICATE);
	uint64_t notes = sequence_notes(t, e) | ack_notes(t, e) | ecn_notes(t->segment);
	/* Where frames are missing, what it had waited for may be among them. */
	if (t->segment->len > 0 && !(notes & NOTE_BIT(NOTE_ACK_LOST_SEGMENT)))
		notes |= analyse_wait(t, e);
	if (t->segment->flags & TCP_RST)
		notes |= analyse_reset(t);
	if (shrinks(t))
		notes |= NOTE_BIT(NOTE_WINDOW_SHRINK);
	if (t->segment->win == 0 && !(t->segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)))
		notes |= NOTE_BIT(NOTE_ZERO_WINDOW);
	return notes;
}
