#include "tui/text/keys.h"

#include <assert.h>
#include <string.h>

#include "core/base/array.h"

enum group { GROUP_MOVE, GROUP_PANES, GROUP_TIME, GROUP_FIND, GROUP_SHOW, GROUP_DO, GROUP_COUNT };

static const char *const group_names[] = {
	[GROUP_MOVE] = "Movement",
	[GROUP_PANES] = "Panes",
	[GROUP_TIME] = "Time",
	[GROUP_FIND] = "Search",
	[GROUP_SHOW] = "Display",
	[GROUP_DO] = "Commands",
};
static_assert(ARRAY_LEN(group_names) == GROUP_COUNT, "every group has a name");

static const struct {
	const char *name, *help;
	enum group group;
	const char *argument; /* as a command */
} actions[] = {
	[ACTION_NONE] = { "none", NULL, GROUP_MOVE },
	[ACTION_DOWN] = { "down", "Next row", GROUP_MOVE },
	[ACTION_UP] = { "up", "Previous row", GROUP_MOVE },
	[ACTION_HALF_DOWN] = { "half_down", "Half a page down", GROUP_MOVE },
	[ACTION_HALF_UP] = { "half_up", "Half a page up", GROUP_MOVE },
	[ACTION_PAGE_DOWN] = { "page_down", "A page down", GROUP_MOVE },
	[ACTION_PAGE_UP] = { "page_up", "A page up", GROUP_MOVE },
	[ACTION_FIRST] = { "first", "First row", GROUP_MOVE },
	[ACTION_LAST] = { "last", "Last row; after a number, that frame", GROUP_MOVE },
	[ACTION_GOTO] = { "command",
	    "A command: a frame number to go to, or an action by its name; Tab completes",
	    GROUP_MOVE },
	[ACTION_RIGHT] = { "right", "Pan right, to read long labels", GROUP_MOVE },
	[ACTION_LEFT] = { "left", "Pan left", GROUP_MOVE },
	[ACTION_NEXT_NOTABLE] = { "next_notable",
	    "Next notable segment: SYN, FIN, RST or anything unusual", GROUP_MOVE },
	[ACTION_PREV_NOTABLE] = { "prev_notable", "Previous notable segment", GROUP_MOVE },
	[ACTION_NEXT_SESSION] = { "next_session", "Next session, or next message", GROUP_MOVE },
	[ACTION_PREV_SESSION] = { "prev_session", "Previous session, or previous message",
	    GROUP_MOVE },
	[ACTION_MARK] = { "mark", "Mark this segment with a letter", GROUP_MOVE },
	[ACTION_JUMP] = { "jump", "Go to the segment marked with a letter", GROUP_MOVE },
	[ACTION_NEXT_LINK] = { "next_link", "Next frame number in the text; Enter goes there",
	    GROUP_MOVE },
	[ACTION_PREV_LINK] = { "prev_link", "Previous frame number in the text", GROUP_MOVE },
	[ACTION_RELATED] = { "related",
	    "From data to its ACK, from an ACK to its data, to the original or the "
	    "retransmission; again: back; 2% goes to the second related segment",
	    GROUP_MOVE },
	[ACTION_RETURN] = { "return", "Back to where the last jump began", GROUP_MOVE },
	[ACTION_FORWARD] = { "forward", "Forward again after going back", GROUP_MOVE },
	[ACTION_MESSAGE] = { "message", "The whole message of this segment", GROUP_PANES },
	[ACTION_OPEN] = { "open",
	    "Open the session, the details of the segment or the whole message; on a frame number, "
	    "go to that frame",
	    GROUP_PANES },
	[ACTION_BACK] = { "back", "Back, one step at a time", GROUP_PANES },
	[ACTION_NEXT_PANE] = { "next_pane", "Go to the next pane", GROUP_PANES },
	[ACTION_PREV_PANE] = { "prev_pane", "Go to the previous pane", GROUP_PANES },
	[ACTION_ZOOM] = { "zoom", "Zoom this pane, and back", GROUP_PANES },
	[ACTION_GROW] = { "grow", "Enlarge messages and details", GROUP_PANES },
	[ACTION_SHRINK] = { "shrink", "Shrink messages and details", GROUP_PANES },
	[ACTION_EXPLAIN_DOWN] = { "explain_down", "Scroll the explanation down", GROUP_PANES },
	[ACTION_EXPLAIN_UP] = { "explain_up", "Scroll the explanation up", GROUP_PANES },
	[ACTION_PLAY] = { "play", "Replay the session in real time from here; again: stop",
	    GROUP_TIME },
	[ACTION_FASTER] = { "faster", "Replay faster", GROUP_TIME },
	[ACTION_SLOWER] = { "slower", "Replay slower", GROUP_TIME },
	[ACTION_FOLLOW] = { "follow", "Follow the newest segment of the session", GROUP_TIME },
	[ACTION_PAUSE] = { "pause", "Pause the display; capture continues", GROUP_TIME },
	[ACTION_SEARCH] = { "search",
	    "Search labels, notes and payload, or this text, for a regular expression", GROUP_FIND,
	    "PATTERN" },
	[ACTION_SEARCH_NEXT] = { "search_next", "Next match", GROUP_FIND },
	[ACTION_SEARCH_PREV] = { "search_prev", "Previous match", GROUP_FIND },
	[ACTION_FILTER] = { "filter",
	    "Filter sessions; in a session, its segments: port:443, note:retransmission ...",
	    GROUP_FIND, "FILTER" },
	[ACTION_SORT] = { "sort", "Sort by the next column", GROUP_FIND },
	[ACTION_SORT_REVERSE] = { "sort_reverse", "Reverse the sort order", GROUP_FIND },
	[ACTION_TIME] = { "time",
	    "Time: of day, with the date, since the first segment, or since the previous one",
	    GROUP_SHOW },
	[ACTION_RAW] = { "raw", "Sequence numbers: relative or raw", GROUP_SHOW },
	[ACTION_FORM] = { "form", "Payload as text, hex or both", GROUP_SHOW },
	[ACTION_COLOR_MODE] = { "color_mode", "Colours by kind of segment or by direction",
	    GROUP_SHOW },
	[ACTION_COLOR] = { "color", "Colours on or off", GROUP_SHOW },
	[ACTION_CLIENT] = { "client", "Client: connect, write, shut down, close or reset",
	    GROUP_DO },
	[ACTION_LINK] = { "link",
	    "The lab's link: drop packets, cut, loss, delay, any change; a step of a host; after "
	    "the end, run again",
	    GROUP_DO },
	[ACTION_VANTAGE] = { "vantage",
	    "The other vantage point: what the other host of the lab captured", GROUP_SHOW },
	[ACTION_PLOT] = { "plot",
	    "Plot congestion window and segments in flight over time, from the kernel",
	    GROUP_SHOW },
	[ACTION_SAVE] = { "save",
	    "Save this session or all packets as a pcap file, a text as text, bytes raw", GROUP_DO,
	    "FILE" },
	[ACTION_COPY] = { "copy", "Copy the row or the text to the terminal's clipboard",
	    GROUP_DO },
	[ACTION_SUMMARY] = { "summary", "Session story and figures", GROUP_DO },
	[ACTION_BYTES] = { "bytes", "The bytes that the sides of the session sent, in order",
	    GROUP_DO },
	[ACTION_SIDES] = { "sides", "Bytes of both sides, of the client or of the server",
	    GROUP_SHOW },
	[ACTION_PROBLEMS] = { "problems",
	    "Problems by kind, in this session or in all; again: switch between the two",
	    GROUP_FIND },
	[ACTION_SETTINGS] = { "settings", "Display settings", GROUP_DO, "NAME VALUE" },
	[ACTION_HELP] = { "help", "Keys and actions of this view: type to narrow, Enter runs one",
	    GROUP_DO, "WORD" },
	[ACTION_REDRAW] = { "redraw", "Redraw the screen", GROUP_DO },
	[ACTION_INTERRUPT] = { "interrupt", "Stop capture or loading; if stopped, quit as q does",
	    GROUP_DO },
	[ACTION_SUSPEND] = { "suspend", "Suspend; fg in the shell resumes", GROUP_DO },
	[ACTION_QUIT] = { "quit", "Back; at the top, quit", GROUP_DO },
	[ACTION_END] = { "end", "Quit from any view, as does :q", GROUP_DO },
};
static_assert(ARRAY_LEN(actions) == ACTION_COUNT, "every action has its row");

