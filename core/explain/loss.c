/* Losses and retransmissions. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/base/duration.h"
#include "core/analyse/thresholds.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"
#include "core/model/copies.h"
#include "core/record/seq.h"

#define SENT_TEXT 160

/* "Second try" where the sender is captured; elsewhere earlier copies may have been lost. */
static void put_try(const struct story *t, const struct finding *f, struct writer *w)
{
	char ordinal[STORY_ORDINAL];
	bool all = session_captured_at(t->s, t->side);
	story_ordinal(f->count + 1U, ordinal);
	writer_print(w, "%s %s of ", ordinal, all ? "try" : "copy seen here");
}

/* "(first: frame 4, 270.0 ms before)": the earlier copies. */
static void put_earlier(
    const struct story *t, const struct packet *first, const struct packet *last, struct writer *w)
{
	char since[DURATION_TEXT];
	duration_format(t->p->time_ns - first->time_ns, since, sizeof(since));
	writer_print(w, " (first: frame %" PRIu32 ", %s before", first->frame, since);
	if (first != last) {
		duration_format(t->p->time_ns - last->time_ns, since, sizeof(since));
		writer_print(w, "; last: frame %" PRIu32 ", %s before", last->frame, since);
	}
	writer_text(w, ")");
}

/* The first byte was not seen before: the retransmission may be joined or cut differently. */
static void tell_unseen(struct story *t, const struct finding *f)
{
	const struct packet *partly = model_packet(t->m, f != NULL ? f->copy : 0);
	char bytes[STORY_BYTES];
	story_bytes(t, t->p, bytes);
	if (partly != NULL) {
		uint32_t unseen = partly->seq - t->p->seq;
		story_add(t,
		    "Retransmission of %s: the first %s byte%s had not been seen here, the rest "
		    "had, in frame %" PRIu32 ".",
		    bytes, GROUPED(unseen), unseen == 1 ? "" : "s", partly->frame);
	} else if (story_has(t, NOTE_ORIGINAL_UNSEEN)) {
		story_add(t, "Retransmission of %s.", bytes);
	} else {
		story_add(t, "Retransmission of %s; the original was not seen here%s.", bytes,
		    session_forgotten(t->s) > 0 ? ", or is forgotten" : "");
	}
}

void story_tell_again(struct story *t)
{
	const struct finding *f = story_resend(t);
	const struct packet *last = model_packet(t->m, f != NULL ? f->copy : 0);
	const struct packet *first = model_packet(t->m, copies_first(t->m, t->number));
	char text[SENT_TEXT], bytes[STORY_BYTES];
	struct writer w = writer_begin(text, sizeof(text));
	if (f == NULL || first == NULL || last == NULL) {
		tell_unseen(t, f);
		return;
	}
	put_try(t, f, &w);
	writer_text(&w, story_bytes(t, t->p, bytes));
	put_earlier(t, first, last, &w);
	story_add(t, "%s.", text);
}

/* Returns true if nothing that the session holds acknowledges the packet. */
static bool is_unanswered(const struct story *t)
{
	const struct flow *own = &t->s->flow[t->side];
	return !own->acked_known || seq_lt(own->acked, packet_end(t->p));
}

/* The next copy, where no ACK came before it. Backoff: the second interval is about twice the
 * first (RFC 6298, 5.5). */
static void tell_next_copy(struct story *t, const struct finding *f, const struct packet *next)
{
	const struct packet *last = model_packet(t->m, f->copy);
	const struct finding *after = model_finding(t->m, f->answer, NOTE_RTO_RETRANSMISSION);
	int64_t took = next->time_ns - t->p->time_ns;
	int64_t before = last != NULL ? t->p->time_ns - last->time_ns : 0;
	bool doubled = after != NULL && f->note == NOTE_RTO_RETRANSMISSION && before > 0 &&
	               took / TWICE_LEAST_PERCENT >= before / 100 &&
	               took / TWICE_MOST_PERCENT <= before / 100;
	char text[DURATION_TEXT];
	duration_format(took, text, sizeof(text));
	story_add(t, "No %s came before the next copy in frame %" PRIu32 ", %s later%s.",
	    t->p->flags & TCP_SYN ? "answer" : "ACK", next->frame, text,
	    doubled ? " (backoff: the RTO is doubled)" : "");
}

