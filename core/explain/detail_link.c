/* The headers in front of TCP except IP, in words. */
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

/* The EtherType of a tag is in the 2 bytes before it; a Linux cooked v2 header begins with it. */
static uint16_t type_before(const struct detail_frame *f, const struct layer *layer)
{
	bool cooked = layer > f->where->layer && layer[-1].kind == LAYER_COOKED_V2;
	struct bytes rest = detail_from(f->frame, cooked ? layer[-1].at : layer->at - 2);
	uint16_t type = 0;
	(void)bytes_be16(&rest, &type);
	return type;
}

static void vlan(const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at);
	const struct detail in = { d->out, d->depth + 1 };
	uint16_t tag, next;
	if (!bytes_be16(&rest, &tag) || !bytes_be16(&rest, &next))
		return;
	detail_line(&in, "VLAN: id %u, priority %u%s (0x%04x)", tag & 0xfff, tag >> 13,
	    tag & 0x1000 ? ", drop eligible" : "", type_before(f, layer));
	detail_ethertype(&in, "Type inside", next);
}

static void ethernet(
    const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at), header;
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
	if (type < 0x600)
		detail_line(&in, "Length: %u bytes", type);
	else
		detail_ethertype(&in, "Type", type);
}

/* The fields common to both versions of the Linux cooked header. */
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

static void cooked_v1(
    const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at), header;
	if (!bytes_take(&rest, 16, &header))
		return;
	const uint8_t *at = header.at;
	const struct cooked c = { load_be16(at), load_be16(at + 2), load_be16(at + 4), at + 6,
		load_be16(at + 14) };
	detail_line(d, "Linux cooked capture, version 1");
	const struct detail in = { d->out, d->depth + 1 };
	cooked(&in, &c);
}

static void cooked_v2(
    const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at), header;
	if (!bytes_take(&rest, 20, &header))
		return;
	const uint8_t *at = header.at;
	const struct cooked c = { at[10], load_be16(at + 8), at[11], at + 12, load_be16(at) };
	detail_line(d, "Linux cooked capture, version 2");
	const struct detail in = { d->out, d->depth + 1 };
	detail_line(&in, "Interface index: %u", load_be32(at + 4));
	cooked(&in, &c);
}

static void loopback(
    const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at);
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

static void udp(const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	struct bytes rest = detail_from(f->frame, layer->at), header;
	if (!bytes_take(&rest, 8, &header))
		return;
	detail_line(d, "User Datagram Protocol");
	const struct detail in = { d->out, d->depth + 1 };
	detail_line(&in, "Source port: %u", load_be16(header.at));
	detail_line(&in, "Destination port: %u", load_be16(header.at + 2));
	detail_line(&in, "Length: %u bytes", load_be16(header.at + 4));
}

/* Tunnels and link headers described by their name and one number. */
struct title {
	const char *name;
	const char *value; /* name of the number, or NULL */
};

