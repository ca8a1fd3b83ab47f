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
	TIME_SHORT = 8,   /* width with seconds, */
	NARROW_COLS = 60, /* and on narrow screens */
	SESSION_CELLS = 9,
	SERIES_CELLS = 6,  /* "x16": packets of the series */
	FRAMES_CELLS = 13, /* "16 frames", on screens at least as wide as this: */
	FRAMES_COLS = 100,
};

static void put_kind(
    const struct problems_view *v, const struct canvas *c, int row, unsigned event, bool selected)
{
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	uint8_t tint = event_is_trouble(event) ? ROLE_TROUBLE : ROLE_NOTE;
	uint32_t begun = v->tally.begun[event], frames = v->tally.count[event];
	bool series = event >= NOTE_COUNT || !(NOTES_WAIT & NOTE_BIT(event));
	bool wide = c->at.cols >= FRAMES_COLS;
	int words = 2 + COUNT_CELLS + 2, in = words + WORDS_CELLS + 1;
	int meaning = in + (wide ? FRAMES_CELLS + 1 : 0);
	char text[HUMAN_TEXT];
	if (selected)
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
	if (selected)
		canvas_text(
		    c, row, 0, (struct look){ TINT_HEADING, mark }, canvas_glyph(c, GLYPH_POINTER));
	snprintf(text, sizeof(text), "%*" PRIu32, COUNT_CELLS, begun);
	canvas_text(c, row, 2, (struct look){ ROLE_PLAIN, mark }, text);
	canvas_fitted(c, row, words, WORDS_CELLS, (struct look){ tint, mark }, event_words(event));
	if (wide && series && frames != begun) {
		human_plural(frames, "frame", text, sizeof(text));
		canvas_fitted(c, row, in, FRAMES_CELLS, (struct look){ TINT_FAINT, mark }, text);
	}
	canvas_fitted(c, row, meaning, c->at.cols - meaning, (struct look){ TINT_FAINT, mark },
	    event_meaning(event));
}

static void put_kinds(const struct problems_view *v, const struct canvas *c)
{
	uint8_t kind[EVENT_COUNT];
	unsigned count = problems_kinds(v, kind), at = problems_kind_row(v, kind, count);
	unsigned page = c->at.rows > 0 ? (unsigned)c->at.rows : 1;
	unsigned top = at >= page ? at + 1 - page : 0;
	for (unsigned i = top; i < count && i - top < page; i++)
		put_kind(v, c, (int)(i - top), kind[i], i == at);
	if (count == 0 && v->counted)
		canvas_text(c, 1, 2, look(TINT_HEADING),
		    "No problems: no loss, retransmission, full window or reset");
}

static void put_frame(
    const struct problems_view *v, const struct canvas *c, int row, uint32_t packet)
{
	const struct shell *shell = v->view.shell;
	const struct packet *p = model_packet(shell->run->model, packet);
	struct ladder_style style = shell_style(shell, c->at.cols);
	bool selected = packet == v->packet, all = v->tally.session == 0;
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	char text[512];
	if (selected)
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
	snprintf(text, sizeof(text), "%s%*" PRIu32, selected ? ">" : " ", FRAME_CELLS, p->frame);
	int col = canvas_text(c, row, 0, (struct look){ ROLE_FRAME, mark }, text) + 1;
	ladder_time(shell->run->model, packet, &style, text, sizeof(text));
	struct rect time = { row, col, 1, c->at.cols < NARROW_COLS ? TIME_SHORT : TIME_CELLS };
	struct canvas part = canvas_part(c, time);
	canvas_text(&part, 0, 0, (struct look){ ROLE_TIME, mark }, text);
	col += time.cols + 1;
	if (all) {
		snprintf(text, sizeof(text), "in %" PRIu32, p->session);
		canvas_fitted(c, row, col, SESSION_CELLS, (struct look){ ROLE_PLAIN, mark }, text);
		col += SESSION_CELLS + 1;
	}
	uint32_t frames = event_frames(shell->run->model, packet, v->event);
	if (c->at.cols >= NARROW_COLS) {
		snprintf(
		    text, sizeof(text), "x%" PRIu32 "%s", frames, frames == SERIES_MOST ? "+" : "");
		canvas_fitted(c, row, col, SERIES_CELLS, (struct look){ TINT_FAINT, mark },
		    frames > 1 ? text : "");
		col += SERIES_CELLS + 1;
	}
	int room = c->at.cols - col - 2;
	canvas_text(c, row, col, (struct look){ ROLE_PLAIN, mark },
	    canvas_glyph(c, packet_side(p) == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT));
	label_format(shell->run->model, packet, shell->set.raw_seq, NULL,
	    room > 1 ? (unsigned)room : 1, text, sizeof(text));
	canvas_fitted(c, row, col + 2, room, (struct look){ ROLE_PLAIN, mark }, text);
}

static void put_frames(const struct problems_view *v, const struct canvas *c)
{
	uint32_t n = v->top;
	for (int row = 0; row < c->at.rows && n != 0; row++, n = problems_frame_after(v, n))
		put_frame(v, c, row, n);
}

static void put_head(const struct problems_view *v, const struct canvas *screen)
{
	struct rect body = v->view.shell->layout.body;
	char title[96];
	if (v->inside)
		snprintf(title, sizeof(title), "%s: %" PRIu32 " of %" PRIu32, event_words(v->event),
		    v->nth, v->tally.begun[v->event]);
	else if (v->tally.session != 0)
		snprintf(title, sizeof(title), "Problems in session %" PRIu32, v->tally.session);
	else
		snprintf(title, sizeof(title), "Problems in all sessions");
	const char *right = v->inside     ? event_meaning(v->event)
	                    : !v->counted ? "counting"
	                                  : "worst first";
	pane_head_draw(screen, (struct rect){ body.row, 0, 1, body.cols }, title, right, true);
}

void problems_layout(const struct view *view, const struct canvas *out)
{
	const struct problems_view *v = (const struct problems_view *)view;
	struct rect body = view->shell->layout.body;
	struct canvas c =
	    canvas_part(out, (struct rect){ body.row + 1, 0, body.rows - 1, body.cols });
	put_head(v, out);
	if (v->inside)
		put_frames(v, &c);
	else
		put_kinds(v, &c);
}
