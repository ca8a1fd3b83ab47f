#include "core/model/vantage.h"

#include "tests/core/play.h"
#include "tests/suite.h"
#include "tests/wire/random.h"

#define MS INT64_C(1000000)

static struct model *a, *b;

static void setup(void)
{
	a = model_new();
	b = model_new();
}

static void teardown(void)
{
	model_free(a);
	model_free(b);
}

static uint32_t at_b(uint32_t packet)
{
	return vantage_packet(&(struct vantage_way){ a, b, 0 }, packet);
}

static uint32_t at_a(uint32_t packet)
{
	return vantage_packet(&(struct vantage_way){ b, a, 0 }, packet);
}

#define SENT                                                                                       \
	"0 a S 0 win 8192\n"                                                                       \
	"40 b S. 0 ack 1\n"                                                                        \
	"41 a . 1 ack 1\n"                                                                         \
	"42 a P. 1:11 ack 1\n"                                                                     \
	"43 a P. 11:21 ack 1\n"
#define ARRIVED                                                                                    \
	"20 a S 0 win 8192\n"                                                                      \
	"20.1 b S. 0 ack 1\n"                                                                      \
	"61 a . 1 ack 1\n"

START_TEST(every_packet_is_found_at_the_other_end)
{
	play(a, SENT);
	play(b, ARRIVED "62 a P. 1:11 ack 1\n63 a P. 11:21 ack 1\n");
	for (uint32_t n = 1; n <= 5; n++) {
		ck_assert_uint_eq(at_b(n), n);
		ck_assert_uint_eq(at_a(n), n);
	}
}
END_TEST

START_TEST(one_that_was_lost_is_not)
{
	play(a, SENT);
	play(b, ARRIVED "63 a P. 11:21 ack 1\n");
	ck_assert_uint_eq(at_b(4), 0);
	ck_assert_uint_eq(at_b(5), 4);
	ck_assert_uint_eq(at_a(4), 5);
	/* What happened there last before it. */
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 0 }, 4), 2);
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 20 * MS }, 4), 3);
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 0 }, 5), 4);
}
END_TEST

START_TEST(of_equal_copies_each_has_its_own)
{
	play(a, SENT "43.5 a P. 11:21 ack 1\n");
	play(b, ARRIVED "62 a P. 11:21 ack 1\n100 a P. 11:21 ack 1\n");
	ck_assert_uint_eq(at_b(5), 4);
	ck_assert_uint_eq(at_b(6), 5);
	ck_assert_uint_eq(at_a(5), 6);
}
END_TEST

START_TEST(where_fewer_arrived_the_nearest_one_did)
{
	play(a, SENT "243 a P. 11:21 ack 1\n");
	play(b, ARRIVED "62 a P. 1:11 ack 1\n263 a P. 11:21 ack 1\n");
	ck_assert_uint_eq(at_b(5), 0);
	ck_assert_uint_eq(at_b(6), 5);
	ck_assert_uint_eq(at_a(5), 6);
}
END_TEST

START_TEST(a_copy_made_on_the_way_belongs_to_the_same_one)
{
	play(a, SENT);
	play(b, ARRIVED "62 a P. 1:11 ack 1\n62.1 a P. 1:11 ack 1\n");
	ck_assert_uint_eq(at_b(4), 4);
	ck_assert_uint_eq(at_a(4), 4);
}
END_TEST

START_TEST(ip_identification_tells_copies_apart)
{
	struct segment first = play_segment("1 a P. 1:11 ack 1"), again = first;
	first.ip_id = 7;
	again.ip_id = 8;
	again.time_ns += 100 * MS;
	model_add(a, &first);
	model_add(a, &again);
	/* Only the first arrived, and late. */
	first.time_ns += 99 * MS;
	model_add(b, &first);
	ck_assert_uint_eq(at_b(1), 1);
	ck_assert_uint_eq(at_b(2), 0);
}
END_TEST

START_TEST(a_port_used_again_is_another_session)
{
	struct segment s = play_segment("0 a S 0 win 10");
	model_add(a, &s);
	s.seq += 5000;
	s.time_ns += 1000 * MS;
	model_add(a, &s);
	ck_assert_uint_eq(model_sessions(a), 2);
	model_add(b, &s);
	struct vantage_way way = { a, b, 0 }, back = { b, a, 0 };
	ck_assert_uint_eq(vantage_session(&way, 1), 0);
	ck_assert_uint_eq(vantage_session(&way, 2), 1);
	ck_assert_uint_eq(vantage_session(&back, 1), 2);
	ck_assert_uint_eq(at_b(1), 0);
	ck_assert_uint_eq(vantage_near(&way, 1), 0);
}
END_TEST

