#include "tui/command/options_parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/lab/knob.h"
#include "core/base/array.h"
#include "tests/suite.h"
#include "tui/command/options_help.h"
#include "tui/command/options_table.h"

#define WORDS_MAX 16

static struct options options;
static struct err err;

/* Parses a command line of words separated by blanks; "_" stands for a blank inside a word. */
static enum options_result parse(const char *line)
{
	static char text[256], program[] = "tcpviz", *argv[WORDS_MAX];
	int argc = 1;
	memset(argv, 0, sizeof(argv));
	argv[0] = program;
	snprintf(text, sizeof(text), "%s", line);
	for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
		for (char *c = word; *c != '\0'; c++)
			if (*c == '_')
				*c = ' ';
		argv[argc++] = word;
	}
	options_free(&options);
	err.text[0] = '\0';
	return options_parse(&options, argc, argv, &err);
}

static void in_folder_with_a_trace(void)
{
	char folder[] = "/tmp/tcpviz-options-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	FILE *file = fopen("trace", "w");
	ck_assert_ptr_nonnull(file);
	fclose(file);
	unsetenv("NO_COLOR");
}

static void clean_folder(void)
{
	char *folder = getcwd(NULL, 0);
	unlink("trace");
	ck_assert_int_eq(rmdir(folder), 0);
	free(folder);
	options_free(&options);
}

START_TEST(what_ports_do_not_tell)
{
	ck_assert_int_eq(
	    parse("--decode udp.port=9999,vxlan --decode udp.port==7,gre --decode esp.null"),
	    OPTIONS_RUN);
	ck_assert_uint_eq(options.decode.udp_count, 2);
	ck_assert_uint_eq(options.decode.udp[0].port, 9999);
	ck_assert_uint_eq(options.decode.udp[0].layer, LAYER_VXLAN);
	ck_assert_uint_eq(options.decode.udp[1].layer, LAYER_GRE);
	ck_assert(options.decode.esp_null);
	ck_assert_int_eq(parse("--decode udp.port=9999,nonsense"), OPTIONS_WRONG);
	ck_assert_int_eq(parse("--decode udp.port=70000,vxlan"), OPTIONS_WRONG);
	ck_assert_int_eq(parse("--decode udp.port=,vxlan"), OPTIONS_WRONG);
	ck_assert_int_eq(parse("--decode tcp"), OPTIONS_WRONG);
}
END_TEST

START_TEST(nothing_given_is_server_and_live_capture)
{
	ck_assert_int_eq(parse(""), OPTIONS_RUN);
	ck_assert_str_eq(options.command[0], "tcpviz");
	ck_assert_int_eq(options.input, INPUT_LIVE);
	ck_assert_int_eq(options.output, OUTPUT_SCREEN);
	ck_assert_str_eq(options.devices.name[0], "any");
	ck_assert(!options.device_given);
	ck_assert_uint_eq(options.port, 8000);
	ck_assert(options.serve);
	ck_assert_ptr_null(options.filter);
}
END_TEST

static const struct {
	const char *line;
	bool serves;
} servers[] = {
	{ "", true },
	{ "-i lo", true },
	{ "-p 9000", true },
	{ "--connect 192.0.2.7:80", true },
	{ "--no-server", false },
	{ "-p 9000 --no-server", false },
	{ "-i eth0 tcp port 443", false },
	{ "--connect 192.0.2.7:80 tcp port 80", false },
	{ "--server tcp port 443", true },
	{ "-p 9000 tcp", true },
	{ "--bind 127.0.0.1 tcp", true },
	{ "--reply none tcp", true },
	{ "--demo tcp", true },
	{ "--private tcp", true },
	{ "-r trace", false },
	{ "-r -", false },
	{ "lab handshake", false },
};

START_TEST(the_server_listens_only_where_it_is_wanted)
{
	ck_assert_int_eq(parse(servers[_i].line), OPTIONS_RUN);
	ck_assert_msg(options.serve == servers[_i].serves, "%s", servers[_i].line);
}
END_TEST

