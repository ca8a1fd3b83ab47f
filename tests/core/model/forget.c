/* A model that forgets: the kept part is as if nothing had been forgotten, and forgotten packets
 * take no memory. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/model/notable.h"
#include "core/explain/detail.h"
#include "core/explain/explain.h"
#include "core/explain/explain_session.h"
#include "core/model/figures.h"
#include "core/model/message.h"
#include "core/model/model.h"
#include "core/model/copies.h"
#include "core/model/vantage.h"
#include "core/record/note.h"
#include "tests/core/json_line.h"
#include "tests/core/play.h"
#include "tests/suite.h"

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

static uint64_t seed = 1;

static uint32_t draw(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

/* Sessions with traffic: each sends, is acknowledged, sometimes retransmits, and loses some
 * segments. */
#define TALKERS 40

struct talker {
	uint16_t port;
	uint32_t sent, acked, received; /* relative to the ISN */
	int step;
	int unsent; /* segments left to send; then it ends */
};

struct traffic {
	struct talker talker[TALKERS];
	uint16_t next_port;
	uint32_t frames;
	unsigned longest; /* segments of a session */
};

static struct segment segment_of(struct traffic *t, const struct talker *k, const char *line)
{
	char timed[128];
	snprintf(timed, sizeof(timed), "%u %s", t->frames, line);
	struct segment s = play_segment(timed);
	struct endpoint *a = s.src.port == 4000 ? &s.src : &s.dst;
	a->port = k->port;
	s.frame = ++t->frames;
	s.offset = (uint64_t)t->frames * 100;
	s.ip_id = t->frames & 0xffff;
	return s;
}

static struct segment data(struct traffic *t, struct talker *k, uint32_t from)
{
	char line[96];
	snprintf(line, sizeof(line), "a P. %u:%u ack 1 win 256", from, from + 100);
	return segment_of(t, k, line);
}

static struct segment ack(struct traffic *t, struct talker *k)
{
	char line[96];
	snprintf(line, sizeof(line), "b . 1 ack %u win 256", k->received);
	k->acked = k->received;
	return segment_of(t, k, line);
}

static struct segment open_or_close(struct traffic *t, struct talker *k)
{
	static const char *const open[] = { "a S 0 win 8192 ws 8", "b S. 0 ack 1 win 14600 ws 7",
		"a . 1 ack 1 win 256" };
	char line[96];
	if (k->unsent > 0)
		return segment_of(t, k, open[k->step++]);
	snprintf(line, sizeof(line), "a R. %u ack 1 win 0", k->sent);
	struct segment s = segment_of(t, k, line);
	k->step = -1;
	return s;
}

static struct segment next_segment(struct traffic *t)
{
	/* In turns, so no session is silent for long. */
	struct talker *k = &t->talker[t->frames % TALKERS];
	if (k->step < 0 || k->port == 0) {
		unsigned longest = k == &t->talker[0] ? 1000000 : t->longest;
		*k = (struct talker){ .port = ++t->next_port,
			.sent = 1,
			.acked = 1,
			.received = 1,
			.unsent = 1 + (int)draw(longest) };
		k->unsent = k == &t->talker[0] ? 1000000 : k->unsent;
	}
	if (k->step < 3 || k->unsent == 0)
		return open_or_close(t, k);
	if (draw(3) == 0)
		return ack(t, k);
	if (draw(20) == 0 && k->sent > k->acked)
		return data(t, k, k->acked);
	uint32_t from = k->sent;
	k->sent += 100;
	k->received = draw(10) == 0 ? k->received : k->sent;
	k->unsent--;
	return data(t, k, from);
}

