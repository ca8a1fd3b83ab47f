#include "tui/text/dump.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/array.h"
#include "core/base/memory.h"
#include "core/base/text.h"

static const char *const form_names[] = {
	[FORM_TEXT] = "text",
	[FORM_HEX] = "hex",
	[FORM_BOTH] = "text and hex",
};
static_assert(ARRAY_LEN(form_names) == FORMS, "every form has a name");

const char *form_name(enum form form)
{
	return form_names[form];
}

static struct bytes from(const struct dump *d, size_t at)
{
	return (struct bytes){ .at = d->bytes.at + at, .left = d->bytes.left - at };
}

/* Where a line of text breaks depends on all text before it, hence the stored offsets. starts
 * has one more than there are lines: the end of the last one. */
static void layout_text(struct dump *d, size_t max_lines)
{
	char line[DUMP_LINE];
	size_t room = 0, at = 0;
	d->text_lines = 0;
	do {
		if (d->text_lines + 1 >= room) {
			room = room * 2 + 16;
			d->starts = memory_resize(d->starts, room, sizeof(*d->starts));
		}
		d->starts[d->text_lines] = (uint32_t)at;
		if (at == d->bytes.left || (max_lines != 0 && d->text_lines == max_lines))
			break;
		at += text_wrap(from(d, at), d->ascii, d->cells, line, sizeof(line));
		d->text_lines++;
	} while (true);
}

static void layout_hex(struct dump *d, size_t max_lines)
{
	d->per_line = 16;
	while (d->per_line > 4 && text_hex_width(d->per_line) > d->cells)
		d->per_line /= 2;
	d->hex_lines = (d->bytes.left + d->per_line - 1) / d->per_line;
	if (max_lines != 0 && d->hex_lines > max_lines)
		d->hex_lines = max_lines;
}

void dump_layout(struct dump *d, size_t max_lines)
{
	d->text_lines = 0;
	d->hex_lines = 0;
	if (d->cells < 8)
		d->cells = 8;
	if (d->form != FORM_HEX)
		layout_text(d, max_lines);
	if (d->form != FORM_TEXT)
		layout_hex(d, max_lines);
}

void dump_free(struct dump *d)
{
	free(d->starts);
	*d = (struct dump){ 0 };
}

size_t dump_lines(const struct dump *d)
{
	return d->text_lines + d->hex_lines;
}

void dump_line(const struct dump *d, size_t n, char *out, size_t size)
{
	if (n < d->text_lines) {
		text_wrap(from(d, d->starts[n]), d->ascii, d->cells, out, size);
		return;
	}
	size_t at = (n - d->text_lines) * d->per_line;
	struct bytes rest = from(d, at < d->bytes.left ? at : d->bytes.left);
	text_hex(rest, (size_t)d->origin + at, d->per_line, out, size);
}

bool dump_part(const struct dump *d, size_t n, size_t *start, size_t *end)
{
	if (n >= d->text_lines)
		return false;
	*start = d->starts[n];
	*end = d->starts[n + 1];
	return true;
}

bool dump_whole(const struct dump *d)
{
	if (d->form != FORM_HEX && d->text_lines != 0)
		return d->starts[d->text_lines] == d->bytes.left;
	return d->hex_lines * d->per_line >= d->bytes.left;
}
