/* SYN, SYN-ACK and the ACK that ends the handshake. */
#include "core/explain/story.h"

#include <inttypes.h>

#include "core/base/duration.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"

#include "core/analyse/thresholds.h"
#include "core/record/seq.h"

#define OFFERS_TEXT 192

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

/* "MSS 1460, SACK, timestamps": the options of a SYN except the window scale; "" if there are none
 * or its frame was not read. */
static void format_offers(const struct story *t, char out[OFFERS_TEXT])
{
	static const struct {
		uint16_t option;
		const char *words;
	} names[] = { { OPTION_SACK_OK, "SACK" }, { OPTION_TIMESTAMP, "timestamps" },
		{ OPTION_FAST_OPEN, "TCP Fast Open" }, { OPTION_MPTCP, "Multipath TCP" },
		{ OPTION_SIGNED, "a signature (MD5 or TCP-AO)" } };
	struct writer w = writer_begin(out, OFFERS_TEXT);
	if (t->segment == NULL)
		return;
	if (t->segment->options & OPTION_MSS)
		writer_print(&w, "MSS %u", t->segment->mss);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (t->segment->options & names[i].option)
			writer_print(&w, "%s%s", w.len > 0 ? ", " : "", names[i].words);
}

static void tell_offers(struct story *t)
{
	char offers[OFFERS_TEXT];
	format_offers(t, offers);
	if (offers[0] != '\0')
		story_add(t, "Options: %s.", offers);
}

/* Without the option it is ordinary data that comes early (RFC 9293, 3.10.7.2). */
static void tell_syn_data(struct story *t)
{
	const char *option = t->segment == NULL                       ? ""
	                     : t->segment->options & OPTION_FAST_OPEN ? " (TCP Fast Open)"
	                                                              : ", without TCP Fast Open";
	story_add(t, "The SYN carries %s byte%s of data%s.", GROUPED(t->p->len),
	    t->p->len == 1 ? "" : "s", option);
}

void story_tell_syn(struct story *t)
{
	const struct packet *crossed = syn_only(story_before(t, false));
	uint8_t shift = t->s->flow[t->side].wscale;
	if (story_has(t, NOTE_RETRANSMISSION)) {
		story_tell_again(t);
		return;
	}
	story_add(t,
	    "SYN: opens the connection. Initial sequence number %" PRIu32
	    "; the SYN counts as one, so data starts at %" PRIu32 ".",
	    t->p->seq, t->p->seq + 1);
	if (crossed != NULL)
		story_add(t,
		    "Simultaneous open: %s has sent a SYN too (frame %" PRIu32
		    "), and one connection results.",
		    t->receiver, crossed->frame);
	if (t->p->len > 0)
		tell_syn_data(t);
	story_add(t, "Receive window %s bytes.", GROUPED(t->p->win));
	if (shift < WSCALE_NONE)
		story_add(t,
		    "Window scale %u: later windows are multiplied by %s, if %s also offers "
		    "scaling.",
		    shift, GROUPED(offered_factor(t)), t->receiver);
	tell_offers(t);
	if ((t->p->flags & (TCP_ECE | TCP_CWR)) == (TCP_ECE | TCP_CWR))
		story_add(t,
		    t->p->flags & TCP_AE ? "AE, CWR and ECE: %s offers AccECN."
		                         : "ECE and CWR: %s offers ECN.",
		    t->sender);
}

static void tell_scaling(struct story *t)
{
	int shift = session_wscale(t->s, t->side);
	int other = session_wscale(t->s, side_other(t->side));
	story_add(t, "Receive window %s bytes.", GROUPED(t->p->win));
	if (shift < 0 || other < 0)
		return;
	if (t->s->flow[t->side].wscale >= WSCALE_NONE)
		story_add(t, "Windows are not scaled, because not both SYNs offer it.");
	else if (shift == other)
		story_add(t, "From now on windows of both sides are multiplied by %s.",
		    GROUPED(1U << shift));
	else
		story_add(t, "From now on windows of %s are multiplied by %s, those of %s by %s.",
		    t->sender, GROUPED(1U << shift), t->receiver, GROUPED(1U << other));
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
	    "SYN-ACK in a simultaneous open: acknowledges the SYN in frame %" PRIu32
	    " (ISN + 1 = %" PRIu32 ") and repeats the SYN of %s (frame %" PRIu32 ").",
	    other->frame, t->p->ack, t->sender, own->frame);
	return true;
}