/* Hints name the first key of an action. */
static const struct binding {
	unsigned contexts;
	int key;
	enum action action;
} bindings[] = {
	{ IN_ALL, 'j', ACTION_DOWN },
	{ IN_ALL, PRESS_ARROW_DOWN, ACTION_DOWN },
	{ IN_ALL, 'k', ACTION_UP },
	{ IN_ALL, PRESS_ARROW_UP, ACTION_UP },
	{ IN_ALL, PRESS_CTRL('d'), ACTION_HALF_DOWN },
	{ IN_ALL, 'd', ACTION_HALF_DOWN },
	{ IN_ALL, PRESS_CTRL('u'), ACTION_HALF_UP },
	{ IN_ALL, 'u', ACTION_HALF_UP },
	{ IN_ALL, PRESS_CTRL('f'), ACTION_PAGE_DOWN },
	{ IN_ALL, PRESS_PAGE_DOWN, ACTION_PAGE_DOWN },
	{ IN_LIST | IN_TEXT | IN_PROBLEMS | IN_BYTES, ' ', ACTION_PAGE_DOWN },
	{ IN_ALL, PRESS_CTRL('b'), ACTION_PAGE_UP },
	{ IN_ALL, PRESS_PAGE_UP, ACTION_PAGE_UP },
	{ IN_ALL, 'b', ACTION_PAGE_UP },
	{ IN_ALL, 'g', ACTION_FIRST },
	{ IN_ALL, PRESS_HOME, ACTION_FIRST },
	{ IN_ALL, 'G', ACTION_LAST },
	{ IN_ALL, PRESS_END, ACTION_LAST },
	{ IN_ALL, ':', ACTION_GOTO },
	{ IN_LADDER | IN_DETAILS | IN_TEXT, 'l', ACTION_RIGHT },
	{ IN_LADDER | IN_DETAILS | IN_TEXT, PRESS_ARROW_RIGHT, ACTION_RIGHT },
	{ IN_LADDER | IN_DETAILS | IN_TEXT, 'h', ACTION_LEFT },
	{ IN_LADDER | IN_DETAILS | IN_TEXT, PRESS_ARROW_LEFT, ACTION_LEFT },
	{ IN_SESSION, 'e', ACTION_NEXT_NOTABLE },
	{ IN_SESSION, 'E', ACTION_PREV_NOTABLE },
	{ IN_SESSION | IN_BYTES | IN_TEXT, 'J', ACTION_NEXT_SESSION },
	{ IN_SESSION | IN_BYTES | IN_TEXT, ']', ACTION_NEXT_SESSION },
	{ IN_SESSION | IN_BYTES | IN_TEXT, 'K', ACTION_PREV_SESSION },
	{ IN_SESSION | IN_BYTES | IN_TEXT, '[', ACTION_PREV_SESSION },
	{ IN_SESSION, 'm', ACTION_MARK },
	{ IN_MAIN, '\'', ACTION_JUMP },
	{ IN_TEXT, PRESS_TAB, ACTION_NEXT_LINK },
	{ IN_SESSION | IN_TEXT, '}', ACTION_NEXT_LINK },
	{ IN_TEXT, PRESS_BACK_TAB, ACTION_PREV_LINK },
	{ IN_SESSION | IN_TEXT, '{', ACTION_PREV_LINK },
	{ IN_SESSION, '%', ACTION_RELATED },
	{ IN_MAIN | IN_TEXT | IN_PROBLEMS, PRESS_CTRL('o'), ACTION_RETURN },
	{ IN_MAIN | IN_TEXT | IN_PROBLEMS, 'O', ACTION_FORWARD },
	{ IN_SESSION, 'M', ACTION_MESSAGE },
	{ IN_MAIN | IN_TEXT | IN_SETTINGS | IN_PROBLEMS, PRESS_RETURN, ACTION_OPEN },
	{ IN_SETTINGS, ' ', ACTION_OPEN },
	{ IN_ALL, PRESS_ESCAPE, ACTION_BACK },
	{ IN_SESSION, PRESS_TAB, ACTION_NEXT_PANE },
	{ IN_SESSION, PRESS_BACK_TAB, ACTION_PREV_PANE },
	{ IN_SESSION, '\\', ACTION_ZOOM },
	{ IN_SESSION, '+', ACTION_GROW },
	{ IN_SESSION, '-', ACTION_SHRINK },
	{ IN_SESSION, PRESS_CTRL('e'), ACTION_EXPLAIN_DOWN },
	{ IN_SESSION, PRESS_CTRL('y'), ACTION_EXPLAIN_UP },
	{ IN_SESSION, ' ', ACTION_PLAY },
	{ IN_SESSION, '>', ACTION_FASTER },
	{ IN_SESSION, '<', ACTION_SLOWER },
	{ IN_MAIN, 'F', ACTION_FOLLOW },
	{ IN_MAIN, 'A', ACTION_FOLLOW },
	{ IN_MAIN, 'p', ACTION_PAUSE },
	{ IN_MAIN | IN_TEXT | IN_PROBLEMS | IN_BYTES, '/', ACTION_SEARCH },
	{ IN_MAIN | IN_TEXT | IN_PROBLEMS | IN_BYTES, 'n', ACTION_SEARCH_NEXT },
	{ IN_MAIN | IN_TEXT | IN_PROBLEMS | IN_BYTES, 'N', ACTION_SEARCH_PREV },
	{ IN_MAIN, 'f', ACTION_FILTER },
	{ IN_MAIN, '&', ACTION_FILTER },
	{ IN_MAIN, PRESS_FUNCTION + 4, ACTION_FILTER },
	{ IN_LIST, 'S', ACTION_SORT },
	{ IN_LIST, 'R', ACTION_SORT_REVERSE },
	{ IN_MAIN | IN_PROBLEMS, 't', ACTION_TIME },
	{ IN_MAIN | IN_PROBLEMS, 'r', ACTION_RAW },
	{ IN_SESSION | IN_TEXT | IN_BYTES, 'x', ACTION_FORM },
	{ IN_BYTES, 'a', ACTION_SIDES },
	{ IN_MAIN, 'B', ACTION_BYTES },
	{ IN_MAIN, 'c', ACTION_COLOR_MODE },
	{ IN_ALL, 'C', ACTION_COLOR },
	{ IN_MAIN, 'w', ACTION_CLIENT },
	{ IN_MAIN, 'L', ACTION_LINK },
	{ IN_MAIN, 'v', ACTION_VANTAGE },
	{ IN_SESSION, 'W', ACTION_PLOT },
	{ IN_MAIN | IN_BYTES | IN_TEXT | IN_PROBLEMS, 's', ACTION_SAVE },
	{ IN_MAIN, PRESS_FUNCTION + 2, ACTION_SAVE },
	{ IN_MAIN | IN_TEXT | IN_PROBLEMS, 'y', ACTION_COPY },
	{ IN_MAIN, 'i', ACTION_SUMMARY },
	{ IN_MAIN | IN_PROBLEMS, 'P', ACTION_PROBLEMS },
	{ IN_MAIN | IN_PROBLEMS, '!', ACTION_PROBLEMS },
	{ IN_MAIN, 'o', ACTION_SETTINGS },
	{ IN_MAIN, PRESS_FUNCTION + 8, ACTION_SETTINGS },
	{ IN_ALL, '?', ACTION_HELP },
	{ IN_ALL, PRESS_FUNCTION + 1, ACTION_HELP },
	{ IN_ALL, 'H', ACTION_HELP },
	{ IN_ALL, PRESS_CTRL('l'), ACTION_REDRAW },
	/* The terminal usually turns these two into signals. */
	{ IN_ALL, PRESS_CTRL('c'), ACTION_INTERRUPT },
	{ IN_ALL, PRESS_CTRL('z'), ACTION_SUSPEND },
	{ IN_ALL, 'q', ACTION_QUIT },
	{ IN_ALL, 'Q', ACTION_END },
	{ IN_ALL, PRESS_FUNCTION + 10, ACTION_END },
	/* Letters are typed there. */
	{ IN_HELP, PRESS_ARROW_DOWN, ACTION_DOWN },
	{ IN_HELP, PRESS_ARROW_UP, ACTION_UP },
	{ IN_HELP, PRESS_CTRL('d'), ACTION_HALF_DOWN },
	{ IN_HELP, PRESS_CTRL('u'), ACTION_HALF_UP },
	{ IN_HELP, PRESS_PAGE_DOWN, ACTION_PAGE_DOWN },
	{ IN_HELP, PRESS_CTRL('f'), ACTION_PAGE_DOWN },
	{ IN_HELP, ' ', ACTION_PAGE_DOWN },
	{ IN_HELP, PRESS_PAGE_UP, ACTION_PAGE_UP },
	{ IN_HELP, PRESS_CTRL('b'), ACTION_PAGE_UP },
	{ IN_HELP, PRESS_HOME, ACTION_FIRST },
	{ IN_HELP, PRESS_END, ACTION_LAST },
	{ IN_HELP, PRESS_RETURN, ACTION_OPEN },
	{ IN_HELP, '/', ACTION_SEARCH },
	{ IN_HELP, PRESS_CTRL('n'), ACTION_SEARCH_NEXT },
	{ IN_HELP, PRESS_CTRL('p'), ACTION_SEARCH_PREV },
	{ IN_HELP, PRESS_CTRL('y'), ACTION_COPY },
	{ IN_HELP, PRESS_CTRL('s'), ACTION_SAVE },
	{ IN_HELP, PRESS_FUNCTION + 2, ACTION_SAVE },
	{ IN_HELP, ':', ACTION_GOTO },
	{ IN_HELP, '?', ACTION_HELP },
	{ IN_HELP, PRESS_FUNCTION + 1, ACTION_HELP },
	{ IN_HELP, 'q', ACTION_QUIT },
	{ IN_HELP, 'Q', ACTION_END },
	{ IN_HELP, PRESS_ESCAPE, ACTION_BACK },
	{ IN_HELP, PRESS_CTRL('l'), ACTION_REDRAW },
	{ IN_HELP, PRESS_CTRL('c'), ACTION_INTERRUPT },
	{ IN_HELP, PRESS_CTRL('z'), ACTION_SUSPEND },
	{ IN_HELP, PRESS_FUNCTION + 10, ACTION_END },
};

