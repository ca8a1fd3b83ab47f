/* The pace of playing a session again. Pure: clocks are passed in. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct play {
	bool on;
	unsigned step;      /* index of the speed */
	int64_t due_ns;     /* monotonic: when the next segment shows */
	int64_t skipped_ns; /* the gap before it, when it is cut short; else 0 */
};

/* Speed 1, off. */
void play_init(struct play *play);
/* The next higher or lower speed, from 0.1 to 100. */
void play_faster(struct play *play);
void play_slower(struct play *play);
/* "10x". Static. */
const char *play_speed(const struct play *play);

/* Sets when the next segment is due that follows after gap_ns of captured time. Nobody waits for
 * more than two seconds in place of a gap over five (at the speed in force): skipped_ns then says
 * how long it really was. */
void play_schedule(struct play *play, int64_t now_ns, int64_t gap_ns);
