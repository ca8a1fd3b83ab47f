#include "tui/view/chrome.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/explain/explain.h"
#include "core/base/text.h"
#include "tui/text/human.h"
#include "tui/view/link_line.h"
#include "tui/text/lines.h"
#include "tui/view/list_view.h"
#include "tui/view/session_view.h"
#include "tui/view/title.h"

#define STATUS_LINES 4 /* a long message covers some of what is above */

static void draw_banner(
    const struct ui *ui, const struct canvas *screen, const struct source_status *status)
{
	if (ui->layout.banner.rows == 0)
		return;
	struct canvas c = canvas_part(screen, ui->layout.banner);
	char text[sizeof(status->message) + 64], count[HUMAN_TEXT];
	human_plural(status->not_taken, "frame", count, sizeof(count));
	if (status->paused && status->not_taken != 0)
		snprintf(text, sizeof(text), "Capturing is paused, %s not taken: %s", count,
		    status->message);
	else if (status->paused)
		snprintf(text, sizeof(text), "Capturing is paused: %s", status->message);
	else
		snprintf(
		    text, sizeof(text), "%s", status->failed ? status->message : ui->run->limit);
	canvas_fitted(&c, 0, 1, c.at.cols - 2, look(TINT_ERROR), text);
}

static unsigned needs_met(const struct ui *ui)
{
	unsigned met = NEED_NOTHING;
	if (run_has_partner(ui->run) && ui_running(ui))
		met |= NEED_CLIENT;
	if (ui->run->lab != NULL)
		met |= ui->run->played ? NEED_PLAYED : NEED_LINK;
	if (ui->run->vantages > 1)
		met |= NEED_VANTAGES;
	if (packet_truth_has_views(ui->run->truth))
		met |= NEED_VIEWS;
	if (ui_sessions(ui) > 1)
		met |= NEED_SESSIONS;
	if (ui_packets(ui) != 0)
		met |= NEED_PACKETS;
	if (ui_running(ui) && ui->run->options->input != INPUT_FILE)
		met |= NEED_LIVE;
	if (model_trouble(ui->run->model) != 0)
		met |= NEED_TROUBLE;
	if (ui->text.page.len != 0)
		met |= NEED_BYTES;
	bool list = ui_view(ui) == &list_view_ops;
	bool top = ui->views == 1 && (list || (ui_sessions(ui) < 2 && !session_covered(ui)));
	return met | (top ? NEED_TOP : NEED_BELOW);
}

/* One thing to press, which can be clicked as well. Returns the column after it. */
static int draw_spot(
    struct ui *ui, const struct canvas *c, int col, const char *keys, const char *words, int key)
{
	int end = canvas_text(c, 0, col, look(TINT_HINT_KEY), keys);
	end = canvas_text(c, 0, end + 1, look(TINT_HINT), words);
	if (ui->spots < HINTS_MAX)
		ui->spot[ui->spots++] = (struct spot){ col, end - col, key };
	return end;
}

static void draw_hints(struct ui *ui, const struct canvas *c)
{
	struct hint hints[HINTS_MAX];
	unsigned cells = c->at.cols > 2 ? (unsigned)c->at.cols - 2 : 0;
	size_t count = keys_hints(ui_context(ui), needs_met(ui), cells, hints);
	int col = 1;
	for (size_t i = 0; i < count; i++)
		col = draw_spot(ui, c, col, hints[i].keys, hints[i].words, hints[i].key) + 2;
}

static void draw_question(struct ui *ui, const struct canvas *c)
{
	const struct question *q = &ui->question;
	int col = canvas_text(c, 0, 1, look(TINT_HEADING), q->text) + 2;
	for (size_t i = 0; i < q->choices; i++) {
		char key[KEY_TEXT];
		key_text(q->choice[i].key, key, sizeof(key));
		col = draw_spot(ui, c, col, key, q->choice[i].words, q->choice[i].key) + 2;
	}
	draw_spot(ui, c, col, "Esc", "cancel", PRESS_ESCAPE);
}

