/* Losses and retransmissions. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

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
	const struct packet *copy = model_packet(t->m, f->copy);
	char what[64] = "an earlier copy";
	if (copy != NULL)
		snprintf(what, sizeof(what), "the %u byte%s of frame %" PRIu32, (unsigned)copy->len,
		    copy->len == 1 ? "" : "s", copy->frame);
	story_add(t,
	    "Path MTU discovery: %s retransmits %s in smaller segments, sooner than an ACK can "
	    "arrive. A router probably reported that larger packets do not fit (RFC %s).",
	    t->sender, what, addr_is_v4(&t->s->end[SIDE_A].addr) ? "1191" : "8201");
}

void tell_rto_smaller(struct story *t, const struct finding *f)
{
	const struct packet *first = model_packet(t->m, f->cause_first);
	const struct packet *last = model_packet(t->m, f->copy);
	story_fill(t, f,
	    "Retransmission timeout (RTO): no ACK of {what} came [within {since cause} of "
	    "{cause}|in time] (RFC 6298, 5.4).");
	if (first == NULL || last == NULL)
		return;
	story_add(t,
	    "The segment is cut to %u byte%s because larger ones seem to vanish on this path: "
	    "frames %" PRIu32 " and %" PRIu32 " carried %u bytes each and were not acknowledged "
	    "(black hole, RFC 4821, 7.7).",
	    (unsigned)t->p->len, t->p->len == 1 ? "" : "s", first->frame, last->frame,
	    (unsigned)last->len);
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
