/* The details of every header: headers.txt holds the right lines for frames of all kinds. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/decode/link_format.h"
#include "core/decode/reread.h"
#include "core/explain/detail.h"
#include "tests/core/answers.h"
#include "tests/core/chains.h"

struct lines {
	FILE *out;
	bool whole; /* all; else without the fields of IPv4 and TCP, which are the same in all */
	bool same;  /* such a header has begun */
};

static void write_line(void *ctx, unsigned depth, const char *text)
{
	struct lines *l = ctx;
	if (depth == 0)
		l->same = strcmp(text, "Internet Protocol version 4") == 0 ||
		          strcmp(text, "Transmission Control Protocol") == 0;
	if (l->whole || !l->same || depth == 0)
		fprintf(l->out, "%*s%s\n", (int)(2 * depth + 2), "", text);
}

static void write_frame(
    FILE *out, const char *name, int link_type, const struct frame *frame, bool whole)
{
	struct lines lines = { out, whole, false };
	struct detail_sink sink = { .line = write_line, .ctx = &lines };
	char link[LINK_TEXT];
	link_format(link_type, frame, link, sizeof(link));
	fprintf(out, "\n%s, %u of %u bytes\n  %s\n", name, frame->caplen, frame->len, link);
	detail_headers(link_type, frame, NULL, SIDE_A, &sink);
}

static void tcp(struct wire *w, uint16_t flags)
{
	wire_tcp(w, &(struct wire_tcp){ .seq = 1000, .ack = 2000, .flags = flags, .win = 512 });
}

static void build_all_flags(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .id = 0x1234, .tos = 0xb9, .ttl = 1 });
	wire_tcp(
	    w, &(struct wire_tcp){
	           .seq = 1, .ack = 2, .flags = 0x1ff, .win = 3, .urgent = 4, .checksum = 0x1234 });
	wire_payload(w, "payload", 7);
}

static void build_fragments(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7,
	                 .dont_fragment = true,
	                 .more_fragments = true,
	                 .tos = 3,
	                 .options = "\x94\x04\0\0\x07\x07\x04\0\0\0\0",
	                 .options_len = 12 });
	tcp(w, TCP_ACK);
}

static void build_later_fragment(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .id = 7, .fragment = 185, .protocol = 6 });
	wire_fill(w, 40, 0);
}

static void build_wrong_sum(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ .checksum = 0x1234 });
	tcp(w, TCP_RST);
}

static void build_ipv6(struct wire *w)
{
	wire_ipv6(w, &(struct wire_ipv6){ .tos = 0x2e, .flow_label = 0x12345 });
	wire_extension(w, &(struct wire_extension){ .kind = 0 });
	wire_extension(w, &(struct wire_extension){
	                      .kind = 43, .body = "\x04\0\0\0\0\0\0\0\0\0\0\0\0", .body_len = 14 });
	wire_extension(w, &(struct wire_extension){ .kind = 60 });
	wire_extension(w, &(struct wire_extension){ .kind = 51 });
	wire_fragment6(w, &(struct wire_fragment6){ .more_fragments = true, .id = 0xabcd1234 });
	tcp(w, TCP_PSH | TCP_ACK);
	wire_payload(w, "payload", 7);
}

static void build_later_fragment6(struct wire *w)
{
	wire_ipv6(w, &(struct wire_ipv6){ 0 });
	wire_fragment6(w, &(struct wire_fragment6){ .offset = 181, .id = 5, .next = 6 });
	wire_fill(w, 40, 0);
}

static void build_options(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_SYN,
	                .mss = 1460,
	                .sack_ok = true,
	                .has_wscale = true,
	                .wscale = 7,
	                .has_timestamps = true,
	                .ts_val = 9,
	                .has_fast_open = true,
	                .cookie = "cook",
	                .cookie_len = 4,
	                .options = "\x1c\x04\x80\x05",
	                .options_len = 4 });
}

static void build_sack(struct wire *w)
{
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_tcp(w, &(struct wire_tcp){ .flags = TCP_ACK,
	                .ack = 5,
	                .sack = { { 10, 20 }, { 30, 40 } },
	                .sack_count = 2,
	                .options = "\x4d\x04\x01\x02\x13\x02",
	                .options_len = 6 });
}

static const struct {
	const char *name;
	void (*build)(struct wire *w);
} plain[] = {
	{ "all flags", build_all_flags },
	{ "fragment", build_fragments },
	{ "later fragment", build_later_fragment },
	{ "wrong checksum", build_wrong_sum },
	{ "ipv6", build_ipv6 },
	{ "later fragment of ipv6", build_later_fragment6 },
	{ "options", build_options },
	{ "sack", build_sack },
};

