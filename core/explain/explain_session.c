#include "core/explain/explain_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/base/grouped.h"
#include "core/base/rate.h"
#include "core/base/writer.h"
#include "core/explain/explain_session_parts.h"
#include "core/explain/verdict_text.h"

/* Below this, the rate depends on when the application wrote. */
#define RATE_BYTES 10000

#define TOOK_TEXT (DURATION_TEXT + 8)

uint32_t tale_frame(const struct tale *t, uint32_t packet)
{
	const struct packet *p = model_packet(t->f->m, packet);
	return p != NULL ? p->frame : 0;
}

const char *tale_plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* "in 5.11 s": the duration; "" if the clock was set back in between. */
static void format_took(const struct tale *t, const char *before, char out[TOOK_TEXT])
{
	char took[DURATION_TEXT];
	int64_t ns = model_packet(t->f->m, t->s->last)->time_ns -
	             model_packet(t->f->m, t->s->first)->time_ns;
	out[0] = '\0';
	if (ns < 0)
		return;
	duration_format(ns, took, sizeof(took));
	snprintf(out, TOOK_TEXT, "%s %s ", before, took);
}

static void tell_unanswered(struct tale *t)
{
	const struct session *s = t->s;
	const struct course_side *a = &t->f->course->side[SIDE_A];
	char took[TOOK_TEXT];
	format_took(t, "in", took);
	uint32_t refusals = t->f->figures->event[NOTE_REFUSED];
	if (s->ended == SESSION_REFUSED && refusals > 1)
		story_add(&t->story,
		    "The client, %s, asked %u times %sfor a connection to %s, from frame %" PRIu32
		    " on; the server refused each time, first in frame %" PRIu32 ".",
		    t->end[SIDE_A], a->syns, took, t->end[SIDE_B], tale_frame(t, a->syn),
		    tale_frame(t, t->f->course->reset));
	else if (s->ended == SESSION_REFUSED)
		story_add(&t->story,
		    "The client, %s, asked %s for a connection (frame %" PRIu32
		    "), and the server refused it (frame %" PRIu32 ").",
		    t->end[SIDE_A], t->end[SIDE_B], tale_frame(t, a->syn),
		    tale_frame(t, t->f->course->reset));
	else if (a->syns > 1)
		story_add(&t->story,
		    "The client, %s, sent %u SYNs to %s %s(from frame %" PRIu32
		    " on) and got no answer.",
		    t->end[SIDE_A], a->syns, t->end[SIDE_B], took, tale_frame(t, a->syn));
	else
		story_add(&t->story,
		    "The client, %s, sent a SYN to %s (frame %" PRIu32
		    "); no answer is in this capture.",
		    t->end[SIDE_A], t->end[SIDE_B], tale_frame(t, a->syn));
}

/* "frames 1-3", "frames 1, 3 and 4". */
static void write_handshake_frames(struct writer *w, const struct tale *t, uint32_t syn_ack)
{
	const struct packet *p = model_packet(t->f->m, syn_ack);
	uint32_t first = tale_frame(t, t->f->course->side[SIDE_A].syn);
	uint32_t last = tale_frame(t, p->acked_by);
	if (p->frame == first + 1 && last == first + 2)
		writer_print(w, "frames %" PRIu32 "-%" PRIu32, first, last);
	else
		writer_print(
		    w, "frames %" PRIu32 ", %" PRIu32 " and %" PRIu32, first, p->frame, last);
}

static void tell_handshake(struct tale *t)
{
	const struct course_side *a = &t->f->course->side[SIDE_A], *b = &t->f->course->side[SIDE_B];
	int64_t took = model_initial_rtt(t->f->m, t->f->session);
	char text[SENTENCE], time[DURATION_TEXT];
	struct writer w = writer_begin(text, sizeof(text));
	writer_print(&w, "The client, %s, connected to %s", t->end[SIDE_A], t->end[SIDE_B]);
	duration_format(took, time, sizeof(time));
	if (took >= 0)
		writer_print(&w, " in %s", time);
	writer_text(&w, " (");
	write_handshake_frames(&w, t, b->syn);
	writer_text(&w, ")");
	if (a->syns > 1)
		writer_print(&w, "; it sent %u SYNs", a->syns);
	if (b->syns > 1)
		writer_print(&w, "; the server sent %u SYN-ACKs", b->syns);
	const struct packet *syn = model_packet(t->f->m, a->syn);
	if (syn->len > 0)
		writer_print(&w, "; the SYN carried %s byte%s of data", GROUPED(syn->len),
		    tale_plural(syn->len));
	story_add(&t->story, "%s.", text);
}

