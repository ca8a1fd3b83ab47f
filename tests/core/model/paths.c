/* Sessions of the same endpoints in different tunnels: kept apart where each tunnel is seen in both
 * directions, and one where the directions take different ones. */
#include <string.h>

#include "core/decode/chain.h"
#include "core/model/model.h"
#include "core/record/origin.h"
#include "tests/suite.h"
#include "tests/wire/wire.h"

static struct model *m;
static struct origins *origins;
static uint16_t origin[3]; /* none, and two networks */

static void setup(void)
{
	m = model_new();
	origins = origins_new();
	origin[1] = origins_add(origins, 11, 101, "vlan 1", 0);
	origin[2] = origins_add(origins, 12, 102, "vlan 2", 0);
	model_know_origins(m, origins);
}

static void teardown(void)
{
	model_free(m);
	origins_free(origins);
}

/* A segment through a network; back: from the server. Returns its session. */
static uint32_t add(unsigned network, bool back, uint16_t flags, uint32_t seq, uint32_t ack)
{
	static const uint8_t client[4] = { 192, 0, 2, 1 }, server[4] = { 192, 0, 2, 2 };
	struct segment s = { .flags = flags, .seq = seq, .ack = ack, .win = 1000 };
	s.src = (struct endpoint){ addr_from_v4(back ? server : client), back ? 80 : 40000 };
	s.dst = (struct endpoint){ addr_from_v4(back ? client : server), back ? 40000 : 80 };
	s.origin = origin[network];
	uint32_t number = model_add(m, &s);
	return model_packet(m, number)->session;
}

START_TEST(a_network_for_each_direction)
{
	ck_assert_uint_eq(add(1, false, TCP_SYN, 100, 0), 1);
	ck_assert_uint_eq(add(2, true, TCP_SYN | TCP_ACK, 500, 101), 1);
	ck_assert_uint_eq(add(1, false, TCP_ACK, 101, 501), 1);
	ck_assert_uint_eq(add(2, true, TCP_ACK, 501, 101), 1);
	ck_assert_uint_eq(model_sessions(m), 1);
}
END_TEST

/* As a router with one port shows it: every packet comes by twice. */
START_TEST(both_directions_in_both_networks)
{
	ck_assert_uint_eq(add(1, false, TCP_SYN, 100, 0), 1);
	ck_assert_uint_eq(add(2, false, TCP_SYN, 100, 0), 2);
	ck_assert_uint_eq(add(2, true, TCP_SYN | TCP_ACK, 500, 101), 2);
	ck_assert_uint_eq(add(1, true, TCP_SYN | TCP_ACK, 500, 101), 1);
	ck_assert_uint_eq(add(1, false, TCP_ACK, 101, 501), 1);
	ck_assert_uint_eq(add(2, false, TCP_ACK, 101, 501), 2);
}
END_TEST

/* Customers with the same addresses. */
START_TEST(interleaved_with_other_numbers)
{
	ck_assert_uint_eq(add(1, false, TCP_SYN, 100, 0), 1);
	ck_assert_uint_eq(add(1, true, TCP_SYN | TCP_ACK, 500, 101), 1);
	ck_assert_uint_eq(add(2, false, TCP_SYN, 9000, 0), 2);
	ck_assert_uint_eq(add(0, false, TCP_SYN, 70, 0), 3);
	ck_assert_uint_eq(add(1, false, TCP_ACK, 101, 501), 1);
	ck_assert_uint_eq(add(2, true, TCP_SYN | TCP_ACK, 77, 9001), 2);
	ck_assert_uint_eq(add(0, true, TCP_SYN | TCP_ACK, 78, 71), 3);
}
END_TEST

START_TEST(reused_ports_within_a_network)
{
	ck_assert_uint_eq(add(1, false, TCP_SYN, 100, 0), 1);
	ck_assert_uint_eq(add(1, true, TCP_RST | TCP_ACK, 0, 101), 1);
	ck_assert_uint_eq(add(2, false, TCP_SYN, 100, 0), 2);
	ck_assert_uint_eq(add(1, false, TCP_SYN, 90000, 0), 3);
	ck_assert_uint_eq(add(1, true, TCP_SYN | TCP_ACK, 5, 90001), 3);
	ck_assert_uint_eq(add(2, true, TCP_SYN | TCP_ACK, 6, 101), 2);
}
END_TEST

