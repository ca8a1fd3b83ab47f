/* Segments that no TCP would send: the model must keep its promises nevertheless. */
#include <string.h>

#include "core/explain/explain.h"
#include "core/ladder/ladder.h"
#include "core/model/message.h"
#include "tests/core/json_line.h"
#include "play.h"
#include "suite.h"

#define SEGMENTS 20000

static uint64_t seed;

static uint32_t draw(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

/* Mostly near the last number, to reach every branch; sometimes anywhere. */
static uint32_t draw_number(uint32_t near)
{
	return draw(20) == 0 ? draw(UINT32_MAX) : near + draw(5000) - 2500;
}

static struct segment draw_segment(uint32_t *near)
{
	struct segment s = play_segment("0 a . 0");
	uint8_t to[4] = { 10, 0, 0, (uint8_t)draw(2) };
	static const uint16_t flags[] = { TCP_ACK, TCP_ACK, TCP_ACK | TCP_PSH, TCP_SYN,
		TCP_SYN | TCP_ACK, TCP_FIN | TCP_ACK, TCP_RST, TCP_RST | TCP_ACK, 0,
		TCP_SYN | TCP_FIN | TCP_RST };
	s.dst.addr = addr_from_v4(to);
	s.dst.port = (uint16_t)(4000 + draw(2));
	s.src.port = (uint16_t)(4000 + draw(2));
	s.time_ns = (int64_t)draw(1000000) * 1000;
	s.flags = flags[draw(sizeof(flags) / sizeof(flags[0]))];
	s.seq = *near = draw_number(*near);
	s.ack = draw_number(*near);
	s.len = (draw(3) == 0 ? draw(3000) : 0) & SEGMENT_LEN_MOST;
	s.win = (uint16_t)draw(3);
	s.wscale = (uint8_t)draw(256);
	s.options = (uint16_t)draw(1 << 11);
	s.sack_count = draw(SACK_BLOCKS_MAX + 1) & 7;
	for (unsigned i = 0; i < s.sack_count; i++)
		s.sack[i] = (struct sack_block){ draw_number(*near), draw_number(*near) };
	return s;
}

static void check_outputs(const struct model *m, uint32_t packet)
{
	char text[JSON_LINE];
	struct row row;
	struct message msg;
	struct ladder_style style = { .width = LADDER_WIDTH_MIN + draw(170),
		.time = (enum time_mode)draw(3) };
	ck_assert_uint_eq(json_line(m, packet, text, sizeof(text)), strlen(text));
	ck_assert_ptr_null(strstr(text, "\"explain\":\"\""));
	ck_assert_int_eq(text[strlen(text) - 1], '}');
	ladder_arrow(m, packet, &style, NULL, NULL, &row);
	unsigned col = 0;
	for (unsigned i = 0; i < row.spans; i++) {
		ck_assert_uint_ge(row.span[i].col, col);
		col = row.span[i].col + row.span[i].cells;
	}
	ck_assert_uint_eq(col, style.width);
	if (message_of(m, packet, &msg))
		ck_assert(msg.first <= packet && msg.segments >= 1);
	model_rtt(m, packet);
	struct course course = { 0 };
	course_reach(&course, m, packet);
	ck_assert_uint_eq(course.at, packet);
	ck_assert_int_ge(course_window_left(&course, packet_side(model_packet(m, packet))), -1);
	ck_assert_uint_gt(json_course_line(m, &course, text, sizeof(text)), 0);
}

static void check_links(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	ck_assert_uint_eq(model_nth(m, p->session, model_ordinal(m, packet)), packet);
	ck_assert(p->acked_by == 0 || p->acked_by != packet);
	ck_assert(p->acks < packet);
	if (p->acks >= model_first(m))
		ck_assert_uint_eq(model_packet(m, p->acks)->acked_by, packet);
	if (p->next != 0)
		ck_assert_uint_eq(model_prev(m, p->next), packet);
}

START_TEST(random_segments)
{
	struct model *m = model_new();
	uint32_t near = 0;
	seed = (uint64_t)_i + 1;
	for (uint32_t i = 1; i <= SEGMENTS; i++) {
		struct segment s = draw_segment(&near);
		s.frame = i;
		ck_assert_uint_eq(model_add(m, &s), i);
		if (i % (SEGMENTS / 8) == 0 || i < 50)
			play_check_figures(m);
	}
	uint32_t counted = 0;
	for (uint32_t session = 1; session <= model_sessions(m); session++)
		counted += model_session(m, session)->count;
	ck_assert_uint_eq(counted, SEGMENTS);
	for (uint32_t packet = 1; packet <= SEGMENTS; packet++) {
		check_links(m, packet);
		if (packet % 16 == 0)
			check_outputs(m, packet);
	}
	model_free(m);
}
END_TEST

/* No link leads to forgotten packets: reading them would fail. */
START_TEST(random_segments_that_are_forgotten)
{
	enum { KEPT = 2000 };
	const uint32_t all = (uint32_t)suite_rounds(150000);
	struct model *m = model_new();
	uint32_t near = 0;
	seed = (uint64_t)_i + 100;
	for (uint32_t i = 1; i <= all; i++) {
		struct segment s = draw_segment(&near);
		s.frame = i;
		ck_assert_uint_eq(model_add(m, &s), i);
		if (draw(100) == 0)
			model_forget(m, i > KEPT ? i - draw(KEPT) : 1);
		if (i % (all / 4) == 0)
			play_check_figures(m);
		uint32_t some = model_first(m) + draw(KEPT);
		if (some > i || i % 64 != 0)
			continue;
		check_links(m, some);
		check_outputs(m, some);
	}
	model_free(m);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hostile");
	TCase *tc = tcase_create("hostile");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, random_segments, 0, suite_rounds(4));
	tcase_add_loop_test(tc, random_segments_that_are_forgotten, 0, suite_rounds(4));
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
