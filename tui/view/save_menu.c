#include "tui/view/save_menu.h"

#include <stdio.h>
#include <stdlib.h>

#include "capture/source/export.h"
#include "core/base/array.h"
#include "tui/run/save_both.h"
#include "tui/text/human.h"

static uint32_t session_to_save(const struct ui *ui)
{
	return ui->ladder.session != 0 ? ui->ladder.session : ui->list.session;
}

static void saved(struct ui *ui, uint64_t frames, uint64_t packets)
{
	char count[HUMAN_TEXT];
	if (ui->export_everything && (ui->export_both || ui->run->vantages == 1))
		ui->saved_packets = packets;
	human_plural(frames, "packet", count, sizeof(count));
	ui_say(ui, "Saved %s to %s", count, ui->export_path);
	ui->done = ui->quit_after_save;
}

static void replace(struct ui *ui);

static void keep(struct ui *ui)
{
	ui->quit_after_save = false;
	ui_say(ui, "Nothing was saved");
}

static void ask_to_replace(struct ui *ui)
{
	static const struct choice choices[] = { { 'y', "yes", replace }, { 'n', "no", keep } };
	char text[160];
	snprintf(text, sizeof(text), "%.100s exists: replace it?", ui->export_path);
	ui_ask(ui, text, choices, ARRAY_LEN(choices));
}

static void write_file(struct ui *ui, bool may_replace)
{
	struct run *run = ui->run;
	struct export_target target = { .path = ui->export_path, .replace = may_replace };
	struct err err;
	bool exists = false;
	uint64_t frames = 0;
	uint64_t packets = run_packets(run);
	uint32_t session = ui->export_everything ? 0 : session_to_save(ui);
	bool ok = ui->export_both         ? save_both(run, session, &target, &exists, &frames, &err)
	          : ui->export_everything ? export_all(run->source, &target, &exists, &frames, &err)
	                                  : export_session(run->model, session, run->source,
	                                        &target, &exists, &frames, &err);
	if (ok) {
		saved(ui, frames, packets);
	} else if (exists) {
		ask_to_replace(ui);
	} else {
		ui->quit_after_save = false;
		ui_fail(ui, &err);
	}
}

static void replace(struct ui *ui)
{
	write_file(ui, true);
}

/* No shell stands between the user and the name: the home folder is put in here. */
static void take_path(const char *text, char *out, size_t size)
{
	const char *home = getenv("HOME");
	bool from_home = text[0] == '~' && (text[1] == '/' || text[1] == '\0');
	if (from_home && home != NULL)
		snprintf(out, size, "%s%s", home, text + 1);
	else
		snprintf(out, size, "%s", text);
}

static void name_entered(struct ui *ui, const char *text)
{
	if (text[0] == '\0') {
		keep(ui);
		return;
	}
	take_path(text, ui->export_path, sizeof(ui->export_path));
	write_file(ui, false);
}

static void ask_name(struct ui *ui, bool everything, bool both)
{
	static const char *const labels[2][2] = {
		{ "Save the session as:", "Save the session, -a and -b, as:" },
		{ "Save everything as:", "Save everything, -a and -b, as:" },
	};
	char name[PROMPT_TEXT];
	ui->export_everything = everything;
	ui->export_both = both;
	export_default_name(ui->run->model, everything ? 0 : session_to_save(ui), ui->run->source,
	    name, sizeof(name));
	ui_enter(ui, labels[everything][both], name, &ui->typed_names, name_entered);
}

static void save_session(struct ui *ui)
{
	ask_name(ui, false, false);
}

static void save_everything_here(struct ui *ui)
{
	ask_name(ui, true, false);
}

static void save_session_both(struct ui *ui)
{
	ask_name(ui, false, true);
}

void save_menu_everything(struct ui *ui)
{
	ask_name(ui, true, ui->run->vantages > 1);
}

void save_menu(struct ui *ui, unsigned count)
{
	static const struct choice choices[] = {
		{ 's', "this session", save_session },
		{ 'a', "everything", save_menu_everything },
	};
	static const struct choice places[] = {
		{ 's', "this session", save_session },
		{ 'b', "both ends of it", save_session_both },
		{ 'a', "everything here", save_everything_here },
		{ 'e', "everything, both ends", save_menu_everything },
	};
	(void)count;
	if (session_to_save(ui) == 0)
		ui_say(ui, "There is nothing to save yet");
	else if (ui->run->vantages > 1)
		ui_ask(ui, "Save:", places, ARRAY_LEN(places));
	else
		ui_ask(ui, "Save as pcap:", choices, ARRAY_LEN(choices));
}
