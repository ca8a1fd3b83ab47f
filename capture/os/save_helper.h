/* The save helper, a process that makes files for this one, and the owner's side of it: the three
 * steps of save_names.h, one file at a time. Owner's thread only. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Forks a helper for a process that is about to give up root but whose files must belong to the
 * invoking user. The helper creates, renames and removes files on request and does nothing else.
 * Without it the process makes files itself. Call while single-threaded.
 *
 * Under sudo the helper becomes the invoking user. Under plain root it stays root and keeps only
 * the capabilities to write where that user may and to give files to their owner. Otherwise it has
 * none.
 *
 * A helper that runs as root makes only files with capture names (capture/os/save_names.h) and
 * those allowed before it started, at most two: the ones that the user named on the command
 * line. */
void save_helper_allow(const char *path);
bool save_helper_start(struct err *err);
/* Confines helpers that are started later (capture/os/sandbox.h). Default: not. */
void save_helper_confine(bool confine);
void save_helper_stop(void);

/* Returns true if there is a helper, which must then make all files. */
bool save_helper_running(void);

/* As save_names_create. Returns the descriptor, or -1. */
int save_helper_create(const char *path, bool replace, bool *exists, struct err *err);
/* As save_names_commit, for the last created file. */
bool save_helper_commit(struct err *err);
/* As save_names_discard. */
void save_helper_discard(void);
