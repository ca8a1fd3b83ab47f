/* The truth about each packet of the link's log, independent of the capture. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "trace.h"

/* The notes for the trigger of a retransmission. */
#define CAUSES                                                                                     \
	(NOTE_BIT(NOTE_FAST_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |                  \
	    NOTE_BIT(NOTE_TAIL_LOSS_PROBE))

struct known {
	uint32_t connection; /* number of its connection among those with the same ports, from 0 */
	bool retransmission; /* some of its data was sent before */
	bool spurious;       /* all of it reaches the receiver in earlier copies */
	bool cause_known;
	uint64_t cause;     /* one of CAUSES, or 0: retransmitted in slow start after a timeout */
	bool rejected;      /* discarded by the receiver because of its timestamp (RFC 7323, 5) */
	uint64_t ack_notes; /* duplicate_ack, window_update */
	uint64_t ack_open;  /* the same, undecided */
};

/* Returns one for each fate; the caller frees it. */
struct known *known_of(const struct trace *trace);
/* Returns the frame of its host's capture after which a look was taken, from 1; 0: not found. *sent
 * and *received: other frames left or reached the host before the look was over. */
uint32_t look_frame(const struct trace *trace, const struct look *look, bool *sent, bool *received);

/* Returns how many connections there were. */
uint32_t known_connections(const struct trace *trace, const struct known *known);

/* Finds fates by the number that the link gave them. */
struct numbers;
struct numbers *numbers_new(const struct trace *trace);
void numbers_free(struct numbers *numbers);
/* Returns the trace's fate, from 1, of the first copy; 0: not found. */
uint32_t numbers_find(const struct numbers *numbers, uint8_t way, uint64_t number);
