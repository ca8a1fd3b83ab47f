/* IEEE 802.11, and the headers that captures and controllers put in front of it. */
#include "core/decode/decode_parts.h"

static uint16_t load_le16(const uint8_t *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t load_le32(const uint8_t *at)
{
	return (uint32_t)load_le16(at + 2) << 16 | load_le16(at);
}

/* Flags of a capture header that describe the WLAN frame. */
#define FLAGS_CHECK_SUM 0x10 /* a checksum at the end */
#define FLAGS_PADDED 0x20    /* the WLAN header is padded to 4 bytes */

static enum decode_result take_wlan(struct walk *w, uint8_t flags)
{
	if (flags & FLAGS_CHECK_SUM && w->rest.wire >= 4)
		rest_shorten(&w->rest, w->rest.wire - 4);
	w->padded = (flags & FLAGS_PADDED) != 0;
	return walk_to(w, LAYER_WLAN);
}

/* The flags are the second field, after a time of 8 bytes, aligned to 8. The presence word may have
 * extension words. */
static uint8_t radiotap_flags(struct bytes all)
{
	uint32_t present = load_le32(all.at + 4);
	size_t at = 8;
	for (uint32_t word = present; word & 1U << 31; at += 4) {
		if (all.left < at + 4)
			return 0;
		word = load_le32(all.at + at);
	}
	if (present & 1)
		at = ((at + 7) & ~(size_t)7) + 8;
	return present & 2 && at < all.left ? all.at[at] : 0;
}

enum decode_result layer_radiotap(struct walk *w)
{
	struct bytes all = w->rest.captured, header;
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = load_le16(header.at + 2);
	if (len < 8)
		return DECODE_BAD;
	result = rest_take(&w->rest, len - 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	return take_wlan(w, radiotap_flags((struct bytes){ all.at, len }));
}

#define PPI_COMMON 2 /* the field with the flag for a checksum */

static uint8_t ppi_flags(struct bytes fields)
{
	while (fields.left >= 4) {
		size_t len = 4U + load_le16(fields.at + 2);
		if (load_le16(fields.at) == PPI_COMMON && fields.left >= 14)
			return fields.at[12] & 1 ? FLAGS_CHECK_SUM : 0;
		if (!bytes_skip(&fields, len))
			break;
	}
	return 0;
}

enum decode_result layer_ppi(struct walk *w)
{
	struct bytes header, fields;
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = load_le16(header.at + 2);
	if (len < 8)
		return DECODE_BAD;
	result = rest_take(&w->rest, len - 8, &fields);
	enum layer_kind next = link_layer(load_le32(header.at + 4));
	if (result != DECODE_SEGMENT)
		return result;
	if (next == LAYER_WLAN)
		return take_wlan(w, ppi_flags(fields));
	return next != LAYER_KINDS ? walk_to(w, next) : walk_other(w, OTHER_UNKNOWN);
}

#define AVS_COOKIE 0x80211000

enum decode_result layer_avs(struct walk *w)
{
	struct bytes header;
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = load_be32(header.at + 4);
	return len < 8 ? DECODE_BAD : walk_skip(w, len - 8, LAYER_WLAN);
}

enum decode_result layer_prism(struct walk *w)
{
	if (w->rest.captured.left < 4)
		return w->rest.wire < 4 ? DECODE_BAD : DECODE_TRUNCATED;
	if ((load_be32(w->rest.captured.at) & 0xfffff000) == AVS_COOKIE)
		return walk_to(w, LAYER_AVS);
	return walk_skip(w, 144, LAYER_WLAN);
}

enum frame_control {
	CONTROL_KIND = 0x000f, /* version and type */
	CONTROL_DATA = 0x0008,
	CONTROL_NO_DATA = 0x0040, /* in subtypes without data */
	CONTROL_QOS = 0x0080,
	CONTROL_TO_AND_FROM = 0x0300,
	CONTROL_MORE = 0x0400,
	CONTROL_PROTECTED = 0x4000,
	CONTROL_ORDER = 0x8000,
};

#define QOS_AMSDU 0x80

/* Returns the bytes between the sequence number and the payload. */
static uint32_t optional_len(uint16_t control)
{
	uint32_t len = (control & CONTROL_TO_AND_FROM) == CONTROL_TO_AND_FROM ? 6 : 0;
	if (control & CONTROL_QOS)
		len += control & CONTROL_ORDER ? 6 : 2;
	return len;
}

static enum decode_result wlan_data(struct walk *w, uint16_t control, const uint8_t *header)
{
	if (control & CONTROL_NO_DATA)
		return walk_other(w, OTHER_WLAN);
	if (control & CONTROL_PROTECTED)
		return walk_other(w, OTHER_WLAN_ENCRYPTED);
	if (control & CONTROL_MORE || load_le16(header + 22) & 15)
		return walk_other(w, OTHER_WLAN_FRAGMENT);
	struct bytes more, pad;
	uint32_t len = optional_len(control);
	enum decode_result result = rest_take(&w->rest, len, &more);
	if (result == DECODE_SEGMENT && w->padded)
		result = rest_take(&w->rest, -len & 3, &pad);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t qos_at = (control & CONTROL_TO_AND_FROM) == CONTROL_TO_AND_FROM ? 6 : 0;
	bool several = control & CONTROL_QOS && more.at[qos_at] & QOS_AMSDU;
	return walk_to(w, several ? LAYER_AMSDU : LAYER_LLC);
}

/* IEEE 802.11, 9.3.2. Encrypted payload is not readable; fragments are not reassembled. */
static enum decode_result wlan(struct walk *w, bool swapped)
{
	struct bytes header;
	if (w->rest.captured.left < 2)
		return w->rest.wire < 2 ? DECODE_BAD : DECODE_TRUNCATED;
	const uint8_t *at = w->rest.captured.at;
	uint16_t control = swapped ? load_be16(at) : load_le16(at);
	if ((control & CONTROL_KIND) != CONTROL_DATA)
		return walk_other(w, OTHER_WLAN);
	enum decode_result result = rest_take(&w->rest, 24, &header);
	return result == DECODE_SEGMENT ? wlan_data(w, control, header.at) : result;
}

enum decode_result layer_wlan(struct walk *w)
{
	return wlan(w, false);
}

/* An A-MSDU: several packets in one frame (IEEE 802.11, 9.3.2.2), each with addresses and a length
 * and padded to 4 bytes. frame->part selects one; all are counted. */
enum decode_result layer_amsdu(struct walk *w)
{
	struct rest chosen = { .wire = 0 };
	unsigned parts = 0;
	while (w->rest.wire >= 14) {
		struct bytes header, padded;
		enum decode_result result = rest_take(&w->rest, 14, &header);
		uint32_t len = result == DECODE_SEGMENT ? load_be16(header.at + 12) : 0;
		if (len > w->rest.wire)
			result = DECODE_BAD;
		if (parts == w->frame->part) {
			if (result != DECODE_SEGMENT)
				return result;
			chosen = w->rest;
			rest_limit(&chosen, len);
		}
		parts += parts < UINT8_MAX;
		uint32_t filled = ((14 + len + 3) & ~3U) - 14;
		if (result != DECODE_SEGMENT || filled >= w->rest.wire ||
		    rest_take(&w->rest, filled, &padded) != DECODE_SEGMENT)
			break;
	}
	w->where->parts = (uint8_t)parts;
	if (parts <= w->frame->part)
		return walk_other(w, OTHER_WLAN);
	w->rest = chosen;
	return walk_to(w, LAYER_LLC);
}

enum capwap_bit {
	CAPWAP_NATIVE = 0x100, /* IEEE 802.11 rather than 802.3 */
	CAPWAP_FRAGMENT = 0x080,
};

/* The first bytes of frame control are in the standard's order, or swapped, as many controllers
 * send them. In only one order they are a data frame. */
static enum decode_result capwap_wlan(struct walk *w)
{
	if (w->rest.captured.left < 2)
		return w->rest.wire < 2 ? DECODE_BAD : DECODE_TRUNCATED;
	const uint8_t *at = w->rest.captured.at;
	bool swapped =
	    (at[0] & CONTROL_KIND) != CONTROL_DATA && (at[1] & CONTROL_KIND) == CONTROL_DATA;
	return swapped ? wlan(w, true) : walk_to(w, LAYER_WLAN);
}

/* RFC 5415, 4.3: the unencrypted data channel. */
enum decode_result layer_capwap(struct walk *w)
{
	struct bytes header, more;
	if (w->rest.wire < 8)
		return walk_other(w, OTHER_UDP);
	enum decode_result result = rest_take(&w->rest, 8, &header);
	if (result != DECODE_SEGMENT)
		return result;
	const uint8_t *at = header.at;
	uint32_t len = (at[1] >> 3) * 4U;
	if (at[0] != 0)
		return walk_other(w, at[0] == 1 ? OTHER_CAPWAP : OTHER_UDP);
	if (len < 8 || len - 8 > w->rest.wire)
		return walk_other(w, OTHER_UDP);
	uint16_t flags = (uint16_t)((at[2] << 8 | at[3]) & 0x1ff);
	if (flags & CAPWAP_FRAGMENT)
		return walk_other(w, OTHER_CAPWAP);
	result = rest_take(&w->rest, len - 8, &more);
	if (result != DECODE_SEGMENT)
		return result;
	return flags & CAPWAP_NATIVE ? capwap_wlan(w) : walk_to(w, LAYER_ETHERNET);
}
