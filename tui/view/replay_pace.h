/* The pace of a replay. Pure: callers pass the time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct play {
	bool on;
	unsigned step;      /* index of the speed */
	int64_t due_ns;     /* monotonic: when the next segment is due */
	int64_t skipped_ns; /* length of the gap before it, if it is shortened; else 0 */
};

/* Speed 1, stopped. */
void play_init(struct play *play);
/* Selects the next higher or lower speed, from 0.1 to 100. */
void play_faster(struct play *play);
void play_slower(struct play *play);
/* Returns "10x". Static. */
const char *play_speed(const struct play *play);

/* Sets when the next segment is due, gap_ns of captured time after the last. A gap over five
 * seconds (at the current speed) is shortened to two; skipped_ns is then its length. */
void play_schedule(struct play *play, int64_t now_ns, int64_t gap_ns);
