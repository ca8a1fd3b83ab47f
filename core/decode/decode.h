/* Decodes the bytes of a frame into a segment, or says why there is none.
 *
 * The input may be hostile: the decoder allocates nothing, keeps no state and never reads past the
 * captured bytes. It follows tunnels to the innermost TCP header; core/decode/layer.h lists the
 * headers it knows. */
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

/* Rules from the user, in addition to ports and plausibility checks. */
#define DECODE_PORTS_MOST 16

struct decode_rules {
	struct {
		uint16_t port;
		uint8_t layer; /* enum layer_kind, from layer_find() */
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
	/* For a reassembled packet (core/decode/reassembly.h): its offset. Lengths in headers
	 * before it are those of one fragment and are ignored. Else 0. */
	uint32_t joined_at;
	uint8_t part; /* which of several packets in the frame, from 0 (WLAN A-MSDU) */
	const struct decode_rules *rules; /* or NULL (borrowed) */
	/* As its source says; the decoder takes the link type as an argument. */
	int link_type;
	uint64_t place;      /* all frames read back in order: its offset, in a set its number */
	uint16_t interface;  /* its number in the source */
	const char *comment; /* lines of the capture's author, or NULL (borrowed) */
	const char *process; /* "curl (pid 1234)", or NULL (borrowed) */
};

enum decode_result {
	DECODE_SEGMENT,   /* *out is complete */
	DECODE_NOT_TCP,   /* another protocol */
	DECODE_FRAGMENT,  /* a later IP fragment: no TCP header in it */
	DECODE_TRUNCATED, /* the capture ends inside the headers */
	DECODE_BAD,       /* an impossible length or version */
	DECODE_DEEP,      /* more than DECODE_LAYERS headers */
	DECODE_RESULTS,
};

/* The most headers from the link's to TCP's; bounds tunnels in tunnels. */
#define DECODE_LAYERS 32

/* An IP fragment. */
struct ip_fragment {
	uint32_t ip_at;     /* offset of the outermost fragmented IP header */
	uint32_t header_at; /* offset of the IPv6 fragment header */
	uint32_t data_at;   /* offset of the fragment's data */
	uint32_t data_len;  /* on the wire */
	uint32_t captured;  /* bytes of data_len that were captured */
	uint16_t offset;    /* of the fragment in its packet, in bytes */
	uint8_t ip_version; /* 0: the frame holds no fragment */
	bool more;          /* more fragments follow */
};

/* Offsets of the headers in the frame; lengths are 0 for absent ones. */
struct headers {
	uint8_t ip_version;       /* 4 or 6, of the innermost IP header */
	uint8_t other;            /* enum other_kind: the protocol, for DECODE_NOT_TCP */
	uint8_t layers;           /* entries set in layer[] */
	uint8_t parts;            /* packets in the frame, if several */
	uint32_t ip_at, ip_len;   /* the innermost IP header with options or extension headers */
	uint32_t tcp_at, tcp_len; /* the TCP header with options */
	uint32_t payload_at;
	uint32_t payload_captured; /* captured bytes of the payload */
	struct ip_fragment fragment;
	struct layer layer[DECODE_LAYERS]; /* the headers before TCP, outermost first */
};

/* Returns the result's name for messages: "not TCP", "cut short by the snap length"... Static. */
const char *decode_result_name(enum decode_result result);

/* Returns true if the link type is one of those above. */
bool decode_supports(int link_type);

/* Decodes one frame. Fills *out only for DECODE_SEGMENT: the fields of the packet, hash, and
 * time_ns from the frame; the caller sets offset, frame and source. where may be NULL; it is filled
 * as far as the decoder came. A frame with a captured TCP header but cut options or payload is a
 * segment; OPTION_BROKEN marks cut options. */
enum decode_result decode_frame(
    int link_type, const struct frame *frame, struct segment *out, struct headers *where);

/* Sets *out to the captured payload of a decoded frame (borrowed). */
struct bytes;
void decode_payload(const struct frame *frame, const struct headers *where, struct bytes *out);
/* Sets *out to the captured TCP options of a decoded frame (borrowed). */
void decode_options(const struct frame *frame, const struct headers *where, struct bytes *out);
