/* FIN, and the ACK of a FIN. */
#include "core/explain/story.h"

#include <inttypes.h>

void story_tell_fin(struct story *t)
{
	enum tcp_state own = packet_state(t->p, t->side);
	/* Told with the bytes of a retransmission. */
	if (story_has(t, NOTE_RETRANSMISSION)) {
		if (t->p->len == 0)
			story_tell_again(t);
		return;
	}
	story_add(t,
	    "FIN: %s will send no more data. The FIN itself counts as one sequence number (%" PRIu32
	    ").",
	    t->sender, session_relative(t->s, t->side, packet_end(t->p) - 1));
	if (own == STATE_FIN_WAIT_1)
		story_add(t, "%s may still send.", t->receiver);
	else if (own == STATE_LAST_ACK || own == STATE_CLOSING)
		story_add(t, "Both directions are closed; only the ACK of this FIN is missing.");
}

/* RFC 9293, 3.6: FIN-WAIT-2 after the ACK of one FIN, TIME-WAIT after both. */
void story_tell_closed(struct story *t)
{
	const struct packet *acked = model_packet(t->m, t->p->acks);
	if (acked == NULL || !(acked->flags & TCP_FIN) || (t->p->flags & TCP_FIN))
		return;
	if (packet_state(t->p, t->side) == STATE_TIME_WAIT)
		story_add(t,
		    "Both directions are closed; %s stays in TIME-WAIT for a while in case this "
		    "ACK is lost.",
		    t->sender);
	else if (packet_state(t->p, side_other(t->side)) == STATE_FIN_WAIT_2)
		story_add(t, "The direction from %s is closed; %s may still send.", t->receiver,
		    t->sender);
}
