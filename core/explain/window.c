/* Changes of the receive window. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

/* The cause advertised the previous window; if that was zero, the cause is the head of the
 * series. */
void tell_window_update(struct story *t, const struct finding *f)
{
	const struct packet *before = model_packet(t->m, f->cause);
	bool scaled, reopened = f->rule == RULE_WINDOW_REOPENED;
	uint32_t now = session_window(t->s, t->p, &scaled), was = 0;
	char from[32] = "";
	if (f->rule == RULE_WINDOW_ANSWER)
		before = story_before(t, true);
	if (before != NULL && !reopened)
		was = session_window(t->s, before, &scaled);
	if (before != NULL || reopened)
		snprintf(from, sizeof(from), "from %" PRIu32 " ", was);
	story_add(t, "Nothing new arrived; the window goes %sto %" PRIu32 "%s%s%s.", from, now,
	    scaled ? " bytes" : " (scale unknown)",
	    now > was && from[0] != '\0' ? " because the application has read" : "",
	    reopened ? ", and data may flow again" : "");
}
