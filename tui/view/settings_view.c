#include "tui/view/settings_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/memory.h"
#include "tui/text/pane_head.h"
#include "tui/view/display.h"

static const char *time_value(const struct shell *shell)
{
	static const char *const words[] = {
		[TIME_ABSOLUTE] = "of day",
		[TIME_DATE] = "date and time of day",
		[TIME_SINCE_START] = "since the start (first segment)",
		[TIME_SINCE_PREVIOUS] = "since the previous segment",
	};
	return words[shell->set.time];
}

static const char *raw_value(const struct shell *shell)
{
	return shell->set.raw_seq ? "raw" : "relative";
}

static const char *form_value(const struct shell *shell)
{
	return form_name(shell->set.form);
}

static const char *color_value(const struct shell *shell)
{
	return shell->set.color ? "on" : "off";
}

static const char *color_mode_value(const struct shell *shell)
{
	return shell->set.color_mode == COLOR_SIDES ? "direction" : "kind of segment";
}

static const char *follow_value(const struct shell *shell)
{
	return shell->follow ? "yes" : "no";
}

static const char *pause_value(const struct shell *shell)
{
	return shell->paused ? "paused" : "running";
}

static const struct {
	const char *name, *word; /* word: its name in commands */
	const char *(*value)(const struct shell *shell);
	void (*change)(struct shell *shell);
	int key; /* that changes the setting in other views */
} rows_of[] = {
	{ "Time", "time", time_value, display_time, 't' },
	{ "Sequence numbers", "seq", raw_value, display_raw, 'r' },
	{ "Payload", "payload", form_value, display_form, 'x' },
	{ "Colours", "color", color_value, display_color, 'C' },
	{ "Colours by", "color_by", color_mode_value, display_color_mode, 'c' },
	{ "Follow newest", "follow", follow_value, display_follow, 'F' },
	{ "Display", "display", pause_value, display_pause, 'p' },
};

/* The most values of a setting. */
#define VALUES_MOST 4

const char *settings_name(unsigned n)
{
	return n < ARRAY_LEN(rows_of) ? rows_of[n].word : NULL;
}

bool settings_set(struct shell *shell, const char *name, const char *value)
{
	unsigned n = 0;
	while (n < ARRAY_LEN(rows_of) && strcmp(rows_of[n].word, name) != 0)
		n++;
	if (n == ARRAY_LEN(rows_of))
		return false;
	if (value[0] == '\0') {
		rows_of[n].change(shell);
		return true;
	}
	for (unsigned i = 0; i < VALUES_MOST; i++) {
		if (strstr(rows_of[n].value(shell), value) != NULL)
			return true;
		rows_of[n].change(shell);
	}
	return false;
}

struct settings_view {
	struct view view;
	unsigned row;
};

static struct settings_view *own(struct view *view)
{
	return (struct settings_view *)view;
}

static enum context context(const struct view *view)
{
	(void)view;
	return IN_SETTINGS;
}

static int rows(const struct view *view)
{
	(void)view;
	return ARRAY_LEN(rows_of);
}

static void layout(const struct view *view, const struct canvas *out)
{
	const struct settings_view *v = (const struct settings_view *)view;
	struct rect body = view->shell->layout.body;
	pane_head_draw(out, (struct rect){ body.row, 0, 1, body.cols }, "Settings", NULL, true);
	struct canvas c =
	    canvas_part(out, (struct rect){ body.row + 1, 0, body.rows - 1, body.cols });
	for (unsigned i = 0; i < ARRAY_LEN(rows_of); i++) {
		bool selected = i == v->row;
		struct look look = { ROLE_PLAIN, selected ? MARK_SELECTED : MARK_NONE };
		char text[128];
		snprintf(text, sizeof(text), "%s %-20s %-30s %c", selected ? ">" : " ",
		    rows_of[i].name, rows_of[i].value(view->shell), rows_of[i].key);
		canvas_fill(&c, (int)i, 0, c.at.cols, look);
		canvas_text(&c, (int)i, 1, look, text);
	}
}

static void move(struct view *view, long by)
{
	struct settings_view *v = own(view);
	long at = (long)v->row, last = (long)ARRAY_LEN(rows_of) - 1;
	v->row = (unsigned)(by > 0 ? (by > last - at ? last : at + by) : (by < -at ? 0 : at + by));
}

static void change(struct view *view, unsigned count)
{
	(void)count;
	rows_of[own(view)->row].change(view->shell);
}

static void point(struct view *view, const struct pointer *pointer)
{
	int row = pointer->row - view->shell->layout.body.row - 1;
	if (row < 0 || row >= (int)ARRAY_LEN(rows_of) || pointer->click > CLICK_DOUBLE)
		return;
	own(view)->row = (unsigned)row;
	if (pointer->click == CLICK_DOUBLE)
		change(view, 0);
}

static void settings_view_free(struct view *view)
{
	free(own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_OPEN] = change,
};

static const struct view_ops ops = {
	.free = settings_view_free,
	.context = context,
	.layout = layout,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
};

struct view *settings_view_new(struct shell *shell)
{
	struct settings_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	return &v->view;
}
