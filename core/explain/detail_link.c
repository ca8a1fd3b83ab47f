/* Link headers in words. */
#include "core/explain/detail_parts.h"

#include <stdio.h>

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/base/bytes.h"

#define ADDRESS_TEXT 24

static void format_mac(const uint8_t *at, char out[ADDRESS_TEXT])
{
	snprintf(out, ADDRESS_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", at[0], at[1], at[2], at[3],
	    at[4], at[5]);
}

static const char *type_name(uint16_t type)
{
	static const struct {
		uint16_t type;
		const char *name;
	} names[] = { { 0x0800, " IPv4" }, { 0x0806, " ARP" }, { 0x86dd, " IPv6" },
		{ 0x8100, " 802.1Q VLAN" }, { 0x88a8, " 802.1ad VLAN" }, { 0x9100, " QinQ VLAN" } };
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].type == type)
			return names[i].name;
	return "";
}

void detail_ethertype(const struct detail *d, const char *label, uint16_t type)
{
	detail_line(d, "%s: 0x%04x%s", label, type, type_name(type));
}

/* The tags are read again from the frame: more may be there than struct headers keeps. */
static void vlan_tags(
    const struct detail *d, const struct detail_frame *f, struct bytes rest, uint16_t type)
{
	for (unsigned i = 0; i < f->where->vlan_count; i++) {
		uint16_t tag, next;
		if (!bytes_be16(&rest, &tag) || !bytes_be16(&rest, &next))
			return;
		detail_line(d, "VLAN: id %u, priority %u%s (0x%04x)", tag & 0xfff, tag >> 13,
		    tag & 0x1000 ? ", drop eligible" : "", type);
		detail_ethertype(d, "Type inside", next);
		type = next;
	}
}

static void ethernet(const struct detail *d, const struct detail_frame *f)
{
	struct bytes rest = detail_from(f->frame, 0), header;
	if (!bytes_take(&rest, 14, &header))
		return;
	char mac[ADDRESS_TEXT];
	detail_line(d, "Ethernet");
	const struct detail in = { d->out, d->depth + 1 };
	format_mac(header.at, mac);
	detail_line(&in, "Destination: %s", mac);
	format_mac(header.at + 6, mac);
	detail_line(&in, "Source: %s", mac);
	uint16_t type = load_be16(header.at + 12);
	detail_ethertype(&in, "Type", type);
	vlan_tags(&in, f, rest, type);
}

/* The fields that both versions of the Linux cooked header have. */
struct cooked {
	unsigned packet_type, device_type, address_len;
	const uint8_t *address; /* 8 bytes */
	uint16_t protocol;
};

static const char *packet_type_name(unsigned type)
{
	static const char *const names[] = { "to this host", "broadcast", "multicast",
		"to another host", "sent by this host" };
	return type < ARRAY_LEN(names) ? names[type] : "unknown";
}

static void cooked(const struct detail *d, const struct cooked *c)
{
	detail_line(d, "Packet type: %u %s", c->packet_type, packet_type_name(c->packet_type));
	detail_line(d, "Device type: %u", c->device_type);
	unsigned len = c->address_len < 8 ? c->address_len : 8;
	if (len == 6) {
		char mac[ADDRESS_TEXT];
		format_mac(c->address, mac);
		detail_line(d, "Source: %s", mac);
	} else if (len > 0) {
		detail_hex(d, "Source", (struct bytes){ c->address, len });
	}
	detail_ethertype(d, "Protocol", c->protocol);
}

static void cooked_v1(const struct detail *d, const struct detail_frame *f)
{
	struct bytes rest = detail_from(f->frame, 0), header;
	if (!bytes_take(&rest, 16, &header))
		return;
	const uint8_t *at = header.at;
	const struct cooked c = { load_be16(at), load_be16(at + 2), load_be16(at + 4), at + 6,
		load_be16(at + 14) };
	detail_line(d, "Linux cooked capture, version 1");
	const struct detail in = { d->out, d->depth + 1 };
	cooked(&in, &c);
	vlan_tags(&in, f, rest, c.protocol);
}

static void cooked_v2(const struct detail *d, const struct detail_frame *f)
{
	struct bytes rest = detail_from(f->frame, 0), header;
	if (!bytes_take(&rest, 20, &header))
		return;
	const uint8_t *at = header.at;
	const struct cooked c = { at[10], load_be16(at + 8), at[11], at + 12, load_be16(at) };
	detail_line(d, "Linux cooked capture, version 2");
	const struct detail in = { d->out, d->depth + 1 };
	detail_line(&in, "Interface index: %u", load_be32(at + 4));
	cooked(&in, &c);
	vlan_tags(&in, f, rest, c.protocol);
}

static void loopback(const struct detail *d, const struct detail_frame *f)
{
	struct bytes rest = detail_from(f->frame, 0);
	uint32_t family;
	if (!bytes_be32(&rest, &family))
		return;
	if (family > UINT16_MAX)
		family = __builtin_bswap32(family);
	detail_line(d, "Loopback");
	const struct detail in = { d->out, d->depth + 1 };
	static const char *const versions[] = { [4] = " IPv4", [6] = " IPv6" };
	const char *version = versions[f->where->ip_version];
	detail_line(&in, "Address family: %u%s", family, version != NULL ? version : "");
}

void detail_link(const struct detail *d, int link_type, const struct detail_frame *f)
{
	static void (*const layers[])(const struct detail *, const struct detail_frame *) = {
		[LINK_NULL] = loopback,
		[LINK_ETHERNET] = ethernet,
		[LINK_LOOP] = loopback,
		[LINK_LINUX_SLL] = cooked_v1,
		[LINK_LINUX_SLL2] = cooked_v2,
	};
	bool known = link_type >= 0 && (size_t)link_type < ARRAY_LEN(layers);
	if (known && layers[link_type] != NULL)
		layers[link_type](d, f);
}
