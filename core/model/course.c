#include "core/model/course.h"

#include <assert.h>

#include "core/base/add_saturating.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* RFC 6298, 5.7: the least timeout for data when the SYN had to be retransmitted. */
#define AFTER_SYN_NS INT64_C(3000000000)
#define BACKOFF_MOST 16
/* More packets than any handshake takes, retransmissions included. */
#define HANDSHAKE_PACKETS 16

static bool is_out(const struct course *c, enum side side)
{
	const struct course_side *s = &c->side[side];
	/* Nothing is known of a side that has received nothing. */
	if (s->first == 0 || c->side[side_other(side)].first == 0)
		return s->syn != 0 && !s->acked_known;
	return s->acked_known ? seq_lt(s->acked, s->end) : s->syn != 0;
}

static enum spent spent_on(const struct course *c)
{
	if (c->side[SIDE_A].shut || c->side[SIDE_B].shut)
		return SPENT_BLOCKED;
	return is_out(c, SIDE_A) || is_out(c, SIDE_B) ? SPENT_WAITING : SPENT_IDLE;
}

/* Returns true if the capture missed packets right before this one: what the time since the one
 * before was spent on is not known. */
static bool follows_missed(const struct model *m, const struct packet *p, uint32_t packet)
{
	const struct finding *hole = model_finding(m, packet, NOTE_LOST_SEGMENT);
	return (p->bits & PACKET_UNTIMED) ||
	       (hole != NULL && (hole->rule == RULE_HOLE_MISSED || hole->rule == RULE_HOLE_ACKED));
}

static void add_time(
    struct course *c, const struct model *m, const struct packet *p, uint32_t packet)
{
	int64_t ns = p->time_ns - c->time_ns;
	c->time_ns = p->time_ns;
	if (c->at == 0 || ns <= 0)
		return;
	enum spent spent = spent_on(c);
	/* A retransmission of data that the capture saw acknowledged: that ACK was lost beyond the
	 * capture point, and the sender was waiting for it. */
	if (spent == SPENT_IDLE && (p->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		spent = SPENT_WAITING;
	sum_add(&c->spent_ns[spent], ns);
	if (ns > c->longest[spent].ns && !follows_missed(m, p, packet))
		c->longest[spent] = (struct course_pause){ ns, packet };
}

/* Karn's algorithm (RFC 6298, 3): an ACK that covers retransmitted data gives no RTT sample. */
static void add_sample(struct course_side *from, const struct model *m, const struct packet *ack)
{
	const struct packet *sent = model_packet(m, ack->acks);
	if (sent == NULL || (sent->notes & NOTE_BIT(NOTE_RETRANSMISSION)) ||
	    (ack->bits & PACKET_UNTIMED) || (from->doubted && seq_lt(from->doubt, ack->ack)))
		return;
	rtt_sample(&from->rtt, ack->time_ns - sent->time_ns);
	from->backoff = 0;
}

static void settle_doubt(struct course_side *from, uint32_t ack)
{
	if (!from->doubted || !seq_lt(from->doubt, ack))
		return;
	from->doubted = seq_lt(ack, from->doubt_end);
	from->doubt = ack;
	/* Only the SYN can have been retransmitted by now. */
	if (from->syn != 0 && from->backoff > 0 && !from->acked_known) {
		from->first_ns = AFTER_SYN_NS;
		from->backoff = 0;
	}
}

/* Adds what a packet acknowledges of the other side's data. */
static void add_ack(struct course_side *from, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	bool scaled;
	if (!(p->flags & TCP_ACK) || (p->flags & TCP_RST))
		return;
	if (p->acks != 0)
		add_sample(from, m, p);
	settle_doubt(from, p->ack);
	if (from->acked_known && seq_lt(p->ack, from->acked))
		return;
	if (from->first != 0 && seq_lt(from->end, p->ack))
		from->end = p->ack;
	from->acked = p->ack;
	from->acked_known = true;
	uint32_t window = session_window(model_session(m, p->session), p, &scaled);
	from->edge = p->ack + window;
	from->edge_known = scaled;
	from->shut = window == 0 && !(p->flags & (TCP_SYN | TCP_FIN));
	if (from->shut && from->stop == 0)
		from->stop = packet;
}

static void doubt(struct course_side *own, const struct packet *p)
{
	uint32_t end = packet_end(p);
	if (own->acked_known && seq_le(end, own->acked))
		return;
	own->doubt_end = own->doubted ? seq_max(own->doubt_end, end) : end;
	own->doubt = own->doubted && seq_lt(own->doubt, p->seq) ? own->doubt : p->seq;
	own->doubted = true;
}

static void note_flags(
    struct course_side *own, const struct session *s, const struct packet *p, uint32_t packet)
{
	bool counts = p->seq == s->flow[packet_side(p)].base;
	if ((p->flags & TCP_SYN) && counts && !(p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE))) {
		own->syn = own->syn == 0 ? packet : own->syn;
		own->syns = (uint16_t)(own->syns + (own->syns < UINT16_MAX));
	}
	if (own->fin == 0 && (p->flags & TCP_FIN))
		own->fin = packet;
	if ((p->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) == TCP_ACK && p->len == 0)
		own->acknowledged = true;
}

static void add_sent(
    struct course_side *own, const struct session *s, const struct packet *p, uint32_t packet)
{
	bool probe = p->notes & (NOTE_BIT(NOTE_KEEP_ALIVE) | NOTE_BIT(NOTE_ZERO_WINDOW_PROBE));
	if (own->first == 0) {
		own->first = packet;
		own->end = p->seq;
	}
	/* A network duplicate was sent once. */
	own->sent += p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE) ? 0 : p->len;
	own->messages += (p->bits & PACKET_MESSAGE) != 0;
	note_flags(own, s, p, packet);
	if (probe || (p->flags & TCP_RST))
		return;
	own->end = seq_max(own->end, packet_end(p));
	if (p->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		doubt(own, p);
	if ((p->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)) && own->backoff < BACKOFF_MOST)
		own->backoff++;
}

