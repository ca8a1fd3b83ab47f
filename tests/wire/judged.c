/* Frames of tests/wire before judges that nobody here wrote: tcpdump and tshark find every layer
 * where it was put, all checksums correct, and nothing malformed. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/suite.h"
#include "tests/wire/capture_file.h"

#define FRAME_NS (1443179536 * NS)
#define LINE_MAX 4096

static void tcp_hello(struct wire *w)
{
	wire_tcp(
	    w, &(struct wire_tcp){ .seq = 1, .ack = 1, .flags = TCP_PSH | TCP_ACK, .win = 500 });
	wire_payload(w, "hello", 5);
}

static void ip_hello(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7, .dont_fragment = true });
	tcp_hello(w);
}

static void ip6_hello(struct wire *w)
{
	wire_ipv6(w, &(struct wire_ipv6){ .flow_label = 0x12345 });
	tcp_hello(w);
}

static void ethernet(struct wire *w)
{
	wire_ethernet(w, &(struct wire_ethernet){ 0 });
}

static void ethernet_hello(struct wire *w)
{
	ethernet(w);
	ip_hello(w);
}

/* Between Ethernet and what is inside a tunnel over UDP. */
static void udp(struct wire *w)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ .src = { 10, 0, 0, 1 }, .dst = { 10, 0, 0, 2 } });
	wire_udp(w, &(struct wire_udp){ 0 });
}

static void gre(struct wire *w, const struct wire_gre *h)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ .src = { 10, 0, 0, 1 }, .dst = { 10, 0, 0, 2 } });
	wire_gre(w, h);
}

static void padded(struct wire *w)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_end(w);
	wire_trailer(w, 6);
}

static void vlans(struct wire *w)
{
	ethernet(w);
	wire_vlan(w, &(struct wire_vlan){ .tpid = 0x88a8, .tci = 100 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 0x6005 });
	ip_hello(w);
}

static void llc_snap(struct wire *w)
{
	ethernet(w);
	wire_llc_snap(w, &(struct wire_llc_snap){ 0 });
	ip_hello(w);
}

static void syn_options(struct wire *w)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ .options = "\x94\x04\0", .options_len = 4, .tos = 2 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_SYN,
	                .mss = 1460,
	                .sack_ok = true,
	                .has_wscale = true,
	                .wscale = 7,
	                .has_timestamps = true,
	                .ts_val = 9,
	                .has_fast_open = true,
	                .cookie = "cook",
	                .cookie_len = 4 });
}

static void sack_blocks(struct wire *w)
{
	ethernet(w);
	wire_ipv6(w, &(struct wire_ipv6){ .tos = 1 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK,
	                .ack = 5,
	                .has_timestamps = true,
	                .ts_val = 1,
	                .ts_ecr = 2,
	                .sack = { { 10, 20 }, { 30, 40 } },
	                .sack_count = 2,
	                .options = "\x1c\x04\x80\x05",
	                .options_len = 4 });
}

static void extensions(struct wire *w)
{
	ethernet(w);
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	wire_extension(w, &(struct wire_extension){ .kind = 0 });
	wire_extension(w, &(struct wire_extension){ .kind = 60 });
	wire_fragment6(w, &(struct wire_fragment6){ .id = 0xabcd });
	wire_extension(w, &(struct wire_extension){ .kind = 51 });
	tcp_hello(w);
}

static void ah(struct wire *w)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_extension(w, &(struct wire_extension){ .kind = 51 });
	tcp_hello(w);
}

static void plain_udp(struct wire *w)
{
	udp(w);
	wire_payload(w, "odd", 3);
}

static void icmp_quote(struct wire *w)
{
	struct wire quoted;
	wire_begin(&quoted);
	ethernet_hello(&quoted);
	wire_end(&quoted);
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_icmp(w, &(struct wire_icmp){ .type = 3, .code = 4, .rest = 1300 });
	wire_quote(w, &quoted, 28);
}

static void icmp6_quote(struct wire *w)
{
	struct wire quoted;
	wire_begin(&quoted);
	ip6_hello(&quoted);
	wire_end(&quoted);
	ethernet(w);
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	wire_icmp(w, &(struct wire_icmp){ .type = 2, .rest = 1280 });
	wire_quote(w, &quoted, 1232);
}

