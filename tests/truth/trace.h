/* A trace: real kernel TCP between the lab's hosts, captured at both ends, with the fate of every packet. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "core/segment.h"

/* What is done to a connection from host A to host B. */
struct plan {
	const char *name;
	const char *link; /* changes of the link (capture/lab/knob.h), separated by ';' */
	const char *
	    settings; /* "tcp_sack=0 tcp_timestamps=0": of both hosts, separated by blanks; or NULL */
	uint32_t a_sends, b_sends; /* bytes, all at once */
	uint32_t rounds;      /* that many questions of a_sends and answers of b_sends instead */
	uint32_t pause_ms;    /* before each of the rounds */
	uint32_t b_sleeps_ms; /* before B begins to read */
	uint32_t b_buffer;    /* SO_RCVBUF of B, or 0 */
	bool ipv6;
	bool abort; /* A resets in the end, instead of closing */
};

enum { END_A, END_B, ENDS };

/* What a host's kernel counted of its own retransmissions (TcpExt in /proc/net/netstat). */
enum counter {
	COUNT_TIMEOUTS,
	COUNT_LOSS_PROBES,
	COUNT_FAST,
	COUNT_SLOW_START,
	COUNT_SYN,
	COUNTERS
};

struct trace {
	struct segment *segment[ENDS]; /* as captured at that host */
	size_t segments[ENDS];
	struct fate *fate;
	size_t fates;
	uint64_t counter[ENDS][COUNTERS];
};

/* Runs it. Ends the program with a message when the lab does not work. When folder is not NULL, the captures are saved there as
 * NAME-SEED-a.pcap and -b.pcap. */
void trace_run(struct trace *trace, const struct plan *plan, uint64_t seed, const char *folder);
void trace_free(struct trace *trace);
