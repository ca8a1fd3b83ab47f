#include "tui/view/bytes_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "capture/os/clock.h"
#include "core/base/memory.h"
#include "tui/text/pane_head.h"
#include "tui/text/human.h"
#include "tui/view/bytes_save.h"
#include "tui/view/bytes_text.h"
#include "tui/view/go_to.h"
#include "tui/view/session_rows.h"

/* A longer stream is not read again for each new packet, only when it has grown by an eighth. */
#define READ_ALWAYS 100000
/* Parts that one search looks through: it must not keep the keys waiting. */
#define SEARCH_PARTS 32

struct bytes_view {
	struct view view;
	uint32_t session;
	enum byte_sides sides;
	struct byte_stream stream;
	uint32_t packets; /* of the session, when the stream was read; 0: read it */
	uint32_t last;    /* newest packet then */
	uint64_t part;    /* shown: bytes_text.h */
	struct lines lines;
	size_t top;
	int cells; /* width that the lines are for; 0: make them */
	enum form form;
	struct bytes_save save;
	size_t match; /* line that a search found; SIZE_MAX: none */
	struct history typed;
};

static struct bytes_view *own(struct view *view)
{
	return (struct bytes_view *)view;
}

static enum context context(const struct view *view)
{
	(void)view;
	return IN_BYTES;
}

static int rows(const struct view *view)
{
	return view->shell->layout.body.rows - 1;
}

static size_t top_most(const struct bytes_view *v)
{
	size_t page = (size_t)rows(&v->view);
	return v->lines.count > page ? v->lines.count - page : 0;
}

static void read_stream(struct bytes_view *v)
{
	const struct shell *shell = v->view.shell;
	const struct session *s = model_session(shell->run->model, v->session);
	uint32_t limit = shell_packets(shell);
	if (s == NULL) {
		byte_stream_free(&v->stream);
		v->cells = 0;
		return;
	}
	uint32_t last = s->last < limit ? s->last : limit;
	bool grown = s->count - v->packets > v->packets / 8;
	if (v->packets != 0 && (last == v->last || (v->stream.count > READ_ALWAYS && !grown)))
		return;
	byte_stream_free(&v->stream);
	byte_stream_read(shell->run->model, v->session, v->sides, last, &v->stream);
	v->packets = s->count;
	v->last = last;
	v->cells = 0;
}

static void add_reason(struct bytes_view *v)
{
	static const char *const none[] = {
		[BYTES_OF_A] = "The client sent no data.",
		[BYTES_OF_B] = "The server sent no data.",
		[BYTES_OF_BOTH] = "Neither side sent data.",
	};
	bool kept = model_session(v->view.shell->run->model, v->session) != NULL;
	lines_add(&v->lines, TINT_FAINT, kept ? none[v->sides] : "These packets are forgotten.");
}

static void update(struct view *view)
{
	struct bytes_view *v = own(view);
	const struct shell *shell = view->shell;
	int cells = shell->layout.body.cols - 2;
	read_stream(v);
	if (v->cells != cells || v->form != shell->set.form) {
		v->cells = cells;
		v->form = shell->set.form;
		if (v->part >= bytes_parts(&v->stream))
			v->part = bytes_parts(&v->stream) - 1;
		lines_clear(&v->lines);
		bytes_text(shell, &v->stream, v->part, (unsigned)cells, &v->lines);
		if (v->lines.count == 0)
			add_reason(v);
	}
	if (v->top > top_most(v))
		v->top = top_most(v);
}

