/* The names of a file being saved: created beside the target, then renamed to it or removed. Used
 * by the process itself or by the save helper on its behalf. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

#define SAVE_TEMP_TEXT 24

/* A file with a temporary name. */
struct save_names {
	char target[PATH_MAX];     /* as given */
	size_t base;               /* offset of the last path component */
	char temp[SAVE_TEMP_TEXT]; /* in the same folder */
	int dir;                   /* descriptor of the folder; -1: nothing to finish */
	bool replace;
};

/* Restricts this process to names of captures, texts and raw bytes (.pcap, .pcapng, .cap, .txt,
 * .bin, .bytes; not hidden), because no system file that is trusted has such a name; but an
 * existing .txt is never replaced. Off by default. */
void save_names_captures_only(bool only);

/* A symbolic link in place of the file is not followed: it is replaced itself. Somebody else may
 * have put it there to choose which file is overwritten.
 *
 * Creates the temporary file with the mode that the umask allows. Returns its descriptor, or -1
 * with err; *exists is true if the target exists already, and err then says only that (save.h). */
int save_names_create(
    struct save_names *names, const char *path, bool replace, bool *exists, struct err *err);

/* Renames the file to the target, or removes it on failure. Without `replace` an existing file is
 * never overwritten, even if it appeared in the meantime. */
bool save_names_commit(struct save_names *names, struct err *err);

/* Removes the temporary file. May be called again. */
void save_names_discard(struct save_names *names);

/* Sets err for an errno: "cannot save "PATH": reason; what to do". Always returns false. */
bool save_names_error(const char *path, int error, struct err *err);
