#include "core/explain/explain.h"

#include <inttypes.h>

#include "core/base/duration.h"
#include "core/explain/story.h"

/* The notes of a retransmission that say why it was sent. Others follow its bytes. */
#define NOTES_WHY_AGAIN                                                                            \
	(NOTES_TRIGGER | NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_SYN_TIMEOUT) |              \
	    NOTE_BIT(NOTE_LISTEN_OVERFLOW) | NOTE_BIT(NOTE_ORIGINAL_UNSEEN) |                      \
	    NOTE_BIT(NOTE_LOST_SEGMENT))

bool explain_wants_segment(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	const struct session *s = p != NULL ? model_session(m, p->session) : NULL;
	if (s == NULL || (p->flags & TCP_RST))
		return false;
	return (p->flags & (TCP_SYN | TCP_URG)) ||
	       (s->sack_ok == 3 && s->trouble > 0 && (p->flags & TCP_ACK));
}

size_t explain_packet(const struct model *m, uint32_t packet, char *out, size_t size)
{
	return explain_segment(m, packet, NULL, out, size);
}

/* Explains the segment from its record. */
static void tell_record(struct story *t)
{
	const struct packet *p = t->p;
	/* A packet that the network copied says nothing that its original did not. */
	if (story_has(t, NOTE_NETWORK_DUPLICATE) || story_tell_unaccepted(t))
		return;
	if (p->flags & TCP_RST) {
		story_tell_reset(t);
	} else if (p->flags & TCP_SYN) {
		(p->flags & TCP_ACK ? story_tell_syn_ack : story_tell_syn)(t);
	} else if (!story_has(t, NOTE_KEEP_ALIVE) && !story_has(t, NOTE_ZERO_WINDOW_PROBE)) {
		if (p->len > 0)
			story_tell_data(t);
		if (p->flags & TCP_FIN)
			story_tell_fin(t);
		story_tell_ack(t);
	}
}

/* Says how the capture's order differs from the network's. */
static void tell_order(struct story *t)
{
	const struct packet *before = model_packet(t->m, model_prev(t->m, t->number));
	const struct packet *ack = model_packet(t->m, t->p->acked_by);
	if (before != NULL && t->p->time_ns < before->time_ns) {
		char by[DURATION_TEXT];
		duration_format(before->time_ns - t->p->time_ns, by, sizeof(by));
		story_add(t,
		    "The time of this frame is %s before that of frame %" PRIu32
		    ": the capture is not in order of time.",
		    by, before->frame);
	}
	if (ack != NULL && t->p->acked_by < t->number)
		story_add(t,
		    "Captured after its ACK (frame %" PRIu32
		    "): the capture's order is not the network's. This is no retransmission.",
		    ack->frame);
}

size_t explain_segment(
    const struct model *m, uint32_t packet, const struct segment *segment, char *out, size_t size)
{
	out[0] = '\0';
	if (model_packet(m, packet) == NULL)
		return 0;
	struct story story = story_begin(m, packet, out, size), *t = &story;
	story.segment = segment;
	bool again = story_has(t, NOTE_RETRANSMISSION);
	uint64_t news = again ? NOTES_WHY_AGAIN : NOTES_MASK & ~NOTE_BIT(NOTE_WINDOW_FULL);
	story_tell_findings(t, news);
	/* What the data leads to comes after its causes. */
	if (!again)
		story_tell_findings(t, NOTE_BIT(NOTE_WINDOW_FULL));
	tell_record(t);
	if (again)
		story_tell_findings(t, ~news);
	story_tell_shape(t);
	story_tell_outcome(t);
	tell_order(t);
	if (story.used == 0)
		story_tell_nothing_new(t);
	story_tell_sack(t);
	return story.used;
}