static const struct title titles[LAYER_KINDS] = {
	[LAYER_TOKEN_RING] = { "Token Ring", NULL },
	[LAYER_ARCNET] = { "ARCNET", NULL },
	[LAYER_ARCNET_LINUX] = { "ARCNET", NULL },
	[LAYER_SLIP] = { "SLIP", NULL },
	[LAYER_FDDI] = { "FDDI", NULL },
	[LAYER_FRAME_RELAY] = { "Frame Relay", NULL },
	[LAYER_ATM_CLIP] = { "ATM (RFC 2684)", NULL },
	[LAYER_SUN_ATM] = { "ATM, as Solaris captures it", NULL },
	[LAYER_CISCO_HDLC] = { "Cisco HDLC", NULL },
	[LAYER_ENC] = { "OpenBSD enc", NULL },
	[LAYER_PFLOG] = { "Packet filter log", NULL },
	[LAYER_IP_OVER_FC] = { "IP over Fibre Channel", NULL },
	[LAYER_FIREWIRE] = { "IP over FireWire", NULL },
	[LAYER_IPNET] = { "Solaris IPNET", NULL },
	[LAYER_NFLOG] = { "Netfilter log", NULL },
	[LAYER_IPOIB] = { "IP over InfiniBand", NULL },
	[LAYER_NETANALYZER] = { "netANALYZER", NULL },
	[LAYER_NETANALYZER_RAW] = { "netANALYZER", NULL },
	[LAYER_PREAMBLE] = { "Ethernet preamble", NULL },
	[LAYER_PKTAP] = { "Darwin PKTAP", NULL },
	[LAYER_SYMANTEC] = { "Symantec firewall", NULL },
	[LAYER_USB] = { "Linux USB", NULL },
	[LAYER_USB_MMAPPED] = { "Linux USB", NULL },
	[LAYER_RADIOTAP] = { "Radiotap", NULL },
	[LAYER_PPI] = { "Per-packet information", NULL },
	[LAYER_PRISM] = { "Prism", NULL },
	[LAYER_AVS] = { "AVS WLAN capture", NULL },
	[LAYER_WLAN] = { "IEEE 802.11", NULL },
	[LAYER_AMSDU] = { "A-MSDU (several packets in one frame)", NULL },
	[LAYER_LLC] = { "LLC", NULL },
	[LAYER_BACKBONE] = { "802.1ah backbone", "service" },
	[LAYER_ETAG] = { "802.1BR E-tag", "port" },
	[LAYER_VNTAG] = { "VN-tag", NULL },
	[LAYER_FABRICPATH] = { "FabricPath", NULL },
	[LAYER_TRILL] = { "TRILL", NULL },
	[LAYER_METADATA] = { "Cisco MetaData", "security group" },
	[LAYER_HSR] = { "HSR", NULL },
	[LAYER_MACSEC] = { "MACsec, signed and not encrypted", NULL },
	[LAYER_MPLS] = { "MPLS", "label" },
	[LAYER_NSH] = { "Network Service Header", "path" },
	[LAYER_PPPOE] = { "PPPoE", "session" },
	[LAYER_PPP] = { "PPP", NULL },
	[LAYER_L2TP] = { "L2TP", "session" },
	[LAYER_L2TPV3] = { "L2TP version 3", "session" },
	[LAYER_GRE] = { "GRE", "key" },
	[LAYER_ERSPAN_1] = { "ERSPAN type I", NULL },
	[LAYER_ERSPAN_2] = { "ERSPAN type II", "session" },
	[LAYER_ERSPAN_3] = { "ERSPAN type III", "session" },
	[LAYER_WCCP] = { "WCCP", NULL },
	[LAYER_ETHERIP] = { "EtherIP", NULL },
	[LAYER_ESP] = { "ESP, read as not encrypted", "SPI" },
	[LAYER_VXLAN] = { "VXLAN", "network" },
	[LAYER_VXLAN_GPE] = { "VXLAN-GPE", "network" },
	[LAYER_GENEVE] = { "GENEVE", "network" },
	[LAYER_GTP] = { "GTP-U", "TEID" },
	[LAYER_CAPWAP] = { "CAPWAP data", NULL },
	[LAYER_TEREDO] = { "Teredo", NULL },
	[LAYER_LISP] = { "LISP", "instance" },
	[LAYER_TZSP] = { "TZSP", NULL },
};

static void titled(const struct detail *d, const struct layer *layer)
{
	const struct title *title = &titles[layer->kind];
	if (title->name == NULL)
		return;
	if (title->value == NULL || (layer->kind == LAYER_GRE && layer->value == 0))
		detail_line(d, "%s", title->name);
	else
		detail_line(d, "%s: %s %u", title->name, title->value, layer->value);
}

void detail_layer(const struct detail *d, const struct detail_frame *f, const struct layer *layer)
{
	static void (*const described[LAYER_KINDS])(
	    const struct detail *, const struct detail_frame *, const struct layer *) = {
		[LAYER_IPV4] = detail_ip,
		[LAYER_IPV6] = detail_ip,
		[LAYER_ETHERNET] = ethernet,
		[LAYER_COOKED_V1] = cooked_v1,
		[LAYER_COOKED_V2] = cooked_v2,
		[LAYER_LOOPBACK] = loopback,
		[LAYER_VLAN] = vlan,
		[LAYER_UDP] = udp,
	};
	if (described[layer->kind] != NULL)
		described[layer->kind](d, f, layer);
	else
		titled(d, layer);
}
