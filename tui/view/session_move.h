/* Ways through a session, and to the next one. */
#pragma once

#include "tui/view/ui.h"

/* Moves the selection of the focused pane, or scrolls it, by rows; MOVE_FIRST and MOVE_LAST go
 * all the way. */
void session_move(struct ui *ui, long by);

/* Actions. */
void session_right(struct ui *ui, unsigned count);
void session_left(struct ui *ui, unsigned count);
void session_next_notable(struct ui *ui, unsigned count);
void session_prev_notable(struct ui *ui, unsigned count);
void session_next_session(struct ui *ui, unsigned count);
void session_prev_session(struct ui *ui, unsigned count);
void session_mark(struct ui *ui, unsigned count);
