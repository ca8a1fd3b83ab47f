#include "tui/view/chrome.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/explain/explain.h"
#include "core/base/text.h"
#include "tui/text/human.h"
#include "tui/view/link_line.h"
#include "tui/text/lines.h"
#include "tui/view/session_rows.h"
#include "tui/view/session_view.h"
#include "tui/view/text_view.h"
#include "tui/view/title.h"

#define STATUS_LINES 4 /* rows of the view that a long message may cover */

static void put_banner(
    const struct shell *shell, const struct canvas *screen, const struct source_status *status)
{
	if (shell->layout.banner.rows == 0)
		return;
	struct canvas c = canvas_part(screen, shell->layout.banner);
	char text[sizeof(status->message) + 64], count[HUMAN_TEXT];
	human_plural(status->not_taken, "frame", count, sizeof(count));
	if (status->paused && status->not_taken != 0)
		snprintf(text, sizeof(text), "Capture paused, %s not captured: %s", count,
		    status->message);
	else if (status->paused)
		snprintf(text, sizeof(text), "Capture paused: %s", status->message);
	else
		snprintf(
		    text, sizeof(text), "%s", status->failed ? status->message : shell->run->limit);
	canvas_fitted(&c, 0, 1, c.at.cols - 2, look(TINT_ERROR), text);
}

static unsigned needs_met(const struct shell *shell)
{
	unsigned met = NEED_NOTHING;
	if (run_has_partner(shell->run) && run_running(shell->run))
		met |= NEED_CLIENT;
	if (shell->run->lab != NULL)
		met |= shell->run->played ? NEED_PLAYED : NEED_LINK;
	if (shell->run->vantages > 1)
		met |= NEED_VANTAGES;
	if (packet_truth_has_views(shell->run->truth))
		met |= NEED_VIEWS;
	if (shell_sessions(shell) > 1)
		met |= NEED_SESSIONS;
	if (shell_packets(shell) != 0)
		met |= NEED_PACKETS;
	if (run_running(shell->run) && shell->run->options->input != INPUT_FILE)
		met |= NEED_LIVE;
	if (model_trouble(shell->run->model) != 0)
		met |= NEED_TROUBLE;
	if (text_view_has_bytes(shell))
		met |= NEED_BYTES;
	bool list = shell_is_top(shell, VIEW_LIST);
	bool top = shell->stacked == 1 &&
	           (list || (shell_sessions(shell) < 2 && !session_view_covered(shell)));
	return met | (top ? NEED_TOP : NEED_BELOW);
}

/* Draws a hint that can be clicked. Returns the column after it. */
static int put_spot(struct chrome *out, const struct canvas *c, int col, const char *keys,
    const char *words, int key)
{
	int end = canvas_text(c, 0, col, look(TINT_HINT_KEY), keys);
	end = canvas_text(c, 0, end + 1, look(TINT_HINT), words);
	if (out->spots < HINTS_MAX)
		out->spot[out->spots++] = (struct spot){ col, end - col, key };
	return end;
}

static void put_hints(const struct shell *shell, const struct canvas *c, struct chrome *out)
{
	struct hint hints[HINTS_MAX];
	unsigned cells = c->at.cols > 2 ? (unsigned)c->at.cols - 2 : 0;
	size_t count = keys_hints(shell_context(shell), needs_met(shell), cells, hints);
	int col = 1;
	for (size_t i = 0; i < count; i++)
		col = put_spot(out, c, col, hints[i].keys, hints[i].words, hints[i].key) + 2;
}

static void put_question(const struct shell *shell, const struct canvas *c, struct chrome *out)
{
	const struct question *q = &shell->asking.question;
	int col = canvas_text(c, 0, 1, look(TINT_HEADING), q->text) + 2;
	for (size_t i = 0; i < q->choices; i++) {
		char key[KEY_TEXT];
		key_text(q->choice[i].key, key, sizeof(key));
		col = put_spot(out, c, col, key, q->choice[i].words, q->choice[i].key) + 2;
	}
	put_spot(out, c, col, "Esc", "cancel", PRESS_ESCAPE);
}