static void put_head(const struct bytes_view *v, const struct canvas *out)
{
	static const char *const whose[] = {
		[BYTES_OF_A] = "from the client",
		[BYTES_OF_B] = "from the server",
		[BYTES_OF_BOTH] = "from both sides",
	};
	struct rect body = v->view.shell->layout.body;
	uint64_t parts = bytes_parts(&v->stream);
	char title[64], bytes[HUMAN_TEXT], right[64] = "";
	human_plural(
	    v->stream.bytes[SIDE_A] + v->stream.bytes[SIDE_B], "byte", bytes, sizeof(bytes));
	snprintf(
	    title, sizeof(title), "Session %" PRIu32 ": %s %s", v->session, bytes, whose[v->sides]);
	if (parts > 1)
		snprintf(right, sizeof(right), "part %" PRIu64 " of %" PRIu64, v->part + 1, parts);
	pane_head_draw(out, (struct rect){ body.row, 0, 1, body.cols }, title, right, true);
}

static void layout(const struct view *view, const struct canvas *out)
{
	const struct bytes_view *v = (const struct bytes_view *)view;
	struct rect body = view->shell->layout.body;
	struct canvas part =
	    canvas_part(out, (struct rect){ body.row + 1, 1, body.rows - 1, body.cols - 2 });
	put_head(v, out);
	for (int row = 0; row < part.at.rows && v->top + (size_t)row < v->lines.count; row++) {
		size_t n = v->top + (size_t)row;
		const char *text = lines_text(&v->lines, n);
		struct look style = look(v->lines.line[n].tint);
		canvas_fitted(&part, row, 0, part.at.cols, style, text);
		if (view->shell->highlight)
			pattern_mark(&view->shell->pattern, text, &part, row, 0, style);
	}
}

/* Shows another part from its first or its last line. */
static void to_part(struct bytes_view *v, uint64_t part, bool at_end)
{
	v->part = part;
	v->cells = 0;
	v->top = 0;
	v->match = SIZE_MAX;
	update(&v->view);
	v->top = at_end ? top_most(v) : 0;
}

static void move(struct view *view, long by)
{
	struct bytes_view *v = own(view);
	/* Keys typed ahead come before the first layout. */
	update(view);
	uint64_t last = bytes_parts(&v->stream) - 1;
	if (by == MOVE_FIRST)
		to_part(v, 0, false);
	else if (by == MOVE_LAST)
		to_part(v, last, true);
	else if (by > 0 && v->top == top_most(v) && v->part < last)
		to_part(v, v->part + 1, false);
	else if (by < 0 && v->top == 0 && v->part > 0)
		to_part(v, v->part - 1, true);
	else if (by < 0)
		v->top -= (size_t)-by < v->top ? (size_t)-by : v->top;
	else
		v->top += (size_t)by < top_most(v) - v->top ? (size_t)by : top_most(v) - v->top;
}

static void show(struct bytes_view *v, uint32_t session)
{
	v->session = session;
	v->packets = 0;
	v->cells = 0;
	v->part = 0;
	v->top = 0;
	v->match = SIZE_MAX;
}

/* Finds the next line with a match in the part that is shown. */
static bool find_here(struct bytes_view *v, size_t from, bool back)
{
	const struct pattern *pattern = &v->view.shell->pattern;
	size_t page = (size_t)rows(&v->view);
	for (size_t n = from; n < v->lines.count; n += back ? SIZE_MAX : 1) {
		if (!pattern_holds(pattern, lines_text(&v->lines, n)))
			continue;
		v->match = n;
		if (n < v->top || n >= v->top + page)
			v->top = n > page / 3 ? n - page / 3 : 0;
		if (v->top > top_most(v))
			v->top = top_most(v);
		return true;
	}
	return false;
}

/* Goes through the parts, around the end. In a short stream the place stays where nothing is
 * found. */