START_TEST(what_is_forgotten_is_not_there)
{
	play(m, "0 a S 0 win 8192\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1:6 ack 1\n"
	        "40 b . 1 ack 6\n50 a P. 1:6 ack 1\n60 b . 1 ack 6\n");
	ck_assert_uint_eq(model_trouble(m), model_session(m, 1)->trouble);
	model_forget(m, 5);
	const struct session *s = model_session(m, 1);
	ck_assert_uint_eq(model_first(m), 5);
	ck_assert_uint_eq(model_packets(m), 7);
	ck_assert_uint_eq(model_packets_kept(m), 3);
	ck_assert_ptr_null(model_packet(m, 4));
	ck_assert_ptr_nonnull(model_packet(m, 5));
	ck_assert_uint_eq(s->first, 5);
	ck_assert_uint_eq(s->count, 3);
	ck_assert_uint_eq(session_forgotten(s), 4);
	ck_assert_uint_eq(s->flow[SIDE_A].packets, 4);
	ck_assert_uint_eq(model_nth(m, 1, 1), 5);
	ck_assert_uint_eq(model_nth(m, 1, 3), 7);
	ck_assert_uint_eq(model_nth(m, 1, 4), 0);
	ck_assert_uint_eq(model_ordinal(m, 5), 1);
	ck_assert_uint_eq(model_ordinal(m, 4), 0);
	ck_assert_uint_eq(model_prev(m, 5), 0);
	ck_assert_uint_eq(model_prev(m, 6), 5);
	/* The ACK is kept, the segment that it acknowledged is not. */
	ck_assert_uint_eq(model_acked(m, 5).first, 0);
	ck_assert_int_eq(model_rtt(m, 5), -1);
	ck_assert_int_eq(model_initial_rtt(m, 1), -1);
	ck_assert(figures_goodput(m, 1, SIDE_A) < 0);
	char json[JSON_LINE];
	json_line(m, 5, json, sizeof(json));
	ck_assert_ptr_nonnull(strstr(json, "\"acks\":null"));
	/* The state of the flow is kept. */
	ck_assert(s->flow[SIDE_A].syn_seen && s->flow[SIDE_A].base == PLAY_ISN_A);
	ck_assert(model_packet(m, 6)->notes & NOTE_BIT(NOTE_RETRANSMISSION));
	ck_assert_uint_eq(model_notable_after(m, 0, 0), 6);
	ck_assert_uint_eq(model_notable_before(m, 0, 6), 0);
}
END_TEST

START_TEST(forgetting_is_bounded_by_what_there_is)
{
	model_forget(m, 100);
	ck_assert_uint_eq(model_first(m), 1);
	play(m, "0 a S 0 win 8192\n");
	model_forget(m, 0);
	model_forget(m, 1);
	ck_assert_uint_eq(model_packets_kept(m), 1);
	model_forget(m, UINT32_MAX);
	ck_assert_uint_eq(model_packets_kept(m), 0);
	ck_assert_uint_eq(model_first(m), 2);
	ck_assert_uint_eq(model_sessions_kept(m), 0);
	ck_assert_uint_eq(model_session_after(m, 0), 0);
	/* Its ports begin another session: numbers are not reused. */
	play(m, "10 b S. 0 ack 1\n");
	ck_assert_uint_eq(model_packet(m, 2)->session, 2);
	ck_assert_uint_eq(model_session_after(m, 0), 2);
	ck_assert_ptr_null(model_session(m, 1));
}
END_TEST

START_TEST(trouble_is_of_what_is_kept)
{
	play(m, "0 a S 0 win 8192\n1000 a S 0 win 8192\n3000 a S 0 win 8192\n3010 b S. 0 ack 1\n");
	/* Both are copies of one SYN: one problem. */
	ck_assert_uint_eq(model_trouble(m), 1);
	ck_assert_uint_eq(model_session(m, 1)->trouble, 1);
	struct event_tally whole = { 0 }, kept = { 0 };
	ck_assert(events_count(&whole, m, UINT32_MAX, UINT32_MAX));
	ck_assert_uint_eq(whole.count[NOTE_SYN_TIMEOUT], 2);
	ck_assert_uint_eq(whole.begun[NOTE_SYN_TIMEOUT], 1);
	model_forget(m, 3);
	ck_assert_uint_eq(model_trouble(m), 0);
	ck_assert(events_count(&kept, m, UINT32_MAX, UINT32_MAX));
	ck_assert_uint_eq(kept.count[NOTE_SYN_TIMEOUT], 1);
	ck_assert_uint_eq(kept.begun[NOTE_SYN_TIMEOUT], 1);
	model_forget(m, 4);
	ck_assert_uint_eq(model_trouble(m), 0);
}
END_TEST

static void add_numbered(const char *line, uint16_t ip_id)
{
	struct segment s = play_segment(line);
	s.ip_id = ip_id;
	model_add(m, &s);
}

