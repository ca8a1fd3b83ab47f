#include "core/decode/decode.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/assertions.h"
#include "core/decode/decode_parts.h"

#define TCP_LEN_MIN 20

static const char *const result_names[] = {
	[DECODE_SEGMENT] = "TCP segment",
	[DECODE_NOT_TCP] = "not TCP",
	[DECODE_FRAGMENT] = "IP fragments",
	[DECODE_TRUNCATED] = "cut short by the snap length",
	[DECODE_BAD] = "malformed header",
	[DECODE_DEEP] = "headers nested more than 32 deep",
};
static_assert(ARRAY_LEN(result_names) == DECODE_RESULTS, "every result has a name");
static_assert(DECODE_LAYERS == 32, "as its name says");

static layer_decoder *const decoders[] = {
	[LAYER_IPV4] = layer_ipv4,
	[LAYER_IPV6] = layer_ipv6,
	[LAYER_IP] = layer_ip,
	[LAYER_ETHERNET] = layer_ethernet,
	[LAYER_COOKED_V1] = layer_cooked_v1,
	[LAYER_COOKED_V2] = layer_cooked_v2,
	[LAYER_LOOPBACK] = layer_loopback,
	[LAYER_TOKEN_RING] = layer_token_ring,
	[LAYER_ARCNET] = layer_arcnet,
	[LAYER_ARCNET_LINUX] = layer_arcnet_linux,
	[LAYER_SLIP] = layer_slip,
	[LAYER_FDDI] = layer_fddi,
	[LAYER_FRAME_RELAY] = layer_frame_relay,
	[LAYER_ATM_CLIP] = layer_atm_clip,
	[LAYER_SUN_ATM] = layer_sun_atm,
	[LAYER_CISCO_HDLC] = layer_cisco_hdlc,
	[LAYER_ENC] = layer_enc,
	[LAYER_PFLOG] = layer_pflog,
	[LAYER_IP_OVER_FC] = layer_ip_over_fc,
	[LAYER_FIREWIRE] = layer_firewire,
	[LAYER_IPNET] = layer_ipnet,
	[LAYER_NFLOG] = layer_nflog,
	[LAYER_IPOIB] = layer_ipoib,
	[LAYER_NETANALYZER] = layer_netanalyzer,
	[LAYER_NETANALYZER_RAW] = layer_netanalyzer_raw,
	[LAYER_PREAMBLE] = layer_preamble,
	[LAYER_PKTAP] = layer_pktap,
	[LAYER_SYMANTEC] = layer_symantec,
	[LAYER_USB] = layer_usb,
	[LAYER_USB_MMAPPED] = layer_usb_mmapped,
	[LAYER_DIRECTION_PPP] = layer_direction_ppp,
	[LAYER_DIRECTION_HDLC] = layer_direction_hdlc,
	[LAYER_DIRECTION_FRAME_RELAY] = layer_direction_frame_relay,
	[LAYER_RADIOTAP] = layer_radiotap,
	[LAYER_PPI] = layer_ppi,
	[LAYER_PRISM] = layer_prism,
	[LAYER_AVS] = layer_avs,
	[LAYER_WLAN] = layer_wlan,
	[LAYER_AMSDU] = layer_amsdu,
	[LAYER_VLAN] = layer_vlan,
	[LAYER_LLC] = layer_llc,
	[LAYER_BACKBONE] = layer_backbone,
	[LAYER_ETAG] = layer_etag,
	[LAYER_VNTAG] = layer_vntag,
	[LAYER_FABRICPATH] = layer_fabricpath,
	[LAYER_TRILL] = layer_trill,
	[LAYER_METADATA] = layer_metadata,
	[LAYER_HSR] = layer_hsr,
	[LAYER_MACSEC] = layer_macsec,
	[LAYER_MPLS] = layer_mpls,
	[LAYER_NSH] = layer_nsh,
	[LAYER_PPPOE] = layer_pppoe,
	[LAYER_PPP] = layer_ppp,
	[LAYER_PPP_HDLC] = layer_ppp_hdlc,
	[LAYER_L2TP] = layer_l2tp,
	[LAYER_L2TPV3] = layer_l2tpv3,
	[LAYER_GRE] = layer_gre,
	[LAYER_ERSPAN_1] = layer_erspan_1,
	[LAYER_ERSPAN_2] = layer_erspan_2,
	[LAYER_ERSPAN_3] = layer_erspan_3,
	[LAYER_WCCP] = layer_wccp,
	[LAYER_ETHERIP] = layer_etherip,
	[LAYER_ESP] = layer_esp,
	[LAYER_UDP] = layer_udp,
	[LAYER_ESP_IN_UDP] = layer_esp_in_udp,
	[LAYER_VXLAN] = layer_vxlan,
	[LAYER_VXLAN_GPE] = layer_vxlan_gpe,
	[LAYER_GENEVE] = layer_geneve,
	[LAYER_GTP] = layer_gtp,
	[LAYER_CAPWAP] = layer_capwap,
	[LAYER_TEREDO] = layer_teredo,
	[LAYER_LISP] = layer_lisp,
	[LAYER_TZSP] = layer_tzsp,
};
static_assert(ARRAY_LEN(decoders) == LAYER_KINDS, "every layer has a decoder");

const char *decode_result_name(enum decode_result result)
{
	return result < DECODE_RESULTS ? result_names[result] : "unknown result";
}

bool decode_supports(int link_type)
{
	return link_layer(link_type) != LAYER_KINDS;
}

