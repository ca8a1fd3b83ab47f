#include "tui/text/key_bytes.h"

#include <stdint.h>
#include <string.h>

#include "core/base/array.h"
#include "tui/text/keys.h"

static const struct {
	const char *bytes; /* after ESC */
	int key;
} sequences[] = {
	{ "[A", PRESS_ARROW_UP },
	{ "[B", PRESS_ARROW_DOWN },
	{ "[C", PRESS_ARROW_RIGHT },
	{ "[D", PRESS_ARROW_LEFT },
	{ "OA", PRESS_ARROW_UP },
	{ "OB", PRESS_ARROW_DOWN },
	{ "OC", PRESS_ARROW_RIGHT },
	{ "OD", PRESS_ARROW_LEFT },
	{ "[H", PRESS_HOME },
	{ "[F", PRESS_END },
	{ "OH", PRESS_HOME },
	{ "OF", PRESS_END },
	{ "[1~", PRESS_HOME },
	{ "[3~", PRESS_DELETE },
	{ "[4~", PRESS_END },
	{ "[5~", PRESS_PAGE_UP },
	{ "[6~", PRESS_PAGE_DOWN },
	{ "[Z", PRESS_BACK_TAB },
	{ "OP", PRESS_FUNCTION + 1 },
	{ "OQ", PRESS_FUNCTION + 2 },
	{ "OS", PRESS_FUNCTION + 4 },
	{ "[19~", PRESS_FUNCTION + 8 },
	{ "[21~", PRESS_FUNCTION + 10 },
};

/* Returns the length of a sequence after ESC by its form (ECMA-48, 5.4); 0: not complete. */
static size_t form_of(const char *at, size_t len)
{
	if (len < 2)
		return 0;
	if (at[0] == 'O')
		return 2;
	for (size_t i = 1; i < len; i++)
		if (at[i] >= 0x40 && at[i] <= 0x7e)
			return i + 1;
	return 0;
}

static size_t take_escape(const char *bytes, size_t len, bool whole, int *key)
{
	bool begins = len > 1 && (bytes[1] == '[' || bytes[1] == 'O');
	size_t form = begins ? form_of(bytes + 1, len - 1) : 0;
	*key = PRESS_ESCAPE;
	if (len == 1 || (begins && form == 0))
		return whole ? 1 : 0;
	if (!begins)
		return 1;
	*key = PRESS_NOTHING;
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++)
		if (strlen(sequences[i].bytes) == form &&
		    memcmp(sequences[i].bytes, bytes + 1, form) == 0)
			*key = sequences[i].key;
	return form + 1;
}

/* Bytes of a UTF-8 character that is not complete or wrong are skipped one by one. */
static size_t take_character(const char *bytes, size_t len, bool whole, int *key)
{
	uint8_t first = (uint8_t)bytes[0];
	size_t size = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	uint32_t c = size == 1 ? first : first & (0x7fU >> size);
	*key = PRESS_NOTHING;
	if (size > len)
		return whole || first < 0xc0 ? 1 : 0;
	for (size_t i = 1; i < size; i++) {
		if (((uint8_t)bytes[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | ((uint8_t)bytes[i] & 0x3f);
	}
	if (first < 0x80 || (first >= 0xc2 && c < 0x110000))
		*key = (int)c;
	return size;
}

size_t key_bytes_take(const char *bytes, size_t len, bool whole, int *key)
{
	*key = PRESS_NOTHING;
	if (len == 0)
		return 0;
	if (bytes[0] == 0x1b)
		return take_escape(bytes, len, whole, key);
	size_t taken = take_character(bytes, len, whole, key);
	if (*key == '\n')
		*key = PRESS_RETURN;
	else if (*key == 0x7f || *key == '\b')
		*key = PRESS_RUBOUT;
	return taken;
}
