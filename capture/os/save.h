/* Writing files for the user: to a temporary name beside the target, then renamed, so that what was
 * there is lost only when all of the new file is safe. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"

struct save;

/* Begins a file, one at a time where there is a helper; the target must not exist unless `replace`.
 * NULL with err set on failure ("already exists" is told by *exists, which may be NULL). */
struct save *save_begin(const char *path, bool replace, bool *exists, struct err *err);
/* The stream to write to; owned by the save, not to be closed. */
FILE *save_stream(struct save *save);
/* Flushes, syncs and renames into place. Frees the save in any case; on failure the target
 * is as it was. */
bool save_commit(struct save *save, struct err *err);
/* Gives up; nothing remains. */
void save_abort(struct save *save);
