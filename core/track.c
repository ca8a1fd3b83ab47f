#include "core/track.h"

#include <assert.h>
#include <stdlib.h>

#include "core/analyse.h"
#include "core/event.h"
#include "core/follow.h"
#include "core/gaps.h"
#include "core/message.h"
#include "core/note.h"
#include "core/revive.h"
#include "core/seq.h"

#define NS_PER_US 1000

/* To a sender that is so far away and back: more than a kernel takes to answer. */
#define FAR_NS 1000000

/* How far an ACK looks for the packets it acknowledges beyond the first that it does not: enough for every
 * retransmission in a real window, and a bound for captures made to hurt. */
#define ACK_WALK 4096

/* How many packets back a side's last one is looked for. */
#define DOUBT_WALK 256

/* How many packets get their states back when a doubt has gone. */
#define UNSURE_WALK 4096

/* How many packets of the session back an earlier copy is looked for. */
#define CARRIER_WALK 2048

/* Resets that do not end this connection: one that its receiver ignores, and one that ends an older connection (RFC 9293,
 * 3.10.7.3: who sent it stays in SYN-SENT). */
#define RESETS_OTHERS (NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW) | NOTE_BIT(NOTE_UNACCEPTABLE_ACK))

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
	/* The other side's SYN crosses it (simultaneous open), or its SYN-ACK was captured first. */
	return peer->syn_seen && (!own->base_known || own->base == segment->seq);
}

static void learn_syn(struct track *t)
{
	const struct segment *s = t->segment;
	struct flow *own = t->own;
	/* A SYN-ACK with another ISN: the listener forgot its first answer. Nothing was built on that. */
	if (own->syn_seen && own->base != s->seq && own->acked_known)
		return;
	if (!own->syn_seen || own->base != s->seq)
		own->next = s->seq;
	own->base = s->seq;
	own->base_known = own->syn_seen = true;
	own->wscale = s->options & OPTION_WSCALE ? s->wscale : WSCALE_NONE;
	session_learn_wscale(t->session);
	if (s->options & OPTION_SACK_OK)
		t->session->sack_ok |= t->side == SIDE_A ? 1 : 2;
}

/* Sets what relative numbers count from. */
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
	}
}

/* Payload bytes within [start, end) of the sequence space, which the SYN's number is not part of. */
static uint32_t payload_between(const struct segment *s, uint32_t start, uint32_t end)
{
	uint32_t first = s->seq + !!(s->flags & TCP_SYN), last = first + s->len;
	start = seq_max(start, first);
	if (seq_lt(last, end))
		end = last;
	return seq_lt(start, end) ? end - start : 0;
}

/* The last packet that a side has sent, where that is few packets ago; else 0. */
static uint32_t last_seen(const struct track *t, enum side side)
{
	struct recovery *r = t->session->flow[side].recovery;
	if (r == NULL)
		return 0;
	struct seen *seen = &r->seen;
	uint32_t last = seen_packets(seen)[(seen->next + seen->room - 1) % seen->room];
	return packet_store_has(t->packets, last) && t->number - last < DOUBT_WALK ? last : 0;
}

/* The packet after the last one that a side has sent lately. */
static uint32_t after_last_of(const struct track *t, enum side side)
{
	uint32_t last = last_seen(t, side);
	if (last != 0)
		return packet_store_at(t->packets, last)->next;
	uint32_t count = session_begun(t->session) + 1;
	struct index_mark mark = session_index_before(
	    t->index, t->session->index, count > DOUBT_WALK ? count - DOUBT_WALK : 1);
	uint32_t after = mark.packet != 0 ? mark.packet : t->session->first;
	for (uint32_t n = after; n != t->number;) {
		const struct packet *p = packet_store_at(t->packets, n);
		n = p->next;
		if (packet_side(p) == side)
			after = n;
	}
	return after;
}

static uint8_t states_of(const struct session *s)
{
	return (uint8_t)(s->state[SIDE_A] | s->state[SIDE_B] << 4);
}