static void tell_forgotten(struct tale *t)
{
	const unsigned opened = COMPLETE_SYN | COMPLETE_SYN_ACK | COMPLETE_ACK;
	bool whole = (session_completeness(t->f) & opened) == opened;
	story_add(&t->story,
	    "The first %s segments of the session between %s, %s, and %s, %s, are no longer "
	    "kept%s.",
	    GROUPED(session_forgotten(t->s)), t->name[SIDE_A], t->end[SIDE_A], t->name[SIDE_B],
	    t->end[SIDE_B], whole ? "; its handshake was complete" : "");
}

static void tell_opening(struct tale *t)
{
	const struct course_side *a = &t->f->course->side[SIDE_A], *b = &t->f->course->side[SIDE_B];
	const struct packet *b_syn = model_packet(t->f->m, b->syn);
	if (!t->f->course->whole)
		tell_forgotten(t);
	else if (a->syn == 0 && b->syn == 0)
		story_add(&t->story,
		    "The capture begins in the middle of a session between A, %s, and B, %s.",
		    t->end[SIDE_A], t->end[SIDE_B]);
	else if (a->syn == 0)
		story_add(&t->story,
		    "The SYN of the client, %s, was not captured; the server, %s, accepted it "
		    "(frame %" PRIu32 ").",
		    t->end[SIDE_A], t->end[SIDE_B], b_syn->frame);
	else if (b_syn == NULL && (b->first == 0 || t->s->ended == SESSION_REFUSED))
		tell_unanswered(t);
	else if (b_syn == NULL)
		story_add(&t->story,
		    "The client, %s, sent a SYN to %s (frame %" PRIu32
		    "); the answer was not captured.",
		    t->end[SIDE_A], t->end[SIDE_B], tale_frame(t, a->syn));
	else if (!(b_syn->flags & TCP_ACK))
		story_add(&t->story,
		    "Simultaneous open: the SYNs of the client, %s, and the server, %s, crossed "
		    "(frames %" PRIu32 " and %" PRIu32 ").",
		    t->end[SIDE_A], t->end[SIDE_B], tale_frame(t, a->syn), b_syn->frame);
	else if (b_syn->acked_by == 0)
		story_add(&t->story,
		    "The client, %s, sent a SYN to %s (frame %" PRIu32
		    ") and the server accepted (frame %" PRIu32
		    "), but the handshake was not completed.",
		    t->end[SIDE_A], t->end[SIDE_B], tale_frame(t, a->syn), b_syn->frame);
	else
		tell_handshake(t);
}

/* "window scale x256 from the client and x128 from the server", "window scale x128 both ways". */
static void write_both(struct writer *w, const struct tale *t, const char *what, const char *how,
    const char *same, const unsigned value[2])
{
	writer_print(w, "%s%s%u", w->len > 0 ? ", " : "", what, value[SIDE_A]);
	if (value[SIDE_A] == value[SIDE_B])
		writer_text(w, same);
	else
		writer_print(w, " %s %s and %s%u %s %s", how, t->name[SIDE_A],
		    what[strlen(what) - 1] == 'x' ? "x" : "", value[SIDE_B], how, t->name[SIDE_B]);
}

