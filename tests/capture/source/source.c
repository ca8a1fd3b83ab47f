#include "capture/source/source.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "capture/os/private_network.h"
#include "core/base/array.h"
#include "core/decode/reread.h"
#include "tests/capture/captures.h"
#include "tests/capture/folder.h"
#include "tests/capture/sourced.h"
#include "tests/network.h"
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

/* Compares the segment and its frame, read back, with the n-th shot. */
static void expect_shot(const struct segment *segment, unsigned n, int64_t fine_ns)
{
	struct shot shot = shot_of(n, fine_ns);
	struct frame frame;
	ck_assert_uint_eq(segment->frame, n);
	ck_assert_uint_eq(segment->seq, n);
	ck_assert_uint_eq(segment->source, 3);
	ck_assert_int_eq(segment->time_ns, shot.time_ns);
	ck_assert_msg(
	    source_read_frame(s.source, segment->offset, &frame, &s.err), "%s", s.err.text);
	ck_assert_int_eq(frame.time_ns, shot.time_ns);
	ck_assert_uint_eq(frame.len, shot.wire.len);
	ck_assert_uint_eq(frame.caplen, shot.wire.caplen);
	ck_assert_mem_eq(frame.bytes, shot.wire.bytes, shot.wire.caplen);
}

/* Reads back all TCP frames of `count`, backwards first, then forwards. */
static void expect_shots(unsigned count, int64_t fine_ns)
{
	size_t i = s.count;
	for (unsigned n = count; n >= 1; n--)
		if (shot_is_tcp(n)) {
			ck_assert_uint_gt(i, 0);
			expect_shot(&s.segments[--i], n, fine_ns);
		}
	ck_assert_uint_eq(i, 0);
	for (i = 0; i < s.count; i += 3)
		expect_shot(&s.segments[i], s.segments[i].frame, fine_ns);
}

struct seen {
	unsigned count, stop_at;
	int64_t times[100];
};

static bool see(void *ctx, const struct frame *frame)
{
	struct seen *seen = ctx;
	ck_assert_uint_lt(seen->count, 100);
	seen->times[seen->count++] = frame->time_ns;
	return seen->count != seen->stop_at;
}

static struct seen see_all(unsigned stop_at)
{
	struct seen seen = { .stop_at = stop_at };
	ck_assert_msg(source_each_frame(s.source, see, &seen, &s.err), "%s", s.err.text);
	return seen;
}

static const struct make {
	uint32_t magic;
	bool big, fine;
} makes[] = {
	{ PCAP_MICRO, false, false },
	{ PCAP_MICRO, true, false },
	{ PCAP_NANO, false, true },
	{ PCAP_NANO, true, true },
	{ PCAP_MODIFIED, false, false },
	{ PCAP_MODIFIED, true, false },
};

START_TEST(pcap_of_every_make_is_read_and_read_again)
{
	const struct make *make = &makes[_i];
	write_pcap(at("a.pcap"), make->magic, make->big, 40);
	sourced_load(&s, at("a.pcap"), NULL);
	ck_assert(!s.status.failed);
	ck_assert_str_eq(s.status.message, "");
	ck_assert_uint_eq(s.status.frames, 40);
	ck_assert_uint_eq(s.status.segments, 30);
	ck_assert_uint_eq(s.status.unfit[DECODE_NOT_TCP], 10);
	ck_assert_uint_eq(s.status.bytes_read, s.status.bytes_total);
	ck_assert_int_eq(source_nanoseconds(s.source), make->fine);
	ck_assert_int_eq(source_kind(s.source), SOURCE_FILE);
	ck_assert_int_eq(source_link_type(s.source), LINK_ETHERNET);
	ck_assert_str_eq(source_link_name(s.source), "EN10MB (Ethernet)");
	ck_assert_uint_ge(source_snaplen(s.source), 65535);
	expect_shots(40, make->fine);
	struct seen seen = see_all(0);
	ck_assert_uint_eq(seen.count, 40);
	ck_assert_int_eq(seen.times[3], shot_of(4, make->fine).time_ns);
	ck_assert_uint_eq(see_all(7).count, 7);
	expect_shots(40, make->fine);
}
END_TEST

START_TEST(a_filter_leaves_out_but_counts)
{
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 40);
	sourced_load(&s, at("a.pcap"), "ip6 or udp");
	ck_assert_str_eq(source_filter(s.source), "ip6 or udp");
	ck_assert_uint_eq(s.status.frames, 40);
	ck_assert_uint_eq(s.status.filtered, 24);
	ck_assert_uint_eq(s.count, 6);
	ck_assert_uint_eq(s.segments[0].frame, 5);
	ck_assert_uint_eq(s.segments[1].frame, 10);
	ck_assert_uint_eq(s.segments[5].frame, 35);
	expect_shot(&s.segments[5], 35, 0);
	struct seen seen = see_all(0);
	ck_assert_uint_eq(seen.count, 16);
	ck_assert_int_eq(seen.times[0], shot_of(4, 0).time_ns);
}
END_TEST

