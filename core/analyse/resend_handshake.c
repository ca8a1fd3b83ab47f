#include "core/analyse/resend_handshake.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* After a reset the SYN asks anew: nothing is left of the first attempt (RFC 9293, 3.10.7.3).
 * Windows does so a few times, 500 ms apart. */
static uint32_t refusal(const struct track *t)
{
	uint32_t n = track_last(t, side_other(t->side));
	const struct packet *p = packet_store_find(t->packets, n);
	bool syn = (t->segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
	return syn && t->session->ended == SESSION_REFUSED && p != NULL && (p->flags & TCP_RST) ? n
	                                                                                        : 0;
}

/* A SYN-ACK again although the handshake was complete long ago, and no data came since: the
 * listener takes only connections with data (TCP_DEFER_ACCEPT of Linux) and asks again at the end
 * of its period. A timer would have sent it after a second. */
static uint32_t deferred(const struct track *t)
{
	const struct packet *copy = packet_store_find(t->packets, t->copy);
	bool syn_ack = (t->segment->flags & TCP_SYN) && (t->segment->flags & TCP_ACK);
	if (!syn_ack || copy == NULL || copy->acked_by == 0 || t->peer->data_seen ||
	    (copy->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return 0;
	return t->segment->time_ns - copy->time_ns >= DEFERRED_LEAST_NS ? copy->acked_by : 0;
}

/* In CLOSING, BSD and Windows send their FIN again with the ACK of the other one, at once. */
static uint32_t crossed_fin(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct packet *copy = packet_store_find(t->packets, t->copy);
	if (!(s->flags & TCP_FIN) || s->len > 0 || copy == NULL || !(copy->flags & TCP_FIN) ||
	    !t->peer->fin_seen || s->ack != t->peer->next || !seq_lt(copy->ack, s->ack))
		return 0;
	uint32_t n = track_last(t, side_other(t->side));
	const struct packet *p = packet_store_find(t->packets, n);
	int64_t prompt = sender_ns(t) / 4 * 5 + PROMPT_NS;
	return p != NULL && (p->flags & TCP_FIN) && s->time_ns - p->time_ns <= prompt ? n : 0;
}

struct handshake_reason resend_handshake(const struct track *t)
{
	if (!(t->segment->flags & (TCP_SYN | TCP_FIN)))
		return (struct handshake_reason){ RULE_NONE, 0 };
	uint32_t cause = refusal(t);
	if (cause != 0)
		return (struct handshake_reason){ RULE_RESENT_REFUSED, cause };
	cause = deferred(t);
	if (cause != 0)
		return (struct handshake_reason){ RULE_RESENT_DEFERRED, cause };
	cause = crossed_fin(t);
	return (struct handshake_reason){ cause != 0 ? RULE_RESENT_CLOSING : RULE_NONE, cause };
}