static void ipip(struct wire *w)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	ip_hello(w);
}

static void six_in_four(struct wire *w)
{
	ethernet(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	ip6_hello(w);
}

static void four_in_six(struct wire *w)
{
	ethernet(w);
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	ip_hello(w);
}

static void mpls(struct wire *w)
{
	ethernet(w);
	wire_mpls(w, &(struct wire_mpls){ .label = 1000 });
	wire_mpls(w, &(struct wire_mpls){ .label = 2000, .ttl = 5 });
	ip_hello(w);
}

static void pppoe(struct wire *w)
{
	ethernet(w);
	wire_pppoe(w, &(struct wire_pppoe){ .session = 5 });
	wire_ppp(w, &(struct wire_ppp){ 0 });
	ip6_hello(w);
}

static void gre_all(struct wire *w)
{
	gre(w, &(struct wire_gre){ .has_checksum = true,
	           .has_key = true,
	           .key = 77,
	           .has_sequence = true,
	           .sequence = 1 });
	ip_hello(w);
}

static void gre_ethernet(struct wire *w)
{
	gre(w, &(struct wire_gre){ 0 });
	ethernet_hello(w);
}

static void pptp(struct wire *w)
{
	gre(w, &(struct wire_gre){ .pptp = true, .key = 3, .has_sequence = true });
	wire_ppp(w, &(struct wire_ppp){ .framed = true });
	ip_hello(w);
}

static void erspan(struct wire *w)
{
	gre(w, &(struct wire_gre){ .has_sequence = true });
	wire_erspan(w, &(struct wire_erspan){ .vlan = 5, .session = 9 });
	ethernet_hello(w);
}

static void vxlan(struct wire *w)
{
	udp(w);
	wire_vxlan(w, &(struct wire_vxlan){ .vni = 42 });
	ethernet_hello(w);
}

static void vxlan_gpe(struct wire *w)
{
	udp(w);
	wire_vxlan(w, &(struct wire_vxlan){ .vni = 42, .gpe = true });
	ip6_hello(w);
}

static void geneve(struct wire *w)
{
	udp(w);
	wire_geneve(w, &(struct wire_geneve){
	                   .vni = 43, .options = "\x01\x02\x03\x01wxyz", .options_len = 8 });
	ethernet_hello(w);
}

static void gtpu(struct wire *w)
{
	udp(w);
	wire_gtpu(w, &(struct wire_gtpu){ .teid = 44, .has_sequence = true, .sequence = 3 });
	ip_hello(w);
}

static void l2tp(struct wire *w)
{
	udp(w);
	wire_l2tp(w, &(struct wire_l2tp){ .tunnel = 1, .session = 2 });
	wire_ppp(w, &(struct wire_ppp){ .framed = true });
	ip_hello(w);
}

static void sll(struct wire *w)
{
	wire_sll(w, &(struct wire_sll){ .packet_type = 4 });
	ip_hello(w);
}

static void sll2(struct wire *w)
{
	wire_sll2(w, &(struct wire_sll){ .interface = 3 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 9 });
	ip6_hello(w);
}

static void null_swapped(struct wire *w)
{
	wire_null(w, &(struct wire_null){ .swapped = true });
	ip6_hello(w);
}

static void null(struct wire *w)
{
	wire_null(w, &(struct wire_null){ 0 });
	ip_hello(w);
}

static void ppp(struct wire *w)
{
	wire_ppp(w, &(struct wire_ppp){ .framed = true });
	ip_hello(w);
}

#define LINK_PPP 9

static const struct {
	int link_type;
	void (*build)(struct wire *w);
	const char *protocols; /* as tshark names and orders them, without the payload */
	bool hidden;           /* tcpdump does not look into it, or not at checksums there */
} frames[] = {
	{ LINK_ETHERNET, ethernet_hello, "eth:ethertype:ip:tcp" },
	{ LINK_ETHERNET, padded, "eth:ethertype:ip:tcp" },
	{ LINK_ETHERNET, vlans, "eth:ethertype:ieee8021ad:ethertype:vlan:ethertype:ip:tcp" },
	{ LINK_ETHERNET, llc_snap, "eth:llc:ip:tcp" },
	{ LINK_ETHERNET, syn_options, "eth:ethertype:ip:tcp" },
	{ LINK_ETHERNET, sack_blocks, "eth:ethertype:ipv6:tcp" },
	{ LINK_ETHERNET, extensions,
	    "eth:ethertype:ipv6:ipv6.hopopts:ipv6.dstopts:ipv6.fraghdr:ah:tcp", true },
	{ LINK_ETHERNET, ah, "eth:ethertype:ip:ah:tcp" },
	{ LINK_ETHERNET, plain_udp, "eth:ethertype:ip:udp" },
	{ LINK_ETHERNET, icmp_quote, "eth:ethertype:ip:icmp:ip:tcp", true },
	{ LINK_ETHERNET, icmp6_quote, "eth:ethertype:ipv6:icmpv6:ipv6:tcp", true },
	{ LINK_ETHERNET, ipip, "eth:ethertype:ip:ip:tcp" },
	{ LINK_ETHERNET, six_in_four, "eth:ethertype:ip:ipv6:tcp" },
	{ LINK_ETHERNET, four_in_six, "eth:ethertype:ipv6:ip:tcp" },
	{ LINK_ETHERNET, mpls, "eth:ethertype:mpls:ip:tcp" },
	{ LINK_ETHERNET, pppoe, "eth:ethertype:pppoes:ppp:ipv6:tcp" },
	{ LINK_ETHERNET, gre_all, "eth:ethertype:ip:gre:ip:tcp" },
	{ LINK_ETHERNET, gre_ethernet, "eth:ethertype:ip:gre:eth:ethertype:ip:tcp" },
	{ LINK_ETHERNET, pptp, "eth:ethertype:ip:gre:ppp:ip:tcp" },
	{ LINK_ETHERNET, erspan, "eth:ethertype:ip:gre:erspan:eth:ethertype:ip:tcp", true },
	{ LINK_ETHERNET, vxlan, "eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:tcp" },
	{ LINK_ETHERNET, vxlan_gpe, "eth:ethertype:ip:udp:ipv6:tcp" },
	{ LINK_ETHERNET, geneve, "eth:ethertype:ip:udp:geneve:eth:ethertype:ip:tcp" },
	{ LINK_ETHERNET, gtpu, "eth:ethertype:ip:udp:gtp:ip:tcp", true },
	{ LINK_ETHERNET, l2tp, "eth:ethertype:ip:udp:l2tp:ppp:ip:tcp" },
	{ LINK_LINUX_SLL, sll, "sll:ethertype:ip:tcp" },
	{ LINK_LINUX_SLL2, sll2, "sll:ethertype:vlan:ethertype:ipv6:tcp" },
	{ LINK_NULL, null_swapped, "null:ipv6:tcp" },
	{ LINK_LOOP, null, "null:ip:tcp" },
	{ LINK_RAW, ip_hello, "raw:ip:tcp" },
	{ LINK_RAW, ip6_hello, "raw:ipv6:tcp" },
	{ LINK_PPP, ppp, "ppp:ip:tcp" },
};

static void build(size_t i, struct wire *w)
{
	wire_begin(w);
	frames[i].build(w);
	if (w->caplen == 0)
		wire_end(w);
}

static bool ends_in_hello(const struct wire *w)
{
	return memcmp(w->bytes + w->len - 5, "hello", 5) == 0;
}

/* Where AppArmor confines tcpdump it may open files of this name alone. */
static char path[64];

static void begin(void)
{
	snprintf(path, sizeof(path), "/tmp/tcpviz-wire-XXXXXX.pcap");
	int fd = mkstemps(path, 5);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void end(void)
{
	unlink(path);
}

static struct wire_file open_file(bool big)
{
	return (struct wire_file){ .out = fopen(path, "w"), .big = big };
}

/* What a program says of the file; the caller frees it. */
static char *output_of(const char *program, const char *arguments)
{
	char command[512], *text = NULL;
	size_t len = 0;
	snprintf(command, sizeof(command), "%s -r %s %s 2>/dev/null", program, path, arguments);
	FILE *from = popen(command, "r"), *to = open_memstream(&text, &len);
	ck_assert(from != NULL && to != NULL);
	for (int c; (c = fgetc(from)) != EOF;)
		fputc(c, to);
	pclose(from);
	fclose(to);
	return text;
}

static void expect_no(const char *text, const char *words)
{
	ck_assert_msg(strstr(text, words) == NULL, "\"%s\" in: %s", words, text);
}

static unsigned count_of(const char *text, const char *words)
{
	unsigned count = 0;
	for (; (text = strstr(text, words)) != NULL; text += strlen(words))
		count++;
	return count;
}

/* Frame by frame, because tcpdump says of no layer where it ends. */
START_TEST(tcpdump_finds_all_checksums_correct)
{
	struct wire w;
	struct wire_file f = open_file(_i % 2 == 1);
	build((size_t)_i, &w);
	wire_pcap_begin(&f, (uint32_t)frames[_i].link_type);
	wire_pcap_frame(&f, FRAME_NS, &w);
	wire_file_close(&f);
	char *text = output_of("tcpdump", "-nvvv");
	static const char *const faults[] = { "bad", "incorrect", "invalid", "unknown", "truncated",
		"missing", "wrong" };
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		expect_no(text, faults[i]);
	if (!frames[_i].hidden && frames[_i].build != plain_udp)
		ck_assert_msg(strstr(text, "(correct)") != NULL, "%s", text);
	if (!frames[_i].hidden && ends_in_hello(&w))
		ck_assert_msg(strstr(text, ", length 5") != NULL, "%s", text);
	free(text);
}
END_TEST

/* All frames in one file, each link type an interface of its own. */
static void write_pcapng(bool big)
{
	struct wire_file f = open_file(big);
	wire_ng_section(&f, &(struct wire_ng_section){ .comment = "odd", .application = "wire" });
	for (size_t i = 0; i < ARRAY_LEN(frames); i++)
		wire_ng_interface(
		    &f, &(struct wire_ng_interface){ .link_type = (unsigned)frames[i].link_type,
		            .resolution = 9,
		            .name = "eth0" });
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		struct wire w;
		build(i, &w);
		wire_ng_packet(&f,
		    &(struct wire_ng_packet){ .interface = (uint32_t)i,
		        .time = (uint64_t)FRAME_NS + i,
		        .comment = "a comment",
		        .flags = 1 },
		    &w);
	}
	wire_file_close(&f);
}

/* What tshark reads of each frame, in a line of its own. */
#define FIELDS                                                                                     \
	"-o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE "         \
	"-o tcp.try_heuristic_first:FALSE "                                                        \
	"-T fields -e frame.protocols -e frame.time_epoch -e frame.comment "                       \
	"-e tcp.checksum.status -e ip.checksum.status -e udp.checksum.status -e _ws.malformed"

/* Bad is 0, good 1, unverified 2. */
static void expect_good(const char *line, const char *field)
{
	ck_assert_msg(strchr(field, '0') == NULL, "bad checksum: %s", line);
}

/* tshark names the payload only where it has not seen the same segment before. */
static void expect_protocols(char *found, const char *wanted)
{
	char *payload = strstr(found, ":data");
	if (payload != NULL)
		*payload = '\0';
	ck_assert_str_eq(found, wanted);
}

START_TEST(tshark_finds_every_layer)
{
	write_pcapng(_i == 1);
	char *text = output_of("tshark", FIELDS " -Y frame"), *rest = text;
	size_t seen = 0;
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (strchr(line, '\t') == NULL)
			continue;
		char *copy = strdup(line), *fields = copy;
		ck_assert_uint_lt(seen, ARRAY_LEN(frames));
		expect_protocols(strsep(&fields, "\t"), frames[seen].protocols);
		char want[32];
		snprintf(want, sizeof(want), "1443179536.%09zu", seen);
		ck_assert_str_eq(strsep(&fields, "\t"), want);
		ck_assert_str_eq(strsep(&fields, "\t"), "a comment");
		for (unsigned i = 0; i < 3; i++)
			expect_good(line, strsep(&fields, "\t"));
		ck_assert_str_eq(fields, "");
		free(copy);
		seen++;
	}
	ck_assert_msg(seen == ARRAY_LEN(frames), "%zu frames: %s", seen, text);
	free(text);
}
END_TEST