/* Writes interfaces that appear late, other blocks in between, and a second section whose first
 * interface has another time resolution. A frame read alone must get the times that it gets in
 * order. */
static void write_pcapng(const char *path, bool big, int64_t fine_ns)
{
	struct wire_file f = { .out = fopen(path, "w"), .big = big };
	ng_section(&f);
	ng_interface(&f, 6);
	for (unsigned n = 1; n <= 40; n++) {
		bool second = n > 25;
		if (n == 10 || n == 30)
			ng_interface(&f, 9);
		if (n == 26) {
			ng_section(&f);
			ng_interface(&f, 9);
		}
		if (n % 6 == 0)
			ng_other(&f);
		if (n == 15)
			ng_interface(&f, 3);
		struct shot shot = shot_of(n, n > 25 ? fine_ns : 0);
		bool late = n >= 10 && n % 2 == 0;
		ng_packet(&f, second ? 0 : late, second || late ? NS : 1000000, &shot);
	}
	wire_file_close(&f);
}

START_TEST(pcapng_frames_are_read_again_as_they_were_in_order)
{
	write_pcapng(at("a.pcapng"), _i == 1, 0);
	sourced_load(&s, at("a.pcapng"), NULL);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.status.frames, 40);
	ck_assert(!source_nanoseconds(s.source));
	expect_shots(40, 0);
	ck_assert_uint_eq(see_all(0).count, 40);
	expect_shots(40, 0);
}
END_TEST

START_TEST(pcapng_is_as_fine_as_its_times)
{
	write_pcapng(at("a.pcapng"), false, 7);
	sourced_load(&s, at("a.pcapng"), NULL);
	ck_assert(source_nanoseconds(s.source));
	expect_shot(&s.segments[s.count - 1], 39, 7);
}
END_TEST

/* Returns the offset of the end of the n-th record of a pcap file. */
static size_t end_of(unsigned n)
{
	size_t end = 24;
	for (unsigned i = 1; i <= n; i++)
		end += 16 + shot_of(i, 0).wire.caplen;
	return end;
}

START_TEST(a_file_cut_anywhere_keeps_what_came_before)
{
	write_pcap(at("whole.pcap"), PCAP_MICRO, false, 3);
	size_t len;
	char *bytes = file_read(at("whole.pcap"), &len);
	for (size_t cut = 24; cut < len; cut++) {
		unsigned whole = 0;
		while (end_of(whole + 1) <= cut)
			whole++;
		bool clean = end_of(whole) == cut;
		char words[64];
		snprintf(words, sizeof(words), "cut short after packet %u, byte %zu: ", whole,
		    end_of(whole));
		file_write(at("cut.pcap"), bytes, cut);
		sourced_load(&s, at("cut.pcap"), NULL);
		ck_assert_uint_eq(s.status.frames, whole);
		ck_assert_int_eq(s.status.failed, !clean);
		ck_assert_msg(clean || strncmp(s.status.message, words, strlen(words)) == 0, "%s",
		    s.status.message);
		expect_shots(whole, 0);
		ck_assert_uint_eq(see_all(0).count, whole);
		sourced_free(&s);
	}
	free(bytes);
}
END_TEST

START_TEST(a_damaged_record_ends_the_file_with_its_place)
{
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 3);
	FILE *file = fopen(at("a.pcap"), "r+");
	fseek(file, (long)end_of(2) + 8, SEEK_SET);
	fwrite("\xff\xff\xff\x7f", 1, 4, file);
	fclose(file);
	sourced_load(&s, at("a.pcap"), NULL);
	ck_assert(s.status.failed);
	ck_assert_msg(strstr(s.status.message, "not readable after packet 2, byte ") != NULL, "%s",
	    s.status.message);
	expect_shots(2, 0);
}
END_TEST

static bool count_piece(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(unsigned *)ctx;
	return true;
}

