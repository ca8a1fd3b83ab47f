/* The functions of the decoder, one for each header; for core/decode/decode*.c alone.
 *
 * Each takes its header from the rest of the frame, sets the next one, and returns DECODE_SEGMENT
 * to go on. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/byteorder.h"
#include "core/base/bytes.h"
#include "core/decode/decode.h"

/* The rest of a frame: its captured bytes, and its length on the wire, which is larger if the
 * capture was cut, and smaller if padding follows. */
struct rest {
	struct bytes captured;
	uint32_t wire;
	uint32_t at;        /* offset into the frame */
	uint32_t joined_at; /* lengths in headers before it are ignored (struct frame) */
};

/* Fields of the IP header that a segment keeps. */
struct packet_facts {
	struct addr src, dst;
	uint32_t id;
	uint8_t ttl, tos;
	bool first_fragment;
};

/* The state of the decoder between two headers. */
struct walk {
	struct rest rest;
	enum layer_kind next;
	struct layer *layer; /* the present header, whose value may be set */
	bool padded;         /* the next WLAN header is padded to 4 bytes */
	struct headers *where;
	const struct frame *frame;
	struct packet_facts facts; /* of the last IP header taken */
};

/* Takes a header of n bytes. Returns DECODE_BAD if the frame on the wire was shorter,
 * DECODE_TRUNCATED if only the capture is. */
static inline enum decode_result rest_take(struct rest *rest, uint32_t n, struct bytes *out)
{
	if (rest->wire < n)
		return DECODE_BAD;
	if (rest->captured.left < n)
		return DECODE_TRUNCATED;
	*out = (struct bytes){ rest->captured.at, n };
	rest->captured.at += n;
	rest->captured.left -= n;
	rest->wire -= n;
	rest->at += n;
	return DECODE_SEGMENT;
}

/* Limits the rest to n bytes on the wire, the IP header's length, without padding. A length beyond
 * the frame's is believed, as in tcpdump: tools that cut captures lose the frame's length. */
static inline void rest_limit(struct rest *rest, uint32_t n)
{
	if (rest->at <= rest->joined_at && rest->joined_at != 0)
		return;
	rest->wire = n;
	if (rest->captured.left > n)
		rest->captured.left = n;
}

/* Does the same, but ignores a length beyond the frame's. */
static inline void rest_shorten(struct rest *rest, uint32_t n)
{
	if (n < rest->wire)
		rest_limit(rest, n);
}

/* Ends decoding at a protocol other than TCP. */
static inline enum decode_result walk_other(struct walk *w, enum other_kind kind)
{
	w->where->other = (uint8_t)kind;
	return DECODE_NOT_TCP;
}

/* Goes on with a header. */
static inline enum decode_result walk_to(struct walk *w, enum layer_kind next)
{
	w->next = next;
	return DECODE_SEGMENT;
}

/* Skips n bytes and goes on with a header. */
enum decode_result walk_skip(struct walk *w, uint32_t n, enum layer_kind next);

/* Go on with the header that an EtherType or an IP protocol names. */
enum decode_result ethertype_next(struct walk *w, uint16_t type);
enum decode_result protocol_next(struct walk *w, uint8_t protocol);

/* Returns true if the bytes look like an Ethernet frame: its EtherType is known, or its length
 * fits. True as well if too few bytes are captured. */
bool ethernet_plausible(const struct rest *rest);
/* Returns true if the bytes look like an IP packet: version and lengths fit. */
bool ip_plausible(const struct rest *rest);
/* Returns the Ethernet or IP header at n bytes from here, or LAYER_KINDS if there is neither. */
enum layer_kind plausible_at(const struct rest *rest, uint32_t n);

/* Fills the fields of *out that are in the TCP header, and zeroes the others. */
enum decode_result tcp_decode(struct rest *rest, struct headers *where, struct segment *out);

/* Decodes captured options into the fields of *out. wanted is their length in bytes by the TCP
 * header. */
void options_decode(struct bytes options, uint32_t wanted, struct segment *out);

/* Returns the first header of a link type's frames; LAYER_KINDS if the type is not known. */
enum layer_kind link_layer(int64_t link_type);

typedef enum decode_result layer_decoder(struct walk *w);

/* decode_ip.c */
layer_decoder layer_ipv4, layer_ipv6, layer_ip, layer_esp;
/* decode_ethernet.c */
layer_decoder layer_ethernet, layer_vlan, layer_llc, layer_backbone, layer_etag, layer_vntag,
    layer_fabricpath, layer_trill, layer_metadata, layer_hsr, layer_macsec, layer_mpls, layer_nsh;
/* decode_link.c */
layer_decoder layer_cooked_v1, layer_cooked_v2, layer_loopback, layer_token_ring, layer_arcnet,
    layer_arcnet_linux, layer_slip, layer_fddi, layer_frame_relay, layer_atm_clip, layer_sun_atm,
    layer_enc, layer_pflog, layer_ip_over_fc, layer_firewire, layer_ipnet, layer_nflog, layer_ipoib,
    layer_netanalyzer, layer_netanalyzer_raw, layer_preamble, layer_pktap, layer_symantec,
    layer_usb, layer_usb_mmapped, layer_direction_frame_relay;
/* decode_wlan.c */
layer_decoder layer_radiotap, layer_ppi, layer_prism, layer_avs, layer_wlan, layer_amsdu,
    layer_capwap;
/* decode_ppp.c */
layer_decoder layer_pppoe, layer_ppp, layer_ppp_hdlc, layer_l2tp, layer_l2tpv3, layer_cisco_hdlc,
    layer_direction_ppp, layer_direction_hdlc;
/* decode_gre.c */
layer_decoder layer_gre, layer_erspan_1, layer_erspan_2, layer_erspan_3, layer_wccp, layer_etherip;
/* decode_udp.c */
layer_decoder layer_udp, layer_vxlan, layer_vxlan_gpe, layer_geneve, layer_gtp, layer_teredo,
    layer_lisp, layer_tzsp, layer_esp_in_udp;
