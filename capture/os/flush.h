/* Whether all that was written to a stream is with the kernel. */
#pragma once

#include <stdio.h>

/* Flushes. 0 when every write since the stream was opened has succeeded, else an errno. The file is
 * of no use then: a byte may be added in finding out why. */
int flush_stream(FILE *file);
