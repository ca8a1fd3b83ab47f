#include "core/base/writer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

struct writer writer_begin(char *out, size_t size)
{
	assert(out != NULL || size == 0);
	if (size > 0)
		out[0] = '\0';
	return (struct writer){ .out = out, .size = size };
}

void writer_print(struct writer *w, const char *format, ...)
{
	assert(w->size == 0 || w->len < w->size);
	if (w->size == 0)
		return;
	size_t room = w->size - w->len;
	va_list args;
	va_start(args, format);
	int wanted = vsnprintf(w->out + w->len, room, format, args);
	va_end(args);
	if (wanted > 0)
		w->len += (size_t)wanted < room ? (size_t)wanted : room - 1;
	assert(w->len < w->size && w->out[w->len] == '\0');
}

void writer_number(struct writer *w, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);
	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	writer_span(w, digits + at, sizeof(digits) - at);
}

void writer_hex(struct writer *w, struct bytes bytes)
{
	uint8_t byte;
	while (bytes_u8(&bytes, &byte))
		writer_print(w, "%02x", byte);
}
