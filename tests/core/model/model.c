#include "core/model/model.h"

#include "core/base/array.h"
#include "core/record/holes.h"
#include "core/record/note.h"
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
	play_check_figures(m);
	model_free(m);
}

/* The notes and states of a packet. */
#define ck_notes(packet, expected) ck_assert_uint_eq(model_packet(m, packet)->notes, expected)
#define ck_states(packet, a, b)                                                                    \
	do {                                                                                       \
		ck_assert_str_eq(                                                                  \
		    tcp_state_name(packet_state(model_packet(m, packet), SIDE_A)), a);             \
		ck_assert_str_eq(                                                                  \
		    tcp_state_name(packet_state(model_packet(m, packet), SIDE_B)), b);             \
	} while (0)

START_TEST(opener_stands_left)
{
	play(m, "0 b S 0 win 10\n10 a S. 0 ack 1\n");
	const struct session *s = model_session(m, 1);
	ck_assert_uint_eq(s->end[SIDE_A].port, 8000);
	ck_assert(s->opener_known);
	ck_assert_int_eq(packet_side(model_packet(m, 2)), SIDE_B);
}
END_TEST

START_TEST(numbers_count_from_isn)
{
	play(m, HANDSHAKE "30 a P. 1:400 ack 1 win 256\n");
	const struct session *s = model_session(m, 1);
	const struct packet *p = model_packet(m, 4);
	ck_assert_uint_eq(session_relative(s, SIDE_A, p->seq), 1);
	ck_assert_uint_eq(session_relative(s, SIDE_A, packet_end(p)), 400);
	ck_assert_uint_eq(session_relative(s, SIDE_A, model_packet(m, 1)->seq), 0);
	bool scaled;
	ck_assert_uint_eq(session_window(s, p, &scaled), 65536);
	ck_assert(scaled);
	ck_assert_uint_eq(session_window(s, model_packet(m, 1), &scaled), 8192);
}
END_TEST

START_TEST(late_capture_counts_from_first_byte)
{
	play(m, "0 a P. 500:600 ack 900 win 20\n5 b . 900 ack 600 win 30\n");
	const struct session *s = model_session(m, 1);
	bool scaled;
	ck_assert_uint_eq(session_relative(s, SIDE_A, model_packet(m, 1)->seq), 1);
	ck_assert_uint_eq(session_relative(s, SIDE_B, model_packet(m, 2)->seq), 1);
	ck_assert_uint_eq(session_relative(s, SIDE_A, model_packet(m, 2)->ack), 101);
	session_window(s, model_packet(m, 2), &scaled);
	ck_assert(!scaled);
	ck_assert_uint_eq(model_packet(m, 1)->acked_by, 2);
	ck_notes(1, 0);
	ck_notes(2, 0);
	ck_states(2, "unknown", "unknown");
	ck_assert(!s->opener_known);
}
END_TEST

START_TEST(one_refusal_of_scaling_is_enough)
{
	play(m, "0 a S 0 win 100 ws 8\n1 b S. 0 ack 1 win 200\n2 a . 1 ack 1 win 50\n");
	bool scaled;
	ck_assert_uint_eq(session_window(model_session(m, 1), model_packet(m, 3), &scaled), 50);
	ck_assert(scaled);
}
END_TEST

START_TEST(states_of_orderly_close)
{
	play(m, HANDSHAKE "30 a F. 1 ack 1\n40 b . 1 ack 2\n50 b F. 1 ack 2\n60 a . 2 ack 2\n");
	ck_states(1, "SYN-SENT", "SYN-RECEIVED");
	ck_states(2, "ESTABLISHED", "SYN-RECEIVED");
	ck_states(3, "ESTABLISHED", "ESTABLISHED");
	ck_states(4, "FIN-WAIT-1", "CLOSE-WAIT");
	ck_states(5, "FIN-WAIT-2", "CLOSE-WAIT");
	ck_states(6, "TIME-WAIT", "LAST-ACK");
	ck_states(7, "TIME-WAIT", "CLOSED");
	ck_assert_int_eq(model_session(m, 1)->ended, SESSION_CLOSED);
}
END_TEST

