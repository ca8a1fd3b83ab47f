/* --json: one object per segment, one per line, in order of arrival. */
#include "tui/print/print_parts.h"

#include <stdio.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/base/memory.h"
#include "core/base/writer.h"
#include "core/decode/chain.h"
#include "core/decode/reread.h"
#include "core/explain/explain.h"
#include "core/ladder/packet_json.h"
#include "core/record/origin.h"
#include "tui/command/capture_limits.h"
#include "tui/run/fate_text.h"
#include "tui/run/kernel_text.h"
#include "tui/run/origin_text.h"

#define FATE_BYTES 512
#define KERNEL_BYTES 3072
#define PLACE_BYTES 64
#define VIA_BYTES (2 * CHAIN_TEXT)
#define LINE_BYTES (JSON_LINE + FATE_BYTES + KERNEL_BYTES + PLACE_BYTES + VIA_BYTES + ORIGIN_JSON)

/* The headers that the segment came through, or nothing: ["vlan 12","vxlan 77"]. */
static void put_via(struct json_writer *j, const struct run *run, uint32_t number)
{
	uint16_t origin = model_packet(run->model, number)->origin;
	const char *via = origins_at(source_origins(run->source), origin)->via;
	if (*via == '\0')
		return;
	json_key(j, "via");
	json_array(j);
	while (*via != '\0') {
		char text[CHAIN_TEXT];
		int len = (int)strcspn(via, "\n");
		snprintf(text, sizeof(text), "%.*s", len, via);
		json_string(j, text);
		via += via[len] == '\n' ? len + 1 : len;
	}
	json_end(j);
}

/* The captured payload in base64; null if the frame cannot be read. */
static void put_payload(struct json_writer *j, struct print *p, uint32_t number)
{
	struct frame frame;
	struct bytes payload;
	if (!p->run->options->payload)
		return;
	json_key(j, "payload");
	if (!run_frame(p->run, number, &frame, NULL) ||
	    !peek_payload(frame.link_type, &frame, &payload)) {
		json_null(j);
		return;
	}
	json_base64(j, payload.at, payload.left);
}

static void put_line(
    struct json_writer *j, struct print *p, uint32_t number, const struct course *course)
{
	const struct run *run = p->run;
	const char *at = run->at[run->current].name;
	struct segment segment;
	bool read =
	    explain_wants_segment(run->model, number) && run_segment(p->run, number, &segment);
	json_object(j);
	json_packet(j, run->model, number, read ? &segment : NULL);
	json_course(j, run->model, course);
	if (at[0] != '\0')
		json_member_string(j, "at", at);
	else
		json_member_null(j, "at");
	json_key(j, "fate");
	fate_json(j, run, number);
	json_key(j, "kernel");
	kernel_json(j, run, number);
	put_via(j, run, number);
	put_payload(j, p, number);
	origin_json(j, p->run, number);
	json_end(j);
	json_finish(j);
}

/* Prints a packet of the current vantage point. */
static void packet(struct print *p, uint32_t number)
{
	const struct run *run = p->run;
	uint32_t session = model_packet(run->model, number)->session;
	struct course *course = courses_of(&p->courses[run->current], run->model, session);
	size_t size = LINE_BYTES;
	if (run->options->payload)
		size += BASE64_TEXT((size_t)model_packet(run->model, number)->len);
	if (size > p->line_room) {
		p->line = memory_resize(p->line, size, 1);
		p->line_room = size;
	}
	struct writer w = writer_begin(p->line, p->line_room);
	struct json_writer j = json_begin(&w);
	p->matched++;
	course_add(course, run->model, number);
	put_line(&j, p, number, course);
	puts(p->line);
}

static void hidden(struct print *p, uint32_t number)
{
	const struct run *run = p->run;
	uint32_t session = model_packet(run->model, number)->session;
	course_add(courses_of(&p->courses[run->current], run->model, session), run->model, number);
}

/* Returns the vantage point with the earliest packet not yet printed, or -1. next: the first
 * such packet of each. */
static int earliest(const struct print *p, const uint32_t next[VANTAGES_MAX])
{
	const struct run *run = p->run;
	int best = -1;
	int64_t time = INT64_MAX;
	for (unsigned v = 0; v < run->vantages; v++) {
		const struct packet *first = model_packet(run->at[v].model, next[v]);
		if (first == NULL || !run_wants(run, v) || first->time_ns >= time)
			continue;
		best = (int)v;
		time = first->time_ns;
	}
	return best;
}

static void end(struct print *p)
{
	for (unsigned v = 0; v < VANTAGES_MAX; v++)
		courses_free(&p->courses[v]);
}

static bool whole(struct print *p, struct err *err)
{
	struct run *run = p->run;
	uint32_t next[VANTAGES_MAX] = { 0 };
	/* --count limits the total, not each end. */
	uint32_t most = limit_segments(run->options), taken = 0;
	int v;
	for (unsigned i = 0; i < run->vantages; i++)
		next[i] = model_first(run->at[i].model);
	(void)err;
	while ((v = earliest(p, next)) >= 0 && !ferror(stdout) && taken < most) {
		uint32_t number = next[v]++;
		taken++;
		run_look_from(run, (unsigned)v);
		uint32_t session = model_packet(run->model, number)->session;
		if (!print_wants(p, number))
			hidden(p, number);
		else
			packet(p, number);
		if (model_packet(run->model, number)->next == 0)
			courses_end(&p->courses[v], session);
	}
	end(p);
	return true;
}

const struct printer print_json = {
	.packet = packet, .hidden = hidden, .whole = whole, .end = end
};
