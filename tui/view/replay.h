/* Replays the selected session; the pace is in shell->play. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

void replay_toggle(struct shell *shell);
void replay_faster(struct shell *shell);
void replay_slower(struct shell *shell);
/* Selects segments that are due. now_ns is monotonic. */
void replay_tick(struct shell *shell, int64_t now_ns);
