/* What the notes of a segment mean, other than of those sent again and of the finer causes. */
#include "core/explain/story.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>

#include "core/base/array.h"
#include "core/model/repeat.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* RFC 5681, 3.2. */
#define DUPLICATES 3

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
		    "Bytes before it have not come by this capture point: they are lost or late.");
}

static void tell_ack_lost(struct story *t)
{
	story_add(t, "It acknowledges bytes that this capture never saw, so they did arrive.");
}

/* How many times in a row the same number was acknowledged because of what arrived,
 * with this one. */
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
	    "It fills %s's window to the last byte: %s has to wait for room there "
	    "(RFC 9293, 3.8.6).",
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
	    "if the connection is still there (RFC 9293, 3.8.4).",
	    t->sender, t->receiver);
}

static void tell_keep_alive_ack(struct story *t)
{
	story_add(t, "It answers the keep-alive: the session is still alive.");
}

static void tell_reused(struct story *t)
{
	story_add(t, "The same addresses and ports served an earlier session; the new initial "
	             "sequence number begins another.");
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
		    "CWR: %s has reduced its congestion window because of the mark that "
		    "frame %" PRIu32 " reports (RFC 3168, 6.1.2).",
		    t->sender, report->frame);
	else
		story_add(t,
		    "CWR: %s has reduced its congestion window, which it tells whatever the reason "
		    "(RFC 3168, 6.1.2).",
		    t->sender);
}

static void (*const tell[])(struct story *t) = {
	[NOTE_NETWORK_DUPLICATE] = tell_network_duplicate,
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
		else if (note <= NOTE_SPURIOUS_RETRANSMISSION)
			explain_resent(story, (enum note)note);
		else
			tell[note](story);
}
