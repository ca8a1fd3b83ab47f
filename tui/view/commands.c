#include "tui/view/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "tui/view/filter_prompt.h"
#include "tui/view/help.h"
#include "tui/view/jumps.h"
#include "tui/view/settings_view.h"
#include "tui/view/text_view.h"

/* Names besides those of actions. */
static const struct {
	const char *name;
	enum action action;
} shorts[] = {
	{ "q", ACTION_END },
	{ "quit", ACTION_END },
	{ "export", ACTION_SAVE },
	{ "set", ACTION_SETTINGS },
};

static void save(struct tools *tools, const char *argument)
{
	save_menu_as(&tools->save, argument);
}

static void filter(struct tools *tools, const char *argument)
{
	filter_prompt_set(tools->shell, argument);
}

static void search(struct tools *tools, const char *argument)
{
	find_text(&tools->find, argument);
}

static void help(struct tools *tools, const char *argument)
{
	help_open(tools->shell);
	text_view_narrow(tools->shell, argument);
}

static void set(struct tools *tools, const char *argument)
{
	char name[32];
	size_t len = strcspn(argument, " =");
	snprintf(name, sizeof(name), "%.*s", (int)len, argument);
	const char *value = argument + len + strspn(argument + len, " =");
	if (!settings_set(tools->shell, name, value))
		shell_say(tools->shell, "No setting \"%.32s\"%s%.64s; o shows all settings", name,
		    value[0] != '\0' ? " with the value " : "", value);
}

/* Those of the actions that take an argument. */
static const struct {
	enum action action;
	void (*run)(struct tools *tools, const char *argument);
} with_argument[] = {
	{ ACTION_SAVE, save },
	{ ACTION_FILTER, filter },
	{ ACTION_SEARCH, search },
	{ ACTION_HELP, help },
	{ ACTION_SETTINGS, set },
};

static enum action action_of(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(shorts); i++)
		if (strlen(shorts[i].name) == len && strncmp(shorts[i].name, name, len) == 0)
			return shorts[i].action;
	return action_named(name, len);
}

static void run_with(struct tools *tools, enum action action, const char *argument)
{
	for (size_t i = 0; i < ARRAY_LEN(with_argument); i++)
		if (with_argument[i].action == action) {
			with_argument[i].run(tools, argument);
			return;
		}
	shell_say(tools->shell, "%s takes no argument", action_name(action));
}

static bool go_to_number(struct shell *shell, const char *text)
{
	char *end;
	unsigned long frame = strtoul(text, &end, 10);
	if (end == text || *end != '\0' || strchr("0123456789", text[0]) == NULL)
		return false;
	if (frame == 0 || frame > UINT32_MAX)
		shell_say(shell, "There is no frame %.20s", text);
	else
		jump_to_frame(shell, (uint32_t)frame);
	return true;
}

void commands_run(struct tools *tools, const char *text)
{
	struct shell *shell = tools->shell;
	text += strspn(text, " :");
	size_t len = strcspn(text, " ");
	const char *argument = text + len + strspn(text + len, " ");
	if (len == 0 || go_to_number(shell, text))
		return;
	enum action action = action_of(text, len);
	if (action == ACTION_NONE)
		shell_say(shell,
		    "No command \"%.40s\"; :42 goes to frame 42, :q quits, ? lists all", text);
	else if (argument[0] != '\0')
		run_with(tools, action, argument);
	else
		shell->act = action;
}

static void entered(void *owner, const char *text)
{
	commands_run(owner, text);
}

/* Returns the nth name that commands have, NULL after the last one. */
static const char *name_at(size_t n)
{
	if (n < ARRAY_LEN(shorts))
		return shorts[n].name;
	n = n - ARRAY_LEN(shorts) + ACTION_NONE + 1;
	return n < ACTION_COUNT ? action_name((enum action)n) : NULL;
}

static const char *setting_at(size_t n)
{
	return settings_name((unsigned)n);
}

/* Completes the word before the cursor from a list; says what it may become. */
static void complete_from(
    struct shell *shell, struct prompt *p, size_t from, const char *(*at)(size_t n))
{
	char all[400] = "", first[64] = "";
	size_t len = p->cursor - from, shared = 0, used = 0, count = 0;
	const char *name;
	for (size_t n = 0; (name = at(n)) != NULL; n++) {
		if (strncmp(name, p->text + from, len) != 0)
			continue;
		if (count++ == 0)
			shared = (size_t)snprintf(first, sizeof(first), "%s", name);
		size_t same = 0;
		while (same < shared && name[same] == first[same])
			same++;
		shared = same;
		if (used + strlen(name) + 2 < sizeof(all))
			used += (size_t)snprintf(
			    all + used, sizeof(all) - used, "%s%s", used > 0 ? " " : "", name);
	}
	if (count == 1)
		first[shared++] = ' ';
	if (shared > len)
		prompt_replace(p, from, first, shared);
	else if (count > 1)
		shell_say(shell, "%s", all);
}

static void complete(void *owner, struct prompt *p)
{
	struct tools *tools = owner;
	size_t blank = strcspn(p->text, " ");
	if (p->cursor <= blank)
		complete_from(tools->shell, p, 0, name_at);
	else if (action_of(p->text, blank) == ACTION_SETTINGS)
		complete_from(tools->shell, p, blank + 1, setting_at);
}

void commands_open(struct tools *tools)
{
	ask_line(&tools->shell->asking, "Command:", "", &tools->commands, entered, tools);
	ask_complete(&tools->shell->asking, complete);
}