/* What was in pieces is read back whole, and piece by piece. */
START_TEST(fragments_are_put_together_and_read_back)
{
	struct wire whole, piece;
	wire_begin(&whole);
	wire_ethernet(&whole, &(struct wire_ethernet){ 0 });
	wire_ipv4(&whole, &(struct wire_ipv4){ .id = 7 });
	wire_tcp(&whole, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_fill(&whole, 100, 'x');
	wire_end(&whole);
	struct wire_file f = { .out = fopen(at("a.pcap"), "w") };
	wire_pcap_begin(&f, LINK_ETHERNET);
	for (unsigned from = 0; from < 120; from += 40) {
		wire_fragment(&whole, from, 40, 7, &piece);
		wire_pcap_frame(&f, from, &piece);
	}
	wire_fragment(&whole, 0, 40, 8, &piece);
	piece.bytes[19] = 8; /* of a packet whose other pieces are missing */
	wire_pcap_frame(&f, 200, &piece);
	wire_file_close(&f);
	sourced_load(&s, at("a.pcap"), NULL);
	ck_assert_uint_eq(s.count, 1);
	ck_assert_uint_eq(s.segments[0].frame, 3);
	ck_assert_uint_eq(s.segments[0].len, 100);
	ck_assert_uint_eq(s.status.unfit[DECODE_FRAGMENT], 3);
	ck_assert_uint_eq(s.status.joined, 1);
	ck_assert_uint_eq(s.status.incomplete, 1);
	struct frame frame;
	struct bytes payload;
	ck_assert(source_read_frame(s.source, s.segments[0].offset, &frame, &s.err));
	ck_assert(peek_payload(LINK_ETHERNET, &frame, &payload));
	ck_assert_uint_eq(payload.left, 100);
	unsigned pieces = 0;
	ck_assert(source_each_piece(s.source, s.segments[0].offset, count_piece, &pieces, &s.err));
	ck_assert_uint_eq(pieces, 3);
}
END_TEST

/* Two packets in one frame of a WLAN: each can be read back. */
START_TEST(packets_that_share_a_frame)
{
	static const char head[] = "\x88\x01\0\0\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x02\0\0\0\0\x03"
	                           "\0\0\x80\0";
	static const char part[] = "\x02\0\0\0\0\x01\x02\0\0\0\0\x02\0\x38"
	                           "\xaa\xaa\x03\0\0\0\x08\0";
	struct wire w;
	wire_begin(&w);
	wire_payload(&w, head, sizeof(head) - 1);
	for (unsigned i = 0; i < 2; i++) {
		wire_payload(&w, part, sizeof(part) - 1);
		wire_ipv4(&w, &(struct wire_ipv4){ .length = 48 });
		wire_tcp(&w, &(struct wire_tcp){ .seq = 1 + i, .flags = TCP_ACK });
		wire_fill(&w, 8, 'a' + i);
		wire_fill(&w, 2, 0);
	}
	wire_end(&w);
	struct wire_file f = { .out = fopen(at("a.pcap"), "w") };
	wire_pcap_begin(&f, LINK_WLAN);
	wire_pcap_frame(&f, 0, &w);
	wire_file_close(&f);
	sourced_load(&s, at("a.pcap"), NULL);
	ck_assert_uint_eq(s.count, 2);
	for (unsigned i = 0; i < 2; i++) {
		struct frame frame;
		struct segment again;
		ck_assert_uint_eq(s.segments[i].frame, 1);
		ck_assert_uint_eq(s.segments[i].seq, 1 + i);
		ck_assert(source_read_frame(s.source, s.segments[i].offset, &frame, &s.err));
		ck_assert(peek_segment(LINK_WLAN, &frame, &again));
		ck_assert_uint_eq(again.seq, 1 + i);
	}
}
END_TEST

START_TEST(an_empty_capture_is_fine)
{
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 0);
	sourced_load(&s, at("a.pcap"), NULL);
	ck_assert(!s.status.failed);
	ck_assert_uint_eq(s.status.frames, 0);
	ck_assert_uint_eq(see_all(0).count, 0);
}
END_TEST

static void expect_refusal(const char *path, const char *filter, const char *words)
{
	struct source *source = (struct source *)&s;
	ck_assert_int_eq(source_open_file(path, filter, 0, &source, &s.err), SOURCE_FAILED);
	ck_assert_ptr_null(source);
	ck_assert_msg(strstr(s.err.text, words) != NULL, "%s", s.err.text);
}

static const struct foreign {
	const char *bytes;
	size_t len;
	const char *words;
} foreign[] = {
	{ "", 0, "is empty" },
	{ "hello, this is a text and not a capture", 39,
	    "not a capture in pcap, pcapng or snoop format" },
	{ "hi", 2, "not a capture in pcap, pcapng or snoop format" },
	{ "GMBU\x03\x02\0\0", 8, "Microsoft Network Monitor 2; convert it: editcap \"" },
	{ "BZh91AY&SY", 10, "bzip2; unpack it on the way: bzcat \"" },
	{ "\x1f\x8b\x08\0\0\0\0\0\0\0", 10, "the gzip file ends early, after 10 bytes" },
	{ "\xd4\xc3\xb2\xa1\x02\0\x04\0", 8, "damaged or truncated" },
	{ "\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a", 12, "damaged or truncated" },
};

START_TEST(what_is_no_capture_is_named)
{
	const struct foreign *each = &foreign[_i];
	file_write(at("odd.bin"), each->bytes, each->len);
	expect_refusal(at("odd.bin"), NULL, each->words);
	expect_refusal(at("odd.bin"), NULL, "odd.bin");
}
END_TEST