/* In the order on the screen; on a narrow screen the highest ranks are left out first. */
static const struct hint_row {
	unsigned contexts;
	enum action action, other; /* other: named beside it, or ACTION_NONE */
	const char *words;
	unsigned rank, need;
} hints[] = {
	{ IN_LADDER | IN_MESSAGES, ACTION_DOWN, ACTION_UP, "step", 2, NEED_PACKETS },
	{ IN_LIST | IN_SETTINGS | IN_PROBLEMS, ACTION_DOWN, ACTION_UP, "move", 2, NEED_NOTHING },
	{ IN_TEXT | IN_DETAILS | IN_BYTES, ACTION_DOWN, ACTION_UP, "scroll", 2, NEED_NOTHING },
	{ IN_LIST | IN_PROBLEMS, ACTION_OPEN, ACTION_NONE, "open", 1, NEED_PACKETS },
	{ IN_LADDER, ACTION_OPEN, ACTION_NONE, "details", 3, NEED_PACKETS },
	{ IN_MESSAGES, ACTION_OPEN, ACTION_NONE, "whole message", 3, NEED_PACKETS },
	{ IN_SETTINGS, ACTION_OPEN, ACTION_NONE, "change", 1, NEED_NOTHING },
	{ IN_SESSION, ACTION_CLIENT, ACTION_NONE, "client", 3, NEED_CLIENT },
	{ IN_LIST, ACTION_CLIENT, ACTION_NONE, "client", 7, NEED_CLIENT },
	{ IN_MAIN, ACTION_LINK, ACTION_NONE, "link", 1, NEED_LINK },
	{ IN_MAIN, ACTION_LINK, ACTION_NONE, "run again", 1, NEED_PLAYED },
	{ IN_MAIN, ACTION_VANTAGE, ACTION_NONE, "vantage point", 1, NEED_VANTAGES },
	{ IN_SESSION, ACTION_PLOT, ACTION_NONE, "plot", 5, NEED_VIEWS },
	{ IN_LADDER | IN_MESSAGES, ACTION_NEXT_NOTABLE, ACTION_NONE, "next notable", 5,
	    NEED_PACKETS },
	{ IN_LADDER | IN_MESSAGES, ACTION_PLAY, ACTION_NONE, "replay", 6, NEED_PACKETS },
	{ IN_SESSION, ACTION_RELATED, ACTION_NONE, "related", 7, NEED_PACKETS },
	{ IN_TEXT, ACTION_NEXT_LINK, ACTION_NONE, "frame", 3, NEED_FRAMES },
	{ IN_SESSION, ACTION_NEXT_PANE, ACTION_NONE, "pane", 8, NEED_PACKETS },
	{ IN_SESSION, ACTION_FORM, ACTION_NONE, "hex", 9, NEED_PACKETS },
	{ IN_TEXT, ACTION_FORM, ACTION_NONE, "hex", 9, NEED_BYTES },
	{ IN_SESSION | IN_BYTES, ACTION_NEXT_SESSION, ACTION_PREV_SESSION, "session", 6,
	    NEED_SESSIONS },
	{ IN_LADDER, ACTION_BYTES, ACTION_NONE, "bytes", 9, NEED_PACKETS },
	{ IN_BYTES, ACTION_SIDES, ACTION_NONE, "both/client/server", 2, NEED_NOTHING },
	{ IN_BYTES, ACTION_FORM, ACTION_NONE, "hex", 2, NEED_NOTHING },
	{ IN_LIST, ACTION_FILTER, ACTION_NONE, "filter", 3, NEED_SESSIONS },
	{ IN_LIST, ACTION_SORT, ACTION_NONE, "sort", 4, NEED_SESSIONS },
	{ IN_MAIN, ACTION_SUMMARY, ACTION_NONE, "story", 7, NEED_PACKETS },
	{ IN_LIST, ACTION_PROBLEMS, ACTION_NONE, "problems", 4, NEED_TROUBLE },
	{ IN_LADDER, ACTION_PROBLEMS, ACTION_NONE, "problems", 6, NEED_TROUBLE },
	{ IN_PROBLEMS, ACTION_PROBLEMS, ACTION_NONE, "session/all", 3, NEED_SESSIONS },
	{ IN_LADDER | IN_LIST, ACTION_SEARCH, ACTION_NONE, "search", 5, NEED_PACKETS },
	{ IN_MAIN, ACTION_FOLLOW, ACTION_NONE, "follow", 8, NEED_LIVE | NEED_PACKETS },
	{ IN_MAIN | IN_BYTES, ACTION_SAVE, ACTION_NONE, "save", 4, NEED_PACKETS },
	{ IN_LADDER, ACTION_TIME, ACTION_NONE, "time", 9, NEED_PACKETS },
	{ IN_ALL, ACTION_HELP, ACTION_NONE, "help", 0, NEED_NOTHING },
	{ IN_ALL, ACTION_QUIT, ACTION_NONE, "back", 0, NEED_BELOW },
	{ IN_ALL, ACTION_QUIT, ACTION_NONE, "quit", 0, NEED_TOP },
	{ IN_HELP, ACTION_DOWN, ACTION_UP, "choose", 2, NEED_NOTHING },
	{ IN_HELP, ACTION_OPEN, ACTION_NONE, "run", 1, NEED_NOTHING },
	{ IN_HELP, ACTION_SEARCH, ACTION_NONE, "search", 3, NEED_NOTHING },
	{ IN_HELP, ACTION_HELP, ACTION_NONE, "close", 0, NEED_NOTHING },
	{ IN_HELP, ACTION_QUIT, ACTION_NONE, "back", 0, NEED_NOTHING },
};
static_assert(ARRAY_LEN(hints) <= HINTS_MAX, "a caller's array holds every hint");

