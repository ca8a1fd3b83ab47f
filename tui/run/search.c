#include "tui/run/search.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "capture/os/clock.h"
#include "core/decode/reread.h"
#include "core/ladder/label.h"
#include "core/model/message.h"
#include "core/record/note.h"
#include "tui/run/fate_text.h"

void search_begin(struct search *search, uint32_t packet, bool back)
{
	search->start = packet;
	search->at = packet;
	search->back = back;
	search->wrapped = false;
	search->looked = 0;
	search->unread = false;
	search->running = true;
}

static bool holds(const struct search *search, const void *bytes, size_t len)
{
	struct match match;
	return pattern_find(search->pattern, bytes, len, 0, &match);
}

static bool label_holds(const struct search *search, struct run *run, uint32_t packet)
{
	char options[512], text[1024];
	run_packet_options(run, packet, search->raw_seq, options, sizeof(options));
	size_t len =
	    label_format(run->model, packet, search->raw_seq, options, 0, text, sizeof(text));
	if (holds(search, text, len))
		return true;
	len = notes_format(model_packet(run->model, packet)->notes, text, sizeof(text));
	if (holds(search, text, len))
		return true;
	len = fate_short(run, packet, text, sizeof(text), NULL);
	return holds(search, text, len);
}

static bool payload_of(struct run *run, uint32_t packet, struct bytes *out)
{
	struct frame frame;
	return model_packet(run->model, packet)->len != 0 && run_frame(run, packet, &frame, NULL) &&
	       peek_payload(frame.link_type, &frame, out);
}

/* The boundary between two segments of a message. */
struct seam {
	char text[2 * PROMPT_TEXT];
	size_t len, most;
};

static void seam_add(struct seam *seam, struct bytes bytes)
{
	size_t room = seam->most - seam->len, len = bytes.left < room ? bytes.left : room;
	memcpy(seam->text + seam->len, bytes.at, len);
	seam->len += len;
}

/* How far a match of a regular expression may reach over the boundary between two segments. */
#define SEAM_REACH 256

/* Returns true if a match begins at the end of a packet's payload and continues in the message's
 * next segments. */
static bool seam_holds(
    const struct search *search, struct run *run, uint32_t packet, struct bytes payload)
{
	const struct pattern *p = search->pattern;
	size_t reach = p->compiled ? SEAM_REACH : strlen(p->text) - 1;
	size_t tail = reach < payload.left ? reach : payload.left;
	struct message msg;
	if (tail == 0 || !message_of(run->model, packet, &msg) || msg.last == packet)
		return false;
	struct seam seam = { .most = tail + reach };
	seam_add(&seam, (struct bytes){ payload.at + payload.left - tail, tail });
	for (uint32_t at = packet; at != msg.last && seam.len < seam.most;) {
		uint32_t next = message_next_packet(run->model, &msg, at);
		uint32_t repeated = next != 0 ? message_repeated(run->model, at, next) : 0;
		if (next == 0 || !payload_of(run, next, &payload) || payload.left < repeated)
			break;
		seam_add(&seam, (struct bytes){ payload.at + repeated, payload.left - repeated });
		at = next;
	}
	struct match match = { 0 };
	while (pattern_find(p, seam.text, seam.len, match.end, &match))
		if (match.start < tail && match.end > tail)
			return true;
	return false;
}

static bool text_holds(const struct search *search, const char *text)
{
	return text != NULL && holds(search, text, strlen(text));
}

static bool matches(struct search *search, struct run *run, uint32_t packet)
{
	struct bytes payload;
	struct frame frame;
	if (label_holds(search, run, packet))
		return true;
	bool annotated = source_annotated(run->source);
	if (model_packet(run->model, packet)->len == 0 && !annotated)
		return false;
	if (!run_frame(run, packet, &frame, NULL)) {
		search->unread = true;
		return false;
	}
	if (annotated && (text_holds(search, frame.comment) || text_holds(search, frame.process)))
		return true;
	return peek_payload(frame.link_type, &frame, &payload) &&
	       (holds(search, payload.at, payload.left) ||
	           seam_holds(search, run, packet, payload));
}

/* Returns the last packet of a session within the limit. */
static uint32_t last_of(const struct model *m, const struct session *s, uint32_t limit)
{
	uint32_t packet = s->last;
	while (packet > limit)
		packet = model_prev(m, packet);
	return packet;
}

/* Returns the next packet to search; wraps around at the end. */
static uint32_t step(struct search *search, const struct model *m, uint32_t limit)
{
	uint32_t first = model_first(m), last = limit, next;
	/* A search from outside all sessions has not wrapped at the first one. */
	if (search->at == 0)
		return search->back ? last : first;
	if (search->everywhere) {
		next = search->back        ? search->at > first ? search->at - 1 : 0
		       : search->at < last ? search->at + 1
		                           : 0;
	} else {
		const struct packet *p = model_packet(m, search->at);
		const struct session *s = model_session(m, p->session);
		next = search->back ? model_prev(m, search->at) : p->next <= limit ? p->next : 0;
		first = s->first;
		last = last_of(m, s, limit);
	}
	if (next != 0)
		return next;
	search->wrapped = true;
	return search->back ? last : first;
}

enum search_result search_slice(
    struct search *search, struct run *run, uint32_t limit, int64_t deadline_ns)
{
	do {
		search->at = step(search, run->model, limit);
		search->looked++;
		if (matches(search, run, search->at))
			search->running = false;
		if (!search->running)
			return SEARCH_FOUND;
		if (search->at == search->start ||
		    search->looked > limit - model_first(run->model)) {
			search->running = false;
			return SEARCH_NOWHERE;
		}
	} while (clock_monotonic() < deadline_ns);
	return SEARCH_GOING_ON;
}
