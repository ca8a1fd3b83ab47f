/* PPP and the headers that carry it. */
#include "core/decode/decode_parts.h"

/* RFC 2516, 4: version and type 1, session stage. */
enum decode_result layer_pppoe(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 6, &header);
	if (result != DECODE_SEGMENT)
		return result;
	if (header.at[0] != 0x11)
		return DECODE_BAD;
	if (header.at[1] != 0)
		return walk_other(w, OTHER_PPPOE);
	w->layer->value = load_be16(header.at + 2);
	rest_shorten(&w->rest, load_be16(header.at + 4));
	return walk_to(w, LAYER_PPP);
}

/* RFC 1990, 3: only a packet in a single fragment is readable. */
static enum decode_result multilink(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return (header.at[0] & 0xc0) == 0xc0 ? walk_to(w, LAYER_PPP) : walk_other(w, OTHER_PPP);
}

/* RFC 3518, 4.1: flags, and the kind of LAN. */
static enum decode_result bridged(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 2, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return header.at[1] == 1 ? walk_to(w, LAYER_ETHERNET) : walk_other(w, OTHER_PPP);
}

static enum decode_result ppp_next(struct walk *w, uint16_t protocol)
{
	switch (protocol) {
	case 0x0021:
		return walk_to(w, LAYER_IPV4);
	case 0x0057:
		return walk_to(w, LAYER_IPV6);
	case 0x0281:
	case 0x0283:
		return walk_to(w, LAYER_MPLS);
	case 0x0031:
		return bridged(w);
	case 0x003d:
		return multilink(w);
	default:
		return walk_other(w, OTHER_PPP);
	}
}

/* RFC 1661, 2, with the optional address and control of RFC 1662. An odd first byte is the complete
 * protocol number (RFC 1661, 6.5). */
enum decode_result layer_ppp(struct walk *w)
{
	struct bytes header;
	bool framed = w->rest.captured.left >= 2 && load_be16(w->rest.captured.at) == 0xff03;
	enum decode_result result = framed ? rest_take(&w->rest, 2, &header) : DECODE_SEGMENT;
	if (result == DECODE_SEGMENT)
		result = rest_take(&w->rest, 1, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t protocol = header.at[0];
	if (protocol & 1)
		return ppp_next(w, protocol);
	result = rest_take(&w->rest, 1, &header);
	return result == DECODE_SEGMENT ? ppp_next(w, (uint16_t)(protocol << 8 | header.at[0]))
	                                : result;
}

/* Address, control and an EtherType. */
enum decode_result layer_cisco_hdlc(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t type = load_be16(header.at + 2);
	return type == 0x8035 ? walk_other(w, OTHER_CISCO) : ethertype_next(w, type);
}

enum decode_result layer_ppp_hdlc(struct walk *w)
{
	if (w->rest.captured.left < 1)
		return w->rest.wire < 1 ? DECODE_BAD : DECODE_TRUNCATED;
	uint8_t address = w->rest.captured.at[0];
	return walk_to(w, address == 0x0f || address == 0x8f ? LAYER_CISCO_HDLC : LAYER_PPP);
}

enum decode_result layer_direction_ppp(struct walk *w)
{
	return walk_skip(w, 1, LAYER_PPP);
}

enum decode_result layer_direction_hdlc(struct walk *w)
{
	return walk_skip(w, 1, LAYER_CISCO_HDLC);
}

enum l2tp_bit {
	L2TP_CONTROL = 0x8000,
	L2TP_LENGTH = 0x4000,
	L2TP_SEQUENCE = 0x0800,
	L2TP_OFFSET = 0x0200,
};

/* The fields after the session identifier of L2TPv2 (RFC 2661, 3.1). */
static enum decode_result l2tp_data(struct walk *w, uint16_t flags)
{
	struct bytes numbers, offset;
	enum decode_result result = DECODE_SEGMENT;
	if (flags & L2TP_SEQUENCE)
		result = rest_take(&w->rest, 4, &numbers);
	if (result != DECODE_SEGMENT || !(flags & L2TP_OFFSET))
		return result == DECODE_SEGMENT ? walk_to(w, LAYER_PPP) : result;
	result = rest_take(&w->rest, 2, &offset);
	return result == DECODE_SEGMENT ? walk_skip(w, load_be16(offset.at), LAYER_PPP) : result;
}

static enum decode_result l2tp_v2(struct walk *w, uint16_t flags)
{
	struct bytes header;
	uint32_t length = flags & L2TP_LENGTH ? 2 : 0;
	enum decode_result result = rest_take(&w->rest, length + 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	if (length != 0 && load_be16(header.at) < 8)
		return DECODE_BAD;
	if (length != 0)
		rest_shorten(&w->rest, load_be16(header.at) - 8U);
	w->layer->value = load_be16(header.at + length + 2);
	return l2tp_data(w, flags);
}

/* L2TP over UDP: version 2, or version 3 (RFC 3931, 4.1.2). */
enum decode_result layer_l2tp(struct walk *w)
{
	struct bytes start;
	enum decode_result result = rest_take(&w->rest, 2, &start);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t flags = load_be16(start.at);
	unsigned version = flags & 15;
	if (version != 2 && version != 3)
		return walk_other(w, OTHER_UDP);
	if (flags & L2TP_CONTROL)
		return walk_other(w, OTHER_L2TP);
	return version == 2 ? l2tp_v2(w, flags) : walk_skip(w, 2, LAYER_L2TPV3);
}

/* RFC 3931, 4.1: only the hosts know the length of the cookie and whether a sublayer follows. Takes
 * the first possible length that a packet follows. */
enum decode_result layer_l2tpv3(struct walk *w)
{
	static const uint8_t lengths[] = { 0, 4, 8, 12 };
	struct bytes session;
	enum decode_result result = rest_take(&w->rest, 4, &session);
	if (result != DECODE_SEGMENT)
		return result;
	w->layer->value = load_be32(session.at);
	if (w->layer->value == 0)
		return walk_other(w, OTHER_L2TP);
	for (size_t i = 0; i < sizeof lengths; i++) {
		enum layer_kind inside = plausible_at(&w->rest, lengths[i]);
		if (inside != LAYER_KINDS)
			return walk_skip(w, lengths[i], inside);
	}
	return walk_other(w, OTHER_L2TP);
}
