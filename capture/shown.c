#include "capture/shown.h"

#include <stdio.h>
#include <string.h>

#define HALF 100

struct shown shown_path(const char *path)
{
	struct shown out;
	size_t len = strlen(path);
	if (len <= 2 * HALF)
		snprintf(out.text, sizeof(out.text), "\"%s\"", path);
	else
		snprintf(
		    out.text, sizeof(out.text), "\"%.*s...%s\"", HALF, path, path + len - HALF);
	for (char *c = out.text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	return out;
}
