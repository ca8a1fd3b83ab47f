/* Changes of the link made by keys while a scenario runs. Those in force apply when it runs
 * again. */
#pragma once

#include "capture/lab/knob.h"
#include "tui/command/options.h"

#define LAB_MADE_TEXT 128

struct lab_made {
	struct {
		char text[LAB_MADE_TEXT];
		struct lab_change change;
		uint32_t rule; /* number of the rule, or 0 */
	} at[LAB_CHANGES_MAX];
	unsigned count;
};

/* Records a change. A setting keeps only its last value; beyond the limit the oldest change is
 * dropped. */
void lab_made_note(
    struct lab_made *made, const char *text, const struct lab_change *change, uint32_t rule);
/* Lists the changes of the command line and those made later, except rules that are done.
 * Borrowed from both. Returns the count. */
size_t lab_made_list(const struct lab_made *made, const struct options *options,
    bool (*is_spent)(void *ctx, uint32_t rule), void *ctx, const char *out[LAB_CHANGES_MAX]);
