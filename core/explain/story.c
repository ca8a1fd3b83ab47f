#include "core/explain/story.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/base/writer.h"
#include "core/record/seq.h"

/* Bytes of the longest sentence of a finding, with NUL. */
#define FILLED_TEXT 512

/* NOLINTNEXTLINE(readability-non-const-parameter): the story writes to it */
struct story story_begin(const struct model *m, uint32_t packet, char *out, size_t size)
{
	static const char *const client_server[] = { "the client", "the server" };
	static const char *const neutral[] = { "A", "B" };
	const struct packet *p = model_packet(m, packet);
	assert(p != NULL);
	struct story story = {
		.m = m,
		.number = packet,
		.p = p,
		.s = model_session(m, p->session),
		.side = packet_side(p),
		.out = out,
		.size = size,
	};
	const char *const *names = story.s->opener_known ? client_server : neutral;
	story.sender = names[story.side];
	story.receiver = names[side_other(story.side)];
	story.findings = p->notes != 0 ? model_findings(m, packet, &story.count) : NULL;
	return story;
}

void story_add(struct story *story, const char *format, ...)
{
	va_list args;
	size_t room = story->size - story->used;
	bool first = story->used == 0;
	if (room < 3)
		return;
	char *at = story->out + story->used;
	va_start(args, format);
	int n = vsnprintf(at + !first, room - !first, format, args);
	va_end(args);
	if (n <= 0 || (size_t)n >= room - !first) {
		at[0] = '\0';
		return;
	}
	if (!first)
		at[0] = ' ';
	char *start = at + !first;
	if (start[0] >= 'a' && start[0] <= 'z')
		start[0] = (char)(start[0] - 'a' + 'A');
	story->used += (size_t)n + !first;
}

const struct finding *story_finding(const struct story *story, enum note note)
{
	for (unsigned i = 0; i < story->count; i++)
		if (story->findings[i].note == (uint8_t)note)
			return &story->findings[i];
	return NULL;
}

const struct finding *story_resend(const struct story *story)
{
	uint64_t kinds = story->p->notes & NOTES_TRIGGER;
	if (!story_has(story, NOTE_RETRANSMISSION))
		return NULL;
	kinds = kinds != 0 ? kinds : NOTE_BIT(NOTE_RETRANSMISSION);
	return story_finding(story, (enum note)__builtin_ctzll(kinds));
}

bool story_has(const struct story *story, enum note note)
{
	return (story->p->notes & NOTE_BIT(note)) != 0;
}

uint32_t story_seq(const struct story *story)
{
	return session_relative(story->s, story->side, story->p->seq);
}

uint32_t story_ack(const struct story *story)
{
	return session_relative(story->s, side_other(story->side), story->p->ack);
}

const struct packet *story_before(const struct story *story, bool same_side)
{
	enum side side = same_side ? story->side : side_other(story->side);
	return model_packet(story->m, model_kind_before(story->m, story->number, KIND_FROM(side)));
}

unsigned story_place(const struct finding *finding)
{
	return finding->copy == 0 ? 1 : finding->count;
}

const char *story_ordinal(unsigned n, char out[STORY_ORDINAL])
{
	static const char *const words[] = { "first", "second", "third", "fourth", "fifth", "sixth",
		"seventh", "eighth", "ninth", "tenth" };
	static const char *const ends[] = { "th", "st", "nd", "rd" };
	bool teen = n % 100 / 10 == 1;
	if (n >= 1 && n <= ARRAY_LEN(words))
		snprintf(out, STORY_ORDINAL, "%s", words[n - 1]);
	else
		snprintf(out, STORY_ORDINAL, "%u%s", n, ends[teen || n % 10 > 3 ? 0 : n % 10]);
	return out;
}

/* A sentence, partly filled in. */
struct fill {
	const struct story *story;
	const struct finding *finding;
	struct writer w;
	const char *at; /* the rest of the sentence */
};

/* Writes a value. Returns false if it is unknown. */
typedef bool value_writer(struct fill *f);

