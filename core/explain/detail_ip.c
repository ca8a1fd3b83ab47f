/* IPv4 (RFC 791) and IPv6 (RFC 8200) headers in words. */
#include "core/explain/detail_parts.h"

#include <stdio.h>

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/base/bytes.h"
#include "core/base/checksum.h"

#define IPV4_LEN 20
#define IPV6_LEN 40

static const char *protocol_name(uint8_t protocol)
{
	static const char *const names[] = { [0] = " hop-by-hop options",
		[1] = " ICMP",
		[2] = " IGMP",
		[4] = " IPv4",
		[6] = " TCP",
		[17] = " UDP",
		[41] = " IPv6",
		[43] = " routing",
		[44] = " fragment",
		[47] = " GRE",
		[50] = " ESP",
		[51] = " authentication",
		[58] = " ICMPv6",
		[59] = " none",
		[60] = " destination options",
		[132] = " SCTP",
		[135] = " mobility",
		[139] = " host identity",
		[140] = " shim6" };
	bool known = protocol < ARRAY_LEN(names) && names[protocol] != NULL;
	return known ? names[protocol] : "";
}

static const char *dscp_name(unsigned dscp)
{
	static const char *const names[64] = { [0] = " default",
		[1] = " lower effort",
		[8] = " CS1",
		[10] = " AF11",
		[12] = " AF12",
		[14] = " AF13",
		[16] = " CS2",
		[18] = " AF21",
		[20] = " AF22",
		[22] = " AF23",
		[24] = " CS3",
		[26] = " AF31",
		[28] = " AF32",
		[30] = " AF33",
		[32] = " CS4",
		[34] = " AF41",
		[36] = " AF42",
		[38] = " AF43",
		[40] = " CS5",
		[44] = " voice admit",
		[46] = " expedited forwarding",
		[48] = " CS6",
		[56] = " CS7" };
	return names[dscp] != NULL ? names[dscp] : "";
}

/* DSCP (RFC 2474) and ECN (RFC 3168). */
static void service(const struct detail *d, const char *label, uint8_t tos)
{
	static const char *const ecn[] = { "not capable", "capable, ECT(1)", "capable, ECT(0)",
		"congestion experienced" };
	detail_line(d, "%s: 0x%02x", label, tos);
	const struct detail in = { d->out, d->depth + 1 };
	detail_line(&in, "DSCP: %u%s", tos >> 2, dscp_name(tos >> 2));
	detail_line(&in, "ECN: %u %s", tos & 3, ecn[tos & 3]);
}

static void addresses(const struct detail *d, const struct addr *src, const struct addr *dst)
{
	char text[ADDR_TEXT];
	addr_format(src, text, sizeof text);
	detail_line(d, "Source: %s", text);
	addr_format(dst, text, sizeof text);
	detail_line(d, "Destination: %s", text);
}

static void ipv4_checksum(const struct detail *d, struct bytes rest, uint32_t len)
{
	struct bytes header;
	uint16_t given = load_be16(rest.at + 10);
	if (!bytes_take(&rest, len, &header)) {
		detail_line(d, "Header checksum: 0x%04x", given);
		return;
	}
	uint64_t sum = checksum_add(0, header);
	if (checksum_fold(sum) == 0)
		detail_line(d, "Header checksum: 0x%04x correct", given);
	else
		detail_line(d, "Header checksum: 0x%04x incorrect, should be 0x%04x", given,
		    checksum_fold(sum - given));
}

static void ipv4_fragment(const struct detail *d, uint16_t bits)
{
	detail_line(d, "Fragment bits: 0x%04x%s%s%s", bits, bits & 0x8000 ? ", reserved" : "",
	    bits & 0x4000 ? ", don't fragment" : "", bits & 0x2000 ? ", more fragments" : "");
	detail_line(d, "Fragment offset: %u", (bits & 0x1fff) * 8);
}

