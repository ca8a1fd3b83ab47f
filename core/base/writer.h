/* Builds text piece by piece in a buffer of fixed size; leaves out what does not fit. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/base/bytes.h"

struct writer {
	char *out;   /* (borrowed) always terminated, unless size is 0 */
	size_t size; /* of out */
	size_t len;  /* without the NUL, at most size - 1 */
};

struct writer writer_begin(char *out, size_t size);
void writer_print(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same as writer_print() with "%.*s", "%s" and "%" PRIu64, but faster. */
static inline void writer_span(struct writer *w, const char *text, size_t len)
{
	if (w->size == 0)
		return;
	size_t room = w->size - w->len - 1;
	len = len < room ? len : room;
	memcpy(w->out + w->len, text, len);
	w->len += len;
	w->out[w->len] = '\0';
}

static inline void writer_text(struct writer *w, const char *text)
{
	writer_span(w, text, strlen(text));
}

/* Cuts the text to a length in bytes, at most the present one. */
static inline void writer_cut(struct writer *w, size_t len)
{
	w->len = len;
	if (w->size > 0)
		w->out[len] = '\0';
}

void writer_number(struct writer *w, uint64_t number);
/* Writes bytes as lower case hexadecimal digits. */
void writer_hex(struct writer *w, struct bytes bytes);
