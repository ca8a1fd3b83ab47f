/* What people read: labels, ladder rows, messages, explanations, JSON. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/text.h"
#include "core/explain/explain.h"
#include "core/ladder/label.h"
#include "core/ladder/ladder.h"
#include "core/model/message.h"
#include "tests/core/json_line.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE                                                                                  \
	"0 a S 0 win 8192 ws 8\n"                                                                  \
	"10 b S. 0 ack 1 win 14600 ws 7\n"                                                         \
	"20 a . 1 ack 1 win 256\n"

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

static const char *label(uint32_t packet, unsigned cells, const char *options)
{
	static char text[512];
	size_t len = label_format(m, packet, false, options, cells, text, sizeof(text));
	ck_assert_uint_eq(len, strlen(text));
	return text;
}

START_TEST(label_is_tcpdumps)
{
	play(m, HANDSHAKE "30 a P. 1:6 ack 1 win 256\n40 b F. 1 ack 6 win 115\n50 a R 6\n");
	ck_assert_str_eq(
	    label(1, 0, "mss 1460"), "[S] seq 4294967000, win 8192, options [mss 1460], length 0");
	ck_assert_str_eq(label(2, 0, NULL), "[S.] seq 1000, ack 4294967001, win 14600, length 0");
	ck_assert_str_eq(label(3, 0, NULL), "[.] ack 1, win 65536, length 0");
	ck_assert_str_eq(label(4, 0, NULL), "[P.] seq 1:6, ack 1, win 65536, length 5");
	ck_assert_str_eq(label(5, 0, NULL), "[F.] seq 1, ack 6, win 14720, length 0");
	ck_assert_str_eq(label(6, 0, NULL), "[R] seq 6, win 256000, length 0");
}
END_TEST

START_TEST(label_drops_the_least_important)
{
	play(m, HANDSHAKE "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 115\n");
	ck_assert_str_eq(
	    label(4, 60, "nop,nop,TS val 1 ecr 2"), "[P.] seq 1:6, ack 1, win 65536, length 5");
	ck_assert_str_eq(label(4, 39, NULL), "[P.] seq 1:6, ack 1, length 5");
	ck_assert_str_eq(label(4, 28, NULL), "[P.] seq 1, ack 1, length 5");
	ck_assert_str_eq(label(4, 26, NULL), "[P.] seq 1, length 5");
	ck_assert_str_eq(label(4, 19, NULL), "[P.] seq 1");
	ck_assert_str_eq(label(5, 19, NULL), "[.] ack 6, length 0");
	ck_assert_str_eq(label(5, 18, NULL), "[.] ack 6");
	ck_assert_str_eq(label(4, 5, NULL), "[P.]");
	ck_assert_str_eq(label(4, 2, NULL), "[P");
}
END_TEST

START_TEST(label_says_when_the_scale_is_unknown)
{
	play(m, "0 a P. 7:9 ack 1 win 20\n");
	ck_assert_str_eq(
	    label(1, 0, NULL), "[P.] seq 1:3, ack 1, win 20 (scale unknown), length 2");
}
END_TEST

START_TEST(flags_in_tcpdumps_order)
{
	char text[12];
	label_flags(TCP_FIN | TCP_SYN | TCP_RST | TCP_PSH | TCP_ACK | TCP_URG | TCP_ECE | TCP_CWR,
	    text, sizeof(text));
	ck_assert_str_eq(text, "FSRP.UEW");
	label_flags(0, text, sizeof(text));
	ck_assert_str_eq(text, "none");
}
END_TEST

static const char *ladder(uint32_t packet, const struct ladder_style *style)
{
	static char text[ROW_TEXT * 2];
	struct row row;
	ladder_arrow(m, packet, style, NULL, NULL, &row);
	row_text(&row, text, sizeof(text));
	return text;
}

START_TEST(ladder_at_80_columns)
{
	struct ladder_style style = { .width = 80 };
	play(m, HANDSHAKE
	    "1000 a P. 1:6 ack 1 win 256\n1010 b . 1 ack 6 win 115\n2000 a R. 6 ack 1 win 0\n");
	ck_assert_str_eq(ladder(1, &style),
	    "     1 00:00:00.000000 │══ [S] seq 4294967000, win 8192, length 0 ════════════▶│");
	ck_assert_str_eq(ladder(3, &style),
	    "     3 00:00:00.020000 │┄┄ [.] ack 1, win 65536, length 0 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄▷│");
	ck_assert_str_eq(ladder(5, &style),
	    "     5 00:00:01.010000 │◁┄ [.] ack 6, win 14720, length 0 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│");
	style.ascii = true;
	style.time = TIME_SINCE_PREVIOUS;
	ck_assert_str_eq(ladder(4, &style),
	    "     4       +0.980000 |-- [P.] seq 1:6, ack 1, win 65536, length 5 ---------->|");
	ck_assert_str_eq(ladder(6, &style),
	    "     6       +0.990000 |-- [R.] seq 6, ack 1, win 0, length 0 * abort --------X|");
}
END_TEST

static const char *line_of(const struct row *row)
{
	static char text[ROW_TEXT];
	row_text(row, text, sizeof(text));
	return text;
}

START_TEST(a_rule_stands_where_the_day_changes)
{
	struct ladder_style style = { .width = 78 };
	struct row row;
	/* 23:59:59 and 00:00:01 in a zone two hours east. */
	play(m, "79199000 a P. 1:2 ack 1 win 20\n79201000 a P. 2:3 ack 1 win 20\n");
	ck_assert(!ladder_begins_day(m, 1, 2, &style));
	style.utc_offset = 7200;
	ck_assert(ladder_begins_day(m, 1, 2, &style));
	ck_assert(!ladder_begins_day(m, 0, 1, &style));
	ladder_day(m, 2, &style, &row);
	ck_assert_str_eq(line_of(&row),
	    "                       ├── Fri 1970-01-02 ───────────────────────────────────┤");
	style.ascii = true;
	ladder_day(m, 2, &style, &row);
	ck_assert_str_eq(line_of(&row),
	    "                       +-- Fri 1970-01-02 -----------------------------------+");
	style.time = TIME_DATE;
	ck_assert(!ladder_begins_day(m, 1, 2, &style));
}
END_TEST

