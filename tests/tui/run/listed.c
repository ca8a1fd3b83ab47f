/* Order, filter and columns of the session list; the feed of messages and talk events. */
#include <string.h>

#include "core/base/array.h"
#include "core/base/text.h"
#include "tests/core/play.h"
#include "tests/suite.h"
#include "tui/run/feed.h"
#include "tui/run/list_order.h"
#include "tui/run/sessions_by_trouble.h"
#include "tui/view/list_columns.h"

static struct model *m;
static struct run run;
static struct list_order order;

/* Three sessions that differ in every sort order. */
static void add(int port, const char *segments)
{
	char copy[1024], *rest;
	snprintf(copy, sizeof(copy), "%s", segments);
	for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		struct segment segment = play_segment(line);
		bool from_a = segment.src.port == 4000;
		*(from_a ? &segment.src.port : &segment.dst.port) = (uint16_t)port;
		model_add(m, &segment);
	}
}

static void setup(void)
{
	m = model_new();
	run = (struct run){ .model = m };
	peer_log_init(&run.peer_log);
	order = (struct list_order){ 0 };
	add(4001, "0.000 a S 0 win 1000\n0.100 b S. 0 ack 1 win 1000\n0.200 a . 1 ack 1 win 1000\n"
	          "1.000 a P. 1:6 ack 1 win 1000\n1.100 b . 1 ack 6 win 1000\n"
	          "2.000 b P. 1:4 ack 6 win 1000\n2.100 a . 6 ack 4 win 1000");
	add(4002, "3.000 a S 0 win 1000\n3.001 b R. 0:0 ack 1 win 0");
	add(4003, "5.000 a P. 1:900 ack 1 win 1000\n9000.000 a P. 900:1000 ack 1 win 1000");
}

static void cleanup(void)
{
	list_order_free(&order);
	peer_log_free(&run.peer_log);
	model_free(m);
}

static void expect_order(const char *expected)
{
	char found[32] = "";
	list_order_update(&order, m, model_sessions(m), 0);
	for (uint32_t n = 0; list_order_at(&order, n) != 0; n++) {
		char one[8];
		snprintf(one, sizeof(one), "%u", list_order_at(&order, n));
		strcat(found, one);
	}
	ck_assert_str_eq(found, expected);
}

static const struct {
	enum sort sort;
	const char *order, *reverse;
} sorts[] = {
	{ SORT_NUMBER, "123", "321" },
	{ SORT_PACKETS, "123", "321" },
	{ SORT_BYTES, "312", "213" },
	{ SORT_DURATION, "312", "213" },
	{ SORT_STATE, "213", "312" },
	{ SORT_RTT, "123", "321" },
	{ SORT_GOODPUT, "132", "231" },
	{ SORT_RESENT, "123", "321" },
};

START_TEST(sorting)
{
	list_order_sort(&order, sorts[_i].sort, false);
	expect_order(sorts[_i].order);
	list_order_sort(&order, sorts[_i].sort, true);
	expect_order(sorts[_i].reverse);
	for (uint32_t n = 0; n < 3; n++)
		ck_assert_uint_eq(list_order_row(&order, list_order_at(&order, n)), n);
}
END_TEST

static const struct {
	const char *filter, *order;
} filters[] = {
	{ "", "123" },
	{ "4002", "2" },
	{ "10.0.0.1:400", "123" },
	{ "refused", "2" },
	{ "ESTABLISHED", "1" },
	{ "established 4001", "1" },
	{ "established 4002", "" },
	{ "  8000   reFUSed ", "2" },
	{ "nothing like it", "" },
};

START_TEST(filtering)
{
	struct filter_error error;
	ck_assert(list_order_filter(&order, &run, filters[_i].filter, &error));
	expect_order(filters[_i].order);
}
END_TEST

START_TEST(later_sessions_come_in_and_hidden_ones_do_not)
{
	list_order_sort(&order, SORT_BYTES, false);
	list_order_update(&order, m, 2, 0);
	ck_assert_uint_eq(list_order_at(&order, 0), 1);
	ck_assert_uint_eq(list_order_at(&order, 2), 0);
	order.next_ns = 0;
	expect_order("312");
}
END_TEST

START_TEST(columns_fit_at_every_width)
{
	struct list_facts facts = { .ends_cells = 47, .number_cells = 4, .trouble = true };
	facts.sort = (enum sort)_i;
	for (facts.cells = 40; facts.cells < 250; facts.cells++) {
		struct list_columns columns;
		bool seen = false;
		list_columns_fit(&facts, &columns);
		int end = 0;
		for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
			if (columns.col[i] < 0)
				continue;
			ck_assert_int_gt(columns.col[i], end);
			end = columns.col[i] + columns.cells[i];
			seen |= list_column_sort(i) == facts.sort;
		}
		ck_assert_int_le(end, facts.cells);
		ck_assert(seen);
		ck_assert_int_ge(columns.col[COLUMN_B], 0);
		ck_assert_int_ge(columns.cells[COLUMN_A], facts.sort == SORT_NUMBER ? 12 : 9);
	}
}
END_TEST

