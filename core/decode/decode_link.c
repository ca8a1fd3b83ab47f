/* Link layers other than Ethernet. */
#include "core/decode/decode_parts.h"

#include "core/base/array.h"

enum decode_result walk_skip(struct walk *w, uint32_t n, enum layer_kind next)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, n, &header);
	return result == DECODE_SEGMENT ? walk_to(w, next) : result;
}

static uint16_t load_le16(const uint8_t *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t load_le32(const uint8_t *at)
{
	return (uint32_t)load_le16(at + 2) << 16 | load_le16(at);
}

/* A header of fixed size that names an EtherType. */
static enum decode_result typed_header(struct walk *w, uint32_t header_len, uint32_t type_at)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, header_len, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint16_t type = load_be16(header.at + type_at);
	/* Linux's own numbers (packet(7)): 802.2 follows, or nothing known. */
	if (type == 4)
		return walk_to(w, LAYER_LLC);
	return type < 0x600 ? walk_other(w, OTHER_UNKNOWN) : ethertype_next(w, type);
}

enum decode_result layer_cooked_v1(struct walk *w)
{
	return typed_header(w, 16, 14);
}

enum decode_result layer_cooked_v2(struct walk *w)
{
	return typed_header(w, 20, 0);
}

enum decode_result layer_ipoib(struct walk *w)
{
	return typed_header(w, 44, 40);
}

enum decode_result layer_firewire(struct walk *w)
{
	return typed_header(w, 18, 16);
}

enum decode_result layer_symantec(struct walk *w)
{
	return typed_header(w, 44, 6);
}

/* Each system has its own number of the IPv6 family: Linux 10, NetBSD and OpenBSD 24, Solaris 26,
 * FreeBSD 28, Darwin 30. */
static enum decode_result family_next(struct walk *w, uint32_t family)
{
	switch (family) {
	case 2:
		return walk_to(w, LAYER_IPV4);
	case 10:
	case 24:
	case 26:
	case 28:
	case 30:
		return walk_to(w, LAYER_IPV6);
	default:
		return walk_other(w, OTHER_UNKNOWN);
	}
}

/* Returns a small number in host order; the capturing host may have the other byte order. */
static uint32_t small(uint32_t number)
{
	return number > UINT16_MAX ? __builtin_bswap32(number) : number;
}

enum decode_result layer_loopback(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	return result == DECODE_SEGMENT ? family_next(w, small(load_be32(header.at))) : result;
}

/* OpenBSD's enc(4): packets of IPsec before encryption or after decryption. */
enum decode_result layer_enc(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 12, &header);
	return result == DECODE_SEGMENT ? family_next(w, small(load_be32(header.at))) : result;
}

/* The header contains its length and is padded to 4 bytes. */
enum decode_result layer_pflog(struct walk *w)
{
	struct bytes header, more;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = (header.at[0] + 3U) & ~3U;
	if (len < 4)
		return DECODE_BAD;
	uint8_t family = header.at[1];
	result = rest_take(&w->rest, len - 4, &more);
	return result == DECODE_SEGMENT ? family_next(w, family) : result;
}

/* The first bit of the source announces a route, which contains its length (IEEE 802.5, 3). */
enum decode_result layer_token_ring(struct walk *w)
{
	struct bytes header, route;
	enum decode_result result = rest_take(&w->rest, 14, &header);
	if (result != DECODE_SEGMENT)
		return result;
	if ((header.at[1] & 0xc0) != 0x40)
		return walk_other(w, OTHER_LLC);
	if (!(header.at[8] & 0x80))
		return walk_to(w, LAYER_LLC);
	if (w->rest.wire < 2)
		return DECODE_BAD;
	if (w->rest.captured.left < 2)
		return DECODE_TRUNCATED;
	uint32_t len = w->rest.captured.at[0] & 31;
	result = rest_take(&w->rest, len, &route);
	return result == DECODE_SEGMENT ? walk_to(w, LAYER_LLC) : result;
}

/* The protocol numbers of RFC 1201 and of its predecessor RFC 1051. */
static enum decode_result arcnet_next(struct walk *w, uint8_t protocol)
{
	switch (protocol) {
	case 212:
	case 240:
		return walk_to(w, LAYER_IPV4);
	case 196:
		return walk_to(w, LAYER_IPV6);
	case 213:
	case 241:
		return walk_other(w, OTHER_ARP);
	default:
		return walk_other(w, OTHER_UNKNOWN);
	}
}

/* BSD's header: source, destination, protocol; by RFC 1201, a flag and a number follow, after an
 * optional exception. Only unfragmented packets are readable. */