START_TEST(the_date_stands_before_the_time_where_there_is_room)
{
	struct ladder_style style = { .width = 100, .ascii = true, .time = TIME_DATE };
	char text[64];
	play(m, "79199000 a P. 1:2 ack 1 win 20\n");
	ladder_time(m, 1, &style, text, sizeof(text));
	ck_assert_str_eq(text, "1970-01-01 21:59:59.000000");
	ck_assert_ptr_nonnull(
	    strstr(ladder(1, &style), "     1 1970-01-01 21:59:59.000000 |-- [P.] seq 1:2"));
	style.width = 78;
	ck_assert_ptr_nonnull(strstr(ladder(1, &style), "     1 21:59:59.000000 |-- [P.] seq 1:2"));
	style.utc_offset = -3600 * 22;
	style.width = 100;
	ck_assert_ptr_nonnull(strstr(ladder(1, &style), " 1969-12-31 23:59:59.000000 |"));
}
END_TEST

START_TEST(options_go_one_by_one)
{
	const char *options = "mss 1460,nop,wscale 8,nop,nop,sackOK,TS val 1 ecr 0,exp-f989 {1,2}";
	play(m, HANDSHAKE);
#define OPTIONS "[S] seq 4294967000, win 8192, options [mss 1460"
	static const char *const shown[] = {
		OPTIONS ",wscale 8,sackOK,TS val 1 ecr 0,exp-f989 {1,2}], length 0",
		OPTIONS ",wscale 8,sackOK,exp-f989 {1,2}], length 0",
		OPTIONS ",wscale 8,sackOK], length 0",
		OPTIONS ",wscale 8], length 0",
		OPTIONS "], length 0",
	};
#undef OPTIONS
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		ck_assert_str_eq(label(1, (unsigned)strlen(shown[i]), options), shown[i]);
	ck_assert_str_eq(label(3, 60, "nop,nop,TS val 9 ecr 8,sack 1 {9:12}"),
	    "[.] ack 1, win 65536, options [sack 1 {9:12}], length 0");
}
END_TEST

/* Returns the role of an arrow's first and last pieces, or ROLE_COUNT when they differ. */
static enum role arrow_role(uint32_t packet, const struct ladder_style *style)
{
	struct row row;
	ladder_arrow(m, packet, style, NULL, NULL, &row);
	uint8_t first = ROLE_COUNT, last = ROLE_COUNT;
	for (unsigned i = 0; i < row.spans; i++) {
		uint8_t role = row.span[i].role;
		if (role < ROLE_HANDSHAKE)
			continue;
		first = first == ROLE_COUNT ? role : first;
		last = role;
	}
	return first == last ? (enum role)first : ROLE_COUNT;
}

