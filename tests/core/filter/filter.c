/* The filter language: what a filter selects, of sessions and of segments; errors and where they
 * are; scanning packets as they come; completion. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/filter/complete.h"
#include "core/filter/filter.h"
#include "core/filter/scan.h"
#include "core/filter/terms.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* Session 1 sends from port 4001, loses byte 6 to 11 and ends open; 2 is refused; 3 is IPv6 and
 * begins in the middle. */
static const char *const sessions[] = {
	"0.000 a S 0 win 1000\n0.100 b S. 0 ack 1 win 1000\n0.200 a . 1 ack 1 win 1000\n"
	"1.000 a P. 1:6 ack 1 win 1000\n1.150 b . 1 ack 6 win 1000\n"
	"2.000 a P. 6:11 ack 1 win 1000\n402.000 a P. 6:11 ack 1 win 1000\n"
	"402.150 b . 1 ack 11 win 1000",
	"3.000 a S 0 win 1000\n3.001 b R. 0:0 ack 1 win 0",
	"5.000 a P. 1:901 ack 1 win 1000\n9005.000 a P. 901:1001 ack 1 win 1000",
};

static void add(const char *lines, uint16_t port)
{
	char copy[1024], *rest;
	snprintf(copy, sizeof(copy), "%s", lines);
	for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		struct segment s = play_segment(line);
		bool from_a = s.src.port == 4000;
		*(from_a ? &s.src.port : &s.dst.port) = port;
		if (port == 4003) {
			static const uint8_t b[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };
			*(from_a ? &s.src.addr : &s.dst.addr) = addr_from_v6(b);
		}
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

/* Packets 4, 6 and 7 of session 1 carry "GET /", "index" and the same again. */
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

static const char *interface(void *owner, uint32_t packet)
{
	(void)owner;
	return packet < 9 ? "eth0" : packet < 11 ? "wlan0" : NULL;
}

static struct filter_source source(void)
{
	return (struct filter_source){
		.m = played,
		.service = name_port,
		.payload = payload,
		.bpf = odd_frames,
		.interface = interface,
	};
}

static struct filter *compile(const char *text)
{
	struct filter_error error;
	struct filter *f = filter_compile(text, &error);
	ck_assert_msg(f != NULL, "%s: %s", text, f == NULL ? error.text : "");
	return f;
}

/* "1 3" for the sessions that fit, "4 6" for the segments. */
static void selected(const struct filter *f, char *sessions_out, char *packets_out)
{
	struct filter_source in = source();
	struct filter_memo memo = { 0 };
	sessions_out[0] = packets_out[0] = '\0';
	for (uint32_t n = 1; n <= model_sessions(played); n++)
		if (filter_session(f, &in, n))
			sprintf(sessions_out + strlen(sessions_out), "%s%u",
			    sessions_out[0] != '\0' ? " " : "", n);
	for (uint32_t n = 1; n <= model_packets(played); n++)
		if (filter_packet(f, &in, n, &memo))
			sprintf(packets_out + strlen(packets_out), "%s%u",
			    packets_out[0] != '\0' ? " " : "", n);
}

static const struct {
	const char *text, *sessions, *packets;
} selects[] = {
	{ "", "1 2 3", "1 2 3 4 5 6 7 8 9 10 11 12" },
	/* Words, as they are shown. */
	{ "4002", "2", "9 10" },
	{ "10.0.0.1:400", "1 2", "1 2 3 4 5 6 7 8 9 10" },
	{ "IRDMI refused", "2", "9 10" },
	{ "[2001:db8::1]:4003", "3", "11 12" },
	{ "\"2001:DB8\"", "3", "11 12" },
	{ "2001:db8", "3", "11 12" },
	{ "established 4001", "1", "1 2 3 4 5 6 7 8" },
	{ "\"timeout retransmission\"", "1", "7" },
	{ "retrans", "1", "7" },
	{ "nothing like it", "", "" },
	/* Terms about sessions. */
	{ "host:10.0.0.2", "1 2 3", "1 2 3 4 5 6 7 8 9 10 11 12" },
	{ "host:10.0.0.0/30", "1 2 3", "1 2 3 4 5 6 7 8 9 10 11 12" },
	{ "client:10.0.0.0/8", "1 2", "1 2 3 4 5 6 7 8 9 10" },
	{ "client:10.0.0.2", "", "" },
	{ "server:10.0.0.2 port:4002", "2", "9 10" },
	{ "host:[2001:db8::1]", "3", "11 12" },
	{ "host:\"2001:db8::/32\"", "3", "11 12" },
	{ "port:4001-4002", "1 2", "1 2 3 4 5 6 7 8 9 10" },
	{ "port:irdmi", "1 2 3", "1 2 3 4 5 6 7 8 9 10 11 12" },
	{ "state:established", "1", "1 2 3 4 5 6 7 8" },
	{ "state:ESTAB", "1", "1 2 3 4 5 6 7 8" },
	{ "state:refused", "2", "9 10" },
	{ "state:open", "1 3", "1 2 3 4 5 6 7 8 11 12" },
	{ "bytes>=1k", "3", "11 12" },
	{ "bytes=10", "1", "1 2 3 4 5 6 7 8" },
	{ "bytes:9-11", "1", "1 2 3 4 5 6 7 8" },
	{ "bytes<=10B", "1 2", "1 2 3 4 5 6 7 8 9 10" },
	{ "packets<3", "2 3", "9 10 11 12" },
	{ "duration>2.4ms", "1 3", "1 2 3 4 5 6 7 8 11 12" },
	{ "duration>1s", "3", "11 12" },
	/* 100 us to the server and back, the handshake's last ACK after 100 us. */
	{ "rtt:100us", "1", "1 2 3 4 5 6 7 8" },
	{ "rtt>99us rtt<101us", "1", "1 2 3 4 5 6 7 8" },
	{ "rtt:1us", "2", "9 10" },
	{ "rtt>=0", "1 2", "1 2 3 4 5 6 7 8 9 10" },
	{ "resent>10%", "1", "1 2 3 4 5 6 7 8" },
	{ "verdict:refused", "2", "9 10" },
	{ "verdict:timeout", "1", "1 2 3 4 5 6 7 8" },
	{ "verdict:receive_window", "", "" },
	{ "problems:1", "1", "1 2 3 4 5 6 7 8" },
	{ "session:2-3", "2 3", "9 10 11 12" },
	{ "goodput>100", "3", "11 12" },
	/* Terms about segments. */
	{ "note:retransmission", "1", "7" },
	{ "note:problem", "1 2", "7 10" },
	{ "note:\"Zero window\"", "", "" },
	{ "flags:S", "1 2", "1 2 9" },
	{ "flags=S", "1 2", "1 9" },
	{ "flags:S.", "1", "2" },
	{ "flags:rst", "2", "10" },
	{ "dir:ba", "1 2", "2 5 8 10" },
	{ "len>100", "3", "11" },
	{ "win<1000", "2", "10" },
	{ "frame:2-4", "1", "2 3 4" },
	{ "bpf:\"tcp port 80\"", "1 2 3", "1 3 5 7 9 11" },
	{ "if:ETH0", "1", "1 2 3 4 5 6 7 8" },
	{ "if:wlan0 dir:ba", "2", "10" },
	{ "text:\"GET /\"", "1", "4" },
	{ "text:\"get /\"", "1", "4" },
	{ "text:Get", "", "" },
	{ "text:index", "1", "6 7" },
	/* Both together. */
	{ "port:4001 note:retransmission", "1", "7" },
	{ "port:4002 note:retransmission", "", "" },
	{ "dir:ab and flags:R", "", "" },
	{ "dir:ba && flags:R", "2", "10" },
	{ "flags:R or text:index", "1 2", "6 7 10" },
	{ "(flags:R or len>100) (dir:ab || port:1)", "3", "11" },
	{ "flags:R or len>100 dir:ab", "2 3", "10 11" },
	/* "not" selects the sessions that its operand does not. */
	{ "!note:retransmission", "2 3", "1 2 3 4 5 6 8 9 10 11 12" },
	{ "not not note:retransmission", "1", "7" },
	{ "!(dir:ba flags:R)", "1 3", "1 2 3 4 5 6 7 8 9 11 12" },
	{ "dir:ba !flags:R", "1", "2 5 8" },
	{ "dir:ab !port:4003", "1 2", "1 3 4 6 7 9" },
	{ "!port:4001 !port:4002", "3", "11 12" },
	{ "! ( 4001 or 4003 )", "2", "9 10" },
};

START_TEST(filters_select)
{
	char s[256], p[256];
	struct filter *f = compile(selects[_i].text);
	selected(f, s, p);
	ck_assert_msg(strcmp(s, selects[_i].sessions) == 0, "%s: sessions %s", selects[_i].text, s);
	ck_assert_msg(strcmp(p, selects[_i].packets) == 0, "%s: packets %s", selects[_i].text, p);
	ck_assert_str_eq(filter_text(f), selects[_i].text);
	ck_assert(filter_is_empty(f) == (selects[_i].text[0] == '\0'));
	filter_free(f);
}
END_TEST

static const struct {
	const char *text;
	size_t at, len;
	const char *says;
} errors[] = {
	{ "port:443 prot:3", 9, 4, "no term prot" },
	{ "port:99999", 5, 5, "needs a port" },
	{ "host:10.0.0", 5, 6, "needs an address" },
	{ "host:10.0.0.0/33", 5, 11, "needs an address" },
	{ "host:2001:db8::1", 5, 11, "has a colon" },
	{ "host:[2001:db8::1::]", 5, 15, "needs an address" },
	{ "state:happy", 6, 5, "is no state" },
	{ "note:lost", 5, 4, "is no note" },
	{ "flags:Q", 6, 1, "needs flags" },
	{ "dir:up", 4, 2, "needs ab" },
	{ "verdict:slow", 8, 4, "is no verdict" },
	{ "rtt>100", 4, 3, "needs a time with its unit" },
	{ "bytes>many", 6, 4, "needs a size" },
	{ "bytes:5-4", 6, 3, "from low to high" },
	{ "bytes>", 6, 0, "needs a size" },
	{ "note>5", 5, 1, "compared with : or = only" },
	{ "text:", 5, 0, "needs a text" },
	{ "text:\"GET", 5, 4, "\" is missing at the end" },
	{ "host:[::1", 5, 4, "] is missing at the end" },
	{ "(443 or 80", 0, 1, "not closed" },
	{ "443)", 3, 1, "no parenthesis is open" },
	{ "443 or", 6, 0, "a term is missing" },
	{ "443 and ) ", 8, 1, "a term is missing" },
	{ "not", 3, 0, "a term is missing" },
	{ "\"\"", 0, 2, "nothing stands between the quotes" },
	/* Terms whose fact does not exist yet say so. */
	{ "process:curl", 0, 7, "process: is not known yet" },
	{ "stack:linux", 0, 5, "stack: is not known yet" },
};

START_TEST(errors_are_marked_at_their_place)
{
	struct filter_error e;
	ck_assert_ptr_null(filter_compile(errors[_i].text, &e));
	ck_assert_msg(e.at == errors[_i].at && e.len == errors[_i].len, "%s: %zu, %zu: %s",
	    errors[_i].text, e.at, e.len, e.text);
	ck_assert_msg(strstr(e.text, errors[_i].says) != NULL, "%s: %s", errors[_i].text, e.text);
}
END_TEST

START_TEST(limits_are_errors)
{
	char text[2048] = "";
	struct filter_error e;
	for (int i = 0; i < 65; i++)
		strcat(text, "port:1 ");
	ck_assert_ptr_null(filter_compile(text, &e));
	ck_assert_str_eq(e.text, "more than 64 terms");
	ck_assert_uint_eq(e.at, 64 * 7);
	memset(text, '(', 100);
	text[100] = '\0';
	ck_assert_ptr_null(filter_compile(text, &e));
	ck_assert_str_eq(e.text, "more than 32 levels");
	memset(text, '!', 100);
	ck_assert_ptr_null(filter_compile(text, &e));
	ck_assert_str_eq(e.text, "more than 32 levels");
	/* Ten terms side by side are one condition on segments; seven apart are too many. */
	text[0] = '\0';
	for (int i = 0; i < 10; i++)
		strcat(text, i > 0 ? "or port:1 or dir:ab " : "flags:S ");
	filter_free(compile(text));
	text[0] = '\0';
	for (int i = 0; i < 7; i++)
		strcat(text, "!dir:ab ");
	ck_assert_ptr_null(filter_compile(text, &e));
	ck_assert_ptr_nonnull(strstr(e.text, "more than 6 conditions on segments"));
}
END_TEST

START_TEST(bpf_expressions_are_listed)
{
	size_t at, len;
	struct filter *f = compile("port:1 or bpf:\"tcp port 80\" bpf:tcp");
	ck_assert_uint_eq(filter_bpfs(f), 2);
	ck_assert_str_eq(filter_bpf(f, 0, &at, &len), "tcp port 80");
	ck_assert_uint_eq(at, 10);
	ck_assert_uint_eq(len, 17);
	ck_assert_str_eq(filter_bpf(f, 1, &at, &len), "tcp");
	ck_assert_ptr_null(filter_bpf(f, 2, &at, &len));
	filter_free(f);
}
END_TEST

/* Packets in steps of one, while sessions come. */
START_TEST(a_scan_knows_what_a_walk_finds)
{
	struct filter *f = compile(selects[_i].text);
	struct filter_scan *scan = filter_scan_new(f);
	struct filter_source in = source();
	while (!filter_scan_step(scan, &in, model_packets(played), 1))
		;
	ck_assert_uint_eq(filter_scan_at(scan), model_packets(played));
	for (uint32_t n = 1; n <= model_sessions(played); n++)
		ck_assert_msg(filter_scan_session(scan, &in, n) == filter_session(f, &in, n),
		    "%s: session %u", selects[_i].text, n);
	filter_scan_free(scan);
	filter_free(f);
}
END_TEST

/* The D-SACK in the last line proves that the retransmission before it was spurious. */
START_TEST(a_scan_sees_notes_that_come_later)
{
	struct filter *f = compile("note:spurious_retransmission");
	struct filter_scan *scan = filter_scan_new(f);
	play(played, "20.000 a S 0 win 1000 sackok yes\n20.100 b S. 0 ack 1 win 1000 sackok yes\n"
	             "20.200 a . 1 ack 1 win 1000\n21.000 a P. 1:6 ack 1 win 1000\n"
	             "521.000 a P. 1:6 ack 1 win 1000");
	struct filter_source in = source();
	uint32_t session = model_sessions(played);
	ck_assert(filter_scan_step(scan, &in, model_packets(played), 100));
	ck_assert(!filter_scan_session(scan, &in, session));
	play(played, "521.200 b . 1 ack 6 win 1000 sack 1:6");
	ck_assert(filter_scan_step(scan, &in, model_packets(played), 100));
	ck_assert(filter_session(f, &in, session));
	ck_assert(filter_scan_session(scan, &in, session));
	filter_scan_free(scan);
	filter_free(f);
}
END_TEST

START_TEST(a_scan_forgets_with_the_model)
{
	struct filter *f = compile("flags:S");
	struct filter_scan *scan = filter_scan_new(f);
	struct filter_source in = source();
	ck_assert(filter_scan_step(scan, &in, 4, 100));
	model_forget(played, 10);
	ck_assert(filter_scan_step(scan, &in, model_packets(played), 100));
	ck_assert(!filter_scan_session(scan, &in, 2));
	ck_assert(!filter_scan_session(scan, &in, 3));
	for (uint16_t port = 5000; port < 5400; port++)
		add("0.000 a S 0 win 1000", port);
	model_forget(played, model_packets(played) - 10);
	ck_assert(filter_scan_step(scan, &in, model_packets(played), 1000));
	ck_assert(filter_scan_session(scan, &in, model_sessions(played)));
	filter_scan_free(scan);
	filter_free(f);
}
END_TEST

static const struct {
	const char *text;
	size_t n, count, from;
	const char *completion;
} completions[] = {
	{ "po", 0, 1, 0, "port:" },
	{ "dir:ab PO", 0, 1, 7, "port:" },
	{ "!no", 0, 2, 1, "note:" },
	{ "!no", 1, 2, 1, "not " },
	{ "byt", 0, 1, 0, "bytes>" },
	{ "note:fast", 0, 1, 0, "note:fast_retransmission" },
	{ "note:zero", 1, 3, 0, "note:zero_window_probe" },
	{ "(state:cl", 0, 3, 1, "state:closed" },
	{ "dir:", 1, 2, 0, "dir:ba" },
	{ "verdict:rec", 0, 1, 0, "verdict:receive_window" },
	{ "port:4", 0, 0, 0, "" },
	{ "xyz", 0, 0, 0, "" },
	/* Not the terms whose fact is missing. */
	{ "proc", 0, 0, 0, "" },
};

START_TEST(names_and_values_complete)
{
	char out[FILTER_COMPLETION_TEXT];
	size_t from;
	const char *text = completions[_i].text;
	size_t count =
	    filter_complete(text, strlen(text), completions[_i].n, &from, out, sizeof(out));
	ck_assert_msg(count == completions[_i].count, "%s: %zu", text, count);
	ck_assert_uint_eq(from, completions[_i].from);
	ck_assert_str_eq(out, completions[_i].completion);
}
END_TEST

START_TEST(every_example_compiles_or_says_why)
{
	struct filter_error e;
	const struct filter_term *term;
	for (unsigned i = 0; (term = filter_term_at(i)) != NULL; i++) {
		struct filter *f = filter_compile(term->example, &e);
		ck_assert_msg((f != NULL) == (term->missing == NULL), "%s: %s", term->example,
		    f == NULL ? e.text : "compiles");
		filter_free(f);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("filter");
	TCase *t = tcase_create("filter");
	tcase_add_checked_fixture(t, setup, play_end);
	tcase_add_loop_test(t, filters_select, 0, ARRAY_LEN(selects));
	tcase_add_loop_test(t, errors_are_marked_at_their_place, 0, ARRAY_LEN(errors));
	tcase_add_test(t, limits_are_errors);
	tcase_add_test(t, bpf_expressions_are_listed);
	tcase_add_loop_test(t, a_scan_knows_what_a_walk_finds, 0, ARRAY_LEN(selects));
	tcase_add_test(t, a_scan_sees_notes_that_come_later);
	tcase_add_test(t, a_scan_forgets_with_the_model);
	tcase_add_loop_test(t, names_and_values_complete, 0, ARRAY_LEN(completions));
	tcase_add_test(t, every_example_compiles_or_says_why);
	suite_add_tcase(s, t);
	return suite_main(s);
}
