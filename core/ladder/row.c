#include "core/ladder/row.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

void row_clear(struct row *row)
{
	row->spans = 0;
	row->used = 0;
}

/* Appends to the last span as much text as there is room for. */
static void row_extend(struct row *row, const char *text)
{
	struct span *span = &row->span[row->spans - 1];
	assert(row->spans > 0 && row->used <= ROW_TEXT);
	size_t len = strlen(text);
	if (row->used + len > ROW_TEXT)
		return;
	memcpy(row->text + row->used, text, len);
	row->used += (unsigned)len;
	span->len = (uint16_t)(span->len + len);
	span->cells = (uint16_t)(span->cells + text_width(text));
}

void row_put(struct row *row, unsigned col, enum role role, const char *text)
{
	if (row->spans == ROW_SPANS)
		return;
	assert(row->spans < ROW_SPANS && col <= UINT16_MAX);
	row->span[row->spans++] = (struct span){
		.col = (uint16_t)col,
		.at = (uint16_t)row->used,
		.role = (uint8_t)role,
	};
	row_extend(row, text);
}

void row_repeat(struct row *row, unsigned col, enum role role, const char *text, unsigned times)
{
	if (times == 0)
		return;
	row_put(row, col, role, text);
	for (unsigned i = 1; i < times; i++)
		row_extend(row, text);
}

size_t row_text(const struct row *row, char *out, size_t size)
{
	assert(size > 0 && row->spans <= ROW_SPANS);
	size_t used = 0;
	unsigned col = 0;
	for (unsigned i = 0; i < row->spans; i++) {
		const struct span *span = &row->span[i];
		assert(span->at + span->len <= row->used);
		while (col < span->col && used + 1 < size) {
			out[used++] = ' ';
			col++;
		}
		if (used + span->len >= size)
			break;
		memcpy(out + used, row->text + span->at, span->len);
		used += span->len;
		col += span->cells;
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
	return used;
}

void row_put_right(struct row *row, unsigned start, unsigned end, enum role role, const char *text)
{
	char cut[128];
	unsigned used;
	size_t len = text_fit(text, end > start ? end - start : 0, &used);
	snprintf(cut, sizeof(cut), "%.*s", (int)len, text);
	if (used > 0)
		row_put(row, end - used, role, cut);
}
