/* Losses and retransmissions. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/analyse/thresholds.h"
#include "core/base/duration.h"
#include "core/model/copies.h"
#include "core/record/seq.h"

/* The first byte was not seen before: the retransmission may be joined or cut differently. */
static void format_unseen(const struct story *t, char *out, size_t size)
{
	const struct finding *f = story_resend(t);
	const struct packet *partly = model_packet(t->m, f != NULL ? f->copy : 0);
	uint32_t unseen = partly != NULL ? partly->seq - t->p->seq : 0;
	if (partly != NULL)
		snprintf(out, size,
		    "a retransmission; its first %" PRIu32 " byte%s had not been seen here, what "
		    "follows had, in frame %" PRIu32,
		    unseen, unseen == 1 ? "" : "s", partly->frame);
	else
		snprintf(out, size, "a retransmission whose original %swas not seen here",
		    session_forgotten(t->s) > 0 ? "is forgotten, or " : "");
}

void story_again(const struct story *t, char *out, size_t size)
{
	const struct finding *f = story_resend(t);
	const struct packet *last = model_packet(t->m, f != NULL ? f->copy : 0);
	const struct packet *first = model_packet(t->m, copies_first(t->m, t->number));
	char since[DURATION_TEXT], since_last[DURATION_TEXT];
	if (first == NULL || last == NULL) {
		format_unseen(t, out, size);
		return;
	}
	duration_format(t->p->time_ns - first->time_ns, since, sizeof(since));
	duration_format(t->p->time_ns - last->time_ns, since_last, sizeof(since_last));
	if (first == last)
		snprintf(out, size, "a retransmission of frame %" PRIu32 ", %s after it",
		    first->frame, since);
	else
		snprintf(out, size,
		    "a retransmission of frame %" PRIu32 ", %s after it and %s after frame %" PRIu32
		    ", the last copy",
		    first->frame, since, since_last, last->frame);
}

void tell_resent_smaller(struct story *t, const struct finding *f)
{
	(void)f;
	story_add(t,
	    "No answer can have come yet, and it is cut smaller: the network has reported that the "
	    "path takes only smaller packets (path MTU discovery, RFC %s).",
	    addr_is_v4(&t->s->end[SIDE_A].addr) ? "1191" : "8201");
}

/* The most bytes that options take from the payload (RFC 9293, 3.1). */
#define OPTIONS_MOST 40

/* Returns true if the packet is a complete segment with the sequence number of the story's packet
 * and another size. */
static bool is_larger(const struct story *t, const struct packet *copy)
{
	return copy != NULL && copy->seq == t->p->seq && copy->len <= ONE_SEGMENT &&
	       copy->len > t->p->len + OPTIONS_MOST;
}

/* Returns true if the last window advertised before the story's packet had space for an earlier
 * copy. */
static bool had_room(const struct story *t, const struct packet *copy)
{
	const struct packet *other = story_before(t, false);
	bool scaled;
	return other != NULL &&
	       seq_le(packet_end(copy), other->ack + session_window(t->s, other, &scaled));
}

/* The complete segment was sent twice without an answer, then a smaller one was sent. */
static void tell_cut(struct story *t, const struct finding *f)
{
	const struct packet *last = model_packet(t->m, f->copy);
	const struct packet *first = model_packet(t->m, copies_first(t->m, t->number));
	if (f->note != NOTE_RTO_RETRANSMISSION || t->p->len == 0 || first == last ||
	    !is_larger(t, last) || !is_larger(t, first) || last->len != first->len ||
	    !had_room(t, first))
		return;
	story_add(t,
	    "It is cut to %u of %u bytes, as no answer came to the whole: larger packets may be "
	    "lost on this path without a report (RFC 4821, 7.7).",
	    (unsigned)t->p->len, (unsigned)first->len);
}

/* Small segments may be joined when they are retransmitted. */
static void tell_joined(struct story *t, const struct finding *f)
{
	const struct packet *copy = model_packet(t->m, f->copy);
	if (copy == NULL || t->p->len == 0 || seq_lt(t->p->seq, copy->seq) ||
	    !seq_lt(packet_end(copy), packet_end(t->p)))
		return;
	story_add(t, "What followed frame %" PRIu32 " goes in the same segment this time%s.",
	    copy->frame, t->p->bits & PACKET_NEW_DATA ? ", some of it for the first time" : "");
}

void story_tell_shape(struct story *t)
{
	const struct finding *f = story_resend(t);
	if (f == NULL)
		return;
	tell_joined(t, f);
	tell_cut(t, f);
}

void tell_hole(struct story *t, const struct finding *f)
{
	const struct packet *before = model_packet(t->m, f->cause);
	int32_t missing = before != NULL ? seq_diff(t->p->seq, packet_end(before)) : 0;
	char bytes[32] = "Bytes";
	if (missing > 1)
		snprintf(bytes, sizeof(bytes), "The %" PRId32 " bytes", missing);
	else if (missing == 1)
		snprintf(bytes, sizeof(bytes), "The byte");
	if (f->rule == RULE_HOLE_ACKED)
		story_add(t, "%s before it %s not in this capture, though %s has acknowledged %s.",
		    bytes, missing == 1 ? "is" : "are", t->receiver, missing == 1 ? "it" : "them");
	else
		story_add(t, "%s before it %s not been seen here: %s lost or late.", bytes,
		    missing == 1 ? "has" : "have", missing == 1 ? "it is" : "they are");
	story_fill(t, f, "[{Answer} brings them, {until answer} later.]");
}