START_TEST(what_cannot_be_opened_is_said)
{
	expect_refusal(at("none.pcap"), NULL, "no such file");
	expect_refusal(folder.path, NULL, "it is a folder");
	file_write(at("plain"), "", 0);
	expect_refusal(at("plain/a.pcap"), NULL, "is a file");
	expect_refusal("/dev/null", NULL, "is empty");
	expect_refusal(at("\x1b[31mred"), NULL, "\\x1b[31mred");
}
END_TEST

START_TEST(a_file_without_permission_is_said)
{
	write_pcap(at("secret.pcap"), PCAP_MICRO, false, 1);
	chmod(folder.path, 0755);
	chmod(at("secret.pcap"), 0);
	bool root = geteuid() == 0;
	if (root)
		ck_assert_int_eq(seteuid(65534), 0);
	expect_refusal(at("secret.pcap"), NULL, "no permission");
	if (root)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(wrong_filters_and_link_types_are_said)
{
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 1);
	expect_refusal(at("a.pcap"), "tcp prot 80", "invalid filter expression \"tcp prot 80\": ");
	struct wire_file f = { .out = fopen(at("wifi.pcap"), "w") };
	wire_pcap_begin(&f, 144);
	wire_file_close(&f);
	expect_refusal(at("wifi.pcap"), NULL, "LINUX_IRDA");
}
END_TEST

/* Far more than the ring holds, taken late: the reader waits and nothing is lost. */
START_TEST(a_file_waits_for_a_slow_owner)
{
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 60000);
	sourced_open(&s, at("a.pcap"), NULL);
	sourced_start(&s);
	do {
		sourced_wait(&s);
		source_status(s.source, &s.status);
	} while (s.status.bytes_read == 0);
	ck_assert_uint_lt(s.status.segments, 20000);
	sourced_to_end(&s);
	ck_assert_uint_eq(s.count, 45000);
	ck_assert_uint_eq(s.status.ring_drops, 0);
	for (size_t i = 0; i < s.count; i++)
		ck_assert_uint_eq(s.segments[i].frame, i / 3 * 4 + i % 3 + 1);
}
END_TEST

START_TEST(a_waiting_file_stops_when_told)
{
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 60000);
	sourced_open(&s, at("a.pcap"), NULL);
	sourced_start(&s);
	sourced_wait(&s);
	source_stop(s.source);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert(!s.status.running);
	ck_assert(!s.status.failed);
	ck_assert_uint_lt(s.count, 45000);
	ck_assert_uint_gt(s.count, 0);
	expect_shot(&s.segments[s.count - 1], s.segments[s.count - 1].frame, 0);
}
END_TEST

/* A stream through a pipe that the test writes to. */
struct piped {
	int read_fd;
	struct wire_file w;
};

static struct piped pipe_new(void)
{
	int fds[2];
	ck_assert_int_eq(pipe(fds), 0);
	struct piped p = { .read_fd = fds[0], .w = { .out = fdopen(fds[1], "w") } };
	return p;
}

static void pipe_open(struct piped *p, const char *filter)
{
	fflush(p->w.out);
	ck_assert_msg(source_open_stream(p->read_fd, filter, 3, &s.source, &s.err) == SOURCE_OK,
	    "%s", s.err.text);
	sourced_start(&s);
}

static void pipe_shot(struct piped *p, unsigned n)
{
	struct shot shot = shot_of(n, 0);
	write_shot(&p->w, &shot);
	fflush(p->w.out);
}

START_TEST(a_stream_is_live)
{
	struct piped p = pipe_new();
	wire_pcap_begin(&p.w, LINK_ETHERNET);
	pipe_open(&p, NULL);
	for (unsigned n = 1; n <= 3; n++) {
		pipe_shot(&p, n);
		sourced_until(&s, n);
		ck_assert(s.status.running);
		expect_shots(n, 0);
	}
	pipe_shot(&p, 4);
	pipe_shot(&p, 5);
	sourced_until(&s, 4);
	ck_assert_uint_eq(see_all(0).count, 5);
	fclose(p.w.out);
	sourced_to_end(&s);
	ck_assert(!s.status.failed);
	ck_assert_uint_eq(s.status.frames, 5);
	ck_assert_int_eq(source_kind(s.source), SOURCE_STREAM);
	ck_assert_str_eq(source_name(s.source), "standard input");
	ck_assert_uint_eq(s.status.bytes_read, end_of(5));
	ck_assert_uint_gt(s.status.spool_bytes, 0);
	expect_shots(5, 0);
	close(p.read_fd);
}
END_TEST