START_TEST(options_reach_their_fields)
{
	ck_assert_int_eq(parse("-i lo -p 9000 -nS -c 7 -Z nobody --bind ::1 --reply echo --demo "
	                       "--text"),
	    OPTIONS_RUN);
	ck_assert_str_eq(options.devices.name[0], "lo");
	ck_assert(options.device_given);
	ck_assert_uint_eq(options.port, 9000);
	ck_assert(options.numeric && options.raw_seq);
	ck_assert_uint_eq(options.count, 7);
	ck_assert_str_eq(options.user, "nobody");
	ck_assert_str_eq(options.bind, "::1");
	ck_assert_int_eq(options.reply, REPLY_ECHO);
	ck_assert(options.demo && !options.private_network);
	ck_assert_int_eq(options.output, OUTPUT_TEXT);
}
END_TEST

START_TEST(long_names_do_as_letters)
{
	ck_assert_int_eq(
	    parse("--interface=lo --port=9000 --numeric --raw-seq --count=7"), OPTIONS_RUN);
	ck_assert_str_eq(options.devices.name[0], "lo");
	ck_assert_uint_eq(options.port, 9000);
	ck_assert(options.numeric && options.raw_seq);
	ck_assert_uint_eq(options.count, 7);
}
END_TEST

static const struct {
	const char *line;
	uint64_t bytes; /* 0: rejected */
} sizes[] = { { "--limit-bytes 1", 1 }, { "--limit-bytes 20k", 20000 },
	{ "--limit-bytes 500M", 500000000 }, { "--limit-bytes=2G", 2000000000 },
	{ "--limit-bytes 0", 0 }, { "--limit-bytes k", 0 }, { "--limit-bytes -1", 0 },
	{ "--limit-bytes 1kk", 0 }, { "--limit-bytes 99999999999999999999", 0 },
	{ "--limit-bytes 99999999999999G", 0 } };

START_TEST(sizes_have_units)
{
	enum options_result wanted = sizes[_i].bytes != 0 ? OPTIONS_RUN : OPTIONS_WRONG;
	ck_assert_int_eq(parse(sizes[_i].line), wanted);
	ck_assert_uint_eq(options.limit_bytes, sizes[_i].bytes);
}
END_TEST

START_TEST(a_ring_alone_has_limits)
{
	ck_assert_int_eq(parse("--ring"), OPTIONS_RUN);
	ck_assert(options.ring);
	ck_assert_uint_eq(options.limit_packets, 1000000);
	ck_assert_uint_eq(options.limit_bytes, 1000000000);
	ck_assert_int_eq(parse("--ring --limit-packets 5"), OPTIONS_RUN);
	ck_assert_uint_eq(options.limit_packets, 5);
	ck_assert_uint_eq(options.limit_bytes, 0);
	ck_assert_int_eq(parse("--limit-bytes 5k --ring"), OPTIONS_RUN);
	ck_assert_uint_eq(options.limit_packets, 0);
	ck_assert_uint_eq(options.limit_bytes, 5000);
	ck_assert_int_eq(parse("--limit-packets 5"), OPTIONS_RUN);
	ck_assert(!options.ring);
}
END_TEST

START_TEST(reply_is_a_mode_or_a_text)
{
	ck_assert_int_eq(parse("--reply none"), OPTIONS_RUN);
	ck_assert_int_eq(options.reply, REPLY_NONE);
	ck_assert_int_eq(parse("--reply hello"), OPTIONS_RUN);
	ck_assert_int_eq(options.reply, REPLY_TEXT);
	ck_assert_str_eq(options.reply_text, "hello");
}
END_TEST

START_TEST(operand_is_file_or_expression)
{
	ck_assert_int_eq(parse("trace"), OPTIONS_RUN);
	ck_assert_int_eq(options.input, INPUT_FILE);
	ck_assert_str_eq(options.file, "trace");
	ck_assert(!options.serve);

	ck_assert_int_eq(parse("tcp port 80 or port 443"), OPTIONS_RUN);
	ck_assert_int_eq(options.input, INPUT_LIVE);
	ck_assert_str_eq(options.filter, "tcp port 80 or port 443");

	ck_assert_int_eq(parse("trace tcp port 80"), OPTIONS_RUN);
	ck_assert_str_eq(options.file, "trace");
	ck_assert_str_eq(options.filter, "tcp port 80");
}
END_TEST

