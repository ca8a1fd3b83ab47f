#include "tui/term/clipboard.h"

#include <stdint.h>
#include <string.h>

/* Three bytes become four characters (RFC 4648, 4). */
static void encode_three(const uint8_t *in, size_t len, char out[4])
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = (uint32_t)in[0] << 16;
	if (len > 1)
		bits |= (uint32_t)in[1] << 8;
	if (len > 2)
		bits |= in[2];
	for (size_t i = 0; i < 4; i++)
		out[i] = i <= len ? digits[bits >> (18 - 6 * i) & 63] : '=';
}

size_t clipboard_sequence(const char *text, size_t len, char *out)
{
	static const char begin[] = "\033]52;c;";
	char *at = out + sizeof(begin) - 1;
	memcpy(out, begin, sizeof(begin) - 1);
	for (size_t i = 0; i < len; i += 3, at += 4)
		encode_three((const uint8_t *)text + i, len - i < 3 ? len - i : 3, at);
	*at++ = '\a';
	*at = '\0';
	return (size_t)(at - out);
}