/* The half of struct packet's states that is a side's. */
static uint8_t half_of(enum side side)
{
	return side == SIDE_A ? 0x0f : 0xf0;
}

static_assert(STATE_UNKNOWN == 0, "no bits set is unknown");

/* A FIN of that side may be among what the capture lacks, and the states since its last packet be others. */
static void doubt_fin(struct track *t, enum side side, bool taken)
{
	struct session *s = t->session;
	struct recovery *r = s->flow[side].recovery;
	unsigned bit = 1u << side;
	if (taken)
		s->taken_unsure |= bit & 3;
	/* Since a doubt began keep_states() has left its half out. */
	if (s->fin_unsure & bit)
		return;
	uint32_t since = after_last_of(t, side);
	if (r != NULL) {
		r->unsure = since;
		r->before = states_of(s);
	}
	for (uint32_t n = since; n != t->number; n = packet_store_at(t->packets, n)->next)
		packet_store_at(t->packets, n)->states &= (uint8_t)~half_of(side);
	s->fin_unsure |= bit & 3;
}

/* It was not, after all: the states were as before. */
static void trust_states(struct track *t)
{
	struct session *s = t->session;
	struct recovery *r = t->own->recovery;
	unsigned bit = 1u << t->side, left = UNSURE_WALK;
	if (!(s->fin_unsure & bit))
		return;
	s->fin_unsure &= ~bit & 3;
	s->taken_unsure &= ~bit & 3;
	if (s->fin_unsure != 0 || r == NULL || !packet_store_has(t->packets, r->unsure) ||
	    r->before != states_of(s))
		return;
	for (uint32_t n = r->unsure; n != t->number && left > 0; left--) {
		struct packet *p = packet_store_at(t->packets, n);
		for (int side = SIDE_A; side <= SIDE_B; side++)
			if ((p->states & half_of((enum side)side)) == 0)
				p->states |= r->before & half_of((enum side)side);
		n = p->next;
	}
}

/* Whether the capture has what lies right before `next`, the FIN if there was one. */
static void see_front(struct track *t, uint32_t seq, uint32_t end)
{
	struct flow *own = t->own;
	if (seq != end && seq_le(own->next, end)) {
		trust_states(t);
		own->unseen = false;
	} else if (seq == end && seq_lt(own->next, seq)) {
		doubt_fin(t, t->side, false);
	}
	if (seq_le(own->next, seq))
		own->unseen = false;
}

/* Takes the sequence space in: moves `next`, opens and fills holes. */
static void take_sequence(struct track *t, struct evidence *e)
{
	const struct segment *s = t->segment;
	struct flow *own = t->own;
	uint32_t end = t->end, next = own->next;
	if ((s->flags & TCP_RST) || e->probe || e->again)
		return;
	bool jumps = seq_lt(next, s->seq);
	e->skips = jumps || (own->unseen && next == s->seq);
	see_front(t, s->seq, end);
	if (jumps && e->continues)
		gaps_open(&own->recovery->gaps,
		    (struct gap){ next, s->seq, s->time_ns, s->ts_val, (uint16_t)s->ip_id });
	/* In a simultaneous open the SYN-ACK answers the other SYN; it is not there to repeat the own one. */
	bool answers_syn = (s->flags & TCP_SYN) && (s->flags & TCP_ACK) && !own->syn_ack_seen;
	own->syn_ack_seen = own->syn_ack_seen || answers_syn;
	if (s->seq != end && seq_lt(s->seq, next) && !answers_syn) {
		uint32_t old_end = seq_lt(end, next) ? end : next;
		e->repeats = true;
		e->filled =
		    e->continues ? gaps_fill(own->recovery->gaps, s->seq, old_end, &e->hole) : 0;
		e->fresh = e->filled;
	}
	if (seq_lt(next, end)) {
		e->fresh += payload_between(s, next, end);
		own->next = end;
	} else if (e->skips) {
		own->next = s->seq;
	}
	/* Holes have the numbers of SYN and FIN, too, and may overlap where a SYN began anew. */
	if (e->fresh > s->len)
		e->fresh = s->len;
	if ((s->flags & TCP_FIN) && end == own->next)
		own->fin_seen = true;
}

