/* A clipped part of the screen to write on. Behind it is the terminal, or plain text in tests. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/ladder/ladder.h"
#include "tui/text/glyph.h"
#include "tui/text/look.h"
#include "tui/text/rect.h"

/* The target of all writing: row and col lie on the surface, text is printable UTF-8 that fits. */
struct surface {
	void (*put)(void *ctx, int row, int col, struct look look, const char *text, size_t len);
	void *ctx;
};

struct canvas {
	const struct surface *surface; /* (borrowed) */
	struct rect at; /* on the surface; rows and columns below are relative to it */
	bool ascii;
};

/* Returns a part of a canvas, clipped to the canvas. */
struct canvas canvas_part(const struct canvas *c, struct rect part);

/* Writes one line, clipped at both edges; text_clean() escapes unprintable characters. Returns
 * the column after the text. */
int canvas_text(const struct canvas *c, int row, int col, struct look look, const char *text);

/* Writes at most `cells` cells of text; a text that is cut ends in an ellipsis. Returns the
 * column after it. */
int canvas_fitted(
    const struct canvas *c, int row, int col, int cells, struct look look, const char *text);

/* Fills cells of one row with a glyph, or with blanks. */
void canvas_fill(const struct canvas *c, int row, int col, int cells, struct look look);
void canvas_line(const struct canvas *c, int row, int col, int cells, enum glyph glyph);

/* Writes the spans of a row, moved by col; mark applies to all cells of the row, blanks
 * included. */
void canvas_row(const struct canvas *c, int row, int col, const struct row *spans, unsigned mark);

/* Returns the glyph in this canvas's character set. Static. */
const char *canvas_glyph(const struct canvas *c, enum glyph glyph);
