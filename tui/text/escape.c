#include "tui/text/escape.h"

#include <ctype.h>
#include <stdlib.h>

#include "core/base/array.h"

static bool plain_escape(char letter, uint8_t *out)
{
	static const struct {
		char letter;
		uint8_t byte;
	} known[] = {
		{ 'n', '\n' },
		{ 'r', '\r' },
		{ 't', '\t' },
		{ '0', '\0' },
		{ 'e', 0x1b },
		{ '\\', '\\' },
	};
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].letter == letter) {
			*out = known[i].byte;
			return true;
		}
	return false;
}

static bool hex_escape(const char *digits, uint8_t *out)
{
	if (!isxdigit((unsigned char)digits[0]) || !isxdigit((unsigned char)digits[1]))
		return false;
	char two[3] = { digits[0], digits[1], '\0' };
	*out = (uint8_t)strtoul(two, NULL, 16);
	return true;
}

bool escape_decode(const char *text, uint8_t *out, size_t *len, struct err *err)
{
	*len = 0;
	while (*text != '\0') {
		if (*text != '\\') {
			out[(*len)++] = (uint8_t)*text++;
			continue;
		}
		if (text[1] == 'x' && hex_escape(text + 2, &out[*len]))
			text += 4;
		else if (plain_escape(text[1], &out[*len]))
			text += 2;
		else
			return err_set(err,
			    "cannot send this: unknown escape at character %zu; known are \\n \\r "
			    "\\t \\0 \\e \\\\ \\xNN",
			    *len + 1);
		(*len)++;
	}
	return true;
}