/* Says where messages begin (core/message.h). */
static void mark_message(struct track *t, const struct evidence *e)
{
	struct flow *own = t->own;
	uint8_t speaker = (uint8_t)(t->side + 1);
	if (e->fresh == 0)
		return;
	bool in_order = e->filled == 0 && !e->skips;
	bool begins = own->msg_segments == 0 || t->session->speaker != speaker || !in_order;
	t->packet->bits |= PACKET_NEW_DATA | (begins ? PACKET_MESSAGE : PACKET_CONTINUES);
	own->msg_segments = begins ? 1 : (uint8_t)(own->msg_segments + 1);
	if ((t->segment->flags & TCP_PSH) || e->filled > 0 || own->msg_segments == MESSAGE_SEGMENTS)
		own->msg_segments = 0;
	own->bytes += e->fresh;
	own->data_seen = true;
	t->session->speaker = speaker;
}

/* Links the packets that this one acknowledges for the first time, from the peer's first outstanding one on. The SYN-ACKs of a
 * simultaneous open cross: each answers a SYN, neither the other. */
static void link_acked(struct track *t)
{
	uint32_t ack = t->segment->ack, first_left = 0, walked = 0;
	bool syn = t->segment->flags & TCP_SYN;
	enum side side = side_other(t->side);
	for (uint32_t n = t->peer->unacked; n != 0 && n != t->number;) {
		struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) == side && p->acked_by == 0 && packet_span(p) > 0) {
			bool resent = p->notes & NOTE_BIT(NOTE_RETRANSMISSION);
			if (seq_le(packet_end(p), ack) && !(syn && (p->flags & TCP_ACK))) {
				p->acked_by = t->number;
				t->oldest = t->oldest == 0 ? n : t->oldest;
				t->covers_resent = t->covers_resent || resent;
				t->packet->acks = n;
				t->peer->resent =
				    (uint16_t)(t->peer->resent - (resent && t->peer->resent > 0));
			} else if (first_left == 0) {
				first_left = n;
			}
		}
		if (first_left != 0 && (t->peer->resent == 0 || ++walked > ACK_WALK))
			break;
		n = p->next;
	}
	t->peer->unacked = first_left;
}

static void take_ack(struct track *t)
{
	const struct segment *s = t->segment;
	struct flow *peer = t->peer;
	if (!(s->flags & TCP_ACK))
		return;
	if (peer->base_known && seq_lt(peer->next, s->ack)) {
		peer->next = s->ack; /* bytes that this capture never saw */
		peer->unseen = true;
		doubt_fin(t, side_other(t->side), true);
	}
	bool older = peer->acked_known && seq_lt(s->ack, peer->acked);
	if (older)
		return;
	bool known = peer->acked_known, advances = !known || s->ack != peer->acked;
	peer->acked = s->ack;
	peer->acked_known = true;
	if (advances || peer->resent > 0 || session_opened_by_both(t->session))
		link_acked(t);
	if (advances)
		t->own->dup_acks = 0;
	bool scaled;
	uint32_t window = session_window(t->session, t->packet, &scaled);
	if (s->flags & TCP_RST)
		return;
	uint32_t edge = s->ack + window;
	if (peer->recovery != NULL && known)
		recovery_window(peer->recovery, s->time_ns, peer->win_edge, edge, peer->next);
	peer->win_edge = edge;
}

static bool has_gaps(const struct flow *f)
{
	return f->recovery != NULL && f->recovery->gaps != NULL && f->recovery->gaps->count > 0;
}

static void keep_states(struct track *t)
{
	const struct session *s = t->session;
	t->packet->states = states_of(s);
	for (int side = SIDE_A; side <= SIDE_B; side++)
		if (session_is_unsure(s, (enum side)side))
			t->packet->states &= (uint8_t)~half_of((enum side)side);
}

