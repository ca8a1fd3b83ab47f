/* What the screen is about at the moment, and what all views share. Owner's thread only. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "tui/view/details_pane.h"
#include "tui/text/keys.h"
#include "tui/text/layout.h"
#include "tui/run/list_order.h"
#include "tui/view/replay_pace.h"
#include "tui/view/problems_view.h"
#include "tui/text/prompt.h"
#include "tui/run/run.h"
#include "tui/term/screen.h"
#include "tui/run/search.h"
#include "tui/view/text_view.h"
#include "tui/run/session_digest.h"

struct ui;

/* What a key does. count is the number typed before it, 0 if none. */
typedef void action_fn(struct ui *ui, unsigned count);

/* A full screen between title and hints. Views are stacked; the top one is drawn and
 * gets the keys. */
struct view_ops {
	enum context (*context)(const struct ui *ui);
	void (*draw)(struct ui *ui, const struct canvas *screen);
	/* Moves by rows, forward if positive; MOVE_FIRST and MOVE_LAST are as far as it goes. */
	void (*move)(struct ui *ui, long rows);
	/* Rows of a page. */
	int (*rows)(const struct ui *ui);
	/* by action, ACTION_COUNT of them; NULL where it has no meaning of its own here */
	action_fn *const *on;
	void (*point)(struct ui *ui, const struct pointer *pointer); /* or NULL */
};

#define WHEEL_ROWS 3

#define MOVE_FIRST LONG_MIN
#define MOVE_LAST LONG_MAX

enum color_mode { COLOR_KINDS, COLOR_SIDES, COLOR_MODES };

struct settings {
	enum time_mode time;
	enum form form;
	enum color_mode color_mode;
	bool raw_seq;
	bool plot; /* the kernel's windows instead of the messages */
};

/* A question answered by one key, at the bottom. Esc takes it back. */
struct choice {
	int key;
	const char *words;
	void (*chosen)(struct ui *ui);
};
#define CHOICES_MAX 8
struct question {
	bool open;
	char text[160];
	struct choice choice[CHOICES_MAX];
	size_t choices;
	void (*other)(struct ui *ui, int key); /* for keys that are no choice, or NULL */
};

/* A question answered by a line. */
struct entry {
	bool open;
	const char *label; /* static */
	struct prompt prompt;
	void (*entered)(struct ui *ui, const char *text);
};

/* The ladder and the panes around it. */
struct session_view {
	uint32_t session; /* 0: none yet */
	uint32_t packet;  /* selected; 0: none yet */
	uint32_t top;     /* which of the session's packets is the first row */
	/* the session it was so of, and how many packets of that were forgotten */
	uint32_t rows_of, gone;
	enum pane focus;
	bool zoom, details_open;
	int grow; /* steps by which side panes are larger */
	int pan;  /* cells by which the ladder is moved left */
	struct details details;
	uint32_t marked['z' - 'a' + 1];
};

struct list_view {
	struct list_order order;
	uint32_t session; /* selected; 0: none yet */
	uint32_t top;     /* row */
};

struct settings_view {
	unsigned row;
};

/* A thing on the bottom line that can be clicked. */
struct spot {
	int col, cells, key;
};

#define VIEWS_MAX 4
#define PANE_ROWS_MAX 256 /* rows of a pane that are drawn */

struct ui {
	struct run *run;
	struct screen *screen; /* (borrowed) */
	struct layout layout;
	struct settings set;
	const struct view_ops *view[VIEWS_MAX];
	unsigned views;
	struct session_view ladder;
	struct list_view list;
	struct text_view text;
	struct gist gist; /* of the session of the summary */
	struct settings_view settings;
	struct problems_view problems;
	struct question question;
	struct entry entry;
	struct search search;
	struct play play;
	struct history typed_messages, typed_searches, typed_filters, typed_changes, typed_names,
	    typed_steps;
	struct spot spot[HINTS_MAX];
	size_t spots;
	/* by row of the message pane: the packet that begins what stands there */
	uint32_t spoken[PANE_ROWS_MAX];
	char status[600];
	bool status_is_error;
	unsigned count;           /* digits typed so far */
	bool touched;             /* a key has been pressed */
	bool told_end;            /* that the lab's scenario is over */
	bool follow;              /* the selection is the newest segment */
	bool paused;              /* the display is held still */
	uint32_t paused_at;       /* packets there were then, */
	uint32_t paused_sessions; /* and sessions */
	uint32_t expect_session;  /* the session that the client is about to begin; 0: none */
	uint64_t saved_packets;   /* how many packets the last saving of everything held */
	bool export_everything;   /* what the save prompt is about */
	bool export_both;         /* and whether at every vantage point */
	char export_path[PROMPT_TEXT];
	bool quit_after_save;
	bool load_stopped; /* the user did not want the rest of the file */
	bool done;
	bool suspend; /* the loop is to give the terminal back until the user returns */
};

void ui_init(struct ui *ui, struct run *run, struct screen *screen);
void ui_free(struct ui *ui);

/* Takes one key in. */
void ui_key(struct ui *ui, int key);
void ui_act(struct ui *ui, enum action action);
/* Does what time or new packets bring about: follows, plays, searches for a slice of time. */
void ui_tick(struct ui *ui, int64_t now_ns);
/* When ui_tick must be called at the latest, in monotonic ns; -1: not before something happens. */
int64_t ui_due(const struct ui *ui);
void ui_draw(struct ui *ui);

/* The top view, its context. */
const struct view_ops *ui_view(const struct ui *ui);
enum context ui_context(const struct ui *ui);
void ui_push(struct ui *ui, const struct view_ops *view);
/* Back to the view below, if there is one. */
void ui_pop(struct ui *ui);

/* The list alone. */
void ui_to_list(struct ui *ui);
/* Back from a main view: to the list, where there are more sessions, and at last out of the
 * program, if quit. */
void ui_leave(struct ui *ui, bool quit);

/* Words in the status line, until the next key. */
void ui_say(struct ui *ui, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ui_fail(struct ui *ui, const struct err *err);

/* Asks for one key; choices are copied. */
void ui_ask(struct ui *ui, const char *text, const struct choice *choices, size_t count);
/* Asks for a line. label is static. */
void ui_enter(struct ui *ui, const char *label, const char *text, struct history *history,
    void (*entered)(struct ui *ui, const char *text));

/* How rows of a ladder are to look in so many cells. */
struct ladder_style ui_style(const struct ui *ui, int cells);

/* Packets and sessions that the display knows of: all that ever were, or those up to when
 * it was paused. */
uint32_t ui_packets(const struct ui *ui);
uint32_t ui_sessions(const struct ui *ui);
/* Those of the packets that are not forgotten. */
uint32_t ui_packets_kept(const struct ui *ui);
/* Holds the display still as things are now. */
void ui_pause(struct ui *ui);
/* Segments may still come. */
bool ui_running(const struct ui *ui);
