/* Shared by the fuzz targets. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#define HOLDS(promise)                                                                             \
	do {                                                                                       \
		if (!(promise)) {                                                                  \
			fprintf(stderr, "does not hold: %s\n", #promise);                          \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

static inline void check_printable(const char *text)
{
	for (; *text != '\0'; text++)
		HOLDS(*text >= 0x20 && *text < 0x7f);
}
