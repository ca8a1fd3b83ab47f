/* Theory of operation.
 *
 * A passive observer sees packets pass at one point, in an order that is not quite that of the
 * network, and concludes from them what the two ends did. Each note answers a question about one
 * segment. A note is set only if the capture holds evidence, and a finding (core/record/finding.h)
 * records that evidence. Without evidence the segment gets no note: silence is right, a guess is
 * wrong.
 *
 * The evidence, strongest first:
 *  - sequence numbers: what was sent before, what is missing, what is acknowledged;
 *  - SACK and D-SACK: what the receiver has, and what it received twice (RFC 2018, RFC 2883);
 *  - timestamps: in which order a sender sent, and what it had received by then (RFC 7323);
 *  - IP identifications: the same if the sender counts them (RFC 6864);
 *  - the capture point: round trips to both ends show which of them is near
 *    (session_is_nearer). At the sender nothing can be out of order, and the last ACK seen is
 *    the last one received. At the receiver everything that passed has arrived;
 *  - time: what follows sooner than a round trip answers nothing, and what follows a long silence
 *    was sent by a timer. Stacks, paths and clocks differ, so time comes last. The numbers are
 *    in core/analyse/thresholds.h.
 *
 * The order of the questions, for a segment that is not plain (core/analyse/header_prediction.h):
 *  1. Is it a network duplicate, made by the network or the capture? Then no other question
 *     applies (network_duplicate.c).
 *  2. Does its receiver accept it? If not, it changes nothing (acceptance.c).
 *  3. Is it a keep-alive or a zero-window probe? Then it takes no sequence space.
 *  4. Where are its numbers? Beyond a hole; or where its side has sent before, and then: was it
 *     overtaken in the network, or is it a retransmission (retransmission.c)? What triggered it:
 *     a report of the receiver, the timer, a tail loss probe (resend_cause.c)? Was it spurious?
 *  5. What does its ACK say: something new, a repetition and why, or only a window (ack.c)?
 *  6. ECN marks and echoes.
 *  7. What had it waited for: window, the application, Nagle, a delayed ACK (wait.c)?
 *  8. Why is the connection reset (reset.c)?
 * Each question is a list of rules. The first that holds is recorded together with its packets.
 *
 * Some answers become known only later: that a retransmission was spurious, that an apparent probe
 * was a timeout, that an original was overtaken. core/track/track_recovery.c then corrects the
 * earlier packet and its finding.
 *
 * Some can never be known: what was lost before the capture point, unless its retransmission or an
 * ACK reveals it; whether an ACK that passed here reached the sender; the value of a timer, because
 * the sender's estimates are its own; what an application did, apart from what it sent and read. */
#include "core/analyse/analyse.h"

#include "core/analyse/acceptance.h"
#include "core/analyse/capture_point.h"
#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* The ECN field of the IP header (RFC 3168, 5). */
#define ECN_BITS 3
#define ECN_MARKED 3

/* After idle time, old BSD stacks, and devices with their code, acknowledge one less as well, so
 * that 4.2BSD answers. */
static bool is_old_bsd_probe(const struct track *t)
{
	return t->segment->ack == t->peer->acked - 1 && t->segment->len == 1 &&
	       t->segment->seq == t->own->next - 1 &&
	       t->segment->time_ns - t->before_ns >= IDLE_LEAST_NS;
}

bool analyse_is_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	if (s->len > 1 || (s->flags & (TCP_SYN | TCP_FIN | TCP_RST)) || !(s->flags & TCP_ACK))
		return false;
	if (!t->own->acked_known || t->own->acked != t->own->next || t->own->packets == 0)
		return false;
	/* An ACK of less than was acknowledged before was overtaken; a side that has sent and
	 * received a FIN probes no more. */
	if ((seq_lt(s->ack, t->peer->acked) && !is_old_bsd_probe(t)) ||
	    (t->own->fin_seen && t->peer->fin_seen))
		return false;
	/* A push at the end of the data is a retransmission whose ACK was lost; probes do not
	 * push. */
	bool pushes = s->len == 1 && (s->flags & TCP_PSH);
	/* Keep-alives and Linux's window probes lie before the next number. Other stacks send one
	 * byte at the next number into a closed window (RFC 9293, 3.8.6.1). */
	return (s->seq == t->own->next - 1 && !pushes) ||
	       (s->len == 1 && s->seq == t->own->next && t->peer->last_win == 0);
}

uint32_t analyse_opening_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct flow *peer = t->peer;
	const struct packet *first = packet_store_find(t->packets, t->session->first);
	bool alone = t->own->packets == 0 && peer->packets == 1 && !peer->syn_seen;
	if (!alone || first == NULL || first->len > 1 || s->len > 0 ||
	    (s->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) != TCP_ACK ||
	    (first->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_PSH | TCP_ACK)) != TCP_ACK)
		return 0;
	return s->ack == first->seq + 1 && s->seq == first->ack && first->win != 0
	           ? t->session->first
	           : 0;
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
	/* The head may be forgotten; then the series begins anew. */
	const struct finding *first = findings_find(t->findings, head, NOTE_KEEP_ALIVE);
	uint32_t last = before > heard ? before : heard;
	conclude(t, RULE_KEEP_ALIVE,
	    (struct finding){
	        .copy = first != NULL ? head : 0, .cause = first != NULL ? first->cause : last });
}

