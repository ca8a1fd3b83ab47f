#include "tui/view/problems_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/ladder/label.h"
#include "tui/text/human.h"
#include "tui/text/pane_head.h"

enum {
	COUNT_CELLS = 8,
	WORDS_CELLS = 28,
	FRAME_CELLS = 9,
	TIME_CELLS = 16,
	TIME_SHORT = 8,   /* to the second, */
	NARROW_COLS = 60, /* where there are fewer columns */
	SESSION_CELLS = 9,
};

static void draw_kind(
    const struct ui *ui, const struct canvas *c, int row, unsigned event, bool selected)
{
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	uint8_t tint = event_is_trouble(event) ? ROLE_TROUBLE : ROLE_NOTE;
	int words = 2 + COUNT_CELLS + 2, meaning = words + WORDS_CELLS + 1;
	char text[HUMAN_TEXT];
	if (selected)
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
	if (selected)
		canvas_text(
		    c, row, 0, (struct look){ TINT_HEADING, mark }, canvas_glyph(c, GLYPH_POINTER));
	snprintf(text, sizeof(text), "%*" PRIu32, COUNT_CELLS, ui->problems.tally.count[event]);
	canvas_text(c, row, 2, (struct look){ ROLE_PLAIN, mark }, text);
	canvas_fitted(c, row, words, WORDS_CELLS, (struct look){ tint, mark }, event_words(event));
	canvas_fitted(c, row, meaning, c->at.cols - meaning, (struct look){ TINT_FAINT, mark },
	    event_meaning(event));
}

static void draw_kinds(struct ui *ui, const struct canvas *c)
{
	uint8_t kind[EVENT_COUNT];
	unsigned count = problems_kinds(ui, kind), at = problems_kind_row(ui, kind, count);
	unsigned page = c->at.rows > 0 ? (unsigned)c->at.rows : 1;
	unsigned top = at >= page ? at + 1 - page : 0;
	for (unsigned i = top; i < count && i - top < page; i++)
		draw_kind(ui, c, (int)(i - top), kind[i], i == at);
	if (count == 0 && ui->problems.counted)
		canvas_text(c, 1, 2, look(TINT_HEADING),
		    "Nothing: no loss, no repetition, no full window, no reset");
}

static void draw_frame(struct ui *ui, const struct canvas *c, int row, uint32_t packet)
{
	const struct packet *p = model_packet(ui->run->model, packet);
	struct ladder_style style = ui_style(ui, c->at.cols);
	bool selected = packet == ui->problems.packet, all = ui->problems.tally.session == 0;
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	char text[512];
	if (selected)
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
	snprintf(text, sizeof(text), "%s%*" PRIu32, selected ? ">" : " ", FRAME_CELLS, p->frame);
	int col = canvas_text(c, row, 0, (struct look){ ROLE_FRAME, mark }, text) + 1;
	ladder_time(ui->run->model, packet, &style, text, sizeof(text));
	struct rect time = { row, col, 1, c->at.cols < NARROW_COLS ? TIME_SHORT : TIME_CELLS };
	struct canvas part = canvas_part(c, time);
	canvas_text(&part, 0, 0, (struct look){ ROLE_TIME, mark }, text);
	col += time.cols + 1;
	if (all) {
		snprintf(text, sizeof(text), "in %" PRIu32, p->session);
		canvas_fitted(c, row, col, SESSION_CELLS, (struct look){ ROLE_PLAIN, mark }, text);
		col += SESSION_CELLS + 1;
	}
	int room = c->at.cols - col - 2;
	canvas_text(c, row, col, (struct look){ ROLE_PLAIN, mark },
	    canvas_glyph(c, packet_side(p) == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT));
	label_format(ui->run->model, packet, ui->set.raw_seq, NULL, room > 1 ? (unsigned)room : 1,
	    text, sizeof(text));
	canvas_fitted(c, row, col + 2, room, (struct look){ ROLE_PLAIN, mark }, text);
}

/* Moves the first row so that the selected one is in sight. */
static void settle(struct ui *ui, int page)
{
	struct problems_view *v = &ui->problems;
	uint32_t n = v->top;
	if (v->top == 0 || v->packet < v->top)
		v->top = v->packet;
	for (int row = 1; n != 0 && n < v->packet && row < page; row++)
		n = problems_frame_after(ui, n);
	if (n == v->packet || v->top == v->packet)
		return;
	n = v->packet;
	for (int row = 1; n != 0 && row < page; row++) {
		v->top = n;
		n = problems_frame_before(ui, n);
	}
	v->top = n != 0 ? n : v->top;
}

static void draw_frames(struct ui *ui, const struct canvas *c)
{
	settle(ui, c->at.rows);
	uint32_t n = ui->problems.top;
	for (int row = 0; row < c->at.rows && n != 0; row++, n = problems_frame_after(ui, n))
		draw_frame(ui, c, row, n);
}

static void draw_head(struct ui *ui, const struct canvas *screen)
{
	const struct problems_view *v = &ui->problems;
	struct rect body = ui->layout.body;
	char title[96];
	if (v->inside)
		snprintf(title, sizeof(title), "%s: %" PRIu32 " of %" PRIu32, event_words(v->event),
		    v->nth, v->tally.count[v->event]);
	else if (v->tally.session != 0)
		snprintf(title, sizeof(title), "Notable in session %" PRIu32, v->tally.session);
	else
		snprintf(title, sizeof(title), "Notable in all sessions");
	const char *right = v->inside     ? event_meaning(v->event)
	                    : !v->counted ? "counting"
	                                  : "worst first";
	pane_head_draw(screen, (struct rect){ body.row, 0, 1, body.cols }, title, right, true);
}

void problems_draw(struct ui *ui, const struct canvas *screen)
{
	struct rect body = ui->layout.body;
	struct canvas c =
	    canvas_part(screen, (struct rect){ body.row + 1, 0, body.rows - 1, body.cols });
	draw_head(ui, screen);
	if (ui->problems.inside)
		draw_frames(ui, &c);
	else
		draw_kinds(ui, &c);
}
