/* Compressed captures, as files and as streams. */
#include "capture/source/source.h"

#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/array.h"
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

#define PACKED_MOST (4 << 20)

static size_t pack_gzip(const void *in, size_t len, uint8_t *out)
{
	z_stream z = { 0 };
	ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, 0), Z_OK);
	z.next_in = (z_const Bytef *)(uintptr_t)in;
	z.avail_in = (unsigned)len;
	z.next_out = out;
	z.avail_out = PACKED_MOST;
	ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return PACKED_MOST - z.avail_out;
}

static size_t pack_zstd(const void *in, size_t len, uint8_t *out)
{
	size_t size = ZSTD_compress(out, PACKED_MOST, in, len, 3);
	ck_assert(!ZSTD_isError(size));
	return size;
}

static size_t pack_lz4(const void *in, size_t len, uint8_t *out)
{
	size_t size = LZ4F_compressFrame(out, PACKED_MOST, in, len, NULL);
	ck_assert(!LZ4F_isError(size));
	return size;
}

static size_t pack_xz(const void *in, size_t len, uint8_t *out)
{
	size_t size = 0;
	ck_assert_int_eq(
	    lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, in, len, out, &size, PACKED_MOST),
	    LZMA_OK);
	return size;
}

static const struct packer {
	const char *name;
	size_t (*pack)(const void *in, size_t len, uint8_t *out);
} packers[] = { { "gzip", pack_gzip }, { "zstd", pack_zstd }, { "lz4", pack_lz4 },
	{ "xz", pack_xz } };

static uint8_t packed[PACKED_MOST];
static size_t packed_len;

/* Packs a pcap file of so many frames. */
static void pack(unsigned packer, unsigned frames)
{
	size_t len;
	write_pcap(at("a.pcap"), PCAP_MICRO, false, frames);
	char *bytes = file_read(at("a.pcap"), &len);
	packed_len = packers[packer].pack(bytes, len, packed);
	free(bytes);
	file_write(at("a.packed"), (char *)packed, packed_len);
}

static void expect_shots(unsigned count)
{
	size_t i = s.count;
	for (unsigned n = count; n >= 1; n--) {
		struct shot shot = shot_of(n, 0);
		struct frame frame;
		if (!shot_is_tcp(n))
			continue;
		const struct segment *segment = &s.segments[--i];
		ck_assert_uint_eq(segment->seq, n);
		ck_assert_msg(
		    source_read_frame(s.source, segment->offset, &frame, &s.err), "%s", s.err.text);
		ck_assert_int_eq(frame.time_ns, shot.time_ns);
		ck_assert_uint_eq(frame.caplen, shot.wire.caplen);
		ck_assert_mem_eq(frame.bytes, shot.wire.bytes, shot.wire.caplen);
	}
	ck_assert_uint_eq(i, 0);
}

static bool count_frame(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(unsigned *)ctx;
	return true;
}

START_TEST(a_compressed_file_is_read_and_read_again)
{
	pack((unsigned)_i, 3000);
	sourced_load(&s, at("a.packed"), NULL);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.status.frames, 3000);
	ck_assert_uint_eq(s.status.bytes_total, packed_len);
	ck_assert_uint_eq(s.status.bytes_read, packed_len);
	ck_assert_int_eq(source_kind(s.source), SOURCE_FILE);
	expect_shots(3000);
	unsigned frames = 0;
	ck_assert(source_each_frame(s.source, count_frame, &frames, &s.err));
	ck_assert_uint_eq(frames, 3000);
}
END_TEST

/* Over the borders of extents, each of 1 MiB. */
START_TEST(a_large_file_is_read_again)
{
	pack((unsigned)_i, 20000);
	sourced_load(&s, at("a.packed"), NULL);
	ck_assert_uint_eq(s.count, 15000);
	expect_shots(20000);
}
END_TEST

/* Files put together, and bytes after them that gzip would warn of. */
START_TEST(several_streams_are_one)
{
	size_t len;
	write_pcap(at("a.pcap"), PCAP_MICRO, false, 10);
	char *bytes = file_read(at("a.pcap"), &len);
	size_t half = len / 2 + 1;
	packed_len = packers[_i].pack(bytes, half, packed);
	packed_len += packers[_i].pack(bytes + half, len - half, packed + packed_len);
	if (strcmp(packers[_i].name, "xz") != 0) {
		memset(packed + packed_len, 'x', 20);
		packed_len += 20;
	}
	file_write(at("a.packed"), (char *)packed, packed_len);
	free(bytes);
	sourced_load(&s, at("a.packed"), NULL);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.status.frames, 10);
	expect_shots(10);
}
END_TEST

START_TEST(a_compressed_stream_is_unpacked)
{
	int fds[2];
	pack((unsigned)_i, 10);
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(write(fds[1], packed, packed_len), (ssize_t)packed_len);
	close(fds[1]);
	ck_assert_msg(
	    source_open_stream(fds[0], NULL, 3, &s.source, &s.err) == SOURCE_OK, "%s", s.err.text);
	sourced_start(&s);
	sourced_to_end(&s);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_int_eq(source_kind(s.source), SOURCE_STREAM);
	expect_shots(10);
	close(fds[0]);
}
END_TEST