START_TEST(late_evidence_of_forgotten_packets)
{
	/* D-SACK for a retransmission, an original after its retransmission, a copy of a packet: of
	 * packets that are forgotten. */
	play(m, "0 a S 0 win 8192\n10 b S. 0 ack 1 win 9000\n20 a . 1 ack 1\n");
	add_numbered("30 a P. 1:101 ack 1", 7);
	add_numbered("300 a P. 1:101 ack 1", 8);
	add_numbered("310 a P. 101:201 ack 1", 9);
	model_forget(m, 6);
	play(m, "320 b . 1 ack 201 win 9000 sack 1:101\n");
	add_numbered("330 a P. 1:101 ack 1", 7);
	add_numbered("331 a P. 1:101 ack 1", 8);
	play(m, "340 b . 1 ack 201 win 9000 sack 1:101\n");
	ck_assert_uint_eq(model_packet(m, 6)->acked_by, 7);
	ck_assert(model_packet(m, 8)->notes != 0);
}
END_TEST

/* A retransmission, more packets than are kept and than a chunk holds, and then the original. */
START_TEST(late_original_of_a_forgotten_retransmission)
{
	enum { KEPT = 20, CHUNKS = KEPT + (2 << PACKET_CHUNK_BITS) };
	model_keep(m, KEPT);
	play(m, "0 a S 0 win 502 ts 1 ecr 0\n10 b S. 0 ack 1 win 502 ts 1 ecr 1\n"
	        "20 a . 1 ack 1 win 502 ts 2 ecr 1\n30 a P. 1:101 ack 1 win 502 ts 30 ecr 1\n"
	        "330 a P. 1:101 ack 1 win 502 ts 330 ecr 1\n"
	        "340 b . 1 ack 101 win 502 ts 340 ecr 330\n");
	struct segment sent = play_segment("350 a P. 101:201 ack 1 win 502 ts 350 ecr 340");
	struct segment ack = play_segment("360 b . 1 ack 201 win 502 ts 360 ecr 350");
	for (uint32_t i = 0; i < CHUNKS; i += 2) {
		model_add(m, &sent);
		model_add(m, &ack);
		sent.seq += 100, sent.ts_val += 20, sent.ts_ecr += 20, sent.time_ns += 20000000;
		ack.ack += 100, ack.ts_val += 20, ack.ts_ecr += 20, ack.time_ns += 20000000;
	}
	struct segment late = play_segment("0 a P. 1:101 ack 1 win 502 ts 30 ecr 1");
	late.time_ns = ack.time_ns;
	uint32_t number = model_add(m, &late);
	ck_assert_ptr_null(model_packet(m, 5));
	ck_assert_uint_eq(
	    model_packet(m, number)->notes & NOTES_BEHIND, NOTE_BIT(NOTE_OUT_OF_ORDER));
	ck_assert_uint_eq(model_packets_kept(m), KEPT);
	play_check_figures(m);
}
END_TEST

/* A FIN may be missing before packet 6: not before the network duplicate of its side's last packet,
 * whether the original is kept or not. */
START_TEST(network_duplicates_come_before_a_missing_fin)
{
	play(m, "0 a S 0 win 8192\n10 b S. 0 ack 1 win 9000\n20 a . 1 ack 1\n");
	add_numbered("30 b P. 1:101 ack 1", 7);
	add_numbered("30.1 b P. 1:101 ack 1", 7);
	ck_assert_uint_eq(model_packet(m, 5)->notes, NOTE_BIT(NOTE_NETWORK_DUPLICATE));
	model_forget(m, _i == 0 ? 1 : 5);
	play(m, "60 b . 301 ack 1\n");
	ck_assert_int_eq(packet_state(model_packet(m, 5), SIDE_B), STATE_ESTABLISHED);
	ck_assert_int_eq(packet_state(model_packet(m, 6), SIDE_B), STATE_UNKNOWN);
}
END_TEST

/* Keep-alives of one idle period, until the first of them and its finding are forgotten. */
START_TEST(keep_alives_outlast_the_first_of_them)
{
	enum { KEPT = 20, CHUNKS = KEPT + (2 << PACKET_CHUNK_BITS) };
	model_keep(m, KEPT);
	play(m, "0 a S 0 win 502\n10 b S. 0 ack 1 win 502\n20 a . 1 ack 1 win 502\n"
	        "30 a P. 1:101 ack 1 win 502\n40 b . 1 ack 101 win 502\n");
	struct segment probe = play_segment("75000 a . 100 ack 1 win 502");
	for (uint32_t i = 0; i < CHUNKS; i++) {
		uint32_t number = model_add(m, &probe);
		ck_assert(model_packet(m, number)->notes & NOTE_BIT(NOTE_KEEP_ALIVE));
		probe.time_ns += INT64_C(75000000000);
	}
	uint32_t last = model_packets(m);
	const struct finding *f = model_finding(m, last, NOTE_KEEP_ALIVE);
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_lt(f->cause, last);
	play_check_figures(m);
}
END_TEST

