#include "tui/view/save_menu.h"

#include <stdio.h>

#include "capture/source/export.h"
#include "core/base/array.h"
#include "tui/run/export_comment.h"
#include "tui/run/save_both.h"
#include "tui/text/human.h"
#include "tui/view/user_path.h"

static uint32_t session_to_save(const struct shell *shell)
{
	return shell->session != 0 ? shell->session : shell->listed;
}

static void saved(struct save_menu *menu, uint64_t frames, uint64_t packets)
{
	char count[HUMAN_TEXT];
	if (menu->everything && (menu->both || menu->shell->run->vantages == 1))
		menu->saved_packets = packets;
	human_plural(frames, "packet", count, sizeof(count));
	shell_say(menu->shell, "Saved %s to %s", count, menu->path);
	menu->shell->done = menu->quit_after;
}

static void replace(void *owner);

static void keep(void *owner)
{
	struct save_menu *menu = owner;
	menu->quit_after = false;
	shell_say(menu->shell, "Nothing saved");
}

/* why: "x.pcap" exists, or the like */
static void ask_to_replace(struct save_menu *menu, const struct err *why)
{
	static const struct choice choices[] = { { 'y', "yes", replace }, { 'n', "no", keep } };
	char text[200];
	snprintf(text, sizeof(text), "%.180s: replace it?", why->text);
	ask_choice(&menu->shell->asking, text, choices, ARRAY_LEN(choices), menu);
}

static void write_file(struct save_menu *menu, bool may_replace)
{
	struct run *run = menu->shell->run;
	if (user_path_is_read(run, menu->path)) {
		menu->quit_after = false;
		shell_say(
		    menu->shell, "%s is the capture being read; choose another name", menu->path);
		return;
	}
	struct export_target target = { .path = menu->path,
		.replace = may_replace,
		.comment = menu->comments ? export_comment : NULL,
		.ctx = run,
		.model = run->model };
	struct err err;
	bool exists = false;
	uint64_t frames = 0;
	uint64_t packets = run_packets(run);
	uint32_t session = menu->everything ? 0 : session_to_save(menu->shell);
	bool ok = menu->both         ? save_both(run, session, &target, &exists, &frames, &err)
	          : menu->everything ? export_all(run->source, &target, &exists, &frames, &err)
	                             : export_session(run->model, session, run->source, &target,
	                                   &exists, &frames, &err);
	if (ok) {
		saved(menu, frames, packets);
	} else if (exists) {
		ask_to_replace(menu, &err);
	} else {
		menu->quit_after = false;
		shell_fail(menu->shell, &err);
	}
}

static void replace(void *owner)
{
	struct save_menu *menu = owner;
	write_file(menu, true);
}

static void name_entered(void *owner, const char *text)
{
	struct save_menu *menu = owner;
	if (text[0] == '\0') {
		keep(menu);
		return;
	}
	user_path(text, menu->path, sizeof(menu->path));
	write_file(menu, false);
}

void save_menu_as(struct save_menu *menu, const char *name)
{
	menu->everything = session_to_save(menu->shell) == 0;
	menu->both = false;
	menu->comments = false;
	name_entered(menu, name);
}

/* ".pcap" becomes ".pcapng". */
static void end_in_pcapng(char *name, size_t size)
{
	size_t len = strlen(name);
	if (!export_is_pcapng(name) && len + 3 <= size)
		snprintf(name + len, size - len, "ng");
}

static void ask_name(struct save_menu *menu, bool everything, bool both)
{
	static const char *const labels[2][2] = {
		{ "Save the session as:", "Save the session as (adds -a, -b):" },
		{ "Save all packets as:", "Save all packets as (adds -a, -b):" },
	};
	char name[PROMPT_TEXT];
	menu->everything = everything;
	menu->both = both;
	export_default_name(menu->shell->run->model, everything ? 0 : session_to_save(menu->shell),
	    menu->shell->run->source, name, sizeof(name));
	if (menu->comments)
		end_in_pcapng(name, sizeof(name));
	ask_line(
	    &menu->shell->asking, labels[everything][both], name, &menu->typed, name_entered, menu);
}

static void save_session(void *owner)
{
	struct save_menu *menu = owner;
	ask_name(menu, false, false);
}

static void save_with_comments(void *owner)
{
	struct save_menu *menu = owner;
	menu->comments = true;
	ask_name(menu, false, false);
}

static void save_everything_here(void *owner)
{
	struct save_menu *menu = owner;
	ask_name(menu, true, false);
}

static void save_session_both(void *owner)
{
	struct save_menu *menu = owner;
	ask_name(menu, false, true);
}

static void save_everything(void *owner)
{
	save_menu_everything(owner);
}

void save_menu_everything(struct save_menu *menu)
{
	menu->comments = false;
	ask_name(menu, true, menu->shell->run->vantages > 1);
}

void save_menu_open(struct save_menu *menu)
{
	static const struct choice choices[] = {
		{ 's', "this session", save_session },
		{ 'c', "this session with comments", save_with_comments },
		{ 'a', "all packets", save_everything },
	};
	static const struct choice places[] = {
		{ 's', "this session", save_session },
		{ 'b', "this session at both ends", save_session_both },
		{ 'a', "all packets of this end", save_everything_here },
		{ 'e', "all packets of both ends", save_everything },
	};
	menu->comments = false;
	if (session_to_save(menu->shell) == 0)
		shell_say(menu->shell, "Nothing to save yet");
	else if (menu->shell->run->vantages > 1)
		ask_choice(&menu->shell->asking, "Save:", places, ARRAY_LEN(places), menu);
	else
		ask_choice(&menu->shell->asking, "Save:", choices, ARRAY_LEN(choices), menu);
}