/* Retransmission, zero window and reset have a glyph of their own, and one role all over. */
START_TEST(trouble_is_the_whole_arrow)
{
	struct ladder_style style = { .width = 80, .ascii = true };
	play(m, HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 115\n900 a P. 6:12 ack 1 win 256\n"
	    "1200 a P. 6:12 ack 1 win 256\n1210 b . 1 ack 12 win 0\n1220 a R. 12 ack 1 win 0\n");
	ck_assert_int_eq(arrow_role(4, &style), ROLE_DATA);
	ck_assert_int_eq(arrow_role(7, &style), ROLE_TROUBLE);
	ck_assert_int_eq(arrow_role(8, &style), ROLE_TROUBLE);
	ck_assert_ptr_nonnull(strstr(ladder(7, &style), "|## [P.] seq 6"));
	ck_assert_ptr_nonnull(strstr(ladder(8, &style), "|0. [.] ack 12"));
	ck_assert_ptr_nonnull(strstr(ladder(9, &style), "X|"));
	style.ascii = false;
	ck_assert_ptr_nonnull(strstr(ladder(7, &style), "│╍╍ [P.] seq 6"));
	ck_assert_ptr_nonnull(strstr(ladder(8, &style), "│■┄ [.] ack 12"));
}
END_TEST

/* A piece of a label that a narrower row has is in a wider one, too. */
static void expect_pieces(const char *narrow, const char *wide)
{
	static const char *const pieces[] = { "win ", "ack ", "length ", ":12", "mss 1460",
		"sackOK", "wscale 8", "TS val", "nop", "timeout retrans", "timeout retransmission",
		"spurious" };
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++)
		ck_assert_msg(strstr(narrow, pieces[i]) == NULL || strstr(wide, pieces[i]) != NULL,
		    "\"%s\" and wider \"%s\"", narrow, wide);
}

START_TEST(wider_never_shows_less)
{
	struct ladder_style style = { .ascii = true };
	const char *options = "mss 1460,nop,wscale 8,nop,nop,sackOK,TS val 1 ecr 0";
	play(m, HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 115\n900 a P. 6:12 ack 1 win 256\n"
	    "1200 a P. 6:12 ack 1 win 256\n1210 b . 1 ack 12 win 115\n");
	for (uint32_t packet = 1; packet <= 8; packet++) {
		char before[ROW_TEXT] = "", text[ROW_TEXT];
		/* From where time and length have their place. */
		for (style.width = 76; style.width < 220; style.width++) {
			struct row row;
			ladder_arrow(m, packet, &style, options, NULL, &row);
			row_text(&row, text, sizeof(text));
			expect_pieces(before, text);
			ck_assert(packet == 7 || strstr(text, "length ") != NULL);
			snprintf(before, sizeof(before), "%s", text);
		}
		ck_assert_ptr_nonnull(strstr(text, options));
	}
}
END_TEST

/* The window and the end of the range give way; then the remark is said in shorter words. */
START_TEST(remarks_are_shortened_last)
{
	struct ladder_style style = { .width = 80, .ascii = true };
	play(m, HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 115\n900 a P. 6:12 ack 1 win 256\n"
	    "1000 b . 1 ack 12 win 115\n1200 a P. 6:12 ack 1 win 256\n"
	    "1220 a P. 100012:101012 ack 1 win 256\n");
	ck_assert_str_eq(ladder(8, &style),
	    "     8 00:00:01.200000 |## [P.] seq 6 ! timeout retrans, spurious retrans ####>|");
	ck_assert_str_eq(ladder(9, &style),
	    "     9 00:00:01.220000 |-- [P.] seq 100012, length 1000 ! gap before this ---->|");
}
END_TEST