/* Cut at every byte: what could be unpacked is there, and it is said. */
START_TEST(a_compressed_file_cut_anywhere)
{
	pack((unsigned)_i, 12);
	for (size_t cut = 1; cut < packed_len; cut++) {
		file_write(at("cut.packed"), (char *)packed, cut);
		if (source_open_file(at("cut.packed"), NULL, 3, &s.source, &s.err) != SOURCE_OK) {
			ck_assert_ptr_nonnull(strstr(s.err.text, "cut.packed"));
			continue;
		}
		sourced_start(&s);
		sourced_to_end(&s);
		ck_assert(s.status.failed || s.status.frames == 12);
		char words[128];
		snprintf(words, sizeof(words),
		    "cut short after packet %u: the %s file ends early, after %zu bytes",
		    (unsigned)s.status.frames, packers[_i].name, cut);
		ck_assert_msg(
		    !s.status.failed || strncmp(s.status.message, words, strlen(words)) == 0, "%s",
		    s.status.message);
		expect_shots((unsigned)s.status.frames);
		sourced_free(&s);
	}
}
END_TEST

/* Damaged at every byte: never more than a message. */
START_TEST(a_compressed_file_damaged_anywhere)
{
	pack((unsigned)_i, 8);
	for (size_t i = 0; i < packed_len; i++) {
		packed[i] ^= 0x55;
		file_write(at("bad.packed"), (char *)packed, packed_len);
		packed[i] ^= 0x55;
		if (source_open_file(at("bad.packed"), NULL, 3, &s.source, &s.err) != SOURCE_OK)
			continue;
		sourced_start(&s);
		sourced_to_end(&s);
		sourced_free(&s);
	}
}
END_TEST

START_TEST(unpacking_ends_at_the_limit)
{
	pack((unsigned)_i, 20000);
	sourced_open(&s, at("a.packed"), NULL);
	source_bound(s.source, 1000000, false);
	sourced_start(&s);
	sourced_to_end(&s);
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert(s.status.limited);
	ck_assert_uint_lt(s.status.frames, 12000);
	ck_assert_uint_gt(s.status.frames, 0);
}
END_TEST

START_TEST(unpacking_stops_when_told)
{
	pack((unsigned)_i, 20000);
	sourced_open(&s, at("a.packed"), NULL);
	sourced_start(&s);
	sourced_wait(&s);
	source_stop(s.source);
	sourced_take(&s);
	ck_assert(!s.status.running && !s.status.failed);
}
END_TEST

START_TEST(packed_pcapng_with_one_interface_asked_for)
{
	char *bytes;
	size_t len;
	struct wire_file f = { .out = open_memstream(&bytes, &len) };
	ng_section(&f);
	for (unsigned i = 0; i < 2; i++)
		wire_ng_interface(&f, &(struct wire_ng_interface){ .link_type = LINK_ETHERNET,
		                          .name = i == 0 ? "eth0" : "eth1" });
	for (unsigned n = 1; n <= 10; n++) {
		struct shot shot = shot_of(n, 0);
		ng_packet(&f, n % 2, 1000000, &shot);
	}
	wire_file_close(&f);
	packed_len = packers[_i].pack(bytes, len, packed);
	free(bytes);
	file_write(at("a.packed"), (char *)packed, packed_len);
	sourced_load(&s, at("a.packed#eth1"), NULL);
	ck_assert_uint_eq(s.status.frames, 10);
	ck_assert_uint_eq(s.status.filtered, 5);
	ck_assert_uint_eq(s.count, 5);
}
END_TEST

START_TEST(what_is_packed_but_no_capture_is_said)
{
	struct source *source;
	packed_len = packers[_i].pack("hello, this is a text", 21, packed);
	file_write(at("a.packed"), (char *)packed, packed_len);
	ck_assert_int_eq(source_open_file(at("a.packed"), NULL, 0, &source, &s.err), SOURCE_FAILED);
	ck_assert_msg(
	    strstr(s.err.text, "is not a capture in pcap, pcapng or snoop format") != NULL, "%s",
	    s.err.text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packed");
	TCase *tc = tcase_create("packed");
	int count = ARRAY_LEN(packers);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_compressed_file_is_read_and_read_again, 0, count);
	tcase_add_loop_test(tc, a_large_file_is_read_again, 0, count);
	tcase_add_loop_test(tc, several_streams_are_one, 0, count);
	tcase_add_loop_test(tc, a_compressed_stream_is_unpacked, 0, count);
	tcase_add_loop_test(tc, a_compressed_file_cut_anywhere, 0, count);
	tcase_add_loop_test(tc, a_compressed_file_damaged_anywhere, 0, count);
	tcase_add_loop_test(tc, unpacking_ends_at_the_limit, 0, count);
	tcase_add_loop_test(tc, unpacking_stops_when_told, 0, count);
	tcase_add_loop_test(tc, packed_pcapng_with_one_interface_asked_for, 0, count);
	tcase_add_loop_test(tc, what_is_packed_but_no_capture_is_said, 0, count);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