START_TEST(a_wrong_checksum_is_found)
{
	struct wire w;
	struct wire_file f = open_file(false);
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ .checksum = 0x1234 });
	wire_tcp(&w, &(struct wire_tcp){ .checksum = WIRE_ZERO, .flags = TCP_ACK });
	wire_end(&w);
	wire_pcap_begin(&f, LINK_RAW);
	wire_pcap_frame(&f, FRAME_NS, &w);
	wire_file_close(&f);
	char *text = output_of("tcpdump", "-nvvv");
	ck_assert_ptr_nonnull(strstr(text, "bad cksum 1234"));
	ck_assert_ptr_nonnull(strstr(text, "0x0000 (incorrect"));
	free(text);
}
END_TEST

/* Both fragments of a long segment, put together again by tshark. */
static void write_fragments(bool v6)
{
	struct wire whole, part;
	struct wire_file f = open_file(false);
	wire_begin(&whole);
	ethernet(&whole);
	if (v6)
		wire_ipv6(&whole, &(struct wire_ipv6){ 0 });
	else
		wire_ipv4(&whole, &(struct wire_ipv4){ .id = 99 });
	uint32_t tcp_at = wire_tcp(&whole, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_fill(&whole, 1001, 'x');
	wire_end(&whole);
	uint32_t len = whole.len - tcp_at;
	wire_pcap_begin(&f, LINK_ETHERNET);
	wire_fragment(&whole, 0, 504, 99, &part);
	wire_pcap_frame(&f, FRAME_NS, &part);
	wire_fragment(&whole, 504, len - 504, 99, &part);
	wire_pcap_frame(&f, FRAME_NS + 1, &part);
	wire_file_close(&f);
}

START_TEST(fragments_are_put_together)
{
	write_fragments(_i == 1);
	char *text = output_of("tcpdump", "-nvvv");
	expect_no(text, "bad");
	free(text);
	text = output_of("tshark", "-o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -Y tcp -T "
	                           "fields -e frame.number -e tcp.len -e tcp.checksum.status ");
	ck_assert_str_eq(text, "2\t1001\t1\n");
	free(text);
}
END_TEST

START_TEST(snapped_frames_keep_their_length)
{
	struct wire w;
	struct wire_file f = open_file(true);
	wire_begin(&w);
	ethernet_hello(&w);
	wire_end(&w);
	wire_snap(&w, 54);
	f.magic = PCAP_NANO;
	f.snaplen = 54;
	wire_pcap_begin(&f, LINK_ETHERNET);
	wire_pcap_frame(&f, FRAME_NS + 123456789, &w);
	wire_file_close(&f);
	char *text = output_of("tcpdump", "-ntt --nano");
	ck_assert_msg(strstr(text, "1443179536.123456789 IP") != NULL, "%s", text);
	ck_assert_msg(strstr(text, "length 5") != NULL, "%s", text);
	free(text);
}
END_TEST

START_TEST(simple_packets_and_other_blocks)
{
	struct wire w;
	struct wire_file f = open_file(_i == 1);
	wire_begin(&w);
	ethernet_hello(&w);
	wire_end(&w);
	wire_snap(&w, 57);
	wire_ng_section(&f, &(struct wire_ng_section){ 0 });
	wire_ng_interface(
	    &f, &(struct wire_ng_interface){
	            .link_type = LINK_ETHERNET, .snaplen = 57, .comment = "an interface" });
	wire_ng_block(&f, 0xbad, "12345", 5);
	wire_ng_simple(&f, &w);
	wire_ng_simple(&f, &w);
	wire_file_close(&f);
	char *text = output_of("tcpdump", "-nt");
	ck_assert_uint_eq(count_of(text, "length 5"), 2);
	free(text);
	text = output_of("tshark", "-Y eth -T fields -e frame.len -e frame.cap_len");
	ck_assert_str_eq(text, "59\t57\n59\t57\n");
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wire");
	TCase *all = tcase_create("judged");
	tcase_add_checked_fixture(all, begin, end);
	tcase_set_timeout(all, 60);
	tcase_add_loop_test(all, tcpdump_finds_all_checksums_correct, 0, ARRAY_LEN(frames));
	tcase_add_loop_test(all, tshark_finds_every_layer, 0, 2);
	tcase_add_test(all, a_wrong_checksum_is_found);
	tcase_add_loop_test(all, fragments_are_put_together, 0, 2);
	tcase_add_test(all, snapped_frames_keep_their_length);
	tcase_add_loop_test(all, simple_packets_and_other_blocks, 0, 2);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