/* Both ways through a session agree with each other and with the chain. */
static void check_ways(const struct model *of, uint32_t session)
{
	const struct session *s = model_session(of, session);
	uint32_t nth = 0, before = 0, spoken = 0;
	for (uint32_t n = s->first; n != 0; n = model_packet(of, n)->next) {
		nth++;
		if (nth % 37 == 1 || nth > s->count - 3) {
			ck_assert_uint_eq(model_ordinal(of, n), nth);
			ck_assert_uint_eq(model_nth(of, session, nth), n);
			ck_assert_uint_eq(model_prev(of, n), before);
			ck_assert_uint_eq(model_kind_before(of, n, KIND_MESSAGE), spoken);
		}
		if (model_packet(of, n)->bits & PACKET_MESSAGE)
			spoken = n;
		before = n;
	}
	ck_assert_uint_eq(nth, s->count);
	ck_assert_uint_eq(before, s->last);
}

START_TEST(ways_through_a_session_that_forgets)
{
	for (uint32_t i = 0; i < 60000; i++) {
		struct segment s = play_segment("1 a . 1 ack 1 win 100");
		s.seq += i;
		s.len = 1;
		model_add(m, &s);
		if (draw(500) == 0)
			model_forget(m, model_first(m) + draw(model_packets_kept(m)));
		if (i % 10000 == 9999)
			check_ways(m, 1);
	}
	for (uint32_t left = model_packets_kept(m); left > 0; left /= 2) {
		model_forget(m, model_packets(m) + 1 - left);
		check_ways(m, 1);
	}
}
END_TEST

/* The same, except for links to forgotten packets. */
static void check_session(const struct session *s, const struct session *whole)
{
	struct session a = *s, b = *whole;
	for (unsigned side = SIDE_A; side <= SIDE_B; side++) {
		a.flow[side].recovery = b.flow[side].recovery = NULL;
		if (b.flow[side].unacked < a.first)
			a.flow[side].unacked = b.flow[side].unacked = 0;
		ck_assert_uint_ge(a.flow[side].unacked, b.flow[side].unacked);
		a.flow[side].unacked = b.flow[side].unacked;
		ck_assert_mem_eq(&a.flow[side], &b.flow[side], sizeof(a.flow[side]));
	}
	ck_assert_mem_eq(a.end, b.end, sizeof(a.end));
	ck_assert_uint_eq(a.last, b.last);
	ck_assert_uint_eq(session_begun(&a), b.count);
	ck_assert_uint_eq(a.ended, b.ended);
	ck_assert_mem_eq(a.state, b.state, sizeof(a.state));
}

/* Everything that is told of a session and a packet is of what is kept. */
static void tell_all(const struct model *of, uint32_t session)
{
	char text[EXPLAIN_SESSION_TEXT + EXPLAIN_TEXT];
	struct course course = { 0 };
	struct figures figures;
	struct session_facts facts = {
		.m = of, .session = session, .course = &course, .figures = &figures
	};
	ck_assert(course_go_on(&course, of, session, UINT32_MAX));
	figures_of(of, session, UINT32_MAX, &figures);
	ck_assert_uint_eq(figures.packets, model_session(of, session)->count);
	ck_assert_uint_gt(explain_session(&facts, text, sizeof(text)), 0);
	uint32_t first = model_session(of, session)->first;
	explain_packet(of, first, text, sizeof(text));
	course_reach(&course, of, first);
	ck_assert_uint_eq(course.at, first);
	ck_assert_uint_eq(copies_first(of, first), 0);
}

static void take_text(void *ctx, unsigned depth, const char *text)
{
	char *all = ctx;
	(void)depth;
	strcat(strcat(all, text), "\n");
}

