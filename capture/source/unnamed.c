#include "capture/source/unnamed.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int unnamed_file(char *folder, size_t size)
{
	char path[PATH_MAX];
	const char *set = getenv("TMPDIR");
	snprintf(folder, size, "%s", set == NULL || *set == '\0' ? "/tmp" : set);
	int len = snprintf(path, sizeof(path), "%s/tcpviz-spool-XXXXXX", folder);
	if (len < 0 || (size_t)len >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return -1;
	/* From here on the kernel frees the file when the process ends, in whatever way. */
	int error = errno;
	unlink(path);
	errno = error;
	return fd;
}
