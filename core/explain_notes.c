#include "core/explain_parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "core/array.h"
#include "core/duration.h"
#include "core/note.h"
#include "core/repeat.h"
#include "core/seq.h"

/* How far back a story looks. */
#define STORY_WALK 512

/* RFC 5681, 3.2. */
#define DUPLICATES 3

/* The first packet before it that brought some of what lies behind its first byte, or NULL. */
static const struct packet *partly_before(const struct story *t)
{
	const struct packet *found = NULL;
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == t->side && packet_span(p) > 0 && seq_lt(t->p->seq, p->seq) &&
		    seq_lt(p->seq, packet_end(t->p)) &&
		    (found == NULL || seq_le(p->seq, found->seq)))
			found = p;
	}
	return found;
}

/* Of one whose first byte had not come before: small segments that were lost are sent again joined with others. */
static void format_unseen(const struct story *t, char *out, size_t size)
{
	const struct packet *partly = partly_before(t);
	if (partly != NULL)
		snprintf(out, size,
		    "a retransmission; its first %" PRIu32
		    " bytes had not come by this capture point, what follows them had, in frame "
		    "%" PRIu32,
		    partly->seq - t->p->seq, partly->frame);
	else
		snprintf(out, size,
		    "a retransmission whose original %shad not come by this capture point",
		    session_forgotten(t->s) > 0 ? "is forgotten, or " : "");
}

void story_again(const struct story *t, char *out, size_t size)
{
	struct repeat repeat = repeat_of(t->m, t->number);
	const struct packet *first = model_packet(t->m, repeat.first);
	const struct packet *last = model_packet(t->m, repeat.last);
	char since[DURATION_TEXT] = "", since_last[DURATION_TEXT] = "";
	if (first != NULL) {
		duration_format(t->p->time_ns - first->time_ns, since, sizeof(since));
		duration_format(t->p->time_ns - last->time_ns, since_last, sizeof(since_last));
	}
	if (first == NULL)
		format_unseen(t, out, size);
	else if (repeat.times == 1)
		snprintf(out, size, "a retransmission of frame %" PRIu32 ", %s after it",
		    first->frame, since);
	else
		snprintf(out, size,
		    "a retransmission of frame %" PRIu32 ", %s after it and %s after frame %" PRIu32
		    ", the last copy",
		    first->frame, since, since_last, last->frame);
}

/* What had acknowledged all of it before it came, or NULL. The first copy may have brought less. */
static const struct packet *acknowledged_by(const struct story *t)
{
	const struct packet *copy = model_packet(t->m, repeat_of(t->m, t->number).first);
	uint32_t n = copy != NULL ? copy->acked_by : 0;
	for (unsigned walked = 0; n != 0 && n < t->number && walked < STORY_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) != t->side && (p->flags & TCP_ACK) &&
		    seq_le(packet_end(t->p), p->ack))
			return p;
		n = p->next;
	}
	return NULL;
}

static void tell_needless(struct story *t)
{
	/* That the first one arrived did not help: that is told. */
	if (t->p->notes & NOTE_BIT(NOTE_LISTEN_OVERFLOW))
		return;
	const struct packet *ack = acknowledged_by(t);
	if (ack != NULL)
		story_add(t, "It was needless: frame %" PRIu32 " had acknowledged it already.",
		    ack->frame);
	else
		story_add(
		    t, "It was needless: what came later shows that an earlier copy arrived, too.");
}

/* Data, SYN and FIN have told it themselves. */
static void tell_retransmission(struct story *t)
{
	char again[STORY_AGAIN];
	if (t->p->len == 0 && !(t->p->flags & (TCP_SYN | TCP_FIN))) {
		story_again(t, again, sizeof(again));
		story_add(t, "It is %s.", again);
	}
}

/* Duplicate ACKs of the other side. */
struct callers {
	uint32_t count, first, last; /* frames */
};

static void add_caller(struct callers *callers, const struct packet *p)
{
	callers->first = callers->count == 0 ? p->frame : callers->first;
	callers->last = p->frame;
	callers->count++;
}

/* One that asks for what it brings or for less, and had the time to reach its sender: near the receiver's end those that passed
 * here within the last round trip had not. */
