/* Reads segments from bytes, adds them to models, and aborts if a promise is broken. The first byte
 * selects how many packets one of the models keeps, and what is checked. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/explain/detail.h"
#include "core/explain/explain.h"
#include "core/explain/verdict_text.h"
#include "core/ladder/ladder.h"
#include "core/model/byte_stream.h"
#include "core/model/course.h"
#include "core/model/figures.h"
#include "core/model/message.h"
#include "tests/fuzz/forgetting.h"
#include "tests/core/findings_check.h"
#include "core/model/copies.h"
#include "tests/core/json_line.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/steps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_links(const struct model *m, uint32_t number)
{
	const struct packet *p = model_packet(m, number);
	const struct packet *acks = model_packet(m, p->acks), *by = model_packet(m, p->acked_by);
	HOLDS(p->acks < number && (p->acked_by == 0 || p->acked_by != number));
	HOLDS(p->acked_by <= number || by != NULL);
	if (acks != NULL)
		HOLDS(acks->acked_by == number && acks->session == p->session &&
		      packet_side(acks) != packet_side(p));
	if (by != NULL)
		HOLDS((p->acked_by < number || by->acks >= number) && by->session == p->session &&
		      packet_side(by) != packet_side(p));
	HOLDS(p->next == 0 || (p->next > number && model_prev(m, p->next) == number));
	HOLDS(model_nth(m, p->session, model_ordinal(m, number)) == number);
	HOLDS(p->in_flight <= INT32_MAX);
	HOLDS(packet_state(p, SIDE_A) < STATE_COUNT && packet_state(p, SIDE_B) < STATE_COUNT);
	struct packet_range range = model_acked(m, number);
	HOLDS(range.first <= range.last && range.last == (acks != NULL ? p->acks : 0));
	uint32_t first = copies_first(m, number), last = copies_last(m, number);
	HOLDS(first <= last && last < number && (first == 0) == (last == 0));
}

static bool is_remarkable(const struct packet *p)
{
	return p->notes != 0 || (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0;
}

struct session_count {
	uint32_t packets, trouble, sent[2];
	uint64_t bytes[2];
};

static struct session_count count_session(const struct model *m, uint32_t session)
{
	struct session_count count = { 0 };
	for (uint32_t n = model_session(m, session)->first; n != 0; n = model_packet(m, n)->next) {
		const struct packet *p = model_packet(m, n);
		HOLDS(p->session == session);
		count.packets++;
		count.trouble += model_begins_problem(m, n);
		count.sent[packet_side(p)]++;
		count.bytes[packet_side(p)] += p->len;
	}
	return count;
}

static void check_remarkable(const struct model *m)
{
	uint32_t at = 0;
	for (uint32_t n = model_first(m); n <= model_packets(m); n++)
		if (is_remarkable(model_packet(m, n)))
			HOLDS((at = model_notable_after(m, 0, at)) == n);
	HOLDS(model_notable_after(m, 0, at) == 0);
}

/* Every counter equals a new count. */
static void check_counts(const struct model *m)
{
	uint32_t trouble = 0, packets = 0, sessions = 0;
	for (uint32_t i = model_session_after(m, 0); i != 0; i = model_session_after(m, i)) {
		const struct session *s = model_session(m, i);
		struct session_count count = count_session(m, i);
		HOLDS(count.packets == s->count && count.trouble == s->trouble);
		for (enum side side = SIDE_A; model_first(m) == 1 && side <= SIDE_B; side++)
			HOLDS(count.sent[side] == s->flow[side].packets &&
			      s->flow[side].bytes <= count.bytes[side]);
		packets += count.packets;
		trouble += count.trouble;
		sessions++;
	}
	HOLDS(packets == model_packets_kept(m) && trouble == model_trouble(m));
	HOLDS(sessions == model_sessions_kept(m));
	check_remarkable(m);
}

static void check_line(void *ctx, unsigned depth, const char *text)
{
	(void)ctx;
	HOLDS(depth < 4);
	check_printable(text);
}