enum decode_result layer_arcnet(struct walk *w)
{
	struct bytes header, split;
	enum decode_result result = rest_take(&w->rest, 3, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint8_t protocol = header.at[2];
	if (protocol == 240 || protocol == 241)
		return arcnet_next(w, protocol);
	result = rest_take(&w->rest, 3, &split);
	if (result == DECODE_SEGMENT && split.at[0] == 0xff) {
		struct bytes again = { 0 };
		result = rest_take(&w->rest, 4, &again);
		if (result != DECODE_SEGMENT)
			return result;
		split.at = again.at + 1;
	}
	if (result != DECODE_SEGMENT)
		return result;
	return split.at[0] == 0 ? arcnet_next(w, protocol) : walk_other(w, OTHER_FRAGMENTS);
}

/* Linux's header: an offset between destination and protocol. Linux captures reassembled
 * packets. */
enum decode_result layer_arcnet_linux(struct walk *w)
{
	struct bytes header, split;
	enum decode_result result = rest_take(&w->rest, 5, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint8_t protocol = header.at[4];
	if (protocol != 240 && protocol != 241)
		result = rest_take(&w->rest, 3, &split);
	return result == DECODE_SEGMENT ? arcnet_next(w, protocol) : result;
}

enum decode_result layer_slip(struct walk *w)
{
	return walk_skip(w, 16, LAYER_IP);
}

/* Frame control and addresses; the top bits of LLC frames are 01 (ISO 9314-2, 7.3.3). */
enum decode_result layer_fddi(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 13, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return (header.at[0] & 0x70) == 0x50 ? walk_to(w, LAYER_LLC) : walk_other(w, OTHER_LLC);
}

/* The address continues while the last bit of a byte is 0 (RFC 2427, 3). */
static enum decode_result relay_address(struct walk *w)
{
	struct bytes address;
	enum decode_result result;
	unsigned len = 0;
	do {
		result = rest_take(&w->rest, 1, &address);
		len++;
	} while (result == DECODE_SEGMENT && !(address.at[0] & 1) && len < 4);
	return result == DECODE_SEGMENT && len < 2 ? DECODE_BAD : result;
}

/* The number of the network layer (RFC 2427, 4.1), after an optional byte of padding. */
static enum decode_result relay_protocol(struct walk *w)
{
	struct bytes protocol;
	enum decode_result result;
	do
		result = rest_take(&w->rest, 1, &protocol);
	while (result == DECODE_SEGMENT && protocol.at[0] == 0);
	if (result != DECODE_SEGMENT)
		return result;
	switch (protocol.at[0]) {
	case 0xcc:
		return walk_to(w, LAYER_IPV4);
	case 0x8e:
		return walk_to(w, LAYER_IPV6);
	case 0xcf:
		return walk_to(w, LAYER_PPP);
	case 0x80: {
		struct bytes snap;
		result = rest_take(&w->rest, 5, &snap);
		if (result != DECODE_SEGMENT)
			return result;
		if (load_be32(snap.at) >> 8 == 0)
			return ethertype_next(w, load_be16(snap.at + 3));
		bool bridged = load_be32(snap.at) >> 8 == 0x80c2;
		return bridged ? walk_to(w, LAYER_ETHERNET) : walk_other(w, OTHER_LLC);
	}
	default:
		return walk_other(w, OTHER_UNKNOWN);
	}
}

enum decode_result layer_frame_relay(struct walk *w)
{
	struct bytes control;
	enum decode_result result = relay_address(w);
	if (result != DECODE_SEGMENT)
		return result;
	if (w->rest.captured.left >= 2 && w->rest.captured.at[0] != 3) {
		/* Cisco's frame relay: an EtherType follows at once. */
		result = rest_take(&w->rest, 2, &control);
		return result == DECODE_SEGMENT ? ethertype_next(w, load_be16(control.at)) : result;
	}
	result = rest_take(&w->rest, 1, &control);
	return result == DECODE_SEGMENT ? relay_protocol(w) : result;
}

enum decode_result layer_direction_frame_relay(struct walk *w)
{
	return walk_skip(w, 1, LAYER_FRAME_RELAY);
}

/* RFC 2684: LLC, or IP without LLC. */
enum decode_result layer_atm_clip(struct walk *w)
{
	if (w->rest.captured.left < 2)
		return w->rest.wire < 2 ? DECODE_BAD : DECODE_TRUNCATED;
	bool llc = load_be16(w->rest.captured.at) == 0xaaaa;
	return walk_to(w, llc ? LAYER_LLC : LAYER_IP);
}

/* The low half of the first byte is the kind of traffic: 2 is LLC, 1 is a LAN frame after 2
 * bytes. */
enum decode_result layer_sun_atm(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	if (result != DECODE_SEGMENT)
		return result;
	switch (header.at[0] & 15) {
	case 1:
		return walk_skip(w, 2, LAYER_ETHERNET);
	case 2:
		return walk_to(w, LAYER_ATM_CLIP);
	default:
		return walk_other(w, OTHER_UNKNOWN);
	}
}

/* RFC 4338: two addresses of 8 bytes. */
enum decode_result layer_ip_over_fc(struct walk *w)
{
	return walk_skip(w, 16, LAYER_LLC);
}

/* Solaris: version, family, kind of hook, length, interfaces, zones. */
enum decode_result layer_ipnet(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 24, &header);
	return result == DECODE_SEGMENT ? family_next(w, header.at[1]) : result;
}

enum decode_result layer_netanalyzer(struct walk *w)
{
	return walk_skip(w, 4, LAYER_ETHERNET);
}

enum decode_result layer_netanalyzer_raw(struct walk *w)
{
	return walk_skip(w, 4 + 8, LAYER_ETHERNET);
}

/* IEEE 802.3br: preamble and start of frame, as on the wire. */
enum decode_result layer_preamble(struct walk *w)
{
	return walk_skip(w, 8, LAYER_ETHERNET);
}

/* Darwin: length of the header, its kind, link type of the payload. */
enum decode_result layer_pktap(struct walk *w)
{
	struct bytes header, more;
	enum decode_result result = rest_take(&w->rest, 12, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = load_le32(header.at), type = load_le32(header.at + 8);
	if (len < 12)
		return DECODE_BAD;
	result = rest_take(&w->rest, len - 12, &more);
	enum layer_kind next = link_layer(type);
	if (result != DECODE_SEGMENT)
		return result;
	return next != LAYER_KINDS ? walk_to(w, next) : walk_other(w, OTHER_UNKNOWN);
}

#define NFLOG_PAYLOAD 9

/* Returns a field's length in the capturing host's byte order; *big if only big-endian fits. */
static uint32_t nflog_length(const struct rest *rest, const uint8_t *at, bool *big)
{
	uint32_t little = load_le16(at), other = load_be16(at);
	*big = *big || ((little < 4 || little > rest->wire) && other >= 4 && other <= rest->wire);
	return *big ? other : little;
}

/* Family, version, group; then fields with length, kind and value, padded to 4 bytes. */
enum decode_result layer_nflog(struct walk *w)
{
	struct bytes header, field;
	bool big = false;
	enum decode_result result = rest_take(&w->rest, 4, &header);
	uint8_t family = result == DECODE_SEGMENT ? header.at[0] : 0;
	while (result == DECODE_SEGMENT) {
		if (w->rest.wire < 4)
			return w->rest.wire == 0 ? walk_other(w, OTHER_UNKNOWN) : DECODE_BAD;
		if (w->rest.captured.left < 4)
			return DECODE_TRUNCATED;
		const uint8_t *at = w->rest.captured.at;
		uint32_t len = nflog_length(&w->rest, at, &big);
		uint16_t kind = big ? load_be16(at + 2) : load_le16(at + 2);
		if (len < 4 || len > w->rest.wire)
			return DECODE_BAD;
		if (kind == NFLOG_PAYLOAD) {
			rest_shorten(&w->rest, len);
			result = rest_take(&w->rest, 4, &field);
			break;
		}
		uint32_t filled = (len + 3) & ~3U;
		result = rest_take(&w->rest, filled < w->rest.wire ? filled : w->rest.wire, &field);
	}
	return result == DECODE_SEGMENT ? family_next(w, family) : result;
}

#define RNDIS_PACKET 1
#define RNDIS_LEN 44

/* Ethernet over USB: an RNDIS message, or the plain frame of CDC-ECM. */
static enum decode_result usb_payload(struct walk *w, const uint8_t *header)
{
	bool bulk = header[9] == 3;
	if (!bulk || w->rest.wire == 0)
		return walk_other(w, OTHER_USB);
	const uint8_t *at = w->rest.captured.at;
	if (w->rest.captured.left >= RNDIS_LEN && load_le32(at) == RNDIS_PACKET &&
	    load_le32(at + 4) <= w->rest.wire && load_le32(at + 4) >= RNDIS_LEN) {
		uint32_t skipped = load_le32(at + 8) + 8;
		return skipped < RNDIS_LEN ? walk_other(w, OTHER_USB)
		                           : walk_skip(w, skipped, LAYER_ETHERNET);
	}
	struct rest inner = w->rest;
	struct bytes ethernet;
	if (!ethernet_plausible(&w->rest) || rest_take(&inner, 14, &ethernet) != DECODE_SEGMENT ||
	    !ip_plausible(&inner))
		return walk_other(w, OTHER_USB);
	return walk_to(w, LAYER_ETHERNET);
}

static enum decode_result usb(struct walk *w, uint32_t len)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, len, &header);
	return result == DECODE_SEGMENT ? usb_payload(w, header.at) : result;
}