void story_tell_outcome(struct story *t)
{
	const struct finding *f = story_resend(t);
	if (f == NULL || packet_span(t->p) == 0 || story_has(t, NOTE_NETWORK_DUPLICATE) ||
	    story_has(t, NOTE_SPURIOUS_RETRANSMISSION) || (t->p->flags & TCP_RST))
		return;
	const struct packet *ack = model_packet(t->m, t->p->acked_by);
	const struct packet *next = model_packet(t->m, f->answer);
	char text[DURATION_TEXT];
	if (next != NULL && (t->p->acked_by == 0 || f->answer < t->p->acked_by)) {
		tell_next_copy(t, f, next);
	} else if (ack != NULL && t->p->acked_by > t->number) {
		duration_format(ack->time_ns - t->p->time_ns, text, sizeof(text));
		story_add(t, "Frame %" PRIu32 " %s it, %s later.", ack->frame,
		    t->p->flags & TCP_SYN ? "answers" : "acknowledges", text);
	} else if (is_unanswered(t)) {
		story_add(t, "No %s is in this capture so far.",
		    t->p->flags & TCP_SYN ? "answer to it" : "ACK of it");
	}
}

void tell_resent_smaller(struct story *t, const struct finding *f)
{
	const struct packet *copy = model_packet(t->m, f->copy);
	char what[64] = "an earlier copy";
	if (copy != NULL)
		snprintf(what, sizeof(what), "the %s byte%s of frame %" PRIu32, GROUPED(copy->len),
		    copy->len == 1 ? "" : "s", copy->frame);
	story_add(t,
	    "Path MTU discovery: %s retransmits %s in smaller segments, sooner than an ACK can "
	    "arrive. A router probably reported that larger packets do not fit.",
	    t->sender, what);
}

/* Far from the sender, an ACK that passed here may have been lost before it. */
void tell_spurious_acked(struct story *t, const struct finding *f)
{
	const struct packet *ack = model_packet(t->m, f->cause);
	bool syn = t->p->flags & TCP_SYN;
	if (ack != NULL && (ack->flags & TCP_RST))
		story_fill(t, f, "{cause} had already refused it; {sender} tries again.");
	else if (session_captured_at(t->s, t->side))
		story_fill(t, f, "Spurious: [{cause}|an ACK] had already acknowledged it.");
	else if (syn)
		story_fill(t, f,
		    "Spurious: [{cause}|a SYN-ACK] had already answered it, but was lost or late "
		    "on the way to {sender}.");
	else
		story_fill(t, f,
		    t->p->len > 0
		        ? "The data had already arrived, but the ACK[ ({cause})] was lost or late "
		          "on the way to {sender}."
		        : "The FIN had already arrived, but the ACK[ ({cause})] was lost or late "
		          "on the way to {sender}.");
}

void tell_rto_smaller(struct story *t, const struct finding *f)
{
	const struct packet *first = model_packet(t->m, f->cause_first);
	const struct packet *last = model_packet(t->m, f->copy);
	story_fill(t, f,
	    "Retransmission timeout (RTO): no ACK of {what} reached {sender}[ within {since cause} "
	    "of {cause}].");
	if (first == NULL || last == NULL)
		return;
	story_add(t,
	    "Cut to %s bytes because larger segments seem to vanish on this path: frames %" PRIu32
	    " and %" PRIu32 " carried %s bytes each and were not acknowledged (black hole).",
	    GROUPED(t->p->len), first->frame, last->frame, GROUPED(last->len));
}

/* Small segments may be joined when they are retransmitted. */
static void tell_joined(struct story *t, const struct finding *f)
{
	const struct packet *copy = model_packet(t->m, f->copy);
	if (copy == NULL || t->p->len == 0 || t->p->seq != copy->seq ||
	    !seq_lt(packet_end(copy), packet_end(t->p)))
		return;
	story_add(t, "Frame %" PRIu32 " and what followed it are merged into one segment%s.",
	    copy->frame, t->p->bits & PACKET_NEW_DATA ? ", with new data" : "");
}

void story_tell_shape(struct story *t)
{
	const struct finding *f = story_resend(t);
	if (f == NULL)
		return;
	tell_joined(t, f);
}

