#include "core/base/text.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "core/base/text_unit.h"
#include "core/base/writer.h"

#define HEX_PER_LINE_MAX 16
#define ELLIPSIS "\xe2\x80\xa6"

unsigned text_width(const char *utf8)
{
	unsigned cells;
	text_fit(utf8, UINT_MAX, &cells);
	return cells;
}

size_t text_fit(const char *utf8, unsigned cells, unsigned *used)
{
	const struct bytes all = { (const uint8_t *)utf8, strlen(utf8) };
	struct bytes rest = all;
	unsigned total = 0;
	while (rest.left > 0) {
		unsigned wanted;
		size_t len = unit_measure(rest, &wanted);
		if (wanted > cells - total)
			break;
		total += wanted;
		assert(len > 0 && len <= rest.left);
		(void)bytes_skip(&rest, len);
	}
	if (used != NULL)
		*used = total;
	return bytes_since(&rest, &all);
}

/* A line under construction. */
struct line {
	char *out;
	size_t size;
	size_t len;
	unsigned cells, used;
};

static bool line_has_room(const struct line *line, size_t len, unsigned cells)
{
	return cells <= line->cells - line->used && len < line->size - line->len;
}

static void line_add(struct line *line, const char *text, size_t len, unsigned cells)
{
	assert(line_has_room(line, len, cells));
	memcpy(line->out + line->len, text, len);
	line->len += len;
	line->used += cells;
	line->out[line->len] = '\0';
}

/* Adds units until one does not fit, or a newline was shown and `wrap` is set. Returns the
 * bytes shown. */
static size_t line_fill(struct line *line, struct bytes in, bool ascii, bool wrap)
{
	struct bytes rest = in;
	while (rest.left > 0) {
		struct unit unit;
		bool newline = rest.at[0] == '\n';
		unit_next(rest, ascii, &unit);
		if (!line_has_room(line, unit.len, unit.cells))
			break;
		line_add(line, unit.text, unit.len, unit.cells);
		assert(unit.consumed > 0 && unit.consumed <= rest.left);
		(void)bytes_skip(&rest, unit.consumed);
		if (newline && wrap)
			break;
	}
	return bytes_since(&rest, &in);
}

static struct line line_begin(char *out, size_t size, unsigned cells)
{
	out[0] = '\0';
	return (struct line){ .out = out, .size = size, .cells = cells };
}

/* Writes as many dots as fit if the ellipsis does not. */
static void line_end_ellipsis(struct line *line, bool ascii)
{
	if (!ascii && line_has_room(line, strlen(ELLIPSIS), 1)) {
		line_add(line, ELLIPSIS, strlen(ELLIPSIS), 1);
		return;
	}
	for (unsigned dots = 0; ascii && dots < 3 && line_has_room(line, 1, 1); dots++)
		line_add(line, ".", 1, 1);
}

static size_t less(size_t from, size_t n)
{
	return from > n ? from - n : 0;
}

size_t text_line(struct bytes in, bool ascii, unsigned cells, char *out, size_t size)
{
	if (size == 0)
		return 0;
	struct line line = line_begin(out, size, cells);
	if (line_fill(&line, in, ascii, false) == in.left)
		return in.left;
	line = line_begin(out, less(size, 3), (unsigned)less(cells, ascii ? 3 : 1));
	size_t shown = line_fill(&line, in, ascii, false);
	line.size = size;
	line.cells = cells;
	line_end_ellipsis(&line, ascii);
	return shown;
}

/* Most text is plain ASCII and needs no look-up per character. */
static size_t plain_len(const char *text)
{
	size_t len = 0;
	while (text[len] >= 0x20 && text[len] < 0x7f)
		len++;
	return len;
}

size_t text_clean(const char *text, bool ascii, char *out, size_t size)
{
	struct line line = line_begin(out, size, UINT_MAX);
	struct bytes rest = { (const uint8_t *)text, strlen(text) };
	size_t plain = plain_len(text);
	if (plain == rest.left && plain < size) {
		memcpy(out, text, plain + 1);
		return plain;
	}
	while (rest.left > 0) {
		struct unit unit = { .text = "\\", .len = 1, .cells = 1, .consumed = 1 };
		if (rest.at[0] != '\\')
			unit_next(rest, ascii, &unit);
		if (!line_has_room(&line, unit.len, 0))
			break;
		line_add(&line, unit.text, unit.len, 0);
		(void)bytes_skip(&rest, unit.consumed);
	}
	return line.len;
}

size_t text_wrap(struct bytes in, bool ascii, unsigned cells, char *out, size_t size)
{
	if (size > 0)
		out[0] = '\0';
	if (in.left == 0)
		return 0;
	struct line line = { .out = out, .size = size, .cells = cells };
	size_t shown = line_fill(&line, in, ascii, true);
	if (shown > 0)
		return shown;
	/* Not even the first unit fits; a "?" stands for it, because wrapping must advance. */
	if (line_has_room(&line, 1, 1))
		line_add(&line, "?", 1, 1);
	struct unit unit;
	unit_next(in, ascii, &unit);
	return unit.consumed;
}

static unsigned hex_clamp(unsigned per_line)
{
	if (per_line == 0)
		return 1;
	return per_line < HEX_PER_LINE_MAX ? per_line : HEX_PER_LINE_MAX;
}

size_t text_hex(struct bytes in, size_t offset, unsigned per_line, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	unsigned columns = hex_clamp(per_line);
	size_t n = in.left < columns ? in.left : columns;
	assert(columns > 0 && columns <= HEX_PER_LINE_MAX);
	writer_print(&w, "%04zx ", offset);
	for (size_t i = 0; i < n; i++)
		writer_print(&w, " %02x", in.at[i]);
	writer_print(&w, "%*s", (int)(3 * (columns - n) + 2), "");
	for (size_t i = 0; i < n; i++)
		writer_print(&w, "%c", in.at[i] >= 0x20 && in.at[i] < 0x7f ? in.at[i] : '.');
	return n;
}

unsigned text_hex_width(unsigned per_line)
{
	unsigned columns = hex_clamp(per_line);
	return 4 + 1 + 3 * columns + 2 + columns;
}
