/* Captures in pcapng: what our own reader makes of every kind of block, and of damage. */
#include "capture/source/annex.h"
#include "capture/source/interfaces.h"
#include "capture/source/pcapng_packet.h"
#include "capture/source/source.h"
#include "core/base/array.h"
#include "core/record/origin.h"
#include "tests/capture/captures.h"
#include "tests/capture/folder.h"
#include "tests/capture/sourced.h"
#include "tests/suite.h"

static struct folder folder;
static struct sourced s;
static struct wire_file f;

/* The bytes of a file in memory. */
static char *made;
static size_t made_len;

static void setup(void)
{
	folder = folder_new();
	s = (struct sourced){ 0 };
	f = (struct wire_file){ .out = open_memstream(&made, &made_len) };
}

static void teardown(void)
{
	sourced_free(&s);
	free(made);
	folder_remove(&folder);
}

static const char *at(const char *name)
{
	return folder_at(&folder, name);
}

static void load(void)
{
	wire_file_close(&f);
	file_write(at("a.pcapng"), made, made_len);
	sourced_load(&s, at("a.pcapng"), NULL);
}

static void interface(unsigned link_type, uint32_t snaplen, const char *name)
{
	wire_ng_interface(&f, &(struct wire_ng_interface){
	                          .link_type = link_type, .snaplen = snaplen, .name = name });
}

static struct frame read_back(size_t n)
{
	struct frame frame;
	ck_assert_msg(
	    source_read_frame(s.source, s.segments[n].offset, &frame, &s.err), "%s", s.err.text);
	return frame;
}

static uint16_t interface_of(size_t n)
{
	return origins_at(source_origins(s.source), s.segments[n].origin)->interface;
}

/* A packet on an interface, n ms after the epoch. */
static void packet_on(uint32_t number, unsigned link_type, unsigned n, const char *comment)
{
	struct shot shot = shot_on(link_type, n, 0);
	wire_ng_packet(&f,
	    &(struct wire_ng_packet){
	        .interface = number, .time = n * UINT64_C(1000), .comment = comment },
	    &shot.wire);
}

/* Ethernet and a link without header in one file, as "capture on all interfaces" writes them. */
START_TEST(interfaces_have_their_own_link_types)
{
	f.big = _i == 1;
	ng_section(&f);
	interface(LINK_ETHERNET, 65535, "en0");
	interface(LINK_RAW, 1500, "utun1");
	packet_on(0, LINK_ETHERNET, 1, NULL);
	packet_on(1, LINK_RAW, 2, NULL);
	packet_on(1, LINK_RAW, 3, NULL);
	packet_on(0, LINK_ETHERNET, 5, NULL);
	load();
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.count, 4);
	static const struct {
		uint32_t seq;
		uint16_t interface;
		int link_type;
	} want[] = { { 1, 0, LINK_ETHERNET }, { 2, 1, LINK_RAW }, { 3, 1, LINK_RAW },
		{ 5, 0, LINK_ETHERNET } };
	for (size_t i = 4; i-- > 0;) {
		struct frame frame = read_back(i);
		ck_assert_uint_eq(s.segments[i].seq, want[i].seq);
		ck_assert_int_eq(s.segments[i].time_ns, want[i].seq * INT64_C(1000000));
		ck_assert_int_eq(frame.link_type, want[i].link_type);
		ck_assert_uint_eq(frame.interface, want[i].interface);
		ck_assert_uint_eq(interface_of(i), want[i].interface);
	}
	const struct interfaces *all = source_interfaces(s.source);
	ck_assert_uint_eq(interfaces_count(all), 2);
	ck_assert_str_eq(interfaces_at(all, 0)->name, "en0");
	ck_assert_str_eq(interfaces_at(all, 1)->name, "utun1");
	ck_assert_uint_eq(interfaces_at(all, 1)->snaplen, 1500);
	ck_assert_uint_eq(interfaces_at(all, 1)->counts.frames, 2);
}
END_TEST

