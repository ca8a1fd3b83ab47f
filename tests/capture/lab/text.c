/* The text format of scenarios and of changes to the link. */
#include "capture/lab/catalogue.h"
#include "capture/lab/knob.h"
#include "capture/lab/program.h"
#include "capture/lab/rule.h"
#include "capture/lab/scenario.h"
#include "capture/lab/sockopt.h"
#include "capture/lab/tokenizer.h"
#include "capture/lab/units.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	enum lab_unit unit;
	const char *word;
	int64_t value;
	const char *again; /* as it is written back */
} quantities[] = {
	{ LAB_UNIT_TIME, "30ms", 30000000, "30ms" },
	{ LAB_UNIT_TIME, "30", 30000000, "30ms" },
	{ LAB_UNIT_TIME, "1.5s", 1500000000, "1500ms" },
	{ LAB_UNIT_TIME, "0.2us", 200, "200ns" },
	{ LAB_UNIT_TIME, "0", 0, "0" },
	{ LAB_UNIT_RATE, "10mbit", 10000000, "10mbit" },
	{ LAB_UNIT_RATE, "9600", 9600, "9600bit" },
	{ LAB_UNIT_SIZE, "64kib", 65536, "64kib" },
	{ LAB_UNIT_SIZE, "1448", 1448, "1448" },
	{ LAB_UNIT_SIZE, "1.5mb", 1500000, "1500kb" },
	{ LAB_UNIT_PORTION, "2%", 20000, "2%" },
	{ LAB_UNIT_PORTION, "0.01%", 100, "0.01%" },
	{ LAB_UNIT_PORTION, "12.5", 125000, "12.5%" },
	{ LAB_UNIT_NONE, "3", 3, "3" },
};

START_TEST(quantities_are_read_and_written)
{
	int64_t value;
	char text[32];
	ck_assert(lab_unit_parse(quantities[_i].unit, quantities[_i].word, &value));
	ck_assert_int_eq(value, quantities[_i].value);
	size_t len = lab_unit_format(quantities[_i].unit, value, text, sizeof(text));
	ck_assert_str_eq(text, quantities[_i].again);
	ck_assert_uint_eq(len, strlen(text));
}
END_TEST

START_TEST(wrong_quantities_are_refused)
{
	static const char *const wrong[] = { "", "ms", "-1ms", "1..5s", "5 ms", "0.1ns", ".", "5x",
		"99999999999999999999", "9000000000000s", "0x10", "1e3" };
	int64_t value = 7;
	for (size_t i = 0; i < COUNT(wrong); i++)
		ck_assert_msg(!lab_unit_parse(LAB_UNIT_TIME, wrong[i], &value), "%s", wrong[i]);
	ck_assert_int_eq(value, 7);
}
END_TEST

START_TEST(words_quotes_and_comments)
{
	struct tokens w;
	struct err err;
	const char *line = "  send \"a \\\"b\\\"\\x00\\n\"each 5 # \"not\" this";
	ck_assert_msg(tokenizer_split(line, strlen(line), &w, &err), "%s", err.text);
	ck_assert_uint_eq(w.count, 4);
	ck_assert_str_eq(w.at[0], "send");
	ck_assert_uint_eq(w.len[1], 7);
	ck_assert_mem_eq(w.at[1], "a \"b\"\0\n", 7);
	ck_assert(w.quoted[1] && !w.quoted[0]);
	ck_assert_str_eq(w.at[2], "each");
}
END_TEST

START_TEST(wrong_words_are_refused)
{
	static const char *const wrong[] = { "say \"no end", "say \"\\q\"", "say \"\\x4\"",
		"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "say \"\\" };
	struct tokens w;
	struct err err;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		err.text[0] = '\0';
		ck_assert_msg(
		    !tokenizer_split(wrong[i], strlen(wrong[i]), &w, &err), "%s", wrong[i]);
		ck_assert_uint_gt(strlen(err.text), 0);
	}
}
END_TEST