static void ipv4_fields(const struct detail *d, const uint8_t *at)
{
	uint16_t total = load_be16(at + 2);
	detail_line(d, "Header length: %u bytes", (at[0] & 15) * 4);
	service(d, "Type of service", at[1]);
	detail_line(d, "Total length: %u%s", total,
	    total == 0 ? " (the packet is longer than the field can express)" : " bytes");
	detail_line(d, "Identification: 0x%04x (%u)", load_be16(at + 4), load_be16(at + 4));
	ipv4_fragment(d, load_be16(at + 6));
	detail_line(d, "Time to live: %u", at[8]);
	detail_line(d, "Protocol: %u%s", at[9], protocol_name(at[9]));
}

static void ipv4(const struct detail *d, struct bytes rest)
{
	struct bytes whole = rest, header, options;
	if (!bytes_take(&rest, IPV4_LEN, &header))
		return;
	const uint8_t *at = header.at;
	uint32_t len = (at[0] & 15U) * 4;
	struct addr src = addr_from_v4(at + 12), dst = addr_from_v4(at + 16);
	addresses(d, &src, &dst);
	ipv4_fields(d, at);
	ipv4_checksum(d, whole, len);
	if (len > IPV4_LEN && bytes_take(&rest, len - IPV4_LEN, &options))
		detail_hex(d, "Options", options);
}

static void ipv6_fragment(const struct detail *d, const uint8_t *at)
{
	uint16_t bits = load_be16(at + 2);
	detail_line(d, "Fragment: offset %u%s, identification 0x%08x", bits & 0xfff8U,
	    bits & 1 ? ", more fragments" : "", load_be32(at + 4));
}

/* Stops where the decoder stopped: it has checked the lengths up to `left`. */
static void extensions(const struct detail *d, struct bytes rest, uint32_t left, uint8_t next)
{
	while (left >= 8 && rest.left >= 8) {
		uint32_t len = next == 44   ? 8
		               : next == 51 ? (rest.at[1] + 2U) * 4
		                            : (rest.at[1] + 1U) * 8;
		struct bytes header;
		if (len > left || !bytes_take(&rest, len, &header))
			return;
		left -= len;
		detail_line(d, "Extension:%s, %u bytes", protocol_name(next), len);
		const struct detail in = { d->out, d->depth + 1 };
		if (next == 44)
			ipv6_fragment(&in, header.at);
		next = header.at[0];
		detail_line(&in, "Next header: %u%s", next, protocol_name(next));
	}
}

static void ipv6(const struct detail *d, struct bytes rest, uint32_t ip_len)
{
	struct bytes header;
	if (!bytes_take(&rest, IPV6_LEN, &header))
		return;
	const uint8_t *at = header.at;
	uint16_t payload = load_be16(at + 4);
	struct addr src = addr_from_v6(at + 8), dst = addr_from_v6(at + 24);
	addresses(d, &src, &dst);
	service(d, "Traffic class", (uint8_t)(load_be16(at) >> 4));
	detail_line(d, "Flow label: 0x%05x", load_be32(at) & 0xfffff);
	detail_line(d, "Payload length: %u%s", payload,
	    payload == 0 ? " (the packet is longer than the field can express)" : " bytes");
	detail_line(d, "Next header: %u%s", at[6], protocol_name(at[6]));
	detail_line(d, "Hop limit: %u", at[7]);
	if (ip_len > IPV6_LEN)
		extensions(d, rest, ip_len - IPV6_LEN, at[6]);
}

/* The next header shows where an outer IP header ends. */
static uint32_t ip_len(const struct headers *where, const struct layer *layer)
{
	bool last = layer + 1 == where->layer + where->layers;
	return last ? where->ip_at + where->ip_len - layer->at : layer[1].at - layer->at;
}

void detail_ip(const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at);
	detail_line(d, "Internet Protocol version %u", layer->kind == LAYER_IPV4 ? 4 : 6);
	const struct detail in = { d->out, d->depth + 1 };
	if (layer->kind == LAYER_IPV4)
		ipv4(&in, rest);
	else
		ipv6(&in, rest, ip_len(f->where, layer));
}
