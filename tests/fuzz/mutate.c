/* Runs the fuzz target over some thousand frames, the same in every run: good, cut, stretched and
 * damaged ones. */
#include "core/base/array.h"
#include "tests/core/chains.h"
#include "tests/fuzz/links.h"
#include "tests/suite.h"
#include "tests/wire/random.h"
#include "tests/wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROUNDS 20000
#define LINKS ARRAY_LEN(link_types)
#define OPTIONS                                                                                    \
	"\x02\x04\x05\xb4\x01\x03\x03\x08\x04\x02\x01\x01\x05\x0a\0\0\0\x06\0\0\0\x0c"             \
	"\x1e\x08\x20\x01\0\0\0\x01\x22\x06\xaa\xbb\xcc\xdd"

/* Each begins with the link type's place in the target's list, and no bytes beyond the capture. */
static void begin(struct wire *w, unsigned link)
{
	wire_begin(w);
	wire_put8(w, link);
	wire_put16(w, 0);
}

static void end_segment(struct wire *w)
{
	wire_tcp(w, &(struct wire_tcp){ .seq = 1000,
	                .ack = 2000,
	                .flags = TCP_PSH | TCP_ACK,
	                .win = 512,
	                .options = OPTIONS,
	                .options_len = 36 });
	wire_payload(w, "hello", 5);
	wire_end(w);
}

static void ethernet_ipv4(struct wire *w)
{
	begin(w, 1);
	wire_ethernet(w, &(struct wire_ethernet){ 0 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 5 });
	wire_ipv4(w, &(struct wire_ipv4){ .id = 0x1234 });
	end_segment(w);
}

static void raw_ipv6(struct wire *w)
{
	begin(w, 4);
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	wire_extension(w, &(struct wire_extension){ .kind = 0 });
	wire_fragment6(w, &(struct wire_fragment6){ .more_fragments = true, .id = 1 });
	wire_extension(w, &(struct wire_extension){ .kind = 51 });
	end_segment(w);
}

static void cooked_ipv4(struct wire *w)
{
	begin(w, 9);
	wire_sll2(w, &(struct wire_sll){ .interface = 3, .device_type = 772, .packet_type = 4 });
	wire_ipv4(w, &(struct wire_ipv4){ .id = 0x1234,
	                 .more_fragments = true,
	                 .options = "\x94\x04\0\0",
	                 .options_len = 4 });
	end_segment(w);
}

static void loopback_ipv6(struct wire *w)
{
	begin(w, 0);
	wire_null(w, &(struct wire_null){ .swapped = true });
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	end_segment(w);
}

static void (*const plain[])(
    struct wire *w) = { ethernet_ipv4, raw_ipv6, cooked_ipv4, loopback_ipv6 };

#define SEEDS (ARRAY_LEN(plain) + ARRAY_LEN(chains))

static unsigned link_number(int link_type)
{
	unsigned i = 0;
	while (link_types[i] != link_type)
		i++;
	return i;
}

/* One of the plain frames, or of all the chains of headers. */
static void put_seed(struct wire *w, uint32_t seed)
{
	if (seed < ARRAY_LEN(plain)) {
		plain[seed](w);
		return;
	}
	struct wire chain;
	make_chain(&chain, &chains[seed - ARRAY_LEN(plain)]);
	begin(w, link_number(chains[seed - ARRAY_LEN(plain)].link_type));
	wire_payload(w, chain.bytes, chain.len);
	wire_end(w);
}

/* Damages it in one way: other bits, an extreme value, a shorter frame, another link type, a longer
 * wire length. */
static void damage(struct wire *w, uint32_t *state)
{
	static const uint8_t extremes[] = { 0, 1, 2, 0x7f, 0x80, 0xff };
	uint32_t at = 3 + pseudo_random(state) % (w->len - 3);
	switch (pseudo_random(state) % 5) {
	case 0:
		w->bytes[at] ^= (uint8_t)(1U << pseudo_random(state) % 8);
		break;
	case 1:
		w->bytes[at] = extremes[pseudo_random(state) % sizeof extremes];
		break;
	case 2:
		w->len = at + 1;
		break;
	case 3:
		w->bytes[0] = (uint8_t)(pseudo_random(state) % LINKS);
		break;
	default:
		w->bytes[1] = (uint8_t)pseudo_random(state);
	}
}

START_TEST(whole_frames_hold)
{
	struct wire w;
	put_seed(&w, (uint32_t)_i);
	ck_assert_int_eq(LLVMFuzzerTestOneInput(w.bytes, w.len), 0);
	for (uint32_t len = 0; len < w.len; len++)
		LLVMFuzzerTestOneInput(w.bytes, len);
}
END_TEST

START_TEST(damaged_frames_hold)
{
	uint32_t state = 31337;
	for (int i = 0; i < ROUNDS; i++) {
		struct wire w;
		put_seed(&w, pseudo_random(&state) % SEEDS);
		for (uint32_t harms = 1 + pseudo_random(&state) % 4; harms > 0 && w.len > 3;
		     harms--)
			damage(&w, &state);
		if (LLVMFuzzerTestOneInput(w.bytes, w.len) != 0)
			ck_abort_msg("frame %d was not taken", i);
	}
}
END_TEST

START_TEST(random_bytes_hold)
{
	uint32_t state = 4711;
	for (int i = 0; i < ROUNDS; i++) {
		uint8_t bytes[120];
		size_t len = pseudo_random(&state) % sizeof(bytes);
		for (size_t at = 0; at < len; at++)
			bytes[at] = (uint8_t)pseudo_random(&state);
		if (LLVMFuzzerTestOneInput(bytes, len) != 0)
			ck_abort_msg("frame %d was not taken", i);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fuzz decode");
	TCase *all = tcase_create("all");
	tcase_set_timeout(all, 120);
	tcase_add_loop_test(all, whole_frames_hold, 0, SEEDS);
	tcase_add_test(all, damaged_frames_hold);
	tcase_add_test(all, random_bytes_hold);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