/* What the flows know of what is forgotten is told with what is kept. */
START_TEST(forgotten_segments_are_summed_up)
{
	char text[EXPLAIN_SESSION_TEXT], lines[2048] = "";
	struct course course = { 0 };
	struct figures figures;
	struct session_facts facts = {
		.m = m, .session = 1, .course = &course, .figures = &figures
	};
	struct detail_sink sink = { .line = take_text, .ctx = lines };
	play(m, "0 a S 0 win 1000\n10 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	        "30 a P. 1:101 ack 1 win 1000\n40 b P. 1:11 ack 101 win 1000\n"
	        "50 a . 101 ack 11 win 1000\n"
	        "60 a P. 101:201 ack 11 win 1000\n70 b . 11 ack 201 win 1000\n"
	        "80 a F. 201 ack 11 win 1000\n90 b F. 11 ack 202 win 1000\n"
	        "100 a . 202 ack 12 win 1000\n");
	model_forget(m, 7);
	ck_assert(course_go_on(&course, m, 1, UINT32_MAX));
	figures_of(m, 1, UINT32_MAX, &figures);
	ck_assert_uint_eq(session_completeness(&facts),
	    COMPLETE_SYN | COMPLETE_SYN_ACK | COMPLETE_ACK | COMPLETE_DATA | COMPLETE_FIN);
	detail_session(&facts, &sink);
	ck_assert_msg(strstr(lines, "Completeness  31: SYN + SYN-ACK + ACK + DATA + FIN, complete, "
	                            "with data, forgotten segments included\n") != NULL,
	    "%s", lines);
	ck_assert_msg(strstr(lines, "from 10.0.0.1:4000 in the segments that are kept (100 bytes); "
	                            "with the forgotten ones, 200 new bytes in total\n") != NULL,
	    "%s", lines);
	explain_session(&facts, text, sizeof(text));
	ck_assert_msg(
	    strstr(text,
	        "are no longer kept; its handshake was complete. In total, including those, the "
	        "client sent 200 bytes, the server 10 bytes.") != NULL,
	    "%s", text);
}
END_TEST

static void check_kept(const struct model *ring, const struct model *whole)
{
	uint32_t trouble = 0, kept = 0, sessions = 0;
	for (uint32_t n = model_first(ring); n <= model_packets(ring); n++) {
		const struct packet *p = model_packet(ring, n);
		ck_assert_mem_eq(p, model_packet(whole, n), sizeof(*p));
		trouble += model_begins_problem(ring, n);
	}
	for (uint32_t i = model_session_after(ring, 0); i != 0; i = model_session_after(ring, i)) {
		const struct session *s = model_session(ring, i);
		check_session(s, model_session(whole, i));
		check_ways(ring, i);
		tell_all(ring, i);
		kept += s->count;
		sessions++;
	}
	ck_assert_uint_eq(kept, model_packets_kept(ring));
	ck_assert_uint_eq(sessions, model_sessions_kept(ring));
	ck_assert_uint_eq(trouble, model_trouble(ring));
	uint32_t a = 0, b = model_first(ring) - 1;
	do {
		a = model_notable_after(ring, 0, a);
		b = model_notable_after(whole, 0, b);
		ck_assert_uint_eq(a, b);
	} while (a != 0);
}

START_TEST(the_kept_part_is_as_if_nothing_was_forgotten)
{
	const uint32_t all = (uint32_t)suite_rounds(100000), kept = all / 5;
	struct traffic t = { .next_port = 1, .longest = 600 };
	struct model *whole = model_new();
	seed = (uint64_t)_i + 1;
	for (uint32_t i = 0; i < all; i++) {
		struct segment s = next_segment(&t);
		model_add(whole, &s);
		model_add(m, &s);
		if (i >= kept && i % 256 == 0)
			model_forget(m, i + 1 - kept);
		if (i % kept != kept - 1)
			continue;
		check_kept(m, whole);
		play_check_figures(m);
		play_check_figures(whole);
	}
	ck_assert_uint_lt(model_sessions_kept(m), model_sessions(m));
	/* Both of the same traffic: one finds in the other what both have. */
	struct vantage_way way = { m, whole, 0 }, back = { whole, m, 0 };
	uint32_t last = model_packets(m);
	ck_assert_uint_eq(vantage_packet(&way, last), last);
	ck_assert_uint_eq(vantage_packet(&back, last), last);
	ck_assert_uint_eq(vantage_packet(&back, 1), 0);
	model_free(whole);
}
END_TEST