/* The lowest number of a reset that the receiver takes. Some stacks, and a listener that has forgotten the connection, do not count
 * their FIN; Linux takes that where it has not closed, or still waits for the ACK of its own. */
static uint32_t oldest_reset(const struct track *t)
{
	uint8_t to = t->session->state[side_other(t->side)];
	bool lenient = to == STATE_CLOSE_WAIT || to == STATE_LAST_ACK || to == STATE_CLOSING;
	return t->own->acked - (lenient && t->own->fin_seen);
}

static void move_states(struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	const uint8_t *state = t->session->state;
	/* As nearly every segment finds and leaves them. */
	if (state[SIDE_A] == STATE_ESTABLISHED && state[SIDE_B] == STATE_ESTABLISHED &&
	    !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST))) {
		keep_states(t);
		return;
	}
	bool ack = s->flags & TCP_ACK;
	struct state_event event = {
		.flags = s->flags,
		.new_data = e->fresh > 0,
		.acks_syn = ack && t->peer->syn_seen && seq_lt(t->peer->base, s->ack),
		.acks_fin = ack && t->peer->fin_seen && s->ack == t->peer->next,
		.fin_in_order = !has_gaps(t->own),
		.peer_sent_data = t->peer->data_seen && !t->peer->fin_seen,
		.rst_is_old = t->own->acked_known && seq_lt(s->seq, oldest_reset(t)),
	};
	enum tcp_state from = t->session->state[t->side];
	enum tcp_state to = t->session->state[side_other(t->side)];
	tcp_state_move(&from, &to, &event);
	t->session->state[t->side] = (uint8_t)from;
	t->session->state[side_other(t->side)] = (uint8_t)to;
	keep_states(t);
}

/* The answer to a SYN tells what became of the listener when the SYN reached it. */
static void settle_syn(struct track *t)
{
	bool refused = t->segment->flags & TCP_RST;
	if (t->side != SIDE_B || t->own->packets != 0 || !t->peer->syn_seen)
		return;
	uint8_t state = refused ? STATE_CLOSED : STATE_SYN_RECEIVED;
	for (uint32_t n = t->session->first; n != t->number;) {
		struct packet *p = packet_store_at(t->packets, n);
		p->states = (uint8_t)((p->states & 15) | state << 4);
		n = p->next;
	}
}

static void note_end(struct track *t)
{
	struct session *s = t->session;
	const struct flow *a = &s->flow[SIDE_A], *b = &s->flow[SIDE_B];
	bool a_done = a->fin_seen && a->acked_known && a->acked == a->next;
	bool b_done = b->fin_seen && b->acked_known && b->acked == b->next;
	if (a_done && b_done && s->ended != SESSION_CLOSED) {
		s->ended = SESSION_CLOSED;
		recovery_settle(a->recovery);
		recovery_settle(b->recovery);
	}
	if (!(t->segment->flags & TCP_RST) || s->ended != SESSION_OPEN)
		return;
	bool refused = t->packet->notes & NOTE_BIT(NOTE_REFUSED);
	s->ended = refused ? SESSION_REFUSED : SESSION_RESET;
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
	if (notes & NOTES_TROUBLE)
		t->session->trouble++;
	if ((notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) && t->own->dup_acks < UINT8_MAX)
		t->own->dup_acks++;
	if ((notes & NOTE_BIT(NOTE_RETRANSMISSION)) && t->own->resent < UINT16_MAX)
		t->own->resent++;
	struct recovery *r = t->peer->recovery;
	if ((notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) && r != NULL && r->repeated > 0)
		r->repeated--;
}