/* Data in a SYN may be acknowledged with it or not (RFC 7413, 4.2.1). */
static void tell_fast_open(struct story *t)
{
	const struct packet *syn = syn_of(t, side_other(t->side));
	uint32_t taken = t->p->ack - 1 - t->s->flow[side_other(t->side)].base;
	if (syn == NULL || syn->len == 0)
		return;
	if (taken == 0)
		story_add(
		    t, "The data in the SYN was not accepted: %s must retransmit it.", t->receiver);
	else if (taken <= syn->len)
		story_add(t, "The data in the SYN was accepted too (%s byte%s).", GROUPED(taken),
		    taken == 1 ? "" : "s");
}

void story_tell_syn_ack(struct story *t)
{
	uint32_t brought = t->p->ack - 1 - t->s->flow[side_other(t->side)].base;
	char sum[48] = "";
	struct writer w = writer_begin(sum, sizeof(sum));
	if (story_has(t, NOTE_RETRANSMISSION)) {
		story_tell_again(t);
		return;
	}
	if (brought != 0 && t->s->flow[side_other(t->side)].syn_seen)
		writer_print(&w, " + %" PRIu32, brought);
	if (!tell_syn_answered(t))
		story_add(t,
		    "SYN-ACK: %s accepts, acknowledges the SYN of %s (ISN + 1%s = %" PRIu32
		    ") and sends its own ISN, %" PRIu32 ".",
		    t->sender, t->receiver, sum, t->p->ack, t->p->seq);
	tell_fast_open(t);
	tell_scaling(t);
	tell_offers(t);
	if ((t->p->flags & (TCP_ECE | TCP_CWR)) == TCP_ECE)
		story_add(t, "ECE: %s agrees to ECN.", t->sender);
}

const struct packet *story_ended_handshake(const struct story *t)
{
	const struct packet *p = model_packet(t->m, model_acked(t->m, t->number).first);
	return p != NULL && (p->flags & TCP_SYN) && (p->flags & TCP_ACK) ? p : NULL;
}

void story_tell_handshake_ended(struct story *t, const struct packet *syn_ack)
{
	int64_t rtt = model_initial_rtt(t->m, t->p->session);
	char text[DURATION_TEXT];
	const struct packet *before =
	    session_opened_by_both(t->s) ? syn_of(t, side_other(t->side)) : NULL;
	if (before != NULL) {
		story_add(t,
		    "ACK of the SYN-ACK in frame %" PRIu32 ": repeats ack %" PRIu32
		    ", because the same SYN came in frame %" PRIu32 ". The connection is open.",
		    syn_ack->frame, story_ack(t), before->frame);
		return;
	}
	story_add(t,
	    "Third step of the handshake: acknowledges the SYN-ACK in frame %" PRIu32
	    "; the connection is open at both ends.",
	    syn_ack->frame);
	if (rtt < 0 || t->number != syn_ack->acked_by)
		return;
	duration_format(rtt, text, sizeof(text));
	story_add(t, "RTT of the handshake: %s.", text);
}

void tell_syn_unanswered(struct story *t, const struct finding *f)
{
	story_fill(t, f,
	    "SYN timeout: no answer reached {sender}[ within {since cause} of {cause}], so it "
	    "retransmits the SYN.");
	/* A later answer proves more. */
	if (!story_has(t, NOTE_SPURIOUS_RETRANSMISSION))
		story_add(t, "The SYN or its answer was lost%s.",
		    t->p->acked_by != 0 ? " or late" : ", or nobody is there");
}

/* A SYN-ACK with another ISN than the one that was acknowledged. */
static bool tell_other_isn(struct story *t)
{
	const struct flow *own = &t->s->flow[t->side];
	if (!own->syn_seen || t->p->seq == own->base || t->p->acked_by != 0)
		return false;
	story_add(t,
	    "SYN-ACK with another ISN (%" PRIu32 ") than the one that %s acknowledged (%" PRIu32
	    "): another server or a device on the path has answered too. Its numbers belong to no "
	    "bytes of this connection.",
	    t->p->seq, t->receiver, own->base);
	return true;
}

static bool tell_unsolicited(struct story *t)
{
	const struct flow *other = &t->s->flow[side_other(t->side)];
	if (other->syn_seen || !other->base_known || other->packets == 0 ||
	    t->p->ack == other->base + 1)
		return false;
	story_add(t, "Unsolicited SYN-ACK: %s has sent no SYN that it could answer.", t->receiver);
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
	    "Data below the ISN of %s (%s byte%s): outside the window, not part of this "
	    "connection; %s discards it.",
	    t->sender, GROUPED(p->len), p->len == 1 ? "" : "s", t->receiver);
	return true;
}
