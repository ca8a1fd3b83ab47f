/* The settings of the display, each with the key that changes it anywhere. */
#pragma once

#include "tui/view/shell.h"

/* Returns a view to be given to shell_add() as VIEW_SETTINGS. */
struct view *settings_view_new(struct shell *shell);
