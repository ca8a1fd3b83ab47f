#include "core/track/track.h"

#include "core/analyse/acceptance.h"
#include "core/analyse/analyse.h"
#include "core/analyse/conclude.h"
#include "core/analyse/header_prediction.h"
#include "core/analyse/lookback.h"
#include "core/base/assertions.h"
#include "core/record/holes.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"
#include "core/track/capture_order.h"
#include "core/track/late_notes.h"
#include "core/track/track_ack.h"
#include "core/track/track_recovery.h"
#include "core/track/track_state.h"

static bool is_plain_syn(const struct segment *s)
{
	return (s->flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN;
}

bool track_belongs(const struct session *s, enum side side, const struct segment *segment)
{
	const struct flow *own = &s->flow[side], *peer = &s->flow[side_other(side)];
	if (!is_plain_syn(segment))
		return true;
	if (own->packets > 0)
		return own->syn_seen && own->base == segment->seq;
	/* The other side's SYN crosses it (simultaneous open), or the SYN-ACK was captured before
	 * it. */
	return peer->syn_seen && (!own->base_known || own->base == segment->seq);
}

/* The option of the SYN; without it, that of an earlier SYN with the same ISN, which a SYN-ACK may
 * answer: only one that offers scaling answers a SYN that does (RFC 7323, 2.2). */
static uint8_t offered_scale(const struct track *t)
{
	const struct segment *s = t->segment;
	if (s->options & OPTION_WSCALE)
		return s->wscale > WSCALE_LARGEST ? WSCALE_LARGEST : s->wscale;
	bool again = t->own->syn_seen && t->own->base == s->seq && !(s->flags & TCP_ACK);
	return again ? t->own->wscale : WSCALE_NONE;
}

static void learn_stack(struct track *t)
{
	unsigned stack = stack_of(t->segment) & 7U;
	if (stack == STACK_UNKNOWN)
		return;
	if (t->side == SIDE_A)
		t->session->stack_a = stack & 7U;
	else
		t->session->stack_b = stack & 7U;
}

/* Both SYNs offer AccECN (RFC 9768, 3.1.1 and 3.1.2): all three flags on the SYN, and on the
 * SYN-ACK one of the four answers that echo how the SYN arrived. */
static void learn_accecn(struct track *t)
{
	const uint16_t ace = TCP_AE | TCP_CWR | TCP_ECE;
	const struct packet *syn =
	    packet_store_find(t->packets, track_last(t, side_other(t->side)));
	unsigned answer = t->segment->flags & ace;
	if ((t->segment->flags & TCP_ACK) && syn != NULL && (syn->flags & TCP_SYN) &&
	    (syn->flags & ace) == ace)
		t->session->accecn = answer == TCP_CWR || answer == (TCP_CWR | TCP_ECE) ||
		                     answer == TCP_AE || answer == (TCP_AE | TCP_CWR);
}

static void learn_syn(struct track *t)
{
	const struct segment *s = t->segment;
	struct flow *own = t->own;
	/* With another ISN, the listener forgot its first answer, which nothing has acknowledged
	 * (otherwise the SYN-ACK is not accepted: core/analyse/acceptance.c). */
	own->wscale = offered_scale(t);
	learn_stack(t);
	learn_accecn(t);
	if (!own->syn_seen || own->base != s->seq)
		own->next = s->seq;
	own->base = s->seq;
	own->base_known = own->syn_seen = true;
	session_learn_wscale(t->session);
	if (s->options & OPTION_SACK_OK)
		t->session->sack_ok |= t->side == SIDE_A ? 1 : 2;
}

/* If several SYN-ACKs with different ISNs came, the first ACK shows which one counts. */
static void choose_syn(struct track *t)
{
	struct flow *peer = t->peer;
	uint32_t isn = t->segment->ack - 1, n;
	if (!peer->syn_seen || peer->acked_known || isn == peer->base || peer->bytes > 0)
		return;
	for (unsigned back = 0; track_seen_back(t, side_other(t->side), back, &n); back++) {
		const struct packet *p = packet_store_find(t->packets, n);
		if (p == NULL || !(p->flags & TCP_SYN) || p->seq != isn)
			continue;
		peer->base = isn;
		peer->next = isn + 1;
		return;
	}
}

/* Sets the base of relative numbers. */
static void learn_base(struct track *t)
{
	const struct segment *s = t->segment;
	if (s->flags & TCP_SYN) {
		learn_syn(t);
	} else if (!t->own->base_known) {
		t->own->base = s->seq - 1;
		t->own->next = s->seq;
		t->own->base_known = true;
	}
	if ((s->flags & TCP_ACK) && !t->peer->base_known) {
		t->peer->base = s->ack - 1;
		t->peer->next = s->ack;
		t->peer->base_known = true;
	} else if ((s->flags & TCP_ACK) && !t->peer->acked_known) {
		choose_syn(t);
	}
}

/* Returns the payload bytes within [start, end) of the sequence space, which does not include the
 * SYN's number. */
static uint32_t payload_between(const struct segment *s, uint32_t start, uint32_t end)
{
	uint32_t first = s->seq + !!(s->flags & TCP_SYN), last = first + s->len;
	start = seq_max(start, first);
	if (seq_lt(last, end))
		end = last;
	return seq_lt(start, end) ? end - start : 0;
}

/* Records whether the capture has the bytes right below `next`, including the FIN if there was
 * one. */
static void see_front(struct track *t, uint32_t seq, uint32_t end)
{
	struct flow *own = t->own;
	if (seq != end && seq_le(own->next, end)) {
		track_trust_states(t);
		own->unseen = false;
	} else if (seq == end && seq_lt(own->next, seq)) {
		track_doubt_fin(t, t->side, false);
	}
	if (seq_le(own->next, seq))
		own->unseen = false;
}

/* Processes the sequence space of the segment: moves `next`, opens and fills holes. */
static void take_sequence(struct track *t, struct evidence *e)
{
	const struct segment *s = t->segment;
	struct flow *own = t->own;
	uint32_t end = t->end, next = own->next;
	if ((s->flags & TCP_RST) || e->probe || e->twin.packet != 0)
		return;
	bool jumps = seq_lt(next, s->seq);
	e->jumps = jumps;
	e->skips = jumps || (own->unseen && next == s->seq);
	t->hole_start = next;
	see_front(t, s->seq, end);
	if (jumps && e->continues)
		gaps_open(&own->recovery->gaps, (struct gap){
		                                    .start = next,
		                                    .end = s->seq,
		                                    .opened_ns = s->time_ns,
		                                    .opened_by = t->number,
		                                    .ts_val = s->ts_val,
		                                    .ip_id = (uint16_t)s->ip_id,
		                                });
	/* In a simultaneous open the SYN-ACK answers the other SYN; it does not repeat its own. */
	bool answers_syn = (s->flags & TCP_SYN) && (s->flags & TCP_ACK) && !own->syn_ack_seen;
	own->syn_ack_seen = own->syn_ack_seen || answers_syn;
	if (s->seq != end && seq_lt(s->seq, next) && !answers_syn) {
		uint32_t old_end = seq_lt(end, next) ? end : next;
		e->repeats = true;
		e->filled =
		    e->continues ? gaps_fill(own->recovery->gaps, s->seq, old_end, &e->hole) : 0;
		e->fresh = e->filled;
		order_take_missed(t, e, old_end);
	}
	if (seq_lt(next, end)) {
		e->fresh += payload_between(s, next, end);
		own->next = end;
	} else if (e->skips) {
		own->next = s->seq;
	}
	/* Holes include the numbers of SYN and FIN, and may overlap where a SYN changed the ISN. */
	if (e->fresh > s->len)
		e->fresh = s->len;
	if ((s->flags & TCP_FIN) && end == own->next)
		own->fin_seen = true;
}

/* Marks the beginnings of messages (core/model/message.h). */
static void mark_message(struct track *t, const struct evidence *e)
{
	struct flow *own = t->own;
	uint8_t speaker = (uint8_t)(t->side + 1);
	if (e->fresh == 0)
		return;
	bool in_order = e->filled == 0 && !e->skips && e->late != LATE_AFTER_DATA;
	bool begins = own->msg_segments == 0 || t->session->speaker != speaker || !in_order;
	t->packet->bits |= PACKET_NEW_DATA | (begins ? PACKET_MESSAGE : PACKET_CONTINUES);
	own->msg_segments = begins ? 1 : (uint8_t)(own->msg_segments + 1);
	if ((t->segment->flags & TCP_PSH) || e->filled > 0 || own->msg_segments == MESSAGE_SEGMENTS)
		own->msg_segments = 0;
	own->bytes += e->fresh;
	own->data_seen = true;
	t->session->speaker = speaker & 3U;
}

static uint32_t in_flight(const struct flow *f)
{
	uint32_t from = f->base + 1, to = f->next - f->fin_seen;
	if (f->acked_known)
		from = seq_max(from, f->acked);
	int32_t left = seq_diff(to, from);
	return left > 0 ? (uint32_t)left : 0;
}

static void count_notes(struct track *t)
{
	uint64_t notes = t->packet->notes;
	/* A duplicate ACK below the highest ACK number is outdated. */
	bool duplicate =
	    (notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) && seq_le(t->peer->acked, t->segment->ack);
	if (duplicate && t->own->dup_acks < UINT8_MAX)
		t->own->dup_acks++;
	if ((notes & NOTES_BEHIND) && t->span > 0 && t->own->resent < UINT16_MAX)
		t->own->resent++;
	struct recovery *r = t->peer->recovery;
	if (duplicate && r != NULL && r->repeated > 0)
		r->repeated--;
}

/* A segment that fills a hole from its first byte on has no earlier copy in this capture. */
static uint32_t find_copy(const struct track *t, const struct evidence *e)
{
	uint32_t seq = t->segment->seq;
	bool missing = e->filled > 0 && seq_le(e->hole.start, seq) && seq_lt(seq, e->hole.end);
	return missing ? 0 : track_find_copy(t);
}

/* Records the first retransmission of the number that duplicate ACKs ask for as their answer. */
static void answer_duplicates(const struct track *t, enum side peer)
{
	uint32_t head = series_lately(t, peer, NOTE_DUPLICATE_ACK);
	const struct packet *p = packet_store_find(t->packets, head);
	if (p != NULL && seq_le(t->segment->seq, p->ack) && seq_lt(p->ack, t->end))
		conclude_answer(t, head, NOTE_DUPLICATE_ACK);
}

/* Records the answer to a probe and to the head of its series. */
static void answer_probe(const struct track *t, uint32_t probe, enum note note)
{
	conclude_answer(t, probe, note);
	conclude_answer(t, series_head(t, probe, note), note);
}

/* Fills in the answers that earlier findings waited for. */
static void fill_answers(const struct track *t, const struct evidence *e)
{
	enum side peer = side_other(t->side);
	if (e->twin.packet != 0)
		return;
	if (e->filled > 0)
		conclude_answer(t, e->hole.opened_by, NOTE_LOST_SEGMENT);
	if (e->repeats && e->continues)
		answer_duplicates(t, peer);
	if (t->own->last_win == 0 && t->segment->win != 0 && t->own->packets > 0)
		conclude_answer(t, series_lately(t, t->side, NOTE_ZERO_WINDOW), NOTE_ZERO_WINDOW);
	if (t->peer->probed) {
		uint32_t asked = track_seen_last(t, peer);
		answer_probe(t, asked, NOTE_KEEP_ALIVE);
		answer_probe(t, asked, NOTE_ZERO_WINDOW_PROBE);
	}
	if (t->own->packets == 0)
		conclude_answer(t, series_lately(t, peer, NOTE_SYN_TIMEOUT), NOTE_SYN_TIMEOUT);
}

/* The session's first packet is a keep-alive: it lies below the next number. */
static void open_with_probe(struct track *t)
{
	t->peer->next = t->segment->ack;
	t->peer->probed = true;
	track_correct_note(t, t->opening_probe, RULE_KEEP_ALIVE, 0, 0);
	conclude_answer(t, t->opening_probe, NOTE_KEEP_ALIVE);
}

/* Analyses a segment completely. */
static void examine(struct track *t, struct evidence *e)
{
	track_begin_recovery(t);
	e->twin = analyse_twin(t);
	/* Also of a copy: the first one may be forgotten. */
	e->unaccepted = acceptance_of(t);
	if (e->unaccepted != ACCEPTED) {
		analyse_packet(t, e);
		count_notes(t);
		return;
	}
	e->probe = e->twin.packet == 0 && analyse_is_probe(t);
	learn_base(t);
	t->opening_probe = analyse_opening_probe(t);
	if (t->opening_probe != 0)
		open_with_probe(t);
	take_sequence(t, e);
	if (e->repeats && e->continues)
		t->copy = find_copy(t, e);
	analyse_packet(t, e);
	count_notes(t);
	fill_answers(t, e);
	if (e->late != LATE_NOT)
		order_settle(t, e);
}

/* Does the same for a plain segment (core/analyse/header_prediction.h): every other check of
 * examine() would say no. */
static void examine_plain(struct track *t, struct evidence *e)
{
	e->fresh = t->segment->len;
	t->own->next = t->end;
	if (t->segment->len > 0)
		analyse_wait(t, e);
	else
		analyse_delayed_ack(t);
	if (t->packet->notes != 0)
		count_notes(t);
	if (t->own->last_win == 0 || t->peer->probed)
		fill_answers(t, e);
}

/* Ends with a segment that its receiver does not accept: it counts as a packet, and that is all. */
static void pass_by(struct track *t)
{
	track_recover_unaccepted(t);
	track_keep_states(t);
	t->packet->in_flight = in_flight(t->own);
	t->own->packets++;
}

void track_packet(struct track *t)
{
	struct evidence e = { .continues = t->own->packets > 0 && t->own->base_known };
	assert_costly(t->own != t->peer && t->session->last == t->number);
	uint32_t before = t->peer->acked;
	if (t->segment->time_ns < t->before_ns)
		order_see_time(t);
	if (t->own->packets == 0)
		t->session->digest[t->side] = track_digest(t->segment);
	bool known = t->peer->acked_known, plain = plain_segment(t);
	if (plain)
		examine_plain(t, &e);
	else
		examine(t, &e);
	if (t->own->recovery != NULL)
		t->own->recovery->stray_reset =
		    (t->packet->notes & NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW)) != 0;
	if (e.unaccepted != ACCEPTED) {
		pass_by(t);
		return;
	}
	mark_message(t, &e);
	if (!plain)
		track_settle_syn(t);
	track_ack(t);
	track_recover_sent(t, &e);
	if (!plain || t->segment->ack != before)
		track_recover_acked(t, before, known);
	if (plain)
		track_keep_states(t);
	else
		track_states(t, &e);
	if (t->span > 0 && t->own->unacked == 0 && t->packet->acked_by == 0)
		t->own->unacked = t->number;
	t->packet->in_flight = in_flight(t->own);
	t->own->last_win = t->segment->win;
	t->own->last_sack = analyse_sack_digest(t->segment);
	t->own->probed = e.probe;
	t->own->packets++;
}
