/* Frames for made captures: Ethernet, IPv4 or IPv6, TCP with the options that kernels send. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/segment.h"

#define FRAME_PAYLOAD_MAX 1448
#define FRAME_MAX (14 + 40 + 60 + FRAME_PAYLOAD_MAX)

/* What does not change within a session; side 0 opened it. */
struct frame_ends {
	uint32_t host[2]; /* the last four bytes of each address */
	uint16_t port[2];
	bool v6, timestamps;
};

struct frame_spec {
	const struct frame_ends *ends;
	unsigned side;  /* that sends it */
	uint16_t flags; /* enum tcp_flag */
	uint16_t len;   /* of the payload, at most FRAME_PAYLOAD_MAX */
	uint16_t win;
	uint32_t seq, ack;
	uint32_t clock;         /* for the timestamp option */
	uint32_t id;            /* of the IPv4 packet, as far as 16 bits go */
	struct sack_block sack; /* none where both are 0 */
};

/* Writes the frame into out (FRAME_MAX bytes); returns its length. */
size_t frame_build(const struct frame_spec *spec, uint8_t *out);
