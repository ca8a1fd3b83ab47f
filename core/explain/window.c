/* The receive window: its changes, the waits for it; and keep-alives, which look like probes. */
#include "core/explain/story.h"

#include <inttypes.h>

#include "core/base/duration.h"
#include "core/base/grouped.h"

/* Returns the previous window of the sender, or -1. The cause advertised it; if it was zero, the
 * cause is the head of the zero windows. */
static int64_t window_before(const struct story *t, const struct finding *f)
{
	const struct packet *before =
	    f->rule == RULE_WINDOW_ANSWER ? story_before(t, true) : model_packet(t->m, f->cause);
	bool scaled;
	if (f->rule == RULE_WINDOW_REOPENED)
		return 0;
	return before != NULL ? (int64_t)session_window(t->s, before, &scaled) : -1;
}

void tell_window_update(struct story *t, const struct finding *f)
{
	bool scaled;
	int64_t now = session_window(t->s, t->p, &scaled), was = window_before(t, f);
	const char *unit = scaled ? " bytes" : " (scale unknown)";
	if (was < 0)
		story_add(t, "Window update: nothing new arrived; the receive window is now %s%s.",
		    GROUPED((uint64_t)now), unit);
	else
		story_add(t,
		    "Window update: nothing new arrived; the receive window %s from %s to %s%s.",
		    now > was ? "grows" : "shrinks", GROUPED((uint64_t)was), GROUPED((uint64_t)now),
		    unit);
	if (f->rule == RULE_WINDOW_REOPENED)
		story_add(t, "The application of %s has read; %s may send again.", t->sender,
		    t->receiver);
	else if (was >= 0 && now > was)
		story_add(t, "The application of %s has read, or the buffer has grown.", t->sender);
	if (f->rule == RULE_WINDOW_ANSWER)
		story_fill(t, f, "[Answers the keep-alive in {cause}.]");
}

/* The window was used up from the sender's last segment until the ACK that made space. */
void tell_waited(struct story *t, const struct finding *f)
{
	const struct packet *ack = model_packet(t->m, f->cause), *before = story_before(t, true);
	char waited[DURATION_TEXT];
	if (ack == NULL)
		return;
	if (before == NULL || before->time_ns > ack->time_ns) {
		story_add(t,
		    "Window-limited: the receive window of %s was used up; frame %" PRIu32
		    " made space.",
		    t->receiver, ack->frame);
		return;
	}
	duration_format(ack->time_ns - before->time_ns, waited, sizeof(waited));
	story_add(t,
	    "Window-limited: the receive window of %s was used up; frame %" PRIu32
	    " made space, %s after frame %" PRIu32 ".",
	    t->receiver, ack->frame, waited, before->frame);
}

void tell_keep_alive(struct story *t, const struct finding *f)
{
	story_add(t,
	    "Keep-alive probe: %s with an already acknowledged number (%" PRIu32
	    "), which forces %s to answer.",
	    t->p->len == 0 ? "an empty segment" : "a segment", story_seq(t), t->receiver);
	story_fill(t, f, "[Sent after {since cause} of silence.]");
	story_fill(t, f, "[{Answer} answers, {until answer} later.]");
}
