/* TCP options: an iterator, and their text in tcpdump's notation. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

enum tcpopt_kind {
	TCPOPT_EOL = 0,
	TCPOPT_NOP = 1,
	TCPOPT_MSS = 2,
	TCPOPT_WSCALE = 3,
	TCPOPT_SACK_OK = 4,
	TCPOPT_SACK = 5,
	TCPOPT_TIMESTAMP = 8,
	TCPOPT_MD5 = 19,          /* RFC 2385 */
	TCPOPT_USER_TIMEOUT = 28, /* RFC 5482 */
	TCPOPT_AO = 29,           /* RFC 5925 */
	TCPOPT_MPTCP = 30,        /* RFC 8684 */
	TCPOPT_FAST_OPEN = 34,    /* RFC 7413 */
	TCPOPT_EXPERIMENT = 254,  /* RFC 6994; also 253 */
};

/* One option; data follows kind and length. */
struct tcpopt {
	uint8_t kind;
	struct bytes data; /* borrowed */
};

enum tcpopt_step {
	TCPOPT_OK,
	TCPOPT_END, /* no option left, or after EOL */
	TCPOPT_BAD, /* impossible length, or cut */
};

/* Reads the next option. Returns EOL once and skips the padding after it. */
enum tcpopt_step tcpopt_next(struct bytes *options, struct tcpopt *out);

/* Writes all options in tcpdump's notation, separated by commas: "mss 1460,nop,wscale 8,sackOK,TS
 * val 1 ecr 2". SACK edges are relative to sack_base, the raw sequence number of the acknowledged
 * side that counts as 0; 0 gives raw numbers. Returns the length without the NUL, at most size - 1;
 * TCPOPTS_TEXT bytes hold any options. */
#define TCPOPTS_TEXT 512
size_t tcpopts_format(struct bytes options, uint32_t sack_base, char *out, size_t size);

/* Writes one option in words, for the details pane: "Maximum segment size: 1460 bytes". */
size_t tcpopt_describe(const struct tcpopt *option, uint32_t sack_base, char *out, size_t size);
