#include "tui/view/replay_pace.h"

#include "core/base/array.h"

#define SECOND INT64_C(1000000000)
#define GAP_MAX (5 * SECOND)
#define GAP_SHOWN (2 * SECOND)

static const struct {
	unsigned tenths;
	const char *text;
} speeds[] = {
	{ 1, "0.1x" },
	{ 2, "0.2x" },
	{ 5, "0.5x" },
	{ 10, "1x" },
	{ 20, "2x" },
	{ 50, "5x" },
	{ 100, "10x" },
	{ 200, "20x" },
	{ 500, "50x" },
	{ 1000, "100x" },
};
#define SPEED_ONE 3

void play_init(struct play *play)
{
	*play = (struct play){ .step = SPEED_ONE };
}

void play_faster(struct play *play)
{
	if (play->step + 1 < ARRAY_LEN(speeds))
		play->step++;
}

void play_slower(struct play *play)
{
	if (play->step > 0)
		play->step--;
}

const char *play_speed(const struct play *play)
{
	return speeds[play->step].text;
}

void play_schedule(struct play *play, int64_t now_ns, int64_t gap_ns)
{
	/* A clock set back between two segments makes the gap negative. Dividing first avoids
	 * an overflow with gaps of years. */
	int64_t wait = gap_ns > 0 ? gap_ns / (int64_t)speeds[play->step].tenths : 0;
	bool cut = wait > GAP_MAX / 10;
	play->skipped_ns = cut ? gap_ns : 0;
	play->due_ns = now_ns + (cut ? GAP_SHOWN : wait * 10);
}
