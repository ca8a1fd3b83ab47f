/* Notable events in a session or in the whole capture: their kinds, worst first, and the frames
 * of each. */
#pragma once

#include "tui/view/shell.h"

/* Returns a view to be given to shell_add() as VIEW_PROBLEMS. */
struct view *problems_view_new(struct shell *shell);

/* Opens it over the view on top: for the selected session, or, from the list, for all. Where it is
 * open below already, goes back to it. */
void problems_open(struct shell *shell);
/* Moves what the view stands on to packets that are kept. Call after packets were forgotten. */
void problems_forget(struct shell *shell);