enum action keys_action(enum context context, int key)
{
	for (size_t i = 0; i < ARRAY_LEN(bindings); i++)
		if (bindings[i].key == key && (bindings[i].contexts & context) != 0)
			return bindings[i].action;
	return ACTION_NONE;
}

const char *action_name(enum action action)
{
	return actions[action].name;
}

const char *action_help(enum action action)
{
	return actions[action].help;
}

const char *action_argument(enum action action)
{
	return actions[action].argument;
}

static bool is_named(const char *action, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (action[i] != (name[i] == '-' ? '_' : name[i]))
			return false;
	return action[len] == '\0';
}

enum action action_named(const char *name, size_t len)
{
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		if (len <= strlen(actions[action].name) &&
		    is_named(actions[action].name, name, len))
			return action;
	return ACTION_NONE;
}

void key_text(int key, char *out, size_t size)
{
	static const struct {
		int key;
		const char *text;
	} names[] = {
		{ ' ', "Space" },
		{ PRESS_TAB, "Tab" },
		{ PRESS_RETURN, "Enter" },
		{ PRESS_ESCAPE, "Esc" },
		{ PRESS_ARROW_UP, "Up" },
		{ PRESS_ARROW_DOWN, "Down" },
		{ PRESS_ARROW_LEFT, "Left" },
		{ PRESS_ARROW_RIGHT, "Right" },
		{ PRESS_PAGE_UP, "PgUp" },
		{ PRESS_PAGE_DOWN, "PgDn" },
		{ PRESS_HOME, "Home" },
		{ PRESS_END, "End" },
		{ PRESS_BACK_TAB, "S-Tab" },
		{ PRESS_DELETE, "Del" },
		{ PRESS_RUBOUT, "BkSp" },
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].key == key) {
			snprintf(out, size, "%s", names[i].text);
			return;
		}
	if (key > PRESS_FUNCTION)
		snprintf(out, size, "F%d", key - PRESS_FUNCTION);
	else if (key < ' ')
		snprintf(out, size, "^%c", key + '@');
	else
		snprintf(out, size, "%c", key);
}