START_TEST(sessions_are_found_until_they_are_forgotten)
{
	enum { PORTS = 3000 };
	const uint32_t all = (uint32_t)suite_rounds(200000);
	static uint32_t newest[PORTS], last[PORTS]; /* session and packet of each port */
	memset(newest, 0, sizeof(newest));
	memset(last, 0, sizeof(last));
	for (uint32_t i = 1; i <= all; i++) {
		uint32_t port = draw(PORTS / (1 + i / (all / 4)));
		struct segment s = play_segment("1 a . 1 ack 1 win 100");
		s.src.port = (uint16_t)(port + 1);
		uint32_t n = model_add(m, &s), session = model_packet(m, n)->session;
		bool there = last[port] >= model_first(m) && last[port] != 0;
		if (there)
			ck_assert_uint_eq(session, newest[port]);
		else
			ck_assert_uint_eq(session, model_sessions(m));
		newest[port] = session;
		last[port] = n;
		if (draw(10) == 0)
			model_forget(m, n > 2000 ? n - draw(2000) : 0);
	}
}
END_TEST

/* Returns the resident memory of this process in bytes. */
static size_t resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long all = 0, here = 0;
	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fscanf(file, "%lu %lu", &all, &here), 2);
	fclose(file);
	return here * (size_t)sysconf(_SC_PAGESIZE);
}

/* The packets alone would take 128 MB if none were forgotten. Huge pages make the size differ from
 * run to run. Sanitizers keep freed memory. */
#ifdef __SANITIZE_ADDRESS__
enum { MORE_MOST = 400 << 20 };
#else
enum { MORE_MOST = 32 << 20 };
#endif

/* Sessions of a few packets, and every so often one that stays: the memory of all the others must
 * not stay with it. */
static void run_through(uint32_t packets, uint32_t keep)
{
	static const char *const lines[] = { "0 a S 0 win 8192", "1 b S. 0 ack 1 win 9000",
		"2 a P. 1:10 ack 1 win 256", "3 b . 1 ack 10 win 300", "4 a R. 10 ack 1 win 0" };
	struct segment made[5];
	for (unsigned i = 0; i < 5; i++)
		made[i] = play_segment(lines[i]);
	for (uint32_t i = model_packets(m), end = i + packets; i < end; i++) {
		struct segment s = made[i % 5];
		uint32_t session = i / 5;
		struct endpoint *a = i % 5 == 1 || i % 5 == 3 ? &s.dst : &s.src;
		a->port = (uint16_t)session;
		memcpy(&a->addr.b[12], &session, sizeof(session));
		if (i % 400 == 0) {
			/* One of those that last, each of which began at a time of its own. */
			s = made[3];
			s.dst.port = (uint16_t)(60000 + i / 400 % (1 + i / keep));
		}
		model_add(m, &s);
		if (model_packets_kept(m) >= keep + 256)
			model_forget(m, model_packets(m) + 1 - keep);
	}
}

START_TEST(memory_stays_bounded)
{
	enum { KEEP = 50000 };
	run_through(4 * KEEP, KEEP);
	size_t before = resident();
	uint32_t begun = model_sessions(m);
	run_through(40 * KEEP, KEEP);
	ck_assert_uint_gt(model_sessions(m), begun + 7 * KEEP);
	ck_assert_uint_le(model_packets_kept(m), KEEP + 256);
	ck_assert_uint_le(model_sessions_kept(m), KEEP);
	size_t after = resident();
	ck_assert_msg(after < before + MORE_MOST, "%zu bytes more after forty times the limit",
	    after - before);
}
END_TEST

/* The address sanitizer keeps freed memory to find errors; this test measures memory that is
 * returned. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

int main(void)
{
	Suite *suite = suite_create("forget");
	TCase *tc = tcase_create("forget");
	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, forgotten_segments_are_summed_up);
	tcase_add_test(tc, what_is_forgotten_is_not_there);
	tcase_add_test(tc, forgetting_is_bounded_by_what_there_is);
	tcase_add_test(tc, trouble_is_of_what_is_kept);
	tcase_add_test(tc, late_evidence_of_forgotten_packets);
	tcase_add_test(tc, late_original_of_a_forgotten_retransmission);
	tcase_add_loop_test(tc, network_duplicates_come_before_a_missing_fin, 0, 2);
	tcase_add_test(tc, keep_alives_outlast_the_first_of_them);
	tcase_add_test(tc, ways_through_a_session_that_forgets);
	tcase_add_loop_test(tc, the_kept_part_is_as_if_nothing_was_forgotten, 0, suite_rounds(4));
	tcase_add_test(tc, sessions_are_found_until_they_are_forgotten);
	tcase_add_test(tc, memory_stays_bounded);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
