#include "capture/os/flush.h"

#include <errno.h>
#include <unistd.h>

int flush_stream(FILE *file)
{
	if (fflush(file) != 0)
		return errno;
	if (ferror(file) == 0)
		return 0;
	/* An earlier write failed. stdio remembers that, but not the errno; another write makes the
	 * kernel report it again. */
	return write(fileno(file), "", 1) < 0 ? errno : ENOSPC;
}
