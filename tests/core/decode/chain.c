/* The keys that tell tunnels apart, by direction and in either. */
#include "core/decode/chain.h"

#include <string.h>

#include "tests/core/chains.h"
#include "tests/suite.h"

struct keys {
	uint64_t key, path;
	bool any;
};

/* Returns the keys of a frame whose headers stand before IPv4 with TCP. */
static struct keys keys_of(int link_type, const void *bytes, size_t len)
{
	struct chain chain = { "", link_type, bytes, len, LAYER_IPV4, 0, 0 };
	static struct wire w;
	struct segment segment;
	struct headers where;
	make_chain(&w, &chain);
	struct frame frame = wire_frame(&w);
	ck_assert_int_eq(decode_frame(link_type, &frame, &segment, &where), DECODE_SEGMENT);
	struct keys found = { chain_key(&frame, &where), chain_path_key(&frame, &where),
		chain_any(&where) };
	ck_assert_uint_ne(found.key, 0);
	return found;
}

#define A "\xc0\0\x02\x09"
#define B "\xc0\0\x02\x0a"
#define IP(protocol, addresses) "\x45\0\0\0\0\x01\0\0\x40" protocol "\0\0" addresses
#define A6 "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09"
#define B6 "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x0a"
#define IP6(addresses) "\x60\0\0\0\0\0\x04\x40" addresses
#define RAW(bytes) keys_of(LINK_RAW, BYTES(bytes))
#define FRAME(bytes) keys_of(LINK_ETHERNET, BYTES(MACS bytes))

START_TEST(plain_frames_have_none)
{
	struct keys found = FRAME("\x08\0");
	ck_assert(!found.any);
	ck_assert_uint_eq(found.path, 0);
	found = keys_of(LINK_LINUX_SLL2, BYTES("\x08\0\0\0\0\0\0\x03\0\x01\0\x06zzzzzzzz"));
	ck_assert(!found.any);
	ck_assert_uint_eq(found.path, 0);
}
END_TEST

/* The key is of a direction, the path of both. */
static void check_directions(struct keys there, struct keys back, struct keys other)
{
	ck_assert(there.any && back.any && other.any);
	ck_assert_uint_ne(there.key, back.key);
	ck_assert_uint_ne(there.key, other.key);
	ck_assert_uint_ne(there.path, 0);
	ck_assert_uint_eq(there.path, back.path);
	ck_assert_uint_ne(there.path, other.path);
}

START_TEST(addresses_of_tunnels_without_networks)
{
	check_directions(RAW(IP("\x04", A B)), RAW(IP("\x04", B A)), RAW(IP("\x04", B B)));
	check_directions(RAW(IP6(A6 B6)), RAW(IP6(B6 A6)), RAW(IP6(A6 A6)));
	check_directions(RAW(IP("\x29", A B) IP6(A6 B6)), RAW(IP("\x29", B A) IP6(B6 A6)),
	    RAW(IP("\x29", A A) IP6(A6 B6)));
	check_directions(RAW(IP("\x2f", A B) "\0\0\x08\0"), RAW(IP("\x2f", B A) "\0\0\x08\0"),
	    RAW(IP("\x2f", A A) "\0\0\x08\0"));
	check_directions(RAW(IP("\x2f", A B) "\0\0\x86\xdd" IP6(A6 B6)),
	    RAW(IP("\x2f", B A) "\0\0\x86\xdd" IP6(B6 A6)),
	    RAW(IP("\x2f", A A) "\0\0\x86\xdd" IP6(A6 B6)));
	check_directions(RAW(IP("\x11", A B) UDP("\x08\x68") "\x30\xff\0\x2d\0\0\0\x05"),
	    RAW(IP("\x11", B A) UDP("\x08\x68") "\x30\xff\0\x2d\0\0\0\x06"),
	    RAW(IP("\x11", A A) UDP("\x08\x68") "\x30\xff\0\x2d\0\0\0\x05"));
}
END_TEST

