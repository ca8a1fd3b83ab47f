/* The second half of a session's story: its problems, its delays, its end. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/add_saturating.h"
#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"
#include "core/explain/explain_session_parts.h"
#include "core/model/copies.h"
#include "core/model/notable.h"
#include "core/record/seq.h"
#include "core/store/session_live.h"

/* Most events of a kind to look at, one by one. */
#define EVENT_WALK 1000

/* "2 after a timeout (first: frame 30)", "1 after a timeout (frame 31)"; a "~" in
 * the words stands for the plural of the noun before it. */
static void write_event(struct writer *w, const struct tale *t, unsigned event, const char *words)
{
	uint32_t count = t->f->figures->event[event];
	uint32_t first = event_after(t->f->m, t->f->session, event, t->s->first - 1);
	if (count == 0)
		return;
	writer_print(w, "%s%s ", w->len > 0 ? ", " : "", GROUPED(count));
	size_t noun = strcspn(words, "~");
	writer_span(w, words, noun);
	if (words[noun] == '~')
		writer_print(w, "%s%s", tale_plural(count), words + noun + 1);
	writer_print(w, " (%sframe %" PRIu32 ")", count > 1 ? "first: " : "", tale_frame(t, first));
}

/* "The client retransmitted 3 of 80 segments (3.8 %)", "the server 1 of 6". */
static void write_resent(struct writer *w, const struct tale *t, enum side side)
{
	const struct flow_figures *flow = &t->f->figures->flow[side];
	bool second = w->len > 0;
	if (flow->resent == 0)
		return;
	writer_print(w, "%s%s%s %s of %s%s", second ? ", " : "", t->name[side],
	    second ? "" : " retransmitted", GROUPED(flow->resent), GROUPED(flow->sent),
	    second            ? ""
	    : flow->sent == 1 ? " segment"
	                      : " segments");
	/* A share of few segments says nothing more. */
	if (flow->sent >= 100)
		writer_print(w, " (%.1f %%)", flow->resent * 100.0 / flow->sent);
}

static const struct {
	unsigned event;
	const char *words;
} causes[] = {
	{ NOTE_FAST_RETRANSMISSION, "after duplicate ACKs or SACK" },
	{ NOTE_RTO_RETRANSMISSION, "after a timeout" },
	{ NOTE_SYN_TIMEOUT, "because the SYN was not answered" },
	{ NOTE_TAIL_LOSS_PROBE, "tail loss probe~" },
	{ NOTE_RETRANSMISSION, NULL },
};

/* Why retransmissions without a trigger were sent, if it is the same for all. */
static const char *other_reason(const struct tale *t)
{
	const struct model *m = t->f->m;
	uint32_t n = t->s->first - 1;
	enum rule rule = RULE_NONE;
	if (t->f->figures->event[NOTE_RETRANSMISSION] > EVENT_WALK)
		return "for other reasons";
	while ((n = event_after(m, t->f->session, NOTE_RETRANSMISSION, n)) != 0) {
		const struct finding *f = model_finding(m, n, NOTE_RETRANSMISSION);
		if (f == NULL || (rule != RULE_NONE && f->rule != (uint8_t)rule))
			return "for other reasons";
		rule = (enum rule)f->rule;
	}
	switch (rule) {
	case RULE_RESENT_SLOW_START:
		return "in slow start after a timeout";
	case RULE_RESENT_SMALLER:
		return "cut smaller for the path MTU";
	case RULE_RESENT_SYN_ACK:
		return "in answer to a retransmitted SYN";
	default:
		return "for an unknown reason";
	}
}

/* "frame 5, after a timeout, 1.07 s after the original": the only retransmission. */
static void write_only(struct writer *w, const struct tale *t)
{
	const struct model *m = t->f->m;
	uint32_t n = 0;
	for (size_t i = 0; n == 0 && i < ARRAY_LEN(causes); i++) {
		const char *why = causes[i].words != NULL ? causes[i].words : other_reason(t);
		n = event_after(m, t->f->session, causes[i].event, t->s->first - 1);
		if (n != 0)
			writer_print(w, ": frame %" PRIu32 ", %.*s", tale_frame(t, n),
			    (int)strcspn(why, "~"), why);
	}
	if (n == 0) {
		n = event_after(m, t->f->session, NOTE_SPURIOUS_RETRANSMISSION, t->s->first - 1);
		writer_print(w, ": frame %" PRIu32, tale_frame(t, n));
	}
	const struct packet *p = model_packet(m, n), *first = model_packet(m, copies_first(m, n));
	char since[DURATION_TEXT];
	if (p == NULL)
		return;
	if (first != NULL && p->time_ns >= first->time_ns) {
		duration_format(p->time_ns - first->time_ns, since, sizeof(since));
		writer_print(w, ", %s after the original", since);
	}
	if (p->notes & NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION))
		writer_text(w, "; it was spurious");
}

