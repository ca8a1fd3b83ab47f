/* Files without a name, which end with the process. */
#pragma once

#include <stddef.h>

/* Makes one in $TMPDIR or /tmp, whose path goes to `folder`. Returns a descriptor for reading and
 * writing, or -1 with errno. */
int unnamed_file(char *folder, size_t size);
