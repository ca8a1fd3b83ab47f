/* From the bytes of a frame to a segment, or the reason why there is none.
 *
 * Reads hostile input: no allocation, no state, never past the captured bytes. Tunnels are followed
 * to the innermost TCP header: core/decode/layer.h names the headers that are known. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/layer.h"
#include "core/record/segment.h"

/* Link types by their number in capture files (the LINKTYPE_ registry of pcap). */
enum link_type {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_TOKEN_RING = 6,
	LINK_ARCNET = 7,
	LINK_SLIP = 8,
	LINK_PPP = 9,
	LINK_FDDI = 10,
	LINK_RAW_BSD = 12, /* DLT_RAW on most systems; some files carry it */
	LINK_RAW_OPENBSD = 14,
	LINK_PPP_HDLC = 50,
	LINK_PPP_ETHER = 51,
	LINK_SYMANTEC = 99,
	LINK_ATM_RFC1483 = 100,
	LINK_RAW = 101,
	LINK_CISCO_HDLC = 104,
	LINK_WLAN = 105,
	LINK_ATM_CLIP = 106,
	LINK_FRAME_RELAY = 107,
	LINK_LOOP = 108,
	LINK_ENC = 109,
	LINK_LINUX_SLL = 113,
	LINK_PFLOG = 117,
	LINK_PRISM = 119,
	LINK_IP_OVER_FC = 122,
	LINK_SUN_ATM = 123,
	LINK_RADIOTAP = 127,
	LINK_ARCNET_LINUX = 129,
	LINK_FIREWIRE = 138,
	LINK_AVS = 163,
	LINK_PPP_PPPD = 166,
	LINK_USB_LINUX = 189,
	LINK_PPI = 192,
	LINK_PPP_DIRECTION = 204,
	LINK_HDLC_DIRECTION = 205,
	LINK_FRAME_RELAY_DIRECTION = 206,
	LINK_USB_LINUX_MMAPPED = 220,
	LINK_IPNET = 226,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_NFLOG = 239,
	LINK_NETANALYZER = 240,
	LINK_NETANALYZER_RAW = 241,
	LINK_IPOIB = 242,
	LINK_PKTAP = 258,
	LINK_PREAMBLE = 274,
	LINK_LINUX_SLL2 = 276,
};

/* Rules of the user, beyond what ports and checks tell. */
#define DECODE_PORTS_MOST 16

struct decode_rules {
	struct {
		uint16_t port;
		uint8_t layer; /* enum layer_kind, as layer_find() gives it */
	} udp[DECODE_PORTS_MOST];
	uint8_t udp_count;
	bool esp_null; /* ESP is not encrypted (RFC 2410) */
};

/* A captured frame. */
struct frame {
	int64_t time_ns;
	const uint8_t *bytes; /* (borrowed) */
	uint32_t caplen;      /* bytes captured */
	uint32_t len;         /* bytes on the wire, at least caplen */
	/* Of a packet that was put together (core/decode/reassembly.h): where it begins. Headers
	 * before that tell the length of a piece, which is not heeded. Else 0. */
	uint32_t joined_at;
	uint8_t part; /* which of several packets in one frame, from 0 (WLAN A-MSDU) */
	const struct decode_rules *rules; /* or NULL (borrowed) */
};

enum decode_result {
	DECODE_SEGMENT,   /* *out is whole */
	DECODE_NOT_TCP,   /* another protocol */
	DECODE_FRAGMENT,  /* a later IP fragment: no TCP header in it */
	DECODE_TRUNCATED, /* the capture ends inside the headers */
	DECODE_BAD,       /* a length or version that cannot be */
	DECODE_DEEP,      /* more headers than are followed: DECODE_LAYERS */
	DECODE_RESULTS,
};

/* Headers that are followed, from the link's to TCP's; a tunnel in itself ends there. */
#define DECODE_LAYERS 32

/* A piece of an IP packet. */
struct ip_fragment {
	uint32_t ip_at;     /* IP header that is in pieces: the outermost one */
	uint32_t header_at; /* IPv6: the fragment header */
	uint32_t data_at;   /* what the piece carries, as an offset into the frame */
	uint32_t data_len;  /* on the wire */
	uint32_t captured;  /* of it */
	uint16_t offset;    /* of the piece in bytes */
	uint8_t ip_version; /* 0: the frame holds no fragment */
	bool more;          /* pieces follow */
};

/* Where the headers lie, as offsets into the frame; 0 lengths where absent. */
struct headers {
	uint8_t ip_version;       /* 4 or 6, of the innermost IP header */
	uint8_t other;            /* enum other_kind: for DECODE_NOT_TCP, what it is */
	uint8_t layers;           /* how many of layer[] are set */
	uint8_t parts;            /* packets in the frame, where there are several */
	uint32_t ip_at, ip_len;   /* the innermost IP header with options or extension headers */
	uint32_t tcp_at, tcp_len; /* TCP header with options */
	uint32_t payload_at;
	uint32_t payload_captured; /* bytes of it that the capture holds */
	struct ip_fragment fragment;
	struct layer layer[DECODE_LAYERS]; /* the headers before TCP, outermost first */
};

/* Names for messages: "not TCP", "cut short by the snap length"... Static. */
const char *decode_result_name(enum decode_result result);

/* False when the link type is not one of those above. */
bool decode_supports(int link_type);

/* Decodes one frame. Fills *out only for DECODE_SEGMENT: the fields of the packet, hash,
 * and time_ns from the frame; offset, frame and source are the caller's. where may be NULL; it is
 * filled as far as decoding came. A segment whose TCP header is captured but whose options or
 * payload are cut is a segment; OPTION_BROKEN says that options were cut. */
enum decode_result decode_frame(
    int link_type, const struct frame *frame, struct segment *out, struct headers *where);

/* The captured payload of a decoded frame. */
struct bytes;
void decode_payload(const struct frame *frame, const struct headers *where, struct bytes *out);
/* The captured TCP options of a decoded frame. */
void decode_options(const struct frame *frame, const struct headers *where, struct bytes *out);
