/* What is true of each packet of the link's log, whoever captured it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "trace.h"

/* The notes that tell why a retransmission was sent. */
#define CAUSES                                                                                     \
	(NOTE_BIT(NOTE_FAST_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |                  \
	    NOTE_BIT(NOTE_TAIL_LOSS_PROBE))

struct known {
	uint32_t connection; /* of those with the same ports, from 0 */
	bool retransmission; /* some of it was sent before */
	bool spurious;       /* all of it reaches the receiver from earlier copies */
	bool cause_known;
	uint64_t cause; /* one of CAUSES, or 0: sent again while the window grew after a timeout */
	bool rejected;  /* the receiver threw it away by its timestamp (RFC 7323, 5) */
	uint64_t ack_notes; /* duplicate_ack, window_update */
	uint64_t ack_open;  /* the same, that may be said or not */
};

/* One for each fate; the caller frees it. */
struct known *known_of(const struct trace *trace);
/* The frame of its host's capture after which a look was taken, from 1; 0: none is found. *sent and
 * *received: others that left or reached the host before the look was over. */
uint32_t look_frame(const struct trace *trace, const struct look *look, bool *sent, bool *received);

/* How many connections there were. */
uint32_t known_connections(const struct trace *trace, const struct known *known);

/* Finds fates by the number that the link gave them. */
struct numbers;
struct numbers *numbers_new(const struct trace *trace);
void numbers_free(struct numbers *numbers);
/* Which of the trace's fates, from 1, the first copy; 0: none. */
uint32_t numbers_find(const struct numbers *numbers, uint8_t way, uint64_t number);