/* Writes two frames on en0 and three on lo0. */
static void write_two_interfaces(const char *name)
{
	ng_section(&f);
	interface(LINK_ETHERNET, 0, "en0");
	packet_on(0, LINK_ETHERNET, 1, NULL);
	packet_on(0, LINK_ETHERNET, 2, NULL);
	interface(LINK_RAW, 0, "lo0");
	for (unsigned n = 1; n <= 3; n++)
		packet_on(1, LINK_RAW, n, NULL);
	wire_file_close(&f);
	file_write(at(name), made, made_len);
}

static bool count_frame(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(unsigned *)ctx;
	return true;
}

START_TEST(one_interface_of_a_file)
{
	write_two_interfaces("a.pcapng");
	sourced_load(&s, at(_i == 0 ? "a.pcapng#lo0" : "a.pcapng#1"), NULL);
	ck_assert_uint_eq(s.count, 3);
	ck_assert_uint_eq(s.segments[0].frame, 3);
	ck_assert_uint_eq(s.status.filtered, 2);
	unsigned frames = 0;
	ck_assert(source_each_frame(s.source, count_frame, &frames, &s.err));
	ck_assert_uint_eq(frames, 3);
}
END_TEST

START_TEST(a_file_with_that_name_comes_first)
{
	write_two_interfaces("a.pcapng");
	write_pcap(at("a.pcapng#lo0"), PCAP_MICRO, false, 1);
	sourced_load(&s, at("a.pcapng#lo0"), NULL);
	ck_assert_uint_eq(s.status.frames, 1);
}
END_TEST

START_TEST(an_interface_that_is_not_there_is_said)
{
	struct source *source;
	write_two_interfaces("a.pcapng");
	ck_assert_int_eq(
	    source_open_file(at("a.pcapng#eth7"), NULL, 0, &source, &s.err), SOURCE_FAILED);
	ck_assert_ptr_nonnull(
	    strstr(s.err.text, "a.pcapng\" has no interface \"eth7\"; it has: 0 en0, 1 lo0"));
}
END_TEST

/* What mergecap writes: the same link type with two snap lengths, which libpcap refuses. */
START_TEST(interfaces_have_their_own_snap_lengths)
{
	ng_section(&f);
	interface(LINK_ETHERNET, 262144, NULL);
	interface(LINK_ETHERNET, 16777216, NULL);
	packet_on(0, LINK_ETHERNET, 1, NULL);
	packet_on(1, LINK_ETHERNET, 2, NULL);
	load();
	ck_assert(!s.status.failed);
	ck_assert_uint_eq(s.count, 2);
	ck_assert_uint_eq(source_snaplen(s.source), 262144);
}
END_TEST

/* An interface first that cannot be decoded does not hide the others. */
START_TEST(an_unknown_link_type_among_others)
{
	ng_section(&f);
	interface(144, 0, "irda0");
	interface(LINK_ETHERNET, 0, "eth0");
	packet_on(0, LINK_RAW, 1, NULL);
	packet_on(1, LINK_ETHERNET, 2, NULL);
	load();
	ck_assert_uint_eq(s.count, 1);
	ck_assert_uint_eq(s.segments[0].frame, 2);
	ck_assert_uint_eq(s.status.unfit[DECODE_NOT_TCP], 1);
}
END_TEST

START_TEST(only_unknown_link_types_are_refused)
{
	ng_section(&f);
	interface(144, 0, "irda0");
	packet_on(0, LINK_RAW, 1, NULL);
	wire_file_close(&f);
	file_write(at("a.pcapng"), made, made_len);
	struct source *source;
	ck_assert_int_eq(source_open_file(at("a.pcapng"), NULL, 0, &source, &s.err), SOURCE_FAILED);
	ck_assert_ptr_nonnull(
	    strstr(s.err.text, "its 1 frame have link type LINUX_IRDA (Linux IrDA)"));
}
END_TEST

