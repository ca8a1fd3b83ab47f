/* The list of sessions. */
#pragma once

#include "tui/view/shell.h"

/* Returns the view for shell_add() as VIEW_LIST. */
struct view *list_view_new(struct shell *shell);
