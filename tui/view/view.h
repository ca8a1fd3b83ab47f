/* A full screen between title and hints, as the shell knows it. The struct of a view begins with
 * struct view, stands in the view's own .c file and is made by its x_view_new(); nothing else knows
 * what is in it. Owner's thread only. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "tui/text/canvas.h"
#include "tui/text/keys.h"
#include "tui/text/mouse.h"

struct shell;
struct view_ops;

struct view {
	const struct view_ops *ops;
	struct shell *shell; /* (borrowed) */
};

/* Every view there is: one of each. */
enum view_id { VIEW_SESSION, VIEW_LIST, VIEW_TEXT, VIEW_SETTINGS, VIEW_PROBLEMS, VIEW_COUNT };

#define MOVE_FIRST LONG_MIN
#define MOVE_LAST LONG_MAX
#define WHEEL_ROWS 3

/* Called for a key. count is the number typed before it, 0 if none. */
typedef void view_action(struct view *v, unsigned count);

struct view_ops {
	void (*free)(struct view *v);
	/* Returns the place in which keys are pressed at the moment. */
	enum context (*context)(const struct view *v);
	/* Brings the view up to date with model and layout: counts, scrolls the selection into
	 * sight. Called before each layout; NULL: there is nothing to do. */
	void (*update)(struct view *v);
	/* Lays the rows of the view out. Changes nothing. Drawing is scene_paint(),
	 * for all views. */
	void (*layout)(const struct view *v, const struct canvas *out);
	/* Moves by rows, forward if positive; MOVE_FIRST and MOVE_LAST go all the way. */
	void (*move)(struct view *v, long rows);
	/* Returns the rows of a page. */
	int (*rows)(const struct view *v);
	/* By action, ACTION_COUNT of them; NULL: the action of all views (global_actions.h). */
	view_action *const *on;
	/* The mouse; NULL: it means nothing here. */
	void (*point)(struct view *v, const struct pointer *pointer);
	/* Returns true if the view is about all sessions; NULL: it is about the selected one. */
	bool (*covers_all)(const struct view *v);
	/* Another session was selected, to be shown from its start. May be NULL. */
	void (*restart)(struct view *v);
	/* Returns when the view on top must be laid out again, in monotonic ns; -1: not before
	 * something happens. NULL: never by itself. */
	int64_t (*due)(const struct view *v);
};
