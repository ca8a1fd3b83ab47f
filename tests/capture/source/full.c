/* Disks that are too small for a capture, limits, and rings that forget. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <zlib.h>

#include "capture/source/frame_marks.h"
#include "capture/source/source.h"
#include "tests/capture/captures.h"
#include "tests/capture/folder.h"
#include "tests/capture/sourced.h"
#include "tests/network.h"
#include "tests/mounts.h"
#include "tests/suite.h"

static struct folder folder;
static struct sourced s;
static pid_t writer;

static void setup(void)
{
	folder = folder_new();
	s = (struct sourced){ 0 };
	writer = 0;
}

static void teardown(void)
{
	sourced_free(&s);
	if (writer > 0) {
		kill(writer, SIGKILL);
		waitpid(writer, NULL, 0);
	}
	umount2(folder.path, MNT_DETACH);
	folder_remove(&folder);
}

/* Puts the spool on a file system of its own. */
static void on_disk(const char *type, const char *options)
{
	ck_assert(enter_mounts());
	ck_assert_int_eq(mount("none", folder.path, type, 0, options), 0);
	setenv("TMPDIR", folder.path, 1);
}

/* Occupies that much of the disk until the file is removed. */
static void fill_disk(const char *name, size_t size)
{
	char *bytes = calloc(1, size);
	file_write(folder_at(&folder, name), bytes, size);
	free(bytes);
}

static uint64_t disk_used(void)
{
	struct statvfs st;
	ck_assert_int_eq(statvfs(folder.path, &st), 0);
	return (uint64_t)(st.f_blocks - st.f_bfree) * st.f_frsize;
}

#define PAYLOAD 1000

static void put_record(struct wire_file *f, unsigned n)
{
	struct wire w;
	wire_begin(&w);
	wire_ethernet(&w, &(struct wire_ethernet){ 0 });
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_tcp(&w, &(struct wire_tcp){ .seq = n, .flags = TCP_ACK });
	wire_fill(&w, PAYLOAD, n);
	wire_end(&w);
	wire_pcap_frame(f, 1443179536 * NS + n * 1000000ll, &w);
}

/* Returns the read end of a pipe through which another process sends a capture of `count`
 * frames. */
static int stream_of(unsigned count)
{
	int fds[2];
	ck_assert_int_eq(pipe(fds), 0);
	writer = fork();
	if (writer != 0) {
		close(fds[1]);
		return fds[0];
	}
	close(fds[0]);
	struct wire_file f = { .out = fdopen(fds[1], "w") };
	wire_pcap_begin(&f, LINK_ETHERNET);
	for (unsigned n = 1; n <= count; n++)
		put_record(&f, n);
	fclose(f.out);
	_exit(0);
}

static void open_stream(unsigned count)
{
	ck_assert_msg(source_open_stream(stream_of(count), NULL, 3, &s.source, &s.err) == SOURCE_OK,
	    "%s", s.err.text);
}

static void until_paused(bool paused)
{
	for (sourced_take(&s); s.status.paused != paused && s.status.running; sourced_take(&s))
		sourced_wait(&s);
	ck_assert_int_eq(s.status.paused, paused);
}

static void expect_frame(const struct segment *segment, unsigned n)
{
	struct frame frame;
	ck_assert_uint_eq(segment->seq, n);
	ck_assert_uint_eq(segment->frame, n);
	ck_assert_msg(
	    source_read_frame(s.source, segment->offset, &frame, &s.err), "%s", s.err.text);
	ck_assert_uint_eq(frame.caplen, 54 + PAYLOAD);
	ck_assert_int_eq(frame.time_ns, 1443179536 * NS + n * 1000000ll);
	ck_assert_uint_eq(frame.bytes[54], n & 0xff);
}

static void expect_frames(size_t from)
{
	for (size_t i = from; i < s.count; i++)
		expect_frame(&s.segments[i], (unsigned)i + 1);
}

struct seen {
	unsigned count;
	int64_t first, last;
};

static bool see(void *ctx, const struct frame *frame)
{
	struct seen *seen = ctx;
	int64_t n = (frame->time_ns - 1443179536 * NS) / 1000000;
	if (seen->count == 0)
		seen->first = n;
	else
		ck_assert_int_eq(n, seen->last + 1);
	seen->last = n;
	seen->count++;
	return true;
}

static struct seen see_all(void)
{
	struct seen seen = { 0 };
	ck_assert_msg(source_each_frame(s.source, see, &seen, &s.err), "%s", s.err.text);
	return seen;
}

