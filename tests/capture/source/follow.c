/* Files that are read while they are written. */
#include "capture/source/source.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/capture/captures.h"
#include "tests/capture/folder.h"
#include "tests/capture/sourced.h"
#include "tests/suite.h"

static struct folder folder;
static struct sourced s;
static struct wire_file f;

static void setup(void)
{
	folder = folder_new();
	s = (struct sourced){ 0 };
	f = (struct wire_file){ 0 };
}

static void teardown(void)
{
	sourced_free(&s);
	if (f.out != NULL)
		fclose(f.out);
	folder_remove(&folder);
}

static const char *at(const char *name)
{
	return folder_at(&folder, name);
}

static void create(const char *name)
{
	if (f.out != NULL)
		fclose(f.out);
	f = (struct wire_file){ .out = fopen(at(name), "w") };
	wire_pcap_begin(&f, LINK_ETHERNET);
	fflush(f.out);
}

static void put(unsigned n)
{
	struct shot shot = shot_of(n, 0);
	write_shot(&f, &shot);
	fflush(f.out);
}

static void follow(const char *name)
{
	const char *path = at(name);
	ck_assert_msg(source_follow_files(&path, 1, NULL, 3, &s.source, &s.err) == SOURCE_OK, "%s",
	    s.err.text);
	sourced_start(&s);
}

static void expect(size_t count)
{
	sourced_until(&s, count);
	ck_assert(s.status.running);
	for (size_t i = 0; i < s.count; i++) {
		struct frame frame;
		struct shot shot = shot_of(s.segments[i].seq, 0);
		ck_assert_msg(source_read_frame(s.source, s.segments[i].offset, &frame, &s.err),
		    "%s", s.err.text);
		ck_assert_int_eq(frame.time_ns, shot.time_ns);
		ck_assert_mem_eq(frame.bytes, shot.wire.bytes, shot.wire.caplen);
	}
}

static void stop(void)
{
	source_stop(s.source);
	sourced_take(&s);
	ck_assert(!s.status.running);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
}

START_TEST(a_file_that_grows)
{
	create("a.pcap");
	put(1);
	follow("a.pcap");
	expect(1);
	put(2);
	expect(2);
	/* Half a record waits for its other half. */
	struct shot shot = shot_of(3, 0);
	wire_write32(&f, (uint32_t)(shot.time_ns / NS));
	fflush(f.out);
	expect(2);
	wire_write32(&f, (uint32_t)(shot.time_ns % NS / 1000));
	wire_write32(&f, shot.wire.caplen);
	wire_write32(&f, shot.wire.len);
	wire_write_bytes(&f, shot.wire.bytes, shot.wire.caplen);
	fflush(f.out);
	expect(3);
	stop();
}
END_TEST

START_TEST(a_file_without_frames_yet)
{
	create("a.pcap");
	follow("a.pcap");
	put(1);
	expect(1);
	stop();
}
END_TEST

/* What was written before the other file came is read first, and can be read again. */
START_TEST(another_file_takes_its_name)
{
	create("a.pcap");
	put(1);
	follow("a.pcap");
	expect(1);
	put(2);
	ck_assert_int_eq(rename(at("a.pcap"), at("a.pcap.1")), 0);
	put(3);
	create("a.pcap");
	put(5);
	expect(4);
	put(6);
	expect(5);
	uint32_t file_frame;
	ck_assert_uint_eq(source_files(s.source), 2);
	source_file(s.source, 5, &file_frame);
	ck_assert_uint_eq(file_frame, 2);
	stop();
}
END_TEST

START_TEST(files_that_come_into_a_folder)
{
	ck_assert_int_eq(mkdir(at("day"), 0700), 0);
	create("day/a.pcap");
	put(1);
	follow("day");
	expect(1);
	put(2);
	expect(2);
	create("day/b.pcap");
	put(3);
	expect(3);
	create("day/c.pcap");
	put(5);
	put(6);
	expect(5);
	stop();
}
END_TEST

START_TEST(a_file_that_is_cut_is_said)
{
	create("a.pcap");
	put(1);
	put(2);
	follow("a.pcap");
	expect(2);
	ck_assert_int_eq(truncate(at("a.pcap"), 24), 0);
	sourced_to_end(&s);
	ck_assert(s.status.failed);
	ck_assert_msg(strstr(s.status.message,
	                  "was cut to less than what was read of it, after packet 2") != NULL,
	    "%s", s.status.message);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("follow");
	TCase *tc = tcase_create("follow");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_file_that_grows);
	tcase_add_test(tc, a_file_without_frames_yet);
	tcase_add_test(tc, another_file_takes_its_name);
	tcase_add_test(tc, files_that_come_into_a_folder);
	tcase_add_test(tc, a_file_that_is_cut_is_said);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
