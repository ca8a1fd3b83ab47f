/* Memory for packets, prepared by the thread that reads them. The system clears pages when they are
 * first written to, which takes about a twentieth of all that loading costs, and where it must make
 * room first, many milliseconds at a time: time in which the owner could not answer a key.
 *
 * Any number of readers may prepare; one thread takes. */
#pragma once

#include <stddef.h>

/* From now on core/base/memory.h takes chunks of packets that were prepared. Call before there are
 * threads; again is fine. */
void memory_ahead_begin(void);

/* Any thread: prepares the next chunk, of which so many packets will be written to as far as is
 * known; more than a chunk holds means all. Nothing where one is prepared that nobody has taken. */
void memory_ahead_prepare(size_t packets);
