/* Several files as one source. */
#include "capture/source/source.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

#include "capture/source/interfaces.h"
#include "core/record/origin.h"
#include "tests/capture/captures.h"
#include "tests/capture/folder.h"
#include "tests/capture/sourced.h"
#include "tests/suite.h"

static struct folder folder;
static struct sourced s;

static void setup(void)
{
	folder = folder_new();
	s = (struct sourced){ 0 };
}

static void teardown(void)
{
	sourced_free(&s);
	folder_remove(&folder);
}

static const char *at(const char *name)
{
	return folder_at(&folder, name);
}

/* Writes every step-th shot, from `first` to `last`. */
static void write_shots(const char *name, unsigned first, unsigned last, unsigned step)
{
	struct wire_file f = { .out = fopen(at(name), "w") };
	wire_pcap_begin(&f, LINK_ETHERNET);
	for (unsigned n = first; n <= last; n += step) {
		struct shot shot = shot_of(n, 0);
		write_shot(&f, &shot);
	}
	wire_file_close(&f);
}

#define FILES_MOST 1000
static char paths[FILES_MOST][PATH_MAX];
static const char *operands[FILES_MOST];
static unsigned count;

static void add(const char *name)
{
	snprintf(paths[count], PATH_MAX, "%s", at(name));
	operands[count] = paths[count];
	count++;
}

static enum source_failure open_set(const char *filter)
{
	return source_open_files(operands, count, filter, 3, &s.source, &s.err);
}

static void load(void)
{
	ck_assert_msg(open_set(NULL) == SOURCE_OK, "%s", s.err.text);
	sourced_start(&s);
	sourced_to_end(&s);
}

static bool count_frame(void *ctx, const struct frame *frame)
{
	int64_t *last = ctx;
	ck_assert_int_gt(frame->time_ns, last[0]);
	last[0] = frame->time_ns;
	last[1]++;
	return true;
}

/* Frames 1 to `frames` in order, read back in either direction. */
static void expect_shots(unsigned frames)
{
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.status.frames, frames);
	size_t i = s.count;
	for (unsigned n = frames; n >= 1; n--) {
		struct frame frame;
		struct shot shot = shot_of(n, 0);
		if (!shot_is_tcp(n))
			continue;
		const struct segment *segment = &s.segments[--i];
		ck_assert_uint_eq(segment->seq, n);
		ck_assert_uint_eq(segment->frame, n);
		ck_assert_msg(
		    source_read_frame(s.source, segment->offset, &frame, &s.err), "%s", s.err.text);
		ck_assert_int_eq(frame.time_ns, shot.time_ns);
		ck_assert_mem_eq(frame.bytes, shot.wire.bytes, shot.wire.caplen);
	}
	ck_assert_uint_eq(i, 0);
	int64_t seen[2] = { 0, 0 };
	ck_assert_msg(source_each_frame(s.source, count_frame, seen, &s.err), "%s", s.err.text);
	ck_assert_int_eq(seen[1], frames);
}

static void expect_file(uint32_t frame, const char *name, uint32_t want)
{
	uint32_t file_frame;
	const char *file = source_file(s.source, frame, &file_frame);
	ck_assert_str_eq(file, at(name));
	ck_assert_uint_eq(file_frame, want);
}

/* Files of a rotation, given in another order. */
START_TEST(files_that_follow_each_other)
{
	write_shots("a.pcap", 1, 20, 1);
	write_shots("b.pcap", 21, 40, 1);
	write_shots("c.pcap", 41, 60, 1);
	add("c.pcap");
	add("a.pcap");
	add("b.pcap");
	load();
	expect_shots(60);
	expect_file(1, "a.pcap", 1);
	expect_file(20, "a.pcap", 20);
	expect_file(21, "b.pcap", 1);
	expect_file(60, "c.pcap", 20);
	ck_assert_uint_eq(source_files(s.source), 3);
	ck_assert_uint_eq(s.status.bytes_read, s.status.bytes_total);
	ck_assert_ptr_nonnull(strstr(source_name(s.source), "a.pcap and 2 more"));
}
END_TEST

/* Files of several cards, whose frames alternate. */
START_TEST(files_that_overlap)
{
	write_shots("a.pcap", 1, 60, 3);
	write_shots("b.pcap", 2, 60, 3);
	write_shots("c.pcap", 3, 60, 3);
	add("a.pcap");
	add("b.pcap");
	add("c.pcap");
	load();
	expect_shots(60);
	for (uint32_t frame = 1; frame <= 60; frame++)
		expect_file(frame,
		    frame % 3 == 1   ? "a.pcap"
		    : frame % 3 == 2 ? "b.pcap"
		                     : "c.pcap",
		    (frame + 2) / 3);
}
END_TEST

static void pack(const char *name, const char *to)
{
	size_t len;
	char *bytes = file_read(at(name), &len);
	gzFile out = gzopen(at(to), "w");
	ck_assert_int_eq(gzwrite(out, bytes, (unsigned)len), (int)len);
	gzclose(out);
	free(bytes);
}

/* Large enough that blocks of the files alternate. */
START_TEST(large_files_that_overlap)
{
	write_shots("a.pcap", 1, 40000, 2);
	write_shots("b.pcap", 2, 40000, 2);
	pack("b.pcap", "b.pcap.gz");
	add("a.pcap");
	add(_i == 0 ? "b.pcap" : "b.pcap.gz");
	load();
	expect_shots(40000);
}
END_TEST

