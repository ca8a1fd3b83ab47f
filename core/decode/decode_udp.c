/* UDP (RFC 768) and the tunnels in it. A port alone proves nothing: a payload that does not look
 * like the tunnel counts as UDP. */
#include "core/decode/decode_parts.h"

#include "core/base/array.h"

struct udp_port {
	uint16_t port;
	uint8_t layer;
};

static const struct udp_port tunnels[] = {
	{ 4789, LAYER_VXLAN },
	{ 8472, LAYER_VXLAN },
	{ 4790, LAYER_VXLAN_GPE },
	{ 6081, LAYER_GENEVE },
	{ 2152, LAYER_GTP },
	{ 5247, LAYER_CAPWAP },
	{ 1701, LAYER_L2TP },
	{ 3544, LAYER_TEREDO },
	{ 4341, LAYER_LISP },
	{ 37008, LAYER_TZSP },
	{ 4500, LAYER_ESP_IN_UDP },
	{ 6635, LAYER_MPLS },
	{ 4754, LAYER_GRE },
	{ 6633, LAYER_NSH },
};

static enum layer_kind tunnel_at(const struct decode_rules *rules, uint16_t port)
{
	for (unsigned i = 0; rules != NULL && i < rules->udp_count; i++)
		if (rules->udp[i].port == port)
			return (enum layer_kind)rules->udp[i].layer;
	for (size_t i = 0; i < ARRAY_LEN(tunnels); i++)
		if (tunnels[i].port == port)
			return (enum layer_kind)tunnels[i].layer;
	return LAYER_KINDS;
}

/* Checks the headers that have other uses, too: their decoders accept any bytes. */
static bool fits(enum layer_kind layer, const struct rest *rest)
{
	switch (layer) {
	case LAYER_MPLS:
		return rest->captured.left < 8 || (rest->captured.at[2] & 1) == 0 ||
		       plausible_at(rest, 4) != LAYER_KINDS || plausible_at(rest, 8) != LAYER_KINDS;
	case LAYER_GRE:
		return rest->captured.left < 4 || (load_be16(rest->captured.at) & 0x4f87) == 0;
	case LAYER_NSH:
		return rest->captured.left < 4 ||
		       (rest->captured.at[0] >> 6 == 0 && rest->captured.at[3] - 1U < 5 &&
		           (rest->captured.at[1] & 63) >= 2);
	case LAYER_ETHERNET:
		return ethernet_plausible(rest);
	case LAYER_IP:
		return ip_plausible(rest);
	default:
		return true;
	}
}

enum decode_result layer_udp(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t len = load_be16(header.at + 4);
	enum layer_kind tunnel = tunnel_at(w->frame->rules, load_be16(header.at + 2));
	if (tunnel == LAYER_KINDS)
		tunnel = tunnel_at(w->frame->rules, load_be16(header.at));
	if (tunnel == LAYER_KINDS)
		return walk_other(w, OTHER_UDP);
	if (len >= 8)
		rest_shorten(&w->rest, len - 8U);
	return fits(tunnel, &w->rest) ? walk_to(w, tunnel) : walk_other(w, OTHER_UDP);
}

/* Goes on with an Ethernet frame if the payload looks like one. */
static enum decode_result ethernet_inside(struct walk *w)
{
	return ethernet_plausible(&w->rest) ? walk_to(w, LAYER_ETHERNET) : walk_other(w, OTHER_UDP);
}

/* A header of 8 bytes with a network identifier in its second half. Reserved bits may be set:
 * receivers ignore them (RFC 7348, 5). */
static enum decode_result network_header(struct walk *w, struct bytes *header)
{
	if (w->rest.wire < 8)
		return walk_other(w, OTHER_UDP);
	enum decode_result result = rest_take(&w->rest, 8, header);
	if (result == DECODE_SEGMENT)
		w->layer->value = load_be32(header->at + 4) >> 8;
	return result;
}

enum decode_result layer_vxlan(struct walk *w)
{
	struct bytes header;
	enum decode_result result = network_header(w, &header);
	return result == DECODE_SEGMENT ? ethernet_inside(w) : result;
}

