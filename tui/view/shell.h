/* State shared by all views: the run, the selection, the stack of views, the status line and
 * the open question. Knows views only by their view_ops. Owner's thread only. */
#pragma once

#include "tui/run/list_order.h"
#include "tui/run/run.h"
#include "tui/run/segment_rows.h"
#include "tui/text/frame_links.h"
#include "tui/text/layout.h"
#include "tui/text/lines.h"
#include "tui/text/pattern.h"
#include "tui/view/asking.h"
#include "tui/view/replay_pace.h"
#include "tui/view/settings.h"
#include "tui/view/trail.h"
#include "tui/view/view.h"

struct screen;

#define VIEWS_MAX 8

struct shell {
	struct run *run;       /* (borrowed) */
	struct screen *screen; /* (borrowed); NULL in tests, without a terminal */
	bool ascii;            /* the screen shows ASCII only */
	struct layout layout;
	struct settings set;
	struct view *view[VIEW_COUNT]; /* owned */
	/* stack; the last one is on top: it is drawn and gets the keys */
	enum view_id stack[VIEWS_MAX];
	unsigned stacked;
	struct asking asking;
	char status[600];
	bool status_is_error;
	int64_t status_until_ns;          /* when it disappears, monotonic; 0: not yet known */
	struct lines notice, explanation; /* wrapped for the screen */
	uint32_t explained;               /* the segment explained last */
	int explanation_top;              /* first line shown */
	struct frame_links links;         /* in the explanation */

	uint32_t session, packet; /* selected packet; 0: none */
	uint32_t listed;          /* session selected in the list; 0: none */
	struct trail trail;
	struct pattern pattern; /* of the last search */
	bool highlight;         /* its matches are marked */
	uint32_t related;       /* the segment that a jump to a related one led to */
	/* order of the sessions, in the list and for the next session */
	struct list_order order;
	struct segment_rows rows; /* of the selected session, with a filter of the ladder */
	bool snap; /* the selection moves to a row of the filter, instead of taking it away */
	struct history filters_typed;
	struct play play;
	bool follow;              /* the selection is the newest segment */
	bool paused;              /* the display is paused */
	uint32_t paused_at;       /* packets at the pause */
	uint32_t paused_sessions; /* sessions at the pause */
	uint32_t expect_session;  /* session that the client is about to begin; 0: none */
	bool load_stopped;        /* the user stopped loading the file */
	enum action act;          /* an action to do next, in the view on top */
	bool quit;                /* the user asked to quit; packets may be unsaved */
	bool done;                /* the program ends */
	bool suspend;             /* the loop must restore the terminal until SIGCONT */
};

/* Begins without views; shell_add() adds them. screen may be NULL. */
void shell_init(struct shell *s, struct run *run, struct screen *screen);
/* Frees the views as well. */
void shell_free(struct shell *s);

/* Takes ownership of a view, the only one with this id. */
void shell_add(struct shell *s, enum view_id id, struct view *view);
struct view *shell_top(const struct shell *s);
bool shell_is_top(const struct shell *s, enum view_id id);
enum context shell_context(const struct shell *s);
void shell_push(struct shell *s, enum view_id id);
/* Goes back to the view below, if there is one. */
void shell_pop(struct shell *s);
/* Leaves only the list on the stack. */
void shell_to_list(struct shell *s);
/* Goes back from a main view: to the list if there are several sessions, finally, if quit, out
 * of the program. */
void shell_leave(struct shell *s, bool quit);

/* Shows a notice until the next key or until there was time to read it (status.h). */
void shell_say(struct shell *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void shell_fail(struct shell *s, const struct err *err);
void shell_say_nothing(struct shell *s);

/* Copies a text to the terminal's clipboard, and says so. */
void shell_copy(struct shell *s, const char *text);

/* Returns the style of ladder rows of a width. */
struct ladder_style shell_style(const struct shell *s, int cells);

/* Return the packets and sessions that are shown: all, or those up to the pause. */
uint32_t shell_packets(const struct shell *s);
uint32_t shell_sessions(const struct shell *s);
/* Returns the kept ones of these packets. */
uint32_t shell_packets_kept(const struct shell *s);
/* Pauses the display. */
void shell_pause(struct shell *s);