static void tell_options(struct tale *t)
{
	static const struct {
		enum agreed bit;
		const char *words;
	} names[] = { { AGREED_SACK, "SACK" }, { AGREED_TIMESTAMPS, "timestamps" },
		{ AGREED_ECN, "ECN" } };
	const struct segment *a = t->f->syn[SIDE_A], *b = t->f->syn[SIDE_B];
	int agreed = session_agreed(t->f);
	char text[SENTENCE];
	struct writer w = writer_begin(text, sizeof(text));
	if (agreed < 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (agreed & (int)names[i].bit)
			writer_print(&w, "%s%s", w.len > 0 ? ", " : "", names[i].words);
	if (agreed & AGREED_SCALING)
		write_both(&w, t, "window scale x", "from", " both ways",
		    (unsigned[]){
		        1U << session_wscale(t->s, SIDE_A), 1U << session_wscale(t->s, SIDE_B) });
	bool none = w.len == 0;
	if ((a->options & b->options) & OPTION_MSS)
		write_both(&w, t, "MSS ", "to", "", (unsigned[]){ a->mss, b->mss });
	if (none)
		writer_print(
		    &w, "%sno SACK, timestamps, window scale or ECN", w.len > 0 ? "; " : "");
	story_add(&t->story, "Agreed on: %s.", text);
}

static void write_sent(struct writer *w, const struct tale *t, enum side side)
{
	uint64_t bytes = t->s->flow[side].bytes;
	uint32_t messages = t->f->course->side[side].messages;
	double rate = figures_goodput(t->f->m, t->f->session, side);
	if (bytes == 0) {
		writer_text(w, "nothing");
		return;
	}
	writer_print(w, "%s byte%s in %s message%s", GROUPED(bytes), tale_plural(bytes),
	    GROUPED(messages), tale_plural(messages));
	if (bytes < RATE_BYTES || rate < 1)
		return;
	writer_text(w, " (");
	rate_write(w, rate);
	writer_text(w, ")");
}

static void tell_both(struct tale *t)
{
	char text[SENTENCE], took[TOOK_TEXT];
	struct writer w = writer_begin(text, sizeof(text));
	format_took(t, "in", took);
	if (t->s->flow[SIDE_A].bytes + t->s->flow[SIDE_B].bytes == 0) {
		story_add(&t->story, "%sneither side sent data.", took);
		return;
	}
	writer_print(&w, "%s%s sent ", took, t->name[SIDE_A]);
	write_sent(&w, t, SIDE_A);
	writer_print(&w, ", %s ", t->name[SIDE_B]);
	write_sent(&w, t, SIDE_B);
	story_add(&t->story, "%s.", text);
}

/* Bytes count for all packets; messages and times, for the kept ones. */
static void tell_forgotten_traffic(struct tale *t)
{
	char text[SENTENCE];
	struct writer w = writer_begin(text, sizeof(text));
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		uint64_t bytes = t->s->flow[side].bytes;
		if (t->s->flow[side].packets == 0)
			continue;
		writer_print(
		    &w, "%s%s%s ", w.len > 0 ? ", " : "", t->name[side], w.len > 0 ? "" : " sent");
		if (bytes > 0)
			writer_print(&w, "%s byte%s", GROUPED(bytes), tale_plural(bytes));
		else
			writer_text(&w, "nothing");
	}
	if (t->s->flow[SIDE_A].bytes + t->s->flow[SIDE_B].bytes > 0)
		story_add(&t->story, "In total, including those, %s.", text);
}

static void tell_traffic(struct tale *t)
{
	const struct course *c = t->f->course;
	char text[SENTENCE] = "";
	struct writer w = writer_begin(text, sizeof(text));
	if (t->s->ended == SESSION_REFUSED)
		return;
	if (!c->whole) {
		tell_forgotten_traffic(t);
		return;
	}
	if (c->side[SIDE_A].first != 0 && c->side[SIDE_B].first != 0) {
		tell_both(t);
		return;
	}
	enum side seen = c->side[SIDE_A].first != 0 ? SIDE_A : SIDE_B;
	if (t->s->flow[seen].bytes == 0)
		return;
	write_sent(&w, t, seen);
	story_add(&t->story, "Only what %s sent was captured: %s.", t->name[seen], text);
}

/* The verdict and its advice come first. */
static void tell_verdict(struct tale *t)
{
	const struct verdict *v = t->f->verdict;
	char text[VERDICT_TEXT];
	if (v == NULL || verdict_text(v, t->s, text, sizeof(text)) == 0)
		return;
	story_add(&t->story, "%s", text);
	if (verdict_advice(v, t->s, text, sizeof(text)) > 0)
		story_add(&t->story, "%s", text);
}

static void begin(struct tale *t, const struct session_facts *f)
{
	static const char *const client_server[] = { "the client", "the server" };
	static const char *const neutral[] = { "A", "B" };
	t->f = f;
	t->s = model_session(f->m, f->session);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		t->name[side] = (t->s->opener_known ? client_server : neutral)[side];
		endpoint_format(&t->s->end[side], NULL, t->end[side], sizeof(t->end[side]));
	}
}

size_t explain_session(const struct session_facts *facts, char *out, size_t size)
{
	struct tale tale = { .story = { .out = out, .size = size } };
	out[0] = '\0';
	if (model_session(facts->m, facts->session) == NULL || facts->course->at == 0)
		return 0;
	begin(&tale, facts);
	tell_verdict(&tale);
	tell_opening(&tale);
	tell_options(&tale);
	tell_traffic(&tale);
	tell_wrongs(&tale);
	tell_time(&tale);
	tell_ending(&tale);
	return tale.story.used;
}
