/* Why something was sent, or not sooner, in words. */
#include "core/explain/story.h"

#include <assert.h>
#include <inttypes.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/record/note.h"
#include "core/record/seq.h"

static void tell_unseen(struct story *t)
{
	story_add(t, "So it was lost between %s and the capture point.", t->sender);
}

/* For how long nothing but keep-alives had been seen before it. */
static int64_t silence_ns(const struct story *t)
{
	const uint64_t asking = NOTE_BIT(NOTE_KEEP_ALIVE) | NOTE_BIT(NOTE_KEEP_ALIVE_ACK);
	const struct packet *p = t->p;
	uint32_t n = t->number;
	for (unsigned walked = 0; walked < STORY_WALK && (p == t->p || p->notes & asking);
	     walked++) {
		n = model_prev(t->m, n);
		if (n == 0)
			break;
		p = model_packet(t->m, n);
	}
	return t->p->time_ns - p->time_ns;
}

/* The first packet that offered room for it, after one that did not; NULL when out of reach. At the
 * receiver's end it may have passed before data that was on its way already. */
static const struct packet *opened_by(const struct story *t)
{
	const struct packet *opener = NULL;
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		bool scaled;
		uint32_t edge = p->ack + session_window(t->s, p, &scaled);
		if (packet_side(p) != t->side && seq_lt(edge, packet_end(t->p)))
			return opener;
		if (packet_side(p) != t->side)
			opener = p;
		n = model_prev(t->m, n);
	}
	return NULL;
}

static void tell_receiver_limited(struct story *t)
{
	const struct packet *opened = opened_by(t);
	if (opened != NULL)
		story_add(t,
		    "It was the receiver that kept it waiting: there was no room for it in %s's "
		    "window until frame %" PRIu32 " opened it (RFC 9293, 3.8.6).",
		    t->receiver, opened->frame);
}

static void tell_application_limited(struct story *t)
{
	char silence[DURATION_TEXT];
	duration_format(silence_ns(t), silence, sizeof(silence));
	story_add(t,
	    "It ends %s in which %s's application had nothing to send: all was acknowledged and "
	    "the window was open (RFC 5681, 4.1).",
	    silence, t->sender);
}

static void tell_delayed_ack(struct story *t)
{
	const struct packet *first = model_packet(t->m, model_acked(t->m, t->number).first);
	if (first != NULL)
		story_add(t,
		    "%s held it back for %" PRId64
		    " ms, in the hope of data or a second segment to send it with: a delayed ACK "
		    "(RFC 9293, 3.8.6.3; RFC 5681, 4.2).",
		    t->sender, (t->p->time_ns - first->time_ns) / 1000000);
}

static void tell_nagle(struct story *t)
{
	const struct packet *before = story_before(t, true);
	const struct packet *ack = before != NULL ? model_packet(t->m, before->acked_by) : NULL;
	if (ack == NULL)
		return;
	bool delayed = ack->notes & NOTE_BIT(NOTE_DELAYED_ACK);
	story_add(t,
	    "Nagle's algorithm held it back: a small segment waits until the one before is "
	    "acknowledged, which took %" PRId64 " ms until frame %" PRIu32
	    "%s (RFC 9293, 3.7.4; RFC 896).",
	    (ack->time_ns - before->time_ns) / 1000000, ack->frame,
	    delayed ? ", a delayed ACK" : "");
}

static void tell_refused(struct story *t)
{
	story_add(t, "%s refuses the connection: nothing listens on port %u (RFC 9293, 3.10.7.1).",
	    t->sender, t->s->end[t->side].port);
}

