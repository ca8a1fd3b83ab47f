/* The first line: what is being watched, how much of it, and how. */
#pragma once

#include "capture/source/source.h"
#include "tui/view/ui.h"

void title_draw(struct ui *ui, const struct canvas *screen, const struct source_status *status);
