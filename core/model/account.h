/* What the record of a session needs, added up as its packets arrive: nothing is read a second
 * time, and the packets may be forgotten meanwhile. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/time_shares.h"
#include "core/record/note.h"

/* What one side sent. */
struct account_flow {
	uint64_t bytes; /* payload, retransmissions included */
	uint32_t segments;
	uint32_t rtts; /* RTT samples of its data at the capture point */
	int64_t rtt_min_ns, rtt_max_ns, rtt_sum_ns;
	uint32_t notes[NOTE_COUNT];   /* segments with each note */
	uint32_t gaps, resent, zeros; /* events for the history */
	uint8_t seen;                 /* for the history */
};

#define ACCOUNT_HISTORY 48

struct account {
	struct time_shares shares;
	struct account_flow flow[2];
	uint32_t first_frame, last_frame;
	uint32_t first, last; /* packets */
	int64_t start_ns;
	bool fast_open; /* data in the SYN was accepted, or at least sent */
	bool ended;     /* both sides have closed, or a reset ended it */
	/* As the history of Zeek's conn.log: S, H (SYN-ACK), A, D, F, R; T (retransmission), W
	 * (zero window) and G (gap) at the 1st, 10th, 100th; capitals for side A. */
	char history[ACCOUNT_HISTORY];
};

/* Adds the next packet of a session; a zeroed account starts with any packet. */
void account_add(struct account *account, const struct model *m, uint32_t packet);

/* Counts the notes again, which may have been corrected since, if all packets are kept. */
void account_correct(struct account *account, const struct model *m, uint32_t session);
