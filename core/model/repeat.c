#include "core/model/repeat.h"

#include "core/record/note.h"
#include "core/record/seq.h"

/* How many packets of the session back an earlier copy is looked for. */
#define REPEAT_WALK 4096

#define REPEATS (NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_NETWORK_DUPLICATE))

/* A pure ACK that the network doubled has no number of its own. */
static bool carries(const struct packet *earlier, const struct packet *p)
{
	if (packet_side(earlier) != packet_side(p))
		return false;
	if (packet_span(p) == 0)
		return earlier->seq == p->seq && earlier->ack == p->ack &&
		       earlier->ip_id == p->ip_id && packet_span(earlier) == 0;
	return packet_span(earlier) > 0 && seq_le(earlier->seq, p->seq) &&
	       seq_lt(p->seq, packet_end(earlier));
}

struct repeat repeat_of(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	struct repeat found = { 0 };
	if (p == NULL || !(p->notes & REPEATS))
		return found;
	uint32_t ordinal = model_ordinal(m, packet);
	uint32_t n = model_nth(m, p->session, ordinal > REPEAT_WALK ? ordinal - REPEAT_WALK : 1);
	for (; n != packet && n != 0; n = model_packet(m, n)->next) {
		const struct packet *earlier = model_packet(m, n);
		/* A copy that the network or the capture made was not sent. */
		if (!carries(earlier, p) || (earlier->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)))
			continue;
		found.first = found.first == 0 ? n : found.first;
		found.last = n;
		found.times++;
	}
	return found;
}

bool repeat_is(const struct model *m, uint32_t packet, uint32_t first)
{
	const struct packet *p = model_packet(m, packet), *earlier = model_packet(m, first);
	return p != NULL && earlier != NULL && p->session == earlier->session &&
	       carries(earlier, p) && repeat_of(m, packet).first == first;
}
