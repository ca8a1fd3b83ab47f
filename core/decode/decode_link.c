/* Link layers: what stands in front of the IP header. */
#include "core/decode/decode_parts.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/base/byteorder.h"

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd

static bool is_vlan(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/* Tags may be stacked at will; each is 4 bytes, so that the frame ends the loop. */
static enum decode_result vlan_tags(struct rest *rest, struct headers *where, uint16_t *type)
{
	while (is_vlan(*type)) {
		struct bytes tag;
		enum decode_result result = rest_take(rest, 4, &tag);
		if (result != DECODE_SEGMENT)
			return result;
		if (where->vlan_count < ARRAY_LEN(where->vlan))
			where->vlan[where->vlan_count] = load_be16(tag.at);
		if (where->vlan_count < UINT8_MAX)
			where->vlan_count++;
		*type = load_be16(tag.at + 2);
	}
	return DECODE_SEGMENT;
}

/* A header of fixed size that names an EtherType, which tags may follow. */
static enum decode_result typed_header(struct rest *rest, struct headers *where,
    enum network *network, uint32_t header_len, uint32_t type_at)
{
	struct bytes header;
	enum decode_result result = rest_take(rest, header_len, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t type = load_be16(header.at + type_at);
	assert(header.left == header_len && type_at + 2 <= header_len);
	if (type != ETHERTYPE_IPV4) {
		result = vlan_tags(rest, where, &type);
		if (result != DECODE_SEGMENT)
			return result;
	}
	*network = type == ETHERTYPE_IPV4   ? NETWORK_IPV4
	           : type == ETHERTYPE_IPV6 ? NETWORK_IPV6
	                                    : NETWORK_OTHER;
	return DECODE_SEGMENT;
}

static enum decode_result ethernet(struct rest *rest, struct headers *where, enum network *network)
{
	return typed_header(rest, where, network, 14, 12);
}

static enum decode_result cooked_v1(struct rest *rest, struct headers *where, enum network *network)
{
	return typed_header(rest, where, network, 16, 14);
}

static enum decode_result cooked_v2(struct rest *rest, struct headers *where, enum network *network)
{
	return typed_header(rest, where, network, 20, 0);
}

/* Each system has its own number for IPv6: Linux 10, NetBSD and OpenBSD 24, FreeBSD
 * 28, Darwin 30. */
static enum network family_network(uint32_t family)
{
	switch (family) {
	case 2:
		return NETWORK_IPV4;
	case 10:
	case 24:
	case 28:
	case 30:
		return NETWORK_IPV6;
	default:
		return NETWORK_OTHER;
	}
}

static enum decode_result loopback(struct rest *rest, struct headers *where, enum network *network)
{
	(void)where;
	struct bytes header;
	enum decode_result result = rest_take(rest, 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	/* Written in the byte order of the capturing host, which may not be ours. */
	uint32_t family = load_be32(header.at);
	*network = family_network(family > UINT16_MAX ? __builtin_bswap32(family) : family);
	return DECODE_SEGMENT;
}

static enum decode_result raw_ip(struct rest *rest, struct headers *where, enum network *network)
{
	(void)where;
	if (rest->captured.left == 0)
		return rest->wire == 0 ? DECODE_BAD : DECODE_TRUNCATED;
	assert(rest->wire >= rest->captured.left);
	uint8_t version = rest->captured.at[0] >> 4;
	*network = version == 4 ? NETWORK_IPV4 : NETWORK_IPV6;
	return version == 4 || version == 6 ? DECODE_SEGMENT : DECODE_BAD;
}

static enum decode_result raw_ipv4(struct rest *rest, struct headers *where, enum network *network)
{
	(void)rest;
	(void)where;
	*network = NETWORK_IPV4;
	return DECODE_SEGMENT;
}

static enum decode_result raw_ipv6(struct rest *rest, struct headers *where, enum network *network)
{
	(void)rest;
	(void)where;
	*network = NETWORK_IPV6;
	return DECODE_SEGMENT;
}

typedef enum decode_result link_decoder(
    struct rest *rest, struct headers *where, enum network *network);

static link_decoder *const decoders[] = {
	[LINK_NULL] = loopback,
	[LINK_ETHERNET] = ethernet,
	[LINK_RAW_BSD] = raw_ip,
	[LINK_RAW_OPENBSD] = raw_ip,
	[LINK_RAW] = raw_ip,
	[LINK_LOOP] = loopback,
	[LINK_LINUX_SLL] = cooked_v1,
	[LINK_IPV4] = raw_ipv4,
	[LINK_IPV6] = raw_ipv6,
	[LINK_LINUX_SLL2] = cooked_v2,
};

bool link_supported(int link_type)
{
	return link_type >= 0 && (size_t)link_type < ARRAY_LEN(decoders) &&
	       decoders[link_type] != NULL;
}

enum decode_result link_decode(
    int link_type, struct rest *rest, struct headers *where, enum network *network)
{
	if (!link_supported(link_type))
		return DECODE_NOT_TCP;
	return decoders[link_type](rest, where, network);
}
