#include "tui/view/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/run/explain_text.h"
#include "tui/text/human.h"
#include "tui/view/session_rows.h"

#define NOTICE_ROWS 4
#define MORE_CELLS 6 /* ellipsis, blank, key */
/* Time to notice the notice, and to read it at 20 characters a second. */
#define NOTICE_LEAST_NS INT64_C(3000000000)
#define NOTICE_CHARACTER_NS INT64_C(50000000)

/* Returns the number of segments to search. */
static uint32_t searched(const struct tools *tools)
{
	return tools->find.search.everywhere ? shell_packets(tools->shell)
	                                     : session_segments(tools->shell);
}

static void search_text(const struct tools *tools, char *out, size_t size)
{
	const struct search *search = &tools->find.search;
	snprintf(out, size,
	    "Searching \"%.100s\": %" PRIu32 " of %" PRIu32 " segments; any key stops it",
	    search->pattern->text, search->looked, searched(tools));
}

static void silence_text(const struct shell *shell, char *out, size_t size)
{
	const char *dots = glyph_text(GLYPH_ELLIPSIS, shell->ascii);
	char gap[HUMAN_TEXT];
	human_duration(shell->play.skipped_ns, gap, sizeof(gap));
	snprintf(out, size, "%s %s of silence, skipped %s", dots, gap, dots);
}

/* Progress of a search, a replay or a number being typed; empty without any. */
static void progress_text(const struct tools *tools, unsigned count, char *out, size_t size)
{
	const struct shell *shell = tools->shell;
	out[0] = '\0';
	if (count != 0)
		snprintf(out, size, "%u: G goes to frame %u", count, count);
	else if (tools->find.search.running)
		search_text(tools, out, size);
	else if (shell->play.on && shell->play.skipped_ns != 0)
		silence_text(shell, out, size);
}

static void wrap_notice(const struct tools *tools, unsigned count, unsigned cells)
{
	struct shell *shell = tools->shell;
	char progress[256];
	progress_text(tools, count, progress, sizeof(progress));
	char question[400] = "";
	asking_long(&shell->asking, cells + 1, question, sizeof(question));
	const char *text = question[0] != '\0' && !shell->status_is_error ? question
	                   : shell->status[0] != '\0'                     ? shell->status
	                                                                  : progress;
	unsigned tint = shell->status_is_error ? TINT_ERROR : TINT_NOTICE;
	lines_clear(&shell->notice);
	if (text[0] != '\0')
		lines_wrap(&shell->notice, tint, text, cells, 0);
}

static void wrap_explanation(struct shell *shell, unsigned cells)
{
	char text[EXPLAIN_LAB_TEXT];
	lines_clear(&shell->explanation);
	if (shell->packet != 0 &&
	    explain_with_lab(shell->run, shell->packet, text, sizeof(text)) != 0)
		lines_wrap(&shell->explanation, TINT_STATUS, text, cells, 0);
	const struct packet *p = model_packet(shell->run->model, shell->packet);
	frame_links_find(&shell->links, &shell->explanation, p != NULL ? p->frame : 0);
}

static void begin_explanation(struct shell *shell, bool wanted, unsigned cells)
{
	if (shell->packet != shell->explained) {
		shell->explanation_top = 0;
		shell->links.chosen = 0;
	}
	shell->explained = shell->packet;
	lines_clear(&shell->explanation);
	if (wanted)
		wrap_explanation(shell, cells);
}

void status_wish(const struct tools *tools, unsigned count, struct layout_wish *wish)
{
	struct shell *shell = tools->shell;
	unsigned cells = wish->size.cols > 2 ? (unsigned)wish->size.cols - 2 : 1;
	wrap_notice(tools, count, cells);
	begin_explanation(shell, wish->explain, cells);
	int rows = (int)shell->notice.count;
	wish->notice_rows = rows < NOTICE_ROWS ? rows : NOTICE_ROWS;
	wish->explain_rows = (int)shell->explanation.count;
}

