/* Ethernet, and the headers that an EtherType names. */
#include "core/decode/decode_parts.h"

#include "core/base/array.h"

#define ETHERNET_LEN 14
#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define ETHERTYPE_LEAST 0x0600 /* below are lengths (IEEE 802.3, 3.2.6) */
#define LENGTH_MOST 1500

struct ethertype {
	uint16_t type;
	uint8_t layer; /* LAYER_KINDS: cannot contain TCP */
	uint8_t other;
};

static const struct ethertype ethertypes[] = {
	{ ETHERTYPE_IPV4, LAYER_IPV4, 0 },
	{ ETHERTYPE_IPV6, LAYER_IPV6, 0 },
	{ 0x8100, LAYER_VLAN, 0 },
	{ 0x88a8, LAYER_VLAN, 0 },
	{ 0x9100, LAYER_VLAN, 0 },
	{ 0x9200, LAYER_VLAN, 0 },
	{ 0x6558, LAYER_ETHERNET, 0 },
	{ 0x8847, LAYER_MPLS, 0 },
	{ 0x8848, LAYER_MPLS, 0 },
	{ 0x8864, LAYER_PPPOE, 0 },
	{ 0x880b, LAYER_PPP, 0 },
	{ 0x88e7, LAYER_BACKBONE, 0 },
	{ 0x893f, LAYER_ETAG, 0 },
	{ 0x8926, LAYER_VNTAG, 0 },
	{ 0x8903, LAYER_FABRICPATH, 0 },
	{ 0x22f3, LAYER_TRILL, 0 },
	{ 0x8909, LAYER_METADATA, 0 },
	{ 0x892f, LAYER_HSR, 0 },
	{ 0x88e5, LAYER_MACSEC, 0 },
	{ 0x894f, LAYER_NSH, 0 },
	{ 0x88be, LAYER_ERSPAN_1, 0 },
	{ 0x22eb, LAYER_ERSPAN_3, 0 },
	{ 0x883e, LAYER_WCCP, 0 },
	{ 0x0806, LAYER_KINDS, OTHER_ARP },
	{ 0x8035, LAYER_KINDS, OTHER_ARP },
	{ 0x88cc, LAYER_KINDS, OTHER_LLDP },
	{ 0x8809, LAYER_KINDS, OTHER_SLOW },
	{ 0x888e, LAYER_KINDS, OTHER_EAPOL },
	{ 0x88c7, LAYER_KINDS, OTHER_EAPOL },
	{ 0x88f7, LAYER_KINDS, OTHER_PTP },
	{ 0x9000, LAYER_KINDS, OTHER_LOOP },
	{ 0x8863, LAYER_KINDS, OTHER_PPPOE },
	{ 0x2000, LAYER_KINDS, OTHER_CISCO },
	{ 0x010b, LAYER_KINDS, OTHER_SPANNING_TREE },
};

static const struct ethertype *ethertype_find(uint16_t type)
{
	for (size_t i = 0; i < ARRAY_LEN(ethertypes); i++)
		if (ethertypes[i].type == type)
			return &ethertypes[i];
	return NULL;
}

enum decode_result ethertype_next(struct walk *w, uint16_t type)
{
	if (type == ETHERTYPE_IPV4)
		return walk_to(w, LAYER_IPV4);
	if (type == ETHERTYPE_IPV6)
		return walk_to(w, LAYER_IPV6);
	const struct ethertype *known = ethertype_find(type);
	if (known == NULL)
		return walk_other(w, OTHER_ETHERTYPE);
	if (known->layer == LAYER_KINDS)
		return walk_other(w, (enum other_kind)known->other);
	return walk_to(w, (enum layer_kind)known->layer);
}

/* Takes the two bytes after the addresses as an EtherType, or as the length of an LLC frame. */
static enum decode_result type_or_length(struct walk *w, uint16_t type)
{
	if (type >= ETHERTYPE_LEAST)
		return ethertype_next(w, type);
	if (type > LENGTH_MOST)
		return walk_other(w, OTHER_ETHERTYPE);
	rest_shorten(&w->rest, type);
	return walk_to(w, LAYER_LLC);
}

enum decode_result layer_ethernet(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, ETHERNET_LEN, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return type_or_length(w, load_be16(header.at + 12));
}

