/* The lines above the hints: a notice, which disappears by itself, above the explanation of the
 * selected segment. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* Wraps notice and explanation for the columns of the screen and sets the rows they need. count:
 * the number typed so far, 0: none. */
void status_wish(const struct tools *tools, unsigned count, struct layout_wish *wish);
/* Limits the scroll position to what the rows of the layout allow. */
void status_settle(struct shell *shell);
void status_layout(const struct shell *shell, const struct canvas *screen);

/* Scrolls the explanation. The next segment starts at the top again. */
void status_scroll(struct shell *shell, int rows);
/* Chooses the next or the previous frame number in the explanation, and scrolls to it. */
void status_turn_link(struct shell *shell, bool back);
/* Returns the frame number in a cell of the explanation, 0: none. */
uint32_t status_link_at(const struct shell *shell, int row, int col);
/* Removes a notice that was shown long enough to be read. */
void status_tick(struct shell *shell, int64_t now_ns);
