/* The files of assets/lab as text, in the order of their list in meson.build (made by
 * assets/lab/embed.c). */
#pragma once

#include <stddef.h>

struct lab_file {
	const char *name; /* without ".lab" */
	const char *text;
};

extern const struct lab_file lab_files[];
extern const size_t lab_files_count;