int keys_of(enum context context, enum action action)
{
	for (size_t i = 0; i < ARRAY_LEN(bindings); i++)
		if (bindings[i].action == action && (bindings[i].contexts & context) != 0)
			return bindings[i].key;
	return PRESS_NOTHING;
}

static bool hint_make(const struct hint_row *row, unsigned context, struct hint *out)
{
	char first[KEY_TEXT], other[KEY_TEXT];
	int second = keys_of(context, row->other);
	out->key = keys_of(context, row->action);
	out->words = row->words;
	key_text(out->key, first, sizeof(first));
	key_text(second, other, sizeof(other));
	bool pair = second != PRESS_NOTHING;
	snprintf(out->keys, sizeof(out->keys), "%s%s%s", first, pair ? "/" : "", pair ? other : "");
	return out->key != PRESS_NOTHING;
}

/* Collects all hints up to a rank; *cells: their width side by side. */
static size_t hints_up_to(
    unsigned context, unsigned met, unsigned rank, struct hint out[HINTS_MAX], unsigned *cells)
{
	size_t count = 0;
	*cells = 0;
	for (size_t i = 0; i < ARRAY_LEN(hints); i++) {
		const struct hint_row *row = &hints[i];
		if ((row->contexts & context) == 0 || row->rank > rank || (row->need & ~met) != 0 ||
		    !hint_make(row, context, &out[count]))
			continue;
		*cells += (unsigned)(strlen(out[count].keys) + 1 + strlen(row->words));
		*cells += count != 0 ? 2 : 0;
		count++;
	}
	return count;
}