static bool is_caller(const struct story *t, const struct packet *p)
{
	int64_t rtt_ns = (int64_t)t->s->flow[side_other(t->side)].rtt_us * 1000;
	return packet_side(p) != t->side && (p->notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) &&
	       seq_le(p->ack, t->p->seq) && t->p->time_ns - p->time_ns >= rtt_ns * 3 / 4;
}

/* Those since the last copy. */
static struct callers callers_of(const struct story *t)
{
	struct callers found = { 0 };
	uint32_t n = repeat_of(t->m, t->number).last;
	for (; n != 0 && n != t->number; n = model_packet(t->m, n)->next)
		if (is_caller(t, model_packet(t->m, n)))
			add_caller(&found, model_packet(t->m, n));
	return found;
}

/* Where no copy was captured: the frame of the first one that asks for its first byte, or 0. How many of them its sender
 * had heard of when it sent this is not known here. */
static uint32_t first_caller(const struct story *t)
{
	uint32_t n = model_prev(t->m, t->number), frame = 0;
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (is_caller(t, p) && p->ack == t->p->seq)
			frame = p->frame;
	}
	return frame;
}

/* Whether the other side has sent anything since the last copy: without, nothing can have called. */
static bool was_answered_since(const struct story *t)
{
	const struct packet *last = model_packet(t->m, repeat_of(t->m, t->number).last);
	const struct packet *other = story_before(t, false);
	return last == NULL || (other != NULL && other->frame > last->frame);
}

static void tell_fast(struct story *t)
{
	struct callers callers = callers_of(t);
	uint32_t first = callers.count == 0 ? first_caller(t) : 0;
	if (first != 0)
		story_add(t,
		    "Duplicate ACKs for byte %" PRIu32 ", from frame %" PRIu32
		    " on, called for it before the timer did (fast retransmit, RFC 5681, 3.2).",
		    story_seq(t), first);
	else if (callers.count == 0 && !was_answered_since(t))
		return;
	else if (callers.count == 0)
		story_add(t,
		    "Duplicate ACKs or SACK called for it before the timer did (fast recovery, RFC "
		    "5681, 3.2).");
	else if (callers.count == 1)
		story_add(t,
		    "A duplicate ACK, frame %" PRIu32
		    ", called for it before the timer did (fast retransmit, RFC 5681, 3.2).",
		    callers.first);
	else
		story_add(t,
		    "%" PRIu32 " duplicate ACKs, frames %" PRIu32 " to %" PRIu32
		    ", called for it before the timer did (fast retransmit, RFC 5681, 3.2).",
		    callers.count, callers.first, callers.last);
}

static void tell_timeout(struct story *t)
{
	/* They say it better. */
	if (t->p->notes & (NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_LISTEN_OVERFLOW)))
		return;
	story_add(t,
	    "%s's retransmission timer expired before an ACK came, and is doubled for the next try "
	    "(RFC 6298, 5.4 and 5.5).",
	    t->sender);
}

static void tell_tail_probe(struct story *t)
{
	story_add(t, "A tail loss probe: the last segment, sent again before the timer would, so "
	             "that an ACK shows what arrived (RFC 8985, 7).");
}

static void tell_network_duplicate(struct story *t)
{
	const struct packet *copy = model_packet(t->m, repeat_of(t->m, t->number).last);
	if (copy != NULL)
		story_add(t,
		    "It is the IP packet of frame %" PRIu32
		    " again: the network or the capture doubled it, %s sent it once.",
		    copy->frame, t->sender);
	else
		story_add(t,
		    "The same IP packet was seen before: the network or the capture doubled it, %s "
		    "sent it once.",
		    t->sender);
}

static void tell_out_of_order(struct story *t)
{
	story_add(t,
	    "It is the first transmission, overtaken on the way by segments that were sent later.");
}

/* The highest number that its side had sent before, as far back as a story goes. */
static uint32_t sent_before(const struct story *t, uint32_t none)
{
	uint32_t ordinal = model_ordinal(t->m, t->number), end = none;
	uint32_t n =
	    model_nth(t->m, t->p->session, ordinal > STORY_WALK ? ordinal - STORY_WALK : 1);
	bool any = false;
	for (; n != 0 && n != t->number; n = model_packet(t->m, n)->next) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) != t->side)
			continue;
		end = any ? seq_max(end, packet_end(p)) : packet_end(p);
		any = true;
	}
	return end;
}

