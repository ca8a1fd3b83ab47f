/* Flushing a stream and learning why a write failed. */
#pragma once

#include <stdio.h>

/* Flushes the stream. Returns 0 if every write since it was opened has succeeded, else an errno. On
 * failure the file is unusable: finding the reason may have added a byte. */
int flush_stream(FILE *file);