START_TEST(states_of_simultaneous_open_and_close)
{
	play(m, "0 a S 0\n1 b S 0\n2 a S. 0 ack 1\n3 b S. 0 ack 1\n"
	        "10 a F. 1 ack 1\n11 b F. 1 ack 1\n12 a . 2 ack 2\n13 b . 2 ack 2\n");
	ck_assert_uint_eq(model_sessions(m), 1);
	ck_states(2, "SYN-RECEIVED", "SYN-RECEIVED");
	ck_states(4, "ESTABLISHED", "ESTABLISHED");
	ck_states(6, "CLOSING", "CLOSING");
	ck_states(8, "TIME-WAIT", "TIME-WAIT");
	for (uint32_t packet = 1; packet <= 8; packet++)
		ck_notes(packet, 0);
}
END_TEST

/* As Linux does it, captured at a: the SYN-ACKs cross, too, and each is answered by an ACK that
 * says nothing new. */
START_TEST(each_syn_ack_of_a_simultaneous_open_answers_a_syn)
{
	play(m, "0 a S 0 win 64000 ws 10\n40 b S 0 win 64000 ws 10\n"
	        "40.1 a S. 0 ack 1 win 64000 ws 10\n80 b S. 0 ack 1 win 64000 ws 10\n"
	        "80.1 a . 1 ack 1 win 63 sack 0:1\n80.2 a P. 1:101 ack 1 win 63\n"
	        "120.1 b . 1 ack 1 win 63 sack 0:1\n160.2 b . 1 ack 101 win 63\n");
	static const uint32_t acked_by[] = { 4, 3, 7, 5, 0, 8, 0, 0 };
	for (uint32_t packet = 1; packet <= 8; packet++) {
		ck_notes(packet, 0);
		ck_assert_uint_eq(model_packet(m, packet)->acked_by, acked_by[packet - 1]);
	}
	ck_assert_int_eq(model_initial_rtt(m, 1), 80100000);
	ck_assert_int_eq(model_rtt(m, 7), 80000000);
}
END_TEST

/* The window of a SYN is not scaled, so that the next one says nothing beside it. */
START_TEST(first_window_after_a_syn_is_no_update)
{
	play(m, "0 a S 0 win 64000 ws 10\n0.1 b S. 0 ack 1 win 64000 ws 10\n20 a . 1 ack 1 win 63\n"
	        "30 a . 101:201 ack 1 win 63\n30.1 b . 1 ack 1 win 62\n"
	        "31 a . 201:301 ack 1 win 63\n31.1 b . 1 ack 1 win 62\n");
	ck_notes(5, NOTE_BIT(NOTE_DUPLICATE_ACK));
	ck_notes(7, NOTE_BIT(NOTE_DUPLICATE_ACK));
}
END_TEST

START_TEST(listener_unknown_until_it_answers)
{
	play(m, "0 a S 0\n");
	ck_states(1, "SYN-SENT", "unknown");
	play(m, "1 b R. 0 ack 1 win 0\n");
	ck_states(1, "SYN-SENT", "CLOSED");
	ck_states(2, "CLOSED", "CLOSED");
	ck_assert_int_eq(model_session(m, 1)->ended, SESSION_REFUSED);
	ck_assert_uint_eq(model_packet(m, 1)->acked_by, 2);
}
END_TEST

START_TEST(syns_are_sent_again_by_the_timer)
{
	play(m, "0 a S 0\n1020 a S 0\n2040 a S 0\n3060 a S 0\n7000 a S 0\n");
	for (uint32_t packet = 2; packet <= 5; packet++)
		ck_notes(packet, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |
		                     NOTE_BIT(NOTE_SYN_TIMEOUT));
}
END_TEST

START_TEST(overtaken_original_shows_a_spurious_retransmission)
{
	struct segment s = play_segment("0 a S 0");
	static const struct {
		const char *line;
		uint32_t ip_id;
	} sent[] = { { "0 a S 0", 1 }, { "0.1 b S. 0 ack 1", 0 }, { "20 a . 1 ack 1", 2 },
		{ "21 a . 1:101 ack 1", 3 }, { "22 a . 101:201 ack 1", 4 },
		{ "400 a . 201:301 ack 1", 6 }, { "500 a . 201:301 ack 1", 5 } };
	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		s = play_segment(sent[i].line);
		s.ip_id = (uint16_t)sent[i].ip_id;
		model_add(m, &s);
	}
	ck_notes(7, NOTE_BIT(NOTE_OUT_OF_ORDER));
	ck_notes(6, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION));
	ck_assert_uint_eq(model_notable_before(m, 1, 7), 6);
	ck_assert_uint_eq(model_trouble(m), 2);
}
END_TEST

