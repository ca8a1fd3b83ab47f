/* The changes of the link that were made by keys while a scenario was played: what of them is in
 * force stays so when it is played again. */
#pragma once

#include "capture/lab/knob.h"
#include "tui/command/options.h"

#define LAB_MADE_TEXT 128

struct lab_made {
	struct {
		char text[LAB_MADE_TEXT];
		struct lab_change change;
		uint32_t rule; /* its number, or 0 */
	} at[LAB_CHANGES_MAX];
	unsigned count;
};

/* A change was made. One knob has its last value only; of too many the oldest is forgotten. */
void lab_made_note(
    struct lab_made *made, const char *text, const struct lab_change *change, uint32_t rule);
/* Those of the command line and those made after them, but for rules that have done all they were
 * to do. Borrowed from both. Returns how many. */
size_t lab_made_list(const struct lab_made *made, const struct options *options,
    bool (*is_spent)(void *ctx, uint32_t rule), void *ctx, const char *out[LAB_CHANGES_MAX]);