static struct wire w;

static void gtp(const uint8_t src[4], const uint8_t dst[4], uint32_t teid)
{
	struct wire_ipv4 outer = { 0 };
	memcpy(outer.src, src, 4);
	memcpy(outer.dst, dst, 4);
	wire_begin(&w);
	wire_ethernet(&w, &(struct wire_ethernet){ 0 });
	wire_ipv4(&w, &outer);
	wire_udp(&w, &(struct wire_udp){ 0 });
	wire_gtpu(&w, &(struct wire_gtpu){ .teid = teid });
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_tcp(&w, &(struct wire_tcp){ 0 });
	wire_end(&w);
}

struct told {
	uint64_t key, path;
	char text[CHAIN_TEXT];
};

static struct told tell(void)
{
	struct told t;
	struct segment s;
	struct headers where;
	struct frame frame = wire_frame(&w);
	ck_assert_int_eq(decode_frame(LINK_ETHERNET, &frame, &s, &where), DECODE_SEGMENT);
	ck_assert(chain_any(&where));
	t.key = chain_key(&frame, &where);
	t.path = chain_path_key(&frame, &where);
	chain_format(&frame, &where, t.text, sizeof(t.text));
	return t;
}

/* Each direction has its own identifier, and the addresses change places. */
START_TEST(directions_of_gtp_are_one_path)
{
	static const uint8_t a[4] = { 10, 0, 0, 1 }, b[4] = { 10, 0, 0, 2 }, c[4] = { 10, 0, 0, 3 };
	gtp(a, b, 5);
	struct told there = tell();
	gtp(b, a, 99);
	struct told back = tell();
	gtp(a, c, 5);
	struct told other = tell();
	ck_assert_str_eq(there.text, "ip 10.0.0.1 > 10.0.0.2\ngtp");
	ck_assert_str_eq(back.text, "ip 10.0.0.2 > 10.0.0.1\ngtp");
	ck_assert(there.key != back.key);
	ck_assert(there.path == back.path && there.path != 0);
	ck_assert(other.path != there.path);
}
END_TEST

START_TEST(networks_are_paths)
{
	struct told told[2];
	for (unsigned i = 0; i < 2; i++) {
		wire_begin(&w);
		wire_ethernet(&w, &(struct wire_ethernet){ 0 });
		wire_vlan(&w, &(struct wire_vlan){ .tci = (uint16_t)(12 + i) });
		wire_ipv4(&w, &(struct wire_ipv4){ 0 });
		wire_tcp(&w, &(struct wire_tcp){ 0 });
		wire_end(&w);
		told[i] = tell();
	}
	ck_assert_str_eq(told[0].text, "vlan 12");
	ck_assert(told[0].path != told[1].path && told[0].key != told[1].key);
}
END_TEST

START_TEST(more_origins_than_numbers)
{
	for (uint32_t i = 0; i < 70000; i++) {
		uint64_t key = 1000 + i * UINT64_C(0x9e3779b97f4a7c15);
		uint16_t n = origins_add(origins, key, key, "x", 0);
		ck_assert(n != 0);
		if (n != ORIGIN_OTHERS)
			ck_assert_uint_eq(origins_find(origins, key), n);
	}
	ck_assert_uint_eq(origins_at(origins, ORIGIN_OTHERS)->path, 0);
	ck_assert(origins_at(origins, ORIGIN_OTHERS - 1)->path < PATH_UNSEEN);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, a_network_for_each_direction);
	tcase_add_test(all, both_directions_in_both_networks);
	tcase_add_test(all, interleaved_with_other_numbers);
	tcase_add_test(all, reused_ports_within_a_network);
	tcase_add_test(all, directions_of_gtp_are_one_path);
	tcase_add_test(all, networks_are_paths);
	tcase_add_test(all, more_origins_than_numbers);
	Suite *suite = suite_create("paths");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