/* Each change is parsed and written back; the second text is the expected one if it differs. */
static const char *const changes[][2] = {
	{ "drop a>b data 3", "drop a>b data 3" },
	{ "a>b drop data 3", "drop a>b data 3" },
	{ "drop syn-ack", "drop syn-ack 1" },
	{ "drop b>a ack for 300ms", "drop b>a ack for 300ms" },
	{ "drop ack 5 for 1s", "drop ack 5 for 1s" },
	{ "hold a>b data 5 by 30ms", "hold a>b data 5 by 30ms" },
	{ "duplicate b>a any 2-4", "duplicate b>a any 2-4" },
	{ "duplicate data 3 by 200ms", "duplicate data 3 by 200ms" },
	{ "corrupt a>b bytes 1:1449", "corrupt a>b bytes 1:1449" },
	{ "drop bytes 1:2 1-2", "drop bytes 1:2 1-2" },
	{ "drop bytes 1:2 all", "drop bytes 1:2 all" },
	{ "mark a>b new all", "mark a>b new all" },
	{ "drop again 2", "drop again 2" },
};

START_TEST(rules_are_read_and_written)
{
	struct lab_change change, same;
	struct err err;
	char text[128];
	ck_assert_msg(lab_change_parse(changes[_i][0], &change, &err), "%s", err.text);
	ck_assert_int_eq(change.kind, CHANGE_RULE);
	lab_rule_format(&change.rule, text, sizeof(text));
	ck_assert_str_eq(text, changes[_i][1]);
	/* The written form has the same meaning. */
	ck_assert(lab_change_parse(text, &same, &err));
	ck_assert_mem_eq(&same.rule, &change.rule, sizeof(same.rule));
}
END_TEST

START_TEST(knobs_are_turned)
{
	struct lab_change c;
	struct err err;
	ck_assert(lab_change_parse("a>b delay 20ms", &c, &err));
	ck_assert_int_eq(c.kind, CHANGE_KNOB);
	ck_assert_int_eq(c.knob, KNOB_DELAY);
	ck_assert_int_eq(c.value, 20000000);
	ck_assert_uint_eq(c.ways, LAB_WAY_BIT(LAB_AB));
	ck_assert(lab_change_parse("loss 2%", &c, &err));
	ck_assert_int_eq(c.value, 20000);
	ck_assert_uint_eq(c.ways, LAB_BOTH_WAYS);
	ck_assert(lab_change_parse("b>a cut", &c, &err));
	ck_assert_int_eq(c.knob, KNOB_CUT);
	ck_assert_int_eq(c.value, 1);
	ck_assert(lab_change_parse("mend", &c, &err));
	ck_assert_int_eq(c.knob, KNOB_CUT);
	ck_assert_int_eq(c.value, 0);
	ck_assert(lab_change_parse("forget", &c, &err));
	ck_assert_int_eq(c.kind, CHANGE_FORGET);
}
END_TEST

START_TEST(wrong_changes_are_refused_with_words)
{
	static const char *const wrong[] = { "", "delay", "delay long", "loss 101%", "cut maybe",
		"delay 1ms 2ms", "drop", "drop a>b", "drop a>b everything", "drop data 0",
		"drop data 5-3", "drop bytes 5", "drop bytes 5:5", "drop bytes 0:5", "hold data 1",
		"drop data 1 by 3ms", "drop data for", "slow down", "a>b", "drop data -1",
		"drop bytes 1:99999999999" };
	struct lab_change c;
	struct err err;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		err.text[0] = '\0';
		ck_assert_msg(!lab_change_parse(wrong[i], &c, &err), "%s", wrong[i]);
		ck_assert_uint_gt(strlen(err.text), 10);
	}
}
END_TEST

START_TEST(what_is_in_force_is_said)
{
	struct lab_knobs knobs = lab_knobs_default();
	char text[128];
	lab_knobs_format(&knobs, text, sizeof(text));
	ck_assert_str_eq(text, "nothing");
	knobs.at[KNOB_DELAY] = 20000000;
	knobs.at[KNOB_LOSS] = 20000;
	knobs.at[KNOB_CUT] = 1;
	lab_knobs_format(&knobs, text, sizeof(text));
	ck_assert_str_eq(text, "delay 20ms, loss 2%, cut");
	for (int k = 0; k < LAB_KNOBS; k++)
		ck_assert_uint_gt(strlen(lab_knob_help((enum lab_knob)k)), 0);
}
END_TEST

static bool add(struct lab_program *p, enum lab_place place, const char *line, struct err *err)
{
	return lab_program_add(p, place, &(struct lab_line){ line, strlen(line), 1 }, err);
}