/* More files than descriptors. */
START_TEST(a_thousand_files)
{
	struct rlimit limit = { 100, 100 };
	for (unsigned i = 0; i < FILES_MOST; i++) {
		char name[32];
		snprintf(name, sizeof(name), "%03u.pcap", i);
		write_shots(name, i * 5 + 1, i * 5 + 5, 1);
		if (_i == 1) {
			char to[40];
			snprintf(to, sizeof(to), "%s.gz", name);
			pack(name, to);
			add(to);
		} else {
			add(name);
		}
	}
	/* Below what sets of up to 128 files keep open. */
	limit.rlim_cur = limit.rlim_max = 200;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	load();
	expect_shots(5 * FILES_MOST);
}
END_TEST

START_TEST(a_folder_opens_what_it_holds)
{
	ck_assert_int_eq(mkdir(at("day"), 0700), 0);
	write_shots("day/a.pcap", 1, 20, 1);
	write_shots("day/b.pcap", 21, 40, 1);
	file_write(at("day/notes.txt"), "no capture", 10);
	file_write(at("day/empty.pcap"), "", 0);
	ck_assert_int_eq(mkdir(at("day/other"), 0700), 0);
	add("day");
	load();
	expect_shots(40);
	ck_assert_uint_eq(source_files(s.source), 2);
}
END_TEST

START_TEST(a_folder_without_captures_is_said)
{
	ck_assert_int_eq(mkdir(at("day"), 0700), 0);
	add("day");
	ck_assert_int_eq(open_set(NULL), SOURCE_FAILED);
	ck_assert_ptr_nonnull(strstr(s.err.text, "holds no capture"));
}
END_TEST

START_TEST(a_file_that_cannot_be_opened_is_named)
{
	write_shots("a.pcap", 1, 20, 1);
	add("a.pcap");
	add("none.pcap");
	ck_assert_int_eq(open_set(NULL), SOURCE_FAILED);
	ck_assert_ptr_nonnull(strstr(s.err.text, "none.pcap"));
}
END_TEST

/* The others are read on. */
START_TEST(damage_ends_one_file)
{
	size_t len;
	write_shots("a.pcap", 1, 20, 1);
	write_shots("b.pcap", 21, 40, 1);
	char *bytes = file_read(at("a.pcap"), &len);
	file_write(at("a.pcap"), bytes, len - 1);
	free(bytes);
	add("a.pcap");
	add("b.pcap");
	load();
	ck_assert(s.status.failed);
	ck_assert_uint_eq(s.status.frames, 39);
	ck_assert_msg(
	    strstr(s.status.message, "a.pcap\" is cut short after packet 19, byte ") != NULL, "%s",
	    s.status.message);
	expect_file(20, "b.pcap", 1);
}
END_TEST

/* An empty file among them, and one of another format and link type. */
START_TEST(files_of_several_kinds)
{
	write_shots("none.pcap", 1, 0, 1);
	write_shots("a.pcap", 1, 20, 1);
	struct wire_file f = { .out = fopen(at("b.pcapng"), "w") };
	ng_section(&f);
	wire_ng_interface(&f, &(struct wire_ng_interface){ .link_type = LINK_RAW, .name = "tun0" });
	for (unsigned n = 21; n <= 40; n++) {
		struct shot shot = shot_on(LINK_RAW, n, 0);
		ng_packet(&f, 0, 1000000, &shot);
	}
	wire_file_close(&f);
	add("none.pcap");
	add("b.pcapng");
	add("a.pcap");
	load();
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.count, 30);
	struct frame frame;
	ck_assert(source_read_frame(s.source, s.segments[29].offset, &frame, &s.err));
	ck_assert_int_eq(frame.link_type, LINK_RAW);
	uint16_t number = origins_at(source_origins(s.source), s.segments[29].origin)->interface;
	ck_assert_str_eq(interfaces_at(source_interfaces(s.source), number)->name, "tun0");
}
END_TEST

START_TEST(a_filter_and_a_set)
{
	write_shots("a.pcap", 1, 20, 2);
	write_shots("b.pcap", 2, 20, 2);
	add("a.pcap");
	add("b.pcap");
	ck_assert_int_eq(open_set("udp"), SOURCE_OK);
	sourced_start(&s);
	sourced_to_end(&s);
	ck_assert_uint_eq(s.status.frames, 20);
	ck_assert_uint_eq(s.status.filtered, 15);
	int64_t seen[2] = { 0, 0 };
	ck_assert(source_each_frame(s.source, count_frame, seen, &s.err));
	ck_assert_int_eq(seen[1], 5);
}
END_TEST

START_TEST(a_set_stops_when_told)
{
	write_shots("a.pcap", 1, 60000, 2);
	write_shots("b.pcap", 2, 60000, 2);
	pack("b.pcap", "b.pcap.gz");
	add("a.pcap");
	add("b.pcap.gz");
	ck_assert_int_eq(open_set(NULL), SOURCE_OK);
	sourced_start(&s);
	sourced_wait(&s);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert(!s.status.running && !s.status.failed);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sets");
	TCase *tc = tcase_create("sets");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, files_that_follow_each_other);
	tcase_add_test(tc, files_that_overlap);
	tcase_add_loop_test(tc, large_files_that_overlap, 0, 2);
	tcase_add_loop_test(tc, a_thousand_files, 0, 2);
	tcase_add_test(tc, a_folder_opens_what_it_holds);
	tcase_add_test(tc, a_folder_without_captures_is_said);
	tcase_add_test(tc, a_file_that_cannot_be_opened_is_named);
	tcase_add_test(tc, damage_ends_one_file);
	tcase_add_test(tc, files_of_several_kinds);
	tcase_add_test(tc, a_filter_and_a_set);
	tcase_add_test(tc, a_set_stops_when_told);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
