/* A line of text cells in spans with a role: laid out by the core, painted by the screen. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The meaning of a span, for the theme to colour. Never conveyed by colour alone. */
enum role {
	ROLE_PLAIN,
	ROLE_FRAME, /* frame number */
	ROLE_TIME,
	ROLE_LIFELINE,
	ROLE_ENDPOINT,
	ROLE_STATE,
	ROLE_HANDSHAKE, /* arrows and labels of segments with SYN */
	ROLE_DATA,
	ROLE_ACK,   /* pure acknowledgement */
	ROLE_CLOSE, /* FIN */
	ROLE_RESET, /* RST */
	/* a note of NOTES_TROUBLE; arrows and labels of retransmissions and zero windows */
	ROLE_TROUBLE,
	ROLE_NOTE,   /* another note */
	ROLE_SPEECH, /* text of a message */
	ROLE_COUNT,
};

#define ROW_TEXT 2048
#define ROW_SPANS 16

/* A piece of a row: text of one role at a column. */
struct span {
	uint16_t col, cells;
	uint16_t at, len; /* position and length of its UTF-8 in the row's text */
	uint8_t role;     /* enum role */
};

/* One line of cells. Spans are in order of columns and do not overlap. */
struct row {
	struct span span[ROW_SPANS];
	unsigned spans;
	unsigned used; /* bytes of text */
	char text[ROW_TEXT];
};

void row_clear(struct row *row);

/* Begins a span at a column, not before the end of the last one, and writes text that is safe to
 * show. Text that does not fit is dropped. */
void row_put(struct row *row, unsigned col, enum role role, const char *text);

/* Writes a text several times; nothing for 0. */
void row_repeat(struct row *row, unsigned col, enum role role, const char *text, unsigned times);

/* Puts text that ends before column `end`; if it would begin before `start`, its end is cut. */
void row_put_right(struct row *row, unsigned start, unsigned end, enum role role, const char *text);

/* Writes the row as a line of text without trailing blanks. Returns the length without the NUL. */
size_t row_text(const struct row *row, char *out, size_t size);
