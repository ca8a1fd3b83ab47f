/* Bytes as lines of text, of hex, or both. A line is made only when it is shown. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

enum form { FORM_TEXT, FORM_HEX, FORM_BOTH, FORMS };

/* "text", "hex", "text and hex". Static. */
const char *form_name(enum form form);

#define DUMP_LINE 2048

struct dump {
	struct bytes bytes; /* (borrowed) */
	enum form form;
	unsigned cells; /* width */
	bool ascii;
	uint64_t origin;  /* offset of the first byte, shown on lines of hex */
	uint32_t *starts; /* offset of each line of text; owned */
	size_t text_lines;
	size_t hex_lines;
	unsigned per_line; /* bytes on a line of hex */
};

/* Lays the bytes out; text in at most max_lines lines (0: all). The structure must be zeroed
 * before the first call and be freed with dump_free. */
void dump_layout(struct dump *d, size_t max_lines);
void dump_free(struct dump *d);

size_t dump_lines(const struct dump *d);
/* Writes line n, counted from 0; out should hold DUMP_LINE bytes. */
void dump_line(const struct dump *d, size_t n, char *out, size_t size);
/* Sets which bytes line n shows as text; false for a line of hex. */
bool dump_part(const struct dump *d, size_t n, size_t *start, size_t *end);
/* Returns true if the lines hold all bytes. */
bool dump_whole(const struct dump *d);