/* Cuts a frame around the end of the link headers that tcpdump shows. */
static void write_cut(FILE *out, int link_type, const struct frame *frame)
{
	struct frame cut = *frame;
	for (cut.caplen = 13; cut.caplen <= 20; cut.caplen++) {
		char link[LINK_TEXT];
		link_format(link_type, &cut, link, sizeof(link));
		fprintf(out, "  cut to %u: %s\n", cut.caplen, link);
	}
}

/* A line for an option: as tcpdump has it, and as the details have it. */
static void write_option(FILE *out, uint16_t flags, const uint8_t *option, size_t len)
{
	static struct wire w;
	char text[256];
	FILE *lines = tmpfile();
	ck_assert(lines != NULL);
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_tcp(&w, &(struct wire_tcp){ .flags = flags, .options = option, .options_len = len });
	wire_end(&w);
	struct frame frame = wire_frame(&w);
	struct lines all = { lines, true, false };
	struct detail_sink sink = { .line = write_line, .ctx = &all };
	peek_options(LINK_RAW, &frame, 0, text, sizeof(text));
	detail_headers(LINK_RAW, &frame, NULL, SIDE_A, &sink);
	fprintf(out, "  %s\n", text);
	rewind(lines);
	bool begun = false;
	while (fgets(text, sizeof(text), lines) != NULL) {
		if (begun && strncmp(text, "      ", 6) == 0)
			fputs(text, out);
		begun = begun || strncmp(text, "    Options", 11) == 0;
	}
	fclose(lines);
}

/* Every known kind, and some others, with data of every length. */
static void write_options(FILE *out)
{
	static const uint8_t kinds[] = { 0, 2, 3, 4, 5, 6, 8, 15, 19, 28, 29, 34, 69, 77, 253,
		254 };
	static const uint8_t lengths[] = { 1, 2, 3, 4, 6, 10, 12, 18, 20, 34 };
	uint8_t option[40];
	fprintf(out, "\nOptions, by kind and length\n");
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		for (size_t l = 0; l < ARRAY_LEN(lengths); l++) {
			for (unsigned i = 0; i < sizeof(option); i++)
				option[i] = (uint8_t)(0x10 + i);
			option[0] = kinds[k];
			option[1] = lengths[l];
			if (kinds[k] >= 253)
				memcpy(option + 2, "\xf9\x89", 2);
			write_option(out, TCP_ACK, option, lengths[l] > 2 ? lengths[l] : 2);
		}
	}
	fprintf(out, "\nMultipath TCP, by subtype, length and flags\n");
	static const uint16_t flags[] = { TCP_SYN, TCP_SYN | TCP_ACK, TCP_ACK };
	for (unsigned subtype = 0; subtype < 10; subtype++) {
		for (unsigned len = 3; len <= 28; len++) {
			for (unsigned i = 0; i < sizeof(option); i++)
				option[i] = (uint8_t)(0x10 + i * 7);
			option[0] = 30;
			option[1] = (uint8_t)len;
			option[2] = (uint8_t)(subtype << 4 | (len & 15));
			write_option(out, flags[(len + subtype) % 3], option, len);
		}
	}
}

static void write_all(FILE *in, FILE *out)
{
	(void)in;
	static struct wire w;
	fputs(
	    "The details of frames, a block for each: without TCP where only the headers before it "
	    "matter.\n",
	    out);
	for (size_t i = 0; i < ARRAY_LEN(plain); i++) {
		wire_begin(&w);
		plain[i].build(&w);
		wire_end(&w);
		struct frame frame = wire_frame(&w);
		write_frame(out, plain[i].name, LINK_RAW, &frame, true);
		/* Cut in the middle of the last header. */
		frame.caplen = frame.len - 10;
		write_frame(out, plain[i].name, LINK_RAW, &frame, true);
	}
	for (size_t i = 0; i < ARRAY_LEN(chains); i++) {
		make_chain(&w, &chains[i]);
		struct frame frame = wire_frame(&w);
		write_frame(out, chains[i].name, chains[i].link_type, &frame, false);
		if (chains[i].layer == LAYER_COOKED_V1 || chains[i].layer == LAYER_COOKED_V2 ||
		    i == 0)
			write_cut(out, chains[i].link_type, &frame);
	}
	write_options(out);
}

START_TEST(lines_are_right)
{
	answers_check(HEADERS, write_all);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, lines_are_right);
	Suite *suite = suite_create("headers");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
