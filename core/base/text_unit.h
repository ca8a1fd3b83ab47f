/* Splits text into units that must stay whole: a character with its combining marks, or one escape.
 * Used by core/base/text.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

/* A terminal cell holds a limited number of marks (curses keeps four); further ones are escaped one
 * by one. */
#define UNIT_MARKS_MAX 4
/* A character and its marks of 4 bytes each, or "\u{10ffff}", and a NUL. */
#define UNIT_TEXT ((1 + UNIT_MARKS_MAX) * 4 + 1)

struct unit {
	char text[UNIT_TEXT]; /* safe to show */
	unsigned len;         /* length of text */
	unsigned cells;
	size_t consumed; /* the bytes of input that it shows */
};

/* Reads the unit at the start of in, which must not be empty. */
void unit_next(struct bytes in, bool ascii, struct unit *out);

/* Does the same for text that is already safe to show: returns how many bytes the character and all
 * its marks take, and sets how many cells. */
size_t unit_measure(struct bytes in, unsigned *cells);
