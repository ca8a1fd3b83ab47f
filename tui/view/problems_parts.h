/* What the files of the problems view share. For tui/view/problems_*.c. */
#pragma once

#include "tui/view/ui.h"

/* The kinds that were counted, worst first; how many. */
unsigned problems_kinds(const struct ui *ui, uint8_t out[EVENT_COUNT]);
/* The row of the chosen kind among them; the first where it is not there. */
unsigned problems_kind_row(const struct ui *ui, const uint8_t *kind, unsigned count);

/* The packets of the chosen kind: the next after one, the last before one; 0 when there is none. */
uint32_t problems_frame_after(const struct ui *ui, uint32_t packet);
uint32_t problems_frame_before(const struct ui *ui, uint32_t packet);

void problems_draw(struct ui *ui, const struct canvas *screen);