START_TEST(an_idle_stream_stops_when_told)
{
	struct piped p = pipe_new();
	wire_pcap_begin(&p.w, LINK_ETHERNET);
	pipe_open(&p, NULL);
	pipe_shot(&p, 1);
	sourced_until(&s, 1);
	/* Half a record: the thread waits in the middle of it. */
	wire_write32(&p.w, 1);
	fflush(p.w.out);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert(!s.status.running);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	expect_shots(1, 0);
	ck_assert_int_ne(fcntl(p.read_fd, F_GETFD), -1);
	fclose(p.w.out);
	close(p.read_fd);
}
END_TEST

START_TEST(a_stream_cut_in_a_record_has_failed)
{
	struct piped p = pipe_new();
	wire_pcap_begin(&p.w, LINK_ETHERNET);
	pipe_open(&p, NULL);
	pipe_shot(&p, 1);
	pipe_shot(&p, 2);
	wire_write32(&p.w, 1);
	fclose(p.w.out);
	sourced_to_end(&s);
	char words[64];
	snprintf(words, sizeof(words), "cut short after packet 2, byte %zu: ", end_of(2));
	ck_assert(s.status.failed);
	ck_assert_msg(strncmp(s.status.message, words, strlen(words)) == 0, "%s", s.status.message);
	expect_shots(2, 0);
	close(p.read_fd);
}
END_TEST

START_TEST(a_filter_on_a_stream_counts_as_on_a_file)
{
	struct piped p = pipe_new();
	wire_pcap_begin(&p.w, LINK_ETHERNET);
	pipe_open(&p, "ip6");
	for (unsigned n = 1; n <= 10; n++)
		pipe_shot(&p, n);
	fclose(p.w.out);
	sourced_to_end(&s);
	ck_assert_uint_eq(s.status.frames, 10);
	ck_assert_uint_eq(s.status.filtered, 8);
	ck_assert_uint_eq(s.count, 2);
	expect_shot(&s.segments[0], 5, 0);
	expect_shot(&s.segments[1], 10, 0);
	ck_assert_uint_eq(see_all(0).count, 2);
	close(p.read_fd);
}
END_TEST

/* Writes a pcapng file through a named pipe, with times in ns. */
static void *feed(void *path)
{
	write_pcapng(path, false, 7);
	return NULL;
}

START_TEST(a_named_pipe_is_a_stream)
{
	static char path[PATH_MAX];
	pthread_t thread;
	snprintf(path, sizeof(path), "%s", at("pipe"));
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	pthread_create(&thread, NULL, feed, path);
	sourced_load(&s, path, NULL);
	pthread_join(thread, NULL);
	ck_assert_int_eq(source_kind(s.source), SOURCE_STREAM);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.status.frames, 40);
	ck_assert(source_nanoseconds(s.source));
	expect_shot(&s.segments[0], 1, 0);
	expect_shot(&s.segments[s.count - 1], 39, 7);
}
END_TEST

START_TEST(what_is_no_stream_of_a_capture_is_said)
{
	static const struct foreign streams[] = {
		{ "", 0, "standard input ended without a capture" },
		{ "tcpdump: no permission\n", 23, "standard input is not a capture" },
		{ "BZh91AY&SY", 8, "| bzcat | tcpviz -r -" },
	};
	for (size_t i = 0; i < 3; i++) {
		struct piped p = pipe_new();
		wire_write_bytes(&p.w, streams[i].bytes, streams[i].len);
		fclose(p.w.out);
		struct source *source;
		ck_assert_int_eq(
		    source_open_stream(p.read_fd, NULL, 0, &source, &s.err), SOURCE_FAILED);
		ck_assert_msg(strstr(s.err.text, streams[i].words) != NULL, "%s", s.err.text);
		close(p.read_fd);
	}
}
END_TEST

START_TEST(a_spool_that_cannot_be_made_is_said)
{
	struct piped p = pipe_new();
	wire_pcap_begin(&p.w, LINK_ETHERNET);
	fclose(p.w.out);
	setenv("TMPDIR", at("none"), 1);
	ck_assert_int_eq(source_open_stream(p.read_fd, NULL, 0, &s.source, &s.err), SOURCE_FAILED);
	ck_assert_msg(strstr(s.err.text, "TMPDIR") != NULL, "%s", s.err.text);
	close(p.read_fd);
}
END_TEST

/* Devices: a private network, where any user may capture. */
static void setup_network(void)
{
	setup();
	ck_assert_msg(private_network_enter(&s.err), "%s", s.err.text);
}

static void open_device(const char *device, const char *filter)
{
	enum source_failure failure = source_open_device(device, filter, 3, &s.source, &s.err);
	ck_assert_msg(failure == SOURCE_OK, "%s", s.err.text);
	sourced_start(&s);
}

/* Connects to a listener over loopback, sends five bytes and closes. Returns the listener's
 * port. */
