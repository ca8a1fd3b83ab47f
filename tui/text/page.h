/* Lines, followed by bytes, in a pane that scrolls. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "tui/text/canvas.h"
#include "tui/text/dump.h"
#include "tui/text/frame_links.h"
#include "tui/text/lines.h"
#include "tui/text/pattern.h"

/* Empty when zeroed. */
struct page {
	struct lines lines;
	struct frame_links links; /* in the lines */
	struct dump dump;         /* of `bytes`, under the lines */
	uint8_t *bytes;           /* owned */
	size_t len, room;
	const struct pattern *pattern; /* marked in the text (borrowed), or NULL */
	size_t top;                    /* the first line shown */
	int pan;                       /* cells that lines are moved left */
};

void page_free(struct page *p);
/* Removes lines and bytes; keeps the scroll position. */
void page_clear(struct page *p);
/* Appends to the bytes; page_layout shows them. */
void page_add_bytes(struct page *p, const uint8_t *at, size_t len);
/* Lays out the bytes and finds the links of the lines, without those to frame `except`. */
void page_layout(struct page *p, enum form form, unsigned cells, bool ascii, uint32_t except);

size_t page_lines(const struct page *p);
/* Writes a line as it is shown; out should hold DUMP_LINE bytes. */
void page_line(const struct page *p, size_t n, char *out, size_t size);
/* Writes all lines, as they are shown. */
void page_write(const struct page *p, FILE *out);
/* Returns the next line with a match after line `from`, or the last one before it, wrapping around;
 * SIZE_MAX if there is none. Bytes are searched as they are: a match may span lines. */
size_t page_find(const struct page *p, const struct pattern *pattern, size_t from, bool back);
/* Scrolls a line into view. */
void page_show(struct page *p, size_t line, int rows);
/* Scrolls by `lines`, no further than to the last page of `rows` rows. */
void page_scroll(struct page *p, long lines, int rows);
/* Chooses the next link, or the previous one, and scrolls it into view. */
void page_turn_link(struct page *p, bool back, int rows);
/* Returns the frame of the link in a cell of the pane, 0: none. */
uint32_t page_link_at(const struct page *p, int row, int col);
void page_pan(struct page *p, int cells);
/* Scrolls back if the text has become shorter than the scroll position. */
void page_settle(struct page *p, int rows);
void page_draw(const struct page *p, const struct canvas *c);
