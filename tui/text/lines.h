/* A growing list of lines to show in a pane. */
#pragma once

#include <stddef.h>

#include "core/explain/detail.h"

struct line {
	size_t at;     /* of the line's text in `text` */
	unsigned tint; /* enum tint */
	unsigned tag;  /* what the line is about; 0: nothing */
};

/* Empty when zeroed. */
struct lines {
	struct line *line;
	size_t count, room;
	char *text;
	size_t used, size;
	unsigned tag; /* of the lines to come */
};

void lines_clear(struct lines *lines);
void lines_free(struct lines *lines);

/* Adds a line of printable UTF-8. */
void lines_add(struct lines *lines, unsigned tint, const char *text);
void lines_addf(struct lines *lines, unsigned tint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds text broken at blanks into lines of at most `cells`; lines after the first are indented
 * by `indent` more. */
void lines_wrap(
    struct lines *lines, unsigned tint, const char *text, unsigned cells, unsigned indent);

/* Keeps only the lines that contain a text, in any case, and all lines with the tag of one. */
void lines_narrow(struct lines *lines, const char *text);

/* Returns the text of line n, counted from 0; valid until the list changes. */
const char *lines_text(const struct lines *lines, size_t n);
