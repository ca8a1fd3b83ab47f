/* The words of a line: separated by blanks, "quoted text" being one, # beginning a comment. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

#define LAB_WORDS 16
#define LAB_LINE 1024

struct lab_words {
	size_t count;
	const char *at[LAB_WORDS]; /* into `text`, each ended by a NUL */
	size_t len[LAB_WORDS];     /* a quoted word may hold NULs */
	bool quoted[LAB_WORDS];
	char text[LAB_LINE];
};

/* Splits a line of that length. In quotes \n, \r, \t, \", \\ and \xHH stand for those bytes. False
 * with err when it is too long, has too many words, or a quote does not end. */
bool lab_words_split(const char *line, size_t len, struct lab_words *out, struct err *err);
