/* The rounds of one direction: from a segment to the first one that its ACK releases. They tell
 * what paces a sender that always has data: its congestion window, its send buffer, or a queue on
 * the path. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum round_kind {
	ROUND_OPEN,    /* the round goes on */
	ROUND_GROWING, /* a congestion window: the flight changes from round to round */
	ROUND_LEVEL,   /* the flight has been the same for several rounds, and no queue */
	ROUND_QUEUED,  /* segments arrive without pause while a queue holds them */
};

struct rounds {
	int64_t began_ns;   /* of this round; 0: none yet */
	int64_t gap_ns;     /* longest time between two of its segments */
	int64_t rtt_sum_ns; /* RTT samples of the round */
	int64_t wait_ns;    /* time that the round was charged with */
	int64_t queue_ns;   /* by how much round trips of the last round exceeded the shortest */
	int64_t level_ns;   /* the same of the rounds of equal flight before it */
	uint32_t rtts;      /* samples */
	uint32_t segments;  /* sent in the round */
	uint32_t until;     /* the round ends when this number is acknowledged */
	uint32_t peak;      /* largest flight of the round in bytes */
	uint32_t level;     /* flight of the rounds of equal flight */
	uint32_t levels;    /* how many there were */
	bool lossy;         /* something was lost: equal flights prove nothing */
};

/* A segment of new data. Sequence numbers are raw. */
struct round_segment {
	int64_t time_ns, before_ns; /* when it and the one before it were sent */
	int64_t rtt_ns;             /* shortest time to the ACK; 0: unknown */
	int64_t reach_ns;           /* shortest time from an ACK to its sender and back */
	uint32_t end;               /* after the segment */
	uint32_t acked;             /* acknowledged, as its sender knew */
	uint32_t full;              /* payload of a full segment */
};

/* Adds an RTT sample. */
void rounds_rtt(struct rounds *r, int64_t rtt_ns);
/* Adds a segment; another kind than ROUND_OPEN means that a round ended with it. *wait_ns becomes
 * the time that its kind explains: of this round or, when a level is recognised, of all of it. */
enum round_kind rounds_add(struct rounds *r, const struct round_segment *segment, int64_t *wait_ns);
/* Charges the round with time that its sender waited. */
void rounds_wait(struct rounds *r, int64_t ns);
/* Begins anew after a loss or a pause. */
void rounds_restart(struct rounds *r, bool lossy);