static void tell_lost(struct story *t)
{
	int32_t missing = seq_diff(t->p->seq, sent_before(t, t->p->seq));
	if (missing > 0)
		story_add(t,
		    "The %" PRId32 " bytes before it have not come by this capture point: they are "
		    "lost or late.",
		    missing);
	else
		story_add(t,
		    "Bytes before it have not come by this capture point: they are lost or "
		    "late.");
}

static void tell_ack_lost(struct story *t)
{
	story_add(t, "It acknowledges bytes that this capture never saw, so they did arrive.");
}

/* How many times in a row the same number was acknowledged because of what arrived, with this one. */
static uint32_t duplicates_in_row(const struct story *t)
{
	uint32_t count = 0;
	uint32_t n = t->number;
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) != t->side)
			continue;
		if (!(p->notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) || p->ack != t->p->ack)
			break;
		count++;
	}
	return count;
}

/* Whether the other side had sent more than is acknowledged. */
static bool is_waiting(const struct story *t)
{
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) != t->side && packet_span(p) > 0 &&
		    seq_lt(t->p->ack, packet_end(p)))
			return true;
	}
	return false;
}

/* What came right before it was thrown away. */
static const struct packet *thrown_away(const struct story *t)
{
	const struct packet *p = model_packet(t->m, model_prev(t->m, t->number));
	return p != NULL && (p->notes & NOTE_BIT(NOTE_OLD_TIMESTAMP)) ? p : NULL;
}

static void tell_duplicate(struct story *t)
{
	uint32_t ack = story_ack(t), row = duplicates_in_row(t);
	const struct packet *thrown = thrown_away(t);
	if (thrown != NULL) {
		story_add(t,
		    "%s has thrown frame %" PRIu32
		    " away, whose timestamp is older than the one echoed here (PAWS, RFC 7323, 5), "
		    "and repeats ack %" PRIu32 ": it still lacks that byte.",
		    t->sender, thrown->frame, ack);
		return;
	}
	bool hole = story_reports_hole(t);
	if (story_reports_twice(t) || (!hole && !is_waiting(t))) {
		story_add(t,
		    "%s got %s, and says so by repeating ack %" PRIu32 " (RFC 9293, 3.10.7.4).",
		    t->sender,
		    story_reports_twice(t) ? "again what it had already"
		                           : "something old, sent again or late",
		    ack);
		return;
	}
	story_add(t,
	    "A segment %s byte %" PRIu32 " reached %s, which repeats ack %" PRIu32
	    ", as that is the byte it waits for (RFC 5681, 2 and 4.2).",
	    hole ? "beyond" : "without", ack, t->sender, ack);
	if (row > DUPLICATES)
		story_add(t, "It is number %" PRIu32 " in a row.", row);
	else if (row == DUPLICATES)
		story_add(t,
		    "It is number %" PRIu32 " in a row; three make %s send byte %" PRIu32
		    " again without waiting for the timer (RFC 5681, 3.2).",
		    row, t->receiver, ack);
}

static void tell_window_update(struct story *t)
{
	const struct packet *before = story_before(t, true);
	bool scaled;
	if (before == NULL)
		return;
	uint32_t was = session_window(t->s, before, &scaled);
	uint32_t now = session_window(t->s, t->p, &scaled);
	story_add(t, "Nothing new arrived; the window goes from %" PRIu32 " to %" PRIu32 "%s%s%s.",
	    was, now, scaled ? " bytes" : " (scale unknown)",
	    now > was ? " because the application has read" : "",
	    was == 0 && now > 0 ? ", and data may flow again" : "");
}

static void tell_zero_window(struct story *t)
{
	if (t->p->notes & NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK))
		return;
	story_add(t,
	    "Its window is 0, as its receive buffer is full: %s must stop until it opens, but for "
	    "probes (RFC 9293, 3.8.6.1).",
	    t->receiver);
}

