/* IPv4 (RFC 791) and IPv6 (RFC 8200) headers, up to where TCP begins. */
#include "core/decode/decode_parts.h"

#include "core/base/assertions.h"
#include "core/base/byteorder.h"

#define IPV4_LEN 20
#define IPV6_LEN 40

enum next_header {
	NEXT_HOP_BY_HOP = 0,
	NEXT_TCP = 6,
	NEXT_ROUTING = 43,
	NEXT_FRAGMENT = 44,
	NEXT_AUTHENTICATION = 51,
	NEXT_DESTINATION = 60,
	NEXT_SHIM6 = 140,
};

#define FRAGMENT_LEN 8

/* Mobility (RFC 6275, 6.1.1) and host identity (RFC 7401, 5.1) have a next header, too, but nothing
 * ever follows them. */
static bool is_extension(uint8_t next)
{
	switch (next) {
	case NEXT_HOP_BY_HOP:
	case NEXT_ROUTING:
	case NEXT_FRAGMENT:
	case NEXT_AUTHENTICATION:
	case NEXT_DESTINATION:
	case NEXT_SHIM6:
		return true;
	default:
		return false;
	}
}

/* The second byte counts 8 bytes beyond the first 8; in the authentication header 4 beyond the
 * first 8 (RFC 4302, 2.2); the fragment header has none. */
static uint32_t extension_len(uint8_t kind, uint8_t counted)
{
	if (kind == NEXT_FRAGMENT)
		return FRAGMENT_LEN;
	if (kind == NEXT_AUTHENTICATION)
		return (counted + 2U) * 4;
	return (counted + 1U) * 8;
}

/* RFC 8200, 4.5. In later fragments no further header can be told from data. */
static enum decode_result fragment(struct bytes header, struct packet_facts *facts)
{
	assert(header.left >= FRAGMENT_LEN);
	uint16_t offset = load_be16(header.at + 2);
	facts->id = load_be32(header.at + 4);
	facts->first_fragment = (offset & 1) != 0;
	if (offset >> 3 == 0)
		return DECODE_SEGMENT;
	return header.at[0] == NEXT_TCP || is_extension(header.at[0]) ? DECODE_FRAGMENT
	                                                              : DECODE_NOT_TCP;
}

/* Takes one extension header and gives in *next what follows it. */
static enum decode_result extension(struct rest *rest, struct packet_facts *facts, uint8_t *next)
{
	uint8_t kind = *next;
	assert(is_extension(kind));
	if (rest->wire < 8)
		return DECODE_BAD;
	if (rest->captured.left < 8)
		return DECODE_TRUNCATED;
	struct bytes header;
	enum decode_result result =
	    rest_take(rest, extension_len(kind, rest->captured.at[1]), &header);
	if (result != DECODE_SEGMENT)
		return result;
	*next = header.at[0];
	return kind == NEXT_FRAGMENT ? fragment(header, facts) : DECODE_SEGMENT;
}

/* Each header is at least 8 bytes, so that the packet ends the loop. */
static enum decode_result extensions(struct rest *rest, struct packet_facts *facts, uint8_t next)
{
	while (is_extension(next)) {
		enum decode_result result = extension(rest, facts, &next);
		if (result != DECODE_SEGMENT)
			return result;
	}
	return next == NEXT_TCP ? DECODE_SEGMENT : DECODE_NOT_TCP;
}

/* The header's own fields; its options are taken off by the caller. */
static enum decode_result ipv4_fields(
    struct rest *rest, struct bytes header, struct packet_facts *facts)
{
	const uint8_t *at = header.at;
	uint32_t len = (at[0] & 15U) * 4;
	assert(header.left >= IPV4_LEN);
	uint32_t total = load_be16(at + 2);
	/* Offloading hosts capture segments too long for the field, and leave it 0. */
	if (total == 0)
		total = rest->wire + IPV4_LEN;
	if (at[0] >> 4 != 4 || len < IPV4_LEN || total < len)
		return DECODE_BAD;
	rest_limit(rest, total - IPV4_LEN);
	facts->src = addr_from_v4(at + 12);
	facts->dst = addr_from_v4(at + 16);
	facts->id = load_be16(at + 4);
	facts->ttl = at[8];
	facts->tos = at[1];
	return DECODE_SEGMENT;
}

static enum decode_result ipv4_decode(struct rest *rest, struct packet_facts *facts)
{
	struct bytes header;
	enum decode_result result = rest_take(rest, IPV4_LEN, &header);
	if (result == DECODE_SEGMENT)
		result = ipv4_fields(rest, header, facts);
	if (result != DECODE_SEGMENT)
		return result;
	uint8_t next = header.at[9];
	if (next != NEXT_TCP && next != NEXT_AUTHENTICATION)
		return DECODE_NOT_TCP;
	uint16_t fragment_bits = load_be16(header.at + 6);
	if ((fragment_bits & 0x1fff) != 0)
		return DECODE_FRAGMENT;
	facts->first_fragment = (fragment_bits & 0x2000) != 0;
	struct bytes options;
	result = rest_take(rest, (header.at[0] & 15U) * 4 - IPV4_LEN, &options);
	if (result != DECODE_SEGMENT || next == NEXT_TCP)
		return result;
	return extensions(rest, facts, next);
}

static enum decode_result ipv6_decode(struct rest *rest, struct packet_facts *facts)
{
	struct bytes header;
	enum decode_result result = rest_take(rest, IPV6_LEN, &header);
	if (result != DECODE_SEGMENT)
		return result;
	const uint8_t *at = header.at;
	if (at[0] >> 4 != 6)
		return DECODE_BAD;
	/* 0 is a jumbogram (RFC 2675), as offloading hosts capture them: all of the frame then. */
	uint16_t payload = load_be16(at + 4);
	if (payload != 0)
		rest_limit(rest, payload);
	facts->src = addr_from_v6(at + 8);
	facts->dst = addr_from_v6(at + 24);
	facts->id = 0;
	facts->first_fragment = false;
	facts->ttl = at[7];
	facts->tos = (uint8_t)(load_be16(at) >> 4);
	return at[6] == NEXT_TCP ? DECODE_SEGMENT : extensions(rest, facts, at[6]);
}

enum decode_result ip_decode(
    enum network network, struct rest *rest, struct headers *where, struct packet_facts *facts)
{
	if (network == NETWORK_OTHER)
		return DECODE_NOT_TCP;
	where->ip_at = rest->at;
	where->ip_version = network == NETWORK_IPV4 ? 4 : 6;
	enum decode_result result =
	    network == NETWORK_IPV4 ? ipv4_decode(rest, facts) : ipv6_decode(rest, facts);
	where->ip_len = rest->at - where->ip_at;
	assert_costly(result != DECODE_SEGMENT ||
	              where->ip_len >= (network == NETWORK_IPV4 ? IPV4_LEN : IPV6_LEN));
	return result;
}