START_TEST(what_never_arrived_ends_short_of_the_other_column)
{
	struct ladder_style style = { .width = 80, .lost = true, .fate = "lost" };
	play(m, HANDSHAKE "1000 a P. 1:6 ack 1 win 256\n1010 b . 1 ack 6 win 115\n");
	ck_assert_str_eq(ladder(4, &style),
	    "     4 00:00:01.000000 │━━ [P.] seq 1:6, ack 1, length 5 ! lost ━━━━━━━━━━╳    │");
	ck_assert_str_eq(ladder(5, &style),
	    "     5 00:00:01.010000 │    ╳┄ [.] ack 6, win 14720, length 0 ! lost ┄┄┄┄┄┄┄┄┄┄│");
	/* Something else became of it. */
	style.lost = false;
	style.ascii = true;
	style.fate = "held back";
	ck_assert_str_eq(ladder(5, &style),
	    "     5 00:00:01.010000 |<. [.] ack 6, win 14720, length 0 * held back .........|");
}
END_TEST

START_TEST(lost_heads_are_visible_at_every_width)
{
	struct ladder_style style = { .ascii = true, .lost = true, .fate = "lost: queue full" };
	play(m, HANDSHAKE "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 100\n");
	for (style.width = LADDER_WIDTH_MIN; style.width < 200; style.width++) {
		struct ladder_columns at = ladder_columns(&style);
		for (uint32_t packet = 1; packet <= 5; packet++) {
			const char *text = ladder(packet, &style);
			bool right = packet_side(model_packet(m, packet)) == SIDE_A;
			ck_assert_uint_eq(strlen(text), style.width);
			ck_assert_int_eq(text[at.left], '|');
			ck_assert_int_eq(text[at.right], '|');
			ck_assert_int_eq(right ? text[at.right - 5] : text[at.left + 5], 'x');
			ck_assert_ptr_nonnull(strstr(text, "! l"));
		}
	}
}
END_TEST

/* At every width both lifelines stand where ladder_columns says, and the head is at
 * the right end. */
START_TEST(heads_are_visible_at_every_width)
{
	play(m, HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 100\n32 a P. 1:6 ack 1 win 256\n");
	struct ladder_style style = { .ascii = true };
	for (style.width = LADDER_WIDTH_MIN; style.width < 200; style.width++) {
		struct ladder_columns at = ladder_columns(&style);
		for (uint32_t packet = 1; packet <= 6; packet++) {
			const char *text = ladder(packet, &style);
			ck_assert_uint_eq(strlen(text), style.width);
			ck_assert_int_eq(text[at.left], '|');
			ck_assert_int_eq(text[at.right], '|');
			bool right = packet_side(model_packet(m, packet)) == SIDE_A;
			ck_assert_int_eq(
			    right ? text[at.right - 1] : text[at.left + 1], right ? '>' : '<');
			ck_assert_ptr_nonnull(strchr(text, '['));
		}
		ck_assert_ptr_nonnull(strstr(ladder(6, &style), "! "));
	}
}
END_TEST

START_TEST(heads_name_ends_and_states)
{
	struct ladder_style style = { .width = 80 };
	struct row row;
	char text[512];
	play(m, HANDSHAKE);
	ladder_endpoints(m, 1, &style, &row);
	row_text(&row, text, sizeof(text));
	ck_assert_str_eq(
	    text + strspn(text, " "), "10.0.0.1:4000                               10.0.0.2:8000");
	ladder_states(m, 1, 2, &style, &row);
	row_text(&row, text, sizeof(text));
	ck_assert_str_eq(
	    text + strspn(text, " "), "ESTABLISHED                                  SYN-RECEIVED");
	style.width = LADDER_WIDTH_MIN;
	ladder_endpoints(m, 1, &style, &row);
	row_text(&row, text, sizeof(text));
	ck_assert_uint_le(strlen(text), LADDER_WIDTH_MIN);
}
END_TEST

static const char *name_port(uint16_t port)
{
	return port == 8000 ? "postgresql" : NULL;
}

static const struct {
	unsigned width;
	bool ascii;
	const char *heads;
} long_heads[] = {
	{ 120, false, " [2001:db8:1:2:3:4:5:7]:postgresql" },
	{ 60, false, "     [2001:db8:1:2:3:4:5:6]:4000 [2001:db8:1:2:3:4:5:7]:8000" },
	{ 50, false, " [2001:db8:1:…4:5:6]:4000 [2001:db8:1:…4:5:7]:8000" },
	{ 50, true, " [2001:db8:1...:5:6]:4000 [2001:db8:1...:5:7]:8000" },
	{ LADDER_WIDTH_MIN, false, " [2001:d…]:4000 [2001:d…]:8000" },
};

/* However narrow it is, the ports are there. */
START_TEST(long_addresses_lose_their_middle)
{
	struct ladder_style style = {
		.width = long_heads[_i].width, .ascii = long_heads[_i].ascii, .service = name_port
	};
	struct row row;
	char text[512];
	struct segment s = play_segment("0 a S 0 win 8192");
	static const uint8_t a[16] = { 0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6 };
	s.src.addr = s.dst.addr = addr_from_v6(a);
	s.dst.addr.b[15] = 7;
	model_add(m, &s);
	ladder_endpoints(m, 1, &style, &row);
	row_text(&row, text, sizeof(text));
	ck_assert_msg(strstr(text, long_heads[_i].heads) != NULL, "\"%s\"", text);
	ck_assert_uint_le(text_width(text), style.width);
}
END_TEST

START_TEST(wide_enough_for_the_longest_label)
{
	struct ladder_style style = { .width = 80, .ascii = true };
	char text[ROW_TEXT];
	struct row row;
	play(m, HANDSHAKE);
	const char *options = "mss 1460,nop,wscale 8,nop,nop,sackOK,TS val 1 ecr 0";
	style.width = ladder_width_for(&style, ladder_label_cells(m, 1, &style, options));
	ladder_arrow(m, 1, &style, options, "aside", &row);
	row_text(&row, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, options));
	ck_assert_ptr_nonnull(strstr(text, "length 0 =>| aside"));
}
END_TEST

