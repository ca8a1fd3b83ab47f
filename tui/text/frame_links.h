/* Links: the frame numbers in a text, "frame 5", "frames 6 to 9", which lead to those frames. */
#pragma once

#include <stdint.h>

#include "tui/text/canvas.h"
#include "tui/text/lines.h"

struct frame_link {
	size_t line;
	int col, cells; /* of the number in its line */
	uint32_t frame;
};

/* Empty when zeroed. */
struct frame_links {
	struct frame_link *link; /* in the order of the text; owned */
	size_t count, room;
	size_t chosen; /* number of the chosen link, from 1; 0: none */
};

void frame_links_free(struct frame_links *links);

/* Finds the links in lines, anew; those to the frame `except` are left out. The choice stays if
 * there are as many links as before. */
void frame_links_find(struct frame_links *links, const struct lines *lines, uint32_t except);

/* Chooses the next link or the previous one, at first the one nearest after `line` or before it;
 * after the last one none. Returns the chosen link, NULL: none. */
const struct frame_link *frame_links_turn(struct frame_links *links, bool back, size_t line);
/* Returns the chosen link, NULL: none. */
const struct frame_link *frame_links_chosen(const struct frame_links *links);
/* Returns the link in a cell, NULL: none. */
const struct frame_link *frame_links_at(const struct frame_links *links, size_t line, int col);

/* Underlines the links of a line, drawn in `row` from col on, and marks the chosen one. */
void frame_links_draw(const struct frame_links *links, const struct lines *lines, size_t line,
    const struct canvas *c, int row, int col);
