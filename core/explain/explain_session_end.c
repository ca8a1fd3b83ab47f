/* The second half of a session's story: its problems, its delays, its end. */
#include <inttypes.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/base/writer.h"
#include "core/explain/explain_session_parts.h"
#include "core/model/notable.h"
#include "core/record/seq.h"

/* "2 by the timer (the first in frame 30)", "1 by the timer (frame 31)". */
static void write_event(struct writer *w, const struct tale *t, unsigned event, const char *words)
{
	uint32_t count = t->f->figures->event[event];
	uint32_t first = event_after(t->f->m, t->f->session, event, t->s->first - 1);
	if (count == 0)
		return;
	writer_print(w, "%s%" PRIu32 " %s (%sframe %" PRIu32 ")", w->len > 0 ? ", " : "", count,
	    words, count > 1 ? "the first in " : "", tale_frame(t, first));
}

/* "3 of the 80 with data, SYN or FIN that the client sent (3.75 %)". */
static void write_resent(struct writer *w, const struct tale *t, enum side side)
{
	const struct flow_figures *flow = &t->f->figures->flow[side];
	if (flow->resent > 0)
		writer_print(w,
		    "%s%" PRIu32 " of the %" PRIu32 " with data, SYN or FIN that %s sent (%.2f %%)",
		    w->len > 0 ? " and " : "", flow->resent, flow->sent, t->name[side],
		    flow->resent * 100.0 / flow->sent);
}

static void tell_retransmissions(struct tale *t)
{
	static const struct {
		unsigned event;
		const char *words;
	} causes[] = {
		{ NOTE_FAST_RETRANSMISSION, "called for by duplicate ACKs or SACK" },
		{ NOTE_RTO_RETRANSMISSION, "by the retransmission timer" },
		{ NOTE_SYN_TIMEOUT, "as no answer to the SYN came" },
		{ NOTE_TAIL_LOSS_PROBE, "to probe for a lost tail" },
		{ NOTE_RETRANSMISSION, "for other causes" },
		{ NOTE_SPURIOUS_RETRANSMISSION, "of them needless" },
	};
	char text[SENTENCE] = "", why[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text)), whys = writer_begin(why, sizeof(why));
	write_resent(&w, t, SIDE_A);
	write_resent(&w, t, SIDE_B);
	if (w.len == 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(causes); i++)
		write_event(&whys, t, causes[i].event, causes[i].words);
	story_add(&t->story, "Segments sent again: %s%s%s.", text, whys.len > 0 ? ", " : "", why);
}

static void tell_network(struct tale *t)
{
	static const struct {
		unsigned event;
		const char *words;
	} events[] = {
		{ NOTE_OUT_OF_ORDER, "out of order" },
		{ NOTE_NETWORK_DUPLICATE, "doubled by the network" },
		{ NOTE_LOST_SEGMENT, "behind a hole" },
		{ NOTE_ACK_LOST_SEGMENT, "acknowledging bytes that the capture lacks" },
		{ NOTE_ECN_MARK, "marked for congestion" },
	};
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	for (size_t i = 0; i < ARRAY_LEN(events); i++)
		write_event(&w, t, events[i].event, events[i].words);
	if (w.len > 0)
		story_add(&t->story, "Segments seen here: %s.", text);
}

/* Writes the kind of segment in words. */
static void write_kind(struct writer *w, const struct tale *t, uint32_t packet)
{
	const struct packet *p = model_packet(t->f->m, packet);
	char notes[160];
	const char *kind = p->flags & TCP_RST   ? "a reset"
	                   : p->flags & TCP_SYN ? (p->flags & TCP_ACK ? "a SYN-ACK" : "a SYN")
	                   : p->flags & TCP_FIN ? "a FIN"
	                   : p->len > 0         ? "data"
	                                        : "an ACK";
	writer_print(w, "frame %" PRIu32 ", %s from %s", p->frame, kind, t->name[packet_side(p)]);
	if (notes_format(p->notes, notes, sizeof(notes)) > 0)
		writer_print(w, " (%s)", notes);
}

