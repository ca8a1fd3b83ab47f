/* Writing files for the user: to a temporary name beside the target, then renamed, so that what was
 * there is lost only when all of the new file is safe. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"

struct save;

/* Where the process is about to give up root but files must still belong to the one who called it,
 * this forks a small helper that creates, renames and removes files on request and does nothing
 * else. Without it files are made by the process itself. Call while still single-threaded.
 *
 * Where the helper is root's it makes files of capture names only (capture/os/save_names.h), and
 * those allowed before it started, as the user named them on the command line: at most two. */
void save_helper_allow(const char *path);
bool save_helper_start(struct err *err);
void save_helper_stop(void);

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
