/* Splits a line into words, separated by blanks. "Quoted text" is one word; # begins a comment. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

#define TOKENS_MAX 16
#define TOKENS_LINE_MAX 1024

struct tokens {
	size_t count;
	const char *at[TOKENS_MAX]; /* in `text`, NUL-terminated */
	size_t len[TOKENS_MAX];     /* a quoted word may contain NULs */
	bool quoted[TOKENS_MAX];
	char text[TOKENS_LINE_MAX];
};

/* Splits a line of that length. In quotes \n, \r, \t, \", \\ and \xHH stand for those bytes.
 * Returns false with err if the line is too long, has too many words, or a quote is not closed. */
bool tokenizer_split(const char *line, size_t len, struct tokens *out, struct err *err);
