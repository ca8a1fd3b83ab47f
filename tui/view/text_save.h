/* Saves the text of a view in a file, or copies it. Owner's thread only. */
#pragma once

#include <stdio.h>

#include "tui/view/shell.h"

/* The most bytes that are copied: terminals drop longer sequences. */
#define COPY_MOST 74000

/* Writes the text. */
typedef void text_write(void *ctx, FILE *out);

struct text_save {
	struct shell *shell; /* (borrowed) */
	text_write *write;
	void *ctx; /* passed to write (borrowed) */
	char path[PROMPT_TEXT];
	struct history typed;
};

/* Asks for a name, `name` being proposed, and saves. */
void text_save_open(struct text_save *save, const char *name);
/* Copies the text to the terminal's clipboard. */
void text_copy(const struct text_save *save);
