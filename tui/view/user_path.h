/* File names as users type them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Writes the path for a name: no shell expands ~ in a name typed here, so the home folder is
 * inserted. */
void user_path(const char *text, char *out, size_t size);

struct run;
/* Returns true if the path is a capture that the run reads: its frames are read back while it is
 * shown, so nothing may be saved in its place. */
bool user_path_is_read(const struct run *run, const char *path);
