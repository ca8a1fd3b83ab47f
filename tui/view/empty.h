/* What is shown while there is no session: what is being waited for, and what the user can do. */
#pragma once

#include "tui/view/ui.h"

void empty_draw(struct ui *ui, const struct canvas *c);