static bool put_frame(struct fill *f, uint32_t packet)
{
	const struct packet *p = model_packet(f->story->m, packet);
	if (p == NULL)
		return false;
	writer_text(&f->w, "frame ");
	writer_number(&f->w, p->frame);
	return true;
}

/* Writes the time between the packet and another one, in either order. */
static bool put_time_between(struct fill *f, uint32_t other)
{
	const struct packet *p = model_packet(f->story->m, other);
	char text[DURATION_TEXT];
	if (p == NULL)
		return false;
	int64_t ns = f->story->p->time_ns - p->time_ns;
	duration_format(other < f->story->number ? ns : -ns, text, sizeof(text));
	writer_text(&f->w, text);
	return true;
}

static bool put_sender(struct fill *f)
{
	writer_text(&f->w, f->story->sender);
	return true;
}

static bool put_receiver(struct fill *f)
{
	writer_text(&f->w, f->story->receiver);
	return true;
}

static bool put_receiver_first(struct fill *f)
{
	size_t at = f->w.len;
	put_receiver(f);
	if (f->w.len > at && f->w.out[at] == 't')
		f->w.out[at] = 'T';
	return true;
}

static bool put_if_head(struct fill *f)
{
	return finding_is_head(f->finding);
}

static bool put_if_lacking(struct fill *f)
{
	const struct packet *p = model_packet(f->story->m, f->finding->cause);
	return p == NULL || seq_lt(p->ack, packet_end(f->story->p));
}

static bool put_if_here(struct fill *f)
{
	return session_captured_at(f->story->s, f->story->side);
}

static bool put_cause(struct fill *f)
{
	return put_frame(f, f->finding->cause);
}

/* Returns false for a SYN-ACK, which reports no loss and acknowledges no data. */
static bool is_report(const struct packet *p)
{
	return p != NULL && (p->flags & TCP_SYN) == 0;
}

static bool put_first(struct fill *f)
{
	const struct packet *first = model_packet(f->story->m, f->finding->cause_first);
	return is_report(first) && put_frame(f, f->finding->cause_first);
}

static bool put_copy(struct fill *f)
{
	return put_frame(f, f->finding->copy);
}

static bool put_answer(struct fill *f)
{
	return put_frame(f, f->finding->answer);
}

static bool put_answer_first(struct fill *f)
{
	size_t at = f->w.len;
	if (!put_answer(f))
		return false;
	if (f->w.len > at)
		f->w.out[at] = 'F';
	return true;
}

static bool put_causes(struct fill *f)
{
	const struct packet *first = model_packet(f->story->m, f->finding->cause_first);
	const struct packet *last = model_packet(f->story->m, f->finding->cause);
	if (!is_report(last))
		return false;
	if (first == NULL || last == NULL || first->frame >= last->frame)
		return put_cause(f);
	writer_text(&f->w, "frames ");
	writer_number(&f->w, first->frame);
	writer_text(&f->w, " to ");
	writer_number(&f->w, last->frame);
	return true;
}

static bool put_time_to_cause(struct fill *f)
{
	return put_time_between(f, f->finding->cause);
}

static bool put_time_to_first(struct fill *f)
{
	return put_time_between(f, f->finding->cause_first);
}

static bool put_time_to_copy(struct fill *f)
{
	return put_time_between(f, f->finding->copy);
}

static bool put_time_to_answer(struct fill *f)
{
	return put_time_between(f, f->finding->answer);
}

static bool put_count(struct fill *f)
{
	if (f->finding->count == 0)
		return false;
	writer_number(&f->w, f->finding->count);
	return true;
}

static bool put_what(struct fill *f)
{
	const struct packet *p = f->story->p;
	if (p->flags & TCP_SYN) {
		writer_text(&f->w, p->flags & TCP_ACK ? "the SYN-ACK" : "the SYN");
	} else if (p->len == 0 && (p->flags & TCP_FIN)) {
		writer_text(&f->w, "the FIN");
	} else {
		writer_text(&f->w, "byte ");
		writer_number(&f->w, story_seq(f->story));
	}
	return true;
}

