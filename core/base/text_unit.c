#include "core/base/text_unit.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "core/base/array.h"

/* How a character may appear on the screen. */
enum fitness {
	FIT_BASE,
	FIT_MARK, /* shown together with the character before it */
	/* escaped: controls, formats, unassigned characters, and those without a width */
	FIT_NOT,
};

struct character {
	utf8proc_int32_t code;
	unsigned len; /* in bytes; 0: not valid UTF-8 */
	enum fitness fitness;
	unsigned cells;
};

/* Characters that terminals show in another width than the library says. */
static const struct {
	utf8proc_int32_t first, last;
	unsigned cells;
} exceptions[] = {
	{ 0x1160, 0x11ff, 0 }, /* vowels and finals that join the Hangul letter before them */
	{ 0x3248, 0x324f, 2 }, /* circled numbers on black squares */
	{ 0x4dc0, 0x4dff, 2 }, /* hexagrams */
	{ 0xd7b0, 0xd7ff, 0 }, /* more Hangul vowels and finals */
};

static unsigned cells_of(utf8proc_int32_t code, const utf8proc_property_t *property)
{
	for (size_t i = 0; i < ARRAY_LEN(exceptions); i++)
		if (code >= exceptions[i].first && code <= exceptions[i].last)
			return exceptions[i].cells;
	/* Spacing marks take a cell in every terminal. */
	if (property->category == UTF8PROC_CATEGORY_MC)
		return 1;
	return property->charwidth;
}

static bool is_hidden(const utf8proc_property_t *property)
{
	switch (property->category) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return property->ignorable;
	}
}

static bool is_mark(const utf8proc_property_t *property, unsigned cells)
{
	return cells == 0 || property->category == UTF8PROC_CATEGORY_MC ||
	       property->category == UTF8PROC_CATEGORY_MN ||
	       property->category == UTF8PROC_CATEGORY_ME;
}

static struct character ascii_character(uint8_t byte)
{
	bool printable = byte >= 0x20 && byte < 0x7f;
	return (struct character){
		.code = byte,
		.len = 1,
		.fitness = printable ? FIT_BASE : FIT_NOT,
		.cells = printable ? 1 : 0,
	};
}

static struct character character_at(struct bytes in)
{
	assert(in.left > 0);
	if (in.at[0] < 0x80)
		return ascii_character(in.at[0]);
	struct character c = { .fitness = FIT_NOT };
	/* No UTF-8 character is longer than 4 bytes. */
	utf8proc_ssize_t most = in.left < 4 ? (utf8proc_ssize_t)in.left : 4;
	utf8proc_ssize_t len = utf8proc_iterate(in.at, most, &c.code);
	if (len <= 0)
		return c;
	c.len = (unsigned)len;
	const utf8proc_property_t *property = utf8proc_get_property(c.code);
	if (is_hidden(property))
		return c;
	c.cells = cells_of(c.code, property);
	c.fitness = is_mark(property, c.cells) ? FIT_MARK : FIT_BASE;
	return c;
}

/* Control characters with a one-letter escape; the others are escaped by number. */
static const char *short_escape(utf8proc_int32_t code)
{
	switch (code) {
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	case '\0':
		return "\\0";
	case '\\':
		return "\\\\";
	default:
		return NULL;
	}
}

static void escape(struct bytes in, const struct character *c, struct unit *out)
{
	const char *brief = c->len == 1 ? short_escape(c->code) : NULL;
	int len;
	if (brief != NULL)
		len = snprintf(out->text, sizeof out->text, "%s", brief);
	else if (c->len <= 1)
		len = snprintf(out->text, sizeof out->text, "\\x%02x", in.at[0]);
	else
		len = snprintf(out->text, sizeof out->text, "\\u{%x}", (unsigned)c->code);
	out->len = out->cells = (unsigned)len;
	assert(len > 0 && (size_t)len < sizeof(out->text));
	out->consumed = c->len > 0 ? c->len : 1;
}

static void append(struct bytes in, const struct character *c, struct unit *out)
{
	assert(c->len > 0 && c->len <= in.left && out->len + c->len < sizeof(out->text));
	memcpy(out->text + out->len, in.at, c->len);
	out->len += c->len;
	out->cells += c->cells;
	out->consumed += c->len;
}

static void append_marks(struct bytes in, struct unit *out)
{
	for (unsigned marks = 0; marks < UNIT_MARKS_MAX && in.left > 0; marks++) {
		struct character c = character_at(in);
		if (c.fitness != FIT_MARK)
			break;
		append(in, &c, out);
		(void)bytes_skip(&in, c.len);
	}
}

void unit_next(struct bytes in, bool ascii, struct unit *out)
{
	struct character c = character_at(in);
	out->len = out->cells = 0;
	out->consumed = 0;
	/* A mark without a base would combine with the character left of it on the screen. */
	if (c.fitness != FIT_BASE || c.code == '\\' || (ascii && c.len > 1)) {
		escape(in, &c, out);
		return;
	}
	append(in, &c, out);
	(void)bytes_skip(&in, c.len);
	if (!ascii)
		append_marks(in, out);
	out->text[out->len] = '\0';
}

size_t unit_measure(struct bytes in, unsigned *cells)
{
	struct bytes rest = in;
	struct character c = character_at(rest);
	*cells = c.cells;
	(void)bytes_skip(&rest, c.len > 0 ? c.len : 1);
	while (rest.left > 0) {
		c = character_at(rest);
		if (c.fitness != FIT_MARK)
			break;
		*cells += c.cells;
		(void)bytes_skip(&rest, c.len);
	}
	return bytes_since(&rest, &in);
}