static const struct {
	unsigned resolution;
	int64_t offset_s;
	uint64_t ticks;
	int64_t ns;
} times[] = {
	{ 0, 0, 1443179536123456, 1443179536123456000 },
	{ 6, 0, 1, 1000 },
	{ 9, 0, 1443179536123456789, 1443179536123456789 },
	{ WIRE_ZERO, 0, 1443179536, 1443179536000000000 },
	{ 3, 0, 1443179536123, 1443179536123000000 },
	{ 7, 0, 14431795361234567, 1443179536123456700 },
	{ 12, 0, 123456789012345, 123456789012 },
	{ 28, 0, 10000000000000000000u, 1 },
	{ 29, 0, 10000000000000000000u, 0 },
	{ 127, 0, 10000000000000000000u, 0 },
	{ 0x8a, 0, 1536, 1500000000 },
	{ 0x80, 0, 7, 7000000000 },
	{ 0x94, 0, (UINT64_C(1443179536) << 20) + (1 << 19), 1443179536500000000 },
	{ 0xa0, 0, (UINT64_C(3) << 32) + (1u << 31), 3500000000 },
	{ 0xff, 0, UINT64_MAX, 0 },
	{ 6, 1443179536, 123456, 1443179536123456000 },
	{ 6, -10, 15000000, 5000000000 },
	{ 6, -20, 15000000, -5000000000 },
	/* About 146 years around the epoch are the most. */
	{ 6, 0, UINT64_MAX, INT64_MAX / 2 },
	{ 0x80, 0, UINT64_MAX, INT64_MAX / 2 },
	{ 6, INT64_MAX, 0, INT64_MAX / 2 },
	{ 6, INT64_MIN, 0, -(INT64_MAX / 2) },
};

START_TEST(times_are_exact)
{
	struct shot shot = shot_of(1, 0);
	ng_section(&f);
	wire_ng_interface(&f, &(struct wire_ng_interface){ .link_type = LINK_ETHERNET,
	                          .resolution = times[_i].resolution,
	                          .offset_s = times[_i].offset_s });
	wire_ng_packet(&f, &(struct wire_ng_packet){ .time = times[_i].ticks }, &shot.wire);
	load();
	ck_assert_uint_eq(s.count, 1);
	ck_assert_int_eq(s.segments[0].time_ns, times[_i].ns);
	ck_assert_int_eq(read_back(0).time_ns, times[_i].ns);
	bool fine = times[_i].resolution != 0 && times[_i].resolution != 6;
	ck_assert_int_eq(source_nanoseconds(s.source), fine && times[_i].ns % 1000 != 0);
}
END_TEST

/* A simple packet is of the first interface and cut to its snap length. It has no time. */
START_TEST(simple_packets)
{
	struct shot shot = shot_of(1, 0);
	f.big = _i == 1;
	ng_section(&f);
	interface(LINK_ETHERNET, 60, NULL);
	interface(LINK_RAW, 0, NULL);
	shot.wire.caplen = 60;
	wire_ng_simple(&f, &shot.wire);
	load();
	ck_assert_uint_eq(s.count, 1);
	ck_assert_int_eq(s.segments[0].time_ns, 0);
	struct frame frame = read_back(0);
	ck_assert_uint_eq(frame.caplen, 60);
	ck_assert_uint_eq(frame.len, shot.wire.len);
	ck_assert_mem_eq(frame.bytes, shot.wire.bytes, 60);
}
END_TEST

/* The block before the enhanced one: 16 bits of interface, 16 of drops. */
START_TEST(obsolete_packets)
{
	struct shot shot = shot_of(2, 0);
	char *body;
	size_t len;
	struct wire_file b = { .out = open_memstream(&body, &len), .big = _i == 1 };
	wire_write16(&b, 1);
	wire_write16(&b, 7);
	wire_write32(&b, 1);
	wire_write32(&b, 5);
	wire_write32(&b, shot.wire.caplen);
	wire_write32(&b, shot.wire.len);
	wire_write_bytes(&b, shot.wire.bytes, shot.wire.caplen);
	wire_file_close(&b);
	f.big = _i == 1;
	ng_section(&f);
	interface(LINK_RAW, 0, NULL);
	interface(LINK_ETHERNET, 0, NULL);
	wire_ng_block(&f, 2, body, len);
	free(body);
	load();
	ck_assert_uint_eq(s.count, 1);
	ck_assert_uint_eq(s.segments[0].seq, 2);
	ck_assert_int_eq(s.segments[0].time_ns, ((INT64_C(1) << 32) + 5) * 1000);
	ck_assert_uint_eq(interface_of(0), 1);
	ck_assert_mem_eq(read_back(0).bytes, shot.wire.bytes, shot.wire.caplen);
}
END_TEST

