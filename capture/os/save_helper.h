/* The save helper, a process that makes files for this one, and the owner's side of it: the same
 * three steps as save_names.h, one file at a time. Owner's thread only. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Where the process is about to give up root but files must still belong to the one who called it,
 * this forks a small helper that creates, renames and removes files on request and does nothing
 * else. Without it files are made by the process itself. Call while still single-threaded.
 *
 * Where the helper is root's it makes files of capture names only (capture/os/save_names.h), and
 * those allowed before it started, as the user named them on the command line: at most two. */
void save_helper_allow(const char *path);
bool save_helper_start(struct err *err);
void save_helper_stop(void);

/* Returns true if there is a helper; files must be made by it then. */
bool save_helper_running(void);

/* As save_names_create: the descriptor, or -1. */
int save_helper_create(const char *path, bool replace, bool *exists, struct err *err);
/* As save_names_commit, for the file created last. */
bool save_helper_commit(struct err *err);
/* As save_names_discard. */
void save_helper_discard(void);
