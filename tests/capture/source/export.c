#include "capture/source/export.h"

#include <signal.h>
#include <sys/resource.h>

#include "tests/capture/captures.h"
#include "tests/capture/folder.h"
#include "tests/capture/sourced.h"
#include "tests/suite.h"

#define FRAMES 60

static struct folder folder;
static struct sourced s;
static struct model *model;

static void setup(void)
{
	folder = folder_new();
	s = (struct sourced){ 0 };
	model = model_new();
}

static void teardown(void)
{
	model_free(model);
	sourced_free(&s);
	folder_remove(&folder);
}

static const char *at(const char *name)
{
	return folder_at(&folder, name);
}

static void fill_model(void)
{
	for (size_t i = 0; i < s.count; i++)
		model_add(model, &s.segments[i]);
}

static void load(const char *name, const char *filter)
{
	sourced_load(&s, at(name), filter);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	fill_model();
}

static void expect_same(const char *name, const char *want_name)
{
	size_t len, want_len;
	char *bytes = file_read(at(name), &len);
	char *want = file_read(at(want_name), &want_len);
	ck_assert_uint_eq(len, want_len);
	ck_assert_mem_eq(bytes, want, len);
	free(bytes);
	free(want);
}

/* Lets tcpdump write its selection of the same file. Through standard output, because a confined
 * tcpdump may not open files for writing here. */
static void ask_tcpdump(const char *expression)
{
	char command[1000];
	snprintf(command, sizeof(command),
	    "tcpdump --time-stamp-precision=%s -r %s/in.pcap -w - '%s' 2>%s/words >%s/want.pcap",
	    source_nanoseconds(s.source) ? "nano" : "micro", folder.path, expression, folder.path,
	    folder.path);
	ck_assert_int_eq(system(command), 0);
}

static void expression_of(uint32_t number, char *out, size_t size)
{
	const struct session *session = model_session(model, number);
	char addr[2][ADDR_TEXT];
	for (unsigned side = 0; side < 2; side++)
		addr_format(&session->end[side].addr, addr[side], sizeof(addr[side]));
	snprintf(out, size, "tcp and host %s and host %s and port %u and port %u", addr[0], addr[1],
	    session->end[0].port, session->end[1].port);
}

static void export_to(const char *name, uint32_t session, uint64_t want_frames)
{
	struct export_target target = { .path = at(name) };
	bool exists = true;
	uint64_t frames = 0;
	bool done = session != 0 ? export_session(
	                               model, session, s.source, &target, &exists, &frames, &s.err)
	                         : export_all(s.source, &target, &exists, &frames, &s.err);
	ck_assert_msg(done, "%s", s.err.text);
	ck_assert(!exists);
	ck_assert_uint_eq(frames, want_frames);
}

/* Compares each session of the file, and all of it, with tcpdump's selection, byte by byte. */
static void compare_with_tcpdump(void)
{
	ck_assert_uint_eq(model_sessions(model), 6);
	for (uint32_t number = 1; number <= 6; number++) {
		char expression[300];
		expression_of(number, expression, sizeof(expression));
		ask_tcpdump(expression);
		export_to("out.pcap", number, model_session(model, number)->count);
		expect_same("out.pcap", "want.pcap");
		unlink(at("out.pcap"));
	}
	ask_tcpdump(source_filter(s.source));
	export_to("out.pcap", 0, s.status.frames - s.status.filtered);
	expect_same("out.pcap", "want.pcap");
}

static const struct make {
	uint32_t magic;
	bool big;
} makes[] = { { PCAP_MICRO, false }, { PCAP_MICRO, true }, { PCAP_NANO, false },
	{ PCAP_NANO, true }, { PCAP_MODIFIED, false } };

START_TEST(pcap_exports_are_what_tcpdump_selects)
{
	write_pcap(at("in.pcap"), makes[_i].magic, makes[_i].big, FRAMES);
	load("in.pcap", NULL);
	compare_with_tcpdump();
}
END_TEST

START_TEST(filtered_exports_are_what_tcpdump_selects)
{
	write_pcap(at("in.pcap"), PCAP_MICRO, false, FRAMES);
	load("in.pcap", "greater 80");
	ck_assert_uint_gt(s.status.filtered, 0);
	ask_tcpdump("greater 80");
	export_to("out.pcap", 0, s.status.frames - s.status.filtered);
	expect_same("out.pcap", "want.pcap");
}
END_TEST

