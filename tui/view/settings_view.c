#include "tui/view/settings_view.h"

#include <stdio.h>

#include "core/base/array.h"
#include "tui/text/pane_head.h"
#include "tui/view/global_actions.h"

static const char *time_value(const struct ui *ui)
{
	static const char *const words[] = {
		[TIME_ABSOLUTE] = "of day",
		[TIME_SINCE_START] = "since the session began",
		[TIME_SINCE_PREVIOUS] = "since the segment before",
	};
	return words[ui->set.time];
}

static const char *raw_value(const struct ui *ui)
{
	return ui->set.raw_seq ? "raw, as in the headers" : "relative, from the handshake";
}

static const char *form_value(const struct ui *ui)
{
	return form_name(ui->set.form);
}

static const char *color_value(const struct ui *ui)
{
	return screen_color(ui->screen) ? "on" : "off";
}

static const char *color_mode_value(const struct ui *ui)
{
	return ui->set.color_mode == COLOR_SIDES ? "directions" : "kinds of segments";
}

static const char *follow_value(const struct ui *ui)
{
	return ui->follow ? "yes" : "no";
}

static const char *pause_value(const struct ui *ui)
{
	return ui->paused ? "paused" : "running";
}

static const struct {
	const char *name;
	const char *(*value)(const struct ui *ui);
	enum action action; /* changes it */
	int key;            /* that does so elsewhere */
} rows_of[] = {
	{ "Time", time_value, ACTION_TIME, 't' },
	{ "Sequence numbers", raw_value, ACTION_RAW, 'r' },
	{ "Payload", form_value, ACTION_FORM, 'x' },
	{ "Colours", color_value, ACTION_COLOR, 'C' },
	{ "Colours tell", color_mode_value, ACTION_COLOR_MODE, 'c' },
	{ "Follow the newest", follow_value, ACTION_FOLLOW, 'F' },
	{ "Display", pause_value, ACTION_PAUSE, 'p' },
};

static enum context context(const struct ui *ui)
{
	(void)ui;
	return IN_SETTINGS;
}

static int rows(const struct ui *ui)
{
	(void)ui;
	return ARRAY_LEN(rows_of);
}

static void draw(struct ui *ui, const struct canvas *screen)
{
	struct rect body = ui->layout.body;
	pane_head_draw(screen, (struct rect){ body.row, 0, 1, body.cols }, "Settings", NULL, true);
	struct canvas c =
	    canvas_part(screen, (struct rect){ body.row + 1, 0, body.rows - 1, body.cols });
	for (unsigned i = 0; i < ARRAY_LEN(rows_of); i++) {
		bool selected = i == ui->settings.row;
		struct look look = { ROLE_PLAIN, selected ? MARK_SELECTED : MARK_NONE };
		char text[128];
		snprintf(text, sizeof(text), "%s %-20s %-30s %c", selected ? ">" : " ",
		    rows_of[i].name, rows_of[i].value(ui), rows_of[i].key);
		canvas_text(&c, (int)i, 1, look, text);
	}
}

static void move(struct ui *ui, long by)
{
	long at = (long)ui->settings.row, last = (long)ARRAY_LEN(rows_of) - 1;
	ui->settings.row =
	    (unsigned)(by > 0 ? (by > last - at ? last : at + by) : (by < -at ? 0 : at + by));
}

static void change(struct ui *ui, unsigned count)
{
	common_on[rows_of[ui->settings.row].action](ui, count);
}

static void point(struct ui *ui, const struct pointer *pointer)
{
	int row = pointer->row - ui->layout.body.row - 1;
	if (row < 0 || row >= (int)ARRAY_LEN(rows_of) || pointer->click > CLICK_DOUBLE)
		return;
	ui->settings.row = (unsigned)row;
	if (pointer->click == CLICK_DOUBLE)
		change(ui, 0);
}

static action_fn *const on[ACTION_COUNT] = {
	[ACTION_OPEN] = change,
};

static const struct view_ops settings_view_ops = {
	.context = context,
	.draw = draw,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
};

void settings_open(struct ui *ui, unsigned count)
{
	(void)count;
	ui_push(ui, &settings_view_ops);
}