static bool count_frame(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(unsigned *)ctx;
	return true;
}

/* Returns how many frames can be read, of any kind. */
static unsigned count_frames(void)
{
	unsigned count = 0;
	ck_assert_msg(source_each_frame(s.source, count_frame, &count, &s.err), "%s", s.err.text);
	return count;
}

START_TEST(a_stream_waits_for_a_full_disk)
{
	enum { COUNT = 3000 };
	on_disk("tmpfs", "size=4m");
	fill_disk("filler", 2 << 20);
	open_stream(COUNT);
	sourced_start(&s);
	until_paused(true);
	ck_assert(s.status.running && !s.status.failed);
	ck_assert_ptr_nonnull(strstr(s.status.message, "No space left"));
	ck_assert_ptr_nonnull(strstr(s.status.message, "free space"));
	ck_assert_uint_lt(s.count, COUNT);
	ck_assert_uint_gt(s.count, 500);
	expect_frames(0);
	ck_assert_uint_eq(see_all().count, s.count);
	/* It continues as soon as there is space. */
	remove(folder_at(&folder, "filler"));
	sourced_to_end(&s);
	ck_assert(!s.status.failed);
	ck_assert_uint_eq(s.count, COUNT);
	ck_assert_uint_eq(s.status.not_taken, 0);
	expect_frames(0);
	ck_assert_uint_eq(see_all().count, COUNT);
}
END_TEST

/* Sends `count` datagrams of about 1 kB to a closed port over loopback. */
static void send_datagrams(unsigned count)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	char bytes[PAYLOAD] = "";
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	while (count-- > 0)
		(void)!sendto(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&to, sizeof(to));
	close(fd);
}

START_TEST(a_device_counts_what_a_full_disk_has_no_room_for)
{
	on_disk("tmpfs", "size=1m");
	fill_disk("filler", 512 << 10);
	ck_assert_msg(private_network_enter(&s.err), "%s", s.err.text);
	ck_assert_msg(
	    source_open_device("lo", NULL, 3, &s.source, &s.err) == SOURCE_OK, "%s", s.err.text);
	sourced_start(&s);
	do {
		send_datagrams(50);
		sourced_wait(&s);
		sourced_take(&s);
	} while (!s.status.paused || s.status.not_taken == 0);
	uint64_t before = s.status.frames;
	ck_assert_uint_gt(count_frames(), 100);
	remove(folder_at(&folder, "filler"));
	until_paused(false);
	do {
		send_datagrams(5);
		sourced_wait(&s);
		sourced_take(&s);
	} while (s.status.frames < before + 10);
	ck_assert(s.status.running && !s.status.failed);
	source_stop(s.source);
	source_status(s.source, &s.status);
	/* Every frame that was counted can be read. */
	ck_assert_uint_eq(count_frames(), s.status.frames);
}
END_TEST

START_TEST(a_capture_on_a_full_disk_can_be_stopped)
{
	on_disk("tmpfs", "size=1m");
	open_stream(3000);
	sourced_start(&s);
	until_paused(true);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert(!s.status.running && !s.status.paused && !s.status.failed);
	ck_assert_uint_gt(s.count, 100);
	ck_assert_uint_ge(s.status.not_taken, 1);
	ck_assert_uint_eq(s.status.frames, s.count);
	expect_frames(0);
	ck_assert_uint_eq(see_all().count, s.count);
}
END_TEST

/* Check keeps its notes in a file, so nothing is asserted while file sizes are limited. */
static bool wait_while_limited(void)
{
	struct pollfd ready = { .fd = source_fd(s.source), .events = POLLIN };
	do {
		source_status(s.source, &s.status);
		struct segment some[100];
		for (size_t got; (got = source_take(s.source, some, 100)) > 0; s.count += got)
			;
	} while (s.status.running && !s.status.paused && poll(&ready, 1, SOURCED_WAIT_MS) == 1);
	return s.status.paused;
}

START_TEST(a_limit_on_the_size_of_files_is_no_end)
{
	struct rlimit before, tight;
	open_stream(2000);
	getrlimit(RLIMIT_FSIZE, &before);
	tight = (struct rlimit){ 700000, before.rlim_max };
	setrlimit(RLIMIT_FSIZE, &tight);
	bool started = source_start(s.source, &s.err), paused = started && wait_while_limited();
	setrlimit(RLIMIT_FSIZE, &before);
	ck_assert(started);
	ck_assert(paused);
	ck_assert_ptr_nonnull(strstr(s.status.message, "ulimit"));
	size_t taken = s.count;
	ck_assert_uint_gt(taken, 100);
	s.count = 0;
	sourced_to_end(&s);
	ck_assert_uint_eq(taken + s.count, 2000);
	ck_assert_uint_eq(see_all().count, 2000);
}
END_TEST