static void write_pause(struct writer *w, const struct tale *t, enum spent spent, const char *what)
{
	const struct course_pause *pause = &t->f->course->longest[spent];
	char took[DURATION_TEXT];
	duration_format(pause->ns, took, sizeof(took));
	writer_print(w, "%s%s, %s, ended with ", w->len > 0 ? "; " : "", what, took);
	write_kind(w, t, pause->end);
}

/* Delayed ACKs cost time only if Nagle's algorithm waits for them. */
static void tell_holding(struct tale *t)
{
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	write_event(&w, t, NOTE_LISTEN_OVERFLOW, "by a full listen queue");
	write_event(&w, t, NOTE_NAGLE_DELAY, "by Nagle's algorithm");
	if (t->f->figures->event[NOTE_NAGLE_DELAY] > 0)
		write_event(&w, t, NOTE_DELAYED_ACK, "as delayed acknowledgements");
	if (w.len > 0)
		story_add(&t->story, "Segments held back or ignored: %s.", text);
}

static void tell_windows(struct tale *t)
{
	const struct course *c = t->f->course;
	enum side side = c->side[SIDE_B].stop != 0 ? SIDE_B : SIDE_A;
	char text[SENTENCE] = "", took[DURATION_TEXT];
	struct writer w = writer_begin(text, sizeof(text));
	if (c->side[side].stop == 0)
		return;
	duration_format(c->spent_ns[SPENT_BLOCKED], took, sizeof(took));
	if (c->longest[SPENT_BLOCKED].end != 0)
		write_pause(&w, t, SPENT_BLOCKED, "the longest wait for it");
	story_add(&t->story,
	    "%s's application did not read fast enough: its window closed in frame %" PRIu32
	    ", for %s in all%s%s.",
	    t->name[side_other(side)], tale_frame(t, c->side[side].stop), took,
	    w.len > 0 ? "; " : "", text);
}

void tell_wrongs(struct tale *t)
{
	size_t before = t->story.used;
	bool both = t->f->course->side[SIDE_A].first != 0 && t->f->course->side[SIDE_B].first != 0;
	if (!both)
		return;
	tell_retransmissions(t);
	tell_network(t);
	tell_holding(t);
	tell_windows(t);
	if (t->story.used == before && t->s->trouble == 0 && t->f->course->whole &&
	    t->s->flow[SIDE_A].bytes + t->s->flow[SIDE_B].bytes > 0)
		story_add(
		    &t->story, "This capture shows nothing lost, sent again or out of order.");
}

void tell_time(struct tale *t)
{
	const struct course *c = t->f->course;
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (c->side[SIDE_A].first == 0 || c->side[SIDE_B].first == 0)
		return;
	if (session_stalled(t->f))
		write_pause(&w, t, SPENT_WAITING, "the longest wait for an acknowledgement");
	if (c->longest[SPENT_IDLE].ns >= TALLY_IDLE_NS)
		write_pause(&w, t, SPENT_IDLE, "the longest silence in which all was acknowledged");
	if (w.len > 0)
		story_add(&t->story, "%s.", text);
}

/* Returns how many bytes of a side, with SYN and FIN, were never acknowledged. */
static uint32_t left_out(const struct tale *t, enum side side)
{
	const struct flow *flow = &t->s->flow[side];
	if (!flow->acked_known || !seq_lt(flow->acked, flow->next))
		return 0;
	return flow->next - flow->acked;
}

/* "; 12 bytes from the client were not acknowledged by then", or that everything was
 * acknowledged. */
static void write_left_out(struct writer *w, const struct tale *t)
{
	uint32_t a = left_out(t, SIDE_A), b = left_out(t, SIDE_B);
	const char *from = a > 0 && b > 0 ? "both" : t->name[a > 0 ? SIDE_A : SIDE_B];
	if (a + b > 0)
		writer_print(w, "; %" PRIu32 " byte%s from %s had not been acknowledged by then",
		    a + b, tale_plural(a + b), from);
	else if (t->s->flow[SIDE_A].bytes + t->s->flow[SIDE_B].bytes > 0)
		writer_text(w, "; all that had been sent was acknowledged by then");
}