size_t keys_hints(enum context context, unsigned met, unsigned cells, struct hint out[HINTS_MAX])
{
	unsigned highest = 0, used;
	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		if (hints[i].rank > highest)
			highest = hints[i].rank;
	for (unsigned rank = highest; rank > 0; rank--) {
		size_t count = hints_up_to(context, met, rank, out, &used);
		if (used <= cells)
			return count;
	}
	return hints_up_to(context, met, 0, out, &used);
}

/* Writes every key of an action in a context, separated by blanks; returns their number. */
static size_t all_keys(unsigned context, enum action action, char *out, size_t size)
{
	size_t count = 0, used = 0;
	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(bindings); i++) {
		if (bindings[i].action != action || (bindings[i].contexts & context) == 0)
			continue;
		char key[KEY_TEXT];
		key_text(bindings[i].key, key, sizeof(key));
		int wrote = snprintf(out + used, size - used, "%s%s", count ? " " : "", key);
		if (wrote < 0 || (size_t)wrote >= size - used)
			break;
		used += (size_t)wrote;
		count++;
	}
	return count;
}

static void help_group(unsigned context, enum group group, const struct keys_sink *out)
{
	bool named = false;
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		char keys[64];
		if (actions[action].group != group ||
		    all_keys(context, action, keys, sizeof(keys)) == 0)
			continue;
		if (!named)
			out->line(out->ctx, NULL, group_names[group]);
		named = true;
		if (out->action != NULL)
			out->action(out->ctx, action);
		out->line(out->ctx, keys, actions[action].help);
	}
}

