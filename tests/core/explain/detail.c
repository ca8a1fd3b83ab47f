#include "core/explain/detail.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/core/play.h"
#include "tests/suite.h"
#include "tests/wire/capture_file.h"

#define LINES_MAX 80
#define LINE_MAX 320
#define SYN_OPTIONS "\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02"

/* The lines of one call, indented by two blanks for each level. */
static char lines[LINES_MAX][LINE_MAX];
static size_t line_count;

static void collect(void *ctx, unsigned depth, const char *text)
{
	(void)ctx;
	ck_assert_uint_lt(line_count, LINES_MAX);
	snprintf(lines[line_count++], LINE_MAX, "%*s%s", (int)(2 * depth), "", text);
}

static const struct detail_sink sink = { .line = collect };

static void check_line(const char *wanted)
{
	for (size_t i = 0; i < line_count; i++)
		if (strcmp(lines[i], wanted) == 0)
			return;
	for (size_t i = 0; i < line_count; i++)
		fprintf(stderr, "%s\n", lines[i]);
	ck_abort_msg("no line \"%s\"", wanted);
}

static void check_no_line(const char *beginning)
{
	for (size_t i = 0; i < line_count; i++)
		ck_assert_msg(strncmp(lines[i], beginning, strlen(beginning)) != 0,
		    "there is a line \"%s\"", lines[i]);
}

static void show(int link_type, const struct wire *w, const struct session *session)
{
	struct frame frame = wire_frame(w);
	line_count = 0;
	detail_headers(link_type, &frame, session, SIDE_A, &sink);
}

static void check_lines(const char *const wanted[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_line(wanted[i]);
}

static void end_syn(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .id = 0x1234, .tos = 0x02, .dont_fragment = true });
	wire_tcp(w, &(struct wire_tcp){ .seq = 1000,
	                .ack = 2000,
	                .flags = TCP_SYN,
	                .win = 512,
	                .options = SYN_OPTIONS,
	                .options_len = 12 });
	wire_end(w);
}

START_TEST(ethernet_and_vlans)
{
	struct wire w;
	wire_begin(&w);
	wire_ethernet(&w, &(struct wire_ethernet){ 0 });
	wire_vlan(&w, &(struct wire_vlan){ .tpid = 0x88a8, .tci = 100 });
	wire_vlan(&w, &(struct wire_vlan){ .tci = 0x7005 });
	end_syn(&w);
	show(LINK_ETHERNET, &w, NULL);
	static const char *const wanted[] = { "Frame: 74 bytes on the wire, 74 captured",
		"Ethernet", "  Destination: 02:00:00:00:00:01", "  Source: 02:00:00:00:00:02",
		"  Type: 0x88a8 802.1ad VLAN", "  VLAN: id 100, priority 0 (0x88a8)",
		"  VLAN: id 5, priority 3, drop eligible (0x8100)", "  Type inside: 0x0800 IPv4" };
	check_lines(wanted, ARRAY_LEN(wanted));
}
END_TEST

START_TEST(cooked_and_loopback)
{
	struct wire w;
	wire_begin(&w);
	wire_sll(&w, &(struct wire_sll){ .packet_type = 4, .address = { 2, 0, 0, 0, 0, 1 } });
	end_syn(&w);
	show(LINK_LINUX_SLL, &w, NULL);
	check_line("  Packet type: 4 sent by this host");
	check_line("  Source: 02:00:00:00:00:01");
	wire_begin(&w);
	wire_sll2(
	    &w, &(struct wire_sll){ .interface = 3, .device_type = 772, .address_len = WIRE_ZERO });
	end_syn(&w);
	show(LINK_LINUX_SLL2, &w, NULL);
	check_line("  Interface index: 3");
	check_line("  Packet type: 0 to this host");
	check_line("  Device type: 772");
	check_no_line("  Source: 0");
	wire_begin(&w);
	wire_null(&w, &(struct wire_null){ .swapped = true });
	end_syn(&w);
	show(LINK_NULL, &w, NULL);
	check_line("  Address family: 2 IPv4");
}
END_TEST

