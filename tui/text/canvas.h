/* A clipped part of the screen to write on. What is behind it is the terminal, or plain
 * text in tests. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/ladder/ladder.h"
#include "tui/text/glyph.h"
#include "tui/text/look.h"
#include "tui/text/rect.h"

/* Where text ends up: row and col lie on the surface, text is printable UTF-8 that fits. */
struct surface {
	void (*put)(void *ctx, int row, int col, struct look look, const char *text, size_t len);
	void *ctx;
};

struct canvas {
	const struct surface *surface; /* (borrowed) */
	struct rect at; /* on the surface; writing is relative to it and clipped by it */
	bool ascii;
};

/* A part of a canvas, clipped to it. */
struct canvas canvas_part(const struct canvas *c, struct rect part);

/* Writes one line. Cells left of 0 or right of the edge are cut off; what is not fit to show is
 * escaped as text_clean() has it. Returns the column after the text. */
int canvas_text(const struct canvas *c, int row, int col, struct look look, const char *text);

/* Writes at most `cells` cells of text, ending in an ellipsis when that is less than all of it. */
int canvas_fitted(
    const struct canvas *c, int row, int col, int cells, struct look look, const char *text);

/* Fills cells of one row with a glyph, or with blanks. */
void canvas_fill(const struct canvas *c, int row, int col, int cells, struct look look);
void canvas_line(const struct canvas *c, int row, int col, int cells, enum glyph glyph);

/* Paints a laid out row, moved by col; mark lies over all of it, blanks included. */
void canvas_row(const struct canvas *c, int row, int col, const struct row *spans, unsigned mark);

/* The glyph as this canvas can show it. */
const char *canvas_glyph(const struct canvas *c, enum glyph glyph);
