/* Segments as Linux would send them in a session between two hosts: Ethernet, IPv4 or IPv6, and TCP
 * with its options. */
#pragma once

#include "wire.h"

/* What does not change within a session; side 0 opened it. */
struct wire_ends {
	uint32_t host[2]; /* the last four bytes of each address */
	uint16_t port[2];
	bool v6, timestamps;
};

struct wire_segment {
	const struct wire_ends *ends;
	unsigned side;  /* that sends it */
	uint16_t flags; /* enum tcp_flag */
	uint16_t win;
	uint32_t seq, ack;
	uint32_t clock;         /* for the timestamp option, which echoes the ms before */
	uint16_t id;            /* of the IPv4 packet */
	struct sack_block sack; /* none where both are 0 */
	const char *payload;    /* NULL: as many times the letter x as len says */
	uint32_t len;
	unsigned checksum; /* of TCP, as in struct wire_tcp */
};

/* Makes it the frame. */
void wire_segment(struct wire *w, const struct wire_segment *s);