/* fine_ns is added to whole microseconds. */
static void write_pcapng(int64_t fine_ns)
{
	struct wire_file f = { .out = fopen(at("in.pcap"), "w") };
	ng_section(&f);
	ng_interface(&f, 9);
	for (unsigned n = 1; n <= FRAMES; n++) {
		struct shot shot = shot_of(n, fine_ns);
		ng_packet(&f, 0, NS, &shot);
	}
	wire_file_close(&f);
}

START_TEST(pcapng_exports_are_what_tcpdump_selects)
{
	write_pcapng(_i);
	load("in.pcap", NULL);
	ck_assert_int_eq(source_nanoseconds(s.source), _i == 1);
	compare_with_tcpdump();
}
END_TEST

START_TEST(cooked_exports_are_what_tcpdump_selects)
{
	struct wire_file f = { .out = fopen(at("in.pcap"), "w"), .magic = PCAP_NANO };
	wire_pcap_begin(&f, LINK_LINUX_SLL2);
	for (unsigned n = 1; n <= FRAMES; n++) {
		struct shot shot = shot_on(LINK_LINUX_SLL2, n, n);
		write_shot(&f, &shot);
	}
	wire_file_close(&f);
	load("in.pcap", NULL);
	compare_with_tcpdump();
}
END_TEST

/* Raw IP has one number in files and another in libpcap. */
START_TEST(raw_ip_exports_are_what_tcpdump_selects)
{
	struct wire_file f = { .out = fopen(at("in.pcap"), "w") };
	wire_pcap_begin(&f, LINK_RAW);
	for (unsigned n = 1; n <= FRAMES; n++) {
		struct shot shot = shot_on(LINK_RAW, n, 0);
		write_shot(&f, &shot);
	}
	wire_file_close(&f);
	load("in.pcap", NULL);
	ck_assert_int_eq(source_link_type(s.source), LINK_RAW);
	compare_with_tcpdump();
}
END_TEST

START_TEST(a_stream_is_exported_as_it_came)
{
	write_pcap(at("in.pcap"), PCAP_MICRO, false, FRAMES);
	int fd = open(at("in.pcap"), O_RDONLY);
	ck_assert_int_eq(source_open_stream(fd, NULL, 0, &s.source, &s.err), SOURCE_OK);
	sourced_start(&s);
	sourced_to_end(&s);
	fill_model();
	export_to("all.pcap", 0, FRAMES);
	expect_same("all.pcap", "in.pcap");
	compare_with_tcpdump();
	close(fd);
}
END_TEST

/* A truncated file exports what was good. */
START_TEST(what_came_before_damage_is_exported)
{
	size_t len;
	write_pcap(at("whole.pcap"), PCAP_MICRO, false, 12);
	write_pcap(at("want.pcap"), PCAP_MICRO, false, 11);
	char *bytes = file_read(at("whole.pcap"), &len);
	file_write(at("in.pcap"), bytes, len - 3);
	free(bytes);
	sourced_load(&s, at("in.pcap"), NULL);
	ck_assert(s.status.failed);
	export_to("out.pcap", 0, 11);
	expect_same("out.pcap", "want.pcap");
}
END_TEST

START_TEST(an_existing_file_is_replaced_only_when_told)
{
	write_pcap(at("in.pcap"), PCAP_MICRO, false, 12);
	load("in.pcap", NULL);
	file_write(at("old.pcap"), "old", 3);
	struct export_target target = { .path = at("old.pcap") };
	bool exists = false;
	ck_assert(!export_session(model, 1, s.source, &target, &exists, NULL, &s.err));
	ck_assert(exists);
	file_expect(at("old.pcap"), "old");
	target = (struct export_target){ .path = at("old.pcap"), .replace = true };
	ck_assert_msg(export_all(s.source, &target, &exists, NULL, &s.err), "%s", s.err.text);
	expect_same("old.pcap", "in.pcap");
}
END_TEST

START_TEST(failures_leave_nothing_and_say_why)
{
	write_pcap(at("in.pcap"), PCAP_MICRO, false, 12);
	load("in.pcap", NULL);
	struct export_target target = { .path = at("out.pcap") };
	ck_assert(!export_session(model, 99, s.source, &target, NULL, NULL, &s.err));
	ck_assert_msg(strstr(s.err.text, "no session 99") != NULL, "%s", s.err.text);
	ck_assert_int_eq(truncate(at("in.pcap"), 100), 0);
	ck_assert(!export_all(s.source, &target, NULL, NULL, &s.err));
	ck_assert_msg(strstr(s.err.text, "in.pcap") != NULL, "%s", s.err.text);
	ck_assert(!export_session(model, 1, s.source, &target, NULL, NULL, &s.err));
	ck_assert_int_ne(access(at("out.pcap"), F_OK), 0);
	ck_assert_uint_eq(folder_entries(&folder), 1);
}
END_TEST

