/* The lines around every view: title, failures of the source, status, hints; questions
 * and prompts. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* A thing on the bottom line that can be clicked. */
struct spot {
	int col, cells, key;
};

/* The places that the layout has given away. */
struct chrome {
	struct spot spot[HINTS_MAX];
	size_t spots;
	struct rect cursor; /* where a line is being typed; else without rows */
};

/* Lays everything out, and says where the spots and the cursor are. count is the number that was
 * typed so far, 0 if none. */
void chrome_layout(const struct tools *tools, const struct source_status *status, unsigned count,
    const struct canvas *screen, struct chrome *out);
/* Returns the key that a click on the bottom line stands for, or PRESS_NOTHING. */
int chrome_key_at(
    const struct chrome *chrome, const struct shell *shell, const struct pointer *pointer);
