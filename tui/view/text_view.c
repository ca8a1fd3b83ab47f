#include "tui/view/text_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "tui/text/pane_head.h"
#include "tui/view/go_to.h"
#include "tui/view/jumps.h"
#include "tui/view/text_save.h"

#define PAN_STEP 8
#define NEEDLE_TEXT 64

/* A text on the stack of views. */
struct text {
	char title[120];
	struct text_source source;
	size_t top; /* of the page, while another text is shown */
};

struct text_view {
	struct view view;
	struct page page;
	struct text text[VIEWS_MAX]; /* by place in the stack of views */
	unsigned at;                 /* place of the text that the page holds */
	int cells;                   /* width that it was filled for; 0: fill again */
	bool pending;                /* more text will follow */
	enum form form;
	size_t match; /* line of the last match; SIZE_MAX: none yet */
	struct history typed;
	struct text_save save;
	char needle[NEEDLE_TEXT]; /* what a palette is narrowed to */
	size_t chosen;            /* first line of the action chosen in a palette */
};

static struct text_view *own(struct view *view)
{
	return (struct text_view *)view;
}

static const struct text_view *text_of(const struct shell *shell)
{
	return (const struct text_view *)shell->view[VIEW_TEXT];
}

/* Returns the place of the text that is shown, or shown first when the views above are left. */
static unsigned place(const struct shell *shell)
{
	for (unsigned n = shell->stacked; n > 0; n--)
		if (shell->stack[n - 1] == VIEW_TEXT)
			return n - 1;
	return 0;
}

void text_view_open(struct shell *shell, const char *title, const struct text_source *source)
{
	struct text_view *v = own(shell->view[VIEW_TEXT]);
	if (!shell_is_top(shell, VIEW_TEXT) || !text_view_holds(shell, source->fill))
		shell_push(shell, VIEW_TEXT);
	if (v->at != place(shell))
		v->text[v->at].top = v->page.top;
	v->at = place(shell);
	struct text *text = &v->text[v->at];
	snprintf(text->title, sizeof(text->title), "%s", title);
	text->source = *source;
	v->cells = 0;
	v->pending = false;
	v->page.top = 0;
	v->page.pan = 0;
	v->page.links.chosen = 0;
	v->match = SIZE_MAX;
	v->needle[0] = '\0';
	v->chosen = 0;
}

void text_view_narrow(struct shell *shell, const char *text)
{
	struct text_view *v = own(shell->view[VIEW_TEXT]);
	snprintf(v->needle, sizeof(v->needle), "%s", text);
	v->cells = 0;
	v->chosen = 0;
	v->page.top = 0;
}

bool text_view_holds(const struct shell *shell, text_fill *fill)
{
	return text_of(shell)->text[place(shell)].source.fill == fill;
}

bool text_view_has_bytes(const struct shell *shell)
{
	return text_of(shell)->page.len != 0;
}

bool text_view_has_links(const struct shell *shell)
{
	return text_of(shell)->page.links.count != 0;
}

static bool is_palette(const struct text_view *v)
{
	return v->text[place(v->view.shell)].source.palette;
}

static enum context context(const struct view *view)
{
	return is_palette((const struct text_view *)view) ? IN_HELP : IN_TEXT;
}

static int rows(const struct view *view)
{
	return view->shell->layout.body.rows - 1;
}

static struct rect text_rect(const struct shell *shell)
{
	struct rect body = shell->layout.body;
	return (struct rect){ body.row + 1, 1, body.rows - 1, body.cols - 2 };
}

static void fill(struct text_view *v, int cells)
{
	const struct shell *shell = v->view.shell;
	v->cells = cells;
	v->form = shell->set.form;
	page_clear(&v->page);
	const struct text_source *source = &v->text[v->at].source;
	v->pending = source->fill(source, shell, &v->page, (unsigned)cells);
	if (is_palette(v) && v->needle[0] != '\0') {
		lines_narrow(&v->page.lines, v->needle);
		if (v->page.lines.count == 0)
			lines_addf(&v->page.lines, TINT_FAINT, "Nothing with \"%s\".", v->needle);
	}
	if (v->page.lines.count == 0 && v->page.len == 0)
		lines_add(&v->page.lines, TINT_FAINT, "These packets are forgotten.");
	page_layout(&v->page, v->form, (unsigned)cells, shell->ascii, 0);
}

static unsigned tag_at(const struct text_view *v, size_t line)
{
	return line < v->page.lines.count ? v->page.lines.line[line].tag : 0;
}

/* Chooses the next action, or the previous one, and shows it. */
static void choose(struct text_view *v, bool back)
{
	long count = (long)v->page.lines.count, n = (long)v->chosen;
	unsigned tag = tag_at(v, v->chosen);
	while (n >= 0 && n < count && (tag_at(v, (size_t)n) == tag || tag_at(v, (size_t)n) == 0))
		n += back ? -1 : 1;
	if (n < 0 || n >= count)
		return;
	while (n > 0 && tag_at(v, (size_t)n - 1) == tag_at(v, (size_t)n))
		n--;
	v->chosen = (size_t)n;
	page_show(&v->page, v->chosen, rows(&v->view));
}

