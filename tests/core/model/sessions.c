/* Whole sessions: what the model says of every segment, and of the session at its end. sessions.txt
 * holds the segments and the right answers; its head explains it. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/course.h"
#include "core/model/figures.h"
#include "core/model/model.h"
#include "core/model/notable.h"
#include "core/model/session_facts.h"
#include "core/model/time_shares.h"
#include "core/model/verdict.h"
#include "core/record/seq.h"
#include "tests/core/answers.h"
#include "tests/core/play.h"

#define ANSWER " |"
#define TOTAL "  = "
#define COLUMN 54
#define BLOCK_MOST 64

static const char *const ends[] = { [SESSION_OPEN] = "open",
	[SESSION_CLOSED] = "closed",
	[SESSION_RESET] = "reset",
	[SESSION_REFUSED] = "refused" };

static void write_number(FILE *out, const char *name, int64_t number)
{
	if (number != 0)
		fprintf(out, " %s %lld", name, (long long)number);
}

static void write_finding(FILE *out, const struct finding *f)
{
	fprintf(out, "; %s: %s", note_name((enum note)f->note), rule_of((enum rule)f->rule)->name);
	write_number(out, "count", f->count);
	write_number(out, "copy", f->copy);
	write_number(out, "first", f->cause_first);
	write_number(out, "cause", f->cause);
	write_number(out, "answer", f->answer);
}

/* Writes the states where they change. */
static void write_states(FILE *out, const struct model *m, uint32_t n)
{
	const struct packet *p = model_packet(m, n), *before = model_packet(m, model_prev(m, n));
	if (before == NULL || before->states != p->states)
		fprintf(out, " %s %s", tcp_state_name(packet_state(p, SIDE_A)),
		    tcp_state_name(packet_state(p, SIDE_B)));
}

static void write_packet(FILE *out, const struct model *m, uint32_t n)
{
	const struct packet *p = model_packet(m, n);
	struct packet_range acked = model_acked(m, n);
	int64_t rtt = model_rtt(m, n);
	write_states(out, m, n);
	fprintf(out, "%s%s%s%s", packet_side(p) == SIDE_B ? " B" : "",
	    p->bits & PACKET_MESSAGE ? " message" : "", p->bits & PACKET_NEW_DATA ? " new" : "",
	    p->bits & PACKET_CONTINUES ? " continues" : "");
	write_number(out, "session", p->session - 1);
	write_number(out, "flight", p->in_flight);
	write_number(out, "by", p->acked_by);
	write_number(out, "acks", p->acks);
	if (acked.last != 0 && acked.first != acked.last)
		write_number(out, "from", acked.first);
	if (rtt >= 0)
		fprintf(out, " rtt %lld", (long long)(rtt / 1000));
	unsigned count;
	const struct finding *f = model_findings(m, n, &count);
	for (unsigned i = 0; i < count; i++)
		write_finding(out, &f[i]);
}

static void write_figures(FILE *out, const struct figures *f)
{
	fprintf(out, "%spackets %u", TOTAL, f->packets);
	write_number(out, "idle", f->idle_ns / 1000);
	write_number(out, "silence", f->silence_ns / 1000);
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		if (f->event[i] != 0)
			fprintf(out, ", %s %u", i < NOTE_COUNT ? note_name((enum note)i) : "reset",
			    f->event[i]);
	fputc('\n', out);
}

static void write_course(FILE *out, const struct course *c)
{
	fprintf(out, "%sidle %lld waiting %lld blocked %lld", TOTAL,
	    (long long)(c->spent_ns[SPENT_IDLE] / 1000),
	    (long long)(c->spent_ns[SPENT_WAITING] / 1000),
	    (long long)(c->spent_ns[SPENT_BLOCKED] / 1000));
	for (unsigned i = 0; i < SPENT_COUNT; i++)
		if (c->longest[i].end != 0)
			fprintf(out, ", longest %lld to %u", (long long)(c->longest[i].ns / 1000),
			    c->longest[i].end);
	write_number(out, "reset", c->reset);
	fputc('\n', out);
}

/* Writes what the time went to, and the verdict. */
static void write_shares(FILE *out, const struct model *m, uint32_t session)
{
	struct time_shares shares = { 0 };
	time_shares_go_on(&shares, m, session, UINT32_MAX);
	time_shares_end(&shares);
	struct verdict v = verdict_from(&shares, m, session);
	fprintf(out, "%sverdict %s%s, share %.2f", TOTAL, verdict_word(&v),
	    v.sure ? "" : " perhaps", verdict_share(&v));
	write_number(out, "turns", shares.turns.count);
	write_number(out, "median", turns_median(&shares.turns) / 1000);
	for (unsigned side = 0; side < 2; side++) {
		const struct time_side *d = &shares.side[side];
		fprintf(out, "; %s:", side == SIDE_A ? "a" : "b");
		for (unsigned cause = 0; cause < TIME_CAUSES; cause++)
			write_number(out, time_cause_name(cause), d->ns[cause] / 1000);
	}
	fputc('\n', out);
}

