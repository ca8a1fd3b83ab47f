/* Right answers in a file beside their suite, compared line by line. ANSWERS_WRITE=1 writes them
 * anew (./dev answers): then the change of the file shows what the change of the code does. */
#pragma once

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

#define ANSWER_LINE 4096

/* Writes the answers that the code gives. in: the file, which holds the questions as well if the
 * suite does not. */
typedef void answers_writer(FILE *in, FILE *out);

static inline char *answers_given(const char *path, answers_writer *write, size_t *size)
{
	char *text = NULL;
	FILE *in = fopen(path, "r"), *out = open_memstream(&text, size);
	ck_assert_msg(in != NULL && out != NULL, "cannot read %s", path);
	write(in, out);
	fclose(in);
	fclose(out);
	return text;
}

/* Fails at the first line that differs, with the last one before it that is not indented. */
static inline void answers_compare(FILE *given, FILE *right)
{
	static char a[ANSWER_LINE], b[ANSWER_LINE], title[ANSWER_LINE];
	title[0] = '\0';
	while (fgets(a, sizeof(a), given) != NULL) {
		ck_assert_msg(fgets(b, sizeof(b), right) != NULL, "%s%s is too much", title, a);
		ck_assert_msg(strcmp(a, b) == 0, "%sfound %sright %s", title, a, b);
		if (a[0] != ' ' && a[0] != '\n')
			memcpy(title, a, sizeof(a));
	}
	ck_assert_msg(fgets(b, sizeof(b), right) == NULL, "%s is missing", b);
}

/* Compares the answers with the file, or writes it. */
static inline void answers_check(const char *path, answers_writer *write)
{
	size_t size = 0;
	char *text = answers_given(path, write, &size);
	if (getenv("ANSWERS_WRITE") != NULL) {
		FILE *out = fopen(path, "w");
		ck_assert_msg(out != NULL, "cannot write %s", path);
		ck_assert_uint_eq(fwrite(text, 1, size, out), size);
		ck_assert_int_eq(fclose(out), 0);
	} else {
		FILE *right = fopen(path, "r"), *given = fmemopen(text, size, "r");
		answers_compare(given, right);
		fclose(right);
		fclose(given);
	}
	free(text);
}
