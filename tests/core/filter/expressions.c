/* Every term of the filter language with every operator and values of all kinds, whole and cut:
 * expressions.txt holds what each selects, or where and why it does not parse. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/filter/filter.h"
#include "core/filter/terms.h"
#include "tests/core/answers.h"
#include "tests/core/play.h"

/* Session 1 loses a segment, 2 is refused, 3 begins in the middle, 4 closes a window. */
static const char *const sessions[] = {
	"0 a S 0 win 1000 ws 2\n0.1 b S. 0 ack 1 win 1000 ws 2\n0.2 a . 1 ack 1 win 1000\n"
	"1 a P. 1:6 ack 1 win 1000\n1.15 b . 1 ack 6 win 1000\n2 a P. 6:11 ack 1 win 1000\n"
	"402 a P. 6:11 ack 1 win 1000\n402.15 b . 1 ack 11 win 1000",
	"3 a S 0 win 1000\n3.001 b R. 0:0 ack 1 win 0",
	"5 a P. 1:901 ack 1 win 1000\n9005 a P. 901:1001 ack 1 win 1000",
	"10 a S 0 win 500\n30 b S. 0 ack 1 win 500\n30.1 a . 1 ack 1 win 500\n"
	"31 a P. 1:501 ack 1 win 500\n51 b . 1 ack 501 win 0\n351 b . 1 ack 501 win 500\n"
	"352 b F. 1 ack 501 win 500\n372 a F. 501 ack 2 win 500\n392 b . 2 ack 502 win 500",
};

static void add(const char *lines, uint16_t port)
{
	char copy[1024], *rest;
	snprintf(copy, sizeof(copy), "%s", lines);
	for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		struct segment s = play_segment(line);
		*(s.src.port == 4000 ? &s.src.port : &s.dst.port) = port;
		s.hash = 0;
		s.frame = model_packets(played) + 1;
		model_add(played, &s);
	}
}

static void setup(void)
{
	play_begin();
	for (uint16_t i = 0; i < ARRAY_LEN(sessions); i++)
		add(sessions[i], (uint16_t)(4001 + i));
}

static const char *name_port(uint16_t port)
{
	return port == 8000 ? "irdmi" : NULL;
}

static bool payload(void *owner, uint32_t packet, struct bytes *out)
{
	static const char *const said[] = { [4] = "GET /", [6] = "index", [7] = "index" };
	(void)owner;
	const char *text = packet < ARRAY_LEN(said) ? said[packet] : NULL;
	*out = (struct bytes){ (const uint8_t *)text, text != NULL ? strlen(text) : 0 };
	return text != NULL;
}

static bool odd_frames(void *owner, unsigned n, uint32_t packet)
{
	(void)owner;
	return n == 0 && packet % 2 == 1;
}

static void write_selected(FILE *out, const struct filter *f)
{
	struct filter_source in = {
		.m = played, .service = name_port, .payload = payload, .bpf = odd_frames
	};
	struct filter_memo memo = { 0 };
	fputs(" sessions", out);
	for (uint32_t n = 1; n <= model_sessions(played); n++)
		if (filter_session(f, &in, n))
			fprintf(out, " %u", n);
	fputs(", packets", out);
	for (uint32_t n = 1; n <= model_packets(played); n++)
		if (filter_packet(f, &in, n, &memo))
			fprintf(out, " %u", n);
	fprintf(out, "%s%s%s\n", filter_is_slow(f) ? ", slow" : "",
	    filter_walks(f) ? ", walks" : "", filter_is_empty(f) ? ", empty" : "");
}

static void write_expression(FILE *out, const char *text)
{
	struct filter_error error;
	struct filter *f = filter_compile(text, &error);
	fprintf(out, "%s\n ", text);
	if (f != NULL)
		write_selected(out, f);
	else
		fprintf(out, " at %zu, %zu bytes: %s\n", error.at, error.len, error.text);
	filter_free(f);
}

static void write_term(FILE *out, const struct filter_term *term)
{
	static const char *const operators[] = { ":", "=", ">", ">=", "<", "<=" };
	static const char *const values[] = { "0", "1", "4001", "4001-4003", "3-1", "5ms", "1.5k",
		"x", "any" };
	char text[128];
	for (size_t len = strlen(term->name); len <= strlen(term->example); len++) {
		snprintf(text, sizeof(text), "%.*s", (int)len, term->example);
		write_expression(out, text);
	}
	for (size_t i = 0; i < ARRAY_LEN(operators); i++) {
		for (size_t v = 0; v < ARRAY_LEN(values); v++) {
			snprintf(text, sizeof(text), "%s%s%s", term->name, operators[i], values[v]);
			write_expression(out, text);
		}
	}
}

static const char *const others[] = {
	"",
	" ",
	"()",
	"(",
	")",
	"not",
	"!",
	"and",
	"or",
	"not not port:4001",
	"!(port:4001 or port:4002)",
	"port:4001 port:8000",
	"port:4001 and flags:S",
	"port:4001 && flags:S || port:4002",
	"port:4001 or port:4002 and flags:S",
	"(port:4001 or port:4002) flags:S",
	"not flags:S",
	"flags:S. or flags:F.",
	"flags:R",
	"flags:all",
	"note:problem",
	"note:any",
	"note:retransmission not note:any",
	"\"GET\"",
	"\"GET",
	"[GET",
	"text:[GET /]",
	"text:\"index\" len>4",
	"host:10.0.0.0/8",
	"host:10.0.0.1/33",
	"host:10.0.0.2",
	"client:10.0.0.1",
	"server:10.0.0.1",
	"port:irdmi",
	"port:65536",
	"dir:ab len>0",
	"dir:ba",
	"rtt>19ms",
	"rtt>=20ms",
	"bytes>=501",
	"bytes>501",
	"bytes:1k",
	"duration>400ms",
	"duration<1s",
	"duration>9s",
	"resent>0%",
	"resent>50%",
	"win:0",
	"win<2000",
	"win>=4000",
	"state:closed",
	"state:refused",
	"state:open",
	"state:established",
	"frame:3-5",
	"frame:5-",
	"session:2-3",
	"nonsense:5",
	"refused",
	"retransmission",
	"4003 or zero",
	"bpf:\"tcp\" and bpf:\"udp\"",
};

static void write_all(FILE *in, FILE *out)
{
	const struct filter_term *term;
	(void)in;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		write_expression(out, others[i]);
	for (unsigned n = 0; (term = filter_term_at(n)) != NULL; n++)
		if (term->name != NULL)
			write_term(out, term);
}

START_TEST(expressions_select)
{
	answers_check(EXPRESSIONS, write_all);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, setup, play_end);
	tcase_add_test(all, expressions_select);
	Suite *suite = suite_create("expressions");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
