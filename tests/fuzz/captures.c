/* Runs the fuzz target over captures of every kind, whole and damaged, the same in every run. The
 * whole ones are also written to the folder FUZZ_SEEDS, if that variable is set, as seeds for
 * libFuzzer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "tests/capture/captures.h"
#include "tests/suite.h"
#include "tests/wire/random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FRAMES 5
#define ROUNDS 600

struct bytes_made {
	char *at;
	size_t len;
};

static struct bytes_made pcap(bool big, uint32_t magic, uint32_t link_type)
{
	struct bytes_made made;
	struct wire_file f = {
		.out = open_memstream(&made.at, &made.len), .big = big, .magic = magic
	};
	wire_pcap_begin(&f, link_type);
	for (unsigned n = 1; n <= FRAMES; n++) {
		struct shot shot = shot_on(link_type, n, 1);
		write_shot(&f, &shot);
	}
	wire_file_close(&f);
	return made;
}

static struct bytes_made pcapng(bool big, uint8_t resolution)
{
	struct bytes_made made;
	struct wire_file f = { .out = open_memstream(&made.at, &made.len), .big = big };
	for (unsigned n = 1; n <= FRAMES; n++) {
		struct shot shot = shot_of(n, 1);
		if (n % 3 == 1)
			ng_section(&f);
		if (n % 3 == 1 || n % 2 == 0)
			ng_interface(&f, resolution);
		if (n == 4)
			ng_other(&f);
		ng_packet(&f, 0, resolution == 9 ? NS : 1000000, &shot);
	}
	wire_file_close(&f);
	return made;
}

static struct bytes_made make(unsigned seed)
{
	static const uint32_t magics[] = { PCAP_MICRO, PCAP_NANO, PCAP_MODIFIED };
	/* Of base 10 and base 2, and finer than any number can express. */
	static const uint8_t resolutions[] = { 6, 9, 0, 19, 20, 0x8a, 0xbf, 0xff };
	static const uint32_t links[] = { LINK_ETHERNET, LINK_RAW_BSD, LINK_RAW_OPENBSD, LINK_RAW };
	bool big = seed & 1;
	seed /= 2;
	if (seed < ARRAY_LEN(magics))
		return pcap(big, magics[seed], LINK_ETHERNET);
	seed -= (unsigned)ARRAY_LEN(magics);
	if (seed < ARRAY_LEN(links))
		return pcap(big, PCAP_MICRO, links[seed]);
	return pcapng(big, resolutions[(seed - ARRAY_LEN(links)) % ARRAY_LEN(resolutions)]);
}

#define SEEDS (2 * (3 + 4 + 8))

/* Damages it in one way: other bits, an extreme length or time, a shorter file, a part twice. */
static void damage(struct bytes_made *made, uint32_t *state)
{
	static const uint32_t extremes[] = { 0, 1, 3, 0x7fffffff, 0x80000000, 0xffffffff,
		0x00040001, 0x04000100, 0xfffffffc };
	uint32_t at = pseudo_random(state) % (uint32_t)made->len;
	uint32_t word = extremes[pseudo_random(state) % ARRAY_LEN(extremes)];
	switch (pseudo_random(state) % 4) {
	case 0:
		made->at[at] ^= (char)(1U << pseudo_random(state) % 8);
		break;
	case 1:
		at &= ~3U;
		if (at + 4 <= made->len)
			memcpy(made->at + at, &word, 4);
		break;
	case 2:
		made->len = at > 4 ? at : made->len;
		break;
	default:
		memmove(made->at + at, made->at + at / 2, made->len - at);
	}
}

static void write_seed(const char *folder, const struct bytes_made *made, int number)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/seed%d", folder, number);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(made->at, 1, made->len, file), made->len);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(whole_captures_hold)
{
	struct bytes_made made = make((unsigned)_i);
	const char *folder = getenv("FUZZ_SEEDS");
	if (folder != NULL)
		write_seed(folder, &made, _i);
	ck_assert_int_eq(LLVMFuzzerTestOneInput((uint8_t *)made.at, made.len), 0);
	free(made.at);
}
END_TEST

START_TEST(damaged_captures_hold)
{
	uint32_t state = 815 + (uint32_t)_i;
	for (int round = 0; round < ROUNDS; round++) {
		struct bytes_made made = make(pseudo_random(&state) % SEEDS);
		for (uint32_t harms = 1 + pseudo_random(&state) % 3; harms > 0; harms--)
			damage(&made, &state);
		if (LLVMFuzzerTestOneInput((uint8_t *)made.at, made.len) != 0)
			ck_abort_msg("capture %d was not taken", round);
		free(made.at);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fuzz captures");
	TCase *whole = tcase_create("whole"), *damaged = tcase_create("damaged");
	tcase_set_timeout(whole, 120);
	tcase_set_timeout(damaged, 120);
	tcase_add_loop_test(whole, whole_captures_hold, 0, SEEDS);
	tcase_add_loop_test(damaged, damaged_captures_hold, 0, 2);
	suite_add_tcase(suite, whole);
	suite_add_tcase(suite, damaged);
	return suite_main(suite);
}
