/* Playing the shown session again. */
#pragma once

#include "tui/view/ui.h"

void replay_toggle(struct ui *ui, unsigned count);
void replay_faster(struct ui *ui, unsigned count);
void replay_slower(struct ui *ui, unsigned count);
/* Shows what is due. */
void replay_tick(struct ui *ui, int64_t now_ns);