static void tell_abort(struct story *t)
{
	const struct packet *own = story_before(t, true), *other = story_before(t, false);
	story_add(t,
	    "%s aborts the connection: a reset needs no FIN and no acknowledgement. Both ends are "
	    "CLOSED at once, whatever the application of %s does, and bytes not yet delivered are "
	    "discarded (RFC 9293, 3.5.3).",
	    t->sender, t->receiver);
	if (own != NULL && (own->notes & NOTE_BIT(NOTE_KEEP_ALIVE)) &&
	    (other == NULL || other->frame < own->frame))
		story_add(t, "Its keep-alives had got no answer (RFC 9293, 3.8.4).");
	else if (!t->s->flow[side_other(t->side)].data_seen)
		story_add(t,
		    "It carries an ACK, so it answers nothing: its application gave up (ABORT "
		    "call, SO_LINGER 0), as %s had sent nothing that could be unread.",
		    t->receiver);
	else
		story_add(t,
		    "It carries an ACK, so it answers nothing: its application gave up, or closed "
		    "with data unread, which look alike.");
}

static void tell_abort_unread(struct story *t)
{
	const struct packet *own = story_before(t, true);
	if (own != NULL)
		story_add(t,
		    "%s closes with data unread, which it tells by a reset instead of a FIN "
		    "(RFC 2525, 2.17): as frame %" PRIu32
		    " offered so little window, its application had not read.",
		    t->sender, own->frame);
}

/* The frame that a reset without ACK answers: the one right before it, unless others were on their
 * way that may be meant. */
static const struct packet *answered(const struct story *t)
{
	uint32_t n = model_prev(t->m, t->number);
	const struct packet *p = model_packet(t->m, n);
	const struct packet *other = model_packet(t->m, n != 0 ? model_prev(t->m, n) : 0);
	if (p == NULL || packet_side(p) == t->side || p->ack != t->p->seq)
		return NULL;
	bool more = other != NULL && packet_side(other) != t->side && packet_span(other) > 0 &&
	            other->acked_by == 0;
	return more ? NULL : p;
}

static void tell_half_open(struct story *t)
{
	const struct packet *asked = answered(t), *reset = story_reset_before(t);
	if (reset != NULL)
		story_add(t,
		    "%s has no such connection any more, as the reset of frame %" PRIu32
		    " has told (RFC 9293, 3.10.7.1).",
		    t->sender, reset->frame);
	else
		story_add(t,
		    "%s has no such connection, while %s still takes it for open: it is half-open "
		    "(RFC 9293, 3.5.1).",
		    t->sender, t->receiver);
	if (asked != NULL)
		story_add(t,
		    "The reset answers frame %" PRIu32
		    " and takes its number from that frame's ACK (3.5.2).",
		    asked->frame);
}

static void tell_after_close(struct story *t)
{
	const uint64_t copies =
	    NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | NOTE_BIT(NOTE_NETWORK_DUPLICATE);
	const struct packet *asked = answered(t);
	/* Nothing new was in it. */
	if (asked != NULL && (asked->len == 0 || (asked->notes & copies)))
		story_add(t,
		    "%s has closed the connection, and answers what comes for it still, "
		    "frame %" PRIu32 ", by a reset (RFC 9293, 3.10.7.1).",
		    t->sender, asked->frame);
	else if (asked != NULL)
		story_add(t,
		    "%s has closed, so nobody there reads what frame %" PRIu32
		    " brings; the reset says that it is lost (RFC 1122, 4.2.2.13).",
		    t->sender, asked->frame);
	else
		story_add(t,
		    "%s has closed; the reset says that what still comes is lost "
		    "(RFC 1122, 4.2.2.13).",
		    t->sender);
}

static void tell_unacceptable(struct story *t)
{
	story_add(t,
	    "%s has sent a SYN, and the answer acknowledges a number that it never sent: %s knows "
	    "an older connection, which this reset ends (RFC 9293, 3.10.7.3 and 3.5.1).",
	    t->sender, t->receiver);
}

/* How far back the story looks for a reset. */
#define RESET_WALK 128

const struct packet *story_reset_before(const struct story *t)
{
	const struct packet *found = NULL;
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < RESET_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if ((p->flags & TCP_RST) && !(p->notes & NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW)))
			found = p;
	}
	return found;
}

