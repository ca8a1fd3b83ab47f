/* Asks for a filter: of the list in the list, of the ladder in a session. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* Puts --filter in force, for list and ladder. */
void filter_prompt_begin(struct shell *shell);
/* Opens the prompt. */
void filter_prompt_open(struct shell *shell);
/* Filters by a text, as if it were typed. */
void filter_prompt_set(struct shell *shell, const char *text);

/* Takes the ladder's filter away. False if there is none. */
bool filter_prompt_clear_ladder(struct shell *shell);

/* Keeps the rows of the ladder's filter up to date, and the selection among them: a segment that
 * was asked for by its number takes the filter away. */
void filter_prompt_settle(struct shell *shell);

/* Writes what was looked at when nothing matches. */
void filter_prompt_why(const struct shell *shell, bool list, char *out, size_t size);
