/* Going places: frames, marks, and what is searched for. */
#pragma once

#include "tui/view/ui.h"

void find_goto(struct ui *ui, unsigned count);
void find_jump(struct ui *ui, unsigned count);
void find_search(struct ui *ui, unsigned count);
void find_next(struct ui *ui, unsigned count);
void find_prev(struct ui *ui, unsigned count);
/* Searches on until deadline_ns, and shows what was found. */
void find_slice(struct ui *ui, int64_t deadline_ns);