/* Scrolls the line left if the cursor would leave the screen. */
static void put_entry(const struct shell *shell, const struct canvas *c, struct rect *cursor)
{
	const struct prompt *p = &shell->asking.entry.prompt;
	char before[PROMPT_TEXT];
	memcpy(before, p->text, p->cursor);
	before[p->cursor] = '\0';
	int label = (int)text_width(shell->asking.entry.label) + 2, at = (int)text_width(before);
	if (label > c->at.cols / 2)
		label = c->at.cols / 2;
	int room = c->at.cols - label - 1, moved = at >= room ? at - room + 1 : 0;

	struct canvas line = canvas_part(c, (struct rect){ 0, label, 1, room + 1 });
	canvas_fitted(c, 0, 1, label - 1, look(TINT_HEADING), shell->asking.entry.label);
	canvas_text(&line, 0, -moved, look(ROLE_PLAIN), p->text);
	*cursor = (struct rect){ line.at.row, line.at.col + at - moved, 1, 1 };
}

/* Draws text in at most `rows` lines, the last of them at the bottom of the status. Text that
 * is cut ends in an ellipsis. */
static void put_lines(const struct shell *shell, const struct canvas *screen, unsigned tint,
    const char *text, int most)
{
	struct lines lines = { 0 };
	struct rect at = shell->layout.status;
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

/* Returns the number of segments to search. */
static uint32_t searched(const struct tools *tools)
{
	return tools->find.search.everywhere ? shell_packets(tools->shell)
	                                     : session_rows(tools->shell);
}

static void search_text(const struct tools *tools, char *out, size_t size)
{
	const struct search *search = &tools->find.search;
	snprintf(out, size,
	    "Searching \"%.100s\": %" PRIu32 " of %" PRIu32 " segments; any key stops it",
	    search->pattern, search->looked, searched(tools));
}

static void silence_text(const struct shell *shell, char *out, size_t size)
{
	const char *dots = glyph_text(GLYPH_ELLIPSIS, shell->ascii);
	char gap[HUMAN_TEXT];
	human_duration(shell->play.skipped_ns, gap, sizeof(gap));
	snprintf(out, size, "%s %s of silence, skipped %s", dots, gap, dots);
}

/* Without a message: the explanation of the selected segment, or progress. */
static void idle_text(const struct tools *tools, unsigned count, char *out, size_t size)
{
	const struct shell *shell = tools->shell;
	out[0] = '\0';
	if (count != 0)
		snprintf(out, size, "%u: G goes to frame %u", count, count);
	else if (tools->find.search.running)
		search_text(tools, out, size);
	else if (shell->play.on && shell->play.skipped_ns != 0)
		silence_text(shell, out, size);
	else if (shell_is_top(shell, VIEW_SESSION) && shell->packet != 0 &&
	         !layout_shows(&shell->layout, PANE_DETAILS))
		run_explain(shell->run, shell->packet, out, size);
}

static void put_status(const struct tools *tools, unsigned count, const struct canvas *screen)
{
	const struct shell *shell = tools->shell;
	char text[EXPLAIN_TEXT];
	unsigned tint = shell->status_is_error ? TINT_ERROR : TINT_STATUS;
	if (shell->status[0] != '\0') {
		put_lines(shell, screen, tint, shell->status, STATUS_LINES);
		return;
	}
	idle_text(tools, count, text, sizeof(text));
	if (text[0] != '\0')
		put_lines(shell, screen, TINT_STATUS, text, shell->layout.status.rows);
}

void chrome_layout(const struct tools *tools, const struct source_status *status, unsigned count,
    const struct canvas *screen, struct chrome *out)
{
	const struct shell *shell = tools->shell;
	struct canvas bottom = canvas_part(screen, shell->layout.hints);
	*out = (struct chrome){ .spots = 0 };
	title_layout(shell, status, screen);
	put_banner(shell, screen, status);
	link_line_layout(shell, screen);
	put_status(tools, count, screen);
	if (shell->asking.entry.open)
		put_entry(shell, &bottom, &out->cursor);
	else if (shell->asking.question.open)
		put_question(shell, &bottom, out);
	else
		put_hints(shell, &bottom, out);
}

int chrome_key_at(
    const struct chrome *chrome, const struct shell *shell, const struct pointer *pointer)
{
	if (pointer->row != shell->layout.hints.row || pointer->click > CLICK_DOUBLE)
		return PRESS_NOTHING;
	for (size_t i = 0; i < chrome->spots; i++) {
		const struct spot *spot = &chrome->spot[i];
		if (pointer->col >= spot->col && pointer->col < spot->col + spot->cells)
			return spot->key;
	}
	return PRESS_NOTHING;
}