void keys_help(enum context context, const struct keys_sink *out)
{
	for (enum group group = 0; group < GROUP_COUNT; group++)
		help_group(context, group, out);
}

/* mdoc reads a leading dot or quote as a request and a backslash as an escape. */
static void mdoc_key(FILE *out, int key, bool first)
{
	char text[KEY_TEXT];
	key_text(key, text, sizeof(text));
	fputs(first ? ".It " : " , ", out);
	fputs("Ic ", out);
	if (text[0] == '\\')
		fputs("\\e", out);
	else if (text[1] == '\0' && strchr("'.&:?!/<>+-[]", text[0]) != NULL)
		fprintf(out, "\\&%s%s", text[0] == '-' ? "\\" : "", text);
	else
		fputs(text, out);
}

static void mdoc_action(FILE *out, enum action action)
{
	bool first = true;
	for (size_t i = 0; i < ARRAY_LEN(bindings); i++) {
		if (bindings[i].action != action)
			continue;
		mdoc_key(out, bindings[i].key, first);
		first = false;
	}
	fprintf(out, "\n%s.\n", actions[action].help);
}

void keys_manual(FILE *out)
{
	for (enum group group = 0; group < GROUP_COUNT; group++) {
		fprintf(out, ".Ss %s\n.Bl -tag -width Ds\n", group_names[group]);
		for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
			if (actions[action].group == group)
				mdoc_action(out, action);
		fputs(".El\n", out);
	}
}
