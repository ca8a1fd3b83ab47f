/* The words of a line: separated by blanks, "quoted text" being one, # beginning a comment. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

#define TOKENS_MAX 16
#define TOKENS_LINE_MAX 1024

struct tokens {
	size_t count;
	const char *at[TOKENS_MAX]; /* into `text`, each ended by a NUL */
	size_t len[TOKENS_MAX];     /* a quoted word may hold NULs */
	bool quoted[TOKENS_MAX];
	char text[TOKENS_LINE_MAX];
};

/* Splits a line of that length. In quotes \n, \r, \t, \", \\ and \xHH stand for those bytes. False
 * with err when it is too long, has too many words, or a quote does not end. */
bool tokenizer_split(const char *line, size_t len, struct tokens *out, struct err *err);
