/* The list of sessions. */
#pragma once

#include "tui/view/shell.h"

/* Returns a view to be given to shell_add() as VIEW_LIST. */
struct view *list_view_new(struct shell *shell);

/* Asks for the filter. */
void list_view_filter(struct shell *shell);
