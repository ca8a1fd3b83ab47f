/* State shared by all views: the run they show, the selection in it, the stack of views, the status
 * line and the open question. Knows views by their view_ops only. Owner's thread only. */
#pragma once

#include "tui/run/list_order.h"
#include "tui/run/run.h"
#include "tui/text/layout.h"
#include "tui/view/asking.h"
#include "tui/view/replay_pace.h"
#include "tui/view/settings.h"
#include "tui/view/view.h"

struct screen;

#define VIEWS_MAX 4

struct shell {
	struct run *run;       /* (borrowed) */
	struct screen *screen; /* (borrowed); NULL where there is no terminal: in tests */
	bool ascii;            /* the screen has no other characters */
	struct layout layout;
	struct settings set;
	struct view *view[VIEW_COUNT]; /* owned */
	enum view_id stack[VIEWS_MAX]; /* the last one is on top: it is drawn and gets the keys */
	unsigned stacked;
	struct asking asking;
	char status[600];
	bool status_is_error;
	uint32_t session, packet; /* selected; 0: none yet */
	uint32_t listed;          /* the session that the list has selected; 0: none yet */
	/* of the sessions: in the list, and for going from one to the next */
	struct list_order order;
	struct play play;
	bool follow;              /* the selection is the newest segment */
	bool paused;              /* the display is held still, */
	uint32_t paused_at;       /* as it was with so many packets */
	uint32_t paused_sessions; /* and sessions */
	uint32_t expect_session;  /* the session that the client is about to begin; 0: none */
	bool load_stopped;        /* the user did not want the rest of the file */
	bool quit;                /* the user asked to quit; packets may be unsaved */
	bool done;                /* the program ends */
	bool suspend;             /* the loop is to give the terminal back until the user returns */
};

/* Begins with no view: shell_add() brings them. screen may be NULL. */
void shell_init(struct shell *s, struct run *run, struct screen *screen);
/* Frees the views, too. */
void shell_free(struct shell *s);

/* Takes a view over, the only one with this id. */
void shell_add(struct shell *s, enum view_id id, struct view *view);
struct view *shell_top(const struct shell *s);
bool shell_is_top(const struct shell *s, enum view_id id);
enum context shell_context(const struct shell *s);
void shell_push(struct shell *s, enum view_id id);
/* Back to the view below, if there is one. */
void shell_pop(struct shell *s);
/* The list alone. */
void shell_to_list(struct shell *s);
/* Back from a main view: to the list, where there are more sessions, and at last, if quit, out of
 * the program. */
void shell_leave(struct shell *s, bool quit);

/* Words in the status line, until the next key. */
void shell_say(struct shell *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void shell_fail(struct shell *s, const struct err *err);

/* Returns how rows of a ladder are to look in so many cells. */
struct ladder_style shell_style(const struct shell *s, int cells);

/* Packets and sessions that are shown: all that ever were, or those up to the pause. */
uint32_t shell_packets(const struct shell *s);
uint32_t shell_sessions(const struct shell *s);
/* Those of the packets that are not forgotten. */
uint32_t shell_packets_kept(const struct shell *s);
/* Holds the display still as things are now. */
void shell_pause(struct shell *s);