/* While file sizes are limited, Check must not be used: it keeps its notes in a file. */
START_TEST(a_file_that_may_not_grow_leaves_what_was_there)
{
	struct rlimit before, tight;
	write_pcap(at("in.pcap"), PCAP_MICRO, false, 2000);
	load("in.pcap", NULL);
	file_write(at("old.pcap"), "old", 3);
	struct export_target target = { .path = at("old.pcap"), .replace = true };
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	tight = (struct rlimit){ 20000, before.rlim_max };
	setrlimit(RLIMIT_FSIZE, &tight);
	bool done = export_all(s.source, &target, NULL, NULL, &s.err);
	setrlimit(RLIMIT_FSIZE, &before);
	ck_assert(!done);
	ck_assert_msg(strstr(s.err.text, "large") != NULL, "%s", s.err.text);
	file_expect(at("old.pcap"), "old");
	ck_assert_uint_eq(folder_entries(&folder), 2);
}
END_TEST

/* Two interfaces of different link types, names, secrets, comments and drops. */
static void write_rich(void)
{
	struct wire_file f = { .out = fopen(at("in.pcapng"), "w") };
	wire_ng_section(&f, &(struct wire_ng_section){ .comment = "the lab", .application = "x" });
	wire_ng_interface(&f, &(struct wire_ng_interface){ .link_type = LINK_ETHERNET,
	                          .snaplen = 65535,
	                          .resolution = 9,
	                          .name = "eth0",
	                          .comment = "uplink" });
	wire_ng_interface(&f, &(struct wire_ng_interface){ .link_type = LINK_RAW, .name = "tun0" });
	wire_ng_block(&f, 10, "KSLT\x04\0\0\0abcd", 12);
	wire_ng_block(&f, 4, "\x01\0\x08\0\xc0\0\x02\x01web\0\0\0\0\0", 16);
	for (unsigned n = 1; n <= FRAMES; n++) {
		bool raw = n % 2 == 0;
		struct shot shot = shot_on(raw ? LINK_RAW : LINK_ETHERNET, n, 7);
		wire_ng_packet(&f,
		    &(struct wire_ng_packet){ .interface = raw,
		        .time = (uint64_t)(raw ? shot.time_ns / 1000 : shot.time_ns),
		        .comment = n == 3 ? "look here" : NULL },
		    &shot.wire);
	}
	wire_ng_block(&f, 5, "\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\x08\0\x09\0\0\0\0\0\0\0\0\0\0\0", 28);
	wire_file_close(&f);
}

static void tell(void *ctx, uint32_t packet, char *out, size_t size)
{
	struct frame frame;
	/* Reading another frame here does no harm. */
	ck_assert(source_read_frame(s.source, s.segments[0].offset, &frame, NULL));
	++*(unsigned *)ctx;
	if (packet != 2)
		snprintf(out, size, "packet %u", packet);
}

/* Runs a program, and returns what it prints. */
static char *ask(const char *format, const char *file)
{
	char command[1000];
	size_t len;
	snprintf(command, sizeof(command), format, at(file), at("answer"));
	ck_assert_int_eq(system(command), 0);
	return file_read(at("answer"), &len);
}

static void expect_answer(const char *command, const char *file, const char *want)
{
	char *answer = ask(command, file);
	ck_assert_msg(strstr(answer, want) != NULL, "%s", answer);
	free(answer);
}

static bool have(const char *program)
{
	char command[100];
	snprintf(command, sizeof(command), "command -v %s >/dev/null", program);
	return system(command) == 0;
}

static void expect_wireshark(void)
{
	if (!have("capinfos") || !have("tshark"))
		return;
	expect_answer(
	    "capinfos %s >%s 2>/dev/null", "out.pcapng", "Number of interfaces in file: 2");
	expect_answer("capinfos %s >%s 2>/dev/null", "out.pcapng", "Capture comment:     the lab");
	expect_answer(
	    "capinfos %s >%s 2>/dev/null", "out.pcapng", "Number of decryption secrets in file: 1");
	expect_answer("capinfos %s >%s 2>/dev/null", "out.pcapng", "Name = tun0");
	expect_answer("tshark -r %s -T fields -e frame.number -e frame.comment >%s 2>/dev/null",
	    "out.pcapng", "3\tlook here,packet 3\n");
	expect_answer(
	    "tshark -r %s -T fields -e frame.number -e frame.interface_name >%s 2>/dev/null",
	    "out.pcapng", "\n2\ttun0\n3\teth0\n");
	expect_answer("tshark -r %s -T fields -e tcp.seq_raw >%s 2>/dev/null", "out.pcapng",
	    "1\n2\n3\n\n5\n");
}