START_TEST(network_duplicates_are_known_by_identification)
{
	play(m, HANDSHAKE);
	struct segment s = play_segment("30 a P. 1:6 ack 1 win 256");
	s.ip_id = 77;
	model_add(m, &s);
	s.time_ns += 1000000;
	model_add(m, &s);
	ck_notes(4, 0);
	ck_notes(5, NOTE_BIT(NOTE_NETWORK_DUPLICATE));
	ck_assert_uint_eq(model_session(m, 1)->flow[SIDE_A].bytes, 5);
}
END_TEST

START_TEST(congestion_marks)
{
	play(m, HANDSHAKE);
	struct segment s = play_segment("30 a P. 1:6 ack 1 win 256");
	s.tos = 3;
	model_add(m, &s);
	play(m, "31 b .E 1 ack 6 win 200\n32 a P.W 6:9 ack 1 win 256\n");
	ck_notes(4, NOTE_BIT(NOTE_ECN_MARK));
	ck_notes(5, NOTE_BIT(NOTE_ECN_ECHO));
	ck_notes(6, NOTE_BIT(NOTE_ECN_REDUCED));
}
END_TEST

START_TEST(window_taken_back)
{
	play(m, HANDSHAKE "30 a P. 1:6 ack 1\n31 b . 1 ack 6 win 200\n32 a P. 6:10 ack 1\n"
	                  "33 b . 1 ack 10 win 100\n");
	ck_notes(5, 0);
	ck_notes(7, NOTE_BIT(NOTE_WINDOW_SHRINK));
}
END_TEST

START_TEST(reset_closes_both)
{
	play(m, HANDSHAKE "30 a R. 1 ack 1 win 0\n");
	ck_states(4, "CLOSED", "CLOSED");
	ck_notes(4, NOTE_BIT(NOTE_ABORT));
	ck_assert_int_eq(model_session(m, 1)->ended, SESSION_RESET);
}
END_TEST

START_TEST(states_inferred_only_from_data_both_ways)
{
	play(m, "0 a P. 1:5 ack 1\n1 b P. 1:9 ack 5\n2 a . 5 ack 9\n");
	ck_states(1, "unknown", "unknown");
	ck_states(2, "ESTABLISHED", "ESTABLISHED");
}
END_TEST

START_TEST(a_fin_may_be_among_what_the_capture_lacks)
{
	play(m, HANDSHAKE "30 a P. 1:11 ack 1\n40 b . 1 ack 12\n");
	ck_states(4, "ESTABLISHED", "ESTABLISHED");
	ck_states(5, "unknown", "unknown");
	play(m, "50 a P. 12:20 ack 1\n");
	ck_states(5, "ESTABLISHED", "ESTABLISHED");
	ck_states(6, "ESTABLISHED", "ESTABLISHED");
}
END_TEST

START_TEST(acks_link_both_ways)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n32 a P. 201:301 ack 1\n"
	                  "40 b . 1 ack 201\n50 b . 1 ack 301\n");
	ck_assert_uint_eq(model_packet(m, 4)->acked_by, 7);
	ck_assert_uint_eq(model_packet(m, 5)->acked_by, 7);
	ck_assert_uint_eq(model_packet(m, 6)->acked_by, 8);
	struct packet_range range = model_acked(m, 7);
	ck_assert_uint_eq(range.first, 4);
	ck_assert_uint_eq(range.last, 5);
	ck_assert_int_eq(model_rtt(m, 7), 9000000);
	ck_assert_int_eq(model_rtt(m, 6), -1);
	ck_assert_uint_eq(model_packet(m, 6)->in_flight, 300);
	ck_assert_uint_eq(model_packet(m, 7)->in_flight, 0);
	ck_assert_int_eq(model_initial_rtt(m, 1), 20000000);
}
END_TEST

START_TEST(retransmission_gets_its_ack_and_no_rtt)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n"
	                  "300 a . 1:101 ack 1\n310 b . 1 ack 201\n");
	ck_notes(6, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION));
	for (uint32_t packet = 4; packet <= 6; packet++)
		ck_assert_uint_eq(model_packet(m, packet)->acked_by, 7);
	ck_assert_int_eq(model_rtt(m, 7), -1);
}
END_TEST

START_TEST(spurious_retransmission)
{
	play(m, HANDSHAKE "30 a P. 1:101 ack 1\n31 b . 1 ack 101\n300 a P. 1:101 ack 1\n"
	                  "301 b . 1 ack 101 sack 1:101\n");
	ck_notes(6, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |
	                NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION));
	ck_notes(7, NOTE_BIT(NOTE_DUPLICATE_ACK));
	ck_assert_uint_eq(model_session(m, 1)->flow[SIDE_A].bytes, 100);
}
END_TEST