static uint16_t exchange(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	socklen_t len = sizeof(to);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&to, len), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&to, &len), 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(client, (struct sockaddr *)&to, len), 0);
	int server = accept(listener, NULL, NULL);
	ck_assert_int_eq(write(client, "11111", 5), 5);
	char bytes[5];
	ck_assert_int_eq(recv(server, bytes, 5, MSG_WAITALL), 5);
	shutdown(client, SHUT_WR);
	ck_assert_int_eq(read(server, bytes, 1), 0);
	close(server);
	close(client);
	close(listener);
	return ntohs(to.sin_port);
}

static const struct segment *find_data(void)
{
	for (size_t i = 0; i < s.count; i++)
		if (s.segments[i].len == 5)
			return &s.segments[i];
	ck_abort_msg("no segment with data");
	return NULL;
}

static void capture_exchange(const char *device)
{
	open_device(device, NULL);
	uint16_t port = exchange();
	sourced_until(&s, 8);
	ck_assert(s.status.running);
	ck_assert_uint_eq(s.segments[0].flags, TCP_SYN);
	ck_assert_uint_eq(s.segments[0].dst.port, port);
	ck_assert_uint_eq(s.segments[1].flags, TCP_SYN | TCP_ACK);
	ck_assert_uint_eq(s.segments[0].frame, 1);
	ck_assert_uint_eq(s.count, 8);
	const struct segment *data = find_data();
	struct frame frame;
	ck_assert_msg(source_read_frame(s.source, data->offset, &frame, &s.err), "%s", s.err.text);
	ck_assert_uint_eq(frame.caplen, frame.len);
	ck_assert_int_eq(frame.time_ns, data->time_ns);
	ck_assert_mem_eq(frame.bytes + frame.caplen - 5, "11111", 5);
	ck_assert_uint_eq(see_all(0).count, s.count);
	source_stop(s.source);
	source_status(s.source, &s.status);
	ck_assert(!s.status.running);
	ck_assert(!s.status.failed);
	ck_assert_uint_eq(s.status.kernel_drops, 0);
	ck_assert_uint_eq(s.status.ring_drops, 0);
}

START_TEST(a_device_is_captured_live)
{
	capture_exchange("lo");
	ck_assert_int_eq(source_link_type(s.source), LINK_ETHERNET);
	ck_assert_int_eq(source_kind(s.source), SOURCE_DEVICE);
}
END_TEST

START_TEST(any_device_is_captured_live)
{
	capture_exchange("any");
	ck_assert_int_eq(source_link_type(s.source), LINK_LINUX_SLL2);
	ck_assert_str_eq(source_name(s.source), "any");
}
END_TEST

START_TEST(a_device_filters_in_the_kernel)
{
	open_device("lo", "tcp[tcpflags] & tcp-syn != 0");
	exchange();
	exchange();
	sourced_until(&s, 4);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert_uint_eq(s.status.frames, 4);
	ck_assert_uint_eq(s.status.filtered, 0);
	ck_assert_uint_eq(s.count, 4);
}
END_TEST

/* The owner takes nothing: the device continues and counts. */
START_TEST(a_device_never_waits_for_a_slow_owner)
{
	open_device("lo", "udp or tcp");
	unsigned exchanges = 0;
	do {
		exchange();
		exchanges++;
		source_status(s.source, &s.status);
	} while (s.status.ring_drops == 0 && exchanges < 20000);
	ck_assert_uint_gt(s.status.ring_drops, 0);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert_uint_eq(s.count, 16384);
	ck_assert_uint_eq(s.status.frames, s.status.segments + s.status.ring_drops);
	ck_assert_uint_ge(s.status.frames + s.status.kernel_drops, 8ull * exchanges);
}
END_TEST

/* Sets the flags of an interface: up or down. */
static void set_flags(const char *name, short flags)
{
	struct ifreq request = { .ifr_flags = flags };
	strcpy(request.ifr_name, name);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &request), 0);
	close(fd);
}

static void change_bridge(unsigned long request, const char *name)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(ioctl(fd, request, name), 0);
	close(fd);
}

START_TEST(an_interface_that_is_gone_ends_the_capture)
{
	change_bridge(SIOCBRADDBR, "tcpviz0");
	set_flags("tcpviz0", IFF_UP);
	open_device("tcpviz0", NULL);
	set_flags("tcpviz0", 0);
	change_bridge(SIOCBRDELBR, "tcpviz0");
	sourced_to_end(&s);
	ck_assert(s.status.failed);
	ck_assert_msg(
	    strstr(s.status.message, "tcpviz0: ") == s.status.message, "%s", s.status.message);
	ck_assert_uint_eq(see_all(0).count, s.status.frames);
}
END_TEST

