/* Commands: what is typed after a colon. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* Asks for a command. */
void commands_open(struct tools *tools);
/* Runs a command: a frame number, or the name of an action with its argument; `q`, `export` and
 * `set` are short for others. */
void commands_run(struct tools *tools, const char *text);
