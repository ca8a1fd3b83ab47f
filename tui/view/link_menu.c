#include "tui/view/link_menu.h"

#include <string.h>

#include "core/base/array.h"
#include "tui/run/lab_run.h"
#include "tui/view/link_line.h"

#define MENU_CELLS 94 /* width for all choices in one line */

/* The line of the link shows the change. */
static bool change(struct link_menu *menu, const char *text)
{
	struct err err;
	if (!lab_run_change(menu->shell->run, text, &err)) {
		shell_fail(menu->shell, &err);
		return false;
	}
	menu->shell->follow = true;
	return true;
}

static void drop_ab(void *owner)
{
	struct link_menu *menu = owner;
	if (change(menu, "drop a>b any"))
		shell_say(menu->shell, "The next segment from A to B will be dropped");
}

static void drop_ba(void *owner)
{
	struct link_menu *menu = owner;
	if (change(menu, "drop b>a any"))
		shell_say(menu->shell, "The next segment from B to A will be dropped");
}

static void cut(void *owner)
{
	struct link_menu *menu = owner;
	struct lab_force force;
	lab_run_force(menu->shell->run, &force);
	if (change(menu, force.cut ? "mend" : "cut"))
		shell_say(
		    menu->shell, "%s", force.cut ? "Link mended" : "Link cut: no packet passes");
}

static void forget(void *owner)
{
	struct link_menu *menu = owner;
	if (change(menu, "forget"))
		shell_say(menu->shell, "All rules forgotten");
}

static void step(struct link_menu *menu, const char *knob, bool up);

static void more_loss(void *owner)
{
	struct link_menu *menu = owner;
	step(menu, "loss", true);
}

static void less_loss(void *owner)
{
	struct link_menu *menu = owner;
	step(menu, "loss", false);
}

static void more_delay(void *owner)
{
	struct link_menu *menu = owner;
	step(menu, "delay", true);
}

static void less_delay(void *owner)
{
	struct link_menu *menu = owner;
	step(menu, "delay", false);
}

/* The question stays open for further steps. */
static void ask_loss(void *owner)
{
	struct link_menu *menu = owner;
	static const struct choice choices[] = { { '+', "more", more_loss },
		{ '-', "less", less_loss } };
	ask_choice(&menu->shell->asking, "Loss:", choices, ARRAY_LEN(choices), menu);
}

static void ask_delay(void *owner)
{
	struct link_menu *menu = owner;
	static const struct choice choices[] = { { '+', "more", more_delay },
		{ '-', "less", less_delay } };
	ask_choice(&menu->shell->asking, "Delay:", choices, ARRAY_LEN(choices), menu);
}

static void step(struct link_menu *menu, const char *knob, bool up)
{
	struct err err;
	if (!lab_run_step(menu->shell->run, knob, up, &err))
		shell_fail(menu->shell, &err);
	else if (knob[0] == 'l')
		ask_loss(menu);
	else
		ask_delay(menu);
}

static void change_entered(void *owner, const char *text)
{
	struct link_menu *menu = owner;
	if (text[0] != '\0' && change(menu, text))
		shell_say(menu->shell, "Changed: %.100s", text);
}

static void type(void *owner)
{
	struct link_menu *menu = owner;
	ask_line(&menu->shell->asking, "Change (a>b delay 50ms):", "", &menu->typed_changes,
	    change_entered, menu);
}

static void add_host_step(void *owner, const char *text)
{
	struct link_menu *menu = owner;
	struct err err;
	if (text[0] == '\0')
		return;
	if (!lab_run_host_step(menu->shell->run, text, &err)) {
		shell_fail(menu->shell, &err);
		return;
	}
	menu->shell->follow = true;
	shell_say(menu->shell, "After its current steps: %.100s", text);
}

static void ask_host_step(void *owner)
{
	struct link_menu *menu = owner;
	ask_line(&menu->shell->asking, "Step of a host (a send 100):", "", &menu->typed_steps,
	    add_host_step, menu);
}

static void play_again(struct link_menu *menu, bool new_seed)
{
	struct err err;
	if (lab_run_again(menu->shell->run, new_seed, &err))
		menu->shell->done = true;
	else
		shell_fail(menu->shell, &err);
}

static void again(void *owner)
{
	struct link_menu *menu = owner;
	play_again(menu, false);
}

static void again_otherwise(void *owner)
{
	struct link_menu *menu = owner;
	play_again(menu, true);
}

/* Writes the choices that apply now; after the end of a scenario, changes are for the next run.
 * Returns their number. */
static size_t offer(
    const struct shell *shell, const struct lab_force *force, struct choice out[CHOICES_MAX])
{
	static const struct choice now[] = { { 'a', "drop a>b", drop_ab },
		{ 'b', "drop b>a", drop_ba } };
	static const struct choice after[] = { { 'r', "again", again },
		{ 'n', "new seed", again_otherwise } };
	size_t count = 2;
	memcpy(out, shell->run->played ? after : now, sizeof(now));
	out[count++] = (struct choice){ 'c', force->cut ? "mend" : "cut", cut };
	out[count++] = (struct choice){ 'l', "loss", ask_loss };
	out[count++] = (struct choice){ 'd', "delay", ask_delay };
	if (force->rules[0] != '\0')
		out[count++] = (struct choice){ 'f', "forget", forget };
	out[count++] = (struct choice){ 't', "type", type };
	if (!shell->run->played)
		out[count++] = (struct choice){ 'h', "host", ask_host_step };
	return count;
}

void link_menu_open(struct link_menu *menu)
{
	struct shell *shell = menu->shell;
	struct choice choices[CHOICES_MAX];
	struct lab_force force;
	char text[sizeof(shell->status)];
	if (shell->run->lab == NULL) {
		shell_say(shell, "No link to change: only tcpviz lab has one");
		return;
	}
	lab_run_force(shell->run, &force);
	size_t count = offer(shell, &force, choices);
	ask_choice(&shell->asking, shell->run->played ? "Ended:" : "Link:", choices, count, menu);
	link_line_text(shell, text, sizeof(text));
	/* A narrow screen cuts the line of choices. */
	bool narrow = shell->layout.hints.cols < MENU_CELLS;
	if (shell->run->played)
		shell_say(shell,
		    "r runs the scenario again, n with a new seed; changes in force stay%s",
		    narrow ? "; c cut, l loss, d delay, t any change" : "");
	else
		shell_say(shell, "%s",
		    narrow ? "Drop the next segment: a from A, b from B; c cuts or mends; l loss, "
		             "d delay; f forgets all rules; t types any change, h a step of a host"
		           : text);
}
