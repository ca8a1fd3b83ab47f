/* Traces kept in a folder, to be judged once more: the same packets by another tcpviz. For the same
 * build's structures. */
#pragma once

#include <stdbool.h>

#include "trace.h"

#define KEEP_SUFFIX ".truth"

/* Writes what the captures do not hold, beside them: PATH ends in the suffix. Ends the program
 * when that fails. */
void keep_trace(const struct trace *trace, const char *path);

/* Reads a trace that was kept, with its captures. False when there is none. */
bool keep_read(struct trace *trace, const char *path);

/* Loads the segments of a capture from its file; `most` of them at most. Ends the program
 * when that fails. */
void keep_load(struct capture *capture, size_t most);
