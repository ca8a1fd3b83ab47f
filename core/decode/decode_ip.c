/* IPv4 (RFC 791) and IPv6 (RFC 8200) headers, with extension headers. */
#include "core/decode/decode_parts.h"

#include "core/base/array.h"
#include "core/base/assertions.h"

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

/* Mobility (RFC 6275, 6.1.1) and host identity (RFC 7401, 5.1) have a next header as well, but
 * nothing ever follows them. */
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

/* The second byte counts units of 8 bytes after the first 8; in the authentication header, units of
 * 4 after the first 8 (RFC 4302, 2.2). The fragment header has no length. */
static uint32_t extension_len(uint8_t kind, uint8_t counted)
{
	if (kind == NEXT_FRAGMENT)
		return FRAGMENT_LEN;
	if (kind == NEXT_AUTHENTICATION)
		return (counted + 2U) * 4;
	return (counted + 1U) * 8;
}

struct protocol {
	uint8_t number, layer; /* LAYER_KINDS: cannot contain TCP */
	uint8_t other;
};

static const struct protocol protocols[] = {
	{ 17, LAYER_UDP, 0 },
	{ 4, LAYER_IPV4, 0 },
	{ 41, LAYER_IPV6, 0 },
	{ 47, LAYER_GRE, 0 },
	{ 50, LAYER_ESP, OTHER_ESP },
	{ 94, LAYER_IPV4, 0 },
	{ 97, LAYER_ETHERIP, 0 },
	{ 115, LAYER_L2TPV3, 0 },
	{ 137, LAYER_MPLS, 0 },
	{ 143, LAYER_ETHERNET, 0 },
	{ 1, LAYER_KINDS, OTHER_ICMP },
	{ 58, LAYER_KINDS, OTHER_ICMPV6 },
	{ 2, LAYER_KINDS, OTHER_IGMP },
	{ 132, LAYER_KINDS, OTHER_SCTP },
	{ 89, LAYER_KINDS, OTHER_OSPF },
	{ 112, LAYER_KINDS, OTHER_VRRP },
	{ 103, LAYER_KINDS, OTHER_PIM },
	{ 59, LAYER_KINDS, OTHER_NO_NEXT },
	{ 108, LAYER_KINDS, OTHER_IPCOMP },
};

enum decode_result protocol_next(struct walk *w, uint8_t number)
{
	if (number == NEXT_TCP)
		return walk_to(w, LAYER_TCP);
	for (size_t i = 0; i < ARRAY_LEN(protocols); i++) {
		if (protocols[i].number != number)
			continue;
		if (protocols[i].layer == LAYER_KINDS)
			return walk_other(w, (enum other_kind)protocols[i].other);
		return walk_to(w, (enum layer_kind)protocols[i].layer);
	}
	return walk_other(w, OTHER_IP);
}

/* Records the outermost fragment. */
static void note_fragment(struct walk *w, uint32_t header_at, uint16_t offset, bool more)
{
	struct headers *where = w->where;
	if (where->fragment.ip_version != 0)
		return;
	where->fragment = (struct ip_fragment){
		.ip_at = where->ip_at,
		.header_at = header_at,
		.data_at = w->rest.at,
		.data_len = w->rest.wire,
		.captured = (uint32_t)w->rest.captured.left,
		.offset = offset,
		.ip_version = where->ip_version,
		.more = more,
	};
}

/* RFC 8200, 4.5. Headers in later fragments cannot be told from data. */
static enum decode_result fragment(struct walk *w, struct bytes header)
{
	assert_costly(header.left >= FRAGMENT_LEN);
	uint16_t offset = load_be16(header.at + 2);
	uint8_t next = header.at[0];
	w->facts.id = load_be32(header.at + 4);
	w->facts.first_fragment = (offset & 1) != 0;
	if ((offset & 0xfff9) == 0)
		return DECODE_SEGMENT;
	note_fragment(w, w->rest.at - FRAGMENT_LEN, offset & 0xfff8, offset & 1);
	if (offset >> 3 == 0)
		return DECODE_SEGMENT;
	enum decode_result result = is_extension(next) ? DECODE_SEGMENT : protocol_next(w, next);
	return result == DECODE_SEGMENT ? DECODE_FRAGMENT : result;
}

/* Takes one extension header; *next is the header after it. */
static enum decode_result extension(struct walk *w, uint8_t *next)
{
	struct rest *rest = &w->rest;
	uint8_t kind = *next;
	assert_costly(is_extension(kind));
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
	return kind == NEXT_FRAGMENT ? fragment(w, header) : DECODE_SEGMENT;
}

/* Each header is at least 8 bytes, so the loop ends with the packet. */
static enum decode_result extensions(struct walk *w, uint8_t next)
{
	while (is_extension(next)) {
		enum decode_result result = extension(w, &next);
		if (result != DECODE_SEGMENT)
			return result;
	}
	return protocol_next(w, next);
}

