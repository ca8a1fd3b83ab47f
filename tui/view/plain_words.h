/* Plain mode's words: what has changed on the screen since the last time, as lines of text without
 * frames, for screen readers and terminals that cannot move the cursor. Owner's thread only. */
#pragma once

#include <stdio.h>

#include "tui/view/ui.h"

/* What was said last. Empty when zeroed. */
struct plain_words {
	uint32_t session, packet;
	enum context context;
	char row[600];  /* the selected row of a list */
	char text[120]; /* title of the text that was read out */
	char notice[600];
	char asked[600]; /* a question, or what is typed */
	uint32_t link;   /* chosen frame number */
	bool begun;
};

/* Says what is new: the selected segment and its explanation, the selected row, a text, a notice, a
 * question. Lays the screen out. */
void plain_words_say(struct plain_words *w, struct ui *ui, FILE *out);
