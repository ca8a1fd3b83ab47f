/* What happens to connections between the lab's hosts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BESIDE_MOST 4

enum opening {
	OPEN_BY_A,
	OPEN_BY_BOTH, /* simultaneously (RFC 9293, 3.5) */
	OPEN_FAST,    /* the first data is in the SYN (RFC 7413) */
	OPEN_REFUSED, /* nothing listens */
};

enum closing {
	CLOSE_A_FIRST,
	CLOSE_B_FIRST,
	CLOSE_BOTH,    /* simultaneously */
	CLOSE_HALF,    /* A shuts down sending, then B sends b_sends bytes once more */
	CLOSE_ABORT,   /* A resets */
	CLOSE_B_ABORT, /* B resets */
	CLOSE_UNREAD,  /* B closes without having read A's last data */
};

/* Between host A and host B. */
struct plan {
	const char *name;
	const char *link;       /* changes of the link (capture/lab/knob.h), separated by ';' */
	const char *settings;   /* "tcp_sack=0 b:tcp_timestamps=0": of both hosts or one; or NULL */
	const char *congestion; /* "cubic": congestion control of both sockets, or NULL */
	uint32_t a_sends, b_sends; /* bytes, all at once */
	uint32_t piece;            /* size of the pieces to send in instead, or 0, */
	uint32_t piece_ms;         /* and the time between them */
	uint32_t rounds;      /* number of requests of a_sends and answers of b_sends instead */
	uint32_t pause_ms;    /* before each of the rounds */
	uint32_t b_sleeps_ms; /* before B begins to read */
	uint32_t b_rests_ms;  /* after each 8 KiB read */
	uint32_t b_buffer;    /* SO_RCVBUF of B, or 0 */
	uint32_t idle_ms;     /* before the end; over a second: with keep-alives every second */
	uint32_t mtu;         /* of the hosts' devices, or 0 */
	/* number of parallel connections, each moving a_sends and b_sends; at most BESIDE_MOST */
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
