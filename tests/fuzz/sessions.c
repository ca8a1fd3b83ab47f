/* The fuzz target over sessions that make little sense, the same in every run, and over those that once broke a promise. */
#include "core/array.h"
#include "tests/core/frames.h"
#include "tests/suite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STEP 12
#define ROUNDS 100
#define STEPS 120

/* One segment: sender and flags; ways of seq and ack; by how much; length; window; options; time; options and scale;
 * timestamps; IP identification; SACK. */
#define AT(who, ways, by, len, time) who, ways, (by) >> 8, (by)&255, len, 10, 0, time, 0, 0, 0, 0
#define ACK_A 0x00
#define ACK_B 0x01
#define SYN_A 0x20
#define SYN_B 0x31

enum { TIME_SAME, TIME_FARTHEST = 0xff, TIME_EARLIEST = 0xfe };

/* Sent again by a clock that was set from the one end of time to the other. */
static const uint8_t far_times[] = { AT(SYN_A, 0, 0, 0, TIME_EARLIEST),
	AT(SYN_B, 0, 0, 0, TIME_SAME), AT(ACK_A, 0, 0, 2, TIME_SAME),
	AT(ACK_A, 0x09, 100, 2, TIME_FARTHEST), AT(ACK_B, 0, 0, 0, TIME_FARTHEST),
	AT(ACK_A, 0, 0, 2, TIME_EARLIEST), AT(ACK_A, 0x09, 100, 2, TIME_EARLIEST),
	AT(ACK_B, 0, 0, 0, TIME_FARTHEST), AT(ACK_A, 0, 0, 2, TIME_EARLIEST),
	AT(ACK_A, 0x09, 100, 2, TIME_FARTHEST) };
/* Numbers that lie as far from each other as numbers can. */
static const uint8_t far_numbers[] = { AT(ACK_B, 0, 0, 0, 0), AT(ACK_B, 0x0e, 1, 0, 0),
	AT(ACK_A, 0xe0, 1, 0, 0), AT(ACK_B, 0x0e, 0, 1, 0), AT(ACK_B, 0x0e, 1, 1, 0),
	AT(ACK_A, 0xe0, 2, 1, 0) };

static const struct {
	const uint8_t *data;
	size_t size;
} found[] = {
	{ far_times, sizeof(far_times) },
	{ far_numbers, sizeof(far_numbers) },
};

START_TEST(found_sessions_hold)
{
	ck_assert_int_eq(LLVMFuzzerTestOneInput(found[_i].data, found[_i].size), 0);
}
END_TEST

/* Most segments follow those before them, some in no way. */
static void draw_step(uint8_t *at, uint32_t *state)
{
	for (unsigned i = 0; i < STEP; i++)
		at[i] = (uint8_t)pseudo_random(state);
	if (pseudo_random(state) % 2 == 0)
		at[1] &= 0x88;
	if (pseudo_random(state) % 8 != 0)
		at[7] %= 7;
}

START_TEST(random_sessions_hold)
{
	uint32_t state = (uint32_t)_i + 1;
	static uint8_t data[STEP * STEPS];
	for (int round = 0; round < ROUNDS; round++) {
		for (unsigned i = 0; i < STEPS; i++)
			draw_step(data + i * STEP, &state);
		if (LLVMFuzzerTestOneInput(data, sizeof(data)) != 0)
			ck_abort_msg("session %d was not taken", round);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fuzz sessions");
	TCase *all = tcase_create("all");
	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, found_sessions_hold, 0, ARRAY_LEN(found));
	tcase_add_loop_test(all, random_sessions_hold, 0, 4);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