START_TEST(pcapng_keeps_what_its_input_holds)
{
	unsigned told = 0;
	write_rich();
	sourced_load(&s, at("in.pcapng"), NULL);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	fill_model();
	struct export_target target = {
		.path = at("out.pcapng"), .comment = tell, .ctx = &told, .model = model
	};
	ck_assert_msg(export_all(s.source, &target, NULL, NULL, &s.err), "%s", s.err.text);
	ck_assert_uint_eq(told, s.count);
	expect_wireshark();
	struct sourced again = { 0 };
	sourced_load(&again, at("out.pcapng"), NULL);
	ck_assert_msg(!again.status.failed, "%s", again.status.message);
	ck_assert_uint_eq(again.count, s.count);
	ck_assert_uint_eq(again.status.interface_drops, 9);
	for (size_t i = 0; i < s.count; i++) {
		struct frame was, is;
		ck_assert(source_read_frame(s.source, s.segments[i].offset, &was, &s.err));
		ck_assert(source_read_frame(again.source, again.segments[i].offset, &is, &s.err));
		ck_assert_int_eq(is.time_ns, was.time_ns);
		ck_assert_int_eq(is.link_type, was.link_type);
		ck_assert_uint_eq(is.interface, was.interface);
		ck_assert_uint_eq(is.len, was.len);
		ck_assert_uint_eq(is.caplen, was.caplen);
		ck_assert_mem_eq(is.bytes, was.bytes, was.caplen);
	}
	sourced_free(&again);
}
END_TEST

START_TEST(a_session_in_pcapng)
{
	unsigned told = 0;
	write_rich();
	sourced_load(&s, at("in.pcapng"), NULL);
	fill_model();
	struct export_target target = { .path = at("out.pcapng"), .comment = tell, .ctx = &told };
	uint64_t frames = 0;
	ck_assert_msg(
	    export_session(model, 1, s.source, &target, NULL, &frames, &s.err), "%s", s.err.text);
	ck_assert_uint_eq(frames, model_session(model, 1)->count);
	ck_assert_uint_eq(told, frames);
}
END_TEST

START_TEST(pcap_has_one_link_type)
{
	write_rich();
	sourced_load(&s, at("in.pcapng"), NULL);
	struct export_target target = { .path = at("out.pcap") };
	ck_assert(!export_all(s.source, &target, NULL, NULL, &s.err));
	ck_assert_ptr_nonnull(strstr(s.err.text, "give a name that ends in .pcapng"));
	ck_assert_int_ne(access(at("out.pcap"), F_OK), 0);
}
END_TEST

START_TEST(default_names_say_what_is_in_the_file)
{
	char name[200];
	write_pcap(at("my trace.pcap"), PCAP_MICRO, false, 12);
	load("my trace.pcap", NULL);
	export_default_name(model, 1, s.source, name, sizeof(name));
	ck_assert_str_eq(name, "tcpviz-192.0.2.1.40001-198.51.100.2.8000.pcap");
	export_default_name(model, 4, s.source, name, sizeof(name));
	ck_assert_str_eq(name, "tcpviz-2001-db8--1.40002-2001-db8--2.8000.pcap");
	export_default_name(model, 0, s.source, name, sizeof(name));
	ck_assert_str_eq(name, "tcpviz-my-trace.pcap");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("export");
	TCase *tcase = tcase_create("export");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, pcap_exports_are_what_tcpdump_selects, 0, 5);
	tcase_add_test(tcase, filtered_exports_are_what_tcpdump_selects);
	tcase_add_loop_test(tcase, pcapng_exports_are_what_tcpdump_selects, 0, 2);
	tcase_add_test(tcase, cooked_exports_are_what_tcpdump_selects);
	tcase_add_test(tcase, raw_ip_exports_are_what_tcpdump_selects);
	tcase_add_test(tcase, a_stream_is_exported_as_it_came);
	tcase_add_test(tcase, what_came_before_damage_is_exported);
	tcase_add_test(tcase, an_existing_file_is_replaced_only_when_told);
	tcase_add_test(tcase, failures_leave_nothing_and_say_why);
	tcase_add_test(tcase, a_file_that_may_not_grow_leaves_what_was_there);
	tcase_add_test(tcase, pcapng_keeps_what_its_input_holds);
	tcase_add_test(tcase, a_session_in_pcapng);
	tcase_add_test(tcase, pcap_has_one_link_type);
	tcase_add_test(tcase, default_names_say_what_is_in_the_file);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
