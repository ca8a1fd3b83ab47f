/* Every decoder over frames that end early, or have one bit or byte changed. outcomes.txt holds the
 * right outcomes; its head explains them. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/array.h"
#include "core/decode/chain.h"
#include "tests/core/answers.h"
#include "tests/core/chains.h"

#define LEGEND                                                                                     \
	"Outcomes of decoding: a block for each frame, with its name and the range of its "        \
	"bytes,\n"                                                                                 \
	"and a row for each change, with a character for each byte of the range.\n"                \
	"\n"                                                                                       \
	"  cut     the capture ends before the byte\n"                                             \
	"  short   the frame ends before the byte\n"                                               \
	"  edge    the capture ends before the byte, the frame behind it\n"                        \
	"  +1 -1   the byte is larger, smaller by one\n"                                           \
	"  01...   this bit of the byte is inverted\n"                                             \
	"  tells   inverting its lowest bit changes\n"                                             \
	"          k  chain_key()   p  chain_path_key()   *  both   .  neither\n"                  \
	"\n"                                                                                       \
	"  .  the same segment behind the same headers\n"                                          \
	"  =  behind the same headers, but a field of the segment, an identifier "                 \
	"or a place differs\n"                                                                     \
	"  +  a segment behind other headers\n"                                                    \
	"  t  truncated   b  bad   f  fragment   d  deep\n"                                        \
	"\n"                                                                                       \
	"Not TCP, but:\n"

/* The kinds of frames without TCP, in their order. */
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345678";
static_assert(sizeof(letters) - 1 == OTHER_KINDS, "a letter for each kind");

static const struct decode_rules rules = {
	.udp = { { 9998, LAYER_IP }, { 9999, LAYER_ETHERNET } },
	.udp_count = 2,
	.esp_null = true,
};

struct subject {
	const char *name;
	int link_type;
	void (*build)(struct wire *w);
	uint8_t part;
};

static void end_with_tcp(struct wire *w)
{
	wire_tcp(w, &(struct wire_tcp){ .seq = 1000,
	                .ack = 2000,
	                .flags = TCP_PSH | TCP_ACK,
	                .has_timestamps = true,
	                .ts_val = 5,
	                .ts_ecr = 6,
	                .sack = { { 10, 20 } },
	                .sack_count = 1 });
	wire_payload(w, "hello", 5);
	wire_end(w);
}

static void build_plain(struct wire *w)
{
	wire_ethernet(w, &(struct wire_ethernet){ 0 });
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7, .dont_fragment = true });
	end_with_tcp(w);
	wire_trailer(w, 3);
}

static void build_vlan(struct wire *w)
{
	wire_ethernet(w, &(struct wire_ethernet){ 0 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 5 });
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7, .options = "\x94\x04\0\0", .options_len = 4 });
	end_with_tcp(w);
	wire_trailer(w, 3);
}

static void build_syn(struct wire *w)
{
	wire_ipv6(w, &(struct wire_ipv6){ .tos = 2 });
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
	wire_end(w);
	wire_trailer(w, 2);
}

static void build_timestamps(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7 });
	wire_tcp(w, &(struct wire_tcp){
	                .flags = TCP_ACK, .has_timestamps = true, .ts_val = 5, .ts_ecr = 6 });
	wire_end(w);
}

static void build_fragment(struct wire *w)
{
	wire_ethernet(w, &(struct wire_ethernet){ 0 });
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7, .more_fragments = true });
	end_with_tcp(w);
}

static void build_fragment6(struct wire *w)
{
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	wire_fragment6(w, &(struct wire_fragment6){ 0, true, 0xabcd1234, 6 });
	end_with_tcp(w);
}

static void build_authentication(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .fragment = 2, .protocol = 51 });
	wire_payload(w, BYTES("\x06\x01\0\0\0\0\0\x01\0\0\0\x01"));
	end_with_tcp(w);
}

