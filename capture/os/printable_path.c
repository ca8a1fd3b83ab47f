#include "capture/os/printable_path.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

#define HALF 100

static bool continues(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

struct printable_path printable_path(const char *path)
{
	struct printable_path out;
	char clean[PATH_MAX];
	size_t len = text_clean(path, false, clean, sizeof(clean));
	size_t head = HALF, tail = len - HALF;
	if (len <= (size_t)2 * HALF) {
		snprintf(out.text, sizeof(out.text), "\"%s\"", clean);
		return out;
	}
	while (continues(clean[head]))
		head--;
	while (continues(clean[tail]))
		tail++;
	snprintf(out.text, sizeof(out.text), "\"%.*s...%s\"", (int)head, clean, clean + tail);
	return out;
}
