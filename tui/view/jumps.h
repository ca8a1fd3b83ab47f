/* Jumps between segments: along links, to related segments, back and forward. Owner's thread
 * only. */
#pragma once

#include "tui/view/shell.h"

struct vantage_way;

/* Goes to a frame; says so if there is no such segment. */
void jump_to_frame(struct shell *shell, uint32_t frame);
/* Goes to the nth segment related to the selected one (0: the first), or, after such a jump,
 * back. */
void jump_to_related(struct shell *shell, unsigned nth);
void jump_back(struct shell *shell);
void jump_forward(struct shell *shell);

/* Translates the way back to another vantage point's packet numbers. */
void jumps_renumber(struct shell *shell, const struct vantage_way *way);