START_TEST(fields_of_ipv4)
{
	struct wire w;
	wire_begin(&w);
	end_syn(&w);
	show(LINK_RAW, &w, NULL);
	static const char *const wanted[] = { "Internet Protocol version 4", "  Source: 192.0.2.1",
		"  Destination: 198.51.100.2", "  Header length: 20 bytes",
		"  Type of service: 0x02", "    DSCP: 0 default", "    ECN: 2 capable, ECT(0)",
		"  Total length: 52 bytes", "  Identification: 0x1234 (4660)",
		"  Fragment bits: 0x4000, don't fragment", "  Fragment offset: 0",
		"  Time to live: 64", "  Protocol: 6 TCP" };
	check_lines(wanted, ARRAY_LEN(wanted));
}
END_TEST

START_TEST(fields_of_ipv6)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv6(&w, &(struct wire_ipv6){ 0 });
	wire_fragment6(&w, &(struct wire_fragment6){ .more_fragments = true, .id = 0xabcd1234 });
	wire_tcp(&w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_end(&w);
	show(LINK_RAW, &w, NULL);
	static const char *const wanted[] = { "Internet Protocol version 6",
		"  Source: 2001:db8::1", "  Destination: 2001:db8::2", "  Traffic class: 0x00",
		"  Flow label: 0x00000", "  Payload length: 28 bytes", "  Next header: 44 fragment",
		"  Hop limit: 64", "  Extension: fragment, 8 bytes",
		"    Fragment: offset 0, more fragments, identification 0xabcd1234",
		"    Next header: 6 TCP" };
	check_lines(wanted, ARRAY_LEN(wanted));
}
END_TEST

START_TEST(fields_of_tcp_without_a_session)
{
	struct wire w;
	wire_begin(&w);
	end_syn(&w);
	show(LINK_RAW, &w, NULL);
	static const char *const wanted[] = { "Transmission Control Protocol",
		"  Source port: 40000", "  Destination port: 8000", "  Sequence number: 1000",
		"  Acknowledgement number: 2000 (without ACK it has no meaning)",
		"  Header length: 32 bytes", "  Flags: 0x002 SYN",
		"  Window: 512 (not scaled in a SYN)", "  Urgent pointer: 0", "  Options: 12 bytes",
		"    Maximum segment size: 1460 bytes", "    No operation (padding)",
		"    Window scale: 8 (windows are multiplied by 256)",
		"    Selective acknowledgement permitted", "Payload: 0 bytes" };
	check_lines(wanted, ARRAY_LEN(wanted));
}
END_TEST

/* Adds five bytes and a SACK block, with that checksum. */
static void end_hello(struct wire *w, unsigned checksum)
{
	wire_tcp(w, &(struct wire_tcp){ .seq = 1000,
	                .ack = 2000,
	                .flags = TCP_PSH | TCP_ACK,
	                .win = 512,
	                .sack = { { 1006, 1012 } },
	                .sack_count = 1,
	                .checksum = checksum });
	wire_payload(w, "hello", 5);
	wire_end(w);
}

START_TEST(numbers_relative_to_a_session)
{
	struct session session = {
		.flow = { { .base = 999, .base_known = true, .wscale = 7 },
		    { .base = 1000, .base_known = true, .wscale = 8 } },
	};
	session_learn_wscale(&session);
	struct wire w;
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	end_hello(&w, 0);
	show(LINK_RAW, &w, &session);
	static const char *const wanted[] = { "  Sequence number: 1000 (relative 1)",
		"  Acknowledgement number: 2000 (relative 1000)", "  Flags: 0x018 PSH, ACK",
		"  Window: 512 (scaled: 65,536 bytes)",
		"    Selective acknowledgement: from 6 up to 12", "Payload: 5 bytes" };
	check_lines(wanted, ARRAY_LEN(wanted));
	session.flow[SIDE_A].wscale = WSCALE_UNKNOWN;
	session_learn_wscale(&session);
	show(LINK_RAW, &w, &session);
	check_line("  Window: 512 (scale unknown)");
	show(LINK_RAW, &w, NULL);
	check_line("  Window: 512 (scale unknown)");
	check_line("    Selective acknowledgement: from 1006 up to 1012");
}
END_TEST

/* The verdict of tcpdump -vv on both checksums: "correct", or the expected values. */
static void checksums_by_tcpdump(const struct wire *w, char *line, size_t size)
{
	/* AppArmor may allow tcpdump only file names of this form. */
	char path[] = "/tmp/tcpviz-detail-XXXXXX.pcap";
	int fd = mkstemps(path, 5);
	ck_assert_int_ge(fd, 0);
	struct wire_file f = { .out = fdopen(fd, "wb") };
	wire_pcap_begin(&f, LINK_RAW);
	wire_pcap_frame(&f, 0, w);
	wire_file_close(&f);
	char command[128];
	snprintf(command, sizeof command, "tcpdump -nvvtr %s 2>/dev/null | tr '\\n' ' '", path);
	FILE *tcpdump = popen(command, "r");
	ck_assert_ptr_nonnull(tcpdump);
	ck_assert_ptr_nonnull(fgets(line, (int)size, tcpdump));
	pclose(tcpdump);
	remove(path);
}