/* Where the tunnel names a network, its ends may be many. */
START_TEST(networks_of_tunnels)
{
	struct keys one = RAW(IP("\x11", A B) UDP("\x12\xb5") "\x08\0\0\0\0\0\x4d\0" INNER);
	struct keys moved = RAW(IP("\x11", A A) UDP("\x12\xb5") "\x08\0\0\0\0\0\x4d\0" INNER);
	struct keys other = RAW(IP("\x11", A B) UDP("\x12\xb5") "\x08\0\0\0\0\0\x4e\0" INNER);
	ck_assert_uint_ne(one.path, 0);
	ck_assert_uint_eq(one.path, moved.path);
	ck_assert_uint_ne(one.key, moved.key);
	ck_assert_uint_ne(one.path, other.path);
	ck_assert_uint_ne(one.key, other.key);
	struct keys outside = FRAME("\x81\0\0\x05\x81\0\0\x0c\x08\0");
	struct keys inside = FRAME("\x81\0\0\x0c\x81\0\0\x05\x08\0");
	ck_assert_uint_ne(outside.path, inside.path);
	ck_assert_uint_ne(outside.key, inside.key);
	struct keys priority = FRAME("\x81\0\x60\x05\x81\0\0\x0c\x08\0");
	ck_assert_uint_eq(outside.path, priority.path);
	ck_assert_uint_eq(outside.key, priority.key);
}
END_TEST

/* A GRE key in front of Ethernet is a virtual network; else it may differ by flow. */
START_TEST(keys_of_gre)
{
	struct keys one = RAW(IP("\x2f", A B) "\x20\0\x65\x58\0\0\x4d\x01" INNER);
	struct keys other = RAW(IP("\x2f", A B) "\x20\0\x65\x58\0\0\x4e\x01" INNER);
	struct keys moved = RAW(IP("\x2f", A A) "\x20\0\x65\x58\0\0\x4d\x02" INNER);
	ck_assert_uint_ne(one.path, 0);
	ck_assert_uint_ne(one.path, other.path);
	ck_assert_uint_eq(one.key, other.key);
	ck_assert_uint_eq(one.path, moved.path);
	ck_assert_uint_eq(RAW(IP("\x2f", A B) "\x20\0\x65\x58\0\0\0\x01" INNER).path, 0);
	ck_assert_uint_ne(RAW(IP("\x2f", A B) "\x20\0\x65\x58\0\0\x01\x01" INNER).path, 0);
	struct keys routed = RAW(IP("\x2f", A B) "\x20\0\x08\0\0\0\x4d\x01");
	ck_assert_uint_eq(routed.path, RAW(IP("\x2f", A B) "\x20\0\x08\0\0\0\x4e\x01").path);
}
END_TEST

/* MPLS labels differ by direction: they are no path, and only their presence is in the key. */
START_TEST(labels_are_of_a_flow)
{
	struct keys one = FRAME("\x88\x47\0\x01\x11\x40"), other = FRAME("\x88\x47\0\x01\x21\x40");
	ck_assert(one.any);
	ck_assert_uint_eq(one.path, 0);
	ck_assert_uint_eq(one.key, other.key);
	ck_assert_uint_ne(one.key, FRAME("\x08\0").key);
	ck_assert_uint_ne(one.key, FRAME("\x88\x64\x11\0\0\x07\0\x2f" PPP_IP).key);
}
END_TEST

START_TEST(names_in_too_little_room)
{
	static struct wire w;
	struct chain chain = { "", LINK_RAW, BYTES(IP("\x2f", A B) "\0\0\x08\0"), LAYER_GRE, 0, 0 };
	struct segment segment;
	struct headers where;
	char text[64], small[8];
	make_chain(&w, &chain);
	struct frame frame = wire_frame(&w);
	decode_frame(LINK_RAW, &frame, &segment, &where);
	ck_assert_uint_eq(chain_format(&frame, &where, text, sizeof(text)), strlen(text));
	ck_assert_str_eq(text, "ip 192.0.2.9 > 192.0.2.10\ngre");
	chain_format(&frame, &where, small, sizeof(small));
	ck_assert_str_eq(small, "ip 192.");
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, plain_frames_have_none);
	tcase_add_test(all, addresses_of_tunnels_without_networks);
	tcase_add_test(all, networks_of_tunnels);
	tcase_add_test(all, keys_of_gre);
	tcase_add_test(all, labels_are_of_a_flow);
	tcase_add_test(all, names_in_too_little_room);
	Suite *suite = suite_create("chain");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
