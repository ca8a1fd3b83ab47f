/* Text put together piece by piece in a buffer of fixed size: what does not fit is left out. */
#pragma once

#include <stddef.h>

#include "core/bytes.h"

struct writer {
	char *out;   /* (borrowed) always terminated, unless size is 0 */
	size_t size; /* of out */
	size_t len;  /* without the NUL, at most size - 1 */
};

struct writer writer_begin(char *out, size_t size);
void writer_print(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes as lower case hexadecimal digits. */
void writer_hex(struct writer *w, struct bytes bytes);