enum decode_result layer_usb(struct walk *w)
{
	return usb(w, 48);
}

enum decode_result layer_usb_mmapped(struct walk *w)
{
	return usb(w, 64);
}

enum layer_kind link_layer(int64_t link_type)
{
	/* The layer plus one; 0 is none. */
	static const uint8_t first[] = {
		[LINK_NULL] = LAYER_LOOPBACK + 1,
		[LINK_ETHERNET] = LAYER_ETHERNET + 1,
		[LINK_TOKEN_RING] = LAYER_TOKEN_RING + 1,
		[LINK_ARCNET] = LAYER_ARCNET + 1,
		[LINK_SLIP] = LAYER_SLIP + 1,
		[LINK_PPP] = LAYER_PPP_HDLC + 1,
		[LINK_FDDI] = LAYER_FDDI + 1,
		[LINK_RAW_BSD] = LAYER_IP + 1,
		[LINK_RAW_OPENBSD] = LAYER_IP + 1,
		[LINK_PPP_HDLC] = LAYER_PPP_HDLC + 1,
		[LINK_PPP_ETHER] = LAYER_PPPOE + 1,
		[LINK_SYMANTEC] = LAYER_SYMANTEC + 1,
		[LINK_ATM_RFC1483] = LAYER_ATM_CLIP + 1,
		[LINK_RAW] = LAYER_IP + 1,
		[LINK_CISCO_HDLC] = LAYER_CISCO_HDLC + 1,
		[LINK_WLAN] = LAYER_WLAN + 1,
		[LINK_ATM_CLIP] = LAYER_ATM_CLIP + 1,
		[LINK_FRAME_RELAY] = LAYER_FRAME_RELAY + 1,
		[LINK_LOOP] = LAYER_LOOPBACK + 1,
		[LINK_ENC] = LAYER_ENC + 1,
		[LINK_LINUX_SLL] = LAYER_COOKED_V1 + 1,
		[LINK_PFLOG] = LAYER_PFLOG + 1,
		[LINK_PRISM] = LAYER_PRISM + 1,
		[LINK_IP_OVER_FC] = LAYER_IP_OVER_FC + 1,
		[LINK_SUN_ATM] = LAYER_SUN_ATM + 1,
		[LINK_RADIOTAP] = LAYER_RADIOTAP + 1,
		[LINK_ARCNET_LINUX] = LAYER_ARCNET_LINUX + 1,
		[LINK_FIREWIRE] = LAYER_FIREWIRE + 1,
		[LINK_AVS] = LAYER_AVS + 1,
		[LINK_PPP_PPPD] = LAYER_DIRECTION_PPP + 1,
		[LINK_USB_LINUX] = LAYER_USB + 1,
		[LINK_PPI] = LAYER_PPI + 1,
		[LINK_PPP_DIRECTION] = LAYER_DIRECTION_PPP + 1,
		[LINK_HDLC_DIRECTION] = LAYER_DIRECTION_HDLC + 1,
		[LINK_FRAME_RELAY_DIRECTION] = LAYER_DIRECTION_FRAME_RELAY + 1,
		[LINK_USB_LINUX_MMAPPED] = LAYER_USB_MMAPPED + 1,
		[LINK_IPNET] = LAYER_IPNET + 1,
		[LINK_IPV4] = LAYER_IPV4 + 1,
		[LINK_IPV6] = LAYER_IPV6 + 1,
		[LINK_NFLOG] = LAYER_NFLOG + 1,
		[LINK_NETANALYZER] = LAYER_NETANALYZER + 1,
		[LINK_NETANALYZER_RAW] = LAYER_NETANALYZER_RAW + 1,
		[LINK_IPOIB] = LAYER_IPOIB + 1,
		[LINK_PKTAP] = LAYER_PKTAP + 1,
		[LINK_PREAMBLE] = LAYER_PREAMBLE + 1,
		[LINK_LINUX_SLL2] = LAYER_COOKED_V2 + 1,
	};
	if (link_type < 0 || link_type >= (int64_t)ARRAY_LEN(first) || first[link_type] == 0)
		return LAYER_KINDS;
	return (enum layer_kind)(first[link_type] - 1);
}
