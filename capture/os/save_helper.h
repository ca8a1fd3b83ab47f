/* The owner's side of the save helper: the same three steps as save_names.h, done by the helper.
 * One file at a time. The helper itself is started and stopped through save.h. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Whether there is one; then files must be made by it. */
bool save_helper_running(void);

/* As save_names_create: the descriptor, or -1. */
int save_helper_create(const char *path, bool replace, bool *exists, struct err *err);
/* As save_names_commit, for the file created last. */
bool save_helper_commit(struct err *err);
/* As save_names_discard. */
void save_helper_discard(void);