/* Writes how many were spurious: "all of them spurious", "2 of them spurious". */
static void write_spurious(struct writer *w, const struct tale *t, uint32_t resent)
{
	uint32_t spurious = t->f->figures->event[NOTE_SPURIOUS_RETRANSMISSION];
	if (spurious != resent)
		write_event(w, t, NOTE_SPURIOUS_RETRANSMISSION, "of them spurious");
	else
		writer_print(w, "%sall of them spurious", w->len > 0 ? ", " : "");
}

static void tell_retransmissions(struct tale *t)
{
	const struct flow_figures *flow = t->f->figures->flow;
	char text[SENTENCE] = "", why[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text)), whys = writer_begin(why, sizeof(why));
	write_resent(&w, t, SIDE_A);
	write_resent(&w, t, SIDE_B);
	if (w.len == 0)
		return;
	if (flow[SIDE_A].resent + flow[SIDE_B].resent == 1) {
		write_only(&w, t);
		story_add(&t->story, "%s.", text);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(causes); i++)
		write_event(&whys, t, causes[i].event,
		    causes[i].words != NULL ? causes[i].words : other_reason(t));
	write_spurious(&whys, t, flow[SIDE_A].resent + flow[SIDE_B].resent);
	story_add(&t->story, "%s%s%s.", text, whys.len > 0 ? ": " : "", why);
}

/* Returns the number of gaps that were acknowledged and never filled, which tell_capture() tells;
 * UINT32_MAX if there are too many gaps to look at. */
static uint32_t count_missed(const struct tale *t)
{
	const struct model *m = t->f->m;
	uint32_t missed = 0, n = t->s->first - 1;
	if (t->f->figures->event[NOTE_LOST_SEGMENT] > EVENT_WALK)
		return UINT32_MAX;
	while ((n = event_after(m, t->f->session, NOTE_LOST_SEGMENT, n)) != 0) {
		const struct finding *f = model_finding(m, n, NOTE_LOST_SEGMENT);
		missed += f != NULL && f->rule == RULE_HOLE_MISSED;
	}
	return missed;
}

static void tell_gaps(struct tale *t)
{
	uint32_t gaps = t->f->figures->event[NOTE_LOST_SEGMENT];
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (gaps == 0 || count_missed(t) == gaps)
		return;
	write_event(&w, t, NOTE_LOST_SEGMENT, "gap~ in the captured data");
	story_add(&t->story, "%s.", text);
}

static void tell_network(struct tale *t)
{
	static const struct {
		unsigned event;
		const char *words;
	} events[] = {
		{ NOTE_OUT_OF_ORDER, "segment~ reordered" },
		{ NOTE_NETWORK_DUPLICATE, "packet~ duplicated by the network or the capture" },
		{ NOTE_ACK_LOST_SEGMENT, "ACK~ of data that is not in this capture" },
		{ NOTE_ECN_MARK, "packet~ marked for congestion (CE)" },
	};
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	for (size_t i = 0; i < ARRAY_LEN(events); i++)
		write_event(&w, t, events[i].event, events[i].words);
	if (w.len > 0)
		story_add(&t->story, "%s.", text);
	tell_gaps(t);
}

/* "1.98 s (frames 197 to 198)": the pause, between the packets around it. */
static void write_pause(struct writer *w, const struct tale *t, enum spent spent)
{
	const struct course_pause *pause = &t->f->course->longest[spent];
	uint32_t before = tale_frame(t, model_prev(t->f->m, pause->end));
	uint32_t end = tale_frame(t, pause->end);
	char took[DURATION_TEXT];
	duration_format(pause->ns, took, sizeof(took));
	if (before != 0)
		writer_print(w, "%s (frames %" PRIu32 " to %" PRIu32 ")", took, before, end);
	else
		writer_print(w, "%s (until frame %" PRIu32 ")", took, end);
}

