/* Generic routing encapsulation (RFC 2784, RFC 2890, RFC 1701, RFC 2637), the headers found only in
 * it, and EtherIP (RFC 3378). */
#include "core/decode/decode_parts.h"

enum gre_bit {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACK = 0x0080, /* version 1 */
	GRE_VERSION = 0x0007,
};

#define PROTOCOL_ERSPAN 0x88be
#define PROTOCOL_ETHERNET 0x6558
#define PROTOCOL_CDMA2000 0x8881
#define PROTOCOL_PPP 0x880b

/* RFC 1701: each entry of the route has its length; an entry of length 0 is the last. */
static enum decode_result routing(struct walk *w)
{
	struct bytes entry, route;
	for (;;) {
		enum decode_result result = rest_take(&w->rest, 4, &entry);
		if (result != DECODE_SEGMENT)
			return result;
		if (load_be32(entry.at) == 0)
			return DECODE_SEGMENT;
		result = rest_take(&w->rest, entry.at[3], &route);
		if (result != DECODE_SEGMENT)
			return result;
	}
}

/* The optional fields, in order. */
static enum decode_result fields(struct walk *w, uint16_t flags, uint16_t protocol)
{
	struct bytes field;
	enum decode_result result = DECODE_SEGMENT;
	if (flags & (GRE_CHECKSUM | GRE_ROUTING))
		result = rest_take(&w->rest, 4, &field);
	if (result == DECODE_SEGMENT && flags & GRE_KEY) {
		result = rest_take(&w->rest, 4, &field);
		if (result == DECODE_SEGMENT) {
			w->layer->value = load_be32(field.at);
			/* NVGRE (RFC 7637, 3.2): the virtual subnet, then a hash. */
			if (protocol == PROTOCOL_ETHERNET)
				w->layer->value >>= 8;
		}
	}
	if (result == DECODE_SEGMENT && flags & GRE_SEQUENCE)
		result = rest_take(&w->rest, 4, &field);
	if (result == DECODE_SEGMENT && (flags & GRE_VERSION) == 1 && flags & GRE_ACK)
		result = rest_take(&w->rest, 4, &field);
	if (result == DECODE_SEGMENT && flags & GRE_ROUTING)
		result = routing(w);
	return result;
}

/* Version 1 without a sequence number has no payload (RFC 2637, 4.1). */
static enum decode_result gre_next(struct walk *w, uint16_t flags, uint16_t protocol)
{
	if ((flags & GRE_VERSION) == 1)
		return w->rest.wire == 0 ? walk_other(w, OTHER_GRE) : walk_to(w, LAYER_PPP);
	if (protocol == PROTOCOL_ERSPAN)
		return walk_to(w, flags & GRE_SEQUENCE ? LAYER_ERSPAN_2 : LAYER_ERSPAN_1);
	if (protocol == PROTOCOL_CDMA2000)
		return walk_to(w, LAYER_PPP);
	if (w->rest.wire == 0)
		return walk_other(w, OTHER_GRE);
	enum decode_result result = ethertype_next(w, protocol);
	return result == DECODE_NOT_TCP ? walk_other(w, OTHER_GRE) : result;
}

enum decode_result layer_gre(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t flags = load_be16(header.at), protocol = load_be16(header.at + 2);
	if ((flags & GRE_VERSION) > 1 || ((flags & GRE_VERSION) == 1 && protocol != PROTOCOL_PPP))
		return walk_other(w, OTHER_GRE);
	result = fields(w, flags, protocol);
	return result == DECODE_SEGMENT ? gre_next(w, flags, protocol) : result;
}

enum decode_result layer_erspan_1(struct walk *w)
{
	return walk_to(w, LAYER_ETHERNET);
}

/* draft-foschiano-erspan, 4.2. Some switches write version 0 with the same length. */
enum decode_result layer_erspan_2(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	w->layer->value = load_be16(header.at + 2) & 0x3ff;
	return header.at[0] >> 4 > 1 ? DECODE_BAD : walk_to(w, LAYER_ETHERNET);
}

/* draft-foschiano-erspan, 4.3: the last bit announces a platform header of 8 bytes; the frame type
 * is Ethernet or IP. */
enum decode_result layer_erspan_3(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 12, &header);
	if (result != DECODE_SEGMENT)
		return result;
	w->layer->value = load_be16(header.at + 2) & 0x3ff;
	uint16_t last = load_be16(header.at + 10);
	if (header.at[0] >> 4 != 2)
		return DECODE_BAD;
	bool ip = (last >> 10 & 31) == 2;
	return walk_skip(w, last & 1 ? 8 : 0, ip ? LAYER_IP : LAYER_ETHERNET);
}

/* Version 2 has 4 bytes before the packet, version 1 has none. */
enum decode_result layer_wccp(struct walk *w)
{
	return walk_skip(w, ip_plausible(&w->rest) ? 0 : 4, LAYER_IPV4);
}

enum decode_result layer_etherip(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 2, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return header.at[0] >> 4 == 3 ? walk_to(w, LAYER_ETHERNET) : walk_other(w, OTHER_IP);
}
