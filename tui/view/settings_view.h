/* The display settings, each with its key. */
#pragma once

#include "tui/view/shell.h"

/* Returns the view for shell_add() as VIEW_SETTINGS. */
struct view *settings_view_new(struct shell *shell);

/* Changes a setting by its name and a word of its value, "time" and "start"; an empty value selects
 * the next one. False if there is no such setting or value. */
bool settings_set(struct shell *shell, const char *name, const char *value);
/* Returns the nth setting's name, NULL after the last one. Static. */
const char *settings_name(unsigned n);
