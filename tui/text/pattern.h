/* What a search looks for: a POSIX extended regular expression, over text or raw bytes. */
#pragma once

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "tui/text/canvas.h"
#include "tui/text/prompt.h"

/* Empty when zeroed. */
struct pattern {
	char text[PROMPT_TEXT]; /* as typed; empty: no search yet */
	bool fold;              /* ignore case: no capital letter was typed */
	bool compiled;          /* has operators: `regex` is valid and owned */
	regex_t regex;
};

void pattern_free(struct pattern *p);
/* Sets the pattern; an empty text keeps the previous one. False with err set if there is none, or
 * if the text is no regular expression; the pattern is unchanged then. Flags as labels show them,
 * "[S.]", are no set of characters. */
bool pattern_set(struct pattern *p, const char *text, struct err *err);

/* Finds the first match at or after `from` that is not empty; `.` matches no newline, and ^ and $
 * match at lines. Sets its place in bytes. An empty pattern matches nothing. */
struct match {
	size_t start, end;
};
bool pattern_find(
    const struct pattern *p, const void *bytes, size_t len, size_t from, struct match *out);
bool pattern_holds(const struct pattern *p, const char *text);

/* Marks the matches in a text that is drawn in a row from col on. */
void pattern_mark(const struct pattern *p, const char *text, const struct canvas *c, int row,
    int col, struct look look);
