#include "tui/view/details_pane.h"

#include <stdio.h>

#include "capture/os/clock.h"
#include "core/base/calendar.h"
#include "core/decode/reread.h"
#include "core/explain/detail.h"
#include "core/explain/explain.h"
#include "tui/run/fate_text.h"
#include "tui/run/kernel_text.h"
#include "tui/run/origin_text.h"
#include "tui/text/human.h"

#define FIRST_LINES 4 /* payload bytes shown before the header fields */

/* The sink for the lines of core/explain/detail.h. */
struct sink {
	struct lines *lines;
	unsigned cells;
};

static void take_line(void *ctx, unsigned depth, const char *text)
{
	struct sink *sink = ctx;
	char line[1024];
	snprintf(line, sizeof(line), "%*s%s", (int)depth * 2, "", text);
	lines_wrap(sink->lines, depth == 0 ? TINT_HEADING : ROLE_PLAIN, line, sink->cells, 2);
}

static void add_explanation(const struct shell *shell, struct lines *lines, unsigned cells)
{
	char text[EXPLAIN_TEXT];
	if (run_explain(shell->run, shell->packet, text, sizeof(text)) == 0)
		return;
	lines_wrap(lines, ROLE_SPEECH, text, cells, 0);
	lines_add(lines, ROLE_PLAIN, "");
}

static void add_fate(const struct shell *shell, struct lines *lines, unsigned cells)
{
	char fate[FATE_TEXT], text[FATE_TEXT + 16];
	bool lost;
	fate_short(shell->run, shell->packet, fate, sizeof(fate), &lost);
	if (fate_long(shell->run, shell->packet, fate, sizeof(fate)) == 0)
		return;
	snprintf(text, sizeof(text), "On the link: %s", fate);
	lines_wrap(lines, lost ? ROLE_TROUBLE : ROLE_PLAIN, text, cells, 2);
	lines_add(lines, ROLE_PLAIN, "");
}

/* "2015-09-25 11:12:16.501177" with the zone, and how long after other segments. */
static void add_time(const struct shell *shell, const struct detail_sink *out)
{
	const struct model *m = shell->run->model;
	const struct packet *p = model_packet(m, shell->packet);
	const struct session *s = model_session(m, p->session);
	uint32_t before = model_prev(m, shell->packet);
	char time[HUMAN_TEXT], zone[CLOCK_ZONE], took[HUMAN_TEXT], text[128];
	human_date(p->time_ns, clock_utc_offset(p->time_ns), time, sizeof(time));
	clock_zone(p->time_ns, zone, sizeof(zone));
	int64_t day = calendar_day(p->time_ns, clock_utc_offset(p->time_ns));
	snprintf(text, sizeof(text), "Time: %s %s %s", calendar_weekday(day), time, zone);
	out->line(out->ctx, 0, text);
	if (before == 0)
		return;
	human_duration(p->time_ns - model_packet(m, s->first)->time_ns, took, sizeof(took));
	snprintf(text, sizeof(text), "Since the first segment: %s", took);
	out->line(out->ctx, 1, text);
	human_duration(p->time_ns - model_packet(m, before)->time_ns, took, sizeof(took));
	snprintf(text, sizeof(text), "Since the previous segment: %s", took);
	out->line(out->ctx, 1, text);
}

static void add_payload_size(
    const struct shell *shell, struct lines *lines, size_t captured, const char *more)
{
	uint32_t len = model_packet(shell->run->model, shell->packet)->len;
	char size[HUMAN_TEXT];
	human_plural(len, "byte", size, sizeof(size));
	if (captured < len)
		lines_addf(
		    lines, TINT_HEADING, "Payload: %s, %zu captured%s", size, captured, more);
	else
		lines_addf(lines, TINT_HEADING, "Payload: %s, as %s%s", size,
		    form_name(shell->set.form), more);
}

/* A short payload comes before the header fields; of a long one its beginning, and all of it at
 * the end. */
