/* Problems and other events of a session or of the whole capture: their kinds, worst first, and
 * the frames of each. */
#pragma once

#include "tui/view/shell.h"

/* Returns the view for shell_add() as VIEW_PROBLEMS. */
struct view *problems_view_new(struct shell *shell);

/* Opens the view for the selected session or, from the list, for all. If it is open below, goes
 * back to it. */
void problems_open(struct shell *shell);
/* Moves the view to kept packets. Call after packets were forgotten. */
void problems_forget(struct shell *shell);