/* Returns the number that follows a text, or 0x10000. */
static unsigned number_after(const char *line, const char *text)
{
	unsigned number = 0x10000;
	const char *at = strstr(line, text);
	if (at != NULL)
		sscanf(at + strlen(text), "%x", &number);
	return number;
}

/* Both must name the same expected checksum, and accept it once it is filled in. */
static void compare_checksums(struct wire *w, uint32_t tcp_at)
{
	char theirs[1024], wanted[LINE_MAX];
	checksums_by_tcpdump(w, theirs, sizeof theirs);
	unsigned tcp = number_after(theirs, "(incorrect -> ");
	ck_assert_uint_lt(tcp, 0x10000);
	show(LINK_RAW, w, NULL);
	snprintf(wanted, sizeof wanted,
	    "  Checksum: 0x0000 incorrect, should be 0x%04x: normal if the network card fills it "
	    "in after the capture (checksum offload)",
	    tcp);
	check_line(wanted);
	wire_set16(w, tcp_at + 16, tcp);
	show(LINK_RAW, w, NULL);
	snprintf(wanted, sizeof wanted, "  Checksum: 0x%04x correct", tcp);
	check_line(wanted);
}

START_TEST(checksums_of_ipv4)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ .checksum = WIRE_ZERO });
	end_hello(&w, WIRE_ZERO);
	compare_checksums(&w, 20);
	char theirs[1024], wanted[LINE_MAX];
	checksums_by_tcpdump(&w, theirs, sizeof theirs);
	unsigned ip = number_after(theirs, "bad cksum 0 (->");
	ck_assert_uint_lt(ip, 0x10000);
	snprintf(
	    wanted, sizeof wanted, "  Header checksum: 0x0000 incorrect, should be 0x%04x", ip);
	check_line(wanted);
	wire_set16(&w, 10, ip);
	show(LINK_RAW, &w, NULL);
	snprintf(wanted, sizeof wanted, "  Header checksum: 0x%04x correct", ip);
	check_line(wanted);
}
END_TEST

START_TEST(checksums_of_ipv6)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv6(&w, &(struct wire_ipv6){ 0 });
	end_hello(&w, WIRE_ZERO);
	compare_checksums(&w, 40);
}
END_TEST

START_TEST(checksum_of_a_cut_segment_is_not_judged)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	end_hello(&w, WIRE_ZERO);
	wire_snap(&w, w.len - 2);
	show(LINK_RAW, &w, NULL);
	check_line("  Checksum: 0x0000");
	check_line("Payload: 5 bytes, 3 of them captured");
}
END_TEST

START_TEST(broken_options_are_named)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_tcp(&w, &(struct wire_tcp){
	                 .flags = TCP_SYN, .options = "\x01\x02\x09\x05", .options_len = 4 });
	wire_end(&w);
	show(LINK_RAW, &w, NULL);
	check_line("    An option with an impossible length");
	wire_snap(&w, w.len - 2);
	show(LINK_RAW, &w, NULL);
	check_line("  Options: 4 bytes, not all captured");
	check_line("    An option that the capture cut off");
}
END_TEST

START_TEST(frames_without_a_segment)
{
	struct wire w;
	wire_begin(&w);
	wire_ethernet(&w, &(struct wire_ethernet){ 0 });
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_udp(&w, &(struct wire_udp){ 0 });
	wire_end(&w);
	show(LINK_ETHERNET, &w, NULL);
	check_line("  Protocol: 17 UDP");
	check_line("No TCP segment: UDP");
	w.len = 20;
	wire_snap(&w, 20);
	show(LINK_ETHERNET, &w, NULL);
	check_line("Ethernet");
	check_no_line("  Protocol");
}
END_TEST

