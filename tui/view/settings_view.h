/* The display settings, each with its key. */
#pragma once

#include "tui/view/shell.h"

/* Returns the view for shell_add() as VIEW_SETTINGS. */
struct view *settings_view_new(struct shell *shell);