START_TEST(an_interface_that_comes_back_is_captured_on)
{
	open_device("lo", NULL);
	exchange();
	sourced_until(&s, 8);
	set_flags("lo", 0);
	set_flags("lo", IFF_UP);
	size_t before = s.count;
	exchange();
	sourced_until(&s, before + 8);
	ck_assert(s.status.running);
}
END_TEST

static void add_bridge(const char *name)
{
	change_bridge(SIOCBRADDBR, name);
	set_flags(name, IFF_UP);
}

static void send_on_bridge(unsigned n)
{
	struct shot shot = shot_of(n, 0);
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
		.sll_ifindex = (int)if_nametoindex("tcpviz0"),
		.sll_halen = 6 };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	ck_assert_int_ge(fd, 0);
	ssize_t sent =
	    sendto(fd, shot.wire.bytes, shot.wire.caplen, 0, (struct sockaddr *)&to, sizeof(to));
	ck_assert_int_eq(sent, (ssize_t)shot.wire.caplen);
	close(fd);
}

static enum source_failure open_devices(const struct source_devices *devices, const char *filter)
{
	enum source_failure failure = source_open_devices(devices, filter, 3, &s.source, &s.err);
	if (failure == SOURCE_OK)
		sourced_start(&s);
	return failure;
}

START_TEST(several_devices_are_captured_in_order_of_time)
{
	add_bridge("tcpviz0");
	struct source_devices both = { .name = { "lo", "tcpviz0", "lo" }, .count = 3 };
	ck_assert_msg(open_devices(&both, NULL) == SOURCE_OK, "%s", s.err.text);
	ck_assert_str_eq(source_name(s.source), "lo, tcpviz0");
	ck_assert_str_eq(source_filter(s.source), "");
	send_on_bridge(1);
	exchange();
	send_on_bridge(2);
	sourced_until(&s, 10);
	ck_assert_uint_eq(s.count, 10);
	ck_assert_uint_eq(s.segments[0].seq, 1);
	ck_assert_uint_eq(s.segments[1].flags, TCP_SYN);
	ck_assert_uint_eq(s.segments[9].seq, 2);
	for (size_t i = 1; i < s.count; i++)
		ck_assert_int_ge(s.segments[i].time_ns, s.segments[i - 1].time_ns);
}
END_TEST

START_TEST(other_devices_than_the_several_stay_out)
{
	add_bridge("tcpviz0");
	add_bridge("tcpviz1");
	struct source_devices two = { .name = { "tcpviz0", "tcpviz1" }, .count = 2 };
	ck_assert_msg(open_devices(&two, "tcp or tcp") == SOURCE_OK, "%s", s.err.text);
	ck_assert_str_eq(source_filter(s.source), "tcp or tcp");
	exchange();
	send_on_bridge(1);
	sourced_until(&s, 1);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert_uint_eq(s.count, 1);
	ck_assert_uint_eq(s.segments[0].seq, 1);
}
END_TEST

START_TEST(a_device_has_a_number)
{
	char *text, want[16] = "";
	size_t size;
	FILE *out = open_memstream(&text, &size);
	ck_assert(source_print_devices(out, &s.err));
	fclose(out);
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		if (strstr(line, " lo ") != NULL)
			snprintf(want, sizeof(want), "%u", atoi(line));
	free(text);
	open_device(want, NULL);
	ck_assert_str_eq(source_name(s.source), "lo");
	exchange();
	sourced_until(&s, 8);
}
END_TEST

static const struct {
	enum source_direction direction;
	unsigned frames;
} directions[] = { { DIRECTION_BOTH, 1 }, { DIRECTION_OUT, 1 }, { DIRECTION_IN, 0 } };

START_TEST(a_direction_is_captured)
{
	add_bridge("tcpviz0");
	struct source_devices one = { .name = { "tcpviz0" },
		.count = 1,
		.direction = directions[_i].direction,
		.immediate = true };
	ck_assert_msg(open_devices(&one, NULL) == SOURCE_OK, "%s", s.err.text);
	send_on_bridge(1);
	if (directions[_i].frames > 0)
		sourced_until(&s, 1);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert_uint_eq(s.count, directions[_i].frames);
}
END_TEST

static const struct {
	struct source_devices devices;
	const char *says;
} no_devices[] = {
	{ { .name = { "99" }, .count = 1 }, "there is no interface number 99; -D lists them" },
	{ { .name = { "0" }, .count = 1 }, "there is no interface number 0" },
	{ { .name = { "lo", "eth77" }, .count = 2 },
	    "there is no interface \"eth77\"; available:" },
};

START_TEST(devices_that_are_not_there_are_said)
{
	ck_assert_int_eq(open_devices(&no_devices[_i].devices, NULL), SOURCE_FAILED);
	ck_assert_msg(strstr(s.err.text, no_devices[_i].says) != NULL, "%s", s.err.text);
}
END_TEST

