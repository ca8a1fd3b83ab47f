#include "core/model/byte_stream.h"

#include <stdio.h>

#include "core/base/array.h"
#include "core/base/writer.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE                                                                                  \
	"0 a S 0 win 8192\n"                                                                       \
	"10 b S. 0 ack 1 win 14600\n"                                                              \
	"20 a . 1 ack 1 win 8192\n"

static const struct {
	const char *what, *lines;
	enum byte_sides sides;
	const char *pieces; /* side, packet+skip:len; "gap" without a packet */
} streams[] = {
	{ "in order", HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n40 a P. 6:12 ack 1 win 8192\n",
	    BYTES_OF_BOTH, "a 4+0:5, a 5+0:6" },
	{ "a retransmission appears once",
	    HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n900 a P. 1:6 ack 1 win 8192\n"
	              "910 a P. 6:8 ack 1 win 8192\n",
	    BYTES_OF_BOTH, "a 4+0:5, a 6+0:2" },
	{ "a retransmission with new bytes adds those",
	    HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n900 a P. 1:9 ack 1 win 8192\n", BYTES_OF_BOTH,
	    "a 4+0:5, a 5+5:3" },
	{ "a hole that is filled later",
	    HANDSHAKE "30 a . 1:6 ack 1 win 8192\n31 a . 11:16 ack 1 win 8192\n"
	              "32 a . 16:21 ack 1 win 8192\n33 b . 1 ack 6 win 14600\n"
	              "90 a . 6:11 ack 1 win 8192\n",
	    BYTES_OF_BOTH, "a 4+0:5, a 8+0:5, a 5+0:5, a 6+0:5" },
	{ "bytes that the capture lacks",
	    HANDSHAKE "30 a . 3:6 ack 1 win 8192\n31 a . 11:16 ack 1 win 8192\n"
	              "40 b P. 1:4 ack 16 win 14600\n",
	    BYTES_OF_BOTH, "a gap:2, a 4+0:3, a gap:5, a 5+0:5, b 6+0:3" },
	{ "an answer follows its question, which was overtaken",
	    HANDSHAKE "30 a . 6:11 ack 1 win 8192\n31 a P. 1:6 ack 1 win 8192\n"
	              "40 b P. 1:4 ack 11 win 14600\n50 a P. 11:12 ack 4 win 8192\n",
	    BYTES_OF_BOTH, "a 5+0:5, a 4+0:5, b 6+0:3, a 7+0:1" },
	{ "one side",
	    HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n40 b P. 1:4 ack 6 win 14600\n"
	              "50 a P. 6:7 ack 4 win 8192\n",
	    BYTES_OF_A, "a 4+0:5, a 6+0:1" },
	{ "the other side", HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n40 b P. 1:4 ack 6 win 14600\n",
	    BYTES_OF_B, "b 5+0:3" },
	{ "without a SYN from the first bytes seen", "0 a P. 700:705 ack 1 win 20\n", BYTES_OF_BOTH,
	    "a 1+0:5" },
	{ "data in the SYN", "0 a S 0:3 win 8192\n10 b S. 0 ack 4 win 14600\n", BYTES_OF_BOTH,
	    "a 1+0:3" },
	{ "no keep-alive",
	    HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n40 b . 1 ack 6 win 14600\n"
	              "9000 a . 5:6 ack 1 win 8192\n9010 b . 1 ack 6 win 14600\n",
	    BYTES_OF_BOTH, "a 4+0:5" },
	{ "nothing", HANDSHAKE, BYTES_OF_BOTH, "" },
};

static void write_pieces(const struct byte_stream *s, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	for (size_t i = 0; i < s->count; i++) {
		const struct byte_piece *p = &s->piece[i];
		writer_print(&w, "%s%c ", i > 0 ? ", " : "", p->side == SIDE_A ? 'a' : 'b');
		if (p->packet == 0)
			writer_print(&w, "gap:%u", (unsigned)p->len);
		else
			writer_print(&w, "%u+%u:%u", p->packet, p->skip, (unsigned)p->len);
	}
}

START_TEST(the_bytes_of_a_session_are_in_order)
{
	struct byte_stream s;
	char text[512];
	play(played, streams[_i].lines);
	byte_stream_read(played, 1, streams[_i].sides, UINT32_MAX, &s);
	write_pieces(&s, text, sizeof(text));
	ck_assert_msg(strcmp(text, streams[_i].pieces) == 0, "%s: %s", streams[_i].what, text);
	uint64_t bytes[2] = { 0, 0 }, missing[2] = { 0, 0 };
	for (size_t i = 0; i < s.count; i++)
		*(s.piece[i].packet != 0 ? &bytes[s.piece[i].side] : &missing[s.piece[i].side]) +=
		    s.piece[i].len;
	for (unsigned side = 0; side < 2; side++) {
		ck_assert_uint_eq(s.bytes[side], bytes[side]);
		ck_assert_uint_eq(s.missing[side], missing[side]);
		if (streams[_i].sides & (1U << side))
			ck_assert_uint_eq(bytes[side], model_session(played, 1)->flow[side].bytes);
	}
	byte_stream_free(&s);
}
END_TEST

START_TEST(a_stream_ends_at_a_packet_and_begins_at_the_oldest_kept)
{
	struct byte_stream s;
	char text[512];
	play(played, HANDSHAKE "30 a P. 1:6 ack 1 win 8192\n40 a P. 6:12 ack 1 win 8192\n"
	                       "50 a P. 12:13 ack 1 win 8192\n");
	byte_stream_read(played, 1, BYTES_OF_BOTH, 5, &s);
	write_pieces(&s, text, sizeof(text));
	ck_assert_str_eq(text, "a 4+0:5, a 5+0:6");
	byte_stream_free(&s);
	model_forget(played, 5);
	byte_stream_read(played, 1, BYTES_OF_BOTH, UINT32_MAX, &s);
	write_pieces(&s, text, sizeof(text));
	ck_assert_str_eq(text, "a 5+0:6, a 6+0:1");
	ck_assert_uint_eq(s.missing[SIDE_A], 0);
	byte_stream_free(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("byte_stream");
	TCase *tests = tcase_create("byte_stream");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_loop_test(tests, the_bytes_of_a_session_are_in_order, 0, (int)ARRAY_LEN(streams));
	tcase_add_test(tests, a_stream_ends_at_a_packet_and_begins_at_the_oldest_kept);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
