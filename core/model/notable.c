#include "core/model/notable.h"

uint64_t events_of(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	return events_from(p->notes, p->flags);
}

bool events_count(struct event_tally *tally, const struct model *m, uint32_t limit, uint32_t most)
{
	for (uint32_t i = 0; i < most; i++) {
		uint32_t n = model_notable_after(m, tally->session, tally->at);
		if (n == 0 || n > limit)
			return true;
		tally->at = n;
		for (uint64_t bits = events_of(m, n); bits != 0; bits &= bits - 1)
			tally->count[__builtin_ctzll(bits)]++;
	}
	return false;
}

static bool is(const struct model *m, uint32_t packet, unsigned event)
{
	return (events_of(m, packet) & EVENT_BIT(event)) != 0;
}

uint32_t event_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_notable_after(m, session, packet);
	while (packet != 0 && !is(m, packet, event));
	return packet;
}

uint32_t event_before(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_notable_before(m, session, packet);
	while (packet != 0 && !is(m, packet, event));
	return packet;
}