/* The fixed fields of the header. The caller takes the options. */
static enum decode_result ipv4_fields(
    struct rest *rest, struct bytes header, struct packet_facts *facts)
{
	const uint8_t *at = header.at;
	uint32_t len = (at[0] & 15U) * 4;
	assert_costly(header.left >= IPV4_LEN);
	uint32_t total = load_be16(at + 2);
	/* Hosts with segmentation offload capture segments too long for the field, and leave it
	 * 0. */
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

#define FRAGMENT_OFFSET 0x1fff
#define FRAGMENT_MORE 0x2000

/* An IPv4 fragment: only the first one has headers. */
static enum decode_result ipv4_fragment(struct walk *w, uint16_t bits, uint8_t next)
{
	w->facts.first_fragment = (bits & FRAGMENT_MORE) != 0;
	note_fragment(w, 0, (uint16_t)((bits & FRAGMENT_OFFSET) * 8), w->facts.first_fragment);
	if ((bits & FRAGMENT_OFFSET) == 0)
		return DECODE_SEGMENT;
	enum decode_result result =
	    next == NEXT_AUTHENTICATION ? DECODE_SEGMENT : protocol_next(w, next);
	return result == DECODE_SEGMENT ? DECODE_FRAGMENT : result;
}

enum decode_result layer_ipv4(struct walk *w)
{
	struct headers *where = w->where;
	struct bytes header, options;
	where->ip_at = w->rest.at;
	where->ip_version = 4;
	enum decode_result result = rest_take(&w->rest, IPV4_LEN, &header);
	if (result == DECODE_SEGMENT)
		result = ipv4_fields(&w->rest, header, &w->facts);
	if (result == DECODE_SEGMENT)
		result = rest_take(&w->rest, (header.at[0] & 15U) * 4 - IPV4_LEN, &options);
	where->ip_len = w->rest.at - where->ip_at;
	if (result != DECODE_SEGMENT)
		return result;
	uint8_t next = header.at[9];
	uint16_t bits = load_be16(header.at + 6) & (FRAGMENT_OFFSET | FRAGMENT_MORE);
	w->facts.first_fragment = false;
	if (bits != 0)
		result = ipv4_fragment(w, bits, next);
	if (result != DECODE_SEGMENT)
		return result;
	if (next != NEXT_AUTHENTICATION)
		return protocol_next(w, next);
	result = extensions(w, next);
	where->ip_len = w->rest.at - where->ip_at;
	return result;
}

static void ipv6_fields(struct walk *w, const uint8_t *at)
{
	/* 0 is a jumbogram (RFC 2675), also captured by hosts with segmentation offload: the
	 * frame's length counts. */
	uint16_t payload = load_be16(at + 4);
	if (payload != 0)
		rest_limit(&w->rest, payload);
	w->facts = (struct packet_facts){
		.src = addr_from_v6(at + 8),
		.dst = addr_from_v6(at + 24),
		.ttl = at[7],
		.tos = (uint8_t)(load_be16(at) >> 4),
	};
}

enum decode_result layer_ipv6(struct walk *w)
{
	struct headers *where = w->where;
	struct bytes header;
	where->ip_at = w->rest.at;
	where->ip_version = 6;
	enum decode_result result = rest_take(&w->rest, IPV6_LEN, &header);
	where->ip_len = w->rest.at - where->ip_at;
	if (result != DECODE_SEGMENT)
		return result;
	if (header.at[0] >> 4 != 6)
		return DECODE_BAD;
	ipv6_fields(w, header.at);
	uint8_t next = header.at[6];
	result = next == NEXT_TCP ? walk_to(w, LAYER_TCP) : extensions(w, next);
	where->ip_len = w->rest.at - where->ip_at;
	return result;
}

enum decode_result layer_ip(struct walk *w)
{
	if (w->rest.captured.left == 0)
		return w->rest.wire == 0 ? DECODE_BAD : DECODE_TRUNCATED;
	uint8_t version = w->rest.captured.at[0] >> 4;
	if (version != 4 && version != 6)
		return DECODE_BAD;
	return walk_to(w, version == 4 ? LAYER_IPV4 : LAYER_IPV6);
}

bool ip_plausible(const struct rest *rest)
{
	const uint8_t *at = rest->captured.at;
	if (rest->captured.left < IPV4_LEN || rest->wire < IPV4_LEN)
		return false;
	if (at[0] >> 4 == 6)
		return rest->wire >= IPV6_LEN && load_be16(at + 4) <= rest->wire - IPV6_LEN;
	uint32_t len = (at[0] & 15U) * 4, total = load_be16(at + 2);
	return at[0] >> 4 == 4 && len >= IPV4_LEN && total >= len && total <= rest->wire;
}

/* Returns true if an ESP trailer (RFC 4303, 2.4) ends n bytes before the end, as the null cipher
 * leaves it: padding of 1, 2, 3 and so on, its length, and a possible protocol. */
static bool is_trailer(const struct walk *w, uint32_t n, uint32_t *len, uint8_t *next)
{
	const struct rest *rest = &w->rest;
	if (rest->wire < n + 2)
		return false;
	const uint8_t *at = rest->captured.at + rest->wire - n - 2;
	*len = at[0] + 2U + n;
	*next = at[1];
	if (*len > rest->wire)
		return false;
	for (unsigned i = 0; i < at[0]; i++)
		if (at[-1 - (int)i] != at[0] - i)
			return false;
	return *next == NEXT_TCP || *next == 17 || *next == 4 || *next == 41 || *next == 47;
}

/* Only the hosts know the length of the check value. Takes the first length with a trailer before
 * it. */
enum decode_result layer_esp(struct walk *w)
{
	static const uint8_t lengths[] = { 12, 16, 0, 8, 24, 32 };
	struct bytes header;
	if (w->frame->rules == NULL || !w->frame->rules->esp_null)
		return walk_other(w, OTHER_ESP);
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	if (w->rest.captured.left < w->rest.wire)
		return DECODE_TRUNCATED;
	w->layer->value = load_be32(header.at);
	for (size_t i = 0; i < sizeof lengths; i++) {
		uint32_t len;
		uint8_t next;
		if (!is_trailer(w, lengths[i], &len, &next))
			continue;
		rest_shorten(&w->rest, w->rest.wire - len);
		return protocol_next(w, next);
	}
	return walk_other(w, OTHER_ESP);
}
