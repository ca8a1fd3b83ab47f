/* From the bytes of a frame to a segment, or the reason why there is none.
 *
 * Reads hostile input: no allocation, no state, never past the captured bytes. Known link types:
 * Ethernet (with 802.1Q and QinQ tags), Linux cooked v1 and v2, raw IP, BSD null and loopback. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/segment.h"

/* Link types by their number in capture files (the LINKTYPE_ registry of pcap). */
enum link_type {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_RAW_BSD = 12, /* DLT_RAW on most systems; some files carry it */
	LINK_RAW_OPENBSD = 14,
	LINK_RAW = 101,
	LINK_LOOP = 108,
	LINK_LINUX_SLL = 113,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_LINUX_SLL2 = 276,
};

/* A captured frame. */
struct frame {
	int64_t time_ns;
	const uint8_t *bytes; /* (borrowed) */
	uint32_t caplen;      /* bytes captured */
	uint32_t len;         /* bytes on the wire, at least caplen */
};

enum decode_result {
	DECODE_SEGMENT,   /* *out is whole */
	DECODE_NOT_TCP,   /* another protocol */
	DECODE_FRAGMENT,  /* a later IP fragment: no TCP header in it */
	DECODE_TRUNCATED, /* the capture ends inside the headers */
	DECODE_BAD,       /* a length or version that cannot be */
	DECODE_RESULTS,
};

/* Where the headers lie, as offsets into the frame; 0 lengths where absent. */
struct headers {
	uint16_t vlan[2];         /* tag control information, outer first */
	uint8_t vlan_count;       /* how many were seen; beyond 2 only counted */
	uint8_t ip_version;       /* 4 or 6 */
	uint32_t ip_at, ip_len;   /* IP header with options or extension headers */
	uint32_t tcp_at, tcp_len; /* TCP header with options */
	uint32_t payload_at;
	uint32_t payload_captured; /* bytes of it that the capture holds */
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
