/* A trace: real kernel TCP between the lab's hosts, captured at both ends, with the fate of
 * every packet. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "core/record/segment.h"
#include "plan.h"
#include "watch.h"

enum { END_A, END_B, ENDS };

/* What a host's kernel counted of its own retransmissions and ACKs (TcpExt in
 * /proc/net/netstat). */
enum counter {
	COUNT_TIMEOUTS,
	COUNT_LOSS_PROBES,
	COUNT_FAST,
	COUNT_SLOW_START,
	COUNT_SYN,
	COUNT_DELAYED_ACKS,
	COUNTERS
};

#define PATH_ROOM 512

/* A capture at one end. */
struct capture {
	int end;
	struct segment *segment;
	uint32_t *fate; /* for each segment: the trace's fate, from 1; 0: none */
	bool *mirrored; /* for each segment: it is the second copy in this capture */
	size_t count;
	char path[PATH_ROOM]; /* its file */
};

struct trace {
	struct capture capture[ENDS];
	struct fate *fate;
	size_t fates;
	struct look *look;
	size_t looks;
	uint64_t counter[ENDS][COUNTERS];
};

/* Runs the plan. Ends the program with a message if the lab does not work. Saves the captures in
 * the folder as NAME-SEED-a.pcap and -b.pcap. */
void trace_run(struct trace *trace, const struct plan *plan, uint64_t seed, const char *folder);
void trace_free(struct trace *trace);
void capture_free(struct capture *capture);

/* Returns the direction of a segment between the lab's hosts. */
enum lab_way way_of(const struct segment *segment);
/* Returns true if the host at that end sent it. */
bool sent_at(int end, const struct segment *segment);