/* Recovery is followed from a side's second packet on: most sessions of a scan never have one. */
static void begin_recovery(struct track *t)
{
	uint32_t n = t->session->first;
	if (t->own->recovery != NULL || t->own->packets == 0)
		return;
	while (n != t->number && packet_side(packet_store_at(t->packets, n)) != t->side)
		n = packet_store_at(t->packets, n)->next;
	if (t->session->follow == NULL)
		t->session->follow = pool_take(t->follows);
	t->own->recovery = &t->session->follow->recovery[t->side];
	recovery_begin(t->own->recovery, packet_store_at(t->packets, n)->time_ns,
	    (int64_t)t->own->rtt_us * NS_PER_US);
	recovery_see(t->own->recovery, n, SEEN_ANY);
}

enum side track_side_before(const struct track *t)
{
	struct index_mark mark =
	    session_index_before(t->index, t->session->index, session_begun(t->session));
	uint32_t n = mark.packet != 0 ? mark.packet : t->session->first;
	if (n == t->number)
		return t->side;
	while (packet_store_at(t->packets, n)->next != t->number)
		n = packet_store_at(t->packets, n)->next;
	return packet_side(packet_store_at(t->packets, n));
}

/* When the first number of a packet that the new one acknowledges was first sent; 0 where that is not known. */
static int64_t first_sent_ns(const struct track *t, const struct packet *sent)
{
	for (uint32_t n = t->oldest; n != 0 && n != t->number;) {
		const struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) != t->side && packet_span(p) > 0 && seq_le(p->seq, sent->seq) &&
		    seq_lt(sent->seq, packet_end(p)))
			return p->notes & NOTE_BIT(NOTE_RETRANSMISSION) ? 0 : p->time_ns;
		n = p->next;
	}
	return 0;
}

static uint32_t last_carrier(const struct track *t, uint32_t from, uint32_t end)
{
	uint32_t carrier = 0;
	for (uint32_t n = from; n != end;) {
		const struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) == t->side && packet_span(p) > 0 &&
		    !(p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)) &&
		    seq_le(p->seq, t->segment->seq) && seq_lt(t->segment->seq, packet_end(p)))
			carrier = n;
		n = p->next;
	}
	return carrier;
}

/* From stride to stride backwards: it is near as a rule, and what is long ago is out of the cache. */
uint32_t track_carrier(const struct track *t)
{
	uint32_t ordinal = session_begun(t->session), end = t->number;
	for (unsigned walked = 0; walked < CARRIER_WALK; walked += INDEX_STRIDE) {
		struct index_mark mark = session_index_before(t->index, t->session->index, ordinal);
		uint32_t from = mark.packet != 0 ? mark.packet : t->session->first;
		uint32_t carrier = last_carrier(t, from, end);
		if (carrier != 0 || mark.packet == 0)
			return carrier;
		end = from;
		ordinal = mark.ordinal - INDEX_STRIDE;
	}
	return 0;
}

/* The one way for an earlier packet to get notes: whoever counts them hears of it here. */
static void note_late(struct track *t, uint32_t packet, uint64_t notes, uint64_t untrue)
{
	if (!packet_store_has(t->packets, packet) || packet == t->number)
		return;
	struct packet *p = packet_store_at(t->packets, packet);
	notes = notes_join(p->notes, notes) & ~untrue & NOTES_MASK;
	t->session->trouble += (p->notes & NOTES_TROUBLE) == 0 && (notes & NOTES_TROUBLE) != 0;
	if (p->notes == 0)
		t->late = packet;
	uint64_t old = events_from(p->notes, p->flags), now = events_from(notes, p->flags);
	for (uint64_t gone = old & ~now; gone != 0; gone &= gone - 1)
		t->events[__builtin_ctzll(gone)]--;
	for (uint64_t come = now & ~old; come != 0; come &= come - 1)
		t->events[__builtin_ctzll(come)]++;
	if (t->session->follow != NULL)
		tally_correct(&t->session->follow->tally, t->packets, packet, notes, t->number);
	p->notes = notes & NOTES_MASK;
}

static void mark_needless(struct track *t, uint32_t packet)
{
	note_late(
	    t, packet, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION), 0);
}

