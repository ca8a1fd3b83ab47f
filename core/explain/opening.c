/* SYN, SYN-ACK and the ACK that ends the handshake. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/analyse/thresholds.h"
#include "core/record/seq.h"

/* RFC 7323, 2.3: a shift over 14 counts as 14. */
#define WSCALE_LARGEST 14

/* Returns the factor for a side's windows if both sides scale (RFC 7323, 2.2 and 2.3). */
static unsigned offered_factor(const struct story *t)
{
	uint8_t shift = t->s->flow[t->side].wscale;
	return 1U << (shift < WSCALE_LARGEST ? shift : WSCALE_LARGEST);
}

/* Returns the packet if it is a SYN without ACK; else NULL. */
static const struct packet *syn_only(const struct packet *p)
{
	return p != NULL && (p->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN ? p : NULL;
}

/* Explains a retransmitted SYN or SYN-ACK; its options were explained with the original. */
static bool tell_syn_again(struct story *t)
{
	char again[STORY_AGAIN];
	if (!story_has(t, NOTE_RETRANSMISSION))
		return false;
	story_again(t, again, sizeof(again));
	story_add(t, "%s %s again: %s.", t->sender,
	    t->p->flags & TCP_ACK ? "accepts the connection" : "asks to open a connection", again);
	return true;
}

void story_tell_syn(struct story *t)
{
	const struct packet *crossed = syn_only(story_before(t, false));
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
		story_add(t, "The SYN brings %u byte%s of data along (TCP Fast Open, RFC 7413).",
		    (unsigned)t->p->len, t->p->len == 1 ? "" : "s");
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

/* The SYNs are among this many packets from the session's start. */
#define SYN_WALK 16

/* Returns the first earlier SYN without ACK of a side, or NULL. */
static const struct packet *syn_of(const struct story *t, enum side side)
{
	uint32_t n = model_nth(t->m, t->p->session, 1);
	for (unsigned walked = 0; n != 0 && n < t->number && walked < SYN_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == side && syn_only(p) != NULL)
			return p;
		n = p->next;
	}
	return NULL;
}

/* Simultaneous open: the SYN-ACK answers the other SYN and repeats its sender's (RFC 9293, 3.5). */
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

void story_tell_syn_ack(struct story *t)
{
	uint32_t brought = t->p->ack - 1 - t->s->flow[side_other(t->side)].base;
	char data[48] = "";
	if (tell_syn_again(t))
		return;
	if (brought != 0)
		snprintf(data, sizeof(data), " and %" PRIu32 " byte%s of data", brought,
		    brought == 1 ? "" : "s");
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

const struct packet *story_ended_handshake(const struct story *t)
{
	const struct packet *p = model_packet(t->m, model_acked(t->m, t->number).first);
	return p != NULL && (p->flags & TCP_SYN) && (p->flags & TCP_ACK) ? p : NULL;
}

void story_tell_handshake_ended(struct story *t, const struct packet *syn_ack)
{
	const struct packet *before =
	    session_opened_by_both(t->s) ? syn_of(t, side_other(t->side)) : NULL;
	if (before != NULL)
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

void tell_syn_unanswered(struct story *t, const struct finding *f)
{
	/* A later answer proves more. */
	const char *why = story_has(t, NOTE_SPURIOUS_RETRANSMISSION) ? ""
	                  : t->p->acked_by != 0
	                      ? ": the SYN or the answer was lost or late"
	                      : ": the SYN or the answer was lost, or nobody is there";
	(void)f;
	story_add(t, "No answer came before the timer of %s expired%s (RFC 1122, 4.2.3.5).",
	    t->sender, why);
}

/* A SYN-ACK with another ISN than the one that was acknowledged. */
static bool tell_other_isn(struct story *t)
{
	const struct flow *own = &t->s->flow[t->side];
	if (!own->syn_seen || t->p->seq == own->base || t->p->acked_by != 0)
		return false;
	story_add(t,
	    "This SYN-ACK has another initial sequence number, %" PRIu32
	    ", than the one that %s acknowledged, %" PRIu32
	    ": another server or a device on the path has answered, too. It belongs to no bytes of "
	    "this connection (RFC 9293, 3.10.7.4).",
	    t->p->seq, t->receiver, own->base);
	return true;
}

static bool tell_unsolicited(struct story *t)
{
	const struct flow *other = &t->s->flow[side_other(t->side)];
	if (other->syn_seen || !other->base_known || other->packets == 0 ||
	    t->p->ack == other->base + 1)
		return false;
	story_add(t,
	    "Unsolicited SYN-ACK: %s has sent no SYN that it could answer (RFC 9293, 3.10.7.1).",
	    t->receiver);
	return true;
}

bool story_tell_unaccepted(struct story *t)
{
	const struct flow *own = &t->s->flow[t->side];
	const struct packet *p = t->p;
	if (p->flags & TCP_RST)
		return false;
	if (p->flags & TCP_SYN)
		return (p->flags & TCP_ACK) && (tell_other_isn(t) || tell_unsolicited(t));
	if (p->len == 0 || !own->syn_seen || own->bytes >= WRAP_BYTES ||
	    !seq_lt(p->seq, own->base) || !seq_le(packet_end(p), own->base))
		return false;
	story_add(t,
	    "Its %u byte%s lie%s below %s's initial sequence number: outside of the window, no "
	    "data of this connection, and discarded by %s (RFC 9293, 3.10.7.4).",
	    (unsigned)p->len, p->len == 1 ? "" : "s", p->len == 1 ? "s" : "", t->sender,
	    t->receiver);
	return true;
}
