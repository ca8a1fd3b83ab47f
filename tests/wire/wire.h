/* Frames for tests, put together layer by layer from the outermost to the payload:
 *
 *     struct wire w;
 *     wire_begin(&w);
 *     wire_ethernet(&w, &(struct wire_ethernet){ 0 });
 *     wire_vlan(&w, &(struct wire_vlan){ .tci = 100 });
 *     wire_ipv4(&w, &(struct wire_ipv4){ .src = { 10, 0, 0, 1 }, .dst = { 10, 0, 0, 2 } });
 *     wire_tcp(&w, &(struct wire_tcp){ .seq = 1, .flags = TCP_SYN, .mss = 1460, .sack_ok = true });
 *     wire_end(&w);
 *     struct frame frame = wire_frame(&w);
 *
 * Each function appends one header and returns its offset. The header before it then names it: the
 * EtherType above is that of a VLAN tag, the tag's that of IPv4, and UDP before VXLAN goes to port
 * 4789. wire_end() fills in what depends on what follows: lengths, checksums, the bottom of an MPLS
 * stack. Layers nest in any order, so a tunnel is a link layer inside UDP inside IP.
 *
 * One rule holds for all fields of 8 and 16 bits that have a right or a usual value: 0 stands for
 * that value, WIRE_ZERO for a 0 on the wire, and anything else is written as it is, right or wrong.
 * Fields without a comment hold what the header holds. All numbers are in host order.
 *
 * A header that has no function here is payload between two layers; the type in the header before
 * it is then given explicitly. A frame too long for struct wire aborts the program. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"

#define WIRE_MAX 66000
#define WIRE_LAYERS_MAX 32
#define WIRE_ZERO 0x10000u

/* Registries in which a header looks up the one that follows. */
enum wire_registry {
	WIRE_NAMES_NOTHING,
	WIRE_ETHERTYPE,
	WIRE_IP_PROTOCOL,
	WIRE_PPP_PROTOCOL,
	WIRE_FAMILY,   /* of BSD, 4 bytes */
	WIRE_GPE,      /* of VXLAN-GPE and NSH */
	WIRE_UDP_PORT, /* the destination port, unless one was given */
	WIRE_REGISTRIES,
};

struct wire;

/* One header; private to tests/wire. */
struct wire_layer {
	uint32_t at;
	enum wire_registry registry; /* of the field at next_at, which names the layer inside */
	uint32_t next_at;
	bool swapped;                    /* that field is little endian */
	bool keep_length, keep_checksum; /* were given */
	unsigned ip_version;             /* 4, 6, or 0 for what is not IP */
	/* Completes the header, whose content ends at the end of the frame; may be NULL. */
	void (*close)(struct wire *w, unsigned layer);
};

/* A frame. caplen bytes of it are captured (wire_snap); len may be set by hand, too, for bytes that
 * exist on the wire alone. */
struct wire {
	uint32_t len, caplen;
	unsigned layers;
	struct wire_layer layer[WIRE_LAYERS_MAX];
	uint8_t bytes[WIRE_MAX];
};

/* Begins an empty frame. */
void wire_begin(struct wire *w);

/* Completes all headers. No length and no checksum is right before; bytes set after it stay as they
 * were set. */
void wire_end(struct wire *w);

/* The completed frame, at time 0; valid as long as *w does not change. */
static inline struct frame wire_frame(const struct wire *w)
{
	assert(w->caplen > 0 || w->len == 0);
	return (struct frame){ .bytes = w->bytes, .caplen = w->caplen, .len = w->len };
}

/* Appends bytes. */
uint32_t wire_payload(struct wire *w, const void *bytes, size_t n);
/* Appends n times that byte. */
uint32_t wire_fill(struct wire *w, size_t n, unsigned byte);
/* Append one value in network order. */
uint32_t wire_put8(struct wire *w, unsigned value);
uint32_t wire_put16(struct wire *w, unsigned value);
uint32_t wire_put32(struct wire *w, uint32_t value);

/* Overwrites 16 bits of a completed frame. */
void wire_set16(struct wire *w, uint32_t at, unsigned value);

