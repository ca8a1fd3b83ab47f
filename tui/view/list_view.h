/* The list of sessions. */
#pragma once

#include "tui/view/ui.h"

extern const struct view_ops list_view_ops;

/* Asks for the filter. */
void list_view_filter(struct ui *ui, unsigned count);