static const struct {
	uint32_t session;
	enum list_column column;
	const char *text;
} cells[] = {
	{ 1, COLUMN_NUMBER, "1" },
	{ 1, COLUMN_A, "10.0.0.1:4001" },
	{ 1, COLUMN_B, "10.0.0.2:8000" },
	{ 1, COLUMN_STATE, "ESTABLISHED" },
	{ 1, COLUMN_PACKETS, "7" },
	{ 1, COLUMN_SENT, "5" },
	{ 1, COLUMN_RECEIVED, "3" },
	{ 1, COLUMN_DURATION, "2.1 ms" },
	{ 1, COLUMN_TROUBLE, "" },
	{ 2, COLUMN_STATE, "refused" },
	{ 2, COLUMN_VERDICT, "refused" },
	{ 1, COLUMN_RTT, "100 us" },
	{ 3, COLUMN_RTT, "" },
	{ 1, COLUMN_GOODPUT, "2.4 kB/s" },
	{ 2, COLUMN_GOODPUT, "" },
	{ 1, COLUMN_RESENT, "" },
	{ 1, COLUMN_START, "00:00:00" },
	/* Facts that do not exist yet. */
	{ 1, COLUMN_PROCESS, "" },
	{ 1, COLUMN_INTERFACE, "" },
};

START_TEST(cells_say_what_they_should)
{
	char text[128];
	list_column_text(
	    &(struct list_text){ .m = m }, cells[_i].session, cells[_i].column, text, sizeof(text));
	ck_assert_str_eq(text, cells[_i].text);
}
END_TEST

static const char *name_port(uint16_t port)
{
	return port == 8000 ? "long-service-name" : NULL;
}

static const struct {
	int cells;
	bool ascii;
	const char *text;
} narrow[] = {
	{ 40, false, "10.0.0.2:long-service-name" }, { 26, false, "10.0.0.2:long-service-name" },
	{ 25, false, "10.0.0.2:8000" }, { 12, false, "10.0.0…:8000" }, { 12, true, "10.0....8000" },
	{ 3, false, "1…0" }, { 2, false, "10.0.0.2:8000" }, /* cut when drawn */
};

START_TEST(ends_keep_their_port)
{
	char text[128];
	struct list_end how = { narrow[_i].cells, name_port, narrow[_i].ascii };
	list_end_text(m, 1, COLUMN_B, &how, text, sizeof(text));
	ck_assert_str_eq(text, narrow[_i].text);
}
END_TEST

static void report(enum peer_event_kind kind, int64_t after_us, uint16_t port)
{
	const struct session *s = model_session(m, 1);
	struct peer_event event = { .kind = kind };
	event.time_ns = model_packet(m, s->first)->time_ns + after_us * 1000;
	if (port != 0) {
		event.peer = s->end[SIDE_A];
		event.peer.port = port;
		event.local = s->end[SIDE_B];
	}
	event.client = kind == PEER_EVENT_CONNECTED;
	peer_log_add(&run.peer_log, &event);
}

/* Writes the feed from an item on as letters: m for messages, the first letter of talk events. */
static void read_feed(struct feed_at at, bool back, char *out)
{
	do {
		*out++ = at.is_event ? peer_event_kind_name(feed_event(&run, &at)->kind)[0] : 'm';
	} while (back ? feed_prev(&run, 1, &at) : feed_next(&run, 1, &at));
	*out = '\0';
}

START_TEST(feed_mixes_messages_and_reports_by_time)
{
	char found[32];
	struct feed_at at;
	report(PEER_EVENT_LISTENING, -1000, 0);
	report(PEER_EVENT_ACCEPTED, 250, 4001);
	report(PEER_EVENT_ACCEPTED, 300, 4999); /* another connection's */
	report(PEER_EVENT_SENT, 2050, 4001);
	report(PEER_EVENT_RESET, 9000, 4001);
	ck_assert(feed_first(&run, 1, &at));
	read_feed(at, false, found);
	ck_assert_str_eq(found, "lammsr");

	const struct session *s = model_session(m, 1);
	ck_assert(feed_at_packet(&run, s->last, &at));
	while (feed_next(&run, 1, &at))
		;
	read_feed(at, true, found);
	ck_assert_str_eq(found, "rsmmal");
}
END_TEST

START_TEST(feed_finds_the_message_of_a_packet)
{
	struct feed_at at;
	report(PEER_EVENT_ACCEPTED, 1000, 4001); /* at the same instant */
	uint32_t data = model_nth(m, 1, 4), ack = model_nth(m, 1, 5);
	ck_assert(feed_at_packet(&run, data, &at));
	ck_assert(!at.is_event);
	ck_assert_uint_eq(at.message, data);
	ck_assert(feed_at_packet(&run, ack, &at));
	ck_assert_uint_eq(at.message, data);
	ck_assert(!feed_at_packet(&run, model_nth(m, 1, 1), &at));
	ck_assert(feed_first(&run, 1, &at));
}
END_TEST

