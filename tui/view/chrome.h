/* What stands around every view: title, what is wrong with the source, status, hints; questions
 * and prompts. */
#pragma once

#include "capture/source/source.h"
#include "tui/view/ui.h"

/* Draws them; where a line is being typed, cursor is set to its place. */
void chrome_draw(struct ui *ui, const struct canvas *screen, const struct source_status *status,
    struct rect *cursor);
/* The key that a click on the bottom line stands for, or PRESS_NOTHING. */
int chrome_key_at(const struct ui *ui, const struct pointer *pointer);