static void check_row(const struct row *row, unsigned width)
{
	unsigned col = 0;
	for (unsigned i = 0; i < row->spans; i++) {
		HOLDS(row->span[i].col >= col);
		col = row->span[i].col + row->span[i].cells;
	}
	HOLDS(col <= width);
}

static void check_texts(const struct model *m, uint32_t number)
{
	static const struct detail_sink sink = { .line = check_line };
	char text[JSON_LINE];
	size_t len = json_line(m, number, text, sizeof(text));
	HOLDS(len == strlen(text) && len < sizeof(text) - 1 && text[len - 1] == '}');
	check_printable(text);
	struct course course = { 0 };
	course_reach(&course, m, number);
	detail_context(m, &course, &sink);
	struct message msg;
	struct row row;
	const struct packet *p = model_packet(m, number);
	struct ladder_style style = {
		.width = LADDER_WIDTH_MIN + number * 7 % 170,
		.time = (enum time_mode)(number % TIME_MODES),
		.ascii = number % 2,
		.raw_seq = number % 3 == 0,
		.lost = number % 5 == 0,
	};
	ladder_arrow(m, number, &style, NULL, NULL, &row);
	check_row(&row, style.width);
	ladder_states(m, p->session, number, &style, &row);
	check_row(&row, style.width);
	ladder_day(m, number, &style, &row);
	check_row(&row, style.width);
	ladder_between(&style, ROLE_PLAIN, text, &row);
	check_row(&row, style.width);
	if (message_of(m, number, &msg))
		HOLDS(msg.first <= number && msg.last >= msg.first && msg.segments >= 1 &&
		      msg.segments <= MESSAGE_SEGMENTS);
}

/* Figures counted as packets arrive equal those of a walk over them. */
static void check_figures(const struct model *m, uint32_t session)
{
	struct figures counted, walked;
	figures_of(m, session, UINT32_MAX, &counted);
	figures_walk(m, session, UINT32_MAX, &walked);
	HOLDS(counted.packets == walked.packets &&
	      counted.packets == model_session(m, session)->count);
	HOLDS(memcmp(counted.event, walked.event, sizeof(counted.event)) == 0);
	HOLDS(counted.idle_ns == walked.idle_ns && counted.silence_ns == walked.silence_ns);
	HOLDS(counted.idle_ns >= 0);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		const struct flow_figures *a = &counted.flow[side], *b = &walked.flow[side];
		HOLDS(a->sent == b->sent && a->resent == b->resent && a->rtts == b->rtts);
		HOLDS(a->rtt_min_ns == b->rtt_min_ns && a->rtt_max_ns == b->rtt_max_ns);
		HOLDS(a->rtt_sum_ns == b->rtt_sum_ns);
	}
}

/* Each piece is the end of a payload; a part of the stream is that of its packets. */
static void check_stream(const struct model *m, uint32_t session)
{
	struct byte_stream both, one;
	uint64_t bytes[2] = { 0, 0 }, missing[2] = { 0, 0 };
	byte_stream_read(m, session, BYTES_OF_BOTH, UINT32_MAX, &both);
	for (size_t i = 0; i < both.count; i++) {
		const struct byte_piece *piece = &both.piece[i];
		const struct packet *p = model_packet(m, piece->packet);
		HOLDS(piece->len > 0);
		HOLDS(piece->packet == 0 ||
		      (p != NULL && p->session == session && packet_side(p) == piece->side &&
		          piece->skip + piece->len == p->len));
		*(p != NULL ? &bytes[piece->side] : &missing[piece->side]) += piece->len;
	}
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		byte_stream_read(
		    m, session, side == SIDE_A ? BYTES_OF_A : BYTES_OF_B, UINT32_MAX, &one);
		HOLDS(both.bytes[side] == bytes[side] && both.missing[side] == missing[side]);
		HOLDS(one.bytes[side] == bytes[side] && one.missing[side] == missing[side]);
		HOLDS(one.bytes[side_other(side)] == 0);
		byte_stream_free(&one);
	}
	byte_stream_free(&both);
}