START_TEST(sections_have_their_own_interfaces)
{
	ng_section(&f);
	interface(LINK_ETHERNET, 0, "eth0");
	packet_on(0, LINK_ETHERNET, 1, NULL);
	/* Of the other byte order. */
	f.big = true;
	ng_section(&f);
	interface(LINK_RAW, 0, "tun0");
	packet_on(0, LINK_RAW, 2, NULL);
	f.big = false;
	ng_section(&f);
	interface(LINK_ETHERNET, 0, "eth0");
	packet_on(0, LINK_ETHERNET, 3, NULL);
	load();
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.count, 3);
	ck_assert_int_eq(read_back(2).link_type, LINK_ETHERNET);
	ck_assert_int_eq(read_back(0).link_type, LINK_ETHERNET);
	ck_assert_int_eq(read_back(1).link_type, LINK_RAW);
	/* The same description again is the same interface. */
	ck_assert_uint_eq(interfaces_count(source_interfaces(s.source)), 2);
	ck_assert_uint_eq(interface_of(0), 0);
	ck_assert_uint_eq(interface_of(1), 1);
	ck_assert_uint_eq(interface_of(2), 0);
}
END_TEST

static bool count_walked(void *ctx, const struct frame *frame)
{
	(void)frame;
	++*(unsigned *)ctx;
	return true;
}

/* Empty sections, whose byte order is not that of the next. */
START_TEST(sections_without_interfaces)
{
	unsigned frames = 0;
	for (unsigned i = 0; i < 6; i++) {
		f.big = i % 3 != 0;
		ng_section(&f);
		ng_other(&f);
	}
	f.big = _i == 1;
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	packet_on(0, LINK_ETHERNET, 1, NULL);
	load();
	ck_assert_uint_eq(s.count, 1);
	ck_assert_int_eq(read_back(0).time_ns, 1000000);
	ck_assert_msg(source_each_frame(s.source, count_walked, &frames, &s.err), "%s", s.err.text);
	ck_assert_uint_eq(frames, 1);
}
END_TEST

START_TEST(comments_are_read_with_their_frame)
{
	f.big = _i == 1;
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	packet_on(0, LINK_ETHERNET, 1, NULL);
	packet_on(0, LINK_ETHERNET, 2, "retransmitted by the proxy");
	load();
	ck_assert_ptr_null(read_back(0).comment);
	ck_assert_str_eq(read_back(1).comment, "retransmitted by the proxy");
	ck_assert(source_annotated(s.source));
}
END_TEST

static void put_option(struct wire_file *b, unsigned code, const void *value, unsigned n)
{
	wire_write16(b, code);
	wire_write16(b, n);
	wire_write_bytes(b, value, n);
	wire_write_bytes(b, "\0\0\0", -n & 3);
}

/* A packet with two comments and a process, as on macOS. */
START_TEST(processes_and_several_comments)
{
	struct shot shot = shot_of(1, 0);
	char *body;
	size_t len;
	bool big = f.big = _i == 1;
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	struct wire_file b = { .out = open_memstream(&body, &len), .big = big };
	wire_write32(&b, 1234);
	put_option(&b, 2, "curl", 4);
	wire_file_close(&b);
	wire_ng_block(&f, 0x80000001, body, len);
	free(body);
	b = (struct wire_file){ .out = open_memstream(&body, &len), .big = big };
	wire_write32(&b, 0);
	wire_write32(&b, 0);
	wire_write32(&b, 77);
	wire_write32(&b, 60);
	wire_write32(&b, shot.wire.len);
	wire_write_bytes(&b, shot.wire.bytes, 60);
	put_option(&b, 1, "first", 5);
	put_option(&b, 0x8001, "\0\0\0\0", 4);
	put_option(&b, 1, "second", 6);
	wire_file_close(&b);
	wire_ng_block(&f, 6, body, len);
	free(body);
	load();
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	struct frame frame = read_back(0);
	ck_assert_str_eq(frame.comment, "first\nsecond");
	ck_assert_str_eq(frame.process, "curl (pid 1234)");
}
END_TEST