START_TEST(times)
{
	struct ladder_style style = { .width = 80, .utc_offset = 3600 };
	char text[32];
	struct segment s = play_segment("0 a S 0");
	s.time_ns = INT64_C(1443179522534303999);
	model_add(m, &s);
	s = play_segment("0 b S. 0 ack 1");
	s.time_ns = INT64_C(1443179522534303000);
	model_add(m, &s);
	ladder_time(m, 1, &style, text, sizeof(text));
	ck_assert_str_eq(text, "12:12:02.534303");
	style.time = TIME_SINCE_PREVIOUS;
	ladder_time(m, 2, &style, text, sizeof(text));
	ck_assert_str_eq(text, "back 0 us");
}
END_TEST

START_TEST(messages_end_at_push)
{
	struct message msg;
	play(m, HANDSHAKE
	    "30 a . 1:101 ack 1\n31 b . 1 ack 101\n32 a P. 101:151 ack 1\n33 a P. 151:160 ack 1\n"
	    "34 a P. 151:160 ack 1\n");
	ck_assert(message_at(m, 4, &msg));
	ck_assert_uint_eq(msg.last, 6);
	ck_assert_uint_eq(msg.len, 150);
	ck_assert_uint_eq(msg.segments, 2);
	ck_assert(message_of(m, 6, &msg));
	ck_assert_uint_eq(msg.first, 4);
	ck_assert(!message_of(m, 8, &msg)); /* a retransmission says nothing new */
	ck_assert(message_after(m, 1, &msg));
	ck_assert_uint_eq(msg.first, 4);
	ck_assert(message_after(m, 4, &msg));
	ck_assert_uint_eq(msg.first, 7);
	ck_assert(!message_after(m, 7, &msg));
	ck_assert(message_before(m, 7, &msg));
	ck_assert_uint_eq(msg.first, 4);
	ck_assert(!message_before(m, 4, &msg));
}
END_TEST

START_TEST(messages_end_when_the_other_side_speaks)
{
	struct message msg;
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 b . 1:11 ack 101\n32 a P. 101:151 ack 1\n");
	ck_assert(message_at(m, 4, &msg));
	ck_assert_uint_eq(msg.len, 100);
	ck_assert(message_at(m, 6, &msg));
	ck_assert_uint_eq(msg.len, 50);
}
END_TEST

START_TEST(message_counts_repeated_bytes_once)
{
	struct message msg;
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a P. 51:151 ack 1\n");
	ck_assert(message_at(m, 4, &msg));
	ck_assert_uint_eq(msg.len, 150);
	ck_assert_uint_eq(message_repeated(m, 4, 5), 50);
	ck_assert_uint_eq(message_next_packet(m, &msg, 4), 5);
	ck_assert_uint_eq(message_next_packet(m, &msg, 5), 0);
}
END_TEST