/* Server and client are read in turns: each is in order, both together are not. */
START_TEST(reports_take_their_place_by_time)
{
	char found[32];
	struct feed_at at;
	report(PEER_EVENT_ACCEPTED, 250, 4001);
	report(PEER_EVENT_RESET, 9000, 4001);
	report(PEER_EVENT_CONNECTED, 200, 4001);
	/* with a clock that was set back it moves only a little */
	report(PEER_EVENT_LISTENING, -5000000, 0);
	ck_assert(feed_first(&run, 1, &at));
	read_feed(at, false, found);
	ck_assert_str_eq(found, "cammrl");
}
END_TEST

START_TEST(what_the_client_sent_is_the_message_itself)
{
	char found[32];
	struct feed_at at;
	struct peer_event sent = { .kind = PEER_EVENT_SENT, .client = true };
	report(PEER_EVENT_CONNECTED, 200, 4001);
	sent.local = model_session(m, 1)->end[SIDE_A];
	sent.peer = model_session(m, 1)->end[SIDE_B];
	sent.time_ns = peer_log_newest(&run.peer_log, 0)->time_ns;
	peer_log_add(&run.peer_log, &sent);
	report(PEER_EVENT_RECEIVED, 5000, 4001);
	ck_assert(feed_first(&run, 1, &at));
	read_feed(at, false, found);
	ck_assert_str_eq(found, "cmmm");
	ck_assert(feed_first(&run, 0, &at));
	ck_assert(feed_next(&run, 0, &at));
	ck_assert_int_eq(feed_event(&run, &at)->kind, PEER_EVENT_SENT);
}
END_TEST

/* Events that the buffer has dropped are skipped, and both directions end. */
START_TEST(feed_outlives_forgotten_reports)
{
	struct feed_at at;
	size_t count = 0;
	for (int i = 0; i < PEER_LOG_MAX + 100; i++)
		report(PEER_EVENT_SENT, 3000 + i, 4001);
	ck_assert(feed_first(&run, 1, &at));
	do {
		ck_assert(!at.is_event || feed_event(&run, &at) != NULL);
		count++;
	} while (feed_next(&run, 1, &at));
	ck_assert_uint_eq(count, PEER_LOG_MAX + 2);
	for (count = 1; feed_prev(&run, 1, &at); count++)
		ck_assert(!at.is_event || feed_event(&run, &at) != NULL);
	ck_assert_uint_eq(count, PEER_LOG_MAX + 2);
}
END_TEST

/* The n-th session made here has n % 7 retransmissions. */
START_TEST(worst_first_is_the_order_by_problems)
{
	enum { MADE = 600 };
	for (unsigned n = 0; n < MADE; n++) {
		add(5000 + (int)n, "0 a P. 1:6 ack 1 win 1000");
		for (unsigned i = 0; i < n % 7; i++)
			add(5000 + (int)n, "5000 a P. 1:6 ack 1 win 1000");
	}
	list_order_sort(&order, SORT_TROUBLE, false);
	list_order_update(&order, m, model_sessions(m), 0);
	static const uint32_t most[] = { 1, 40, 100, MADE - 80, UINT32_MAX };
	struct worst worst = worst_begin(m, most[_i]);
	uint32_t all = model_sessions(m), wanted = most[_i] < all ? most[_i] : all;
	for (uint32_t n = 0; n < wanted; n++)
		ck_assert_uint_eq(worst_next(&worst), list_order_at(&order, n));
	if (wanted == all)
		ck_assert_uint_eq(worst_next(&worst), 0);
	worst_end(&worst);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("listed");
	TCase *tests = tcase_create("listed");
	tcase_add_checked_fixture(tests, setup, cleanup);
	tcase_add_loop_test(tests, sorting, 0, (int)ARRAY_LEN(sorts));
	tcase_add_loop_test(tests, filtering, 0, (int)ARRAY_LEN(filters));
	tcase_add_loop_test(tests, worst_first_is_the_order_by_problems, 0, 5);
	tcase_add_test(tests, later_sessions_come_in_and_hidden_ones_do_not);
	tcase_add_loop_test(tests, columns_fit_at_every_width, 0, SORTS);
	tcase_add_loop_test(tests, ends_keep_their_port, 0, ARRAY_LEN(narrow));
	tcase_add_loop_test(tests, cells_say_what_they_should, 0, (int)ARRAY_LEN(cells));
	tcase_add_test(tests, feed_mixes_messages_and_reports_by_time);
	tcase_add_test(tests, feed_finds_the_message_of_a_packet);
	tcase_add_test(tests, reports_take_their_place_by_time);
	tcase_add_test(tests, what_the_client_sent_is_the_message_itself);
	tcase_add_test(tests, feed_outlives_forgotten_reports);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
