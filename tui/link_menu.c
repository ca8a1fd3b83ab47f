#include "tui/link_menu.h"

#include "core/array.h"
#include "tui/lab_run.h"
#include "tui/link_line.h"

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

void link_menu(struct ui *ui, unsigned count)
{
	static const struct choice choices[] = {
		{ 'a', "drop a>b", drop_ab },
		{ 'b', "drop b>a", drop_ba },
		{ 'c', "cut/mend", cut },
		{ 'l', "loss", ask_loss },
		{ 'd', "delay", ask_delay },
		{ 'f', "forget", forget },
		{ 't', "type", type },
	};
	char text[sizeof(ui->status)];
	(void)count;
	if (ui->run->lab == NULL) {
		ui_say(ui, "There is no link to change here; `tcpviz lab` has one");
		return;
	}
	if (ui->run->played) {
		ui_say(ui, "The scenario is over: nothing passes the link any more");
		return;
	}
	ui_ask(ui, "Link:", choices, ARRAY_LEN(choices));
	link_line_text(ui, text, sizeof(text));
	ui_say(ui, "%s", text);
}
