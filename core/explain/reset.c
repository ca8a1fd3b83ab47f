/* Resets that no note explains. */
#include "core/explain/story.h"

#include <inttypes.h>

/* The connection is already over for both ends: the reset follows another one, at once or later. */
static bool tell_ended_before(struct story *t, const struct packet *before)
{
	if (packet_state(before, SIDE_A) != STATE_CLOSED ||
	    packet_state(before, SIDE_B) != STATE_CLOSED)
		return false;
	if (before->flags & TCP_RST)
		story_add(t,
		    "RST after the end: the reset in frame %" PRIu32
		    " has already ended the connection; this one changes nothing.",
		    before->frame);
	else
		story_add(t, "RST after the end: the connection is already closed; this reset "
		             "changes nothing.");
	return true;
}

/* The connection is already over for its sender, after both FINs or a reset. */
static bool tell_late(struct story *t)
{
	const struct packet *before = model_packet(t->m, model_prev(t->m, t->number));
	if (before == NULL)
		return false;
	bool answers =
	    packet_side(before) != t->side && !(t->p->flags & TCP_ACK) && before->ack == t->p->seq;
	if (t->s->ended != SESSION_RESET && answers &&
	    packet_state(before, t->side) == STATE_CLOSED) {
		story_add(t,
		    "RST: %s has closed the connection and answers a late packet (frame %" PRIu32
		    ") with a reset.",
		    t->sender, before->frame);
		return true;
	}
	return tell_ended_before(t, before);
}

void story_tell_reset(struct story *t)
{
	/* The sentence of the note explains it. */
	if ((t->p->notes & NOTES_RESET) != 0 || tell_late(t))
		return;
	story_add(t,
	    "RST: %s resets the connection. Both ends are CLOSED at once, and undelivered data is "
	    "discarded.",
	    t->sender);
}
