/* Lines, and bytes after them, to scroll through in a pane. */
#pragma once

#include <stdint.h>

#include "tui/text/canvas.h"
#include "tui/text/dump.h"
#include "tui/text/lines.h"

/* Zeroed is empty. */
struct page {
	struct lines lines;
	struct dump dump; /* of `bytes`, under the lines */
	uint8_t *bytes;   /* owned */
	size_t len, room;
	size_t top; /* the first line shown */
	int pan;    /* cells by which lines are moved left */
};

void page_free(struct page *p);
/* Forgets what it shows, but not where it stands. */
void page_clear(struct page *p);
/* Appends to the bytes; they show after page_layout. */
void page_add_bytes(struct page *p, const uint8_t *at, size_t len);
/* Lays the bytes out. */
void page_layout(struct page *p, enum form form, unsigned cells, bool ascii);

size_t page_lines(const struct page *p);
/* Moves by so many lines, as far as there are any beyond the rows on the screen. */
void page_scroll(struct page *p, long lines, int rows);
void page_pan(struct page *p, int cells);
/* Scrolls back where the text has become shorter than where it stands. */
void page_settle(struct page *p, int rows);
void page_draw(const struct page *p, const struct canvas *c);