static void add_payload(const struct shell *shell, struct bytes payload, struct page *page,
    const struct detail_sink *headers)
{
	const struct sink *sink = headers->ctx;
	struct dump first = { .bytes = payload,
		.form = shell->set.form,
		.cells = sink->cells,
		.ascii = shell->ascii };
	dump_layout(&first, FIRST_LINES + 1);
	size_t lines = dump_lines(&first);
	bool whole = dump_whole(&first) && lines <= FIRST_LINES;
	add_payload_size(shell, &page->lines, payload.left, whole ? "" : "; complete below");
	for (size_t i = 0; i < lines && i < FIRST_LINES; i++) {
		char text[DUMP_LINE];
		dump_line(&first, i, text, sizeof(text));
		lines_add(&page->lines, ROLE_SPEECH, text);
	}
	lines_add(&page->lines, ROLE_PLAIN, "");
	dump_free(&first);
	if (!whole)
		page_add_bytes(page, payload.at, payload.left);
}

static void take_origin(void *ctx, const char *text)
{
	take_line(ctx, 1, text);
}

static void add_frame(struct details_pane *d, const struct shell *shell, const struct frame *frame,
    const struct detail_sink *out)
{
	struct page *page = &d->page;
	const struct model *m = shell->run->model;
	const struct packet *p = model_packet(m, shell->packet);
	int link_type = frame->link_type;
	struct bytes payload;
	if (p->len != 0 && peek_payload(link_type, frame, &payload))
		add_payload(shell, payload, page, out);
	add_time(shell, out);
	origin_lines(shell->run, shell->packet, frame, take_origin, out->ctx);
	detail_context(m, &d->course, out);
	kernel_lines(shell->run, shell->packet, out);
	detail_headers(link_type, frame, model_session(m, p->session), packet_side(p), out);
	if (page->len == 0)
		return;
	lines_add(&page->lines, ROLE_PLAIN, "");
	add_payload_size(shell, &page->lines, page->len, "");
}

static void make(struct details_pane *d, const struct shell *shell, unsigned cells)
{
	struct page *page = &d->page;
	struct sink sink = { &page->lines, cells };
	struct detail_sink out = { .line = take_line, .ctx = &sink };
	struct frame frame;
	struct err err;

	page_clear(page);
	course_reach(&d->course, shell->run->model, shell->packet);
	add_explanation(shell, &page->lines, cells);
	add_fate(shell, &page->lines, cells);
	if (run_frame(shell->run, shell->packet, &frame, &err)) {
		add_frame(d, shell, &frame, &out);
	} else {
		add_time(shell, &out);
		detail_context(shell->run->model, &d->course, &out);
		lines_wrap(&page->lines, TINT_ERROR, err.text, cells, 0);
	}
	page_layout(page, shell->set.form, cells, shell->ascii,
	    model_packet(shell->run->model, shell->packet)->frame);
}

/* Later packets add facts about earlier ones, such as who acknowledged them. */
static bool stale(const struct details_pane *d, const struct shell *shell, int cells)
{
	return d->packet != shell->packet || d->packets != model_packets(shell->run->model) ||
	       d->known != packet_truth_revision(shell->run->truth) || d->cells != cells ||
	       d->form != shell->set.form;
}

void details_pane_update(struct details_pane *d, const struct shell *shell, struct size size)
{
	if (shell->packet == 0)
		return;
	if (stale(d, shell, size.cols)) {
		if (d->packet != shell->packet) {
			d->page.top = 0;
			d->page.links.chosen = 0;
		}
		d->packet = shell->packet;
		d->packets = model_packets(shell->run->model);
		d->known = packet_truth_revision(shell->run->truth);
		d->cells = size.cols;
		d->form = shell->set.form;
		make(d, shell, (unsigned)size.cols - 1);
	}
	d->page.pattern = shell->highlight ? &shell->pattern : NULL;
	page_settle(&d->page, size.rows);
}

void details_pane_layout(
    const struct details_pane *d, const struct shell *shell, const struct canvas *c)
{
	if (shell->packet != 0)
		page_draw(&d->page, c);
}

void details_pane_free(struct details_pane *d)
{
	page_free(&d->page);
}

void details_pane_renumber(struct details_pane *d)
{
	d->packet = 0;
	d->course = (struct course){ 0 };
}