static void tell_window_full(struct story *t)
{
	if (t->p->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		return;
	story_add(t,
	    "It fills %s's window to the last byte: %s has to wait for room there (RFC 9293, "
	    "3.8.6).",
	    t->receiver, t->sender);
}

static void tell_probe(struct story *t)
{
	story_add(t,
	    "%s probes the closed window of %s, so that a lost window update cannot stall the "
	    "session (RFC 9293, 3.8.6.1).",
	    t->sender, t->receiver);
}

static void tell_probe_ack(struct story *t)
{
	story_add(t, "It answers the window probe: the window is %s.",
	    t->p->win == 0 ? "still closed" : "open again");
}

static void tell_keep_alive(struct story *t)
{
	story_add(t,
	    "A keep-alive: %s repeats the number before the next one, which %s answers by an ACK "
	    "if "
	    "the connection is still there (RFC 9293, 3.8.4).",
	    t->sender, t->receiver);
}

static void tell_keep_alive_ack(struct story *t)
{
	story_add(t, "It answers the keep-alive: the session is still alive.");
}

static void tell_reused(struct story *t)
{
	story_add(t, "The same addresses and ports served an earlier session; the new initial "
	             "sequence number "
	             "begins another.");
}

static void tell_shrink(struct story *t)
{
	story_add(t, "It takes back window that it had offered before, which a receiver should not "
	             "do (RFC 9293, 3.8.6).");
}

static void tell_mark(struct story *t)
{
	story_add(t, "A router on its way had a queue and marked it Congestion Experienced instead "
	             "of dropping it (RFC 3168, 5).");
}

static void tell_echo(struct story *t)
{
	story_add(t,
	    "ECE tells %s that marked segments arrive, until CWR confirms it (RFC 3168, 6.1.3).",
	    t->receiver);
}

/* The first packet that told of a mark since its side last answered one, or NULL. */
static const struct packet *reported_mark(const struct story *t)
{
	const struct packet *found = NULL;
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == t->side && (p->notes & NOTE_BIT(NOTE_ECN_REDUCED)))
			break;
		if (packet_side(p) != t->side && (p->notes & NOTE_BIT(NOTE_ECN_ECHO)))
			found = p;
	}
	return found;
}

/* A sender tells of every reduction, after a loss, too. */
static void tell_reduced(struct story *t)
{
	const struct packet *report = reported_mark(t);
	if (report != NULL)
		story_add(t,
		    "CWR: %s has reduced its congestion window because of the mark that frame "
		    "%" PRIu32 " reports (RFC 3168, 6.1.2).",
		    t->sender, report->frame);
	else
		story_add(t,
		    "CWR: %s has reduced its congestion window, which it tells whatever the reason "
		    "(RFC 3168, 6.1.2).",
		    t->sender);
}

static void (*const tell[])(struct story *t) = {
	[NOTE_RETRANSMISSION] = tell_retransmission,
	[NOTE_RTO_RETRANSMISSION] = tell_timeout,
	[NOTE_TAIL_LOSS_PROBE] = tell_tail_probe,
	[NOTE_NETWORK_DUPLICATE] = tell_network_duplicate,
	[NOTE_FAST_RETRANSMISSION] = tell_fast,
	[NOTE_SPURIOUS_RETRANSMISSION] = tell_needless,
	[NOTE_OUT_OF_ORDER] = tell_out_of_order,
	[NOTE_LOST_SEGMENT] = tell_lost,
	[NOTE_ACK_LOST_SEGMENT] = tell_ack_lost,
	[NOTE_DUPLICATE_ACK] = tell_duplicate,
	[NOTE_WINDOW_UPDATE] = tell_window_update,
	[NOTE_ZERO_WINDOW] = tell_zero_window,
	[NOTE_WINDOW_FULL] = tell_window_full,
	[NOTE_ZERO_WINDOW_PROBE] = tell_probe,
	[NOTE_ZERO_WINDOW_PROBE_ACK] = tell_probe_ack,
	[NOTE_KEEP_ALIVE] = tell_keep_alive,
	[NOTE_KEEP_ALIVE_ACK] = tell_keep_alive_ack,
	[NOTE_REUSED_PORTS] = tell_reused,
	[NOTE_WINDOW_SHRINK] = tell_shrink,
	[NOTE_ECN_MARK] = tell_mark,
	[NOTE_ECN_ECHO] = tell_echo,
	[NOTE_ECN_REDUCED] = tell_reduced,
};
static_assert(ARRAY_LEN(tell) == NOTE_ORIGINAL_UNSEEN, "explain_causes.c explains the others");

void explain_notes(struct story *story)
{
	for (unsigned note = 0; note < NOTE_COUNT; note++)
		if (!(story->p->notes & NOTE_BIT(note)))
			continue;
		else if (note >= NOTE_ORIGINAL_UNSEEN)
			explain_cause(story, (enum note)note);
		else
			tell[note](story);
}