/* An original that comes after its retransmission shows that this was needless. */
static void judge_late(struct track *t, const struct evidence *e)
{
	uint32_t overtaker = e->filled == 0 ? analyse_overtaker(t) : 0;
	if (overtaker != 0)
		mark_needless(t, overtaker);
}

/* Whether the data before it had not been acknowledged, as its sender could know. */
static bool is_outstanding(const struct track *t, const struct recovery *r)
{
	if (t->own->acked_known && seq_lt(t->own->acked, t->segment->seq))
		return true;
	/* Or its ACK had passed here, and cannot have come to the sender yet. */
	int64_t way = (int64_t)t->peer->rtt_us * NS_PER_US;
	return r->acked_ns > r->sent_ns && way > FAR_NS &&
	       t->segment->time_ns - r->acked_ns < way / 2;
}

/* New data in order: how the sender paces itself. */
static void pace_sent(struct track *t, struct recovery *r, const struct evidence *e)
{
	const struct segment *s = t->segment;
	uint32_t full = recovery_full(r);
	if (s->len == 0 || e->repeats || e->skips || e->probe)
		return;
	/* The end of the data, and urgent data, Nagle lets go. */
	if (s->len < full && r->last_len < full && r->last_len > 0 && !r->eager &&
	    !(s->flags & (TCP_FIN | TCP_URG)))
		r->eager = is_outstanding(t, r);
	r->last_len = s->len < UINT16_MAX ? (uint16_t)s->len : UINT16_MAX;
	if (r->last_len > r->full)
		r->full = r->last_len;
}

/* What its receiver has already, and answers with an ACK. */
static void count_repeats(const struct track *t, struct recovery *r, const struct evidence *e)
{
	if (t->span == 0)
		return;
	bool had = (e->repeats || e->again) && t->own->acked_known && seq_le(t->end, t->own->acked);
	if (!had)
		r->repeated = 0;
	else if (r->repeated < UINT8_MAX)
		r->repeated++;
}

/* What a retransmission says of the sender's recovery. */
static void enter_recovery(struct track *t, struct recovery *r)
{
	uint64_t notes = t->packet->notes;
	uint32_t timeout = analyse_no_probe(t);
	if (timeout != 0) {
		note_late(
		    t, timeout, NOTE_BIT(NOTE_RTO_RETRANSMISSION), NOTE_BIT(NOTE_TAIL_LOSS_PROBE));
		r->timeouts = 1;
	}
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
	    t->own->next);
}

/* Takes the sending of the packet into its side's recovery. */
static void recover_sent(struct track *t, const struct evidence *e)
{
	struct recovery *r = t->own->recovery;
	if (r == NULL)
		return;
	r->seen.copies = (uint16_t)(r->seen.copies << 1 | e->again);
	count_repeats(t, r, e);
	if (e->again)
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
	recovery_see(r, t->number, analyse_digest(t->segment));
}

static void judge_resent(struct track *t, struct recovery *r, uint32_t before)
{
	uint32_t needless[RESENT_MAX];
	if (r->repeats == NULL)
		return;
	struct proof proof = { t->packets, t->segment, t->number, before,
		(int64_t)t->peer->rtt_us * NS_PER_US };
	unsigned count = recovery_needless(r, &proof, needless);
	for (unsigned i = 0; i < count; i++)
		mark_needless(t, needless[i]);
}

/* When the copy was sent that an ACK of something sent again answers: only its timestamp tells (RFC 7323, 4). 0: it does not. */
static int64_t answered_ns(const struct track *t, uint32_t before)
{
	const struct recovery *r = t->peer->recovery;
	bool older;
	if (r == NULL || !(t->segment->options & OPTION_TIMESTAMP))
		return 0;
	const struct resent *resent = recovery_echoed(r, t->segment, before, &older);
	if (resent != NULL && packet_store_has(t->packets, resent->packet))
		return packet_store_at(t->packets, resent->packet)->time_ns;
	return older ? first_sent_ns(t, packet_store_at(t->packets, t->packet->acks)) : 0;
}