static bool tagged_plausible(const struct rest *rest, uint32_t at)
{
	uint16_t type = load_be16(rest->captured.at + at);
	if (type >= ETHERTYPE_LEAST)
		return ethertype_find(type) != NULL;
	return type <= rest->wire - at - 2 && type <= LENGTH_MOST && type >= 3;
}

bool ethernet_plausible(const struct rest *rest)
{
	if (rest->wire < ETHERNET_LEN)
		return false;
	return rest->captured.left < ETHERNET_LEN || tagged_plausible(rest, 12);
}

enum layer_kind plausible_at(const struct rest *rest, uint32_t n)
{
	if (rest->wire < n || rest->captured.left < n)
		return LAYER_KINDS;
	struct rest inner = { { rest->captured.at + n, rest->captured.left - n }, rest->wire - n,
		rest->at + n, rest->joined_at };
	if (ip_plausible(&inner))
		return LAYER_IP;
	return ethernet_plausible(&inner) ? LAYER_ETHERNET : LAYER_KINDS;
}

/* IEEE 802.1Q and 802.1ad; tags may be stacked. */
enum decode_result layer_vlan(struct walk *w)
{
	struct bytes tag;
	enum decode_result result = rest_take(&w->rest, 4, &tag);
	if (result != DECODE_SEGMENT)
		return result;
	w->layer->value = load_be16(tag.at) & 0xfff;
	return type_or_length(w, load_be16(tag.at + 2));
}

/* Goes on with a type in the number space of SNAP's organization (IEEE 802, 9.2). */
static enum decode_result snap_next(struct walk *w, uint32_t organization, uint16_t type)
{
	switch (organization) {
	case 0x000000:
	case 0x0000f8:
		return ethertype_next(w, type);
	case 0x0080c2: /* bridged (RFC 2684, 5.2); Ethernet with and without a checksum */
		if (type == 1 || type == 7)
			return walk_to(w, LAYER_ETHERNET);
		return walk_other(w, type == 0x0e ? OTHER_SPANNING_TREE : OTHER_LLC);
	case 0x00000c:
		return walk_other(w, type == 0x010b ? OTHER_SPANNING_TREE : OTHER_CISCO);
	default:
		return walk_other(w, OTHER_LLC);
	}
}

/* IEEE 802.2. */
enum decode_result layer_llc(struct walk *w)
{
	struct bytes header, snap;
	enum decode_result result = rest_take(&w->rest, 3, &header);
	if (result != DECODE_SEGMENT)
		return result;
	const uint8_t *at = header.at;
	if (at[0] == 0x42 && at[1] == 0x42)
		return walk_other(w, OTHER_SPANNING_TREE);
	if (at[2] != 3)
		return walk_other(w, OTHER_LLC);
	if (at[0] == 6 && at[1] == 6)
		return walk_to(w, LAYER_IPV4);
	if (at[0] != 0xaa || at[1] != 0xaa)
		return walk_other(w, OTHER_LLC);
	result = rest_take(&w->rest, 5, &snap);
	if (result != DECODE_SEGMENT)
		return result;
	return snap_next(w, load_be32(snap.at) >> 8, load_be16(snap.at + 3));
}

/* The I-tag of IEEE 802.1ah; the customer's frame follows. */
enum decode_result layer_backbone(struct walk *w)
{
	struct bytes tag;
	enum decode_result result = rest_take(&w->rest, 4, &tag);
	if (result != DECODE_SEGMENT)
		return result;
	w->layer->value = load_be32(tag.at) & 0xffffff;
	return walk_to(w, LAYER_ETHERNET);
}

/* A tag of n bytes that ends in an EtherType. */
static enum decode_result tag_of(struct walk *w, uint32_t n, struct bytes *tag)
{
	enum decode_result result = rest_take(&w->rest, n, tag);
	return result == DECODE_SEGMENT ? type_or_length(w, load_be16(tag->at + n - 2)) : result;
}

enum decode_result layer_etag(struct walk *w)
{
	struct bytes tag;
	enum decode_result result = tag_of(w, 8, &tag);
	/* The port's identifier: the two extensions are the bits above the base. */
	if (result == DECODE_SEGMENT)
		w->layer->value = (uint32_t)tag.at[5] << 16U | (load_be16(tag.at + 2) & 0x3fffU);
	return result;
}

enum decode_result layer_vntag(struct walk *w)
{
	struct bytes tag;
	return tag_of(w, 6, &tag);
}