START_TEST(hole_and_fast_retransmit_at_the_receiver)
{
	play(m, HANDSHAKE "30 a . 101:201 ack 1\n30.1 b . 1 ack 1 win 200 sack 101:201\n"
	                  "31 a . 201:301 ack 1\n31.1 b . 1 ack 1 win 200 sack 101:301\n"
	                  "32 a . 301:401 ack 1\n32.1 b . 1 ack 1 win 200 sack 101:401\n"
	                  "52 a . 1:101 ack 1\n52.1 b . 1 ack 401 win 200\n");
	ck_notes(4, NOTE_BIT(NOTE_LOST_SEGMENT));
	ck_notes(5, NOTE_BIT(NOTE_DUPLICATE_ACK));
	ck_notes(7, NOTE_BIT(NOTE_DUPLICATE_ACK));
	ck_notes(10, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_FAST_RETRANSMISSION) |
	                 NOTE_BIT(NOTE_ORIGINAL_UNSEEN));
	ck_notes(11, 0);
	ck_assert_uint_eq(model_session(m, 1)->flow[SIDE_A].bytes, 400);
}
END_TEST

START_TEST(overtaken_segment_is_out_of_order)
{
	play(m, HANDSHAKE "30 a . 101:201 ack 1\n30.2 a . 1:101 ack 1\n30.4 a . 201:301 ack 1\n");
	ck_notes(4, NOTE_BIT(NOTE_LOST_SEGMENT));
	ck_notes(5, NOTE_BIT(NOTE_OUT_OF_ORDER));
	ck_notes(6, 0);
}
END_TEST

START_TEST(windows)
{
	play(m, HANDSHAKE "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	                  "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	                  "400 b . 1 ack 257 win 100\n");
	ck_notes(6, NOTE_BIT(NOTE_WINDOW_FULL));
	ck_notes(7, NOTE_BIT(NOTE_ZERO_WINDOW));
	ck_notes(8, NOTE_BIT(NOTE_ZERO_WINDOW_PROBE));
	ck_notes(9, NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK) | NOTE_BIT(NOTE_ZERO_WINDOW));
	ck_notes(10, NOTE_BIT(NOTE_WINDOW_UPDATE));
}
END_TEST

START_TEST(keep_alive_and_its_answer)
{
	play(m, HANDSHAKE "30 a P. 1:3 ack 1\n31 b . 1 ack 3 win 200\n9000 a . 2 ack 1\n"
	                  "9001 b . 1 ack 3 win 200\n");
	ck_notes(6, NOTE_BIT(NOTE_KEEP_ALIVE));
	ck_notes(7, NOTE_BIT(NOTE_KEEP_ALIVE_ACK));
}
END_TEST

START_TEST(ack_of_unseen_bytes)
{
	play(m, HANDSHAKE "30 b . 1 ack 500\n40 a P. 500:600 ack 1\n");
	ck_notes(4, NOTE_BIT(NOTE_ACK_LOST_SEGMENT));
	ck_notes(5, NOTE_BIT(NOTE_LOST_SEGMENT));
}
END_TEST

START_TEST(reused_ports_begin_another_session)
{
	play(m, HANDSHAKE "30 a R. 1 ack 1 win 0\n");
	play(m, "50 a S 7000 win 10\n60 b S. 9000 ack 7001 win 10\n1070 a S 7000 win 10\n");
	ck_assert_uint_eq(model_sessions(m), 2);
	ck_notes(5, NOTE_BIT(NOTE_REUSED_PORTS));
	ck_assert_uint_eq(model_packet(m, 6)->session, 2);
	ck_notes(7, NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |
	                NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION));
	ck_assert_uint_eq(model_session(m, 1)->count, 4);
}
END_TEST

START_TEST(ways_through_a_long_session)
{
	struct segment s = play_segment("0 a . 1 ack 1");
	struct segment other = play_segment("0 b . 1 ack 1");
	other.src.port = 9000;
	for (unsigned i = 0; i < 1000; i++) {
		model_add(m, &s);
		if (i % 3 == 0)
			model_add(m, &other);
	}
	ck_assert_uint_eq(model_session(m, 1)->count, 1000);
	uint32_t before = 0;
	for (uint32_t n = 1; n <= 1000; n++) {
		uint32_t packet = model_nth(m, 1, n);
		ck_assert_uint_ne(packet, 0);
		ck_assert_uint_eq(model_ordinal(m, packet), n);
		ck_assert_uint_eq(model_prev(m, packet), before);
		if (before != 0)
			ck_assert_uint_eq(model_packet(m, before)->next, packet);
		before = packet;
	}
	ck_assert_uint_eq(model_nth(m, 1, 0), 0);
	ck_assert_uint_eq(model_nth(m, 1, 1001), 0);
	ck_assert_ptr_null(model_packet(m, 0));
	ck_assert_ptr_null(model_session(m, 3));
}
END_TEST

