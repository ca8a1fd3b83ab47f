/* A line of text cells in pieces that know what they are: laid out by the core, painted
 * by the screen. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a piece of text is, for the theme to colour. Meaning never hangs on it alone. */
enum role {
	ROLE_PLAIN,
	ROLE_FRAME, /* frame number */
	ROLE_TIME,
	ROLE_LIFELINE,
	ROLE_ENDPOINT,
	ROLE_STATE,
	ROLE_HANDSHAKE, /* arrows and labels of segments with SYN */
	ROLE_DATA,
	ROLE_ACK,     /* pure acknowledgement */
	ROLE_CLOSE,   /* FIN */
	ROLE_RESET,   /* RST */
	ROLE_TROUBLE, /* a note of NOTES_TROUBLE */
	ROLE_NOTE,    /* another note */
	ROLE_SPEECH,  /* text of a message */
	ROLE_COUNT,
};

#define ROW_TEXT 2048
#define ROW_SPANS 16

/* A piece of a row: text of one role at a column. */
struct span {
	uint16_t col, cells;
	uint16_t at, len; /* where its UTF-8 lies in the row's text */
	uint8_t role;     /* enum role */
};

/* One line of cells. Spans stand in order of columns and do not overlap. */
struct row {
	struct span span[ROW_SPANS];
	unsigned spans;
	unsigned used; /* bytes of text */
	char text[ROW_TEXT];
};

void row_clear(struct row *row);

/* Begins a span at a column, which must not be before the end of the last one, and writes text that
 * is safe to show. What there is no room for is left out. */
void row_put(struct row *row, unsigned col, enum role role, const char *text);

/* The same for a text repeated; nothing for 0 times. */
void row_repeat(struct row *row, unsigned col, enum role role, const char *text, unsigned times);

/* Text put so that it ends before column `end`, cut at its end to what fits after `start`. */
void row_put_right(struct row *row, unsigned start, unsigned end, enum role role, const char *text);

/* The row as a line of text without trailing blanks. Returns the length without the NUL. */
size_t row_text(const struct row *row, char *out, size_t size);