/* FabricPath adds two bytes to an Ethernet header: tree and hops. */
enum decode_result layer_fabricpath(struct walk *w)
{
	return walk_skip(w, 2, LAYER_ETHERNET);
}

/* RFC 6325, 3. */
enum decode_result layer_trill(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 6, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return walk_skip(w, (load_be16(header.at) >> 6 & 31U) * 4, LAYER_ETHERNET);
}

enum decode_result layer_metadata(struct walk *w)
{
	struct bytes header;
	enum decode_result result = tag_of(w, 8, &header);
	if (result == DECODE_SEGMENT)
		w->layer->value = load_be16(header.at + 4);
	return result;
}

enum decode_result layer_hsr(struct walk *w)
{
	struct bytes tag;
	return tag_of(w, 6, &tag);
}

#define MACSEC_ENCRYPTED 0x08
#define MACSEC_CHANGED 0x04
#define MACSEC_SCI 0x20
#define MACSEC_CHECK_LEN 16

/* IEEE 802.1AE, 9: the payload is readable if it is only authenticated. */
enum decode_result layer_macsec(struct walk *w)
{
	struct bytes tag, identifier, type;
	enum decode_result result = rest_take(&w->rest, 6, &tag);
	if (result != DECODE_SEGMENT)
		return result;
	if (tag.at[0] & (MACSEC_ENCRYPTED | MACSEC_CHANGED))
		return walk_other(w, OTHER_MACSEC);
	if (tag.at[0] & MACSEC_SCI)
		result = rest_take(&w->rest, 8, &identifier);
	if (result == DECODE_SEGMENT)
		result = rest_take(&w->rest, 2, &type);
	if (result != DECODE_SEGMENT)
		return result;
	if (w->rest.wire < MACSEC_CHECK_LEN)
		return DECODE_BAD;
	rest_shorten(&w->rest, w->rest.wire - MACSEC_CHECK_LEN);
	return type_or_length(w, load_be16(type.at));
}

/* No field names the payload after the last label (RFC 4385, 3). It may be IP, or a pseudowire with
 * Ethernet, with or without a control word of zeros. */
static enum decode_result mpls_payload(struct walk *w)
{
	if (w->rest.captured.left == 0)
		return w->rest.wire == 0 ? walk_other(w, OTHER_MPLS) : DECODE_TRUNCATED;
	unsigned first = w->rest.captured.at[0] >> 4;
	if (ip_plausible(&w->rest))
		return walk_to(w, LAYER_IP);
	struct rest behind = w->rest;
	struct bytes word;
	bool has_word = first == 0 && rest_take(&behind, 4, &word) == DECODE_SEGMENT;
	if (has_word && ethernet_plausible(&behind)) {
		w->rest = behind;
		return walk_to(w, LAYER_ETHERNET);
	}
	if (ethernet_plausible(&w->rest))
		return walk_to(w, LAYER_ETHERNET);
	return first == 4 || first == 6 ? walk_to(w, LAYER_IP) : walk_other(w, OTHER_MPLS);
}

/* RFC 3032. A stack of labels counts as one header. Each label is 4 bytes, so the loop ends with
 * the frame. */
enum decode_result layer_mpls(struct walk *w)
{
	struct bytes entry;
	do {
		enum decode_result result = rest_take(&w->rest, 4, &entry);
		if (result != DECODE_SEGMENT)
			return result;
	} while (!(entry.at[2] & 1));
	w->layer->value = load_be32(entry.at) >> 12;
	return mpls_payload(w);
}

/* RFC 8300, 2. */
enum decode_result layer_nsh(struct walk *w)
{
	static const uint8_t protocols[] = { [1] = LAYER_IPV4,
		[2] = LAYER_IPV6,
		[3] = LAYER_ETHERNET,
		[4] = LAYER_NSH,
		[5] = LAYER_MPLS };
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = (header.at[1] & 63U) * 4;
	uint8_t protocol = header.at[3];
	if (header.at[0] >> 6 != 0 || len < 8)
		return DECODE_BAD;
	w->layer->value = load_be32(header.at + 4) >> 8;
	if (protocol >= ARRAY_LEN(protocols) || protocols[protocol] == 0)
		return walk_other(w, OTHER_UNKNOWN);
	return walk_skip(w, len - 8, (enum layer_kind)protocols[protocol]);
}