/* Counts grow from block to block: the last one counts. */
START_TEST(recorded_drops_are_counted)
{
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	packet_on(0, LINK_ETHERNET, 1, NULL);
	for (uint64_t n = 2; n <= 3; n++) {
		char *body;
		size_t len;
		uint64_t dropped = 10 * n, system = n;
		struct wire_file b = { .out = open_memstream(&body, &len) };
		wire_write32(&b, 0);
		wire_write32(&b, 0);
		wire_write32(&b, 0);
		put_option(&b, 5, &dropped, 8);
		put_option(&b, 7, &system, 8);
		wire_file_close(&b);
		wire_ng_block(&f, 5, body, len);
		free(body);
	}
	load();
	ck_assert_uint_eq(s.status.interface_drops, 30);
	ck_assert_uint_eq(s.status.kernel_drops, 3);
}
END_TEST

static bool keep_block(void *ctx, const void *block, size_t size)
{
	struct bytes *out = ctx;
	out->left = size;
	out->at = memcpy(malloc(size), block, size);
	return false;
}

/* Names and secrets, in the other byte order, become those of this machine. */
START_TEST(names_and_secrets_are_kept)
{
	static const char want_names[] = "\x04\0\0\0\x24\0\0\0\x01\0\x08\0\x0a\0\0\x01web\0"
	                                 "\0\0\0\0\x01\0\x02\0hi\0\0\x24\0\0\0";
	static const char want_secrets[] = "\x0a\0\0\0\x18\0\0\0KSLT\x04\0\0\0abcd\x18\0\0\0";
	char *body;
	size_t len;
	ng_section(&f);
	wire_file_close(&f);
	free(made);
	f = (struct wire_file){ .out = open_memstream(&made, &made_len), .big = true };
	wire_ng_section(
	    &f, &(struct wire_ng_section){ .comment = "lab", .application = "dumpcap" });
	struct wire_file b = { .out = open_memstream(&body, &len), .big = true };
	if (_i == 0) {
		wire_write16(&b, 1);
		wire_write16(&b, 8);
		wire_write_bytes(&b, "\x0a\0\0\x01web\0", 8);
		wire_write32(&b, 0);
		put_option(&b, 1, "hi", 2);
	} else {
		wire_write32(&b, 0x544c534b);
		wire_write32(&b, 4);
		wire_write_bytes(&b, "abcd", 4);
	}
	wire_file_close(&b);
	wire_ng_block(&f, _i == 0 ? 4 : 10, body, len);
	wire_ng_block(&f, _i == 0 ? 4 : 10, body, len);
	free(body);
	load();
	struct bytes block = { 0 };
	annex_each_block(source_annex(s.source), keep_block, &block);
	ck_assert_uint_eq(block.left, _i == 0 ? sizeof(want_names) - 1 : sizeof(want_secrets) - 1);
	ck_assert_mem_eq(block.at, _i == 0 ? want_names : want_secrets, block.left);
	free((void *)(uintptr_t)block.at);
	char text[64];
	annex_text(source_annex(s.source), ANNEX_COMMENT, text, sizeof(text));
	ck_assert_str_eq(text, "lab");
	annex_text(source_annex(s.source), ANNEX_APPLICATION, text, sizeof(text));
	ck_assert_str_eq(text, "dumpcap");
}
END_TEST

