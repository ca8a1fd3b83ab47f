/* Shared by the files of the session view. For tui/view/session_*.c. */
#pragma once

#include "tui/view/details_pane.h"
#include "tui/view/ladder_pane.h"
#include "tui/view/message_pane.h"

struct session_view {
	struct view view;
	enum pane focus;
	bool zoom, details_open;
	struct pointer
	    held;      /* where the mouse took hold of a border; click is CLICK_NONE without */
	int held_grow; /* grow at that time */
	int grow;      /* steps by which the user enlarged the side panes */
	struct ladder_pane ladder;
	struct message_pane messages;
	struct details_pane details;
};

static inline struct session_view *session_own(struct view *view)
{
	return (struct session_view *)view;
}

/* Moves the selection of the focused pane, or scrolls it, by rows; MOVE_FIRST and MOVE_LAST: to
 * the ends. For view_ops. */
void session_move(struct view *view, long by);

/* Actions. */
view_action session_right, session_left, session_next_notable, session_prev_notable,
    session_next_session, session_prev_session;
