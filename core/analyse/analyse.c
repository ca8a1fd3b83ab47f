/* Theory of operation.
 *
 * A passive observer sees packets pass at one point, in an order that is not quite that of the
 * network, and from that concludes what the two ends did. Each note answers a question about one
 * segment; a note is only set where the capture holds evidence, and a finding
 * (core/record/finding.h) says which evidence that was. Where there is none the segment stays
 * without a note: silence is right, a guess is wrong.
 *
 * The evidence, the strongest first:
 *  - sequence numbers: what was sent before, what is missing, what is acknowledged;
 *  - SACK and D-SACK: what the receiver has, and what came to it twice (RFC 2018, RFC 2883);
 *  - timestamps: in which order a sender sent, and what it had heard by then (RFC 7323);
 *  - IP identifications: the same where the sender counts them (RFC 6864);
 *  - the place: round trips to both ends tell which of them is near (session_is_nearer). At the
 *    sender nothing can be out of order, and the last ACK seen is the last one heard. At the
 *    receiver what has passed has arrived;
 *  - time: what comes sooner than a round trip answers nothing, and what comes after a long silence
 *    was sent by a timer. Stacks, paths and clocks differ, so time is asked last. The numbers are
 *    in core/analyse/thresholds.h.
 *
 * The order of the questions, for a segment that is not plain (core/analyse/header_prediction.h):
 *  1. Is it a copy that the network or the capture made? Nothing else is asked of it then
 *     (network_duplicate.c).
 *  2. Is it a keep-alive or a window probe? It takes no place in the sequence then.
 *  3. How do its numbers lie? Beyond a hole; or at numbers that its side had sent before, and then:
 *     was it overtaken in the network, or sent again (retransmission.c)? What triggered that: a
 *     report of the receiver, the timer, a tail loss probe (resend_cause.c)? Was it needless?
 *  4. What does its ACK say: something new, the same again and why, or only a window (ack.c)?
 *  5. ECN marks and echoes.
 *  6. What had it waited for: window, the application, Nagle, a delayed ACK (wait.c)?
 *  7. Why is the connection reset (reset.c)?
 * Each of them is a list of rules. The first that holds is recorded, and its packets with it.
 *
 * Some things only come out later: that a retransmission was needless, that what was taken for a
 * probe was a timeout, that an original was late. core/track/track_recovery.c corrects the earlier
 * packet then, and its finding.
 *
 * What can never be known: what was lost before it came by, unless its retransmission or an ACK
 * tells of it; whether an ACK that passed here came to the sender; what a timer was set to, as the
 * sender's estimates are its own; what an application did, but for what it sent and read. */
#include "core/analyse/analyse.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
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

static void conclude_window_probe(const struct track *t)
{
	uint32_t zero = series_lately(t, side_other(t->side), NOTE_ZERO_WINDOW);
	uint32_t head = series_lately(t, t->side, NOTE_ZERO_WINDOW_PROBE);
	const struct finding *first = findings_find(t->findings, head, NOTE_ZERO_WINDOW_PROBE);
	bool goes_on = first != NULL && (first->cause == zero || zero == 0);
	conclude(t, t->segment->seq == t->own->next ? RULE_WINDOW_PROBE_BYTE : RULE_WINDOW_PROBE,
	    (struct finding){ .copy = goes_on ? head : 0, .cause = zero });
}

static void conclude_keep_alive(const struct track *t)
{
	uint32_t before = track_last(t, t->side), heard = track_last(t, side_other(t->side));
	uint32_t head = t->own->probed ? series_head(t, before, NOTE_KEEP_ALIVE) : 0;
	conclude(t, RULE_KEEP_ALIVE,
	    (struct finding){ .copy = head,
	        .cause = head != 0        ? findings_find(t->findings, head, NOTE_KEEP_ALIVE)->cause
	                 : before > heard ? before
	                                  : heard });
}

/* The packet whose end is the hole's start. */
static uint32_t packet_before_hole(const struct track *t)
{
	uint32_t last = track_last(t, t->side), before = t->hole_start;
	const struct packet *p = packet_store_find(t->packets, last);
	return p != NULL && packet_end(p) == before ? last
	                                            : track_carrier_of(t, t->side, before - 1);
}

static void sequence_notes(const struct track *t, const struct evidence *e)
{
	if (e->probe) {
		if (t->peer->last_win == 0)
			conclude_window_probe(t);
		else
			conclude_keep_alive(t);
		return;
	}
	if (e->continues && e->repeats)
		analyse_repeat(t, e);
	if (e->continues && e->skips)
		conclude(t, e->jumps ? RULE_HOLE : RULE_HOLE_ACKED,
		    (struct finding){ .cause = e->jumps ? packet_before_hole(t) : 0 });
	bool scaled = session_wscale(t->session, side_other(t->side)) >= 0;
	if (t->segment->len > 0 && t->own->acked_known && scaled && t->end == t->own->win_edge)
		conclude(t, RULE_WINDOW_FULL,
		    (struct finding){ .cause = track_last(t, side_other(t->side)) });
}