void course_add(struct course *c, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return;
	struct course_side *own = &c->side[packet_side(p)];
	struct course_side *other = &c->side[side_other(packet_side(p))];
	if (c->at == 0)
		c->whole = model_session(m, p->session)->first == packet &&
		           session_forgotten(model_session(m, p->session)) == 0;
	add_time(c, m, p, packet);
	add_sent(own, model_session(m, p->session), p, packet);
	if (other->fin != 0 && (p->bits & PACKET_NEW_DATA))
		own->after_fin += p->len;
	add_ack(other, m, packet);
	/* It ends another connection, or none. */
	bool ignored =
	    p->notes & (NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW) | NOTE_BIT(NOTE_UNACCEPTABLE_ACK));
	if (c->reset == 0 && (p->flags & TCP_RST) && !ignored)
		c->reset = packet;
	c->at = packet;
	c->packets++;
}

/* Returns the packet to add next. A course of another session, or one whose packet is forgotten,
 * starts anew. */
static uint32_t following(struct course *c, const struct model *m, uint32_t session)
{
	const struct packet *at = model_packet(m, c->at);
	const struct session *s = model_session(m, session);
	assert(at == NULL || c->packets > 0);
	if (at != NULL && at->session == session)
		return at->next;
	*c = (struct course){ 0 };
	return s != NULL ? s->first : 0;
}

bool course_go_on(struct course *c, const struct model *m, uint32_t session, uint32_t most)
{
	uint32_t n = following(c, m, session);
	for (; n != 0 && most > 0; most--) {
		course_add(c, m, n);
		assert(
		    c->at == n && (model_packet(m, n)->next == 0 || model_packet(m, n)->next > n));
		n = model_packet(m, n)->next;
	}
	return n == 0;
}

/* Returns true if the course can step to the packet, and in few steps. */
static bool is_ahead(const struct course *c, const struct model *m, uint32_t packet)
{
	const struct packet *at = model_packet(m, c->at), *to = model_packet(m, packet);
	return at != NULL && at->session == to->session && c->at <= packet &&
	       model_ordinal(m, packet) - model_ordinal(m, c->at) <= COURSE_REACH;
}

/* Starts the course at a packet far into a session. Adds the handshake first: a side that has sent
 * nothing recently is described by it. */
static void leap(struct course *c, const struct model *m, uint32_t session, uint32_t ordinal)
{
	struct course begun = { 0 };
	course_go_on(&begun, m, session, HANDSHAKE_PACKETS);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		c->side[side].rtt = begun.side[side].rtt;
		c->side[side].first_ns = begun.side[side].first_ns;
		c->side[side].syn = begun.side[side].syn;
	}
	course_add(c, m, model_nth(m, session, ordinal));
}

void course_reach(struct course *c, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return;
	if (!is_ahead(c, m, packet)) {
		uint32_t n = model_ordinal(m, packet);
		*c = (struct course){ 0 };
		if (n > COURSE_REACH)
			leap(c, m, p->session, n - COURSE_REACH);
	}
	while (c->at != packet && !course_go_on(c, m, p->session, 1))
		;
}

int64_t course_rto(const struct course *c, enum side side)
{
	const struct course_side *s = &c->side[side];
	if (s->rtt.smooth_ns == 0 && s->syn == 0)
		return -1;
	bool first = s->rtt.smooth_ns == 0 && s->first_ns != 0;
	int64_t rto = first ? s->first_ns : rtt_timeout(&s->rtt, RTT_LINUX_MARGIN_NS);
	return rto << s->backoff;
}

int64_t course_window_left(const struct course *c, enum side sender)
{
	const struct course_side *s = &c->side[sender];
	assert(sender == SIDE_A || sender == SIDE_B);
	if (!s->edge_known || s->first == 0)
		return -1;
	int32_t left = seq_diff(s->edge, s->end);
	return left > 0 ? left : 0;
}
