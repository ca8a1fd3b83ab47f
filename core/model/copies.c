#include "core/model/copies.h"

#include "core/record/seq.h"

/* The most links to follow. The RTO doubles with each copy, so a session has few copies of a
 * segment. */
#define LINKS_MAX 64

const struct finding *copies_finding(const struct model *m, uint32_t packet)
{
	const struct finding *f = model_finding(m, packet, NOTE_NETWORK_DUPLICATE);
	return f != NULL ? f : model_resend(m, packet);
}

/* Returns true if the earlier packet carries the first byte of p. A duplicated pure ACK carries
 * none: its sequence number must be equal. */
static bool carries(const struct packet *earlier, const struct packet *p)
{
	if (packet_span(p) == 0)
		return earlier->seq == p->seq && packet_span(earlier) == 0;
	return seq_le(earlier->seq, p->seq) && seq_lt(p->seq, packet_end(earlier));
}

/* Returns the copy that the packet `from` repeats, if it carries the first byte of p as well; else
 * 0. */
static uint32_t link_from(const struct model *m, uint32_t from, const struct packet *p)
{
	const struct finding *f = copies_finding(m, from);
	const struct packet *earlier = f != NULL ? model_packet(m, f->copy) : NULL;
	return earlier != NULL && carries(earlier, p) ? f->copy : 0;
}

uint32_t copies_last(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	return p != NULL ? link_from(m, packet, p) : 0;
}

uint32_t copies_first(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	uint32_t first = copies_last(m, packet), next = first;
	for (unsigned links = 0; next != 0 && links < LINKS_MAX; links++) {
		first = next;
		next = link_from(m, first, p);
	}
	return first;
}
