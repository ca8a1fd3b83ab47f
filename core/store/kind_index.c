#include "core/store/kind_index.h"
#include "core/base/assertions.h"

/* The record of a stride's first packet holds the kinds in the upper bits of its `bits`. */
#define KINDS_SHIFT 4

static unsigned kinds_of(const struct packet *p)
{
	return KIND_FROM(packet_side(p)) | (p->bits & PACKET_MESSAGE ? KIND_MESSAGE : 0);
}

void stride_add(const struct strides *in, struct session *session, uint32_t packet)
{
	uint32_t ordinal = session_begun(session);
	assert_costly(packet == session->last && ordinal > 0);
	unsigned kinds = kinds_of(packet_store_at(in->packets, packet));
	if ((ordinal - 1) % INDEX_STRIDE == 0)
		session->held = 0;
	if ((kinds & ~session->held) == 0)
		return;
	session->held = (uint8_t)(session->held | kinds);
	struct index_mark mark = session_index_before(in->index, session->index, ordinal);
	if (mark.packet == 0)
		return;
	struct packet *first = packet_store_at(in->packets, mark.packet);
	assert(mark.packet >= session->first && mark.packet <= packet);
	first->bits = (uint8_t)(first->bits | session->held << KINDS_SHIFT);
}

static bool holds(const struct strides *in, uint32_t mark, unsigned kinds)
{
	return (packet_store_at(in->packets, mark)->bits >> KINDS_SHIFT & kinds) != 0;
}

static bool is_of(const struct strides *in, uint32_t packet, unsigned kinds)
{
	return (kinds_of(packet_store_at(in->packets, packet)) & kinds) != 0;
}

static uint32_t next_of(const struct strides *in, uint32_t packet)
{
	return packet_store_at(in->packets, packet)->next;
}

/* Returns those of the kinds that the session has at all: captures of one direction are common. */
static unsigned possible(const struct session *s, unsigned kinds)
{
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		if (s->flow[side].packets == 0)
			kinds &= ~(unsigned)KIND_FROM(side);
	return s->speaker != 0 ? kinds : kinds & ~(unsigned)KIND_MESSAGE;
}

/* Returns the mark at *ordinal or the next existing one, 0 if there is none; *ordinal becomes that
 * of the mark after it. */
static uint32_t next_mark(const struct strides *in, const struct session *s, uint32_t *ordinal)
{
	uint32_t mark = 0, end = session_begun(s);
	for (; mark == 0 && *ordinal <= end; *ordinal += INDEX_STRIDE)
		mark = session_index_before(in->index, s->index, *ordinal).packet;
	return mark;
}

uint32_t stride_after(
    const struct strides *in, const struct session *session, uint32_t packet, unsigned kinds)
{
	kinds = possible(session, kinds);
	uint32_t at = kinds != 0 ? next_of(in, packet) : 0;
	assert(packet >= session->first && packet <= session->last);
	uint32_t ordinal =
	    session_index_find(in->index, session->index, packet).ordinal + INDEX_STRIDE;
	while (at != 0) {
		uint32_t end = next_mark(in, session, &ordinal);
		for (; at != end; at = next_of(in, at))
			if (is_of(in, at, kinds))
				return at;
		while (at != 0 && !holds(in, at, kinds))
			at = next_mark(in, session, &ordinal);
	}
	return 0;
}

static uint32_t last_in(const struct strides *in, uint32_t from, uint32_t end, unsigned kinds)
{
	uint32_t last = 0;
	for (; from != end; from = next_of(in, from))
		if (is_of(in, from, kinds))
			last = from;
	return last;
}

uint32_t stride_before(
    const struct strides *in, const struct session *session, uint32_t packet, unsigned kinds)
{
	kinds = possible(session, kinds);
	if (kinds == 0)
		return 0;
	struct index_mark mark = session_index_find(in->index, session->index, packet);
	assert(mark.packet <= packet && (mark.packet == 0 || mark.packet >= session->first));
	uint32_t found = 0, end = packet;
	while (found == 0 && mark.packet != 0) {
		if (holds(in, mark.packet, kinds))
			found = last_in(in, mark.packet, end, kinds);
		end = mark.packet;
		mark = session_index_before(in->index, session->index, mark.ordinal - INDEX_STRIDE);
	}
	return found != 0 ? found : last_in(in, session->first, end, kinds);
}