/* A handshake, five bytes and their ACK, 0.1 s apart. */
static struct model *conversation(void)
{
	struct model *m = model_new();
	struct endpoint a = { .addr = addr_from_v4((const uint8_t[]){ 192, 0, 2, 1 }),
		.port = 40000 };
	struct endpoint b = { .addr = addr_from_v4((const uint8_t[]){ 192, 0, 2, 2 }),
		.port = 8000 };
	static const struct {
		bool back;
		uint16_t flags;
		uint32_t seq, ack, len;
	} sent[] = {
		{ false, TCP_SYN, 1000, 0, 0 },
		{ true, TCP_SYN | TCP_ACK, 5000, 1001, 0 },
		{ false, TCP_ACK, 1001, 5001, 0 },
		{ false, TCP_PSH | TCP_ACK, 1001, 5001, 5 },
		{ true, TCP_ACK, 5001, 1006, 0 },
	};
	for (uint32_t i = 0; i < ARRAY_LEN(sent); i++) {
		struct segment s = {
			.time_ns = (int64_t)i * 100000000,
			.frame = i + 11,
			.src = sent[i].back ? b : a,
			.dst = sent[i].back ? a : b,
			.seq = sent[i].seq,
			.ack = sent[i].ack,
			.len = sent[i].len & SEGMENT_LEN_MOST,
			.flags = sent[i].flags,
			.win = 1000,
		};
		model_add(m, &s);
	}
	return m;
}

static void show_context(const struct model *m, uint32_t packet)
{
	struct course course = { 0 };
	course_reach(&course, m, packet);
	line_count = 0;
	detail_context(m, &course, &sink);
}

START_TEST(context_of_data)
{
	struct model *m = conversation();
	show_context(m, 4);
	static const char *const wanted[] = { "Frame 14: segment 4 of 5 in session 1",
		"  Acknowledged by: frame 15, 100.000 ms later", "  In flight after it: 5 bytes",
		"  Window left: 995 bytes", "    192.0.2.1:40000: ESTABLISHED (its sender)",
		"    192.0.2.2:8000: ESTABLISHED", "  Message: 5 bytes in 1 segment, frame 14" };
	check_lines(wanted, ARRAY_LEN(wanted));
	check_no_line("  Acknowledges");
	check_no_line("  Notes");
	model_free(m);
}
END_TEST

START_TEST(context_of_an_acknowledgement)
{
	struct model *m = conversation();
	show_context(m, 5);
	check_line("  Acknowledges: frame 14");
	check_line("  Round-trip time: 100.000 ms");
	check_line("  Smoothed: 100.000 ms, variation 37.500 ms");
	check_no_line("  Acknowledged by");
	check_no_line("  Message");
	show_context(m, 6);
	ck_assert_uint_eq(line_count, 0);
	model_free(m);
}
END_TEST

/* The RFC section comes with the first segment of a kind. */
START_TEST(context_names_each_section_once)
{
	struct model *m = model_new();
	play(m, "0 a S 0\n20 b S. 0 ack 1\n20.05 a . 1 ack 1\n30 a P. 1:11 ack 1\n"
	        "250 a P. 1:11 ack 1\n690 a P. 1:11 ack 1\n710 b . 1 ack 11\n");
	show_context(m, 1);
	check_line("  Reference: RFC 9293, 3.5 (three-way handshake)");
	show_context(m, 5);
	check_line("  Retransmission of: frame 4, 220.000 ms later");
	check_line("  Reference: RFC 6298, 5.4 (timeout retransmission)");
	show_context(m, 6);
	check_line("  Earlier copies: 2, the newest in frame 5");
	check_line("  Notes: timeout retransmission");
	check_no_line("  Reference");
	model_free(m);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("detail");
	TCase *headers = tcase_create("headers");
	tcase_add_test(headers, ethernet_and_vlans);
	tcase_add_test(headers, cooked_and_loopback);
	tcase_add_test(headers, fields_of_ipv4);
	tcase_add_test(headers, fields_of_ipv6);
	tcase_add_test(headers, fields_of_tcp_without_a_session);
	tcase_add_test(headers, numbers_relative_to_a_session);
	tcase_add_test(headers, checksums_of_ipv4);
	tcase_add_test(headers, checksums_of_ipv6);
	tcase_add_test(headers, checksum_of_a_cut_segment_is_not_judged);
	tcase_add_test(headers, broken_options_are_named);
	tcase_add_test(headers, frames_without_a_segment);
	suite_add_tcase(suite, headers);
	TCase *context = tcase_create("context");
	tcase_add_test(context, context_of_data);
	tcase_add_test(context, context_of_an_acknowledgement);
	tcase_add_test(context, context_names_each_section_once);
	suite_add_tcase(suite, context);
	return suite_main(suite);
}