START_TEST(a_ring_passes_many_times_the_disk)
{
	enum { COUNT = 40000 };
	on_disk("tmpfs", "size=2m");
	open_stream(COUNT);
	source_bound(s.source, 0, true);
	sourced_start(&s);
	bool paused = false;
	for (sourced_take(&s); s.status.running; sourced_take(&s)) {
		sourced_wait(&s);
		paused |= s.status.paused;
	}
	ck_assert(!s.status.failed && !paused);
	ck_assert_uint_eq(s.count, COUNT);
	ck_assert_uint_eq(s.status.not_taken, 0);
	/* Forgotten frames are reported as such; the others can be read. */
	struct frame frame;
	ck_assert(!source_read_frame(s.source, s.segments[0].offset, &frame, &s.err));
	ck_assert_ptr_nonnull(strstr(s.err.text, "no longer stored"));
	size_t first = 0;
	while (s.segments[first].offset < source_first(s.source))
		first++;
	ck_assert_uint_lt(first, COUNT - 100);
	expect_frames(first);
	struct seen seen = see_all();
	ck_assert_int_eq(seen.first, (int64_t)first + 1);
	ck_assert_int_eq(seen.last, COUNT);
}
END_TEST

START_TEST(a_ring_of_bytes_takes_no_more)
{
	enum { COUNT = 20000, LIMIT = 1000000 };
	on_disk("tmpfs", "size=100m");
	uint64_t before = disk_used(), most = 0;
	open_stream(COUNT);
	source_bound(s.source, LIMIT, true);
	sourced_start(&s);
	for (sourced_take(&s); s.status.running; sourced_take(&s)) {
		sourced_wait(&s);
		uint64_t used = disk_used() - before;
		most = used > most ? used : most;
	}
	ck_assert_uint_eq(s.count, COUNT);
	/* Exact to a block at both ends. */
	ck_assert_uint_le(most, LIMIT + 3 * 4096);
	ck_assert_uint_le(s.status.spool_bytes, LIMIT + 3 * 4096);
	struct seen seen = see_all();
	ck_assert_int_eq(seen.last, COUNT);
	ck_assert_uint_le((uint64_t)seen.count * (24 + 54 + PAYLOAD), LIMIT);
	ck_assert_uint_ge((uint64_t)seen.count * (24 + 54 + PAYLOAD), LIMIT * 9 / 10);
}
END_TEST

START_TEST(what_the_owner_forgets_goes)
{
	on_disk("tmpfs", "size=100m");
	uint64_t before = disk_used();
	open_stream(20000);
	source_bound(s.source, 0, true);
	sourced_start(&s);
	for (sourced_take(&s); s.status.running; sourced_take(&s)) {
		sourced_wait(&s);
		if (s.count > 100)
			source_forget(s.source, s.segments[s.count - 100].offset);
	}
	ck_assert_uint_eq(s.count, 20000);
	uint64_t first = s.segments[s.count - 50].offset;
	source_forget(s.source, first);
	ck_assert_uint_eq(source_first(s.source), first);
	ck_assert_uint_eq(see_all().count, 50);
	ck_assert_uint_lt(disk_used() - before, 15 << 20);
	ck_assert_uint_lt(s.status.spool_bytes, 15 << 20);
}
END_TEST

START_TEST(a_file_system_that_takes_nothing_back_is_told_of)
{
	on_disk("ramfs", NULL);
	open_stream(3000);
	source_bound(s.source, 500000, true);
	sourced_start(&s);
	sourced_to_end(&s);
	ck_assert(s.status.keeps_room);
	ck_assert_uint_gt(s.status.spool_bytes, 3000 * PAYLOAD);
	/* The frames are forgotten nevertheless. */
	ck_assert_uint_le(see_all().count * PAYLOAD, 500000);
}
END_TEST