/* Blocks of unknown types are passed over, small or larger than any that is read. */
START_TEST(unknown_blocks_are_skipped)
{
	size_t size = _i == 0 ? 100 : 17 << 20;
	char *body = calloc(1, size);
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	packet_on(0, LINK_ETHERNET, 1, NULL);
	wire_ng_block(&f, 0x40000bad, body, size);
	packet_on(0, LINK_ETHERNET, 2, NULL);
	free(body);
	load();
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.count, 2);
	ck_assert_uint_eq(read_back(1).caplen, shot_of(2, 0).wire.caplen);
}
END_TEST

/* 28 bytes of section, 20 of interface, then two packets of 88 bytes: one byte of each is
 * damaged. */
static const struct {
	size_t at;
	const char *bytes;
	size_t len;
	const char *message;
} damages[] = {
	{ 52, "\x5a", 1,
	    "not readable after packet 0, byte 48: block 3 claims the impossible size of 90 "
	    "bytes" },
	{ 52, "\x08", 1,
	    "not readable after packet 0, byte 48: block 3 claims the impossible size of 8 bytes" },
	{ 52, "\x5c", 1,
	    "not readable after packet 0, byte 48: block 3 has 92 bytes at its beginning and 6 at "
	    "its end" },
	{ 140, "\xff\xff\xff\x7c", 4,
	    "not readable after packet 1, byte 136: block 4 claims the impossible size of "
	    "2097151999 bytes" },
	{ 140, "\xfc\xff\xff\x7c", 4,
	    "not readable after packet 1, byte 136: block 4 claims 2097151996 bytes for one "
	    "packet" },
	{ 144, "\x01", 1,
	    "not readable after packet 1, byte 136: block 4 names interface 1, and its section has "
	    "1" },
	{ 156, "\xff\xff\xff\xff", 4,
	    "not readable after packet 1, byte 136: block 4 of 88 bytes is shorter than its "
	    "packet" },
	{ 156, "\x39", 1,
	    "not readable after packet 1, byte 136: block 4 of 88 bytes is shorter than its "
	    "packet" },
};

static void write_damaged(size_t i)
{
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	packet_on(0, LINK_ETHERNET, 1, NULL);
	packet_on(0, LINK_ETHERNET, 2, NULL);
	wire_file_close(&f);
	ck_assert_uint_eq(made_len, 28 + 20 + 88 + 88);
	memcpy(made + damages[i].at, damages[i].bytes, damages[i].len);
	file_write(at("a.pcapng"), made, made_len);
}

START_TEST(damage_is_said_with_block_and_byte)
{
	write_damaged((size_t)_i);
	sourced_load(&s, at("a.pcapng"), NULL);
	ck_assert(s.status.failed);
	ck_assert_str_eq(s.status.message, damages[_i].message);
}
END_TEST

/* Cut at every byte: what came before is there, and the message says where. */
START_TEST(a_file_cut_anywhere)
{
	f.big = _i == 1;
	ng_section(&f);
	interface(LINK_ETHERNET, 0, "eth0");
	size_t ends[4] = { 0 };
	for (unsigned n = 1; n <= 3; n++) {
		packet_on(0, LINK_ETHERNET, n, n == 2 ? "a comment" : NULL);
		fflush(f.out);
		ends[n] = made_len;
	}
	wire_file_close(&f);
	ends[0] = 28 + 32;
	for (size_t cut = ends[0]; cut < made_len; cut++) {
		unsigned whole = 0;
		while (whole < 3 && ends[whole + 1] <= cut)
			whole++;
		char words[64];
		snprintf(words, sizeof(words), "cut short after packet %u, byte %zu: ", whole,
		    ends[whole]);
		file_write(at("cut.pcapng"), made, cut);
		sourced_load(&s, at("cut.pcapng"), NULL);
		ck_assert_uint_eq(s.status.frames, whole);
		ck_assert_int_eq(s.status.failed, ends[whole] != cut);
		ck_assert_msg(
		    !s.status.failed || strncmp(s.status.message, words, strlen(words)) == 0, "%s",
		    s.status.message);
		sourced_free(&s);
	}
	for (size_t cut = 1; cut < 28; cut++) {
		struct source *source;
		file_write(at("cut.pcapng"), made, cut);
		ck_assert_int_eq(
		    source_open_file(at("cut.pcapng"), NULL, 0, &source, &s.err), SOURCE_FAILED);
	}
}
END_TEST