START_TEST(messages_are_bounded)
{
	struct message msg;
	char line[64];
	play(m, HANDSHAKE);
	for (unsigned i = 0; i < 3 * MESSAGE_SEGMENTS; i++) {
		snprintf(line, sizeof(line), "%u a . %u:%u ack 1", 30 + i, 1 + i, 2 + i);
		play(m, line);
	}
	ck_assert(message_at(m, 4, &msg));
	ck_assert_uint_eq(msg.segments, MESSAGE_SEGMENTS);
	ck_assert(message_of(m, 4 + 2 * MESSAGE_SEGMENTS - 1, &msg));
	ck_assert_uint_eq(msg.first, 4 + MESSAGE_SEGMENTS);
}
END_TEST

static const char *explained(uint32_t packet)
{
	static char text[EXPLAIN_TEXT];
	explain_packet(m, packet, text, sizeof(text));
	return text;
}

/* All that the article's author explains by hand. */
START_TEST(explains_the_articles_session)
{
	play(m, HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n30.031 b . 1 ack 6 win 115\n50 a R. 6 ack 1 win 0\n");
	ck_assert_str_eq(explained(1),
	    "SYN: opens the connection. Initial sequence number 4294967000; the SYN counts as "
	    "one, so data starts at 4294967001. Receive window 8192 bytes. Window scale 8: later "
	    "windows are multiplied by 256, if the server also offers scaling.");
	ck_assert_str_eq(explained(2),
	    "SYN-ACK: the server accepts, acknowledges the SYN of the client (ISN + 1 = "
	    "4294967001) and sends its own ISN, 1000. Receive window 14,600 bytes. From now on "
	    "windows of the server are multiplied by 128, those of the client by 256.");
	ck_assert_str_eq(explained(3),
	    "Third step of the handshake: acknowledges the SYN-ACK in frame 2; the connection is "
	    "open at both ends. RTT of the handshake: 20.0 ms.");
	ck_assert_str_eq(explained(4),
	    "The client sends 5 bytes (1-5). PSH: end of a write; the receiver should hand the "
	    "data to its application without waiting for more.");
	ck_assert_str_eq(explained(5),
	    "ACKs everything up to byte 5 (frame 4), 31 us after frame 4. The next byte that the "
	    "server expects is 6 (1 + 5).");
	ck_assert_ptr_nonnull(strstr(explained(6), "RST: the client aborts."));
}
END_TEST

static void ck_explained(uint32_t packet, const char *wanted)
{
	const char *text = explained(packet);
	ck_assert_msg(strstr(text, wanted) != NULL, "no \"%s\" in: %s", wanted, text);
}

START_TEST(explains_refusal_and_retransmission)
{
	play(m, "0 a S 0\n1000 a S 0\n3000 a S 0\n3001 b R. 0 ack 1 win 0\n");
	ck_explained(2,
	    "SYN timeout: no answer reached the client within 1.00 s of frame 1, so it "
	    "retransmits the SYN. The SYN or its answer was lost or late. Second copy seen here "
	    "of the SYN (first: frame 1, 1.00 s before). No answer came before the next copy in "
	    "frame 3, 2.00 s later (backoff: the RTO is doubled).");
	ck_explained(3,
	    "Third copy seen here of the SYN (first: frame 1, 3.00 s before; last: frame 2, 2.00 "
	    "s before).");
	ck_explained(
	    4, "Connection refused: nothing listens on port 8000, or a filter rejects it.");
}
END_TEST

START_TEST(explains_duplicate_acks_by_their_count)
{
	play(m, HANDSHAKE
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n32 a . 201:301 ack 1\n33 a . 301:401 ack 1\n"
	    "40 b . 1 ack 1 sack 101:201\n41 b . 1 ack 1 sack 101:301\n"
	    "42 b . 1 ack 1 sack 101:401\n"
	    "52 a . 1:101 ack 1\n62 b . 1 ack 401\n");
	ck_explained(8,
	    "Duplicate ACK: later data arrived (frame 5) but byte 1 is still missing. Frame 11 "
	    "retransmits it, 12.0 ms later.");
	ck_explained(10,
	    "Duplicate ACK no. 3: later data arrived (frame 7) but byte 1 is still missing. The "
	    "third is the threshold for fast retransmit. Frame 11 retransmits it, 10.0 ms later.");
	ck_explained(11,
	    "Fast recovery: SACK (frames 8 to 10) reports so much beyond byte 1 that it counts "
	    "as lost. Second copy seen here of bytes 1-100 (first: frame 4, 22.0 ms before). "
	    "Frame 12 acknowledges it, 10.0 ms later.");
	ck_explained(12, "ACKs everything up to byte 400 (frames 4 to 11).");
}
END_TEST

START_TEST(explains_the_close)
{
	play(m,
	    HANDSHAKE "30 a F. 1 ack 1 win 256\n40 b . 1 ack 2 win 115\n50 b F. 1 ack 2 win 115\n"
	              "60 a . 2 ack 2 win 256\n");
	ck_explained(4,
	    "FIN: the client will send no more data. The FIN itself counts as one sequence "
	    "number (1). The server may still send.");
	ck_explained(5,
	    "ACKs the FIN (frame 4); RTT from this capture point 10.0 ms. The direction from the "
	    "client is closed; the server may still send.");
	ck_explained(6, "Both directions are closed; only the ACK of this FIN is missing.");
	ck_explained(7,
	    "Both directions are closed; the client stays in TIME-WAIT for a while in case this "
	    "ACK is lost.");
}
END_TEST

START_TEST(explains_what_is_sent_again_in_few_words)
{
	play(m, HANDSHAKE "30 a P. 1:6 ack 1\n40 b . 1 ack 6\n50 a F. 6 ack 1\n1100 a F. 6 ack 1\n"
	                  "2200 b S. 0 ack 1\n");
	ck_explained(7, "Second copy seen here of the FIN (first: frame 6, 1.05 s before).");
	ck_explained(8, "Second copy seen here of the SYN-ACK (first: frame 2, 2.19 s before).");
	ck_explained(8,
	    "Spurious: frame 3 had already answered it, but was lost or late on the way to the "
	    "server.");
}
END_TEST

START_TEST(explains_what_brings_nothing_new)
{
	play(m, "0 a . 1 ack 1 win 20\n10 a . 1 ack 1 win 20\n20 b P. 1:6 ack 1 win 20\n"
	        "30 a . 1 ack 6 win 20\n"
	        "31 a . 1 ack 1 win 20\n32 a none 1 win 20\n");
	ck_assert_str_eq(explained(1), "ACKs data from before this capture.");
	ck_explained(2, "ACKs data from before this capture.");
	ck_explained(5,
	    "Reordered ACK: sent before frame 4 but arrived after it, because it acknowledges "
	    "less (1).");
	ck_explained(6, "Neither data nor an acknowledgement: the receiver drops it.");
}
END_TEST

START_TEST(explains_fast_open_and_simultaneous_open)
{
	play(
	    m, "0 a S 0:7 win 8192 ws 8\n10 b S. 0 ack 8 win 14600 ws 7\n20 a . 8 ack 1 win 256\n");
	ck_explained(1, "The SYN carries 7 bytes of data.");
	ck_explained(2,
	    "acknowledges the SYN of the client (ISN + 1 + 7 = 4294967008) and sends its own "
	    "ISN, 1000. The data in the SYN was accepted too (7 bytes).");
	teardown();
	setup();
	play(m, "0 a S 0 win 8192 ws 8\n1 b S 0 win 8192 ws 8\n2 a S. 0 ack 1 win 8192 ws 8\n"
	        "3 b S. 0 ack 1 win 8192 ws 8\n4 a . 1 ack 1 win 8192\n");
	ck_explained(2,
	    "Simultaneous open: the client has sent a SYN too (frame 1), and one connection "
	    "results.");
	ck_explained(3,
	    "SYN-ACK in a simultaneous open: acknowledges the SYN in frame 2 (ISN + 1 = 1001) "
	    "and repeats the SYN of the client (frame 1).");
	ck_explained(4,
	    "SYN-ACK in a simultaneous open: acknowledges the SYN in frame 1 (ISN + 1 = "
	    "4294967001)");
	ck_explained(5,
	    "ACK of the SYN-ACK in frame 4: repeats ack 1, because the same SYN came in frame 2. "
	    "The connection is open.");
}
END_TEST

START_TEST(explanations_never_overrun)
{
	play(m, HANDSHAKE "30 a P. 1:6 ack 1 win 256\n31 a P. 1:6 ack 1 win 256\n");
	for (size_t size = 1; size < EXPLAIN_TEXT; size++) {
		char text[EXPLAIN_TEXT + 1];
		memset(text, '#', sizeof(text));
		size_t len = explain_packet(m, 5, text, size);
		ck_assert_uint_lt(len, size);
		ck_assert_uint_eq(strlen(text), len);
		ck_assert_int_eq(text[size], '#');
	}
}
END_TEST

START_TEST(line_of_json)
{
	char text[JSON_LINE];
	play(m, HANDSHAKE "30 a P. 1:6 ack 1 win 256\n30.031 b . 1 ack 6 win 115\n");
	size_t len = json_line(m, 4, text, sizeof(text));
	ck_assert_uint_eq(len, strlen(text));
	ck_assert_str_eq(text,
	    "{\"frame\":4,\"session\":1,\"time\":\"1970-01-01T00:00:00.030000000Z\","
	    "\"src\":\"10.0.0.1\",\"sport\":4000,\"dst\":\"10.0.0.2\",\"dport\":8000,"
	    "\"dir\":\"ab\",\"flags\":\"P.\",\"seq\":1,\"end\":6,\"ack\":1,\"win\":65536,"
	    "\"win_scale\":8,\"len\":5,\"notes\":[],\"why\":[],\"state\":{\"a\":\"ESTABLISHED\","
	    "\"b\":\"ESTABLISHED\"},\"rtt_us\":null,\"in_flight\":5,\"acked_by\":5,\"acks\":null,"
	    "\"acks_first\":null,\"repeats\":null,\"explain\":\"The "
	    "client sends 5 bytes (1-5). PSH: end of a write; the receiver should hand the data "
	    "to its application without waiting for more.\"}");
	json_line(m, 5, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(
	    text, "\"rtt_us\":31,\"in_flight\":0,\"acked_by\":null,\"acks\":4,\"acks_first\":4,"));
	json_line(m, 1, text, sizeof(text));
	ck_assert_ptr_nonnull(
	    strstr(text, "\"seq\":0,\"end\":1,\"ack\":null,\"win\":8192,\"win_scale\":0,"));
	play(m,
	    "40 a . 6:106 ack 1 win 256\n41 a . 106:206 ack 1 win 256\n50 b . 1 ack 206 win 115\n");
	json_line(m, 8, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "\"acks\":7,\"acks_first\":6,"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rows");
	TCase *tc = tcase_create("rows");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, label_is_tcpdumps);
	tcase_add_test(tc, label_drops_the_least_important);
	tcase_add_test(tc, label_says_when_the_scale_is_unknown);
	tcase_add_test(tc, flags_in_tcpdumps_order);
	tcase_add_test(tc, ladder_at_80_columns);
	tcase_add_test(tc, options_go_one_by_one);
	tcase_add_test(tc, a_rule_stands_where_the_day_changes);
	tcase_add_test(tc, the_date_stands_before_the_time_where_there_is_room);
	tcase_add_test(tc, trouble_is_the_whole_arrow);
	tcase_add_test(tc, wider_never_shows_less);
	tcase_add_test(tc, remarks_are_shortened_last);
	tcase_add_test(tc, what_never_arrived_ends_short_of_the_other_column);
	tcase_add_test(tc, lost_heads_are_visible_at_every_width);
	tcase_add_test(tc, heads_are_visible_at_every_width);
	tcase_add_test(tc, heads_name_ends_and_states);
	tcase_add_loop_test(tc, long_addresses_lose_their_middle, 0, ARRAY_LEN(long_heads));
	tcase_add_test(tc, wide_enough_for_the_longest_label);
	tcase_add_test(tc, times);
	tcase_add_test(tc, messages_end_at_push);
	tcase_add_test(tc, messages_end_when_the_other_side_speaks);
	tcase_add_test(tc, message_counts_repeated_bytes_once);
	tcase_add_test(tc, messages_are_bounded);
	tcase_add_test(tc, explains_the_articles_session);
	tcase_add_test(tc, explains_refusal_and_retransmission);
	tcase_add_test(tc, explains_duplicate_acks_by_their_count);
	tcase_add_test(tc, explains_the_close);
	tcase_add_test(tc, explains_what_is_sent_again_in_few_words);
	tcase_add_test(tc, explains_what_brings_nothing_new);
	tcase_add_test(tc, explains_fast_open_and_simultaneous_open);
	tcase_add_test(tc, explanations_never_overrun);
	tcase_add_test(tc, line_of_json);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
