/* The names of a file being saved: made beside the target, then moved over it or removed. Used by
 * the process itself or, on its behalf, by the save helper. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

#define SAVE_TEMP_TEXT 24

/* A file under its temporary name. */
struct save_names {
	/* as asked for, or where that symbolic link leads; for messages too */
	char target[PATH_MAX];
	size_t base;               /* where its last part begins */
	char temp[SAVE_TEMP_TEXT]; /* in the same folder */
	int dir;                   /* the folder; -1 when there is nothing to finish */
	bool replace;
};

/* Whether this process makes files of capture names only (.pcap, .pcapng, .cap; nothing hidden):
 * nothing that a system obeys is called so, wherever it lies. What a symbolic link leads to counts.
 * False until it is set. */
void save_names_captures_only(bool only);

/* Creates the temporary file, readable and writable as the umask has it. Returns its descriptor, or
 * -1 with err set; *exists says whether that is because the target exists. */
int save_names_create(
    struct save_names *names, const char *path, bool replace, bool *exists, struct err *err);

/* Moves the file to the target's name, or removes it when that fails. Without `replace` nothing is
 * ever overwritten, even if it appeared meanwhile. */
bool save_names_commit(struct save_names *names, struct err *err);

/* Removes the temporary file. Safe to call again. */
void save_names_discard(struct save_names *names);

/* "cannot save "PATH": reason; what to do", for an errno. Always returns false. */
bool save_names_error(const char *path, int error, struct err *err);
