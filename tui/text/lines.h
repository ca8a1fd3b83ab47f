/* A growing list of lines to show in a pane. */
#pragma once

#include <stddef.h>

#include "core/explain/detail.h"

struct line {
	size_t at;     /* of its text */
	unsigned tint; /* enum tint */
};

/* Zeroed is empty. */
struct lines {
	struct line *line;
	size_t count, room;
	char *text;
	size_t used, size;
};

void lines_clear(struct lines *lines);
void lines_free(struct lines *lines);

/* Adds a line of printable UTF-8. */
void lines_add(struct lines *lines, unsigned tint, const char *text);
void lines_addf(struct lines *lines, unsigned tint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds text broken at blanks into lines of at most `cells`; all but the first are indented by
 * `indent` more. */
void lines_wrap(
    struct lines *lines, unsigned tint, const char *text, unsigned cells, unsigned indent);

/* Valid until the list changes. */
const char *lines_text(const struct lines *lines, size_t n);
