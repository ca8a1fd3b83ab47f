/* Segments that are exactly the next one expected need no further checks. */
#include "core/analyse/header_prediction.h"
#include "core/base/array.h"
#include "core/model/model.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* Each side has sent two segments, so both have a recovery record. */
#define OPENED                                                                                     \
	"0 a S 0 win 8192 ws 0\n1 b S. 0 ack 1 win 8192 ws 0\n2 a . 1 ack 1 win 8192\n"            \
	"3 a P. 1:11 ack 1 win 8192\n4 b P. 1:11 ack 11 win 8192\n5 a . 11 ack 11 win 8192\n"      \
	"6 a P. 11:21 ack 11 win 8192\n"

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

/* What the tracker would be asked about a line after all that the model has seen. */
static bool is_plain(const char *line)
{
	struct segment s = play_segment(line);
	struct session session = *model_session(m, 1);
	enum side side = s.src.port == session.end[SIDE_A].port ? SIDE_A : SIDE_B;
	struct packet packet = { .seq = s.seq,
		.ack = s.ack,
		.len = s.len,
		.flags = s.flags,
		.win = s.win,
		.bits = side == SIDE_B ? PACKET_FROM_B : 0 };
	struct track t = { .session = &session,
		.segment = &s,
		.packet = &packet,
		.span = packet_span(&packet),
		.end = packet_end(&packet),
		.side = side,
		.own = &session.flow[side],
		.peer = &session.flow[side_other(side)] };
	return plain_segment(&t);
}

START_TEST(what_comes_next_is_plain)
{
	play(m, OPENED);
	ck_assert(is_plain("7 a . 21:31 ack 11 win 8192"));
	ck_assert(is_plain("7 b . 11 ack 21 win 8192"));
	ck_assert(is_plain("7 b P. 11:21 ack 21 win 8192"));
	ck_assert(is_plain("7 b P. 11:21 ack 11 win 8200"));
}
END_TEST

START_TEST(what_may_be_remarkable_is_not)
{
	static const char *const lines[] = {
		"7 a . 11:21 ack 11 win 8192", /* retransmission */
		"7 a . 31:41 ack 11 win 8192", /* beyond a hole */
		"7 a . 21 ack 11 win 8192",    /* acknowledges nothing new */
		"7 b . 11 ack 11 win 9000",    /* a window update */
		"7 b . 11 ack 99 win 8192",    /* of data not captured */
		"7 b P. 11:21 ack 1 win 8192", /* overtaken */
		"7 b . 11 ack 21 win 0",       /* the window closes */
		"7 b . 11 ack 21 win 100",     /* the window shrinks */
		"7 a . 21:22 ack 11 win 8192", /* may be a probe */
		"7 a F. 21 ack 11 win 8192",
		"7 a R. 21 ack 11 win 8192",
		"7 a . 21:8203 ack 11 win 8192", /* uses the window up */
		"7 b . 11 ack 21 win 8192 sack 31:41",
	};
	play(m, OPENED);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		ck_assert_msg(!is_plain(lines[i]), "%s", lines[i]);
}
END_TEST

START_TEST(sessions_that_open_or_end_are_not)
{
	play(m, "0 a S 0 win 8192 ws 0\n1 b S. 0 ack 1 win 8192 ws 0\n");
	ck_assert(!is_plain("2 a P. 1:11 ack 1 win 8192"));
	play(m, "2 a . 1 ack 1 win 8192\n3 a P. 1:11 ack 1 win 8192\n4 b . 1 ack 11 win 8192\n"
	        "5 b P. 1:11 ack 11 win 8192\n6 a F. 11 ack 11 win 8192\n");
	ck_assert(!is_plain("7 b P. 11:21 ack 11 win 8192"));
}
END_TEST

START_TEST(sessions_that_are_not_whole_are_not)
{
	play(m,
	    "0 a P. 1:11 ack 1 win 8192\n1 b P. 1:11 ack 11 win 8192\n2 a . 11 ack 11 win 8192\n"
	    "3 b P. 11:21 ack 21 win 8192\n");
	ck_assert(!is_plain("4 a P. 21:31 ack 21 win 8192"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plain");
	TCase *tests = tcase_create("plain");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, what_comes_next_is_plain);
	tcase_add_test(tests, what_may_be_remarkable_is_not);
	tcase_add_test(tests, sessions_that_open_or_end_are_not);
	tcase_add_test(tests, sessions_that_are_not_whole_are_not);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
