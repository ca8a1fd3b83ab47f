#include "tui/view/details_pane.h"

#include <stdio.h>

#include "core/decode/reread.h"
#include "core/explain/detail.h"
#include "core/explain/explain.h"
#include "tui/run/fate_text.h"
#include "tui/run/kernel_text.h"
#include "tui/text/human.h"
#include "tui/view/session_view.h"

#define FIRST_LINES 4 /* of the payload, before everything that is known about it */

/* Where the lines of core/explain/detail.h go. */
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

static void add_explanation(struct ui *ui, struct lines *lines, unsigned cells)
{
	char text[EXPLAIN_TEXT];
	if (run_explain(ui->run, ui->ladder.packet, text, sizeof(text)) == 0)
		return;
	lines_wrap(lines, ROLE_SPEECH, text, cells, 0);
	lines_add(lines, ROLE_PLAIN, "");
}

static void add_fate(struct ui *ui, struct lines *lines, unsigned cells)
{
	char fate[FATE_TEXT], text[FATE_TEXT + 16];
	bool lost;
	fate_short(ui->run, ui->ladder.packet, fate, sizeof(fate), &lost);
	if (fate_long(ui->run, ui->ladder.packet, fate, sizeof(fate)) == 0)
		return;
	snprintf(text, sizeof(text), "On the link: %s", fate);
	lines_wrap(lines, lost ? ROLE_TROUBLE : ROLE_PLAIN, text, cells, 2);
	lines_add(lines, ROLE_PLAIN, "");
}

static void add_payload_size(struct ui *ui, struct lines *lines, size_t captured, const char *more)
{
	uint32_t len = model_packet(ui->run->model, ui->ladder.packet)->len;
	char size[HUMAN_TEXT];
	human_plural(len, "byte", size, sizeof(size));
	if (captured < len)
		lines_addf(lines, TINT_HEADING, "Payload: %s, of which the capture holds %zu%s",
		    size, captured, more);
	else
		lines_addf(lines, TINT_HEADING, "Payload: %s, as %s%s", size,
		    form_name(ui->set.form), more);
}

/* What the segment carries is wanted before what is known about it: all of it, if that is little,
 * else how it begins, and the whole at the end. */
static void add_payload(
    struct ui *ui, struct bytes payload, struct page *page, const struct detail_sink *headers)
{
	const struct sink *sink = headers->ctx;
	struct dump first = { .bytes = payload,
		.form = ui->set.form,
		.cells = sink->cells,
		.ascii = screen_ascii(ui->screen) };
	dump_layout(&first, FIRST_LINES + 1);
	size_t lines = dump_lines(&first);
	bool whole = dump_whole(&first) && lines <= FIRST_LINES;
	add_payload_size(ui, &page->lines, payload.left, whole ? "" : "; all of it is below");
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

static void add_frame(struct ui *ui, const struct frame *frame, const struct detail_sink *out)
{
	struct page *page = &ui->ladder.details.page;
	const struct model *m = ui->run->model;
	const struct packet *p = model_packet(m, ui->ladder.packet);
	int link_type = source_link_type(ui->run->source);
	struct bytes payload;
	if (p->len != 0 && peek_payload(link_type, frame, &payload))
		add_payload(ui, payload, page, out);
	detail_context(m, &ui->ladder.details.course, out);
	kernel_lines(ui->run, ui->ladder.packet, out);
	detail_headers(link_type, frame, model_session(m, p->session), packet_side(p), out);
	if (page->len == 0)
		return;
	lines_add(&page->lines, ROLE_PLAIN, "");
	add_payload_size(ui, &page->lines, page->len, "");
}

static void make(struct ui *ui, unsigned cells)
{
	struct page *page = &ui->ladder.details.page;
	struct sink sink = { &page->lines, cells };
	struct detail_sink out = { .line = take_line, .ctx = &sink };
	struct frame frame;
	struct err err;

	page_clear(page);
	course_reach(&ui->ladder.details.course, ui->run->model, ui->ladder.packet);
	add_explanation(ui, &page->lines, cells);
	add_fate(ui, &page->lines, cells);
	if (run_frame(ui->run, ui->ladder.packet, &frame, &err)) {
		add_frame(ui, &frame, &out);
	} else {
		detail_context(ui->run->model, &ui->ladder.details.course, &out);
		lines_wrap(&page->lines, TINT_ERROR, err.text, cells, 0);
	}
	page_layout(page, ui->set.form, cells, screen_ascii(ui->screen));
}

/* Later packets say more about earlier ones: who acknowledged them, for one. */
static bool stale(const struct ui *ui, int cells)
{
	const struct details *d = &ui->ladder.details;
	return d->packet != ui->ladder.packet || d->packets != model_packets(ui->run->model) ||
	       d->known != packet_truth_revision(ui->run->truth) || d->cells != cells ||
	       d->form != ui->set.form;
}

void details_draw(struct ui *ui, const struct canvas *c)
{
	struct details *d = &ui->ladder.details;
	if (ui->ladder.packet == 0)
		return;
	if (stale(ui, c->at.cols)) {
		if (d->packet != ui->ladder.packet)
			d->page.top = 0;
		d->packet = ui->ladder.packet;
		d->packets = model_packets(ui->run->model);
		d->known = packet_truth_revision(ui->run->truth);
		d->cells = c->at.cols;
		d->form = ui->set.form;
		make(ui, (unsigned)c->at.cols - 1);
	}
	page_draw(&d->page, c);
}