/* Fills the fields that are not in the TCP header. */
static void fill_segment(
    const struct frame *frame, const struct packet_facts *facts, struct segment *out)
{
	out->time_ns = frame->time_ns;
	out->src.addr = facts->src;
	out->dst.addr = facts->dst;
	out->ip_id = (uint16_t)facts->id;
	out->ttl = facts->ttl;
	out->tos = facts->tos;
	out->first_fragment = facts->first_fragment;
	out->hash = endpoints_hash(&out->src, &out->dst);
}

/* Decodes header after header, up to TCP. */
static enum decode_result walk_layers(struct walk *w, enum layer_kind kind)
{
	struct headers *where = w->where;
	for (unsigned i = where->layers; i < DECODE_LAYERS; i++) {
		struct layer *layer = w->layer = &where->layer[i];
		layer->at = w->rest.at;
		layer->kind = (uint8_t)kind;
		layer->value = 0;
		where->layers++;
		enum decode_result result = decoders[kind](w);
		if (result != DECODE_SEGMENT || w->next == LAYER_TCP)
			return result;
		kind = w->next;
	}
	return DECODE_DEEP;
}

#define PLAIN_AT 14
#define PLAIN_LEN 20

/* Takes a plain Ethernet and IPv4 header in one step, as in most frames: no tags, options or
 * fragments, everything captured. The result equals that of their decoders. */
static inline bool take_plain(struct walk *w, enum layer_kind kind)
{
	const uint8_t *at = w->rest.captured.at;
	if (kind != LAYER_ETHERNET || w->rest.captured.left < PLAIN_AT + PLAIN_LEN ||
	    load_be32(at + 12) >> 8 != 0x080045)
		return false;
	at += PLAIN_AT;
	uint32_t total = load_be16(at + 2);
	if ((load_be16(at + 6) & 0x3fff) != 0 || at[9] != 6 || total < PLAIN_LEN)
		return false;
	struct headers *where = w->where;
	where->layer[0] = (struct layer){ .kind = LAYER_ETHERNET };
	where->layer[1] = (struct layer){ .kind = LAYER_IPV4, .at = PLAIN_AT };
	where->layers = 2;
	where->ip_version = 4;
	where->ip_at = PLAIN_AT;
	where->ip_len = PLAIN_LEN;
	size_t left = w->rest.captured.left - PLAIN_AT - PLAIN_LEN;
	w->rest.captured = (struct bytes){ at + PLAIN_LEN, left };
	w->rest.at = PLAIN_AT + PLAIN_LEN;
	w->rest.wire = total - PLAIN_LEN;
	if (left > w->rest.wire)
		w->rest.captured.left = w->rest.wire;
	w->facts = (struct packet_facts){ addr_from_v4(at + 12), addr_from_v4(at + 16),
		load_be16(at + 4), at[8], at[1], false };
	return true;
}

/* Clears all but layer[] and the rest of fragment, which layers and fragment.ip_version make
 * valid. */
static inline void clear(struct headers *where)
{
	memset(where, 0, offsetof(struct headers, fragment));
	where->fragment.ip_version = 0;
}

enum decode_result decode_frame(
    int link_type, const struct frame *frame, struct segment *out, struct headers *where)
{
	struct headers local;
	struct headers *headers = where != NULL ? where : &local;
	assert_costly(frame->bytes != NULL || frame->caplen == 0);
	clear(headers);
	struct walk w;
	/* A file may claim a frame shorter than its captured bytes: the bytes count. */
	uint32_t wire = frame->len < frame->caplen ? frame->caplen : frame->len;
	w.rest = (struct rest){ .captured = { frame->bytes, frame->caplen },
		.wire = wire,
		.joined_at = frame->joined_at };
	w.padded = false;
	w.where = headers;
	w.frame = frame;
	enum layer_kind first = link_layer(link_type);
	if (first == LAYER_KINDS)
		return walk_other(&w, OTHER_UNKNOWN);
	enum decode_result result = take_plain(&w, first) ? DECODE_SEGMENT : walk_layers(&w, first);
	if (result == DECODE_SEGMENT)
		result = tcp_decode(&w.rest, headers, out);
	if (result == DECODE_SEGMENT)
		fill_segment(frame, &w.facts, out);
	assert_costly(result != DECODE_SEGMENT || headers->tcp_at + TCP_LEN_MIN <= frame->caplen);
	assert_costly(result < DECODE_RESULTS);
	return result;
}

/* Returns the captured part of the n bytes from an offset. */
static struct bytes captured(const struct frame *frame, uint32_t at, uint32_t n)
{
	struct bytes all = { frame->bytes, frame->caplen };
	struct bytes found = { 0 };
	if (!bytes_skip(&all, at))
		return found;
	(void)bytes_take(&all, n < all.left ? n : all.left, &found);
	return found;
}

void decode_payload(const struct frame *frame, const struct headers *where, struct bytes *out)
{
	assert_costly(where->tcp_len >= TCP_LEN_MIN);
	assert_costly(where->payload_captured == 0 ||
	              (uint64_t)where->payload_at + where->payload_captured <= frame->caplen);
	*out = captured(frame, where->payload_at, where->payload_captured);
}

void decode_options(const struct frame *frame, const struct headers *where, struct bytes *out)
{
	assert_costly(where->tcp_at + TCP_LEN_MIN <= frame->caplen);
	uint32_t len = where->tcp_len > TCP_LEN_MIN ? where->tcp_len - TCP_LEN_MIN : 0;
	*out = captured(frame, where->tcp_at + TCP_LEN_MIN, len);
}
