/* File names as users type them. */
#pragma once

#include <stddef.h>

/* Writes the path for a name: no shell expands ~ in a name typed here, so the home folder is
 * inserted. */
void user_path(const char *text, char *out, size_t size);
