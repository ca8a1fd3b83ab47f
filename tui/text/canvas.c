#include "tui/text/canvas.h"

#include <assert.h>
#include <string.h>

#include "core/base/text.h"

#define PIECE 4096

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

struct canvas canvas_part(const struct canvas *c, struct rect part)
{
	int row = clamp(part.row, 0, c->at.rows);
	int col = clamp(part.col, 0, c->at.cols);
	int rows = clamp(part.row + part.rows, row, c->at.rows) - row;
	int cols = clamp(part.col + part.cols, col, c->at.cols) - col;
	struct canvas out = *c;
	assert(rows >= 0 && cols >= 0);
	out.at = (struct rect){ c->at.row + row, c->at.col + col, rows, cols };
	return out;
}

/* Skips the text left of column 0. A wide character across the edge is dropped whole. */
static char *cut_left(char *utf8, int *col)
{
	unsigned used = 0;
	utf8 += text_fit(utf8, (unsigned)-*col, &used);
	*col += (int)used;
	if (*col < 0 && *utf8 != '\0') {
		utf8 += text_fit(utf8, 2, &used);
		*col += (int)used;
	}
	return utf8;
}

int canvas_text(const struct canvas *c, int row, int col, struct look look, const char *text)
{
	/* The last check: characters that could control the terminal, or take more cells than
	 * they claim, do not pass. */
	char safe[PIECE];
	text_clean(text, c->ascii, safe, sizeof(safe));
	char *utf8 = safe;
	int end = col + (int)text_width(utf8);
	if (row < 0 || row >= c->at.rows || col >= c->at.cols || end <= 0)
		return end;
	if (col < 0)
		utf8 = cut_left(utf8, &col);
	size_t len = text_fit(utf8, (unsigned)(c->at.cols - col), NULL);
	utf8[len] = '\0';
	assert(len == 0 || col >= 0);
	if (len != 0)
		c->surface->put(c->surface->ctx, c->at.row + row, c->at.col + col, look, utf8, len);
	return end;
}

int canvas_fitted(
    const struct canvas *c, int row, int col, int cells, struct look look, const char *text)
{
	char utf8[PIECE];
	if (cells <= 0)
		return col;
	text_clean(text, c->ascii, utf8, sizeof(utf8));
	if ((int)text_width(utf8) <= cells)
		return canvas_text(c, row, col, look, utf8);

	const char *ellipsis = canvas_glyph(c, GLYPH_ELLIPSIS);
	int room = cells - (int)text_width(ellipsis);
	if (room < 0)
		return col;
	char piece[PIECE];
	size_t len = text_fit(utf8, (unsigned)room, NULL);
	size_t tail = strlen(ellipsis);
	if (len > sizeof(piece) - tail - 1)
		return col;
	memcpy(piece, utf8, len);
	memcpy(piece + len, ellipsis, tail + 1);
	return canvas_text(c, row, col, look, piece);
}

void canvas_fill(const struct canvas *c, int row, int col, int cells, struct look look)
{
	char blanks[PIECE];
	size_t len = (size_t)clamp(cells, 0, PIECE - 1);
	memset(blanks, ' ', len);
	blanks[len] = '\0';
	canvas_text(c, row, col, look, blanks);
}

void canvas_line(const struct canvas *c, int row, int col, int cells, enum glyph glyph)
{
	for (int i = 0; i < cells; i++)
		canvas_text(c, row, col + i, look(TINT_RULE), canvas_glyph(c, glyph));
}

void canvas_row(const struct canvas *c, int row, int col, const struct row *spans, unsigned mark)
{
	if (mark & MARK_SELECTED)
		canvas_fill(c, row, 0, c->at.cols,
		    (struct look){ .tint = ROLE_PLAIN, .mark = (uint8_t)mark });
	for (unsigned i = 0; i < spans->spans; i++) {
		const struct span *span = &spans->span[i];
		char text[ROW_TEXT + 1];
		size_t len = span->len < ROW_TEXT ? span->len : ROW_TEXT;
		memcpy(text, spans->text + span->at, len);
		text[len] = '\0';
		canvas_text(c, row, col + span->col,
		    (struct look){ .tint = span->role, .mark = (uint8_t)mark }, text);
	}
}

const char *canvas_glyph(const struct canvas *c, enum glyph glyph)
{
	return glyph_text(glyph, c->ascii);
}