static void tell_reset(struct tale *t)
{
	const struct packet *p = model_packet(t->f->m, t->f->course->reset);
	char notes[160], text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (p == NULL)
		return;
	if (notes_format(p->notes, notes, sizeof(notes)) > 0)
		writer_print(&w, " (%s)", notes);
	write_left_out(&w, t);
	story_add(&t->story, "%s broke the connection off with a reset in frame %" PRIu32 "%s.",
	    t->name[packet_side(p)], p->frame, text);
}

/* Returns the side that sent the first FIN. */
static enum side first_closer(const struct tale *t)
{
	uint32_t a = t->f->course->side[SIDE_A].fin, b = t->f->course->side[SIDE_B].fin;
	return b != 0 && (a == 0 || b < a) ? SIDE_B : SIDE_A;
}

static void tell_close(struct tale *t)
{
	const struct course *c = t->f->course;
	enum side first = first_closer(t), second = side_other(first);
	const struct packet *fin = model_packet(t->f->m, c->side[first].fin);
	const struct packet *other = model_packet(t->f->m, c->side[second].fin);
	uint64_t more = c->side[second].after_fin;
	if (!seq_le(packet_end(fin), other->ack))
		story_add(&t->story,
		    "Both sides closed at once: their FINs, frames %" PRIu32 " and %" PRIu32
		    ", crossed (RFC 9293, 3.6).",
		    fin->frame, other->frame);
	else if (more > 0)
		story_add(&t->story,
		    "%s closed its direction first (FIN in frame %" PRIu32 "); %s sent %" PRIu64
		    " byte%s more before its own FIN in frame %" PRIu32
		    ": a half close, and an orderly end (RFC 9293, 3.6).",
		    t->name[first], fin->frame, t->name[second], more, tale_plural(more),
		    other->frame);
	else
		story_add(&t->story,
		    "%s closed first (FIN in frame %" PRIu32 "), then %s (frame %" PRIu32
		    "), and both FINs were acknowledged: an orderly end (RFC 9293, 3.6).",
		    t->name[first], fin->frame, t->name[second], other->frame);
}

static void tell_open_end(struct tale *t)
{
	const struct course *c = t->f->course;
	enum side closer = first_closer(t);
	/* The capture may have missed an earlier FIN. */
	bool known = t->s->state[SIDE_A] != STATE_UNKNOWN && t->s->state[SIDE_B] != STATE_UNKNOWN;
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (c->side[SIDE_A].first == 0 || c->side[SIDE_B].first == 0)
		return;
	if (c->side[SIDE_A].fin != 0 && c->side[SIDE_B].fin != 0)
		writer_print(&w,
		    "both sides sent a FIN (frames %" PRIu32 " and %" PRIu32
		    "), but the capture ends before both are acknowledged",
		    tale_frame(t, c->side[SIDE_A].fin), tale_frame(t, c->side[SIDE_B].fin));
	else if (c->side[closer].fin != 0)
		writer_print(&w, "%s closed its direction in frame %" PRIu32 "%s%s%s",
		    t->name[closer], tale_frame(t, c->side[closer].fin), known ? "; " : "",
		    known ? t->name[side_other(closer)] : "",
		    known ? "'s was still open when the capture ended" : "");
	else
		writer_text(&w, known ? "it was still open when the capture ended"
		                      : "its end was not captured");
	if (c->side[closer].fin == 0)
		write_left_out(&w, t);
	story_add(&t->story, "%s.", text);
}

void tell_ending(struct tale *t)
{
	const struct course *c = t->f->course;
	if (t->s->ended == SESSION_CLOSED && c->side[SIDE_A].fin != 0 && c->side[SIDE_B].fin != 0)
		tell_close(t);
	else if (t->s->ended == SESSION_RESET)
		tell_reset(t);
	else if (t->s->ended == SESSION_OPEN)
		tell_open_end(t);
}
