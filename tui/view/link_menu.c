#include "tui/view/link_menu.h"

#include <string.h>

#include "core/base/array.h"
#include "tui/run/lab_run.h"
#include "tui/view/link_line.h"

#define MENU_CELLS 94 /* that all choices take side by side */

/* What is in force then stands in the link's line; how to go on, below. */
static bool change(struct ui *ui, const char *text)
{
	struct err err;
	if (!lab_run_change(ui->run, text, &err)) {
		ui_fail(ui, &err);
		return false;
	}
	ui->follow = true;
	return true;
}

static void drop_ab(struct ui *ui)
{
	if (change(ui, "drop a>b any"))
		ui_say(ui, "The next segment from A to B will be dropped");
}

static void drop_ba(struct ui *ui)
{
	if (change(ui, "drop b>a any"))
		ui_say(ui, "The next segment from B to A will be dropped");
}

static void cut(struct ui *ui)
{
	struct lab_force force;
	lab_run_force(ui->run, &force);
	if (change(ui, force.cut ? "mend" : "cut"))
		ui_say(
		    ui, "%s", force.cut ? "The link is mended" : "The link is cut: nothing passes");
}

static void forget(struct ui *ui)
{
	if (change(ui, "forget"))
		ui_say(ui, "No rule is in force any more");
}

static void step(struct ui *ui, const char *knob, bool up);

static void more_loss(struct ui *ui)
{
	step(ui, "loss", true);
}

static void less_loss(struct ui *ui)
{
	step(ui, "loss", false);
}

static void more_delay(struct ui *ui)
{
	step(ui, "delay", true);
}

static void less_delay(struct ui *ui)
{
	step(ui, "delay", false);
}

/* The question stays open: a second step mostly follows the first. */
static void ask_loss(struct ui *ui)
{
	static const struct choice choices[] = { { '+', "more", more_loss },
		{ '-', "less", less_loss } };
	ui_ask(ui, "Loss:", choices, ARRAY_LEN(choices));
}

static void ask_delay(struct ui *ui)
{
	static const struct choice choices[] = { { '+', "more", more_delay },
		{ '-', "less", less_delay } };
	ui_ask(ui, "Delay:", choices, ARRAY_LEN(choices));
}

static void step(struct ui *ui, const char *knob, bool up)
{
	struct err err;
	if (!lab_run_step(ui->run, knob, up, &err))
		ui_fail(ui, &err);
	else if (knob[0] == 'l')
		ask_loss(ui);
	else
		ask_delay(ui);
}

static void change_entered(struct ui *ui, const char *text)
{
	if (text[0] != '\0' && change(ui, text))
		ui_say(ui, "Changed: %.100s", text);
}

static void type(struct ui *ui)
{
	ui_enter(ui, "Change (a>b delay 50ms):", "", &ui->typed_changes, change_entered);
}

static void host_told(struct ui *ui, const char *text)
{
	struct err err;
	if (text[0] == '\0')
		return;
	if (!lab_run_tell(ui->run, text, &err)) {
		ui_fail(ui, &err);
		return;
	}
	ui->follow = true;
	ui_say(ui, "Once its steps are done: %.100s", text);
}

static void tell_host(struct ui *ui)
{
	ui_enter(ui, "Host does (a send 100):", "", &ui->typed_steps, host_told);
}

static void play_again(struct ui *ui, bool new_seed)
{
	struct err err;
	if (lab_run_again(ui->run, new_seed, &err))
		ui->done = true;
	else
		ui_fail(ui, &err);
}

static void again(struct ui *ui)
{
	play_again(ui, false);
}

static void again_otherwise(struct ui *ui)
{
	play_again(ui, true);
}

/* What there is to choose at the moment. After the end changes are for the next run.
 * Returns how many. */
static size_t offer(
    const struct ui *ui, const struct lab_force *force, struct choice out[CHOICES_MAX])
{
	static const struct choice now[] = { { 'a', "drop a>b", drop_ab },
		{ 'b', "drop b>a", drop_ba } };
	static const struct choice after[] = { { 'r', "again", again },
		{ 'n', "new seed", again_otherwise } };
	size_t count = 2;
	memcpy(out, ui->run->played ? after : now, sizeof(now));
	out[count++] = (struct choice){ 'c', force->cut ? "mend" : "cut", cut };
	out[count++] = (struct choice){ 'l', "loss", ask_loss };
	out[count++] = (struct choice){ 'd', "delay", ask_delay };
	if (force->rules[0] != '\0')
		out[count++] = (struct choice){ 'f', "forget", forget };
	out[count++] = (struct choice){ 't', "type", type };
	if (!ui->run->played)
		out[count++] = (struct choice){ 'h', "host", tell_host };
	return count;
}

void link_menu(struct ui *ui, unsigned count)
{
	struct choice choices[CHOICES_MAX];
	struct lab_force force;
	char text[sizeof(ui->status)];
	(void)count;
	if (ui->run->lab == NULL) {
		ui_say(ui, "There is no link to change here; `tcpviz lab` has one");
		return;
	}
	lab_run_force(ui->run, &force);
	ui_ask(ui, ui->run->played ? "Over:" : "Link:", choices, offer(ui, &force, choices));
	link_line_text(ui, text, sizeof(text));
	/* A narrow screen does not show all of the line below. */
	bool narrow = ui->layout.hints.cols < MENU_CELLS;
	if (ui->run->played)
		ui_say(ui, "r runs it again, n with another seed; what is in force stays%s",
		    narrow ? "; c cut, l loss, d delay, t any change" : "");
	else
		ui_say(ui, "%s",
		    narrow
		        ? "Drop the next segment: a from A, b from B; c cuts or mends; l loss, d "
		          "delay; f forgets all rules; t types any change, h a step of a host"
		        : text);
}