START_TEST(a_file_given_by_option_leaves_operands_to_the_expression)
{
	ck_assert_int_eq(parse("-r other host trace"), OPTIONS_RUN);
	ck_assert_str_eq(options.file, "other");
	ck_assert_str_eq(options.filter, "host trace");
}
END_TEST

START_TEST(a_missing_file_is_not_taken_for_an_expression)
{
	static const char *const files[] = { "lost.pcap", "lost.pcapng", "lost.cap", "./lost",
		"captures/lost", "/tmp", "lost.pcap.gz" };
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		ck_assert_int_eq(parse(files[i]), OPTIONS_RUN);
		ck_assert_int_eq(options.input, INPUT_FILE);
		ck_assert_str_eq(options.file, files[i]);
	}
	static const char *const expressions[] = { "tcp", "10.0.0.0/8", "net_10.0.0.0/8" };
	for (size_t i = 0; i < ARRAY_LEN(expressions); i++) {
		ck_assert_int_eq(parse(expressions[i]), OPTIONS_RUN);
		ck_assert_int_eq(options.input, INPUT_LIVE);
	}
}
END_TEST

START_TEST(hyphen_is_standard_input)
{
	ck_assert_int_eq(parse("-r -"), OPTIONS_RUN);
	ck_assert_int_eq(options.input, INPUT_STREAM);
	ck_assert(!options.serve);
}
END_TEST

START_TEST(no_color_comes_from_the_environment)
{
	setenv("NO_COLOR", "", 1);
	ck_assert_int_eq(parse(""), OPTIONS_RUN);
	ck_assert(!options.no_color);
	setenv("NO_COLOR", "1", 1);
	ck_assert_int_eq(parse(""), OPTIONS_RUN);
	ck_assert(options.no_color);
}
END_TEST

START_TEST(the_lab_is_a_scenario_and_changes_of_its_link)
{
	ck_assert_int_eq(
	    parse("lab handshake --loss 2% --link drop_a>b_data_3 --cut --seed 7 --text"),
	    OPTIONS_RUN);
	ck_assert_int_eq(options.input, INPUT_LAB);
	ck_assert_str_eq(options.lab, "handshake");
	ck_assert_ptr_null(options.filter);
	ck_assert(!options.serve);
	ck_assert(options.seeded && options.seed == 7);
	ck_assert_uint_eq(options.changes, 3);
	ck_assert_str_eq(options.change[0], "loss 2%");
	ck_assert_str_eq(options.change[1], "drop a>b data 3");
	ck_assert_str_eq(options.change[2], "cut on");
	ck_assert_int_eq(parse("lab my.lab tcp port 80"), OPTIONS_RUN);
	ck_assert_str_eq(options.lab, "my.lab");
	ck_assert_str_eq(options.filter, "tcp port 80");
	/* A change of the link plays the default scenario. */
	ck_assert_int_eq(parse("lab --delay 20ms"), OPTIONS_RUN);
	ck_assert_ptr_null(options.lab);
}
END_TEST

START_TEST(every_knob_of_the_link_is_an_option)
{
	for (int knob = 0; knob < LAB_KNOBS; knob++) {
		const char *name = lab_knob_name((enum lab_knob)knob);
		bool found = false;
		for (int id = 0; id < OPTS; id++)
			found |=
			    strcmp(option_table[id].name, name) == 0 && option_table[id].lab_only;
		ck_assert_msg(found, "--%s", name);
	}
}
END_TEST

/* As users type it. */
START_TEST(habits_of_tcpdump_are_taken)
{
	ck_assert_int_eq(parse("-nnvvvXSs 0 -ttt -l -i lo tcp port 80"), OPTIONS_RUN);
	ck_assert(options.numeric && options.raw_seq);
	ck_assert_str_eq(options.devices.name[0], "lo");
	ck_assert_str_eq(options.filter, "tcp port 80");
	ck_assert_int_eq(options.form, FORM_BOTH);
	ck_assert_int_eq(options.time, TIME_SINCE_PREVIOUS);
	ck_assert_int_eq(parse("-#qeU"), OPTIONS_RUN);
	ck_assert(options.quiet && options.link_header);
	ck_assert_int_eq(parse("-x -ttttt --text -A"), OPTIONS_RUN);
	ck_assert_int_eq(options.form, FORM_TEXT);
	ck_assert_int_eq(options.time, TIME_SINCE_START);
	ck_assert_int_eq(parse("-tttt"), OPTIONS_RUN);
	ck_assert_int_eq(options.time, TIME_DATE);
	ck_assert_int_eq(parse("-x"), OPTIONS_RUN);
	ck_assert_int_eq(options.form, FORM_HEX);
	ck_assert_int_eq(options.time, TIME_ABSOLUTE);
}
END_TEST

