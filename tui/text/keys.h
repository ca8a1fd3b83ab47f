/* Keys and their actions. One table of actions, one of bindings and one of hints: the keys, the
 * help screen, the line of hints and the manual's list are made from them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A key is a Unicode character (control characters included) or one of these. */
enum key {
	PRESS_NOTHING = 0,
	PRESS_TAB = '\t',
	PRESS_RETURN = '\r',
	PRESS_ESCAPE = 0x1b,
	PRESS_SPECIAL = 0x110000,
	PRESS_ARROW_UP = PRESS_SPECIAL,
	PRESS_ARROW_DOWN,
	PRESS_ARROW_LEFT,
	PRESS_ARROW_RIGHT,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_HOME,
	PRESS_END,
	PRESS_DELETE,
	PRESS_RUBOUT, /* the key left of the cursor: ^H, DEL */
	PRESS_BACK_TAB,
	PRESS_FUNCTION,                      /* + 1 is F1 ... + 12 is F12 */
	PRESS_POINTER = PRESS_FUNCTION + 16, /* the mouse: see screen_pointer */
};

#define PRESS_CTRL(letter) (0x1f & (letter))

/* The place where a key is pressed; bits, because a binding can hold in several places. */
enum context {
	IN_LIST = 1 << 0,
	IN_LADDER = 1 << 1,
	IN_MESSAGES = 1 << 2,
	IN_DETAILS = 1 << 3,
	IN_TEXT = 1 << 4, /* help, session story, a whole message */
	IN_SETTINGS = 1 << 5,
	IN_PROBLEMS = 1 << 6,
	IN_BYTES = 1 << 7, /* the bytes of a session */
	IN_HELP = 1 << 9,  /* help: letters narrow it */
	IN_SESSION = IN_LADDER | IN_MESSAGES | IN_DETAILS,
	IN_MAIN = IN_LIST | IN_SESSION,
	IN_ALL = IN_MAIN | IN_TEXT | IN_SETTINGS | IN_PROBLEMS | IN_BYTES,
};

enum action {
	ACTION_NONE,
	ACTION_DOWN,
	ACTION_UP,
	ACTION_HALF_DOWN,
	ACTION_HALF_UP,
	ACTION_PAGE_DOWN,
	ACTION_PAGE_UP,
	ACTION_FIRST,
	ACTION_LAST,
	ACTION_GOTO,
	ACTION_RIGHT,
	ACTION_LEFT,
	ACTION_NEXT_NOTABLE,
	ACTION_PREV_NOTABLE,
	ACTION_NEXT_SESSION,
	ACTION_PREV_SESSION,
	ACTION_MARK,
	ACTION_JUMP,
	ACTION_NEXT_LINK,
	ACTION_PREV_LINK,
	ACTION_RELATED,
	ACTION_RETURN,
	ACTION_FORWARD,
	ACTION_MESSAGE,
	ACTION_OPEN,
	ACTION_BACK,
	ACTION_NEXT_PANE,
	ACTION_PREV_PANE,
	ACTION_ZOOM,
	ACTION_GROW,
	ACTION_SHRINK,
	ACTION_EXPLAIN_DOWN,
	ACTION_EXPLAIN_UP,
	ACTION_PLAY,
	ACTION_FASTER,
	ACTION_SLOWER,
	ACTION_FOLLOW,
	ACTION_PAUSE,
	ACTION_SEARCH,
	ACTION_SEARCH_NEXT,
	ACTION_SEARCH_PREV,
	ACTION_FILTER,
	ACTION_SORT,
	ACTION_SORT_REVERSE,
	ACTION_TIME,
	ACTION_RAW,
	ACTION_FORM,
	ACTION_COLOR_MODE,
	ACTION_COLOR,
	ACTION_CLIENT,
	ACTION_LINK,
	ACTION_VANTAGE,
	ACTION_PLOT,
	ACTION_SAVE,
	ACTION_COPY,
	ACTION_SUMMARY,
	ACTION_BYTES,
	ACTION_SIDES,
	ACTION_PROBLEMS,
	ACTION_SETTINGS,
	ACTION_HELP,
	ACTION_REDRAW,
	ACTION_INTERRUPT,
	ACTION_SUSPEND,
	ACTION_QUIT,
	ACTION_END,
	ACTION_COUNT,
};

/* Conditions of a hint; bits. */
enum key_need {
	NEED_NOTHING = 0,
	NEED_CLIENT = 1 << 0,   /* there is a built-in client */
	NEED_SESSIONS = 1 << 1, /* more than one session */
	NEED_PACKETS = 1 << 2,  /* at least one segment */
	NEED_LIVE = 1 << 3,     /* segments may still arrive */
	NEED_BELOW = 1 << 4,    /* another view lies below */
	NEED_TOP = 1 << 5,      /* no other view lies below */
	NEED_LINK = 1 << 6,     /* the lab's link can be changed */
	NEED_VANTAGES = 1 << 7, /* there are several vantage points */
	NEED_PLAYED = 1 << 9,   /* the lab's scenario is over */
	NEED_VIEWS = 1 << 10,   /* the kernel's view of connections is known */
	NEED_TROUBLE = 1 << 8,  /* there is a problem */
	NEED_BYTES = 1 << 11,   /* the text shows payload */
	NEED_FRAMES = 1 << 12,  /* the text names frames */
};

/* The action of a key, or ACTION_NONE. */
enum action keys_action(enum context context, int key);

/* "next_notable". Static. */
const char *action_name(enum action action);
/* Returns the meaning of an action in words. Static. */
const char *action_help(enum action action);
/* Returns what an action may be given as a command, as "FILE"; NULL: nothing. Static. */
const char *action_argument(enum action action);
/* Returns the action with a name, of which len bytes count; - stands for _, too. ACTION_NONE: no
 * action has it. */
enum action action_named(const char *name, size_t len);

/* Returns the first key of an action in a context, which a hint names, or PRESS_NOTHING. */
int keys_of(enum context context, enum action action);

/* Writes the name of a key: "j", "^D", "Space", "F1"; out should hold KEY_TEXT bytes. */
#define KEY_TEXT 8
void key_text(int key, char *out, size_t size);

/* One hint: "e" "next notable". */
struct hint {
	int key; /* the key that a click on the hint presses */
	char keys[2 * KEY_TEXT];
	const char *words; /* static */
};
#define HINTS_MAX 64

/* Selects the hints for a context, most useful left: as many as fit into `cells` with two
 * blanks between them, always help and back. met: the conditions that hold. Returns the number
 * of hints. */
size_t keys_hints(enum context context, unsigned met, unsigned cells, struct hint out[HINTS_MAX]);

/* Calls `line` for every action that has a key in the context, by group; for the name of a
 * group keys is NULL. */
struct keys_sink {
	void (*line)(void *ctx, const char *keys, const char *help);
	/* Called before the line of an action; or NULL. */
	void (*action)(void *ctx, enum action action);
	void *ctx;
};
void keys_help(enum context context, const struct keys_sink *out);

/* Writes the manual's list of keys, in mdoc. */
void keys_manual(FILE *out);