/* Delayed ACKs cost time only if Nagle's algorithm waits for them. */
static void tell_nagle_delays(struct tale *t)
{
	const struct model *m = t->f->m;
	uint32_t count = t->f->figures->event[NOTE_NAGLE_DELAY], n = t->s->first - 1;
	int64_t ns = 0, whole = model_packet(m, t->s->last)->time_ns -
	                        model_packet(m, t->s->first)->time_ns;
	char took[DURATION_TEXT], share[16] = "";
	if (count == 0 || count > EVENT_WALK)
		return;
	while ((n = event_after(m, t->f->session, NOTE_NAGLE_DELAY, n)) != 0) {
		int64_t wait = wait_ns(m, n, NOTE_NAGLE_DELAY);
		sum_add(&ns, wait > 0 ? wait : 0);
	}
	duration_format(ns, took, sizeof(took));
	if (whole > 0 && ns <= whole)
		snprintf(share, sizeof(share), " (%d %%)", (int)((double)ns * 100 / (double)whole));
	story_add(&t->story,
	    "Nagle's algorithm delayed %s segment%s by %s in total%s%s; TCP_NODELAY avoids that.",
	    GROUPED(count), tale_plural(count), took, share,
	    t->f->figures->event[NOTE_DELAYED_ACK] > 0 ? ", waiting for delayed ACKs" : "");
}

static void tell_holding(struct tale *t)
{
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	write_event(&w, t, NOTE_LISTEN_OVERFLOW, "segment~ unanswered");
	if (w.len > 0)
		story_add(&t->story,
		    "Backlog full, because the server's application accepts too slowly: %s.", text);
	tell_nagle_delays(t);
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
	if (c->longest[SPENT_BLOCKED].end != 0) {
		writer_text(&w, ", the longest time ");
		write_pause(&w, t, SPENT_BLOCKED);
	}
	story_add(&t->story,
	    "The window of %s was 0 for %s in total, first in frame %" PRIu32 "%s.",
	    t->name[side_other(side)], took, tale_frame(t, c->side[side].stop), text);
}

/* Returns true if no event is more than a remark. */
static bool is_quiet(const struct tale *t)
{
	static const uint64_t remarks = NOTE_BIT(NOTE_APPLICATION_LIMITED) |
	                                NOTE_BIT(NOTE_DELAYED_ACK) | NOTE_BIT(NOTE_WINDOW_UPDATE) |
	                                NOTE_BIT(NOTE_KEEP_ALIVE) | NOTE_BIT(NOTE_KEEP_ALIVE_ACK);
	const uint32_t *event = t->f->figures->event;
	for (unsigned i = 0; i < NOTE_COUNT; i++)
		if (event[i] > 0 && !(remarks & NOTE_BIT(i)) && !(NOTES_RESET & NOTE_BIT(i)))
			return false;
	return event[NOTE_KEEP_ALIVE] == event[NOTE_KEEP_ALIVE_ACK];
}

/* "2569 bytes from A in 19 gaps" */
static void write_missed(
    struct writer *w, const struct tale *t, const struct lacks *lacks, enum side side)
{
	if (lacks->holes[side] == 0 || t->f->course->side[side].first == 0)
		return;
	writer_print(w, "%s%s byte%s from %s in %s gap%s", w->len > 0 ? " and " : "",
	    GROUPED(lacks->bytes[side]), tale_plural(lacks->bytes[side]), t->name[side],
	    GROUPED(lacks->holes[side]), tale_plural(lacks->holes[side]));
}

static void tell_step(struct tale *t, const struct packet *stepped)
{
	const struct packet *before =
	    model_packet(t->f->m, model_prev(t->f->m, t->s->follow->lacks->stepped));
	char by[DURATION_TEXT];
	if (before == NULL)
		return;
	duration_format(before->time_ns - stepped->time_ns, by, sizeof(by));
	story_add(&t->story,
	    "The capture's clock was set back by %s at frame %" PRIu32
	    ": times across that frame mean nothing.",
	    by, stepped->frame);
}

/* Says where the capture differs from the network. */
static void tell_capture(struct tale *t)
{
	const struct lacks *lacks = t->s->follow != NULL ? t->s->follow->lacks : NULL;
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (lacks == NULL)
		return;
	const struct packet *stepped = model_packet(t->f->m, lacks->stepped);
	if (stepped != NULL)
		tell_step(t, stepped);
	if (lacks->disordered > 0)
		story_add(&t->story,
		    "The capture's order is not the network's (%" PRIu32 " frame%s).",
		    lacks->disordered, tale_plural(lacks->disordered));
	write_missed(&w, t, lacks, SIDE_A);
	write_missed(&w, t, lacks, SIDE_B);
	if (w.len > 0)
		story_add(&t->story,
		    "The capture missed %s, acknowledged and never retransmitted: it is filtered, "
		    "or frames were dropped while capturing.",
		    text);
}