/* What is missing before a segment. */
struct gap {
	uint32_t bytes; /* 0: not known */
	bool fin;       /* the FIN alone is missing */
};

/* Writes "the 100 bytes before it (101-200)". */
static struct gap format_gap(const struct story *t, const struct finding *f, char out[64])
{
	const struct packet *before = model_packet(
	    t->m, (f->rule == RULE_HOLE_ACKED || f->rule == RULE_HOLE_MISSED) ? f->cause_first
	                                                                      : f->cause);
	const struct flow *own = &t->s->flow[t->side];
	int32_t missing = before != NULL ? seq_diff(t->p->seq, packet_end(before)) : 0;
	struct gap gap = { missing > 0 ? (uint32_t)missing : 0, false };
	uint32_t from = story_seq(t) - gap.bytes;
	gap.fin = gap.bytes == 1 && own->fin_seen && own->next == t->p->seq;
	if (gap.fin)
		snprintf(out, 64, "the FIN before it (%" PRIu32 ")", from);
	else if (gap.bytes > 1)
		snprintf(out, 64, "the %s bytes before it (%" PRIu32 "-%" PRIu32 ")",
		    GROUPED(gap.bytes), from, from + gap.bytes - 1);
	else if (gap.bytes == 1)
		snprintf(out, 64, "the byte before it (%" PRIu32 ")", from);
	else
		snprintf(out, 64, "bytes before it");
	return gap;
}

/* "it", "them", "some of them": what the answer brings of a gap. */
static const char *brought(const struct story *t, const struct packet *answer, struct gap gap)
{
	bool whole = gap.bytes > 0 && seq_le(answer->seq, t->p->seq - gap.bytes) &&
	             seq_le(t->p->seq, packet_end(answer));
	return gap.bytes == 1 ? "it" : whole ? "them" : "some of them";
}

/* A retransmission shows a loss unless it is spurious; a late original shows reordering. */
static void tell_filled(struct story *t, const struct finding *f, struct gap gap)
{
	const struct packet *answer = model_packet(t->m, f->answer);
	char later[DURATION_TEXT];
	if (answer == NULL || answer->time_ns < t->p->time_ns)
		return;
	duration_format(answer->time_ns - t->p->time_ns, later, sizeof(later));
	if (answer->notes & NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION))
		story_add(t, "Frame %" PRIu32 " retransmits %s, %s later, although %s had arrived.",
		    answer->frame, brought(t, answer, gap), later, gap.bytes == 1 ? "it" : "they");
	else if (answer->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		story_add(t, "Lost: frame %" PRIu32 " retransmits %s, %s later.", answer->frame,
		    brought(t, answer, gap), later);
	else
		story_add(t, "%s: frame %" PRIu32 " brings %s, %s later.",
		    answer->notes & NOTE_BIT(NOTE_OUT_OF_ORDER) ? "Reordered" : "Late",
		    answer->frame, brought(t, answer, gap), later);
}

void tell_hole(struct story *t, const struct finding *f)
{
	char bytes[64];
	struct gap gap = format_gap(t, f, bytes);
	if (f->rule == RULE_HOLE_MISSED) {
		story_add(t, "Gap in the capture: %s %s not captured.", bytes,
		    gap.bytes == 1 ? "was" : "were");
		story_fill(t, f,
		    gap.bytes == 1
		        ? "{receiver} acknowledges it[ in {cause}] without a retransmission, so it "
		          "arrived and only the capture missed it."
		        : "{receiver} acknowledges them[ in {cause}] without a retransmission, so "
		          "they arrived and only the capture missed them.");
		return;
	}
	if (f->rule == RULE_HOLE_ACKED)
		story_add(t,
		    "Gap before this: %s %s not in this capture, although %s has acknowledged %s.",
		    bytes, gap.bytes == 1 ? "is" : "are", t->receiver,
		    gap.bytes == 1 ? "it" : "them");
	else
		story_add(t, "Gap before this: %s %s not been seen here.", bytes,
		    gap.bytes == 1 ? "has" : "have");
	if (f->rule != RULE_HOLE_ACKED || f->answer != 0)
		tell_filled(t, f, gap);
}