START_TEST(repeats_are_written_out)
{
	static const char *const lines[] = { "connect", "repeat 3", "send \"x\"", "repeat 2",
		"wait 5ms", "end", "end", "close" };
	struct lab_program p = { 0 };
	struct err err;
	for (size_t i = 0; i < COUNT(lines); i++)
		ck_assert_msg(add(&p, LAB_A, lines[i], &err), "%s: %s", lines[i], err.text);
	ck_assert_uint_eq(p.depth, 0);
	ck_assert_uint_eq(p.count, 1 + 3 * (1 + 2) + 1);
	ck_assert_int_eq(p.steps[7].kind, STEP_SEND);
	ck_assert_str_eq(p.steps[7].text, "x");
	ck_assert_ptr_ne(p.steps[7].text, p.steps[1].text);
	ck_assert_int_eq(p.steps[10].kind, STEP_CLOSE);
	lab_program_clear(&p);
}
END_TEST

START_TEST(wrong_steps_are_refused)
{
	static const struct {
		enum lab_place place;
		const char *line;
	} wrong[] = {
		{ LAB_A, "dance" },
		{ LAB_A, "connect 70000" },
		{ LAB_A, "send" },
		{ LAB_A, "send \"\"" },
		{ LAB_A, "send 5 each" },
		{ LAB_A, "read some" },
		{ LAB_A, "wait" },
		{ LAB_A, "close now" },
		{ LAB_A, "end" },
		{ LAB_A, "repeat 0" },
		{ LAB_A, "nodelay perhaps" },
		{ LAB_A, "keepalive-idle 1500ms" },
		{ LAB_A, "delay 20ms" },
		{ LAB_LINK, "send 5" },
		{ LAB_LINK, "wait acked" },
		{ LAB_LINK, "delay soon" },
	};
	struct lab_program p = { 0 };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err = { "" };
		ck_assert_msg(!add(&p, wrong[i].place, wrong[i].line, &err), "%s", wrong[i].line);
		ck_assert_uint_gt(strlen(err.text), 0);
	}
	ck_assert_uint_eq(p.count, 0);
	lab_program_clear(&p);
}
END_TEST

START_TEST(too_much_is_refused_before_it_is_made)
{
	struct lab_program p = { 0 };
	struct err err;
	ck_assert(add(&p, LAB_A, "repeat 1000000000000", &err));
	ck_assert(add(&p, LAB_A, "send 1", &err));
	ck_assert(!add(&p, LAB_A, "end", &err));
	lab_program_clear(&p);
	for (int i = 0; i < LAB_REPEATS; i++)
		ck_assert(add(&p, LAB_A, "repeat 2", &err));
	ck_assert(!add(&p, LAB_A, "repeat 2", &err));
	lab_program_clear(&p);
}
END_TEST

static struct lab_scenario *parse(const char *text, struct err *err)
{
	return lab_scenario_parse(text, strlen(text), "mine", err);
}

START_TEST(a_scenario_is_read_whole)
{
	struct err err;
	struct lab_scenario *s = parse("# mine\n"
	                               "title It's a \"title\" # really\n"
	                               "about One\r\n"
	                               "  about two.\n"
	                               "seed 42\nmtu 9000\nipv6\nlimit 5s\nsettle 1ms\n"
	                               "[hosts]\nsysctl tcp_rmem 4096  8192 9999 # small\n"
	                               "[host b]\ncongestion reno\n"
	                               "[link]\na>b delay 5ms\nwait 1s\ncut\n"
	                               "[a]\nconnect 9000\n[b]\nlisten 9000 backlog 2",
	    &err);
	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_str_eq(s->title, "It's a \"title\" # really");
	ck_assert_str_eq(s->about, "One two.");
	ck_assert_uint_eq(s->seed, 42);
	ck_assert(s->seeded && s->net.ipv6);
	ck_assert_uint_eq(s->net.mtu, 9000);
	ck_assert_int_eq(s->limit_ns, 5000000000);
	ck_assert_uint_eq(s->host[LAB_A].count, 1);
	ck_assert_str_eq(s->host[LAB_B].sysctls[0].name, "tcp_rmem");
	ck_assert_str_eq(s->host[LAB_B].sysctls[0].value, "4096 8192 9999");
	ck_assert_str_eq(s->host[LAB_A].congestion, "");
	ck_assert_str_eq(s->host[LAB_B].congestion, "reno");
	ck_assert_uint_eq(s->program[LAB_LINK].count, 3);
	ck_assert_uint_eq(s->program[LAB_A].steps[0].port, 9000);
	ck_assert_int_eq(s->program[LAB_B].steps[0].number, 2);
	lab_scenario_free(s);
}
END_TEST

