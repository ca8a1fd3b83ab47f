/* FIN, and the ACK of a FIN. */
#include "core/explain/story.h"

#include <inttypes.h>

void story_tell_fin(struct story *t)
{
	enum tcp_state own = packet_state(t->p, t->side);
	if (story_has(t, NOTE_RETRANSMISSION)) {
		char again[STORY_AGAIN];
		story_again(t, again, sizeof(again));
		if (t->p->len == 0)
			story_add(t, "%s sends its FIN again: %s.", t->sender, again);
		return;
	}
	story_add(t,
	    "%s has no more to send: the FIN takes sequence number %" PRIu32
	    ", after its last byte (RFC 9293, 3.6).",
	    t->sender, session_relative(t->s, t->side, packet_end(t->p) - 1));
	if (own == STATE_FIN_WAIT_1)
		story_add(t, "%s may still send.", t->receiver);
	else if (own == STATE_LAST_ACK || own == STATE_CLOSING)
		story_add(
		    t, "Both sides have now closed; %s has this FIN to acknowledge.", t->receiver);
}

/* RFC 9293, 3.6: FIN-WAIT-2 after the ACK of one FIN, TIME-WAIT after both. */
void story_tell_closed(struct story *t)
{
	const struct packet *acked = model_packet(t->m, t->p->acks);
	if (acked == NULL || !(acked->flags & TCP_FIN) || (t->p->flags & TCP_FIN))
		return;
	if (packet_state(t->p, t->side) == STATE_TIME_WAIT)
		story_add(t,
		    "Both directions are closed; %s stays in TIME-WAIT for a while, in case this "
		    "ACK is lost (RFC 9293, 3.6.1).",
		    t->sender);
	else if (packet_state(t->p, side_other(t->side)) == STATE_FIN_WAIT_2)
		story_add(t, "%s's direction is closed; %s may still send (RFC 9293, 3.6.1).",
		    t->receiver, t->sender);
}