static void go_to_match(struct bytes_view *v, bool back)
{
	struct shell *shell = v->view.shell;
	update(&v->view);
	uint64_t parts = bytes_parts(&v->stream), part = v->part;
	size_t top = v->top, match = v->match;
	size_t from = match == SIZE_MAX ? top : back ? match - 1 : match + 1;
	/* The part that is shown comes once more, from its other end. */
	for (uint64_t i = 0; i <= parts && i < SEARCH_PARTS; i++) {
		if (i > 0)
			to_part(v, (v->part + (back ? parts - 1 : 1)) % parts, false);
		if (find_here(v, i == 0 ? from : back ? v->lines.count - 1 : 0, back))
			return;
	}
	if (parts >= SEARCH_PARTS) {
		shell_say(shell, "\"%.100s\" is not in 8 MiB up to here; n searches on",
		    shell->pattern.text);
		return;
	}
	to_part(v, part, false);
	v->top = top;
	v->match = match;
	shell_say(shell, "\"%.100s\" is not in these bytes", shell->pattern.text);
}

static void pattern_entered(void *owner, const char *text)
{
	struct bytes_view *v = owner;
	v->match = SIZE_MAX;
	if (find_pattern(v->view.shell, text))
		go_to_match(v, false);
}

static void search(struct view *view, unsigned count)
{
	struct bytes_view *v = own(view);
	(void)count;
	ask_line(&view->shell->asking, "Search these bytes:", "", &v->typed, pattern_entered, v);
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

static void next_sides(struct view *view, unsigned count)
{
	struct bytes_view *v = own(view);
	(void)count;
	v->sides = v->sides == BYTES_OF_BOTH ? BYTES_OF_A
	           : v->sides == BYTES_OF_A  ? BYTES_OF_B
	                                     : BYTES_OF_BOTH;
	show(v, v->session);
}

static void save(struct view *view, unsigned count)
{
	struct bytes_view *v = own(view);
	(void)count;
	update(view);
	if (v->stream.count == 0)
		shell_say(view->shell, "Nothing to save: there are no bytes");
	else
		bytes_save_open(&v->save, v->session, v->sides);
}

/* The view below goes on to the same session. */
static void to_session(struct view *view, long by)
{
	struct shell *shell = view->shell;
	struct list_order *order = &shell->order;
	list_order_update(order, shell->run->model, shell_sessions(shell), clock_monotonic());
	long row = (long)list_order_row(order, own(view)->session) + by;
	uint32_t session = row >= 0 ? list_order_at(order, (uint32_t)row) : 0;
	if (session == 0) {
		shell_say(shell, "This is the %s session", by > 0 ? "last" : "first");
		return;
	}
	shell_pop(shell);
	shell->listed = session;
	if (shell_is_top(shell, VIEW_SESSION))
		session_show(shell, session);
	shell_push(shell, VIEW_BYTES);
	show(own(view), session);
}

static void next_session(struct view *view, unsigned count)
{
	to_session(view, count != 0 ? (long)count : 1);
}

static void prev_session(struct view *view, unsigned count)
{
	to_session(view, count != 0 ? -(long)count : -1);
}

static void point(struct view *view, const struct pointer *pointer)
{
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN)
		move(view, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
}

static void bytes_view_free(struct view *view)
{
	byte_stream_free(&own(view)->stream);
	lines_free(&own(view)->lines);
	free(own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_SIDES] = next_sides,
	[ACTION_SAVE] = save,
	[ACTION_SEARCH] = search,
	[ACTION_SEARCH_NEXT] = search_next,
	[ACTION_SEARCH_PREV] = search_prev,
	[ACTION_NEXT_SESSION] = next_session,
	[ACTION_PREV_SESSION] = prev_session,
};

static const struct view_ops ops = {
	.free = bytes_view_free,
	.context = context,
	.update = update,
	.layout = layout,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
};

struct view *bytes_view_new(struct shell *shell)
{
	struct bytes_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	v->sides = BYTES_OF_BOTH;
	v->save.shell = shell;
	return &v->view;
}

void bytes_view_open(struct shell *shell)
{
	uint32_t session = shell_is_top(shell, VIEW_LIST) ? shell->listed : shell->session;
	if (session == 0) {
		shell_say(shell, "No session yet");
		return;
	}
	show(own(shell->view[VIEW_BYTES]), session);
	shell_push(shell, VIEW_BYTES);
}
