/* The view of a session's bytes: what its sides sent, as text or hex, and saved raw. */
#pragma once

#include "tui/view/shell.h"

/* Returns the view for shell_add() as VIEW_BYTES. */
struct view *bytes_view_new(struct shell *shell);

/* Opens the view over the view on top, for the selected session. */
void bytes_view_open(struct shell *shell);
