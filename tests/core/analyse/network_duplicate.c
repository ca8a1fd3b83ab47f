/* Network duplicates without IP identifications. */
#include <stdio.h>

#include "core/model/model.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"

static bool is_duplicate(uint32_t packet)
{
	return model_packet(played, packet)->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE);
}

START_TEST(syn_at_once)
{
	play(played, "0 a S 0 win 1000\n3 a S 0 win 1000\n1000 a S 0 win 1000\n");
	ck_assert(is_duplicate(2));
	ck_assert(!is_duplicate(3));
	ck_assert(model_packet(played, 3)->notes & NOTE_BIT(NOTE_RETRANSMISSION));
}
END_TEST

START_TEST(data_before_an_answer_can_have_come)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30.02 a . 1:101 ack 1\n300 a . 1:101 ack 1\n");
	ck_assert(is_duplicate(5));
	ck_assert(!is_duplicate(6));
	ck_assert(model_packet(played, 6)->notes & NOTE_BIT(NOTE_RETRANSMISSION));
}
END_TEST

START_TEST(acks_where_everything_is_doubled)
{
	play(played, HANDSHAKE);
	for (unsigned i = 0; i < 10; i++) {
		char lines[256];
		unsigned at = 30 + i, from = 1 + 100 * i, to = from + 100;
		snprintf(lines, sizeof(lines),
		    "%u a . %u:%u ack 1\n%u.01 a . %u:%u ack 1\n"
		    "%u.02 b . 1 ack %u win 900\n%u.03 b . 1 ack %u win 900\n",
		    at, from, to, at, from, to, at, to, at, to);
		play(played, lines);
	}
	uint32_t last = model_packets(played);
	ck_assert(is_duplicate(last));
	ck_assert(!is_duplicate(last - 1));
}
END_TEST

/* Segments of 100 bytes, numbered from 500 on. */
static void send_twenty(void)
{
	for (unsigned i = 0; i < 20; i++) {
		char line[96];
		snprintf(line, sizeof(line), "%u a . %u:%u ack 1 id %u\n", 30 + i, 1 + 100 * i,
		    101 + 100 * i, 500 + i);
		play(played, line);
	}
}

START_TEST(copy_that_comes_late)
{
	play(played, HANDSHAKE);
	send_twenty();
	play(played, "60 a . 101:201 ack 1 id 501\n300 a . 101:201 ack 1 id 520\n");
	ck_assert(is_duplicate(24));
	ck_assert(!is_duplicate(25));
}
END_TEST

/* Also if the same bytes were retransmitted in between. */
START_TEST(copy_that_comes_after_a_retransmission)
{
	play(played, HANDSHAKE);
	send_twenty();
	play(played, "300 a . 101:201 ack 1 id 520\n400 a . 2001:2101 ack 1 id 521\n"
	             "500 a . 101:201 ack 1 id 501\n");
	ck_assert(!is_duplicate(24) && !is_duplicate(25));
	ck_assert(is_duplicate(26));
}
END_TEST

START_TEST(ack_that_comes_late_once_more)
{
	play(played, HANDSHAKE);
	for (unsigned i = 0; i < 20; i++) {
		char lines[128];
		snprintf(lines, sizeof(lines), "%u a . %u:%u ack 1\n%u b . 1 ack %u id %u\n",
		    30 + i, 1 + 100 * i, 101 + 100 * i, 50 + i, 101 + 100 * i, 500 + i);
		play(played, lines);
	}
	play(played, "90 b . 1 ack 301 id 502\n91 b . 1 ack 301 id 530\n");
	ck_assert(is_duplicate(44));
	ck_assert(!is_duplicate(45));
}
END_TEST

/* A path of 2 ms: a retransmission by timer would have a new timestamp. */
START_TEST(copy_long_after_its_timestamp)
{
	play(played, "0 a S 0\n2 b S. 0 ack 1\n2.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1 ts 77 ecr 5\n68 a . 1:101 ack 1 ts 77 ecr 5\n"
	             "300 a . 1:101 ack 1 ts 347 ecr 5\n");
	ck_assert(is_duplicate(5));
	ck_assert(!is_duplicate(6));
}
END_TEST

START_TEST(syn_ack_that_comes_late)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n");
	play(played, "21.5 b S. 0 ack 1 win 1000\n50 b . 1 ack 101\n220 b S. 0 ack 1 win 1000\n");
	ck_assert(!is_duplicate(5));
	ck_assert(is_duplicate(7));
}
END_TEST

START_TEST(copy_with_the_same_timestamp)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1 ts 77 ecr 5\n34 a . 1:101 ack 1 ts 77 ecr 5\n"
	                       "300 a . 1:101 ack 1 ts 347 ecr 5\n");
	ck_assert(is_duplicate(5));
	ck_assert(!is_duplicate(6));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("analyse_again");
	TCase *tests = tcase_create("analyse_again");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, syn_at_once);
	tcase_add_test(tests, data_before_an_answer_can_have_come);
	tcase_add_test(tests, acks_where_everything_is_doubled);
	tcase_add_test(tests, copy_that_comes_late);
	tcase_add_test(tests, copy_that_comes_after_a_retransmission);
	tcase_add_test(tests, ack_that_comes_late_once_more);
	tcase_add_test(tests, copy_long_after_its_timestamp);
	tcase_add_test(tests, syn_ack_that_comes_late);
	tcase_add_test(tests, copy_with_the_same_timestamp);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
