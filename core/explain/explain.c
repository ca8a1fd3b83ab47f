#include "core/explain/explain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/explain/story.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* RFC 7323, 2.3: a shift over 14 counts as 14. */
#define WSCALE_LARGEST 14

void story_add(struct story *story, const char *format, ...)
{
	va_list args;
	size_t room = story->size - story->used;
	bool first = story->used == 0;
	if (room < 3)
		return;
	char *at = story->out + story->used;
	va_start(args, format);
	int n = vsnprintf(at + !first, room - !first, format, args);
	va_end(args);
	if (n <= 0 || (size_t)n >= room - !first) {
		at[0] = '\0';
		return;
	}
	if (!first)
		at[0] = ' ';
	char *start = at + !first;
	if (start[0] >= 'a' && start[0] <= 'z')
		start[0] = (char)(start[0] - 'a' + 'A');
	story->used += (size_t)n + !first;
}

uint32_t story_seq(const struct story *story)
{
	return session_relative(story->s, story->side, story->p->seq);
}

uint32_t story_ack(const struct story *story)
{
	return session_relative(story->s, side_other(story->side), story->p->ack);
}

const struct packet *story_before(const struct story *story, bool same_side)
{
	enum side side = same_side ? story->side : side_other(story->side);
	return model_packet(story->m, model_kind_before(story->m, story->number, KIND_FROM(side)));
}

/* Windows of a side count times this, if both scale (RFC 7323, 2.2 and 2.3). */
static unsigned offered_factor(const struct story *t)
{
	uint8_t shift = t->s->flow[t->side].wscale;
	return 1U << (shift < WSCALE_LARGEST ? shift : WSCALE_LARGEST);
}

