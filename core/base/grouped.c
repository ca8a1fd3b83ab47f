#include "core/base/grouped.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Smaller numbers are read at a glance. */
#define GROUPED_LEAST 10000

const char *grouped_format(uint64_t n, char out[GROUPED_TEXT])
{
	char digits[24];
	size_t at = 0;
	snprintf(digits, sizeof(digits), "%" PRIu64, n);
	size_t len = strlen(digits);
	for (size_t i = 0; i < len; i++) {
		if (n >= GROUPED_LEAST && i > 0 && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}
