/* The drawing characters outside the ladder, each with an ASCII substitute. */
#pragma once

#include <stdbool.h>

enum glyph {
	GLYPH_HORIZONTAL,
	GLYPH_VERTICAL,
	GLYPH_ELLIPSIS,
	GLYPH_POINTER, /* before the selected row */
	GLYPH_LINKED,  /* before rows that belong to the selected one */
	GLYPH_RIGHT,   /* from A to B */
	GLYPH_LEFT,    /* from B to A */
	GLYPH_UP,
	GLYPH_DOWN,
	GLYPH_DOT,
	GLYPH_PLOT_LINE,
	GLYPH_PLOT_LIMIT,
	GLYPH_PLOT_FILL,
	GLYPH_COUNT,
};

/* Returns the character: one cell wide, except the ASCII ellipsis. Static. */
const char *glyph_text(enum glyph glyph, bool ascii);
