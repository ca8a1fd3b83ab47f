/* Moves the screen to kept packets after a ring has forgotten some. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* Moves selection, rows, search and pause to kept packets. Call after packets were taken in,
 * before drawing and before handling keys. */
void forgotten_settle(struct tools *tools);