static void ack_notes(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	if (!(s->flags & TCP_ACK) || (s->flags & TCP_RST))
		return;
	bool unseen = t->peer->packets > 0 && t->peer->base_known && seq_lt(t->peer->next, s->ack);
	if (unseen)
		conclude(t, RULE_ACKS_UNSEEN,
		    (struct finding){ .cause = track_last(t, side_other(t->side)) });
	bool pure = s->len == 0 && !(s->flags & (TCP_SYN | TCP_FIN)) && !e->probe;
	if (pure && e->continues && t->peer->acked_known && s->ack == t->peer->acked)
		analyse_repeated_ack(t, e);
	else if (pure && e->continues && t->peer->acked_known && seq_lt(s->ack, t->peer->acked))
		analyse_old_ack(t);
	else if (pure && !unseen)
		analyse_delayed_ack(t);
}

/* The echo goes on until the answer to it has had the time to come, or a packet comes without. */
static void conclude_echo(const struct track *t)
{
	enum side peer = side_other(t->side);
	uint32_t head = series_head(t, track_last(t, t->side), NOTE_ECN_ECHO);
	const struct finding *first = findings_find(t->findings, head, NOTE_ECN_ECHO);
	const struct packet *answer =
	    packet_store_find(t->packets, first != NULL ? first->answer : 0);
	if (answer != NULL && has_come_to_sender(t, answer->time_ns))
		head = 0;
	uint32_t marked = track_last(t, peer);
	const struct packet *p = packet_store_find(t->packets, marked);
	bool known = p != NULL && (p->notes & NOTE_BIT(NOTE_ECN_MARK));
	conclude(t, RULE_ECE, (struct finding){ .copy = head, .cause = known ? marked : 0 });
}

/* A sender tells of every reduction, after a loss, too. */
static void conclude_reduced(const struct track *t)
{
	enum side peer = side_other(t->side);
	uint32_t echo = series_lately(t, peer, NOTE_ECN_ECHO);
	const struct finding *first = findings_find(t->findings, echo, NOTE_ECN_ECHO);
	const struct recovery *r = t->own->recovery;
	const struct resent *resent = r != NULL ? recovery_last(r) : NULL;
	if (first != NULL && first->answer == 0) {
		conclude(t, RULE_CWR_ECHO, (struct finding){ .cause = echo });
		conclude_answer(t, echo, NOTE_ECN_ECHO);
	} else if (resent != NULL && r->mode != RECOVERY_NONE) {
		conclude(t, RULE_CWR_LOSS, (struct finding){ .cause = resent->packet });
	} else {
		conclude(t, RULE_CWR, (struct finding){ 0 });
	}
}

/* Marks of the network and their echo. On a SYN the bits negotiate (RFC 3168, 6.1.1). */
static void ecn_notes(const struct track *t)
{
	const struct segment *s = t->segment;
	if ((s->tos & ECN_BITS) == ECN_MARKED)
		conclude(t, RULE_CE_MARK, (struct finding){ 0 });
	if (s->flags & (TCP_SYN | TCP_RST))
		return;
	if (s->flags & TCP_ECE)
		conclude_echo(t);
	if (s->flags & TCP_CWR)
		conclude_reduced(t);
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

static bool has_zero_window(const struct segment *s)
{
	return s->win == 0 && !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

void analyse_packet(const struct track *t, const struct evidence *e)
{
	if (e->twin.packet != 0) {
		conclude(t, e->twin.rule, (struct finding){ .copy = e->twin.packet });
		return;
	}
	sequence_notes(t, e);
	ack_notes(t, e);
	ecn_notes(t);
	/* Where frames are missing, what it had waited for may be among them. */
	if (t->segment->len > 0 && !(t->packet->notes & NOTE_BIT(NOTE_ACK_LOST_SEGMENT)))
		analyse_wait(t, e);
	if (t->segment->flags & TCP_RST)
		analyse_reset(t, e);
	if (shrinks(t))
		conclude(
		    t, RULE_WINDOW_SHRUNK, (struct finding){ .cause = track_last(t, t->side) });
	if (has_zero_window(t->segment))
		conclude(t, RULE_ZERO_WINDOW,
		    (struct finding){ .copy = t->own->last_win != 0
		                                  ? 0
		                                  : series_lately(t, t->side, NOTE_ZERO_WINDOW) });
}
