#include "tui/view/chrome.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/text/human.h"
#include "tui/view/link_line.h"
#include "tui/view/session_view.h"
#include "tui/view/status.h"
#include "tui/view/text_view.h"
#include "tui/view/title.h"

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
	if (run_running(shell->run) &&
	    (shell->run->options->input != INPUT_FILE || shell->run->options->follow))
		met |= NEED_LIVE;
	if (model_trouble(shell->run->model) != 0)
		met |= NEED_TROUBLE;
	if (text_view_has_bytes(shell))
		met |= NEED_BYTES;
	if (text_view_has_links(shell))
		met |= NEED_FRAMES;
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
	/* A question that does not fit stands above, with its choices. */
	bool fits = asking_cells(&shell->asking) + 1 <= (unsigned)c->at.cols;
	int col = fits ? canvas_text(c, 0, 1, look(TINT_HEADING), q->text) + 2 : 1;
	for (size_t i = 0; i < q->choices; i++) {
		char key[KEY_TEXT];
		key_text(q->choice[i].key, key, sizeof(key));
		col = put_spot(out, c, col, key, fits ? q->choice[i].words : "", q->choice[i].key) +
		      (fits ? 2 : 1);
	}
	put_spot(out, c, col, "Esc", "cancel", PRESS_ESCAPE);
}

/* Marks the part of the line that does not parse. */
static void put_wrong(const struct prompt *p, const struct canvas *line, int moved)
{
	char before[PROMPT_TEXT], wrong[PROMPT_TEXT];
	if (p->wrong == 0)
		return;
	memcpy(before, p->text, p->wrong_at);
	before[p->wrong_at] = '\0';
	memcpy(wrong, p->text + p->wrong_at, p->wrong);
	wrong[p->wrong] = '\0';
	canvas_text(line, 0, (int)text_width(before) - moved, look(TINT_ERROR), wrong);
}

/* Scrolls the line left if the cursor would leave the screen. */
static void put_entry(const struct shell *shell, const struct canvas *c, struct rect *cursor)
{
	const struct prompt *p = &shell->asking.entry.prompt;
	char before[PROMPT_TEXT];
	memcpy(before, p->text, p->cursor);
	before[p->cursor] = '\0';
	/* A label that would take too much of the line stands above. */
	const char *words = shell->asking.entry.label;
	if (asking_cells(&shell->asking) > (unsigned)c->at.cols * 2 / 5)
		words = ">";
	int label = (int)text_width(words) + 2, at = (int)text_width(before);
	int room = c->at.cols - label - 1, moved = at >= room ? at - room + 1 : 0;

	struct canvas line = canvas_part(c, (struct rect){ 0, label, 1, room + 1 });
	canvas_fitted(c, 0, 1, label - 1, look(TINT_HEADING), words);
	canvas_text(&line, 0, -moved, look(ROLE_PLAIN), p->text);
	put_wrong(p, &line, moved);
	*cursor = (struct rect){ line.at.row, line.at.col + at - moved, 1, 1 };
}

void chrome_layout(const struct tools *tools, const struct source_status *status,
    const struct canvas *screen, struct chrome *out)
{
	const struct shell *shell = tools->shell;
	struct canvas bottom = canvas_part(screen, shell->layout.hints);
	*out = (struct chrome){ .spots = 0 };
	title_layout(shell, status, screen);
	put_banner(shell, screen, status);
	link_line_layout(shell, screen);
	status_layout(shell, screen);
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