/* The round trip of what this packet acknowledged, unless it was ambiguous (Karn; RFC 6298, 3). The shortest is that of the newest
 * segment, the sender's that of the oldest: an ACK may have been held back. */
static void take_sample(struct track *t, uint32_t before)
{
	if (t->packet->acks == 0)
		return;
	const struct packet *newest = packet_store_at(t->packets, t->packet->acks);
	int64_t since = t->covers_resent ? answered_ns(t, before)
	                                 : packet_store_at(t->packets, t->oldest)->time_ns;
	bool clear = !(newest->notes & NOTE_BIT(NOTE_RETRANSMISSION));
	int64_t us = (t->segment->time_ns - (clear ? newest->time_ns : since)) / NS_PER_US;
	uint32_t shown = us < 1 ? 1 : us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	if ((clear || since != 0) && (t->peer->rtt_us == 0 || shown < t->peer->rtt_us))
		t->peer->rtt_us = shown;
	if (since != 0 && t->peer->recovery != NULL)
		rtt_sample(&t->peer->recovery->rtt, t->segment->time_ns - since);
}

/* Takes the acknowledgement into the other side's recovery; before is what had been acknowledged. */
static void recover_acked(struct track *t, uint32_t before, bool known)
{
	struct recovery *r = t->peer->recovery;
	const struct segment *s = t->segment;
	before = known ? before : t->peer->base;
	take_sample(t, before);
	if (r == NULL || !(s->flags & TCP_ACK))
		return;
	judge_resent(t, r, before);
	recovery_see_sack(r, s);
	if (s->sack_count > 0)
		t->session->sack_ok = 3; /* both SYNs permitted it, seen or not (RFC 2018, 2) */
	recovery_told(r, s, t->packet->notes & NOTE_BIT(NOTE_DUPLICATE_ACK));
	if (known && !seq_lt(before, s->ack)) {
		r->probed &= !(t->packet->notes & NOTE_BIT(NOTE_DUPLICATE_ACK));
		return;
	}
	bool needless = s->sack_count > 0 && seq_lt(s->sack[0].start, s->ack);
	r->probed = r->mode == RECOVERY_PROBE && s->ack == r->repeats->until && !needless;
	r->acked_ns = s->time_ns;
	r->acked_pure = s->len == 0 && !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST));
	r->timeouts = 0;
	gaps_forget(r->gaps, s->ack);
	if (!has_gaps(t->peer)) {
		free(r->gaps);
		r->gaps = NULL;
	}
	if (r->mode != RECOVERY_NONE && seq_le(r->repeats->until, s->ack))
		r->mode = RECOVERY_NONE;
}

void track_packet(struct track *t)
{
	struct evidence e = { .continues = t->own->packets > 0 && t->own->base_known };
	uint32_t before = t->peer->acked;
	bool known = t->peer->acked_known;
	begin_recovery(t);
	e.again = analyse_is_again(t);
	e.probe = !e.again && analyse_is_probe(t);
	learn_base(t);
	take_sequence(t, &e);
	t->packet->notes = (t->packet->notes | analyse_packet(t, &e)) & NOTES_MASK;
	count_notes(t);
	mark_message(t, &e);
	settle_syn(t);
	take_ack(t);
	recover_sent(t, &e);
	recover_acked(t, before, known);
	if (t->packet->notes & RESETS_OTHERS) {
		/* The ACK that it answers was none for this connection. */
		t->own->acked_known &= !(t->packet->notes & NOTE_BIT(NOTE_UNACCEPTABLE_ACK));
		keep_states(t);
	} else {
		revive_side(t, e.again);
		move_states(t, &e);
		note_end(t);
	}
	if (t->span > 0 && t->own->unacked == 0 && t->packet->acked_by == 0)
		t->own->unacked = t->number;
	t->packet->in_flight = in_flight(t->own);
	t->own->last_win = t->segment->win;
	t->own->last_sack = analyse_sack_digest(t->segment);
	t->own->probed = e.probe;
	t->own->packets++;
}
