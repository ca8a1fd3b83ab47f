#include "capture/lab/alter.h"

#include <string.h>

#include "core/base/byteorder.h"

#define ETHERNET_LEN 14
#define MAC_LEN 6
#define ETHERTYPE_AT 12
#define V4_LEN 20
#define V6_LEN 40
#define ICMP_LEN 8
#define TYPE_V4 0x0800
#define TYPE_V6 0x86dd
#define PROTO_ICMP 1
#define PROTO_ICMPV6 58
#define ECN_CE 3
#define TTL 64
#define DONT_FRAGMENT 0x40
/* Bytes of the packet that are quoted: RFC 1812 section 4.3.2.3, RFC 4443 section 3.2. */
#define V4_QUOTE 548
#define V6_QUOTE (1280 - V6_LEN - ICMP_LEN)

static void store_be16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* Adds bytes to a ones' complement sum (RFC 1071). An odd last byte is padded with 0. */
static uint32_t sum(uint32_t start, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i + 1 < len; i += 2)
		start += load_be16(bytes + i);
	if (len % 2)
		start += (uint32_t)bytes[len - 1] << 8;
	return start;
}

static uint16_t folded(uint32_t s)
{
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return (uint16_t)~s;
}

void lab_alter_mark(uint8_t *frame, const struct headers *where)
{
	uint8_t *ip = frame + where->ip_at;
	if (where->ip_version == 6) {
		/* The ECN bits lie in the middle of the first word; IPv6 has no header checksum. */
		ip[1] |= ECN_CE << 4;
		return;
	}
	ip[1] |= ECN_CE;
	store_be16(ip + 10, 0);
	store_be16(ip + 10, folded(sum(0, ip, where->ip_len)));
}

void lab_alter_corrupt(uint8_t *frame, const struct headers *where, int64_t flip)
{
	uint64_t n = (uint64_t)flip;
	uint8_t bit = (uint8_t)(1u << (n & 7));
	if (where->payload_captured > 0)
		frame[where->payload_at + (n >> 3) % where->payload_captured] ^= bit;
	else
		frame[where->tcp_at + 14] ^= bit;
}

/* Writes the Ethernet header of an answer, addressed to the sender of the frame. */
static void answer_link(const uint8_t *frame, uint8_t *out)
{
	memcpy(out, frame + MAC_LEN, MAC_LEN);
	memcpy(out + MAC_LEN, frame, MAC_LEN);
	memcpy(out + ETHERTYPE_AT, frame + ETHERTYPE_AT, 2);
}

static size_t too_big_v4(
    const uint8_t *ip, size_t len, const struct addr *router, uint32_t mtu, uint8_t *out)
{
	if (len < V4_LEN || !(ip[6] & DONT_FRAGMENT))
		return 0;
	size_t quote = len < V4_QUOTE ? len : V4_QUOTE;
	size_t total = V4_LEN + ICMP_LEN + quote;
	uint8_t *icmp = out + V4_LEN;
	memset(out, 0, V4_LEN + ICMP_LEN);
	out[0] = 0x45;
	store_be16(out + 2, (uint32_t)total);
	out[8] = TTL;
	out[9] = PROTO_ICMP;
	memcpy(out + 12, router->b + 12, 4);
	memcpy(out + 16, ip + 12, 4);
	store_be16(out + 10, folded(sum(0, out, V4_LEN)));
	icmp[0] = 3; /* destination unreachable: fragmentation needed */
	icmp[1] = 4;
	store_be16(icmp + 6, mtu);
	memcpy(icmp + ICMP_LEN, ip, quote);
	store_be16(icmp + 2, folded(sum(0, icmp, ICMP_LEN + quote)));
	return total;
}

static size_t too_big_v6(
    const uint8_t *ip, size_t len, const struct addr *router, uint32_t mtu, uint8_t *out)
{
	if (len < V6_LEN)
		return 0;
	size_t quote = len < V6_QUOTE ? len : V6_QUOTE;
	uint8_t *icmp = out + V6_LEN;
	memset(out, 0, V6_LEN + ICMP_LEN);
	out[0] = 0x60;
	store_be16(out + 4, (uint32_t)(ICMP_LEN + quote));
	out[6] = PROTO_ICMPV6;
	out[7] = TTL;
	memcpy(out + 8, router->b, 16);
	memcpy(out + 24, ip + 8, 16);
	icmp[0] = 2; /* packet too big */
	store_be16(icmp + 4, mtu >> 16);
	store_be16(icmp + 6, mtu);
	memcpy(icmp + ICMP_LEN, ip, quote);
	/* The checksum covers a pseudo-header: addresses, length, next header (RFC 8200 section
	 * 8.1). */
	uint32_t pseudo = sum((uint32_t)(ICMP_LEN + quote) + PROTO_ICMPV6, out + 8, 32);
	store_be16(icmp + 2, folded(sum(pseudo, icmp, ICMP_LEN + quote)));
	return V6_LEN + ICMP_LEN + quote;
}

size_t lab_alter_too_big(const uint8_t *frame, size_t len, const struct addr *router, uint32_t mtu,
    uint8_t out[LAB_TOO_BIG_MAX])
{
	if (len < ETHERNET_LEN)
		return 0;
	uint16_t type = load_be16(frame + ETHERTYPE_AT);
	const uint8_t *ip = frame + ETHERNET_LEN;
	size_t made = 0;
	if (type == TYPE_V4)
		made = too_big_v4(ip, len - ETHERNET_LEN, router, mtu, out + ETHERNET_LEN);
	else if (type == TYPE_V6)
		made = too_big_v6(ip, len - ETHERNET_LEN, router, mtu, out + ETHERNET_LEN);
	if (made == 0)
		return 0;
	answer_link(frame, out);
	return ETHERNET_LEN + made;
}