/* After the text has changed, the first action is chosen. */
static void choose_first(struct text_view *v)
{
	if (tag_at(v, v->chosen) == 0) {
		v->chosen = 0;
		choose(v, false);
		v->page.top = 0;
	}
}

static void update(struct view *view)
{
	struct text_view *v = own(view);
	struct rect rect = text_rect(view->shell);
	unsigned at = place(view->shell);
	if (v->at != at) {
		v->text[v->at].top = v->page.top;
		v->at = at;
		v->page.top = v->text[at].top;
		v->cells = 0;
		v->match = SIZE_MAX;
	}
	if (v->cells != rect.cols || v->form != view->shell->set.form || v->pending)
		fill(v, rect.cols);
	if (is_palette(v))
		choose_first(v);
	v->page.pattern = view->shell->highlight ? &view->shell->pattern : NULL;
	page_settle(&v->page, rect.rows);
}

/* Draws the lines of the chosen action over the page. */
static void put_chosen(const struct text_view *v, const struct canvas *c)
{
	const struct page *p = &v->page;
	struct look bar = { ROLE_PLAIN, MARK_SELECTED };
	unsigned tag = tag_at(v, v->chosen);
	for (size_t n = v->chosen; tag != 0 && tag_at(v, n) == tag; n++) {
		int row = (int)n - (int)p->top;
		if (row < 0 || row >= c->at.rows)
			continue;
		canvas_fill(c, row, 0, c->at.cols, bar);
		canvas_text(c, row, -p->pan, bar, lines_text(&p->lines, n));
	}
}

static void layout(const struct view *view, const struct canvas *out)
{
	const struct text_view *v = (const struct text_view *)view;
	struct rect body = view->shell->layout.body;
	struct canvas part = canvas_part(out, text_rect(view->shell));
	char typed[NEEDLE_TEXT + 8] = "type to narrow";
	if (v->needle[0] != '\0')
		snprintf(typed, sizeof(typed), "\"%s\"", v->needle);
	pane_head_draw(out, (struct rect){ body.row, 0, 1, body.cols }, v->text[v->at].title,
	    is_palette(v) ? typed : NULL, true);
	page_draw(&v->page, &part);
	if (is_palette(v))
		put_chosen(v, &part);
}

static void move(struct view *view, long lines)
{
	struct text_view *v = own(view);
	if (is_palette(v) && (lines == 1 || lines == -1)) {
		update(view);
		choose(v, lines < 0);
		return;
	}
	page_scroll(&own(view)->page, lines, rows(view));
}

static void right(struct view *view, unsigned count)
{
	(void)count;
	page_pan(&own(view)->page, PAN_STEP);
}

static void left(struct view *view, unsigned count)
{
	(void)count;
	page_pan(&own(view)->page, -PAN_STEP);
}

static void next_link(struct view *view, unsigned count)
{
	(void)count;
	update(view);
	page_turn_link(&own(view)->page, false, rows(view));
}

static void prev_link(struct view *view, unsigned count)
{
	(void)count;
	update(view);
	page_turn_link(&own(view)->page, true, rows(view));
}

/* Narrows by what is typed. A key of the table stays one while nothing is typed. */
static bool type(struct view *view, int key)
{
	struct text_view *v = own(view);
	size_t len = strlen(v->needle);
	char text[NEEDLE_TEXT];
	bool typed = key > ' ' && key < 0x7f;
	if (!is_palette(v) || (len == 0 && (key == PRESS_RUBOUT || !typed ||
	                                       keys_action(IN_HELP, key) != ACTION_NONE)))
		return false;
	snprintf(text, sizeof(text), "%s", v->needle);
	if (key == PRESS_ESCAPE || key == PRESS_CTRL('u'))
		text[0] = '\0';
	else if (key == PRESS_RUBOUT)
		text[len - 1] = '\0';
	else if ((typed || key == ' ') && len + 1 < sizeof(text))
		snprintf(text + len, sizeof(text) - len, "%c", key);
	else
		return false;
	text_view_narrow(view->shell, text);
	return true;
}

/* Runs the chosen action of a palette in the view below. */
static bool run_chosen(struct text_view *v)
{
	if (!is_palette(v))
		return false;
	update(&v->view);
	enum action action = (enum action)tag_at(v, v->chosen);
	if (action != ACTION_NONE) {
		shell_pop(v->view.shell);
		v->view.shell->act = action;
	}
	return true;
}

/* Goes to the frame of the chosen link, or to the one typed before. */
static void open(struct view *view, unsigned count)
{
	if (run_chosen(own(view)))
		return;
	const struct frame_link *link = frame_links_chosen(&own(view)->page.links);
	if (count != 0)
		jump_to_frame(view->shell, count);
	else if (link != NULL)
		jump_to_frame(view->shell, link->frame);
	else if (own(view)->page.links.count != 0)
		shell_say(view->shell, "Tab chooses a frame number, Enter goes there");
}