START_TEST(several_interfaces_are_captured_together)
{
	ck_assert_int_eq(parse("-i eth0 -i lo -Q in --immediate-mode"), OPTIONS_RUN);
	ck_assert_uint_eq(options.devices.count, 2);
	ck_assert_str_eq(options.devices.name[0], "eth0");
	ck_assert_str_eq(options.devices.name[1], "lo");
	ck_assert_int_eq(options.devices.direction, DIRECTION_IN);
	ck_assert(options.devices.immediate);
	ck_assert_int_eq(parse("-i 3 -Q out"), OPTIONS_RUN);
	ck_assert_uint_eq(options.devices.count, 1);
	ck_assert_int_eq(options.devices.direction, DIRECTION_OUT);
	ck_assert(!options.devices.immediate);
}
END_TEST

START_TEST(an_expression_comes_from_a_file)
{
	FILE *file = fopen("trace", "w");
	fputs("# web\n tcp port 80 # plain\n\tor tcp port 443\n#", file);
	fclose(file);
	ck_assert_msg(parse("-i eth0 -F trace") == OPTIONS_RUN, "%s", err.text);
	ck_assert_str_eq(options.filter, "tcp port 80 or tcp port 443");
	ck_assert(!options.serve);
}
END_TEST

static const struct wrong {
	const char *line, *says;
} wrong[] = {
	{ "-p 0", "--port needs a number from 1 to 65535, not '0'" },
	{ "-p 65536", "1 to 65535" },
	{ "-p -1", "1 to 65535" },
	{ "-p +80", "1 to 65535" },
	{ "-p 80x", "1 to 65535" },
	{ "-p 99999999999999999999", "1 to 65535" },
	{ "-p", "-p needs an argument" },
	{ "--session 0", "--session needs a number from 1" },
	{ "--width 5", "--width needs a number from" },
	{ "--bogus", "unknown or ambiguous option '--bogus'" },
	{ "-K", "unknown option '-K'" },
	{ "--text=x", "--text takes no argument" },
	{ "-X --text", "-X is for the screen" },
	{ "-U -w out.pcap", "-U is for --export to - or a named pipe" },
	{ "-U -w - --session 1", "-U exports every frame: leave out --session" },
	{ "-W 5", "tcpviz has no -W: captures are not split" },
	{ "-t", "-ttt is the time since the previous segment" },
	{ "-tttttt", "unknown -t" },
	{ "-Q up", "--direction is in, out or inout, not 'up'" },
	{ "trace -Q in", "--direction is for live capture only" },
	{ "-F nowhere", "cannot read the expression in \"nowhere\": No such file" },
	{ "-F trace tcp", "an expression and --expression-file trace: give one of them" },
	{ "--text --json", "exclude each other" },
	{ "-r trace -i lo", "not both" },
	{ "trace --demo", "--demo is for live capture only, but a file is read" },
	{ "-r - --demo", "standard input is read" },
	{ "trace -i lo", "--interface is for live capture" },
	{ "trace -", "standard input cannot be opened together with files" },
	{ "--loss 2%", "--loss is for the lab only" },
	{ "lab handshake --demo",
	    "--demo is for live capture only, but the lab captures its own packets" },
	{ "lab handshake -r trace", "leave out --read" },
	{ "lab handshake --delay 5x", "--delay: 5x is no time: write 5ms" },
	{ "lab handshake --rate 10kb", "--rate: 10kb is no rate: write 10mbit" },
	{ "lab handshake --loss much", "--loss: much is no portion: write 2%" },
	{ "lab handshake --delay 99999999999999999999ms", "is no time: write 30ms" },
	{ "lab handshake --link a>b_queue_x", "--link: x is no size: write 64kb" },
	{ "lab handshake --loss 200%", "--loss: loss is at most 100%" },
	{ "lab handshake --link drop_a>b", "--link: " },
	{ "lab handshake --seed x", "--seed needs a number" },
	{ "lab handshake --at c", "--at is a or b" },
	{ "--ascii --utf8", "--ascii and --utf8: give one of them" },
	{ "--server --no-server", "--server and --no-server: give one of them" },
	{ "--no-server --reply echo", "only the embedded server replies" },
	{ "--no-server --demo", "needs --connect" },
	{ "trace --session 2", "--session is only for --text, --json" },
	{ "trace --stream-bytes a", "--stream-bytes is ab, ba or both, not 'a'" },
	{ "trace --stream-bytes ab --json", "exclude each other" },
	{ "trace --text --payload", "--payload is only for --json" },
	{ "trace --json --width 80", "--width is only for --text" },
	{ "trace --text --force", "--force is only for --export" },
};

