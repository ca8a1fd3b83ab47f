/* Keeps the screen on kept packets after a ring has forgotten some. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* Moves selection, rows, search and pause to what is kept. Call after packets were taken in and
 * before anything is drawn or a key is heard. */
void forgotten_settle(struct tools *tools);
