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
	size_t wrong_at, wrong;  /* bytes marked as wrong, until the next change; wrong 0: none */
	unsigned recalled;       /* lines back in the history; 0: the line being edited */
};

enum prompt_result { PROMPT_EDITING, PROMPT_ENTERED, PROMPT_CANCELLED };

/* Begins with `text` prefilled, the cursor after it. */
void prompt_begin(struct prompt *p, const char *text, struct history *history);

/* Replaces what stands between a byte and the cursor, which comes behind it. */
void prompt_replace(struct prompt *p, size_t from, const char *text, size_t len);
/* Marks bytes as wrong and puts the cursor behind them. */
void prompt_mark(struct prompt *p, size_t at, size_t len);

/* Takes a key (tui/text/keys.h): characters, arrows, Home, End, Delete, ^A ^E ^B ^F ^U ^K ^W, Up
 * and Down for the history; Enter puts the line into the history. */
enum prompt_result prompt_key(struct prompt *p, int key);
