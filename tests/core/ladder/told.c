/* What a reader is told of sessions: explanations, details, JSON, the session's story. told.txt
 * holds the segments and, indented, the right answers. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/explain/detail.h"
#include "core/explain/explain.h"
#include "core/explain/explain_session.h"
#include "core/ladder/label.h"
#include "core/ladder/session_json.h"
#include "core/model/course.h"
#include "core/model/figures.h"
#include "tests/core/answers.h"
#include "tests/core/json_line.h"
#include "tests/core/play.h"

#define SEGMENTS_MOST 32

/* The questions of a block: its segments, and comments. */
struct block {
	char line[SEGMENTS_MOST][256];
	struct segment segment[SEGMENTS_MOST];
	unsigned lines, segments;
};

static void write_line(void *ctx, unsigned depth, const char *text)
{
	fprintf(ctx, "%*s%s\n", (int)(2 * depth + 6), "", text);
}

/* Writes a JSON line without what stands elsewhere: the explanation, and what all lines of the
 * session have. */
static void write_json(FILE *out, const struct model *m, uint32_t packet)
{
	char text[JSON_LINE];
	json_line(m, packet, text, sizeof(text));
	char *from = strstr(text, "\"dir\""), *to = strstr(text, ",\"explain\"");
	ck_assert(from != NULL && to != NULL);
	fprintf(out, "    {%.*s}\n", (int)(to - from), from);
}

static void write_packet(
    FILE *out, const struct model *m, const struct course *c, const struct segment *s)
{
	static const unsigned cells[] = { 100, 40, 24, 12 };
	char text[EXPLAIN_TEXT], label[256];
	const struct packet *p = model_packet(m, c->at);
	struct detail_sink sink = { .line = write_line, .ctx = out };
	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		label_format(m, c->at, i == 1, NULL, cells[i], label, sizeof(label));
		fprintf(out, "%s%s", i == 0 ? "    " : " | ", label);
	}
	explain_segment(m, c->at, s, text, sizeof(text));
	fprintf(out, "\n    %s\n", text);
	if (p->notes == 0)
		return;
	write_json(out, m, c->at);
	detail_context(m, c, &sink);
}

static void write_record(FILE *out, const struct model *m, const char *story)
{
	static char text[JSON_SESSION];
	static struct account account;
	account = (struct account){ 0 };
	for (uint32_t n = 1; n != 0; n = model_packet(m, n)->next)
		account_add(&account, m, n);
	time_shares_end(&account.shares);
	struct session_record record = { m, 1, &account, "a.pcap", story, false };
	struct writer w = writer_begin(text, sizeof(text));
	struct json_writer j = json_begin(&w);
	json_object(&j);
	json_session(&j, &record);
	json_end(&j);
	json_finish(&j);
	fprintf(out, "    %s\n", text);
}

static void write_session(FILE *out, const struct model *m, const struct block *b)
{
	struct figures figures;
	struct course course = { 0 };
	char text[EXPLAIN_SESSION_TEXT];
	figures_of(m, 1, UINT32_MAX, &figures);
	course_go_on(&course, m, 1, UINT32_MAX);
	struct session_facts facts = { m, 1, &course, &figures, { NULL, NULL } };
	for (unsigned side = 0; side < 2; side++)
		if (course.side[side].syn != 0)
			facts.syn[side] = &b->segment[course.side[side].syn - 1];
	explain_session(&facts, text, sizeof(text));
	fprintf(out, "  Session\n    %s\n", text);
	struct detail_sink sink = { .line = write_line, .ctx = out };
	detail_session(&facts, &sink);
	write_record(out, m, "");
}

static void answer_block(const struct block *b, FILE *out)
{
	struct model *m = model_new();
	struct course course = { 0 };
	uint32_t n = 0;
	for (unsigned i = 0; i < b->lines; i++)
		if (b->line[i][0] != '#')
			play(m, b->line[i]);
	for (unsigned i = 0; i < b->lines; i++) {
		fprintf(out, "%s\n", b->line[i]);
		if (b->line[i][0] == '#')
			continue;
		course_add(&course, m, ++n);
		write_packet(out, m, &course, &b->segment[n - 1]);
	}
	if (n > 0)
		write_session(out, m, b);
	model_free(m);
}

/* Reads a block up to an empty line, without its answers. */
static bool read_block(FILE *in, struct block *b)
{
	static char line[ANSWER_LINE];
	b->lines = b->segments = 0;
	while (fgets(line, sizeof(line), in) != NULL && line[0] != '\n') {
		if (line[0] == ' ')
			continue;
		line[strcspn(line, "\n")] = '\0';
		ck_assert(b->lines < SEGMENTS_MOST && strlen(line) < sizeof(b->line[0]));
		memcpy(b->line[b->lines++], line, strlen(line) + 1);
		if (line[0] != '#')
			b->segment[b->segments++] = play_segment(line);
	}
	return b->lines > 0;
}

static void answer_all(FILE *in, FILE *out)
{
	static struct block block;
	for (bool first = true; read_block(in, &block); first = false) {
		if (!first)
			fputc('\n', out);
		answer_block(&block, out);
	}
}

START_TEST(answers_are_right)
{
	answers_check(TOLD, answer_all);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, answers_are_right);
	Suite *suite = suite_create("told");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
