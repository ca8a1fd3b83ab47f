/* Writes files for the user: under a temporary name beside the target, then renamed. An existing
 * file is lost only when the new one is complete. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"

struct save;

/* Begins a file; with a helper, one at a time. The target must not exist unless `replace`. Returns
 * NULL with err on failure. *exists (may be NULL) is true if the target exists already; err then
 * says only that, for the caller to add what replaces it: "x.pcap" exists, a symbolic link of
 * root. */
struct save *save_begin(const char *path, bool replace, bool *exists, struct err *err);
/* Returns the stream to write to. Owned by the save; do not close it. */
FILE *save_stream(struct save *save);
/* Flushes, syncs and renames to the target. Always frees the save. On failure the target is
 * unchanged. */
bool save_commit(struct save *save, struct err *err);
/* Returns true if the file could be saved now: its folder, the permission and an existing file are
 * as they must be. Creates and removes the temporary file to see. Otherwise as save_begin(). */
bool save_check(const char *path, bool replace, bool *exists, struct err *err);
/* Removes the temporary file and frees the save. */
void save_abort(struct save *save);