void tell_wrongs(struct tale *t)
{
	size_t before = t->story.used;
	tell_capture(t);
	bool both = t->f->course->side[SIDE_A].first != 0 && t->f->course->side[SIDE_B].first != 0;
	if (!both)
		return;
	tell_retransmissions(t);
	tell_network(t);
	tell_holding(t);
	tell_windows(t);
	if (t->story.used == before && t->s->trouble == 0 && t->f->course->whole && is_quiet(t) &&
	    t->s->flow[SIDE_A].bytes + t->s->flow[SIDE_B].bytes > 0)
		story_add(&t->story, "Nothing was lost, retransmitted or reordered.");
}

/* What the longest wait for an ACK was for, as the packet at its end shows. */
static const char *waited_for(const struct tale *t, uint32_t end)
{
	uint64_t notes = model_packet(t->f->m, end)->notes;
	if (notes & (NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_SYN_TIMEOUT)))
		return "waiting for the retransmission timer";
	if (notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE))
		return "until a tail loss probe";
	return "with data or a SYN not acknowledged";
}

void tell_time(struct tale *t)
{
	const struct course *c = t->f->course;
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (c->side[SIDE_A].first == 0 || c->side[SIDE_B].first == 0 ||
	    t->s->ended == SESSION_REFUSED)
		return;
	if (session_stalled(t->f)) {
		write_pause(&w, t, SPENT_WAITING);
		story_add(&t->story, "The longest stall: %s, %s.", text,
		    waited_for(t, c->longest[SPENT_WAITING].end));
	}
	w = writer_begin(text, sizeof(text));
	if (c->longest[SPENT_IDLE].ns >= TALLY_IDLE_NS) {
		write_pause(&w, t, SPENT_IDLE);
		story_add(
		    &t->story, "The longest silence: %s, with everything acknowledged.", text);
	}
}

/* Returns how many bytes of a side, with SYN and FIN, were never acknowledged. */
static uint32_t left_out(const struct tale *t, enum side side)
{
	const struct flow *flow = &t->s->flow[side];
	if (!flow->acked_known || !seq_lt(flow->acked, flow->next))
		return 0;
	return flow->next - flow->acked;
}

/* "; 12 bytes of the client were still unacknowledged", or that everything was acknowledged. */
static void write_left_out(struct writer *w, const struct tale *t)
{
	uint32_t a = left_out(t, SIDE_A), b = left_out(t, SIDE_B);
	const char *from = a > 0 && b > 0 ? "both sides" : t->name[a > 0 ? SIDE_A : SIDE_B];
	if (a + b > 0)
		writer_print(w, "; %s byte%s of %s %s still unacknowledged", GROUPED(a + b),
		    tale_plural(a + b), from, a + b == 1 ? "was" : "were");
	else if (t->s->flow[SIDE_A].bytes + t->s->flow[SIDE_B].bytes > 0)
		writer_text(w, "; everything sent was acknowledged");
}

static void tell_reset(struct tale *t)
{
	const struct packet *p = model_packet(t->f->m, t->f->course->reset);
	char notes[160], text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (p == NULL)
		return;
	uint64_t why = p->notes & NOTES_RESET & ~NOTE_BIT(NOTE_ABORT);
	if (notes_format(why, notes, sizeof(notes)) > 0)
		writer_print(&w, ", %s", notes);
	writer_text(&w, ")");
	write_left_out(&w, t);
	story_add(&t->story, "%s aborted the connection (RST, frame %" PRIu32 "%s.",
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
		    "Closed by both sides at once: their FINs crossed (frames %" PRIu32
		    " and %" PRIu32 ").",
		    fin->frame, other->frame);
	else if (more > 0)
		story_add(&t->story,
		    "Half-close: %s sent its FIN first (frame %" PRIu32 "); %s sent %s more "
		    "byte%s before its own FIN (frame %" PRIu32 "). Closed normally.",
		    t->name[first], fin->frame, t->name[second], GROUPED(more), tale_plural(more),
		    other->frame);
	else
		story_add(&t->story,
		    "Closed normally: %s first (frame %" PRIu32 "), then %s (frame %" PRIu32 ").",
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
		    "), but the capture ends before both FINs are acknowledged",
		    tale_frame(t, c->side[SIDE_A].fin), tale_frame(t, c->side[SIDE_B].fin));
	else if (c->side[closer].fin != 0)
		writer_print(&w, "%s closed its direction (FIN, frame %" PRIu32 ")%s%s%s",
		    t->name[closer], tale_frame(t, c->side[closer].fin),
		    known ? "; the direction of " : "", known ? t->name[side_other(closer)] : "",
		    known ? " was still open when the capture ended" : "");
	else
		writer_text(&w, known ? "the session was still open when the capture ended"
		                      : "the end of the session was not captured");
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
