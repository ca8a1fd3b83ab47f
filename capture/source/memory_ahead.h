/* Memory for packets, prepared by the thread that reads them. The system clears a page at the first
 * write, which takes about 5 % of the time of loading, and many milliseconds at once if it must
 * reclaim memory first. The owner's thread should not spend that time, because it answers keys.
 *
 * Any number of threads may prepare; one takes. */
#pragma once

#include <stddef.h>

/* Makes core/base/memory.h take prepared chunks from now on. Call before there are threads; may be
 * called again. */
void memory_ahead_begin(void);

/* Any thread: prepares the next chunk for that many packets, as far as is known; more than a chunk
 * holds means a whole chunk. Does nothing if a prepared chunk is still unused. */
void memory_ahead_prepare(size_t packets);