/* Appends zeros that belong to no packet to a completed frame, such as Ethernet's padding. */
void wire_trailer(struct wire *w, size_t n);

/* Captures only the first snaplen bytes of a completed frame. */
void wire_snap(struct wire *w, uint32_t snaplen);

/* The checksum of RFC 1071, which is 0 over data that contains its own. */
uint16_t wire_checksum(const uint8_t *bytes, size_t n);

/* Link layers. Addresses that are all 0 stand for 02:00:00:00:00:02 (source) and
 * 02:00:00:00:00:01 (destination). */

struct wire_ethernet {
	uint8_t dst[6], src[6];
	unsigned type;
};
uint32_t wire_ethernet(struct wire *w, const struct wire_ethernet *h);

struct wire_vlan {
	unsigned tpid; /* 0x8100 */
	uint16_t tci;  /* priority, drop eligible, id */
	unsigned type;
};
uint32_t wire_vlan(struct wire *w, const struct wire_vlan *h);

/* LLC with SNAP, directly after Ethernet or a VLAN tag, whose type becomes the length. */
struct wire_llc_snap {
	uint32_t oui;
	unsigned type;
};
uint32_t wire_llc_snap(struct wire *w, const struct wire_llc_snap *h);

/* Linux cooked capture, version 1 and 2 (LINK_LINUX_SLL, LINK_LINUX_SLL2). */
struct wire_sll {
	uint16_t packet_type; /* 0 to this host, 4 from it */
	unsigned device_type; /* ARPHRD: 1 Ethernet, 772 loopback */
	unsigned address_len; /* 6 */
	uint8_t address[8];
	unsigned protocol;
	uint32_t interface; /* version 2 only */
};
uint32_t wire_sll(struct wire *w, const struct wire_sll *h);
uint32_t wire_sll2(struct wire *w, const struct wire_sll *h);

/* BSD null and loopback (LINK_NULL, LINK_LOOP). */
struct wire_null {
	bool swapped;    /* little endian */
	unsigned family; /* 2 for IPv4, 30 for IPv6 */
};
uint32_t wire_null(struct wire *w, const struct wire_null *h);

struct wire_ppp {
	bool framed; /* address and control, ff 03, first */
	unsigned protocol;
};
uint32_t wire_ppp(struct wire *w, const struct wire_ppp *h);

/* IP. Addresses that are all 0 stand for 192.0.2.1 to 198.51.100.2 and 2001:db8::1 to
 * 2001:db8::2. */

struct wire_ipv4 {
	uint8_t src[4], dst[4];
	uint16_t id;
	uint8_t tos;
	bool dont_fragment, more_fragments;
	uint16_t fragment; /* offset in units of 8 bytes */
	unsigned ttl;      /* 64 */
	unsigned protocol, length, checksum;
	const void *options; /* padded to 4 bytes */
	size_t options_len;
};
uint32_t wire_ipv4(struct wire *w, const struct wire_ipv4 *h);

struct wire_ipv6 {
	uint8_t src[16], dst[16];
	uint8_t tos; /* traffic class */
	uint32_t flow_label;
	unsigned hop_limit; /* 64 */
	unsigned next, length;
};
uint32_t wire_ipv6(struct wire *w, const struct wire_ipv6 *h);

/* An extension header of IPv6, or AH in IPv4. Without body one that says nothing: padding, routing
 * type 4 with no segment left, AH with index 1 and number 1. */
struct wire_extension {
	unsigned kind; /* 0 (hop by hop) also as WIRE_ZERO, 43 routing, 51 AH, 60 destination... */
	const void *body; /* what follows the length, so 6 bytes and a multiple of 8 (AH: of 4) */
	size_t body_len;
	unsigned length; /* in the units of the header */
	unsigned next;
};
uint32_t wire_extension(struct wire *w, const struct wire_extension *h);

/* IPv6's fragment header. To cut a whole frame use wire_fragment(). */
struct wire_fragment6 {
	uint16_t offset; /* in units of 8 bytes */
	bool more_fragments;
	uint32_t id;
	unsigned next;
};
uint32_t wire_fragment6(struct wire *w, const struct wire_fragment6 *h);

