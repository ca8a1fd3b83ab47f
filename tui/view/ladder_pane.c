#include "tui/view/ladder_pane.h"

#include <stdio.h>

#include "core/base/text.h"
#include "core/decode/reread.h"
#include "core/model/message.h"
#include "core/model/repeat.h"
#include "tui/run/fate_text.h"
#include "tui/view/empty.h"
#include "tui/view/session_view.h"

/* A wide pane that shows no messages beside it has room for them behind the arrows. */
#define ASIDE_COLS 130
#define ASIDE_LADDER 92
#define PAN_MAX 400

/* Rows that stay visible beyond the selected one. */
#define MARGIN 2

static void follow_selection(struct ui *ui, int rows)
{
	struct session_view *v = &ui->ladder;
	uint32_t count = session_rows(ui);
	uint32_t at = v->packet != 0 ? model_ordinal(ui->run->model, v->packet) : 1;
	uint32_t page = rows > 0 ? (uint32_t)rows : 1;
	uint32_t margin = page > 3 * MARGIN ? MARGIN : 0;
	if (v->top < 1)
		v->top = 1;
	if (at < v->top + margin)
		v->top = at > margin ? at - margin : 1;
	if (at + margin >= v->top + page)
		v->top = at + margin + 1 - page;
	if (v->top + page > count + 1)
		v->top = count + 1 > page ? count + 1 - page : 1;
}

/* Where colours are to tell directions apart, the kind of a segment still shows by its
 * line and head. */
static void tint_sides(struct row *row, const struct packet *p)
{
	for (unsigned i = 0; i < row->spans; i++)
		if (row->span[i].role >= ROLE_HANDSHAKE && row->span[i].role <= ROLE_RESET)
			row->span[i].role = packet_side(p) == SIDE_A ? TINT_SIDE_A : TINT_SIDE_B;
}

/* An acknowledgement and what it acknowledges, a retransmission and its original. */
static bool linked(const struct model *m, uint32_t packet, uint32_t selected)
{
	const struct packet *p = model_packet(m, packet), *s = model_packet(m, selected);
	if (s == NULL || packet == selected)
		return false;
	if (s->acked_by == packet || p->acked_by == selected)
		return true;
	/* Only the later one can repeat the other. */
	return packet < selected ? repeat_is(m, selected, packet) : repeat_is(m, packet, selected);
}

/* What the segment says, where a message begins with it. */
static void speech(struct ui *ui, uint32_t packet, int cells, char *out, size_t size)
{
	out[0] = '\0';
	const struct packet *p = model_packet(ui->run->model, packet);
	struct frame frame;
	struct bytes payload;
	if (cells < 8 || !(p->bits & PACKET_NEW_DATA) ||
	    !run_frame(ui->run, packet, &frame, NULL) ||
	    !peek_payload(source_link_type(ui->run->source), &frame, &payload))
		return;
	text_line(payload, screen_ascii(ui->screen), (unsigned)cells, out, size);
}

/* The column of markers stays where it is when the rest is moved. */
static void draw_row(
    const struct ui *ui, const struct canvas *c, int row, const struct row *spans, unsigned mark)
{
	struct rect right = { 0, 1, c->at.rows, c->at.cols - 1 };
	struct canvas part = canvas_part(c, right);
	canvas_row(&part, row, -ui->ladder.pan - 1, spans, mark);
}

static void draw_arrow(struct ui *ui, uint32_t packet, int row, const struct ladder_style *style,
    const struct canvas *c)
{
	const struct model *m = ui->run->model;
	char options[512], aside[1024];
	struct row spans;
	char fate[FATE_TEXT];
	struct ladder_style own = fate_style(ui->run, packet, style, fate);
	speech(ui, packet, c->at.cols - (int)style->width - 2, aside, sizeof(aside));
	ladder_arrow(
	    m, packet, &own, packet_options(ui, packet, options, sizeof(options)), aside, &spans);
	if (ui->set.color_mode == COLOR_SIDES)
		tint_sides(&spans, model_packet(m, packet));

	bool selected = packet == ui->ladder.packet, link = linked(m, packet, ui->ladder.packet);
	bool focused = ui->ladder.focus == PANE_LADDER;
	unsigned mark = selected && focused ? MARK_SELECTED
	                : selected || link  ? MARK_STRONG
	                                    : MARK_NONE;
	draw_row(ui, c, row, &spans, mark);
	if (selected || link)
		canvas_text(c, row, 0, (struct look){ .tint = TINT_HEADING, .mark = (uint8_t)mark },
		    canvas_glyph(c, selected ? GLYPH_POINTER : GLYPH_LINKED));
}

/* A panned ladder is as wide as the longest label on the screen needs. */
static unsigned full_width(struct ui *ui, const struct ladder_style *style, int rows)
{
	const struct model *m = ui->run->model;
	unsigned widest = style->width;
	for (int row = 0; row < rows; row++) {
		uint32_t packet = ladder_pane_at(ui, row);
		char options[512], fate[FATE_TEXT];
		if (packet == 0)
			break;
		struct ladder_style own = fate_style(ui->run, packet, style, fate);
		unsigned cells = ladder_label_cells(
		    m, packet, &own, packet_options(ui, packet, options, sizeof(options)));
		unsigned width = ladder_width_for(style, cells);
		if (width > widest)
			widest = width;
	}
	return widest < PAN_MAX ? widest : PAN_MAX;
}

static struct ladder_style style_for(struct ui *ui, struct rect pane)
{
	struct ladder_style style = ui_style(ui, pane.cols);
	struct session_view *v = &ui->ladder;
	if (pane.cols >= ASIDE_COLS && !layout_shows(&ui->layout, PANE_MESSAGES))
		style.width = ASIDE_LADDER;
	if (v->pan == 0)
		return style;
	style.width = full_width(ui, &style, pane.rows);
	int most = (int)style.width - pane.cols;
	if (v->pan > most)
		v->pan = most > 0 ? most : 0;
	return style;
}

static void draw_head(struct ui *ui, const struct ladder_style *style, const struct canvas *c)
{
	struct row row;
	uint32_t session = ui->ladder.session;
	ladder_endpoints(ui->run->model, session, style, &row);
	draw_row(ui, c, 0, &row, MARK_NONE);
	ladder_states(ui->run->model, session, ui->ladder.packet, style, &row);
	draw_row(ui, c, 1, &row, MARK_NONE);
}

void ladder_pane_draw(struct ui *ui, const struct canvas *screen)
{
	struct rect pane = ui->layout.pane[PANE_LADDER];
	struct canvas head = canvas_part(screen, ui->layout.head[PANE_LADDER]);
	struct canvas c = canvas_part(screen, pane);
	if (ui->ladder.session == 0) {
		empty_draw(ui, &c);
		return;
	}
	follow_selection(ui, pane.rows);
	struct ladder_style style = style_for(ui, pane);
	draw_head(ui, &style, &head);
	for (int row = 0; row < pane.rows; row++) {
		uint32_t packet = ladder_pane_at(ui, row);
		if (packet == 0)
			break;
		draw_arrow(ui, packet, row, &style, &c);
	}
}

uint32_t ladder_pane_at(const struct ui *ui, int row)
{
	uint32_t n = ui->ladder.top + (uint32_t)row;
	return n <= session_rows(ui) ? model_nth(ui->run->model, ui->ladder.session, n) : 0;
}

void ladder_pane_pan(struct ui *ui, int cells)
{
	ui->ladder.pan += cells;
	if (ui->ladder.pan < 0)
		ui->ladder.pan = 0;
}
