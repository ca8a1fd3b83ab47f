/* A view fills the screen between title and hints. The struct of a view begins with struct view
 * and is private to the view's .c file; its x_view_new() makes it. Owner's thread only. */
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

/* All views: one of each. */
enum view_id {
	VIEW_SESSION,
	VIEW_LIST,
	VIEW_TEXT,
	VIEW_SETTINGS,
	VIEW_PROBLEMS,
	VIEW_BYTES,
	VIEW_COUNT
};

#define MOVE_FIRST LONG_MIN
#define MOVE_LAST LONG_MAX
#define WHEEL_ROWS 3

/* Handles a key. count: the number typed before it, 0: none. */
typedef void view_action(struct view *v, unsigned count);

struct view_ops {
	void (*free)(struct view *v);
	/* Returns the context of keys now. */
	enum context (*context)(const struct view *v);
	/* Updates the view for model and layout: counts, scrolls the selection into view.
	 * Called before each layout; NULL: nothing to do. */
	void (*update)(struct view *v);
	/* Takes a key before the table of keys does. Returns false if it is none of its own. NULL:
	 * the view takes none. */
	bool (*type)(struct view *v, int key);
	/* Draws the view into the scene; changes nothing. scene_paint() draws the scene, for
	 * all views. */
	void (*layout)(const struct view *v, const struct canvas *out);
	/* Moves by rows, forward if positive; MOVE_FIRST and MOVE_LAST: to the ends. */
	void (*move)(struct view *v, long rows);
	/* Returns the rows of a page. */
	int (*rows)(const struct view *v);
	/* Handlers by action, ACTION_COUNT of them; NULL: the common action (global_actions.h). */
	view_action *const *on;
	/* Handles the mouse; NULL: no function. */
	void (*point)(struct view *v, const struct pointer *pointer);
	/* Returns true if the view is about all sessions; NULL: about the selected one. */
	bool (*covers_all)(const struct view *v);
	/* Called after another session was selected, to show it from its start. May be NULL. */
	void (*restart)(struct view *v);
	/* Returns when the view on top must be drawn again, in monotonic ns; -1: after the next
	 * event. NULL: never by itself. */
	int64_t (*due)(const struct view *v);
};