START_TEST(wrong_usage_says_what_is_wrong)
{
	const struct wrong *w = &wrong[_i];
	ck_assert_msg(parse(w->line) == OPTIONS_WRONG, "accepted: %s", w->line);
	ck_assert_msg(strstr(err.text, w->says) != NULL, "%s: %s", w->line, err.text);
}
END_TEST

static void print_to_text(void (*print)(FILE *out), char **text)
{
	size_t size;
	FILE *out = open_memstream(text, &size);
	ck_assert_ptr_nonnull(out);
	print(out);
	fclose(out);
}

START_TEST(help_fits_a_terminal_and_names_every_option)
{
	char *text;
	print_to_text(options_help, &text);
	static const char *const some[] = { "-r, --read FILE", "    --reply none|echo|TEXT",
		"-w, --export FILE", "-V, --version" };
	for (size_t i = 0; i < ARRAY_LEN(some); i++)
		ck_assert_msg(strstr(text, some[i]) != NULL, "%s", some[i]);
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		ck_assert_msg(strlen(line) < 80, "%s", line);
	free(text);
}
END_TEST

START_TEST(manual_escapes_what_mdoc_would_read)
{
	char *text;
	print_to_text(options_manual, &text);
	ck_assert_ptr_nonnull(strstr(text, ".It Fl i , Fl Fl interface Ar IFACE\n"));
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		ck_assert_msg(line[0] != '\'', "%s", line);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *parsing = tcase_create("parsing");
	tcase_add_checked_fixture(parsing, in_folder_with_a_trace, clean_folder);
	tcase_add_test(parsing, what_ports_do_not_tell);
	tcase_add_test(parsing, nothing_given_is_server_and_live_capture);
	tcase_add_loop_test(
	    parsing, the_server_listens_only_where_it_is_wanted, 0, (int)ARRAY_LEN(servers));
	tcase_add_test(parsing, options_reach_their_fields);
	tcase_add_test(parsing, long_names_do_as_letters);
	tcase_add_test(parsing, habits_of_tcpdump_are_taken);
	tcase_add_loop_test(parsing, sizes_have_units, 0, (int)ARRAY_LEN(sizes));
	tcase_add_test(parsing, a_ring_alone_has_limits);
	tcase_add_test(parsing, reply_is_a_mode_or_a_text);
	tcase_add_test(parsing, operand_is_file_or_expression);
	tcase_add_test(parsing, a_file_given_by_option_leaves_operands_to_the_expression);
	tcase_add_test(parsing, a_missing_file_is_not_taken_for_an_expression);
	tcase_add_test(parsing, hyphen_is_standard_input);
	tcase_add_test(parsing, no_color_comes_from_the_environment);
	tcase_add_test(parsing, the_lab_is_a_scenario_and_changes_of_its_link);
	tcase_add_test(parsing, every_knob_of_the_link_is_an_option);
	tcase_add_test(parsing, several_interfaces_are_captured_together);
	tcase_add_test(parsing, an_expression_comes_from_a_file);
	tcase_add_loop_test(parsing, wrong_usage_says_what_is_wrong, 0, ARRAY_LEN(wrong));
	suite_add_tcase(suite, parsing);
	TCase *printing = tcase_create("printing");
	tcase_add_test(printing, help_fits_a_terminal_and_names_every_option);
	tcase_add_test(printing, manual_escapes_what_mdoc_would_read);
	suite_add_tcase(suite, printing);
	return suite_main(suite);
}
