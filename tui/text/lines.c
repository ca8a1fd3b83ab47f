#include "tui/text/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/base/text.h"

#define LINE_MAX_BYTES 1024

void lines_clear(struct lines *lines)
{
	lines->count = 0;
	lines->used = 0;
	lines->tag = 0;
}

void lines_free(struct lines *lines)
{
	free(lines->line);
	free(lines->text);
	*lines = (struct lines){ 0 };
}

static void add_bytes(struct lines *lines, unsigned tint, const char *text, size_t len)
{
	if (lines->count == lines->room) {
		lines->room = lines->room * 2 + 32;
		lines->line = memory_resize(lines->line, lines->room, sizeof(*lines->line));
	}
	if (lines->used + len + 1 > lines->size) {
		lines->size = (lines->used + len + 1) * 2;
		lines->text = memory_resize(lines->text, lines->size, 1);
	}
	lines->line[lines->count++] =
	    (struct line){ .at = lines->used, .tint = tint, .tag = lines->tag };
	memcpy(lines->text + lines->used, text, len);
	lines->text[lines->used + len] = '\0';
	lines->used += len + 1;
}

void lines_add(struct lines *lines, unsigned tint, const char *text)
{
	add_bytes(lines, tint, text, strlen(text));
}

void lines_addf(struct lines *lines, unsigned tint, const char *format, ...)
{
	char text[LINE_MAX_BYTES];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	lines_add(lines, tint, text);
}

/* Returns the bytes of text that go on a line: up to the last blank that fits, or, without a
 * blank, as many as fit. */
static size_t break_at(const char *text, unsigned cells)
{
	size_t fits = text_fit(text, cells, NULL);
	if (text[fits] == '\0')
		return fits;
	for (size_t i = fits; i > 0; i--)
		if (text[i] == ' ')
			return i;
	return fits != 0 ? fits : 1;
}

void lines_wrap(
    struct lines *lines, unsigned tint, const char *text, unsigned cells, unsigned indent)
{
	char line[LINE_MAX_BYTES];
	size_t own = strspn(text, " ");
	size_t blanks = own < 32 ? own : 32;
	text += own;
	do {
		unsigned room = cells > blanks + 8 ? cells - (unsigned)blanks : 8;
		size_t len = break_at(text, room);
		if (len > sizeof(line) - 64)
			len = sizeof(line) - 64;
		memset(line, ' ', blanks);
		memcpy(line + blanks, text, len);
		add_bytes(lines, tint, line, blanks + len);
		text += len;
		text += strspn(text, " ");
		if (blanks == own)
			blanks = own + indent < 48 ? own + indent : 48;
	} while (*text != '\0');
}

static bool tag_holds(const struct lines *lines, size_t n, const char *text)
{
	unsigned tag = lines->line[n].tag;
	if (tag == 0)
		return strcasestr(lines_text(lines, n), text) != NULL;
	while (n > 0 && lines->line[n - 1].tag == tag)
		n--;
	for (; n < lines->count && lines->line[n].tag == tag; n++)
		if (strcasestr(lines_text(lines, n), text) != NULL)
			return true;
	return false;
}

void lines_narrow(struct lines *lines, const char *text)
{
	struct line *kept = memory_new((lines->count + 1) * sizeof(*kept));
	size_t count = 0;
	for (size_t n = 0; n < lines->count; n++)
		if (tag_holds(lines, n, text))
			kept[count++] = lines->line[n];
	memcpy(lines->line, kept, count * sizeof(*kept));
	lines->count = count;
	free(kept);
}

const char *lines_text(const struct lines *lines, size_t n)
{
	return lines->text + lines->line[n].at;
}