START_TEST(many_sessions_stay_apart)
{
	struct segment s = play_segment("0 a S 0");
	for (uint32_t i = 0; i < 5000; i++) {
		s.src.port = (uint16_t)(i + 1);
		model_add(m, &s);
	}
	ck_assert_uint_eq(model_sessions(m), 5000);
	s = play_segment("1 b S. 0 ack 1");
	s.dst.port = 4321;
	uint32_t packet = model_add(m, &s);
	ck_assert_uint_eq(model_packet(m, packet)->session, 4321);
}
END_TEST

START_TEST(holes)
{
	struct gaps *gaps = NULL;
	struct gap hole = { 0 };
	gaps_open(&gaps, (struct gap){ 100, 200, 7, 0, 0 });
	gaps_open(&gaps, (struct gap){ 300, 400, 8, 0, 0 });
	ck_assert(gaps_touch(gaps, 150, 151));
	ck_assert(!gaps_touch(gaps, 200, 300));
	ck_assert_uint_eq(gaps_fill(gaps, 120, 130, &hole), 10);
	ck_assert_int_eq(hole.opened_ns, 7);
	ck_assert_uint_eq(gaps->count, 3);
	ck_assert_uint_eq(gaps_fill(gaps, 0, 350, NULL), 140);
	ck_assert_uint_eq(gaps->count, 1);
	gaps_forget(gaps, 360);
	ck_assert_uint_eq(gaps->gap[0].start, 360);
	gaps_forget(gaps, 400);
	ck_assert_uint_eq(gaps->count, 0);
	for (uint32_t i = 0; i < 2 * GAPS_MAX; i++)
		gaps_open(&gaps, (struct gap){ i * 10, i * 10 + 5, i, 0, 0 });
	ck_assert_uint_eq(gaps->count, GAPS_MAX);
	ck_assert_uint_eq(gaps->gap[0].start, GAPS_MAX * 10);
	ck_assert_uint_eq(gaps_fill(gaps, GAPS_MAX * 10 + 1, GAPS_MAX * 10 + 2, NULL), 1);
	ck_assert_uint_eq(gaps->count, GAPS_MAX);
	free(gaps);
}
END_TEST

