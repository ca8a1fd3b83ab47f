#include "tui/view/global_actions.h"

#include <inttypes.h>
#include <stdio.h>

#include "tui/view/client_menu.h"
#include "tui/run/fate_text.h"
#include "tui/view/go_to.h"
#include "tui/view/help.h"
#include "tui/text/human.h"
#include "tui/view/list_columns.h"
#include "tui/view/link_menu.h"
#include "tui/view/list_view.h"
#include "tui/view/problems_view.h"
#include "tui/view/save_menu.h"
#include "tui/view/session_view.h"
#include "tui/view/settings_view.h"
#include "tui/view/summary.h"
#include "tui/view/vantage_switch.h"

static void leave(struct ui *ui)
{
	ui->done = true;
}

static void stay(struct ui *ui)
{
	(void)ui;
}

static void save_and_quit(struct ui *ui)
{
	ui->quit_after_save = true;
	save_menu_everything(ui);
}

/* What a file held is still there; what came live is not. */
static bool unsaved(const struct ui *ui)
{
	uint64_t packets = run_packets(ui->run);
	return ui->run->options->input != INPUT_FILE && packets != 0 &&
	       packets != ui->saved_packets;
}

void common_quit(struct ui *ui)
{
	static const struct choice choices[] = {
		{ 'y', "yes", leave },
		{ 'n', "no", stay },
		{ 's', "save first", save_and_quit },
	};
	char text[96], count[HUMAN_TEXT];
	if (!unsaved(ui)) {
		ui->done = true;
		return;
	}
	human_plural(model_packets_kept(ui->run->model), "segment", count, sizeof(count));
	snprintf(text, sizeof(text), "Quit without saving %s?", count);
	ui_ask(ui, text, choices, sizeof(choices) / sizeof(choices[0]));
}

static void quit(struct ui *ui, unsigned count)
{
	(void)count;
	ui_leave(ui, true);
}

static void end(struct ui *ui, unsigned count)
{
	(void)count;
	common_quit(ui);
}

static void back(struct ui *ui, unsigned count)
{
	(void)count;
	ui_leave(ui, false);
}

static void follow(struct ui *ui, unsigned count)
{
	(void)count;
	ui->follow = !ui->follow;
	ui->play.on = false;
	if (!ui_running(ui))
		ui->follow = false;
	if (ui->follow && ui->ladder.session != 0 && ui_view(ui) == &session_view_ops)
		session_select(ui, session_last(ui));
	ui_say(ui, "%s",
	    ui->follow       ? "Following the newest segment"
	    : ui_running(ui) ? "Not following any more"
	                     : "Nothing more comes: there is nothing to follow");
}

static void hold(struct ui *ui, unsigned count)
{
	(void)count;
	if (!ui->paused && !ui_running(ui)) {
		ui_say(ui, "Nothing more comes: there is nothing to hold still");
		return;
	}
	if (ui->paused)
		ui->paused = false;
	else
		ui_pause(ui);
	ui_say(ui, "%s",
	    ui->paused ? "The display is paused; capturing goes on. p again goes on"
	               : "The display goes on");
}

static void time_mode(struct ui *ui, unsigned count)
{
	static const char *const words[] = {
		[TIME_ABSOLUTE] = "Time of day",
		[TIME_SINCE_START] = "Seconds since the session began",
		[TIME_SINCE_PREVIOUS] = "Seconds since the segment before",
	};
	(void)count;
	ui->set.time = (ui->set.time + 1) % TIME_MODES;
	ui_say(ui, "%s", words[ui->set.time]);
}

static void raw(struct ui *ui, unsigned count)
{
	(void)count;
	ui->set.raw_seq = !ui->set.raw_seq;
	ui_say(ui, "Sequence numbers %s",
	    ui->set.raw_seq ? "as they are in the headers" : "count from the handshake");
}

static void form(struct ui *ui, unsigned count)
{
	(void)count;
	ui->set.form = (ui->set.form + 1) % FORMS;
	ui_say(ui, "Payload as %s", form_name(ui->set.form));
}

static void color_mode(struct ui *ui, unsigned count)
{
	(void)count;
	ui->set.color_mode = (ui->set.color_mode + 1) % COLOR_MODES;
	if (!screen_color(ui->screen))
		ui_say(ui, "Colours are off: C turns them on");
	else
		ui_say(ui, "Colours tell %s",
		    ui->set.color_mode == COLOR_SIDES ? "directions" : "kinds of segments");
}