static void tell_out_of_window(struct story *t)
{
	const struct packet *reset = story_reset_before(t);
	if (reset != NULL) {
		story_add(t,
		    "The reset of frame %" PRIu32
		    " has ended the connection: this one changes nothing.",
		    reset->frame);
		return;
	}
	story_add(t,
	    "%s ignores this reset: its number %" PRIu32
	    " is outside of the window (RFC 9293, 3.10.7.4; RFC 5961, 3.2).",
	    t->receiver, story_seq(t));
}

static void tell_syn_timeout(struct story *t)
{
	if (t->p->notes & NOTE_BIT(NOTE_LISTEN_OVERFLOW))
		return;
	/* An answer that came later shows more. */
	const char *why = t->p->notes & NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) ? ""
	                  : t->p->acked_by != 0
	                      ? ": the SYN or the answer was lost or late"
	                      : ": the SYN or the answer was lost, or nobody is there";
	story_add(t, "No answer came before the timer of %s expired%s (RFC 1122, 4.2.3.5).",
	    t->sender, why);
}

static void tell_overflow(struct story *t)
{
	if (t->p->flags & TCP_ACK)
		story_add(t,
		    "The ACK that ends the handshake had come to this host, with data behind it, "
		    "and was not taken: the listener's queue of connections to accept is full.");
	else
		story_add(t,
		    "The SYN did come to the host of port %u, which holds other connections open: "
		    "it ignores this one, as it does when the queue of connections to accept is "
		    "full.",
		    t->s->end[SIDE_B].port);
}

/* The ACK that told of it came right behind it. */
static void tell_old_timestamp(struct story *t)
{
	const struct packet *answer = model_packet(t->m, t->p->next);
	if (answer != NULL)
		story_add(t,
		    "%s throws it away and repeats ack %" PRIu32 " in frame %" PRIu32
		    ": it has taken in a segment with a newer timestamp, so that this one counts "
		    "as a leftover of long ago (PAWS, RFC 7323, 5).",
		    t->receiver, story_seq(t), answer->frame);
}

/* From the first cause on. */
#define CAUSE(note) [(note)-NOTE_ORIGINAL_UNSEEN]

static void (*const tell[])(struct story *t) = {
	CAUSE(NOTE_ORIGINAL_UNSEEN) = tell_unseen,
	CAUSE(NOTE_RECEIVER_LIMITED) = tell_receiver_limited,
	CAUSE(NOTE_APPLICATION_LIMITED) = tell_application_limited,
	CAUSE(NOTE_DELAYED_ACK) = tell_delayed_ack,
	CAUSE(NOTE_NAGLE_DELAY) = tell_nagle,
	CAUSE(NOTE_REFUSED) = tell_refused,
	CAUSE(NOTE_ABORT) = tell_abort,
	CAUSE(NOTE_ABORT_UNREAD) = tell_abort_unread,
	CAUSE(NOTE_HALF_OPEN) = tell_half_open,
	CAUSE(NOTE_RESET_AFTER_CLOSE) = tell_after_close,
	CAUSE(NOTE_UNACCEPTABLE_ACK) = tell_unacceptable,
	CAUSE(NOTE_RESET_OUT_OF_WINDOW) = tell_out_of_window,
	CAUSE(NOTE_SYN_TIMEOUT) = tell_syn_timeout,
	CAUSE(NOTE_LISTEN_OVERFLOW) = tell_overflow,
	CAUSE(NOTE_OLD_TIMESTAMP) = tell_old_timestamp,
};
static_assert(ARRAY_LEN(tell) == NOTE_COUNT - NOTE_ORIGINAL_UNSEEN, "every cause is explained");

void explain_cause(struct story *story, enum note cause)
{
	tell[cause - NOTE_ORIGINAL_UNSEEN](story);
}
