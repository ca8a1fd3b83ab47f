#include "tui/view/global_actions.h"

#include <stdio.h>

#include "core/base/array.h"
#include "tui/term/screen.h"
#include "tui/text/human.h"
#include "tui/view/bytes_view.h"
#include "tui/view/commands.h"
#include "tui/view/display.h"
#include "tui/view/filter_prompt.h"
#include "tui/view/help.h"
#include "tui/view/jumps.h"
#include "tui/view/ladder_pane.h"
#include "tui/view/list_columns.h"
#include "tui/view/list_view.h"
#include "tui/view/message_text.h"
#include "tui/view/problems_view.h"
#include "tui/view/replay.h"
#include "tui/view/summary.h"
#include "tui/view/vantage_switch.h"

static void leave(void *owner)
{
	struct tools *tools = owner;
	tools->shell->done = true;
}

static void stay(void *owner)
{
	(void)owner;
}

static void save_and_quit(void *owner)
{
	struct tools *tools = owner;
	tools->save.quit_after = true;
	save_menu_everything(&tools->save);
}

/* Packets of a file stay in the file; live packets are lost. */
static bool unsaved(const struct tools *tools)
{
	const struct run *run = tools->shell->run;
	uint64_t packets = run_packets(run);
	return run->options->input != INPUT_FILE && packets != 0 &&
	       packets != tools->save.saved_packets;
}

void common_quit(struct tools *tools)
{
	static const struct choice choices[] = {
		{ 'y', "yes", leave },
		{ 'n', "no", stay },
		{ 's', "save first", save_and_quit },
	};
	struct shell *shell = tools->shell;
	char text[96], count[HUMAN_TEXT];
	if (!unsaved(tools)) {
		shell->done = true;
		return;
	}
	human_plural(model_packets_kept(shell->run->model), "segment", count, sizeof(count));
	snprintf(text, sizeof(text), "Quit without saving %s?", count);
	ask_choice(&shell->asking, text, choices, ARRAY_LEN(choices), tools);
}

static void quit(struct shell *shell)
{
	shell_leave(shell, true);
}

static void back(struct shell *shell)
{
	shell_leave(shell, false);
}

static void copy_ladder(struct shell *shell)
{
	char text[LADDER_PANE_TEXT];
	ladder_pane_text(shell, shell->packet, text, sizeof(text));
	shell_copy(shell, text);
}

static void copy_list(struct shell *shell)
{
	char text[1024] = "", cell[ENDPOINT_TEXT + 32];
	struct list_text how = { .m = shell->run->model };
	size_t used = 0;
	for (enum list_column i = 0; i < COLUMN_COUNT && used < sizeof(text); i++) {
		list_column_text(&how, shell->listed, i, cell, sizeof(cell));
		used += (size_t)snprintf(
		    text + used, sizeof(text) - used, "%s%s", i != 0 ? "\t" : "", cell);
	}
	shell_copy(shell, text);
}

static void copy(struct shell *shell)
{
	bool list = shell_is_top(shell, VIEW_LIST);
	if (list ? shell->listed == 0 : shell->packet == 0)
		return;
	if (list)
		copy_list(shell);
	else
		copy_ladder(shell);
}

static void redraw(struct shell *shell)
{
	if (shell->screen != NULL)
		screen_redraw(shell->screen);
}

static void suspend(struct shell *shell)
{
	shell->suspend = true;
}

/* The first ^C stops the capture or loading; another quits as q does, one more in spite of the
 * question. */
static void interrupt(struct shell *shell)
{
	if (!run_running(shell->run)) {
		shell->done = shell->asking.question.open;
		shell->quit = true;
		return;
	}
	bool file = shell->run->options->input == INPUT_FILE;
	run_stop(shell->run);
	shell->load_stopped = file;
	shell->follow = false;
	asking_close(&shell->asking);
	if (file)
		shell_say(shell, "Loading stopped; the part read so far stays. ^C or q quits");
	else
		shell_say(shell, "Capture stopped; ^C or q quits");
}