START_TEST(sides_may_be_the_other_way_round)
{
	/* Of the opening a saw nothing, so that whoever speaks first stands left. */
	play(a, "42 b P. 1:11 ack 1\n43 a . 1 ack 11\n");
	play(b, ARRIVED "41 b P. 1:11 ack 1\n44 a . 1 ack 11\n");
	ck_assert_uint_eq(at_b(1), 4);
	ck_assert_uint_eq(at_b(2), 5);
}
END_TEST

START_TEST(clocks_may_differ)
{
	play(a, SENT "43.5 a P. 11:21 ack 1\n");
	play(b, "10000 a S 0 win 8192\n10023 a P. 11:21 ack 1\n");
	struct vantage_way way = { a, b, 9980 * MS };
	ck_assert_uint_eq(vantage_packet(&way, 5), 2);
	ck_assert_uint_eq(vantage_packet(&way, 6), 0);
}
END_TEST

START_TEST(nothing_is_found_of_nothing)
{
	play(a, SENT);
	ck_assert_uint_eq(at_b(1), 0);
	ck_assert_uint_eq(at_b(0), 0);
	ck_assert_uint_eq(at_b(99), 0);
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 0 }, 99), 0);
}
END_TEST

/* Random traffic of a few ports, of which a part arrives; each packet is known by its number. */
#define SENT_MOST 1500
#define OFFSET (7000 * MS)

static struct {
	uint32_t at_b; /* 0: lost */
	uint32_t at_a; /* of a packet at b */
	int64_t time_ns;
} sent[SENT_MOST + 1];

static void send_traffic(uint32_t seed)
{
	uint32_t next[4] = { 0 }, sent_of[4] = { 0 };
	for (uint32_t n = 1; n <= SENT_MOST; n++) {
		unsigned port = pseudo_random(&seed) % 4;
		bool syn = sent_of[port]++ % 120 == 0;
		struct segment s = play_segment(syn ? "0 a S 0" : "0 a . 0 ack 1");
		s.src.port = (uint16_t)(4000 + port);
		s.hash = 0;
		s.frame = n;
		if (syn)
			next[port] = pseudo_random(&seed);
		s.seq = next[port];
		s.len = syn ? 0 : 10;
		next[port] += syn ? 1 : 10;
		s.time_ns = sent[n].time_ns = (int64_t)n * MS;
		model_add(a, &s);
		sent[n].at_b = 0;
		if (!syn && pseudo_random(&seed) % 5 == 0)
			continue;
		s.time_ns += OFFSET + 3 * MS;
		sent[n].at_b = model_add(b, &s);
		sent[sent[n].at_b].at_a = n;
	}
}

/* The last packet of a session at b up to a time, or its first. */
static uint32_t last_until(uint32_t session, int64_t time_ns)
{
	uint32_t found = 0;
	for (uint32_t n = model_session(b, session)->first; n != 0; n = model_packet(b, n)->next)
		if (found == 0 || model_packet(b, n)->time_ns <= time_ns)
			found = n;
	return found;
}

START_TEST(as_they_were_sent)
{
	struct vantage_way there = { a, b, OFFSET }, back = { b, a, -OFFSET };
	send_traffic((uint32_t)_i + 1);
	for (uint32_t n = 1; n <= SENT_MOST; n++) {
		ck_assert_uint_eq(vantage_packet(&there, n), sent[n].at_b);
		uint32_t session = vantage_session(&there, model_packet(a, n)->session);
		ck_assert_uint_ne(session, 0);
		if (sent[n].at_b != 0)
			ck_assert_uint_eq(session, model_packet(b, sent[n].at_b)->session);
		uint32_t near = sent[n].at_b != 0 ? sent[n].at_b
		                                  : last_until(session, sent[n].time_ns + OFFSET);
		ck_assert_uint_eq(vantage_near(&there, n), near);
	}
	for (uint32_t n = 1; n <= model_packets(b); n++)
		ck_assert_uint_eq(vantage_packet(&back, n), sent[n].at_a);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vantage");
	TCase *tests = tcase_create("vantage");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, every_packet_is_found_at_the_other_end);
	tcase_add_test(tests, one_that_was_lost_is_not);
	tcase_add_test(tests, of_equal_copies_each_has_its_own);
	tcase_add_test(tests, where_fewer_arrived_the_nearest_one_did);
	tcase_add_test(tests, a_copy_made_on_the_way_belongs_to_the_same_one);
	tcase_add_test(tests, ip_identification_tells_copies_apart);
	tcase_add_test(tests, a_port_used_again_is_another_session);
	tcase_add_test(tests, sides_may_be_the_other_way_round);
	tcase_add_test(tests, clocks_may_differ);
	tcase_add_test(tests, nothing_is_found_of_nothing);
	tcase_add_loop_test(tests, as_they_were_sent, 0, 4);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
