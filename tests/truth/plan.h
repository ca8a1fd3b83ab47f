/* What is done to connections between the lab's hosts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BESIDE_MOST 4

enum opening {
	OPEN_BY_A,
	OPEN_BY_BOTH, /* at once (RFC 9293, 3.5) */
	OPEN_FAST,    /* the first bytes go with the SYN (RFC 7413) */
	OPEN_REFUSED, /* nobody listens */
};

enum closing {
	CLOSE_A_FIRST,
	CLOSE_B_FIRST,
	CLOSE_BOTH,    /* at once */
	CLOSE_HALF,    /* A is done with sending, then B sends as much as b_sends once more */
	CLOSE_ABORT,   /* A resets */
	CLOSE_B_ABORT, /* B resets */
	CLOSE_UNREAD,  /* B closes without having read what A sends last */
};

/* Between host A and host B. */
struct plan {
	const char *name;
	const char *link;       /* changes of the link (capture/lab/knob.h), separated by ';' */
	const char *settings;   /* "tcp_sack=0 b:tcp_timestamps=0": of both hosts or one; or NULL */
	const char *congestion; /* "cubic": what both sockets ask for, or NULL */
	uint32_t a_sends, b_sends; /* bytes, all at once */
	uint32_t piece;            /* in pieces of that size instead, if not 0, */
	uint32_t piece_ms;         /* so long one after the other */
	uint32_t rounds;      /* that many questions of a_sends and answers of b_sends instead */
	uint32_t pause_ms;    /* before each of the rounds */
	uint32_t b_sleeps_ms; /* before B begins to read */
	uint32_t b_rests_ms;  /* after each time it has read 8 KiB */
	uint32_t b_buffer;    /* SO_RCVBUF of B, or 0 */
	uint32_t idle_ms; /* before the end; longer than a second: with keep-alives every second */
	uint32_t mtu;     /* of the hosts' devices, or 0 */
	/* that many more connections at once, each moving a_sends and b_sends; at
	 * most BESIDE_MOST */
	uint32_t beside;
	enum opening opening;
	enum closing closing;
	bool no_delay; /* without Nagle's algorithm */
	bool twice;    /* once more, from the same ports */
	bool ipv6;
	bool super_segments; /* segmentation is left to the devices */
	bool brief;          /* left out of brief runs */
};

/* All of them. Static. */
extern const struct plan plans[];
extern const size_t plans_count;