static void open_settings(struct shell *shell)
{
	shell_push(shell, VIEW_SETTINGS);
}

static void jump(struct tools *tools)
{
	marks_jump(&tools->marks);
}

static void mark(struct tools *tools)
{
	marks_set(&tools->marks);
}

static void search(struct tools *tools)
{
	find_search(&tools->find);
}

static void search_next(struct tools *tools)
{
	find_next(&tools->find);
}

static void search_prev(struct tools *tools)
{
	find_prev(&tools->find);
}

static void open_client(struct tools *tools)
{
	client_menu_open(&tools->client);
}

static void open_link(struct tools *tools)
{
	link_menu_open(&tools->link);
}

static void open_save(struct tools *tools)
{
	save_menu_open(&tools->save);
}

static void open_summary(struct tools *tools)
{
	summary_open(tools->shell, &tools->gathered);
}

/* An action takes the shell or the tools. */
static const struct {
	void (*by_shell)(struct shell *shell);
	void (*by_tools)(struct tools *tools);
} common[ACTION_COUNT] = {
	[ACTION_MARK] = { .by_tools = mark },
	[ACTION_JUMP] = { .by_tools = jump },
	[ACTION_RETURN] = { .by_shell = jump_back },
	[ACTION_FORWARD] = { .by_shell = jump_forward },
	[ACTION_MESSAGE] = { .by_shell = message_open },
	[ACTION_BACK] = { .by_shell = back },
	[ACTION_PLAY] = { .by_shell = replay_toggle },
	[ACTION_FASTER] = { .by_shell = replay_faster },
	[ACTION_SLOWER] = { .by_shell = replay_slower },
	[ACTION_FOLLOW] = { .by_shell = display_follow },
	[ACTION_PAUSE] = { .by_shell = display_pause },
	[ACTION_SEARCH] = { .by_tools = search },
	[ACTION_SEARCH_NEXT] = { .by_tools = search_next },
	[ACTION_SEARCH_PREV] = { .by_tools = search_prev },
	[ACTION_FILTER] = { .by_shell = filter_prompt_open },
	[ACTION_TIME] = { .by_shell = display_time },
	[ACTION_RAW] = { .by_shell = display_raw },
	[ACTION_FORM] = { .by_shell = display_form },
	[ACTION_COLOR_MODE] = { .by_shell = display_color_mode },
	[ACTION_COLOR] = { .by_shell = display_color },
	[ACTION_CLIENT] = { .by_tools = open_client },
	[ACTION_LINK] = { .by_tools = open_link },
	[ACTION_VANTAGE] = { .by_tools = vantage_switch },
	[ACTION_SAVE] = { .by_tools = open_save },
	[ACTION_COPY] = { .by_shell = copy },
	[ACTION_SUMMARY] = { .by_tools = open_summary },
	[ACTION_BYTES] = { .by_shell = bytes_view_open },
	[ACTION_SETTINGS] = { .by_shell = open_settings },
	[ACTION_PROBLEMS] = { .by_shell = problems_open },
	[ACTION_HELP] = { .by_shell = help_open },
	[ACTION_REDRAW] = { .by_shell = redraw },
	[ACTION_INTERRUPT] = { .by_shell = interrupt },
	[ACTION_SUSPEND] = { .by_shell = suspend },
	[ACTION_QUIT] = { .by_shell = quit },
	[ACTION_END] = { .by_tools = common_quit },
};

static void ask_or_go(struct tools *tools, unsigned count)
{
	if (count != 0)
		jump_to_frame(tools->shell, count);
	else
		commands_open(tools);
}

void common_act(struct tools *tools, enum action action, unsigned count)
{
	if (action == ACTION_GOTO)
		ask_or_go(tools, count);
	else if (common[action].by_shell != NULL)
		common[action].by_shell(tools->shell);
	else if (common[action].by_tools != NULL)
		common[action].by_tools(tools);
	else
		shell_say(tools->shell, "%s does nothing here", action_name(action));
}
