#include "core/model/message.h"

#include <assert.h>

#include "core/record/seq.h"

/* Most packets without new bytes of a message between two of its segments. */
#define MESSAGE_WALK 4096

static bool closes(const struct packet *p)
{
	return p->flags & TCP_PSH;
}

uint32_t message_next_packet(const struct model *m, const struct message *msg, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	for (uint32_t n = p->next, walked = 0; n != 0 && walked < MESSAGE_WALK; walked++) {
		p = model_packet(m, n);
		if (p->bits & PACKET_NEW_DATA)
			return packet_side(p) == msg->side && (p->bits & PACKET_CONTINUES) ? n : 0;
		n = p->next;
	}
	return 0;
}

uint32_t message_repeated(const struct model *m, uint32_t earlier, uint32_t packet)
{
	const struct packet *before = model_packet(m, earlier), *p = model_packet(m, packet);
	if (before == NULL)
		return 0;
	int32_t repeated = seq_diff(packet_end(before), p->seq);
	assert(earlier < packet && before->session == p->session);
	if (repeated <= 0)
		return 0;
	return (uint32_t)repeated < p->len ? (uint32_t)repeated : (uint32_t)p->len;
}

bool message_at(const struct model *m, uint32_t packet, struct message *out)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL || !(p->bits & PACKET_MESSAGE))
		return false;
	*out = (struct message){
		.first = packet,
		.last = packet,
		.segments = 1,
		.side = packet_side(p),
		.time_ns = p->time_ns,
		.len = p->len,
	};
	while (!closes(p) && out->segments < MESSAGE_SEGMENTS) {
		uint32_t next = message_next_packet(m, out, out->last);
		if (next == 0)
			break;
		p = model_packet(m, next);
		assert(next > out->last && packet_side(p) == out->side);
		out->len += p->len - message_repeated(m, out->last, next);
		out->last = next;
		out->segments++;
	}
	return true;
}

bool message_of(const struct model *m, uint32_t packet, struct message *out)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL || !(p->bits & PACKET_NEW_DATA))
		return false;
	bool begins = p->bits & PACKET_MESSAGE;
	return message_at(m, begins ? packet : model_kind_before(m, packet, KIND_MESSAGE), out);
}

bool message_after(const struct model *m, uint32_t packet, struct message *out)
{
	return message_at(m, model_kind_after(m, packet, KIND_MESSAGE), out);
}

bool message_before(const struct model *m, uint32_t packet, struct message *out)
{
	return message_at(m, model_kind_before(m, packet, KIND_MESSAGE), out);
}