void status_settle(struct shell *shell)
{
	struct rect at = shell->layout.status;
	/* Lines that scroll leave room for the name of the key. */
	if ((int)shell->explanation.count > at.rows)
		wrap_explanation(shell, (unsigned)at.cols - 2 - MORE_CELLS);
	int most = (int)shell->explanation.count - at.rows;
	if (shell->explanation_top > most)
		shell->explanation_top = most;
	if (shell->explanation_top < 0)
		shell->explanation_top = 0;
}

void status_scroll(struct shell *shell, int rows)
{
	shell->explanation_top += rows;
}

void status_tick(struct shell *shell, int64_t now_ns)
{
	if (shell->status[0] == '\0' || asking_open(&shell->asking))
		return;
	if (shell->status_until_ns == 0)
		shell->status_until_ns =
		    now_ns + NOTICE_LEAST_NS + NOTICE_CHARACTER_NS * (int64_t)strlen(shell->status);
	else if (now_ns >= shell->status_until_ns)
		shell_say_nothing(shell);
}

/* A line that more lines follow ends in an ellipsis and the key that scrolls to them. */
static void put_cut(const struct canvas *c, int row, const char *line, unsigned tint, int key)
{
	const char *ellipsis = canvas_glyph(c, GLYPH_ELLIPSIS);
	char name[KEY_TEXT] = "", piece[1024];
	if (key != PRESS_NOTHING)
		key_text(key, name, sizeof(name));
	int tail = (int)text_width(ellipsis) + 1 + (int)strlen(name);
	int room = c->at.cols - 1 - tail;
	size_t len = text_fit(line, room > 0 ? (unsigned)room : 0, NULL);
	snprintf(piece, sizeof(piece), "%.*s%s", (int)len, line, ellipsis);
	int end = canvas_text(c, row, 1, look(tint), piece);
	canvas_text(c, row, end + 1, look(TINT_HINT_KEY), name);
}

/* links: those of the lines, or NULL. */
static void put_lines(const struct canvas *screen, struct rect at, const struct lines *lines,
    const struct frame_links *links, int top, int key)
{
	struct canvas c = canvas_part(screen, at);
	for (int row = 0; row < at.rows && top + row < (int)lines->count; row++) {
		size_t n = (size_t)top + (size_t)row;
		unsigned tint = lines->line[n].tint;
		bool cut = row + 1 == at.rows && n + 1 < lines->count;
		canvas_fill(&c, row, 0, at.cols, look(tint));
		if (cut)
			put_cut(&c, row, lines_text(lines, n), tint, key);
		else
			canvas_text(&c, row, 1, look(tint), lines_text(lines, n));
		if (links != NULL && !cut)
			frame_links_draw(links, lines, n, &c, row, 1);
	}
}

void status_turn_link(struct shell *shell, bool back)
{
	int top = shell->explanation_top, rows = shell->layout.status.rows;
	const struct frame_link *link =
	    frame_links_turn(&shell->links, back, (size_t)(back ? top + rows : top));
	if (link == NULL)
		return;
	int line = (int)link->line;
	/* The last row may be cut: a link in it is not drawn. */
	int last = line + 1 < (int)shell->explanation.count ? rows - 2 : rows - 1;
	if (line < top)
		shell->explanation_top = line;
	else if (last >= 0 && line > top + last)
		shell->explanation_top = line - last;
}

uint32_t status_link_at(const struct shell *shell, int row, int col)
{
	struct rect at = shell->layout.status;
	if (!rect_holds(at, row, col))
		return 0;
	size_t line = (size_t)(shell->explanation_top + row - at.row);
	const struct frame_link *link = frame_links_at(&shell->links, line, col - at.col - 1);
	return link != NULL ? link->frame : 0;
}

void status_layout(const struct shell *shell, const struct canvas *screen)
{
	put_lines(screen, shell->layout.notice, &shell->notice, NULL, 0, PRESS_NOTHING);
	if (!layout_shows(&shell->layout, PANE_DETAILS) || !shell_is_top(shell, VIEW_SESSION))
		put_lines(screen, shell->layout.status, &shell->explanation, &shell->links,
		    shell->explanation_top, keys_of(shell_context(shell), ACTION_EXPLAIN_DOWN));
}