/* The line moves left under a cursor that would leave the screen. */
static void draw_entry(const struct ui *ui, const struct canvas *c, struct rect *cursor)
{
	const struct prompt *p = &ui->entry.prompt;
	char before[PROMPT_TEXT];
	memcpy(before, p->text, p->cursor);
	before[p->cursor] = '\0';
	int label = (int)text_width(ui->entry.label) + 2, at = (int)text_width(before);
	if (label > c->at.cols / 2)
		label = c->at.cols / 2;
	int room = c->at.cols - label - 1, moved = at >= room ? at - room + 1 : 0;

	struct canvas line = canvas_part(c, (struct rect){ 0, label, 1, room + 1 });
	canvas_fitted(c, 0, 1, label - 1, look(TINT_HEADING), ui->entry.label);
	canvas_text(&line, 0, -moved, look(ROLE_PLAIN), p->text);
	*cursor = (struct rect){ line.at.row, line.at.col + at - moved, 1, 1 };
}

/* Text over at most so many lines, the last of them at the bottom of the status. One that is cut
 * off says so. */
static void draw_lines(
    const struct ui *ui, const struct canvas *screen, unsigned tint, const char *text, int most)
{
	struct lines lines = { 0 };
	struct rect at = ui->layout.status;
	lines_wrap(&lines, tint, text, (unsigned)at.cols - 2, 0);
	int count = (int)lines.count < most ? (int)lines.count : most;
	int top = count > at.rows ? at.row + at.rows - count : at.row;
	for (int i = 0; i < count; i++) {
		bool cut = i + 1 == most && (int)lines.count > most;
		const char *line = lines_text(&lines, (size_t)i);
		canvas_fill(screen, top + i, 0, at.cols, look(tint));
		int end = canvas_text(screen, top + i, 1, look(tint), line);
		if (cut)
			canvas_text(
			    screen, top + i, end, look(tint), canvas_glyph(screen, GLYPH_ELLIPSIS));
	}
	lines_free(&lines);
}

/* How many segments there are to search. */
static uint32_t searched(const struct ui *ui)
{
	return ui->search.everywhere ? ui_packets(ui) : session_rows(ui);
}

/* When nothing has happened: what the selected segment is about, or how far something has come. */
static void idle_text(const struct ui *ui, char *out, size_t size)
{
	char gap[HUMAN_TEXT];
	out[0] = '\0';
	if (ui->count != 0) {
		snprintf(out, size, "%u: G goes to frame %u", ui->count, ui->count);
	} else if (ui->search.running) {
		snprintf(out, size,
		    "Searching \"%.100s\": %" PRIu32 " of %" PRIu32 " segments; any key stops it",
		    ui->search.pattern, ui->search.looked, searched(ui));
	} else if (ui->play.on && ui->play.skipped_ns != 0) {
		const char *dots = glyph_text(GLYPH_ELLIPSIS, screen_ascii(ui->screen));
		human_duration(ui->play.skipped_ns, gap, sizeof(gap));
		snprintf(out, size, "%s %s of silence, cut short %s", dots, gap, dots);
	} else if (ui_view(ui) == &session_view_ops && ui->ladder.packet != 0 &&
	           !layout_shows(&ui->layout, PANE_DETAILS)) {
		run_explain(ui->run, ui->ladder.packet, out, size);
	}
}

static void draw_status(const struct ui *ui, const struct canvas *screen)
{
	char text[EXPLAIN_TEXT];
	unsigned tint = ui->status_is_error ? TINT_ERROR : TINT_STATUS;
	if (ui->status[0] != '\0') {
		draw_lines(ui, screen, tint, ui->status, STATUS_LINES);
		return;
	}
	idle_text(ui, text, sizeof(text));
	if (text[0] != '\0')
		draw_lines(ui, screen, TINT_STATUS, text, ui->layout.status.rows);
}

void chrome_draw(struct ui *ui, const struct canvas *screen, const struct source_status *status,
    struct rect *cursor)
{
	struct canvas bottom = canvas_part(screen, ui->layout.hints);
	title_draw(ui, screen, status);
	draw_banner(ui, screen, status);
	link_line_draw(ui, screen);
	draw_status(ui, screen);
	ui->spots = 0;
	if (ui->entry.open)
		draw_entry(ui, &bottom, cursor);
	else if (ui->question.open)
		draw_question(ui, &bottom);
	else
		draw_hints(ui, &bottom);
}

int chrome_key_at(const struct ui *ui, const struct pointer *pointer)
{
	if (pointer->row != ui->layout.hints.row || pointer->click > CLICK_DOUBLE)
		return PRESS_NOTHING;
	for (size_t i = 0; i < ui->spots; i++)
		if (pointer->col >= ui->spot[i].col &&
		    pointer->col < ui->spot[i].col + ui->spot[i].cells)
			return ui->spot[i].key;
	return PRESS_NOTHING;
}
