/* Runs the fuzz target over nonsensical sessions, the same in every run, and over those that once
 * broke a promise. */
#include "core/base/array.h"
#include "tests/fuzz/steps.h"
#include "tests/suite.h"
#include "tests/wire/random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROUNDS 100
#define STEPS 120

/* One segment: sender and flags; ways of seq and ack; by how much; length; window; options; time;
 * options and scale; timestamps; IP identification; SACK; how wide these are; how
 * often the time. */
#define AT(who, ways, by, len, time)                                                               \
	who, ways, (by) >> 8, (by)&255, len, 10, 0, time, 0, 0, 0, 0, 0, 0
#define ACK_A 0x00
#define ACK_B 0x01
#define SYN_A 0x20
#define SYN_B 0x31

enum { TIME_SAME, TIME_FARTHEST = 0xff, TIME_EARLIEST = 0xfe };

/* Retransmissions while the clock was set from one end of time to the other. */
static const uint8_t far_times[] = { 0, AT(SYN_A, 0, 0, 0, TIME_EARLIEST),
	AT(SYN_B, 0, 0, 0, TIME_SAME), AT(ACK_A, 0, 0, 2, TIME_SAME),
	AT(ACK_A, 0x09, 100, 2, TIME_FARTHEST), AT(ACK_B, 0, 0, 0, TIME_FARTHEST),
	AT(ACK_A, 0, 0, 2, TIME_EARLIEST), AT(ACK_A, 0x09, 100, 2, TIME_EARLIEST),
	AT(ACK_B, 0, 0, 0, TIME_FARTHEST), AT(ACK_A, 0, 0, 2, TIME_EARLIEST),
	AT(ACK_A, 0x09, 100, 2, TIME_FARTHEST) };
/* Numbers as far apart as possible. */
static const uint8_t far_numbers[] = { 0, AT(ACK_B, 0, 0, 0, 0), AT(ACK_B, 0x0e, 1, 0, 0),
	AT(ACK_A, 0xe0, 1, 0, 0), AT(ACK_B, 0x0e, 0, 1, 0), AT(ACK_B, 0x0e, 1, 1, 0),
	AT(ACK_A, 0xe0, 2, 1, 0) };

/* A hole that includes numbers other than data. */
static const uint8_t more_than_sent[] = { 0, 184, 64, 12, 0, 0, 231, 0, 77, 1, 0, 246, 66, 0, 0, 1,
	249, 254, 49, 3, 0, 18, 0, 0, 44, 0, 0, 0, 0, 0, 202, 255, 0, 56, 56, 56, 56, 141, 56, 56,
	56, 0, 0, 188, 199, 199, 199, 56, 56, 61, 56, 252, 56, 56, 56, 0, 0, 56, 56, 56, 56, 56, 91,
	0, 45, 0, 0, 56, 56, 0, 0, 56, 56, 56, 56, 3, 121, 253, 127, 0, 0, 254, 231, 0, 0, 7, 0, 1,
	0, 0, 0, 199, 91, 0, 68, 1, 0, 0, 0, 0, 96, 64, 12, 0, 0, 0, 255, 255, 255, 68, 0, 0, 0 };

static const struct {
	const uint8_t *data;
	size_t size;
} found[] = {
	{ far_times, sizeof(far_times) },
	{ far_numbers, sizeof(far_numbers) },
	{ more_than_sent, sizeof(more_than_sent) },
};

START_TEST(found_sessions_hold)
{
	ck_assert_int_eq(LLVMFuzzerTestOneInput(found[_i].data, found[_i].size), 0);
}
END_TEST

/* Most segments continue the session, some do not. */
static void draw_step(uint8_t *at, uint32_t *state)
{
	for (unsigned i = 0; i < STEP; i++)
		at[i] = (uint8_t)pseudo_random(state);
	if (pseudo_random(state) % 2 == 0)
		at[1] &= 0x88;
	if (pseudo_random(state) % 8 != 0) {
		at[7] %= 7;
		at[13] %= 4;
	}
}

START_TEST(random_sessions_hold)
{
	uint32_t state = (uint32_t)_i + 1;
	static uint8_t data[1 + STEP * STEPS];
	for (int round = 0; round < ROUNDS; round++) {
		data[0] = (uint8_t)pseudo_random(&state);
		for (unsigned i = 0; i < STEPS; i++)
			draw_step(data + 1 + i * STEP, &state);
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