/* The SYN of the other side, when it came before this packet. */
static const struct packet *crossed_syn(const struct story *t)
{
	const struct packet *before = story_before(t, false);
	return before != NULL && (before->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN ? before : NULL;
}

/* The SYN that came again since the SYN-ACK was last sent: its host answers every one. NULL where a
 * timer sent it. */
static const struct packet *answered_again(const struct story *t)
{
	const struct packet *syn = story_before(t, false), *last = story_before(t, true);
	if (!(t->p->flags & TCP_ACK) || (t->p->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)))
		return NULL;
	return syn != NULL && last != NULL && (syn->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
	               syn->frame > last->frame
	           ? syn
	           : NULL;
}

/* A SYN or SYN-ACK once more: what it says was told before. */
static bool tell_syn_again(struct story *t)
{
	const struct packet *syn = answered_again(t);
	char again[STORY_AGAIN];
	if (!(t->p->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return false;
	story_again(t, again, sizeof(again));
	story_add(t, "%s %s again: %s.", t->sender,
	    t->p->flags & TCP_ACK ? "accepts the connection" : "asks to open a connection", again);
	if (syn != NULL)
		story_add(
		    t, "It answers the SYN that came again in frame %" PRIu32 ".", syn->frame);
	return true;
}

static void tell_syn(struct story *t)
{
	const struct packet *crossed = crossed_syn(t);
	if (tell_syn_again(t))
		return;
	story_add(t,
	    "%s asks to open a connection: the SYN takes its initial sequence number, %" PRIu32
	    ", so that its first byte has the next one (RFC 9293, 3.5).",
	    t->sender, t->p->seq);
	if (crossed != NULL)
		story_add(t,
		    "%s has asked, too, in frame %" PRIu32
		    ": both open at once, and one connection results.",
		    t->receiver, crossed->frame);
	if (t->p->len > 0)
		story_add(t, "The SYN brings %u bytes of data along (TCP Fast Open, RFC 7413).",
		    (unsigned)t->p->len);
	if (t->s->flow[t->side].wscale < WSCALE_NONE)
		story_add(t,
		    "It has room for %u bytes at first; later windows count times %u, if %s scales "
		    "its own, too (RFC 7323, 2.2).",
		    t->p->win, offered_factor(t), t->receiver);
	else
		story_add(t, "It has room for %u bytes: its window.", t->p->win);
	if ((t->p->flags & (TCP_ECE | TCP_CWR)) == (TCP_ECE | TCP_CWR))
		story_add(t, "ECE and CWR together ask for ECN (RFC 3168, 6.1.1).");
}

static void tell_scaling(struct story *t)
{
	int shift = session_wscale(t->s, t->side);
	int other = session_wscale(t->s, side_other(t->side));
	if (shift >= 0 && other >= 0 && t->s->flow[t->side].wscale < WSCALE_NONE)
		story_add(t,
		    "It has room for %u bytes at first; from here %s's windows count times %u and "
		    "%s's times %u.",
		    t->p->win, t->sender, 1U << shift, t->receiver, 1U << other);
	else
		story_add(t, "It has room for %u bytes%s.", t->p->win,
		    shift == 0 ? ", and windows are not scaled, as not both SYNs offered it" : "");
}

/* How many packets of a session are looked through for its SYNs. */
#define SYN_WALK 16

/* The first packet before it in which a side asked to open the connection, or NULL. */
static const struct packet *syn_of(const struct story *t, enum side side)
{
	uint32_t n = model_nth(t->m, t->p->session, 1);
	for (unsigned walked = 0; n != 0 && n < t->number && walked < SYN_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == side && (p->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
			return p;
		n = p->next;
	}
	return NULL;
}

/* Both have asked, and this answers: the SYN that it carries is no new one. */
static bool tell_syn_answered(struct story *t)
{
	const struct packet *own = syn_of(t, t->side), *other = syn_of(t, side_other(t->side));
	if (own == NULL || other == NULL)
		return false;
	story_add(t,
	    "%s answers the SYN of frame %" PRIu32 ": ack %" PRIu32
	    " is its number plus one. Its own SYN is that of frame %" PRIu32
	    " once more, as both opened at once (RFC 9293, 3.5, figure 8).",
	    t->sender, other->frame, t->p->ack, own->frame);
	return true;
}

static void tell_syn_ack(struct story *t)
{
	uint32_t brought = t->p->ack - 1 - t->s->flow[side_other(t->side)].base;
	char data[48] = "";
	if (tell_syn_again(t))
		return;
	if (brought != 0)
		snprintf(data, sizeof(data), " and %" PRIu32 " bytes of data", brought);
	if (!tell_syn_answered(t))
		story_add(t,
		    "%s accepts: ack %" PRIu32
		    " is %s's initial sequence number plus one%s, and its own is %" PRIu32
		    " (RFC 9293, 3.5).",
		    t->sender, t->p->ack, t->receiver, data, t->p->seq);
	tell_scaling(t);
	if ((t->p->flags & (TCP_ECE | TCP_CWR)) == TCP_ECE)
		story_add(t, "ECE alone agrees to ECN (RFC 3168, 6.1.1).");
}

/* It comes when the connection is over for its sender, after a FIN of both or a reset. */
static bool tell_late_rst(struct story *t)
{
	const struct packet *before = model_packet(t->m, model_prev(t->m, t->number));
	const struct packet *reset = story_reset_before(t), *other = story_before(t, false);
	if (reset != NULL)
		story_add(t,
		    "The reset of frame %" PRIu32
		    " has ended the connection: this one changes nothing.",
		    reset->frame);
	else if (before != NULL && packet_state(before, t->side) == STATE_CLOSED &&
	         other == before && !(t->p->flags & TCP_ACK) && other->ack == t->p->seq)
		story_add(t,
		    "%s has closed the connection, and answers what comes for it still, "
		    "frame %" PRIu32 ", by a reset (RFC 9293, 3.10.7.1).",
		    t->sender, other->frame);
	else
		return false;
	return true;
}

/* Where a note says why, the sentence is that note's. */
static void tell_rst(struct story *t)
{
	if (t->p->notes & NOTES_RESET || tell_late_rst(t))
		return;
	story_add(t,
	    "%s resets the connection: both ends are CLOSED at once and bytes not yet delivered "
	    "are discarded (RFC 9293, 3.5.3).",
	    t->sender);
}

static void tell_fin(struct story *t)
{
	enum tcp_state own = packet_state(t->p, t->side);
	if (t->p->notes & NOTE_BIT(NOTE_RETRANSMISSION)) {
		char again[STORY_AGAIN];
		story_again(t, again, sizeof(again));
		if (t->p->len == 0)
			story_add(t, "%s sends its FIN again: %s.", t->sender, again);
		return;
	}
	story_add(t,
	    "%s has no more to send: the FIN takes sequence number %" PRIu32
	    ", after its last byte (RFC 9293, 3.6).",
	    t->sender, session_relative(t->s, t->side, packet_end(t->p) - 1));
	if (own == STATE_FIN_WAIT_1)
		story_add(t, "%s may still send.", t->receiver);
	else if (own == STATE_LAST_ACK || own == STATE_CLOSING)
		story_add(
		    t, "Both sides have now closed; %s has this FIN to acknowledge.", t->receiver);
}

/* Where something is remarkable, that matters more than PSH. */
static void tell_more_of_data(struct story *t)
{
	uint32_t len = (uint32_t)t->p->len;
	if ((t->p->flags & (TCP_PSH | TCP_FIN)) == TCP_PSH && t->p->notes == 0)
		story_add(t,
		    "PSH: neither end is to wait for more before it passes %s on "
		    "(RFC 9293, 3.9.1.2).",
		    len == 1 ? "it" : "them");
	if (t->p->flags & TCP_URG)
		story_add(t, "URG: the urgent pointer marks urgent data (RFC 9293, 3.8.5).");
	if (t->p->in_flight > len)
		story_add(
		    t, "%" PRIu32 " bytes are now out and not acknowledged.", t->p->in_flight);
}

static void tell_data(struct story *t)
{
	uint32_t len = (uint32_t)t->p->len, seq = story_seq(t) + !!(t->p->flags & TCP_SYN);
	char numbers[64];
	if (len == 1)
		snprintf(numbers, sizeof(numbers), "1 byte, number %" PRIu32, seq);
	else
		snprintf(numbers, sizeof(numbers),
		    "%" PRIu32 " bytes, numbers %" PRIu32 " to %" PRIu32, len, seq, seq + len - 1);
	if (t->p->notes & NOTE_BIT(NOTE_RETRANSMISSION)) {
		char again[STORY_AGAIN];
		story_again(t, again, sizeof(again));
		story_add(t, "%s sends %s%s: %s.", t->sender, numbers,
		    t->p->flags & TCP_FIN ? ", and its FIN" : "", again);
		return;
	}
	story_add(t, "%s sends %s.", t->sender, numbers);
	if (!(t->p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)))
		tell_more_of_data(t);
}

/* "frame 4", "frames 4 to 7": what a packet acknowledges for the first time. */
static void format_frames(const struct packet *first, const struct packet *last, char out[48])
{
	if (first == last)
		snprintf(out, 48, "frame %" PRIu32, last->frame);
	else
		snprintf(out, 48, "frames %" PRIu32 " to %" PRIu32, first->frame, last->frame);
}

/* What follows from the number: ACK = SEQ + LENGTH is what everybody has to learn once. */
static void format_ack(const struct story *t, const struct packet *first, const struct packet *last,
    char *out, size_t size)
{
	uint32_t ack = story_ack(t);
	uint32_t seq = session_relative(t->s, side_other(t->side), last->seq);
	bool exact = first == last && packet_end(last) == t->p->ack;
	if (last->flags & TCP_FIN)
		snprintf(out, size, "ack %" PRIu32 " is the number of the FIN plus one", ack);
	else if (exact && !(last->flags & TCP_SYN))
		snprintf(out, size,
		    "ack %" PRIu32 " is its number %" PRIu32
		    " plus its %u byte%s, the next that %s expects",
		    ack, seq, (unsigned)last->len, last->len == 1 ? "" : "s", t->sender);
	else
		snprintf(out, size, "%s expects byte %" PRIu32 " next", t->sender, ack);
}

static void tell_acked(struct story *t)
{
	struct packet_range range = model_acked(t->m, t->number);
	if (range.last == 0)
		return;
	const struct packet *first = model_packet(t->m, range.first);
	const struct packet *last = model_packet(t->m, range.last);
	char frames[48], number[128], after[64] = "";
	format_frames(first, last, frames);
	format_ack(t, first, last, number, sizeof(number));
	int64_t rtt = model_rtt(t->m, t->number);
	if (rtt >= 0)
		snprintf(after, sizeof(after), ", %" PRId64 ".%03d ms after %s", rtt / 1000000,
		    (int)(rtt / 1000 % 1000), first == last ? "it" : "the last of them");
	bool fin = last->flags & TCP_FIN;
	story_add(t, "It acknowledges %s%s%s%s: %s.", fin && first == last ? "the FIN of " : "",
	    frames, after, fin && first != last ? ", which brought the FIN" : "", number);
}

/* What the acknowledgement of a FIN means for the connection (RFC 9293, 3.6). */
static void tell_closed(struct story *t)
{
	const struct packet *acked = model_packet(t->m, t->p->acks);
	if (acked == NULL || !(acked->flags & TCP_FIN) || (t->p->flags & TCP_FIN))
		return;
	if (packet_state(t->p, t->side) == STATE_TIME_WAIT)
		story_add(t,
		    "Both directions are closed; %s stays in TIME-WAIT for a while, in case this "
		    "ACK is lost (RFC 9293, 3.6.1).",
		    t->sender);
	else if (packet_state(t->p, side_other(t->side)) == STATE_FIN_WAIT_2)
		story_add(t, "%s's direction is closed; %s may still send (RFC 9293, 3.6.1).",
		    t->receiver, t->sender);
}

/* The SYN-ACK that it acknowledges first, or NULL. */
static const struct packet *ended_handshake(const struct story *t)
{
	const struct packet *p = model_packet(t->m, model_acked(t->m, t->number).first);
	return p != NULL && (p->flags & TCP_SYN) && (p->flags & TCP_ACK) ? p : NULL;
}

static void tell_handshake_ended(struct story *t, const struct packet *syn_ack)
{
	const struct packet *before = syn_of(t, side_other(t->side));
	if (session_opened_by_both(t->s) && before != NULL)
		story_add(t,
		    "%s answers the SYN-ACK of frame %" PRIu32 " by repeating ack %" PRIu32
		    ", as it had the SYN in it from frame %" PRIu32
		    " already: the connection is open (RFC 9293, 3.5, figure 8).",
		    t->sender, syn_ack->frame, story_ack(t), before->frame);
	else
		story_add(t,
		    "%s acknowledges the SYN of frame %" PRIu32
		    "%s: the three-way handshake is complete, and data may flow (RFC 9293, 3.5).",
		    t->sender, syn_ack->frame,
		    story_ack(t) == 1 ? ", as ack 1 is the number after it" : "");
}

static void tell_ack(struct story *t)
{
	bool again = t->p->notes & NOTE_BIT(NOTE_DUPLICATE_ACK);
	const struct packet *syn_ack = again ? NULL : ended_handshake(t);
	if (syn_ack != NULL)
		tell_handshake_ended(t, syn_ack);
	if (!again && (syn_ack == NULL || model_packet(t->m, t->p->acks) != syn_ack))
		tell_acked(t);
	tell_closed(t);
}

/* Nothing new is in it, and no note tells why it came. */
static void tell_nothing_new(struct story *t)
{
	const struct packet *before = story_before(t, true);
	uint32_t ack = story_ack(t);
	const struct flow *other = &t->s->flow[side_other(t->side)];
	bool old = !other->syn_seen && (int32_t)ack <= 1;
	bool alien = other->syn_seen && seq_le(t->p->ack, other->base);
	bool follows = before != NULL && (before->flags & TCP_ACK);
	if (!(t->p->flags & TCP_ACK))
		story_add(t, "It carries neither data nor an acknowledgement: its receiver drops "
		             "it (RFC 9293, 3.10.7.4).");
	else if (alien)
		story_add(t,
		    "Its ack is no number of this connection: %s still knows an older one between "
		    "the same ports, and answers for that (RFC 9293, 3.5.1).",
		    t->sender);
	else if (follows && t->p->ack == before->ack && seq_lt(t->p->seq, before->seq))
		story_add(t,
		    "An ACK carries the number that comes next (RFC 9293, 3.10.7.4): %" PRIu32
		    " is less than that of frame %" PRIu32
		    ", so it was sent before and overtaken on the way.",
		    story_seq(t), before->frame);
	else if (follows && seq_lt(t->p->ack, before->ack))
		story_add(t,
		    "Its ack %" PRIu32 " is older than that of frame %" PRIu32
		    ": it was sent before and overtaken on the way.",
		    ack, before->frame);
	else if (old)
		story_add(t, "%s acknowledges what came before this capture.", t->sender);
	else if (follows && t->p->ack == before->ack)
		story_add(t, "It repeats ack %" PRIu32 ": nothing new is acknowledged.", ack);
	else
		story_add(t,
		    "It acknowledges all before byte %" PRIu32
		    ", none of it in a segment that this capture holds.",
		    ack);
}

static void begin(struct story *t)
{
	static const char *const client_server[] = { "the client", "the server" };
	static const char *const neutral[] = { "A", "B" };
	const char *const *names = t->s->opener_known ? client_server : neutral;
	t->sender = names[t->side];
	t->receiver = names[side_other(t->side)];
}

bool explain_wants_segment(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	const struct session *s = p != NULL ? model_session(m, p->session) : NULL;
	return s != NULL && s->sack_ok == 3 && s->trouble > 0 &&
	       (p->flags & (TCP_SYN | TCP_RST | TCP_ACK)) == TCP_ACK;
}

size_t explain_packet(const struct model *m, uint32_t packet, char *out, size_t size)
{
	return explain_segment(m, packet, NULL, out, size);
}

size_t explain_segment(
    const struct model *m, uint32_t packet, const struct segment *segment, char *out, size_t size)
{
	const struct packet *p = model_packet(m, packet);
	out[0] = '\0';
	if (p == NULL)
		return 0;
	struct story story = {
		.m = m,
		.number = packet,
		.p = p,
		.segment = segment,
		.s = model_session(m, p->session),
		.side = packet_side(p),
		.out = out,
		.size = size,
	};
	struct story *t = &story;
	begin(t);
	bool probe = p->notes & (NOTE_BIT(NOTE_KEEP_ALIVE) | NOTE_BIT(NOTE_ZERO_WINDOW_PROBE));
	if (p->flags & TCP_RST) {
		tell_rst(t);
	} else if (p->flags & TCP_SYN) {
		(p->flags & TCP_ACK ? tell_syn_ack : tell_syn)(t);
	} else if (!probe) {
		if (p->len > 0)
			tell_data(t);
		if (p->flags & TCP_FIN)
			tell_fin(t);
		tell_ack(t);
	}
	explain_notes(t);
	if (p->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		explain_again(t);
	if (story.used == 0)
		tell_nothing_new(t);
	explain_sack(t);
	return story.used;
}
