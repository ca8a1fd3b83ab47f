/* A screen kept as pieces of text with their styles. Views write it through a canvas, without a
 * terminal; scene_paint draws it; tests read its rows. */
#pragma once

#include <stddef.h>

#include "tui/text/canvas.h"

struct scene_piece {
	int row, col;
	struct look look;
	size_t at, len; /* of the text, in bytes */
};

/* Empty when zeroed. The scene must not move in memory while a canvas of it is in use. */
struct scene {
	struct surface surface;
	struct size size;
	struct scene_piece *piece; /* in the order written: a later piece covers earlier ones */
	size_t pieces, room;
	char *text;
	size_t used, text_room;
};

void scene_free(struct scene *s);

/* Empties the scene; returns the canvas that writes into it. */
struct canvas scene_begin(struct scene *s, struct size size, bool ascii);

/* Paints the scene at the canvas's upper left corner, clipped by it. */
void scene_paint(const struct scene *s, const struct canvas *c);

/* Writes a row as text, without trailing blanks. */
void scene_row(const struct scene *s, int row, char *out, size_t size);
/* Returns the look of a cell; plain where nothing was written. */
struct look scene_look(const struct scene *s, int row, int col);