START_TEST(unknown_devices_and_wrong_filters_are_said)
{
	ck_assert_int_eq(source_open_device("eth77", NULL, 0, &s.source, &s.err), SOURCE_FAILED);
	ck_assert_ptr_null(s.source);
	ck_assert_msg(strstr(s.err.text, "no interface \"eth77\"") != NULL, "%s", s.err.text);
	ck_assert_msg(strstr(s.err.text, "lo") != NULL, "%s", s.err.text);
	ck_assert_int_eq(
	    source_open_device("lo", "tcp prot 80", 0, &s.source, &s.err), SOURCE_FAILED);
	ck_assert_msg(strstr(s.err.text, "invalid filter expression \"tcp prot 80\"") != NULL, "%s",
	    s.err.text);
}
END_TEST

START_TEST(who_may_not_capture_is_told_so)
{
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	enum source_failure failure = source_open_device("any", NULL, 0, &s.source, &s.err);
	enum source_failure unknown = source_open_device("eth77", NULL, 0, &s.source, NULL);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(failure, SOURCE_DENIED);
	ck_assert_msg(
	    strstr(s.err.text, "no permission to capture on \"any\"") != NULL, "%s", s.err.text);
	ck_assert_int_eq(unknown, SOURCE_FAILED);
}
END_TEST

static TCase *add_case(Suite *suite, const char *name, void (*before)(void))
{
	TCase *tcase = tcase_create(name);
	tcase_add_checked_fixture(tcase, before, teardown);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	return tcase;
}

static void add_files(Suite *suite)
{
	TCase *files = add_case(suite, "files", setup);
	tcase_add_loop_test(files, pcap_of_every_make_is_read_and_read_again, 0, 6);
	tcase_add_test(files, a_filter_leaves_out_but_counts);
	tcase_add_loop_test(files, pcapng_frames_are_read_again_as_they_were_in_order, 0, 2);
	tcase_add_test(files, pcapng_is_as_fine_as_its_times);
	tcase_add_test(files, a_file_cut_anywhere_keeps_what_came_before);
	tcase_add_test(files, a_damaged_record_ends_the_file_with_its_place);
	tcase_add_test(files, an_empty_capture_is_fine);
	tcase_add_test(files, fragments_are_put_together_and_read_back);
	tcase_add_test(files, packets_that_share_a_frame);
	tcase_add_loop_test(files, what_is_no_capture_is_named, 0, 7);
	tcase_add_test(files, what_cannot_be_opened_is_said);
	tcase_add_test(files, a_file_without_permission_is_said);
	tcase_add_test(files, wrong_filters_and_link_types_are_said);
	tcase_add_test(files, a_file_waits_for_a_slow_owner);
	tcase_add_test(files, a_waiting_file_stops_when_told);
}

static void add_streams(Suite *suite)
{
	TCase *streams = add_case(suite, "streams", setup);
	tcase_add_test(streams, a_stream_is_live);
	tcase_add_test(streams, an_idle_stream_stops_when_told);
	tcase_add_test(streams, a_stream_cut_in_a_record_has_failed);
	tcase_add_test(streams, a_filter_on_a_stream_counts_as_on_a_file);
	tcase_add_test(streams, a_named_pipe_is_a_stream);
	tcase_add_test(streams, what_is_no_stream_of_a_capture_is_said);
	tcase_add_test(streams, a_spool_that_cannot_be_made_is_said);
}

static void add_devices(Suite *suite)
{
	if (!can_enter_test_network())
		return;
	TCase *devices = add_case(suite, "devices", setup_network);
	tcase_add_test(devices, a_device_is_captured_live);
	tcase_add_test(devices, any_device_is_captured_live);
	tcase_add_test(devices, a_device_filters_in_the_kernel);
	tcase_add_test(devices, a_device_never_waits_for_a_slow_owner);
	tcase_add_test(devices, an_interface_that_is_gone_ends_the_capture);
	tcase_add_test(devices, an_interface_that_comes_back_is_captured_on);
	tcase_add_test(devices, several_devices_are_captured_in_order_of_time);
	tcase_add_test(devices, other_devices_than_the_several_stay_out);
	tcase_add_test(devices, a_device_has_a_number);
	tcase_add_loop_test(devices, a_direction_is_captured, 0, (int)ARRAY_LEN(directions));
	tcase_add_loop_test(
	    devices, devices_that_are_not_there_are_said, 0, (int)ARRAY_LEN(no_devices));
	tcase_add_test(devices, unknown_devices_and_wrong_filters_are_said);
	TCase *denied = add_case(suite, "without rights", setup);
	tcase_add_test(denied, who_may_not_capture_is_told_so);
}

int main(void)
{
	signal(SIGXFSZ, SIG_IGN);
	Suite *suite = suite_create("source");
	add_files(suite);
	add_streams(suite);
	add_devices(suite);
	return suite_main(suite);
}