/* snoop (RFC 1761), as on Solaris. */
START_TEST(snoop_is_read)
{
	f.big = true;
	wire_write_bytes(&f, "snoop\0\0\0", 8);
	wire_write32(&f, 2);
	wire_write32(&f, 4);
	for (unsigned n = 1; n <= 3; n++) {
		struct wire w = shot_of(n, 0).wire;
		unsigned padding = -w.caplen & 3;
		wire_write32(&f, w.len);
		wire_write32(&f, w.caplen);
		wire_write32(&f, 24 + w.caplen + padding);
		wire_write32(&f, 0);
		wire_write32(&f, 1443179536 + n);
		wire_write32(&f, 250000);
		wire_write_bytes(&f, w.bytes, w.caplen);
		wire_write_bytes(&f, "\0\0\0", padding);
	}
	load();
	ck_assert_msg(!s.status.failed, "%s", s.status.message);
	ck_assert_uint_eq(s.count, 3);
	ck_assert_int_eq(s.segments[2].time_ns, 1443179539250000000);
	struct shot want = shot_of(2, 0);
	ck_assert_mem_eq(read_back(1).bytes, want.wire.bytes, want.wire.caplen);
}
END_TEST

/* An expression is compiled for each link type; frames of one without addresses have none. */
START_TEST(filters_are_of_each_link_type)
{
	ng_section(&f);
	interface(LINK_ETHERNET, 0, NULL);
	interface(LINK_RAW, 0, NULL);
	for (unsigned n = 1; n <= 5; n++) {
		packet_on(0, LINK_ETHERNET, n, NULL);
		packet_on(1, LINK_RAW, n, NULL);
	}
	wire_file_close(&f);
	file_write(at("a.pcapng"), made, made_len);
	sourced_load(&s, at("a.pcapng"), _i == 0 ? "ip6" : "ether host 02:00:00:00:00:01");
	ck_assert_uint_eq(s.status.frames, 10);
	ck_assert_uint_eq(s.status.filtered, _i == 0 ? 8 : 5);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pcapng");
	TCase *tc = tcase_create("blocks");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, interfaces_have_their_own_link_types, 0, 2);
	tcase_add_test(tc, interfaces_have_their_own_snap_lengths);
	tcase_add_loop_test(tc, one_interface_of_a_file, 0, 2);
	tcase_add_test(tc, a_file_with_that_name_comes_first);
	tcase_add_test(tc, an_interface_that_is_not_there_is_said);
	tcase_add_test(tc, an_unknown_link_type_among_others);
	tcase_add_test(tc, only_unknown_link_types_are_refused);
	tcase_add_loop_test(tc, times_are_exact, 0, ARRAY_LEN(times));
	tcase_add_loop_test(tc, simple_packets, 0, 2);
	tcase_add_loop_test(tc, obsolete_packets, 0, 2);
	tcase_add_test(tc, sections_have_their_own_interfaces);
	tcase_add_loop_test(tc, sections_without_interfaces, 0, 2);
	tcase_add_loop_test(tc, comments_are_read_with_their_frame, 0, 2);
	tcase_add_loop_test(tc, processes_and_several_comments, 0, 2);
	tcase_add_test(tc, recorded_drops_are_counted);
	tcase_add_loop_test(tc, names_and_secrets_are_kept, 0, 2);
	tcase_add_loop_test(tc, unknown_blocks_are_skipped, 0, 2);
	tcase_add_loop_test(tc, filters_are_of_each_link_type, 0, 2);
	suite_add_tcase(suite, tc);
	tc = tcase_create("damage");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, damage_is_said_with_block_and_byte, 0, ARRAY_LEN(damages));
	tcase_add_loop_test(tc, a_file_cut_anywhere, 0, 2);
	tcase_add_test(tc, snoop_is_read);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
