/* TCP options: walking them, and writing them as tcpdump does. */
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
	TCPOPT_EXPERIMENT = 254,  /* RFC 6994; 253 too */
};

/* One option; data is what follows kind and length. */
struct tcpopt {
	uint8_t kind;
	struct bytes data; /* (borrowed) */
};

enum tcpopt_step {
	TCPOPT_OK,
	TCPOPT_END, /* no option left, or EOL was given before */
	TCPOPT_BAD, /* a length that cannot be, or the bytes end inside the option */
};

/* Takes the next option. EOL is given once; what follows it is padding and consumed with it. */
enum tcpopt_step tcpopt_next(struct bytes *options, struct tcpopt *out);

/* Writes all options in tcpdump's notation, comma separated: "mss 1460,nop,wscale 8,sackOK,TS val 1
 * ecr 2". SACK edges are written relative to sack_base (the acknowledged side's raw sequence number
 * that counts as 0; give 0 for raw numbers). Returns the length without the NUL, at most size - 1;
 * any options fit in TCPOPTS_TEXT bytes. */
#define TCPOPTS_TEXT 512
size_t tcpopts_format(struct bytes options, uint32_t sack_base, char *out, size_t size);

/* One option in words, for the details pane: "Maximum segment size: 1460 bytes". */
size_t tcpopt_describe(const struct tcpopt *option, uint32_t sack_base, char *out, size_t size);