/* Returns the packet that ends where the hole starts. */
static uint32_t packet_before_hole(const struct track *t)
{
	uint32_t last = track_last(t, t->side), before = t->hole_start;
	const struct packet *p = packet_store_find(t->packets, last);
	return p != NULL && packet_end(p) == before ? last
	                                            : track_carrier_of(t, t->side, before - 1);
}

/* The evidence of a hole that an ACK has covered: that ACK, and the packet before the hole. */
static struct finding evidence_of_acked_hole(const struct track *t)
{
	uint32_t own = track_last(t, t->side), peer = track_last(t, side_other(t->side));
	const struct packet *before = packet_store_find(t->packets, own);
	const struct packet *ack = packet_store_find(t->packets, peer);
	bool covers = ack != NULL && ack->ack == t->segment->seq;
	bool ends =
	    before != NULL && seq_lt(packet_end(before), t->segment->seq) &&
	    !(before->notes & (NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER)));
	return (struct finding){ .cause = covers ? peer : 0, .cause_first = ends ? own : 0 };
}

static void conclude_hole(const struct track *t, const struct evidence *e)
{
	if (e->jumps)
		conclude(t, RULE_HOLE, (struct finding){ .cause = packet_before_hole(t) });
	else
		conclude(t, RULE_HOLE_ACKED, evidence_of_acked_hole(t));
}

/* Returns true if its sender still sees a window of 0: it echoes a timestamp from before the update
 * that opened the window. That one was lost. */
static bool sees_zero_window(const struct track *t)
{
	return t->peer->last_win == 0 ||
	       (has_not_heard(t) && series_lately(t, t->side, NOTE_ZERO_WINDOW_PROBE) != 0 &&
	           series_lately(t, side_other(t->side), NOTE_ZERO_WINDOW) != 0);
}

static void sequence_notes(const struct track *t, const struct evidence *e)
{
	if (e->probe) {
		if (sees_zero_window(t))
			conclude_window_probe(t);
		else
			conclude_keep_alive(t);
		return;
	}
	if (e->continues && e->repeats)
		analyse_repeat(t, e);
	if (e->continues && e->skips)
		conclude_hole(t, e);
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
	if (t->opening_probe != 0) {
		conclude(t, RULE_KEEP_ALIVE_ANSWER, (struct finding){ .cause = t->opening_probe });
		return;
	}
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

/* The echo continues until the CWR can have arrived, or a packet comes without it. */
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

/* A sender announces every reduction, also after a loss. */
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

/* Returns the ACE counter of a segment (RFC 9768, 3.2.2). */
static unsigned ace_of(uint16_t flags)
{
	return (flags & TCP_AE ? 4U : 0) | (flags & TCP_CWR ? 2U : 0) | (flags & TCP_ECE ? 1U : 0);
}

/* The counter starts at 5; in the client's first ACK the flags repeat how the SYN-ACK arrived. */
#define ACE_START 5
/* A larger step is one back: the segment was overtaken. */
#define ACE_STEP_MOST 4

static void conclude_ace(const struct track *t)
{
	const struct packet *last = packet_store_find(t->packets, track_last(t, t->side));
	bool first = last == NULL || (last->flags & TCP_SYN);
	if (first && t->side == SIDE_A)
		return;
	bool counts = !first && !(t->side == SIDE_A && t->own->packets == 2);
	unsigned before = counts ? ace_of(last->flags) : ACE_START;
	unsigned step = (ace_of(t->segment->flags) - before) & 7;
	if (step > 0 && step <= ACE_STEP_MOST)
		conclude(t, RULE_ACE, (struct finding){ 0 });
}

/* ECN marks and their echo. On a SYN the bits negotiate (RFC 3168, 6.1.1); with AccECN they are a
 * counter, which says nothing of RFC 3168. */
static void ecn_notes(const struct track *t)
{
	const struct segment *s = t->segment;
	if ((s->tos & ECN_BITS) == ECN_MARKED)
		conclude(t, RULE_CE_MARK, (struct finding){ 0 });
	if (s->flags & (TCP_SYN | TCP_RST))
		return;
	if (t->session->accecn) {
		conclude_ace(t);
		return;
	}
	if (s->flags & TCP_ECE)
		conclude_echo(t);
	if (s->flags & TCP_CWR)
		conclude_reduced(t);
}

/* Returns true if the right edge of the window moves back by more than the scale rounds away (RFC
 * 7323, 2.4). */
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
	/* An ACK that was overtaken carries an older, smaller offer; that is no shrink. */
	return seq_diff(t->peer->win_edge, edge) > 1 << scale && !analyse_is_overtaken_ack(t);
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
	if (e->unaccepted != ACCEPTED) {
		analyse_unaccepted(t, e);
		return;
	}
	sequence_notes(t, e);
	ack_notes(t, e);
	ecn_notes(t);
	/* If frames are missing, the one it waited for may be among them. */
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
