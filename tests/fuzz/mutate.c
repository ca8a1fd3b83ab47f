/* The fuzz target over some thousand frames, the same in every run: good ones, cut, stretched
 * and damaged. */
#include "core/base/array.h"
#include "tests/core/frames.h"
#include "tests/suite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROUNDS 20000
#define LINKS 12
#define OPTIONS                                                                                    \
	"\x02\x04\x05\xb4\x01\x03\x03\x08\x04\x02\x01\x01\x05\x0a\0\0\0\x06\0\0\0\x0c"             \
	"\x1e\x08\x20\x01\0\0\0\x01\x22\x06\xaa\xbb\xcc\xdd"

/* Each begins with the link type's place in the target's list, and no bytes beyond the capture. */
static void begin(struct maker *m, unsigned link)
{
	m->len = 0;
	put8(m, link);
	put16(m, 0);
}

static void put_segment(struct maker *m)
{
	put_tcp(m, TCP_PSH | TCP_ACK, OPTIONS, 36);
	put(m, "hello", 5);
}

static void ethernet_ipv4(struct maker *m)
{
	begin(m, 1);
	put_ethernet(m, 0x8100);
	put16(m, 5);
	put16(m, 0x0800);
	put_ipv4(m, 81, 0, 6);
	put_segment(m);
}

static void raw_ipv6(struct maker *m)
{
	begin(m, 4);
	put_ipv6(m, 8 + 8 + 12 + 61, 0);
	put(m, "\x2c\0\x01\x04\0\0\0\0", 8);
	put(m, "\x33\0\0\x01\0\0\0\x01", 8);
	put(m, "\x06\x01\0\0\0\0\0\x01\0\0\0\x01", 12);
	put_segment(m);
}

static void cooked_ipv4(struct maker *m)
{
	begin(m, 9);
	put(m, "\x08\0\0\0\0\0\0\x03\x03\x04\0\x06\x02\0\0\0\0\x01\0\0", 20);
	put_ipv4(m, 85, 0x2000, 6);
	m->bytes[23] = 0x46;
	put(m, "\x94\x04\0\0", 4);
	put_segment(m);
}

static void loopback_ipv6(struct maker *m)
{
	begin(m, 0);
	put32(m, 30U << 24);
	put_ipv6(m, 61, 6);
	put_segment(m);
}

static void (*const seeds[])(
    struct maker *m) = { ethernet_ipv4, raw_ipv6, cooked_ipv4, loopback_ipv6 };

/* Does one harm: other bits, an extreme value, a shorter frame, another link type, a
 * longer wire. */
static void damage(struct maker *m, uint32_t *state)
{
	static const uint8_t extremes[] = { 0, 1, 2, 0x7f, 0x80, 0xff };
	uint32_t at = 3 + pseudo_random(state) % (m->len - 3);
	switch (pseudo_random(state) % 5) {
	case 0:
		m->bytes[at] ^= (uint8_t)(1U << pseudo_random(state) % 8);
		break;
	case 1:
		m->bytes[at] = extremes[pseudo_random(state) % sizeof extremes];
		break;
	case 2:
		m->len = at + 1;
		break;
	case 3:
		m->bytes[0] = (uint8_t)(pseudo_random(state) % LINKS);
		break;
	default:
		m->bytes[1] = (uint8_t)pseudo_random(state);
	}
}

START_TEST(whole_frames_hold)
{
	struct maker m;
	seeds[_i](&m);
	ck_assert_int_eq(LLVMFuzzerTestOneInput(m.bytes, m.len), 0);
	for (uint32_t len = 0; len < m.len; len++)
		LLVMFuzzerTestOneInput(m.bytes, len);
}
END_TEST

START_TEST(damaged_frames_hold)
{
	uint32_t state = 31337;
	for (int i = 0; i < ROUNDS; i++) {
		struct maker m;
		seeds[pseudo_random(&state) % ARRAY_LEN(seeds)](&m);
		for (uint32_t harms = 1 + pseudo_random(&state) % 4; harms > 0 && m.len > 3;
		     harms--)
			damage(&m, &state);
		if (LLVMFuzzerTestOneInput(m.bytes, m.len) != 0)
			ck_abort_msg("frame %d was not taken", i);
	}
}
END_TEST

START_TEST(random_bytes_hold)
{
	uint32_t state = 4711;
	for (int i = 0; i < ROUNDS; i++) {
		struct maker m = { .len = pseudo_random(&state) % 120 };
		for (uint32_t at = 0; at < m.len; at++)
			m.bytes[at] = (uint8_t)pseudo_random(&state);
		if (LLVMFuzzerTestOneInput(m.bytes, m.len) != 0)
			ck_abort_msg("frame %d was not taken", i);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fuzz decode");
	TCase *all = tcase_create("all");
	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, whole_frames_hold, 0, ARRAY_LEN(seeds));
	tcase_add_test(all, damaged_frames_hold);
	tcase_add_test(all, random_bytes_hold);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