/* Unpacking leaves 5 % of the file system free; what was unpacked before is good. */
START_TEST(unpacking_stops_before_the_disk_is_full)
{
	on_disk("tmpfs", "size=20m");
	char *bytes;
	size_t len;
	struct wire_file f = { .out = open_memstream(&bytes, &len) };
	wire_pcap_begin(&f, LINK_ETHERNET);
	for (unsigned n = 1; n <= 30000; n++)
		put_record(&f, n);
	wire_file_close(&f);
	gzFile packed = gzopen(folder_at(&folder, "a.pcap.gz"), "w");
	ck_assert_int_eq(gzwrite(packed, bytes, (unsigned)len), (int)len);
	gzclose(packed);
	free(bytes);
	sourced_load(&s, folder_at(&folder, "a.pcap.gz"), NULL);
	ck_assert(s.status.failed);
	ck_assert_msg(strstr(s.status.message, "less than 5 % of the file system is free") != NULL,
	    "%s", s.status.message);
	ck_assert_uint_gt(s.count, 10000);
	ck_assert_uint_le(disk_used(), (20 << 20) * 95 / 100);
	expect_frame(&s.segments[s.count - 1], (unsigned)s.count);
}
END_TEST

START_TEST(a_limit_of_bytes_is_never_passed)
{
	enum { LIMIT = 300000, RECORD = 24 + 54 + PAYLOAD };
	open_stream(20000);
	source_bound(s.source, LIMIT, false);
	sourced_start(&s);
	sourced_to_end(&s);
	ck_assert(s.status.limited && !s.status.failed);
	ck_assert_uint_eq(s.count, (LIMIT - 24) / RECORD);
	ck_assert_uint_eq(s.status.frames, s.count);
	ck_assert_uint_le(s.status.spool_bytes, LIMIT);
	ck_assert_uint_eq(see_all().count, s.count);
}
END_TEST

START_TEST(a_limit_of_bytes_of_a_file)
{
	write_pcap(folder_at(&folder, "a.pcap"), PCAP_MICRO, false, 1000);
	sourced_open(&s, folder_at(&folder, "a.pcap"), NULL);
	source_bound(s.source, 50000, false);
	sourced_start(&s);
	sourced_to_end(&s);
	ck_assert(s.status.limited);
	ck_assert_uint_le(s.status.bytes_read, 50000);
	ck_assert_uint_gt(s.status.bytes_read, 49800);
	struct seen seen = { 0 };
	ck_assert(source_each_frame(s.source, see, &seen, &s.err));
	ck_assert_uint_eq(seen.count, s.status.frames);
}
END_TEST

START_TEST(marks_stay_few_and_spread)
{
	struct frame_marks marks;
	frame_marks_init(&marks, 0);
	for (uint64_t at = 24; at < 1000000000; at += 70000)
		frame_marks_add(&marks, at);
	ck_assert_uint_ge(frame_marks_at(&marks, 500000000, 1), 500000000);
	ck_assert_uint_lt(frame_marks_at(&marks, 500000000, 1), 520000000);
	frame_marks_forget(&marks, 600000000);
	ck_assert_uint_ge(frame_marks_at(&marks, 0, 1), 600000000);
	ck_assert_uint_eq(frame_marks_at(&marks, UINT64_MAX, 1), 1);
	for (unsigned i = 0; i < marks.count; i++)
		ck_assert_uint_eq((marks.at[(marks.first + i) % FRAME_MARKS] - 24) % 70000, 0);
}
END_TEST

static void add_disks(Suite *suite)
{
	TCase *tc = tcase_create("disks");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_stream_waits_for_a_full_disk);
	tcase_add_test(tc, a_capture_on_a_full_disk_can_be_stopped);
	if (can_enter_test_network())
		tcase_add_test(tc, a_device_counts_what_a_full_disk_has_no_room_for);
	tcase_add_test(tc, a_ring_passes_many_times_the_disk);
	tcase_add_test(tc, a_ring_of_bytes_takes_no_more);
	tcase_add_test(tc, what_the_owner_forgets_goes);
	tcase_add_test(tc, unpacking_stops_before_the_disk_is_full);
	tcase_add_test(tc, a_file_system_that_takes_nothing_back_is_told_of);
	suite_add_tcase(suite, tc);
}

int main(void)
{
	Suite *suite = suite_create("full");
	TCase *tc = tcase_create("limits");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, marks_stay_few_and_spread);
	tcase_add_test(tc, a_limit_of_bytes_is_never_passed);
	tcase_add_test(tc, a_limit_of_bytes_of_a_file);
	tcase_add_test(tc, a_limit_on_the_size_of_files_is_no_end);
	suite_add_tcase(suite, tc);
	if (can_mount())
		add_disks(suite);
	else
		puts("skipped: disks, since this system lets nobody but root mount one");
	return suite_main(suite);
}
