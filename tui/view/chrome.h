/* The lines around every view: title, banner, status and hints; questions and prompts. Owner's
 * thread only. */
#pragma once

#include "tui/view/tools.h"

/* An item of the bottom line that can be clicked. */
struct spot {
	int col, cells, key;
};

/* Places in the layout. */
struct chrome {
	struct spot spot[HINTS_MAX];
	size_t spots;
	struct rect cursor; /* cursor of a prompt; otherwise rows is 0 */
};

/* Lays all lines out; sets the clickable places and the cursor. */
void chrome_layout(const struct tools *tools, const struct source_status *status,
    const struct canvas *screen, struct chrome *out);
/* Returns the key of a click on the bottom line, or PRESS_NOTHING. */
int chrome_key_at(
    const struct chrome *chrome, const struct shell *shell, const struct pointer *pointer);