/* The times of each direction add up to the duration, and the verdict has its sentences. */
static void check_time(const struct model *m, uint32_t session)
{
	struct time_shares shares = { 0 };
	char text[VERDICT_TEXT];
	HOLDS(time_shares_go_on(&shares, m, session, UINT32_MAX));
	time_shares_end(&shares);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		int64_t left = time_shares_duration(&shares);
		for (unsigned cause = 0; cause < TIME_CAUSES; cause++) {
			HOLDS(shares.side[side].ns[cause] >= 0);
			left -= shares.side[side].ns[cause];
		}
		HOLDS(left == 0);
	}
	struct verdict v = verdict_from(&shares, m, session);
	HOLDS(v.kind != VERDICT_NONE && v.ns >= 0 && v.ns <= v.duration_ns);
	HOLDS(verdict_text(&v, model_session(m, session), text, sizeof(text)) < sizeof(text) - 1);
	HOLDS(verdict_advice(&v, model_session(m, session), text, sizeof(text)) < sizeof(text) - 1);
}

static void check_sessions(const struct model *m)
{
	for (uint32_t i = model_session_after(m, 0); i != 0; i = model_session_after(m, i)) {
		struct course course = { 0 };
		check_figures(m, i);
		check_stream(m, i);
		check_time(m, i);
		HOLDS(course_go_on(&course, m, i, UINT32_MAX) &&
		      course.packets == model_session(m, i)->count);
		for (unsigned spent = 0; spent < SPENT_COUNT; spent++)
			HOLDS(course.spent_ns[spent] >= 0);
		HOLDS(course_rto(&course, SIDE_A) >= -1);
		model_initial_rtt(m, i);
		figures_goodput(m, i, SIDE_A);
	}
}

static void check_model(const struct model *m)
{
	HOLDS(findings_wrong(m) == 0);
	check_counts(m);
	check_sessions(m);
	for (uint32_t n = model_first(m); n <= model_packets(m); n++) {
		check_links(m, n);
		check_texts(m, n);
	}
}

/* Adding one at a time and all at once gives the same. */
static void check_same(const struct model *a, const struct model *b)
{
	HOLDS(model_packets(a) == model_packets(b) && model_sessions(a) == model_sessions(b));
	for (uint32_t n = 1; n <= model_packets(a); n++)
		HOLDS(memcmp(model_packet(a, n), model_packet(b, n), sizeof(struct packet)) == 0);
}

static void check_whole(const struct segment *segments, size_t count)
{
	struct model *one = model_new(), *all = model_new();
	for (size_t i = 0; i < count; i++)
		model_add(one, &segments[i]);
	model_add_all(all, segments, count);
	check_same(one, all);
	check_model(one);
	model_free(one);
	model_free(all);
}

/* Segments added to a model that forgets. With FUZZ_STEPS in the environment their number is
 * printed at the end, and only that model is checked. */
static uint64_t steps;

static bool counts_steps(void)
{
	return getenv("FUZZ_STEPS") != NULL;
}

__attribute__((destructor)) static void report_steps(void)
{
	if (counts_steps())
		fprintf(stderr, "%" PRIu64 " steps with forgetting\n", steps);
}

/* Returns how many packets the model that forgets keeps. */
static uint32_t kept_by(uint8_t byte)
{
	static const uint32_t more[] = { 24, 32, 40, 48, 64, 80, 100, 128, 150, 200, 250, 300 };
	unsigned way = byte & 31;
	return way < 20 ? way + 1 : more[way - 20];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct segment segments[SEGMENTS_MAX];
	if (size == 0)
		return 0;
	size_t count = read_steps(data, size, segments);
	steps += count;
	struct model *ring = check_forgetting(segments, count, kept_by(data[0]));
	/* Slow checks, for few inputs. */
	if (data[0] < 8 && !counts_steps()) {
		check_model(ring);
		check_whole(segments, count);
	} else {
		check_counts(ring);
	}
	model_free(ring);
	return 0;
}
