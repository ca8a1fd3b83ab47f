/* A line of text that the user edits. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PROMPT_TEXT 512
#define HISTORY_LINES 16

/* Lines entered before, newest last. Empty when zeroed. */
struct history {
	char line[HISTORY_LINES][PROMPT_TEXT];
	unsigned count;
};

struct prompt {
	char text[PROMPT_TEXT];  /* valid UTF-8 */
	size_t len, cursor;      /* in bytes, between characters */
	struct history *history; /* (borrowed) or NULL */
	unsigned recalled;       /* lines back in the history; 0: the line being edited */
};

enum prompt_result { PROMPT_EDITING, PROMPT_ENTERED, PROMPT_CANCELLED };

/* Begins with `text` prefilled, the cursor after it. */
void prompt_begin(struct prompt *p, const char *text, struct history *history);

/* Takes a key (tui/text/keys.h): characters, arrows, Home, End, Delete, ^A ^E ^B ^F ^U ^K ^W, Up
 * and Down for the history; Enter puts the line into the history. */
enum prompt_result prompt_key(struct prompt *p, int key);