static bool put_seq(struct fill *f)
{
	writer_number(&f->w, story_seq(f->story));
	return true;
}

static bool put_ack(struct fill *f)
{
	writer_number(&f->w, story_ack(f->story));
	return true;
}

static bool put_port(struct fill *f)
{
	writer_number(&f->w, f->story->s->end[SIDE_B].port);
	return true;
}

/* Returns false if the cause is no duplicate ACK of this hole. */
static bool put_duplicate(struct fill *f)
{
	const struct packet *p = model_packet(f->story->m, f->finding->cause);
	const struct finding *of =
	    model_finding(f->story->m, f->finding->cause, NOTE_DUPLICATE_ACK);
	char ordinal[STORY_ORDINAL];
	if (p == NULL || of == NULL || p->ack != f->story->p->seq)
		return false;
	story_ordinal(story_place(of), ordinal);
	writer_print(&f->w, "the %s duplicate ACK (", ordinal);
	put_cause(f);
	writer_text(&f->w, ")");
	return true;
}

static const struct {
	const char *name;
	value_writer *put;
} values[] = {
	{ "sender}", put_sender },
	{ "receiver}", put_receiver },
	{ "Receiver}", put_receiver_first },
	{ "head}", put_if_head },
	{ "here}", put_if_here },
	{ "lacking}", put_if_lacking },
	{ "cause}", put_cause },
	{ "causes}", put_causes },
	{ "first}", put_first },
	{ "copy}", put_copy },
	{ "answer}", put_answer },
	{ "Answer}", put_answer_first },
	{ "since cause}", put_time_to_cause },
	{ "since first}", put_time_to_first },
	{ "since copy}", put_time_to_copy },
	{ "until cause}", put_time_to_cause },
	{ "until answer}", put_time_to_answer },
	{ "count}", put_count },
	{ "duplicate}", put_duplicate },
	{ "what}", put_what },
	{ "seq}", put_seq },
	{ "ack}", put_ack },
	{ "port}", put_port },
};

static bool put_value(struct fill *f)
{
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		size_t len = strlen(values[i].name);
		if (strncmp(f->at, values[i].name, len) == 0) {
			f->at += len;
			return values[i].put(f);
		}
	}
	/* The sentence names a value that there is not. */
	assert(false);
	return false;
}

/* Choices nest in the sentences of core/explain/sentences.c, which bounds the recursion. */
#define DEPTH_MAX 4
static bool put_text(struct fill *f, unsigned depth);

/* Writes the first alternative with all values known. */
/* NOLINTNEXTLINE(misc-no-recursion): at most DEPTH_MAX deep */
static void put_choice(struct fill *f, unsigned depth)
{
	bool chosen = false;
	assert(depth <= DEPTH_MAX);
	do {
		size_t mark = f->w.len;
		f->at++;
		bool known = put_text(f, depth);
		if (chosen || !known)
			writer_cut(&f->w, mark);
		chosen = chosen || known;
	} while (*f->at == '|');
	assert(*f->at == ']');
	f->at++;
}

/* Writes up to the end of the text or of the alternative. Returns false if a value is unknown. */
/* NOLINTNEXTLINE(misc-no-recursion): at most DEPTH_MAX deep */
static bool put_text(struct fill *f, unsigned depth)
{
	bool known = true;
	for (;;) {
		size_t plain = strcspn(f->at, depth > 0 ? "{[|]" : "{[");
		writer_span(&f->w, f->at, plain);
		f->at += plain;
		if (*f->at == '{') {
			f->at++;
			known = put_value(f) && known;
		} else if (*f->at == '[') {
			put_choice(f, depth + 1);
		} else {
			return known;
		}
	}
}

void story_fill(struct story *story, const struct finding *finding, const char *sentence)
{
	char text[FILLED_TEXT];
	struct fill f = { story, finding, writer_begin(text, sizeof(text)), sentence };
	if (put_text(&f, 0) && f.w.len > 0)
		story_add(story, "%s", text);
}
