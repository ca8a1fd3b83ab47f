#include "core/base/json_writer.h"

#include "core/base/base64.h"
#include <stddef.h>
#include <string.h>

#include "core/base/bytes.h"

struct json_writer json_begin(struct writer *out)
{
	return (struct json_writer){ .out = out };
}

void json_finish(const struct json_writer *j)
{
	assert(j->depth == 0 && !j->keyed);
	(void)j;
}

static bool in_object(const struct json_writer *j)
{
	return j->depth > 0 && (j->objects & 1);
}

static void put_comma(struct json_writer *j)
{
	if (j->comma)
		writer_span(j->out, ",", 1);
}

/* Checks that a value may follow, and writes the comma before it. */
static void begin_value(struct json_writer *j)
{
	assert(in_object(j) == j->keyed);
	assert(j->depth > 0 || !j->comma);
	if (!j->keyed)
		put_comma(j);
	j->keyed = false;
	j->comma = true;
}

static void begin_level(struct json_writer *j, bool object)
{
	assert(j->depth < JSON_DEPTH_MAX);
	begin_value(j);
	writer_span(j->out, object ? "{" : "[", 1);
	j->objects = j->objects << 1 | object;
	j->depth++;
	j->comma = false;
}

void json_object(struct json_writer *j)
{
	begin_level(j, true);
}

void json_array(struct json_writer *j)
{
	begin_level(j, false);
}

void json_end(struct json_writer *j)
{
	assert(j->depth > 0 && !j->keyed);
	writer_span(j->out, in_object(j) ? "}" : "]", 1);
	j->objects >>= 1;
	j->depth--;
	j->comma = true;
}

/* Returns true if the byte needs no escape in a string. */
static bool is_plain(uint8_t byte)
{
	return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

static size_t plain_len(const char *text)
{
	size_t len = 0;
	while (is_plain((uint8_t)text[len]))
		len++;
	return len;
}

void json_key(struct json_writer *j, const char *key)
{
	size_t len = strlen(key);
	assert(in_object(j) && !j->keyed);
	assert(plain_len(key) == len);
	put_comma(j);
	writer_span(j->out, "\"", 1);
	writer_span(j->out, key, len);
	writer_span(j->out, "\":", 2);
	j->keyed = true;
}

static bool continues(uint8_t byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Returns the bytes of a character that is not ASCII, or 0 if they are not valid UTF-8: an overlong
 * form, a surrogate, beyond U+10FFFF, or cut (RFC 3629, 4). The NUL at the text's end is no
 * continuation byte and stops the check. */
static size_t character_len(const uint8_t *at)
{
	uint8_t low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
	uint8_t high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;
	if (at[0] < 0xc2 || at[0] > 0xf4 || at[1] < low || at[1] > high)
		return 0;
	if (at[0] < 0xe0)
		return 2;
	if (!continues(at[2]))
		return 0;
	if (at[0] < 0xf0)
		return 3;
	return continues(at[3]) ? 4 : 0;
}

static void put_control(struct writer *w, uint8_t byte)
{
	static const char brief[] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
	};
	if (byte < sizeof(brief) && brief[byte] != '\0')
		writer_print(w, "\\%c", brief[byte]);
	else
		writer_print(w, "\\u%04x", byte);
}

/* Writes the first character of the text as an escape; returns its bytes. */
static size_t put_special(struct writer *w, const uint8_t *at)
{
	size_t len = character_len(at);
	if (*at == '"' || *at == '\\')
		writer_print(w, "\\%c", *at);
	else if (*at < 0x80)
		put_control(w, *at);
	else if (len == 0)
		writer_text(w, "\\ufffd");
	else if (len == 2 && at[0] == 0xc2 && at[1] < 0xa0)
		put_control(w, at[1]); /* U+0080 to U+009F: terminals obey these, too */
	else
		writer_span(w, (const char *)at, len);
	return len == 0 ? 1 : len;
}

void json_string(struct json_writer *j, const char *text)
{
	begin_value(j);
	writer_span(j->out, "\"", 1);
	while (*text != '\0') {
		size_t plain = plain_len(text);
		writer_span(j->out, text, plain);
		text += plain;
		if (*text != '\0')
			text += put_special(j->out, (const uint8_t *)text);
	}
	writer_span(j->out, "\"", 1);
}

void json_base64(struct json_writer *j, const uint8_t *at, size_t len)
{
	enum { PIECE = 48 }; /* bytes; a multiple of 3 needs no padding */
	char text[BASE64_TEXT(PIECE) + 1];
	begin_value(j);
	writer_span(j->out, "\"", 1);
	for (size_t i = 0; i < len; i += PIECE) {
		size_t piece = len - i < PIECE ? len - i : PIECE;
		base64_write(at + i, piece, text);
		writer_span(j->out, text, BASE64_TEXT(piece));
	}
	writer_span(j->out, "\"", 1);
}

void json_number(struct json_writer *j, int64_t number)
{
	begin_value(j);
	if (number < 0)
		writer_span(j->out, "-", 1);
	writer_number(j->out, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void json_decimal(struct json_writer *j, int64_t number, unsigned digits)
{
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number, unit = 1;
	assert(digits <= 18);
	for (; digits > 0 && rest % 10 == 0; digits--)
		rest /= 10;
	for (unsigned i = 0; i < digits; i++)
		unit *= 10;
	begin_value(j);
	if (number < 0)
		writer_span(j->out, "-", 1);
	writer_number(j->out, rest / unit);
	rest %= unit;
	if (digits == 0)
		return;
	writer_span(j->out, ".", 1);
	for (unit /= 10; unit > 1 && rest < unit; unit /= 10)
		writer_span(j->out, "0", 1);
	writer_number(j->out, rest);
}

void json_unsigned(struct json_writer *j, uint64_t number)
{
	begin_value(j);
	writer_number(j->out, number);
}

void json_bool(struct json_writer *j, bool value)
{
	begin_value(j);
	writer_text(j->out, value ? "true" : "false");
}

void json_null(struct json_writer *j)
{
	begin_value(j);
	writer_span(j->out, "null", 4);
}

void json_member_object(struct json_writer *j, const char *key)
{
	json_key(j, key);
	json_object(j);
}

void json_member_array(struct json_writer *j, const char *key)
{
	json_key(j, key);
	json_array(j);
}

void json_member_string(struct json_writer *j, const char *key, const char *text)
{
	json_key(j, key);
	json_string(j, text);
}

void json_member_number(struct json_writer *j, const char *key, int64_t number)
{
	json_key(j, key);
	json_number(j, number);
}

void json_member_decimal(struct json_writer *j, const char *key, int64_t number, unsigned digits)
{
	json_key(j, key);
	json_decimal(j, number, digits);
}

void json_member_unsigned(struct json_writer *j, const char *key, uint64_t number)
{
	json_key(j, key);
	json_unsigned(j, number);
}

void json_member_bool(struct json_writer *j, const char *key, bool value)
{
	json_key(j, key);
	json_bool(j, value);
}

void json_member_null(struct json_writer *j, const char *key)
{
	json_key(j, key);
	json_null(j);
}

void json_member_known(struct json_writer *j, const char *key, int64_t number)
{
	json_key(j, key);
	if (number >= 0)
		json_number(j, number);
	else
		json_null(j);
}