START_TEST(mistakes_are_told_with_their_line)
{
	static const char *const wrong[][2] = {
		{ "title x\nspeed 5\n", "mine:2: " },
		{ "[a]\nconnect\n\njump\n", "mine:4: " },
		{ "[c]\n", "mine:1: " },
		{ "mtu 100\n", "mine:1: " },
		{ "[hosts]\nsysctl tcp_sack\n", "mine:2: " },
		{ "[hosts]\ncongestion\n", "mine:2: " },
		{ "[a]\nrepeat 2\nsend 1\n[b]\n", "mine:4: " },
		{ "[a]\nrepeat 2\nsend 1\n", "mine:3: " },
		{ "seed\n", "mine:1: " },
		{ "ipv6 please\n", "mine:1: " },
		{ "title x\nlimit 0\n", "mine:2: " },
		{ "title a\x1b[2J\n", "mine:1: " },
		{ "[link]\ndrop\n", "mine:2: " },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err = { "" };
		ck_assert_ptr_null(parse(wrong[i][0], &err));
		ck_assert_msg(
		    strncmp(err.text, wrong[i][1], strlen(wrong[i][1])) == 0, "%s", err.text);
	}
}
END_TEST

START_TEST(files_and_names_are_found)
{
	char path[] = "/tmp/lab-test-XXXXXX";
	struct err err;
	int fd = mkstemp(path);
	ck_assert_int_eq(write(fd, "[a]\nfly\n", 8), 8);
	close(fd);
	ck_assert_ptr_null(lab_catalogue_open(path, &err));
	ck_assert_ptr_nonnull(strstr(err.text, ":2: "));
	ck_assert_ptr_nonnull(strstr(err.text, path));
	unlink(path);
	ck_assert_ptr_null(lab_catalogue_open(path, &err));
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_ptr_null(lab_catalogue_open("no-such-thing", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "tcpviz lab"));
	ck_assert_ptr_null(lab_catalogue_open("/", &err));
}
END_TEST

START_TEST(everything_that_comes_along_can_be_read)
{
	size_t n = 0;
	for (; lab_catalogue_name(n) != NULL; n++) {
		struct err err;
		struct lab_scenario *s = lab_catalogue_open(lab_catalogue_name(n), &err);
		ck_assert_msg(s != NULL, "%s", err.text);
		ck_assert_uint_gt(strlen(s->title), 0);
		ck_assert_uint_le(strlen(s->title), 60);
		ck_assert_uint_gt(strlen(s->about), 0);
		ck_assert_uint_gt(s->program[LAB_A].count, 0);
		lab_scenario_free(s);
	}
	ck_assert_uint_ge(n, 30);
}
END_TEST

/* The documentation names every option and knob. */
START_TEST(the_documentation_names_everything)
{
	static char text[1 << 16];
	FILE *file = fopen(LAB_README, "r");
	ck_assert_ptr_nonnull(file);
	size_t len = fread(text, 1, sizeof(text) - 1, file);
	ck_assert_uint_lt(len, sizeof(text) - 1);
	fclose(file);
	for (size_t i = 0; sockopt_name(i) != NULL; i++)
		ck_assert_msg(strstr(text, sockopt_name(i)) != NULL, "%s", sockopt_name(i));
	for (int k = 0; k < LAB_KNOBS; k++)
		ck_assert_msg(strstr(text, lab_knob_name((enum lab_knob)k)) != NULL, "%s",
		    lab_knob_name((enum lab_knob)k));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_text");
	TCase *tcase = tcase_create("text");
	tcase_add_loop_test(tcase, quantities_are_read_and_written, 0, COUNT(quantities));
	tcase_add_test(tcase, wrong_quantities_are_refused);
	tcase_add_test(tcase, words_quotes_and_comments);
	tcase_add_test(tcase, wrong_words_are_refused);
	tcase_add_loop_test(tcase, rules_are_read_and_written, 0, COUNT(changes));
	tcase_add_test(tcase, knobs_are_turned);
	tcase_add_test(tcase, wrong_changes_are_refused_with_words);
	tcase_add_test(tcase, what_is_in_force_is_said);
	tcase_add_test(tcase, repeats_are_written_out);
	tcase_add_test(tcase, wrong_steps_are_refused);
	tcase_add_test(tcase, too_much_is_refused_before_it_is_made);
	tcase_add_test(tcase, a_scenario_is_read_whole);
	tcase_add_test(tcase, mistakes_are_told_with_their_line);
	tcase_add_test(tcase, files_and_names_are_found);
	tcase_add_test(tcase, everything_that_comes_along_can_be_read);
	tcase_add_test(tcase, the_documentation_names_everything);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