static void write_side(FILE *out, const struct session_facts *facts, enum side side)
{
	const struct session *s = model_session(facts->m, facts->session);
	const struct flow_figures *f = &facts->figures->flow[side];
	const struct course_side *c = &facts->course->side[side];
	fprintf(
	    out, "%s%s: sent %u resent %u", TOTAL, side == SIDE_A ? "a" : "b", f->sent, f->resent);
	if (f->rtts > 0)
		fprintf(out, " rtts %u %lld to %lld sum %lld", f->rtts,
		    (long long)(f->rtt_min_ns / 1000), (long long)(f->rtt_max_ns / 1000),
		    (long long)(f->rtt_sum_ns / 1000));
	fprintf(out, " rto %lld", (long long)(course_rto(facts->course, side) / 1000));
	fprintf(out, " left %lld", (long long)course_window_left(facts->course, side));
	fprintf(out, " bytes %llu", (unsigned long long)c->sent);
	write_number(out, "late", (int64_t)c->after_fin);
	write_number(out, "messages", c->messages);
	write_number(out, "first", c->first);
	write_number(out, "syn", c->syn);
	write_number(out, "syns", c->syns);
	write_number(out, "fin", c->fin);
	write_number(out, "stop", c->stop);
	write_number(out, "backoff", c->backoff);
	if (c->doubted)
		fprintf(out, " doubt %u to %u", session_relative(s, side, c->doubt),
		    session_relative(s, side, c->doubt_end));
	fprintf(out, " goodput %.0f throughput %.0f\n",
	    figures_goodput(facts->m, facts->session, side), session_throughput(facts, side));
}

static void write_session(FILE *out, const struct model *m, uint32_t session)
{
	struct figures figures;
	struct course course = { 0 };
	figures_of(m, session, UINT32_MAX, &figures);
	course_go_on(&course, m, session, UINT32_MAX);
	struct session_facts facts = {
		.m = m, .session = session, .course = &course, .figures = &figures
	};
	char parts[128];
	unsigned bits = session_completeness(&facts);
	completeness_format(bits, parts, sizeof(parts));
	int64_t rtt = model_initial_rtt(m, session);
	fprintf(out, "%s%s: %s, %s%s, handshake %lld\n", TOTAL, parts, completeness_words(bits),
	    ends[model_session(m, session)->ended], session_stalled(&facts) ? ", stalled" : "",
	    (long long)(rtt >= 0 ? rtt / 1000 : -1));
	write_figures(out, &figures);
	write_course(out, &course);
	write_shares(out, m, session);
	write_side(out, &facts, SIDE_A);
	write_side(out, &facts, SIDE_B);
}

/* Adds the segments of a block, and writes it with its answers. */
static void answer_block(char *lines[], unsigned count, FILE *out)
{
	struct model *m = model_new();
	for (unsigned i = 0; i < count; i++)
		if (lines[i][0] != '#')
			play(m, lines[i]);
	uint32_t n = 0;
	for (unsigned i = 0; i < count; i++) {
		fprintf(out, "%-*s", lines[i][0] == '#' ? 0 : COLUMN, lines[i]);
		if (lines[i][0] != '#') {
			fputs(ANSWER, out);
			write_packet(out, m, ++n);
		}
		fputc('\n', out);
	}
	for (uint32_t s = 0; (s = model_session_after(m, s)) != 0;)
		write_session(out, m, s);
	model_free(m);
}

/* Writes what is still known when all packets but the last are forgotten. */
static void answer_forgotten(char *lines[], unsigned count, FILE *out)
{
	struct model *m = model_new();
	for (unsigned i = 0; i < count; i++)
		if (lines[i][0] != '#')
			play(m, lines[i]);
	model_forget(m, model_packets(m));
	uint32_t session = model_session_after(m, 0);
	struct figures figures;
	struct course course = { 0 };
	char parts[128];
	figures_of(m, session, UINT32_MAX, &figures);
	course_go_on(&course, m, session, UINT32_MAX);
	struct session_facts facts = {
		.m = m, .session = session, .course = &course, .figures = &figures
	};
	completeness_format(session_completeness(&facts), parts, sizeof(parts));
	fprintf(out, "%sforgotten: %s, sent %u %u\n", TOTAL, parts, figures.flow[SIDE_A].sent,
	    figures.flow[SIDE_B].sent);
	model_free(m);
}

/* Reads a block up to an empty line, without its answers. Returns the number of lines. */
static unsigned read_block(FILE *in, char *lines[BLOCK_MOST])
{
	char line[ANSWER_LINE];
	unsigned count = 0;
	while (fgets(line, sizeof(line), in) != NULL && line[0] != '\n') {
		char *answer = strstr(line, ANSWER);
		line[answer != NULL ? (size_t)(answer - line) : strcspn(line, "\n")] = '\0';
		size_t len = strlen(line);
		while (len > 0 && line[len - 1] == ' ')
			line[--len] = '\0';
		if (strncmp(line, TOTAL, strlen(TOTAL)) == 0)
			continue;
		assert(count < BLOCK_MOST);
		lines[count++] = strdup(line);
	}
	return count;
}

static void answer_all(FILE *in, FILE *out)
{
	char *lines[BLOCK_MOST];
	unsigned count;
	for (bool first = true; (count = read_block(in, lines)) > 0; first = false) {
		if (!first)
			fputc('\n', out);
		answer_block(lines, count, out);
		/* The first block is the head, a comment. */
		if (!first)
			answer_forgotten(lines, count, out);
		for (unsigned i = 0; i < count; i++)
			free(lines[i]);
	}
}

START_TEST(answers_are_right)
{
	answers_check(SESSIONS, answer_all);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, answers_are_right);
	Suite *suite = suite_create("sessions");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