static void color(struct ui *ui, unsigned count)
{
	(void)count;
	bool before = screen_color(ui->screen);
	screen_set_color(ui->screen, !before);
	if (screen_color(ui->screen) == before)
		ui_say(ui, "This terminal has no colours");
	else
		ui_say(ui, before ? "Colours are off; C turns them on again" : "Colours are on");
}

static void copy_ladder(struct ui *ui)
{
	char options[512], fate[FATE_TEXT], text[ROW_TEXT * 2];
	struct row row;
	uint32_t packet = ui->ladder.packet;
	packet_options(ui, packet, options, sizeof(options));
	struct ladder_style plain = ui_style(ui, 0);
	struct ladder_style style = fate_style(ui->run, packet, &plain, fate);
	style.width =
	    ladder_width_for(&style, ladder_label_cells(ui->run->model, packet, &style, options));
	ladder_arrow(ui->run->model, packet, &style, options, NULL, &row);
	row_text(&row, text, sizeof(text));
	screen_copy(ui->screen, text);
}

static void copy_list(struct ui *ui)
{
	char text[1024] = "", cell[ENDPOINT_TEXT + 32];
	size_t used = 0;
	for (enum list_column i = 0; i < COLUMN_COUNT && used < sizeof(text); i++) {
		list_column_text(ui->run->model, ui->list.session, i, NULL, cell, sizeof(cell));
		used += (size_t)snprintf(
		    text + used, sizeof(text) - used, "%s%s", i != 0 ? "\t" : "", cell);
	}
	screen_copy(ui->screen, text);
}

static void copy(struct ui *ui, unsigned count)
{
	(void)count;
	bool list = ui_view(ui) == &list_view_ops;
	if (list ? ui->list.session == 0 : ui->ladder.packet == 0)
		return;
	if (list)
		copy_list(ui);
	else
		copy_ladder(ui);
	ui_say(ui, "Copied, if this terminal lets programs reach its clipboard");
}

static void redraw(struct ui *ui, unsigned count)
{
	(void)count;
	screen_redraw(ui->screen);
}

static void suspend(struct ui *ui, unsigned count)
{
	(void)count;
	ui->suspend = true;
}

/* First it stops what is running; asked again, it quits without another question. */
static void interrupt(struct ui *ui, unsigned count)
{
	(void)count;
	if (!ui_running(ui)) {
		ui->done = true;
		return;
	}
	bool file = ui->run->options->input == INPUT_FILE;
	run_stop(ui->run);
	ui->load_stopped = file;
	ui->follow = false;
	ui->question.open = false;
	ui->entry.open = false;
	if (file)
		ui_say(ui, "Loading has stopped; what was loaded stays. ^C again or q quits");
	else
		ui_say(ui, "Capturing has stopped; ^C again or q quits");
}

action_fn *const common_on[ACTION_COUNT] = {
	[ACTION_GOTO] = find_goto,
	[ACTION_JUMP] = find_jump,
	[ACTION_BACK] = back,
	[ACTION_FOLLOW] = follow,
	[ACTION_PAUSE] = hold,
	[ACTION_SEARCH] = find_search,
	[ACTION_SEARCH_NEXT] = find_next,
	[ACTION_SEARCH_PREV] = find_prev,
	[ACTION_FILTER] = list_view_filter,
	[ACTION_TIME] = time_mode,
	[ACTION_RAW] = raw,
	[ACTION_FORM] = form,
	[ACTION_COLOR_MODE] = color_mode,
	[ACTION_COLOR] = color,
	[ACTION_CLIENT] = client_menu,
	[ACTION_LINK] = link_menu,
	[ACTION_VANTAGE] = vantage_switch,
	[ACTION_SAVE] = save_menu,
	[ACTION_COPY] = copy,
	[ACTION_SUMMARY] = summary_open,
	[ACTION_SETTINGS] = settings_open,
	[ACTION_PROBLEMS] = problems_open,
	[ACTION_HELP] = help_open,
	[ACTION_REDRAW] = redraw,
	[ACTION_INTERRUPT] = interrupt,
	[ACTION_SUSPEND] = suspend,
	[ACTION_QUIT] = quit,
	[ACTION_END] = end,
};