static void go_to_match(struct text_view *v, bool back)
{
	struct shell *shell = v->view.shell;
	size_t count = page_lines(&v->page), from = v->match;
	if (count == 0)
		return;
	/* The first search begins with the first line on the screen. */
	if (from >= count)
		from = back ? v->page.top : (v->page.top + count - 1) % count;
	size_t line = page_find(&v->page, &shell->pattern, from, back);
	if (line == SIZE_MAX) {
		shell_say(shell, "\"%.100s\" is not in this text", shell->pattern.text);
		return;
	}
	bool wrapped = v->match != SIZE_MAX && (back ? line >= from : line <= from);
	if (wrapped && line == v->match)
		shell_say(shell, "No other match for \"%.100s\"", shell->pattern.text);
	else if (wrapped)
		shell_say(shell, "Search wrapped around to the %s", back ? "end" : "beginning");
	v->match = line;
	page_show(&v->page, line, rows(&v->view));
}

static void pattern_entered(void *owner, const char *text)
{
	struct text_view *v = owner;
	update(&v->view);
	v->match = SIZE_MAX;
	if (find_pattern(v->view.shell, text))
		go_to_match(v, false);
}

static void search(struct view *view, unsigned count)
{
	struct text_view *v = own(view);
	(void)count;
	ask_line(&view->shell->asking, "Search this text:", "", &v->typed, pattern_entered, v);
}

static void search_next(struct view *view, unsigned count)
{
	(void)count;
	if (find_pattern(view->shell, ""))
		go_to_match(own(view), false);
}

static void search_prev(struct view *view, unsigned count)
{
	(void)count;
	if (find_pattern(view->shell, ""))
		go_to_match(own(view), true);
}

/* Writes the text as it is shown, or, of a message, its bytes. */
static void write_text(void *ctx, FILE *out)
{
	const struct text_view *v = ctx;
	const struct page *p = &v->page;
	if (p->len != 0) {
		fwrite(p->bytes, 1, p->len, out);
		return;
	}
	for (size_t n = 0; n < p->lines.count; n++)
		fprintf(out, "%s\n", lines_text(&p->lines, n));
}

static void save(struct view *view, unsigned count)
{
	struct text_view *v = own(view);
	const struct text_source *source = &v->text[v->at].source;
	char name[64];
	(void)count;
	update(view); /* keys typed ahead come before the text is laid out */
	snprintf(name, sizeof(name), "tcpviz-%s-%u.%s", source->name, source->about,
	    v->page.len != 0 ? "bin" : "txt");
	text_save_open(&v->save, name);
}

static void copy(struct view *view, unsigned count)
{
	(void)count;
	update(view);
	text_copy(&own(view)->save);
}

static void turn(struct view *view, bool back)
{
	struct text_view *v = own(view);
	struct text_source source = v->text[v->at].source;
	if (source.turn != NULL)
		source.turn(view->shell, &source, back);
	else
		shell_say(view->shell, "This text has no next one");
}

static void next_text(struct view *view, unsigned count)
{
	(void)count;
	turn(view, false);
}

static void prev_text(struct view *view, unsigned count)
{
	(void)count;
	turn(view, true);
}

static void point(struct view *view, const struct pointer *pointer)
{
	struct rect at = text_rect(view->shell);
	uint32_t frame =
	    page_link_at(&own(view)->page, pointer->row - at.row, pointer->col - at.col);
	if (frame != 0 && pointer->click <= CLICK_DOUBLE)
		jump_to_frame(view->shell, frame);
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN)
		move(view, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
}

static int64_t due(const struct view *view)
{
	return ((const struct text_view *)view)->pending ? 0 : -1;
}

static void text_view_free(struct view *view)
{
	page_free(&own(view)->page);
	free(own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_RIGHT] = right,
	[ACTION_LEFT] = left,
	[ACTION_NEXT_LINK] = next_link,
	[ACTION_PREV_LINK] = prev_link,
	[ACTION_OPEN] = open,
	[ACTION_SEARCH] = search,
	[ACTION_SEARCH_NEXT] = search_next,
	[ACTION_SEARCH_PREV] = search_prev,
	[ACTION_SAVE] = save,
	[ACTION_COPY] = copy,
	[ACTION_NEXT_SESSION] = next_text,
	[ACTION_PREV_SESSION] = prev_text,
};

static const struct view_ops ops = {
	.free = text_view_free,
	.context = context,
	.update = update,
	.layout = layout,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
	.type = type,
	.due = due,
};

const char *text_view_title(const struct shell *shell)
{
	const struct text_view *v = text_of(shell);
	return v->text[v->at].title;
}

const struct frame_links *text_view_links(const struct shell *shell)
{
	return &text_of(shell)->page.links;
}

void text_view_write(const struct shell *shell, FILE *out)
{
	page_write(&text_of(shell)->page, out);
}

struct view *text_view_new(struct shell *shell)
{
	struct text_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	v->save = (struct text_save){ .shell = shell, .write = write_text, .ctx = v };
	return &v->view;
}
