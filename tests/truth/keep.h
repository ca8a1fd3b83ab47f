/* Traces kept in a folder, to judge the same packets with another build. The structures must be the
 * same. */
#pragma once

#include <stdbool.h>

#include "trace.h"

#define KEEP_SUFFIX ".truth"

/* Writes what the captures lack to a file beside them: PATH ends in the suffix. Ends the program on
 * failure. */
void keep_trace(const struct trace *trace, const char *path);

/* Reads a kept trace with its captures. Returns false if there is none. */
bool keep_read(struct trace *trace, const char *path);

/* Loads at most `most` segments of a capture from its file. Ends the program on failure. */
void keep_load(struct capture *capture, size_t most);
