/* Text in units that must not be torn apart: a character with its combining marks, or one escape.
 * For core/base/text.c alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

/* More marks than a terminal cell can hold (curses keeps four) are escaped one by one. */
#define UNIT_MARKS_MAX 4
/* The character and its marks of 4 bytes each, or "\u{10ffff}", and a NUL. */
#define UNIT_TEXT ((1 + UNIT_MARKS_MAX) * 4 + 1)

struct unit {
	char text[UNIT_TEXT]; /* safe to show */
	unsigned len;         /* of text */
	unsigned cells;
	size_t consumed; /* bytes of the input it shows */
};

/* The unit at the beginning of in, which must not be empty. */
void unit_next(struct bytes in, bool ascii, struct unit *out);

/* The same for text that is fit to show already: how many bytes the character and all its marks
 * take, and how many cells. */
size_t unit_measure(struct bytes in, unsigned *cells);