/* draft-ietf-nvo3-vxlan-gpe, 3.2: the P bit announces a next protocol field. */
enum decode_result layer_vxlan_gpe(struct walk *w)
{
	static const uint8_t protocols[] = { [1] = LAYER_IPV4,
		[2] = LAYER_IPV6,
		[3] = LAYER_ETHERNET,
		[4] = LAYER_NSH,
		[5] = LAYER_MPLS };
	struct bytes header;
	enum decode_result result = network_header(w, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint8_t protocol = header.at[3];
	if (!(header.at[0] & 4) || protocol == 3)
		return ethernet_inside(w);
	if (protocol >= ARRAY_LEN(protocols) || protocols[protocol] == 0)
		return walk_other(w, OTHER_UDP);
	return walk_to(w, (enum layer_kind)protocols[protocol]);
}

/* RFC 8926, 3.4: the length of the options is in units of 4 bytes. */
enum decode_result layer_geneve(struct walk *w)
{
	struct bytes header, options;
	enum decode_result result = network_header(w, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = (header.at[0] & 63U) * 4;
	if (header.at[0] >> 6 != 0 || len > w->rest.wire)
		return walk_other(w, OTHER_UDP);
	result = rest_take(&w->rest, len, &options);
	return result == DECODE_SEGMENT ? ethertype_next(w, load_be16(header.at + 2)) : result;
}

enum gtp_bit { GTP_NUMBERS = 0x07, GTP_EXTENSION = 0x04, GTP_PROTOCOL = 0x10 };

/* Extension headers (3GPP TS 29.281, 5.2.1): the first byte counts units of 4 bytes, the last one
 * names the next header. Each is at least 4 bytes, so the loop ends with the frame. */
static enum decode_result gtp_extensions(struct walk *w, uint8_t next)
{
	while (next != 0) {
		struct bytes extension;
		if (w->rest.wire < 4)
			return DECODE_BAD;
		if (w->rest.captured.left < 1)
			return DECODE_TRUNCATED;
		uint32_t len = w->rest.captured.at[0] * 4U;
		if (len == 0)
			return DECODE_BAD;
		enum decode_result result = rest_take(&w->rest, len, &extension);
		if (result != DECODE_SEGMENT)
			return result;
		next = extension.at[len - 1];
	}
	return DECODE_SEGMENT;
}

static enum decode_result gtp_payload(struct walk *w)
{
	if (w->rest.captured.left == 0)
		return w->rest.wire == 0 ? walk_other(w, OTHER_UDP) : DECODE_TRUNCATED;
	enum layer_kind inside = plausible_at(&w->rest, 0);
	if (inside != LAYER_KINDS)
		return walk_to(w, inside);
	unsigned version = w->rest.captured.at[0] >> 4;
	return version == 4 || version == 6 ? walk_to(w, LAYER_IP) : walk_other(w, OTHER_UDP);
}

/* 3GPP TS 29.281, 5: version 1, a user packet. */
enum decode_result layer_gtp(struct walk *w)
{
	struct bytes header, numbers;
	if (w->rest.wire < 8)
		return walk_other(w, OTHER_UDP);
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint8_t flags = header.at[0];
	if (flags >> 5 != 1 || !(flags & GTP_PROTOCOL) || header.at[1] != 0xff)
		return walk_other(w, OTHER_UDP);
	w->layer->value = load_be32(header.at + 4);
	if (flags & GTP_NUMBERS) {
		result = rest_take(&w->rest, 4, &numbers);
		if (result == DECODE_SEGMENT && flags & GTP_EXTENSION)
			result = gtp_extensions(w, numbers.at[3]);
	}
	return result == DECODE_SEGMENT ? gtp_payload(w) : result;
}

/* RFC 4380, 5.1.1: an authentication and an origin indication may precede the packet. */
enum decode_result layer_teredo(struct walk *w)
{
	struct bytes header;
	enum decode_result result;
	if (w->rest.captured.left >= 4 && load_be16(w->rest.captured.at) == 1) {
		uint32_t len = 13U + w->rest.captured.at[2] + w->rest.captured.at[3];
		result = rest_take(&w->rest, len, &header);
		if (result != DECODE_SEGMENT)
			return result;
	}
	if (w->rest.captured.left >= 2 && load_be16(w->rest.captured.at) == 0) {
		result = rest_take(&w->rest, 8, &header);
		if (result != DECODE_SEGMENT)
			return result;
	}
	if (w->rest.captured.left == 0)
		return w->rest.wire == 0 ? walk_other(w, OTHER_UDP) : DECODE_TRUNCATED;
	bool ipv6 = w->rest.captured.at[0] >> 4 == 6;
	return ipv6 ? walk_to(w, LAYER_IPV6) : walk_other(w, OTHER_UDP);
}

/* RFC 9300, 5. */
enum decode_result layer_lisp(struct walk *w)
{
	struct bytes header;
	enum decode_result result = network_header(w, &header);
	if (result != DECODE_SEGMENT)
		return result;
	/* The second half has an instance identifier only if the I bit is set. */
	if (!(header.at[0] & 8))
		w->layer->value = 0;
	return ip_plausible(&w->rest) ? walk_to(w, LAYER_IP) : walk_other(w, OTHER_UDP);
}

/* The TaZmen Sniffer Protocol: a list of tags of one or more bytes; tag 1 ends it. */
enum decode_result layer_tzsp(struct walk *w)
{
	struct bytes header, tag;
	if (w->rest.wire < 5)
		return walk_other(w, OTHER_UDP);
	enum decode_result result = rest_take(&w->rest, 4, &header);
	uint16_t inside = result == DECODE_SEGMENT ? load_be16(header.at + 2) : 0;
	if (result == DECODE_SEGMENT && (header.at[0] != 1 || header.at[1] > 1))
		return walk_other(w, OTHER_UDP);
	for (uint8_t kind = 0; result == DECODE_SEGMENT && kind != 1;) {
		result = rest_take(&w->rest, 1, &tag);
		kind = result == DECODE_SEGMENT ? tag.at[0] : 0;
		if (kind < 2)
			continue;
		result = rest_take(&w->rest, 1, &tag);
		if (result == DECODE_SEGMENT)
			result = rest_take(&w->rest, tag.at[0], &tag);
	}
	if (result != DECODE_SEGMENT)
		return result;
	return inside == 1    ? ethernet_inside(w)
	       : inside == 18 ? walk_to(w, LAYER_WLAN)
	                      : walk_other(w, OTHER_UDP);
}

/* RFC 3948, 2: four zeros mark IKE, a single byte is a NAT keepalive. */
enum decode_result layer_esp_in_udp(struct walk *w)
{
	bool keepalive = w->rest.wire < 8;
	bool ike = w->rest.captured.left >= 4 && load_be32(w->rest.captured.at) == 0;
	return keepalive || ike ? walk_other(w, OTHER_UDP) : walk_to(w, LAYER_ESP);
}