static void build_esp(struct wire *w)
{
	wire_payload(w, BYTES(IPV4("\x32") "\0\0\0\x05\0\0\0\x01"));
	wire_ipv4(w, &(struct wire_ipv4){ .length = 45 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_payload(w, BYTES("hello\x01\x02\x03\x03\x04"
	                      "check value!"));
	wire_end(w);
}

static void build_two_parts(struct wire *w)
{
	wire_payload(w, BYTES("\x88\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0\x80\0"));
	for (unsigned i = 0; i < 2; i++) {
		wire_payload(w, BYTES(MACS "\0\x35" SNAP_IP));
		wire_ipv4(w, &(struct wire_ipv4){ .length = 45 });
		wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
		wire_payload(w, "hello\0", i == 0 ? 6 : 5);
	}
	wire_end(w);
}

/* Over UDP, by rules of the user. */
static void over_udp(struct wire *w, unsigned port)
{
	wire_payload(w, BYTES(IPV4("\x11") "\xc0\0"));
	wire_put16(w, port);
	wire_put32(w, 0);
}

static void build_ruled_ip(struct wire *w)
{
	over_udp(w, 9998);
	wire_ipv4(w, &(struct wire_ipv4){ .length = 40 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_end(w);
}

static void build_ruled_ethernet(struct wire *w)
{
	over_udp(w, 9999);
	wire_payload(w, BYTES(INNER));
	wire_ipv4(w, &(struct wire_ipv4){ .length = 40 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_end(w);
}

static void build_dns(struct wire *w)
{
	over_udp(w, 53);
	wire_payload(w, BYTES("question"));
	wire_end(w);
}

static void build_esp_in_udp(struct wire *w)
{
	over_udp(w, 4500);
	wire_payload(w, BYTES("\0\0\0\x05\0\0\0\x01"));
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_payload(w, BYTES("\0\x06"));
	wire_end(w);
}

#define WLAN_DATA "\x08\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0" SNAP_IP

/* A WLAN frame with a check sum, which is no payload if the flags tell of it. */
static void build_checked(struct wire *w, const char *bytes, size_t len)
{
	wire_payload(w, bytes, len);
	wire_ipv4(w, &(struct wire_ipv4){ .length = WIRE_ZERO });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_payload(w, BYTES("hellosums"));
	wire_end(w);
}

static void build_radiotap_rate(struct wire *w)
{
	build_checked(w, BYTES("\0\0\x11\0\x05\0\0\0\0\0\0\0\0\0\0\0\x10" WLAN_DATA));
}

static void build_ppi_short(struct wire *w)
{
	build_checked(w, BYTES("\0\0\x16\0\x69\0\0\0\x02\0\x0a\0\0\0\0\0\0\0\0\0\x01\0" WLAN_DATA));
}

/* Not what the port says. */
static void build_not_gre(struct wire *w)
{
	over_udp(w, 4754);
	wire_payload(w, BYTES("\x01\x00text of something else"));
	wire_end(w);
}

static void build_not_nsh(struct wire *w)
{
	over_udp(w, 6633);
	wire_payload(w, BYTES("\x01\x02\x01\x06text of something else"));
	wire_end(w);
}

static void build_not_mpls(struct wire *w)
{
	over_udp(w, 6635);
	wire_payload(w, BYTES("\x01\x02\x01\x06text of something else, longer than headers"));
	wire_end(w);
}

static void build_not_tzsp(struct wire *w)
{
	over_udp(w, 37008);
	wire_payload(w, BYTES("\x01\x00\x00\x02\x01text"));
	wire_end(w);
}

static void build_spanning_tree(struct wire *w)
{
	wire_payload(w, BYTES(MACS "\0\x03\x42\x42\x03"));
	wire_end(w);
}

static void build_arp(struct wire *w)
{
	wire_payload(w, BYTES(MACS "\x81\0\0\x05\x08\x06"
	                           "question"));
	wire_end(w);
}

static void build_ppp_control(struct wire *w)
{
	wire_payload(w, BYTES("\xff\x03\xc0\x21"
	                      "configure"));
	wire_end(w);
}

static const struct subject subjects[] = {
	{ "ethernet, ipv4", LINK_ETHERNET, build_plain, 0 },
	{ "vlan, ipv4 with options", LINK_ETHERNET, build_vlan, 0 },
	{ "ipv6 syn", LINK_RAW, build_syn, 0 },
	{ "timestamps", LINK_IPV4, build_timestamps, 0 },
	{ "ipv4 fragment", LINK_ETHERNET, build_fragment, 0 },
	{ "ipv6 fragment", LINK_IPV6, build_fragment6, 0 },
	{ "later fragment, authentication", LINK_RAW, build_authentication, 0 },
	{ "esp", LINK_RAW, build_esp, 0 },
	{ "esp over udp", LINK_RAW, build_esp_in_udp, 0 },
	{ "a-msdu part 0", LINK_WLAN, build_two_parts, 0 },
	{ "a-msdu part 1", LINK_WLAN, build_two_parts, 1 },
	{ "udp with ip", LINK_RAW, build_ruled_ip, 0 },
	{ "udp with ethernet", LINK_RAW, build_ruled_ethernet, 0 },
	{ "udp", LINK_RAW, build_dns, 0 },
	{ "radiotap rate", LINK_RADIOTAP, build_radiotap_rate, 0 },
	{ "ppi short", LINK_PPI, build_ppi_short, 0 },
	{ "not gre", LINK_RAW, build_not_gre, 0 },
	{ "not nsh", LINK_RAW, build_not_nsh, 0 },
	{ "not mpls", LINK_RAW, build_not_mpls, 0 },
	{ "not tzsp", LINK_RAW, build_not_tzsp, 0 },
	{ "spanning tree", LINK_ETHERNET, build_spanning_tree, 0 },
	{ "arp", LINK_ETHERNET, build_arp, 0 },
	{ "ppp control", LINK_PPP, build_ppp_control, 0 },
};

struct outcome {
	enum decode_result result;
	struct segment segment;
	struct headers where;
};

/* A frame of its own size, ending where reading on is a fault. */
struct box {
	uint8_t *end;
	struct frame frame;
	int link_type;
	struct outcome right;
};

static uint8_t *guarded(size_t size)
{
	uint8_t *all =
	    mmap(NULL, size * 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert(all != MAP_FAILED);
	int failed = mprotect(all + size, size, PROT_NONE);
	assert(failed == 0);
	(void)failed;
	return all + size;
}

/* Decodes the first caplen bytes of a frame. */
static struct outcome decode(const struct box *box, const struct frame *frame)
{
	struct outcome found = { 0 };
	struct frame copy = *frame;
	copy.bytes = box->end - frame->caplen;
	memcpy(box->end - frame->caplen, frame->bytes, frame->caplen);
	found.result = decode_frame(box->link_type, &copy, &found.segment, &found.where);
	return found;
}

static char letter_of(const struct outcome *found, const struct outcome *right)
{
	switch (found->result) {
	case DECODE_SEGMENT:
		break;
	case DECODE_NOT_TCP:
		assert(found->where.other < OTHER_KINDS);
		return letters[found->where.other];
	case DECODE_FRAGMENT:
		return 'f';
	case DECODE_TRUNCATED:
		return 't';
	case DECODE_BAD:
		return 'b';
	default:
		return 'd';
	}
	const struct headers *a = &found->where, *b = &right->where;
	bool same =
	    memcmp(&found->segment, &right->segment, sizeof(found->segment)) == 0 &&
	    memcmp(&a->ip_at, &b->ip_at,
	        offsetof(struct headers, payload_captured) - offsetof(struct headers, ip_at)) == 0;
	if (a->layers != b->layers || right->result != DECODE_SEGMENT)
		return '+';
	for (unsigned i = 0; i < a->layers; i++) {
		if (a->layer[i].kind != b->layer[i].kind)
			return '+';
		same = same && a->layer[i].value == b->layer[i].value &&
		       a->layer[i].at == b->layer[i].at;
	}
	return same ? '.' : '=';
}

static void write_ends(const struct box *box, uint32_t from, FILE *out)
{
	static const char *const rows[] = { "cut", "short", "edge" };
	for (unsigned row = 0; row < ARRAY_LEN(rows); row++) {
		fprintf(out, "  %-6s", rows[row]);
		for (uint32_t n = from; n < box->frame.caplen; n++) {
			struct frame frame = box->frame;
			frame.caplen = n;
			if (row > 0)
				frame.len = n + row - 1;
			struct outcome found = decode(box, &frame);
			fputc(letter_of(&found, &box->right), out);
		}
		fputc('\n', out);
	}
}

static void write_changes(const struct box *box, uint32_t from, uint32_t to, FILE *out)
{
	uint8_t *bytes = (uint8_t *)box->frame.bytes;
	for (int row = -2; row < 8; row++) {
		if (row < 0)
			fprintf(out, "  %-6s", row == -2 ? "+1" : "-1");
		else
			fprintf(out, "  %02x    ", 1U << row);
		for (uint32_t at = from; at < to; at++) {
			uint8_t kept = bytes[at];
			unsigned changed =
			    row >= 0 ? kept ^ 1U << row : kept + (row == -2 ? 1U : 255U);
			bytes[at] = (uint8_t)changed;
			struct outcome found = decode(box, &box->frame);
			bytes[at] = kept;
			fputc(letter_of(&found, &box->right), out);
		}
		fputc('\n', out);
	}
}

/* Writes the names of the headers, and the bytes that tell tunnels apart. */
static void write_chain(const struct box *box, uint32_t from, uint32_t to, FILE *out)
{
	const struct frame *frame = &box->frame;
	char text[512];
	size_t len = chain_format(frame, &box->right.where, text, sizeof(text));
	assert(len == strlen(text));
	assert(chain_any(&box->right.where) == (len > 0));
	if (len == 0)
		return;
	for (size_t i = 0; i < len; i++)
		text[i] = (char)(text[i] == '\n' ? ';' : text[i]);
	fprintf(out, "  chain %s\n  tells ", text);
	uint64_t key = chain_key(frame, &box->right.where);
	uint64_t path = chain_path_key(frame, &box->right.where);
	for (uint32_t at = from; at < to; at++) {
		uint8_t *byte = (uint8_t *)&frame->bytes[at];
		*byte ^= 1;
		struct outcome found = decode(box, frame);
		bool segment = found.result == DECODE_SEGMENT;
		bool k = segment && chain_key(frame, &found.where) != key;
		bool p = segment && chain_path_key(frame, &found.where) != path;
		*byte ^= 1;
		fputc(!segment ? ' ' : k && p ? '*' : k ? 'k' : p ? 'p' : '.', out);
	}
	fputc('\n', out);
}

/* Writes where the headers are, and the segment. */
static void write_segment(const struct outcome *right, FILE *out)
{
	const struct headers *h = &right->where;
	const struct segment *s = &right->segment;
	char src[ADDR_TEXT], dst[ADDR_TEXT];
	fprintf(out, "  headers");
	for (unsigned i = 0; i < h->layers; i++)
		fprintf(out, " %s at %u%s", layer_name((enum layer_kind)h->layer[i].kind),
		    h->layer[i].at, i + 1 < h->layers ? "," : "");
	fprintf(out,
	    "; ip %u at %u, %u bytes; tcp at %u, %u bytes; payload at %u, %u bytes; parts %u\n",
	    h->ip_version, h->ip_at, h->ip_len, h->tcp_at, h->tcp_len, h->payload_at,
	    h->payload_captured, h->parts);
	addr_format(&s->src.addr, src, sizeof(src));
	addr_format(&s->dst.addr, dst, sizeof(dst));
	fprintf(out, "  segment %s %u > %s %u, seq %u ack %u flags %x win %u len %u urgent %u\n",
	    src, s->src.port, dst, s->dst.port, s->seq, s->ack, s->flags, s->win, (unsigned)s->len,
	    s->urgent);
	fprintf(out,
	    "  options %x mss %u ws %u ts %u %u sack %u %u-%u; id %u ttl %u tos %u first %u\n",
	    s->options, s->mss, s->wscale, s->ts_val, s->ts_ecr, s->sack_count, s->sack[0].start,
	    s->sack[0].end, s->ip_id, (unsigned)s->ttl, (unsigned)s->tos, s->first_fragment);
}

/* Writes the outcomes for changes of the bytes in a range. */
static void write_block(const char *name, int link_type, const struct frame *frame, uint32_t from,
    uint32_t to, FILE *out)
{
	static uint8_t *end;
	if (end == NULL)
		end = guarded(1 << 16);
	struct box box = { .end = end, .frame = *frame, .link_type = link_type };
	box.right = decode(&box, frame);
	fprintf(out, "\n%s: %u to %u, %c\n", name, from, to, letter_of(&box.right, &box.right));
	write_ends(&box, from, out);
	write_changes(&box, from, to, out);
	if (box.right.result != DECODE_SEGMENT)
		return;
	write_segment(&box.right, out);
	write_chain(&box, from, to, out);
}

/* The outermost headers of many chains are the same; only one of them needs them all. */
static uint32_t first_of(const struct chain *chain, const struct frame *frame)
{
	struct segment segment;
	struct headers where;
	decode_frame(chain->link_type, frame, &segment, &where);
	for (unsigned i = 0; i < where.layers; i++) {
		if (where.layer[i].kind == LAYER_IPV4 || where.layer[i].kind == LAYER_IPV6)
			return where.layer[i].at;
		if (where.layer[i].kind == chain->layer && where.layer[i].value == chain->value)
			return where.layer[i].at;
	}
	return 0;
}

static void write_all(FILE *in, FILE *out)
{
	(void)in;
	static struct wire w;
	fputs(LEGEND, out);
	for (unsigned i = 0; i < OTHER_KINDS; i++)
		fprintf(out, "  %c  %s\n", letters[i], other_name((enum other_kind)i));
	for (size_t i = 0; i < ARRAY_LEN(subjects); i++) {
		wire_begin(&w);
		subjects[i].build(&w);
		struct frame frame = wire_frame(&w);
		frame.part = subjects[i].part;
		frame.rules = &rules;
		write_block(subjects[i].name, subjects[i].link_type, &frame, 0, frame.caplen, out);
	}
	for (size_t i = 0; i < ARRAY_LEN(chains); i++) {
		struct segment segment;
		make_chain_with(&w, &chains[i], WIRE_ZERO);
		struct frame frame = wire_frame(&w);
		/* Some headers only guess what follows, by its length. */
		if (decode_frame(chains[i].link_type, &frame, &segment, NULL) != DECODE_SEGMENT) {
			make_chain(&w, &chains[i]);
			frame = wire_frame(&w);
		}
		write_block(chains[i].name, chains[i].link_type, &frame,
		    first_of(&chains[i], &frame), (uint32_t)chains[i].len, out);
	}
}

START_TEST(outcomes_are_right)
{
	answers_check(OUTCOMES, write_all);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, outcomes_are_right);
	Suite *suite = suite_create("outcomes");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