/* Makes `out` a fragment of a completed frame: it holds len bytes of what the outermost IP header
 * carries, from byte `from` on (a multiple of 8). IPv6 gets a fragment header with that id, IPv4
 * keeps its own. */
void wire_fragment(
    const struct wire *whole, uint32_t from, uint32_t len, uint32_t id, struct wire *out);

/* Transport */

struct wire_tcp {
	uint16_t sport, dport; /* 0: 40000 and 8000 */
	uint32_t seq, ack;
	uint16_t flags; /* enum tcp_flag */
	uint16_t win, urgent;
	/* Options follow in this order, each after as many NOPs as align its end to 4 bytes. */
	uint16_t mss; /* 0: none */
	bool sack_ok;
	bool has_wscale;
	uint8_t wscale;
	bool has_timestamps;
	uint32_t ts_val, ts_ecr;
	struct sack_block sack[SACK_BLOCKS_MAX];
	unsigned sack_count;
	bool has_fast_open; /* without cookie: a request for one */
	const void *cookie;
	size_t cookie_len;
	const void *options; /* any others, verbatim, padded with zeros to 4 bytes */
	size_t options_len;
	unsigned header_len, checksum;
};
uint32_t wire_tcp(struct wire *w, const struct wire_tcp *h);

struct wire_udp {
	uint16_t sport, dport; /* 0: 40000; that of the tunnel that follows, or 8000 */
	unsigned length, checksum;
};
uint32_t wire_udp(struct wire *w, const struct wire_udp *h);

/* ICMP or ICMPv6, as the IP header before it says. */
struct wire_icmp {
	uint8_t type, code;
	uint32_t rest; /* the second word: an MTU, an identifier and number... */
	unsigned checksum;
};
uint32_t wire_icmp(struct wire *w, const struct wire_icmp *h);

/* Appends the first n bytes of the outermost IP packet of another completed frame, or all of a
 * shorter one, as errors of ICMP quote it. */
uint32_t wire_quote(struct wire *w, const struct wire *quoted, size_t n);

/* Tunnels. IPv4 and IPv6 directly inside each other need no layer between them. */

struct wire_mpls {
	uint32_t label;
	uint8_t traffic_class;
	unsigned ttl; /* 64 */
};
uint32_t wire_mpls(struct wire *w, const struct wire_mpls *h);

/* A session stage packet; wire_ppp() follows. */
struct wire_pppoe {
	uint16_t session;
	unsigned length;
};
uint32_t wire_pppoe(struct wire *w, const struct wire_pppoe *h);

struct wire_gre {
	bool has_checksum, has_key, has_sequence;
	uint32_t key, sequence;
	bool pptp; /* version 1: the key is a call id, the length of the payload is in the header */
	unsigned type;
};
uint32_t wire_gre(struct wire *w, const struct wire_gre *h);

/* Type II, inside GRE with a sequence number; Ethernet follows. */
struct wire_erspan {
	uint16_t vlan, session;
	uint32_t index;
};
uint32_t wire_erspan(struct wire *w, const struct wire_erspan *h);

struct wire_vxlan {
	uint32_t vni;
	/* the generic protocol extension, which names what follows; else Ethernet follows */
	bool gpe;
};
uint32_t wire_vxlan(struct wire *w, const struct wire_vxlan *h);

struct wire_geneve {
	uint32_t vni;
	const void *options; /* a multiple of 4 bytes */
	size_t options_len;
	unsigned type;
};
uint32_t wire_geneve(struct wire *w, const struct wire_geneve *h);

/* A G-PDU; IP follows. */
struct wire_gtpu {
	uint32_t teid;
	bool has_sequence;
	uint16_t sequence;
	unsigned length;
};
uint32_t wire_gtpu(struct wire *w, const struct wire_gtpu *h);

/* A data message of version 2; wire_ppp() follows. */
struct wire_l2tp {
	uint16_t tunnel, session;
};
uint32_t wire_l2tp(struct wire *w, const struct wire_l2tp *h);