/* Beside the walk through all packets, which needs no index. */
static bool remarkable(uint32_t packet, uint32_t session)
{
	const struct packet *p = model_packet(m, packet);
	bool flagged = (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0;
	return (session == 0 || p->session == session) && (p->notes != 0 || flagged);
}

static void expect_ways(uint32_t session)
{
	uint32_t before = 0;
	for (uint32_t n = 1; n <= model_packets(m); n++) {
		ck_assert_uint_eq(model_notable_before(m, session, n), before);
		if (!remarkable(n, session))
			continue;
		for (uint32_t from = before; from < n; from++)
			ck_assert_uint_eq(model_notable_after(m, session, from), n);
		before = n;
	}
	ck_assert_uint_eq(model_notable_after(m, session, model_packets(m)), 0);
	ck_assert_uint_eq(model_notable_after(m, session, before), 0);
}

START_TEST(remarkable_packets_are_found_both_ways)
{
	expect_ways(0);
	for (uint16_t port = 1; port <= 3; port++) {
		struct segment s = play_segment("0 a S 0 win 8192");
		s.src.port = port;
		model_add(m, &s);
	}
	/* Longer than a few words of bits, with something remarkable now and then. */
	for (uint32_t i = 0; i < 2000; i++) {
		struct segment s = play_segment("1 a . 1 ack 1 win 100");
		s.src.port = (uint16_t)(1 + i % 3);
		s.flags |= i % 301 == 0 ? TCP_FIN : 0;
		s.seq += i;
		s.len = 1;
		model_add(m, &s);
	}
	for (uint32_t session = 0; session <= 3; session++)
		expect_ways(session);
}
END_TEST

static bool is_of(const struct packet *p, unsigned kinds)
{
	return (kinds & KIND_FROM(packet_side(p))) != 0 ||
	       ((kinds & KIND_MESSAGE) != 0 && (p->bits & PACKET_MESSAGE) != 0);
}

/* What is found from every packet of a session equals what a walk through all of them meets. */
static void expect_kinds(uint32_t session, unsigned kinds)
{
	const struct session *s = model_session(m, session);
	uint32_t before = 0;
	for (uint32_t n = s->first; n != 0; n = model_packet(m, n)->next) {
		ck_assert_uint_eq(model_kind_before(m, n, kinds), before);
		if (before != 0 && is_of(model_packet(m, n), kinds))
			ck_assert_uint_eq(model_kind_after(m, before, kinds), n);
		before = is_of(model_packet(m, n), kinds) ? n : before;
	}
	ck_assert_uint_eq(model_kind_after(m, before != 0 ? before : s->first, kinds), 0);
}

/* Long stretches without a message, or without one of the sides, short ones, and none. */
START_TEST(kinds_of_packets_are_found_both_ways)
{
	static const unsigned rare[] = { 1, 7, 63, 64, 65, 400, 5000 };
	uint32_t seq[ARRAY_LEN(rare)] = { 0 };
	for (uint32_t i = 0; i < 2000 * ARRAY_LEN(rare); i++) {
		unsigned which = i % ARRAY_LEN(rare), n = i / ARRAY_LEN(rare);
		bool speaks = n % rare[which] == rare[which] - 1;
		struct segment s = play_segment(speaks ? "1 b P. 1:11 ack 1" : "1 a . 1 ack 1");
		s.src.port = (uint16_t)(s.src.port + which);
		s.dst.port = (uint16_t)(s.dst.port + which);
		s.seq += speaks ? seq[which] : 0;
		seq[which] += speaks ? 10 : 0;
		model_add(m, &s);
	}
	ck_assert_uint_eq(model_sessions(m), ARRAY_LEN(rare));
	for (uint32_t session = 1; session <= ARRAY_LEN(rare); session++)
		for (unsigned kinds = KIND_FROM_A; kinds <= KIND_MESSAGE; kinds <<= 1)
			expect_kinds(session, kinds);
	ck_assert_uint_eq(model_kind_after(m, 0, KIND_MESSAGE), 0);
	ck_assert_uint_eq(model_kind_before(m, model_packets(m) + 1, KIND_MESSAGE), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("model");
	TCase *tc = tcase_create("model");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, remarkable_packets_are_found_both_ways);
	tcase_add_test(tc, kinds_of_packets_are_found_both_ways);
	tcase_add_test(tc, opener_stands_left);
	tcase_add_test(tc, numbers_count_from_isn);
	tcase_add_test(tc, late_capture_counts_from_first_byte);
	tcase_add_test(tc, one_refusal_of_scaling_is_enough);
	tcase_add_test(tc, states_of_orderly_close);
	tcase_add_test(tc, states_of_simultaneous_open_and_close);
	tcase_add_test(tc, each_syn_ack_of_a_simultaneous_open_answers_a_syn);
	tcase_add_test(tc, first_window_after_a_syn_is_no_update);
	tcase_add_test(tc, listener_unknown_until_it_answers);
	tcase_add_test(tc, syns_are_sent_again_by_the_timer);
	tcase_add_test(tc, overtaken_original_shows_a_spurious_retransmission);
	tcase_add_test(tc, network_duplicates_are_known_by_identification);
	tcase_add_test(tc, congestion_marks);
	tcase_add_test(tc, window_taken_back);
	tcase_add_test(tc, reset_closes_both);
	tcase_add_test(tc, states_inferred_only_from_data_both_ways);
	tcase_add_test(tc, a_fin_may_be_among_what_the_capture_lacks);
	tcase_add_test(tc, acks_link_both_ways);
	tcase_add_test(tc, retransmission_gets_its_ack_and_no_rtt);
	tcase_add_test(tc, spurious_retransmission);
	tcase_add_test(tc, hole_and_fast_retransmit_at_the_receiver);
	tcase_add_test(tc, overtaken_segment_is_out_of_order);
	tcase_add_test(tc, windows);
	tcase_add_test(tc, keep_alive_and_its_answer);
	tcase_add_test(tc, ack_of_unseen_bytes);
	tcase_add_test(tc, reused_ports_begin_another_session);
	tcase_add_test(tc, ways_through_a_long_session);
	tcase_add_test(tc, many_sessions_stay_apart);
	tcase_add_test(tc, holes);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
