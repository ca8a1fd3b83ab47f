#include "tui/run/lab_changes.h"

#include <stdio.h>
#include <string.h>

static bool same_knob(const struct lab_change *a, const struct lab_change *b)
{
	return a->kind == CHANGE_KNOB && b->kind == CHANGE_KNOB && a->knob == b->knob &&
	       a->ways == b->ways;
}

static void forget(struct lab_made *made, unsigned i)
{
	made->count--;
	memmove(&made->at[i], &made->at[i + 1], (made->count - i) * sizeof(made->at[0]));
}

void lab_made_note(
    struct lab_made *made, const char *text, const struct lab_change *change, uint32_t rule)
{
	for (unsigned i = 0; i < made->count; i++) {
		if (same_knob(&made->at[i].change, change)) {
			forget(made, i);
			break;
		}
	}
	if (made->count == LAB_CHANGES_MAX)
		forget(made, 0);
	unsigned i = made->count++;
	snprintf(made->at[i].text, sizeof(made->at[i].text), "%s", text);
	made->at[i].change = *change;
	made->at[i].rule = rule;
}

/* Returns true if a change by key overrides a change of the command line. */
static bool is_overruled(const struct lab_made *made, const char *text)
{
	struct lab_change change;
	if (!lab_change_parse(text, &change, NULL))
		return true;
	for (unsigned i = 0; i < made->count; i++)
		if (same_knob(&made->at[i].change, &change))
			return true;
	return false;
}

size_t lab_made_list(const struct lab_made *made, const struct options *options,
    bool (*is_spent)(void *ctx, uint32_t rule), void *ctx, const char *out[LAB_CHANGES_MAX])
{
	size_t count = 0;
	for (unsigned i = 0; i < options->changes; i++)
		if (!is_overruled(made, options->change[i]))
			out[count++] = options->change[i];
	for (unsigned i = 0; i < made->count && count < LAB_CHANGES_MAX; i++)
		if (made->at[i].rule == 0 || !is_spent(ctx, made->at[i].rule))
			out[count++] = made->at[i].text;
	return count;
}
