#include "core/decode/tcpopt.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/array.h"
#include "core/decode/reread.h"
#include "core/record/segment.h"
#include "tests/suite.h"
#include "tests/wire/capture_file.h"
#include "tests/wire/random.h"

#define OPTIONS(text)                                                                              \
	{                                                                                          \
		(const uint8_t *)(text), sizeof(text) - 1                                          \
	}

#define SYN_OPTIONS "\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02"
#define NOP_TIMESTAMP "\x01\x01\x08\x0a\0\0\0\x01\0\0\0\x02"
#define SACK_6_12 "\x01\x01\x05\x0a\0\0\0\x06\0\0\0\x0c"

START_TEST(walks_options_in_order)
{
	struct bytes options = OPTIONS(SYN_OPTIONS);
	static const uint8_t kinds[] = { 2, 1, 3, 1, 1, 4 };
	struct tcpopt option;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_OK);
		ck_assert_uint_eq(option.kind, kinds[i]);
	}
	ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_END);
}
END_TEST

START_TEST(end_of_options_hides_what_follows)
{
	struct bytes options = OPTIONS("\x01\x00\x08\x0a");
	struct tcpopt option;
	ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_OK);
	ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_OK);
	ck_assert_uint_eq(option.kind, TCPOPT_EOL);
	ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_END);
}
END_TEST

START_TEST(lengths_that_cannot_be)
{
	const struct bytes bad[] = { OPTIONS("\x02"), OPTIONS("\x02\x00\x05\xb4"),
		OPTIONS("\x02\x01\x05\xb4"), OPTIONS("\x02\x05\x05\xb4") };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct bytes options = bad[i];
		struct tcpopt option;
		ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_BAD);
	}
}
END_TEST

static const struct {
	struct bytes options;
	uint32_t base;
	const char *text;
} notations[] = {
	{ OPTIONS(SYN_OPTIONS), 0, "mss 1460,nop,wscale 8,nop,nop,sackOK" },
	{ OPTIONS(NOP_TIMESTAMP), 0, "nop,nop,TS val 1 ecr 2" },
	{ OPTIONS(SACK_6_12), 0, "nop,nop,sack 1 {6:12}" },
	{ OPTIONS(SACK_6_12), 5, "nop,nop,sack 1 {1:7}" },
	{ OPTIONS("\x22\x02\x01\x01"), 0, "tfo  cookiereq,nop,nop" },
	{ OPTIONS("\x22\x06\xaa\xbb\xcc\xdd\x01\x01"), 0, "tfo  cookie aabbccdd,nop,nop" },
	{ OPTIONS("\x02\x04\x05"), 0, "[bad opt]" },
	{ OPTIONS("\x4d\x04\xde\xad\x00"), 0, "unknown-77 0xdead,eol" },
	{ OPTIONS(""), 0, "" },
};

START_TEST(known_notations)
{
	char text[TCPOPTS_TEXT];
	size_t len = tcpopts_format(notations[_i].options, notations[_i].base, text, sizeof text);
	ck_assert_str_eq(text, notations[_i].text);
	ck_assert_uint_eq(len, strlen(text));
}
END_TEST

START_TEST(notation_stays_in_its_buffer)
{
	char text[12] = "###########";
	ck_assert_uint_eq(tcpopts_format((struct bytes)OPTIONS(SYN_OPTIONS), 0, text, 10), 9);
	ck_assert_str_eq(text, "mss 1460,");
	ck_assert_int_eq(text[10], '#');
}
END_TEST

static const struct {
	struct bytes option;
	const char *words;
} descriptions[] = {
	{ OPTIONS("\x02\x04\x05\xb4"), "Maximum segment size: 1460 bytes" },
	{ OPTIONS("\x03\x03\x08"), "Window scale: 8 (windows are multiplied by 256)" },
	{ OPTIONS("\x03\x03\xff"), "Window scale: 255 (windows are multiplied by 16384)" },
	{ OPTIONS("\x04\x02"), "Selective acknowledgement permitted" },
	{ OPTIONS("\x05\x0a\0\0\0\x06\0\0\0\x0c"), "Selective acknowledgement: from 6 up to 12" },
	{ OPTIONS("\x08\x0a\0\0\0\x01\0\0\0\x02"), "Timestamps: value 1, echo reply 2" },
	{ OPTIONS("\x1c\x04\x80\x05"), "User timeout: 5 minutes" },
	{ OPTIONS("\x1d\x06\x01\x02\xab\xcd"), "Authentication: key 1, next key 2, MAC abcd" },
	{ OPTIONS("\x1e\x03\x51"), "Multipath TCP: length 3 prio backup" },
	{ OPTIONS("\x22\x02"), "Fast open: asks for a cookie" },
	{ OPTIONS("\x22\x06\xaa\xbb\xcc\xdd"), "Fast open: cookie aabbccdd" },
	{ OPTIONS("\xfd\x04\xf9\x89"), "Experiment 0xf989 (fast open)" },
	{ OPTIONS("\x4d\x03\x7f"), "Unknown option 77: 7f" },
	{ OPTIONS("\x01"), "No operation (padding)" },
	{ OPTIONS("\x00"), "End of options" },
	{ OPTIONS("\x02\x03\x05"),
	    "Maximum segment size: malformed, 1 bytes of data instead of 2" },
};

START_TEST(describes_in_words)
{
	struct bytes options = descriptions[_i].option;
	struct tcpopt option;
	char text[256];
	ck_assert_int_eq(tcpopt_next(&options, &option), TCPOPT_OK);
	tcpopt_describe(&option, 0, text, sizeof text);
	ck_assert_str_eq(text, descriptions[_i].words);
}
END_TEST

/* Compares with tcpdump: each list becomes a raw IP frame in a capture file. */

#define LISTS 6000
#define LIST_MAX 40
#define PAYLOAD "data"

struct list {
	uint8_t bytes[LIST_MAX];
	uint8_t len; /* a multiple of 4 */
	uint8_t cut; /* bytes at the end that were not captured */
	uint16_t flags;
};

static void make_frame(const struct list *list, struct wire *w)
{
	wire_begin(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_tcp(w, &(struct wire_tcp){
	                .flags = list->flags, .options = list->bytes, .options_len = list->len });
	wire_payload(w, PAYLOAD, 4);
	wire_end(w);
	if (list->cut > 0)
		wire_snap(w, w->len - 4U - list->cut);
}

static void write_capture(const char *path, const struct list *lists, size_t count)
{
	struct wire_file f = { .out = fopen(path, "wb") };
	wire_pcap_begin(&f, LINK_RAW);
	for (size_t i = 0; i < count; i++) {
		struct wire w;
		make_frame(&lists[i], &w);
		wire_pcap_frame(&f, 0, &w);
	}
	wire_file_close(&f);
}

/* tcpdump leaves out the bracket and the length where it stopped. */
static void check_line(const char *line, const char *ours, size_t number)
{
	const char *at = strstr(line, "options [");
	ck_assert_msg(at != NULL, "list %zu: no options in: %s", number, line);
	at += strlen("options [");
	size_t len = strlen(ours);
	ck_assert_msg(
	    strncmp(at, ours, len) == 0, "list %zu: [%s] but tcpdump: %s", number, ours, at);
	const char *after = at + len;
	bool given_up = strstr(ours, "[bad opt]") != NULL || strstr(ours, " [|") != NULL;
	ck_assert_msg(
	    strncmp(after, "], length 4", 11) == 0 || (given_up && strcspn(after, "\n") <= 1),
	    "list %zu: [%s] but tcpdump: %s", number, ours, at);
}

static void compare_with_tcpdump(const struct list *lists, size_t count)
{
	/* AppArmor may allow tcpdump only file names of this form. */
	char path[] = "/tmp/tcpviz-options-XXXXXX.pcap";
	int fd = mkstemps(path, 5);
	ck_assert_int_ge(fd, 0);
	close(fd);
	write_capture(path, lists, count);
	char command[128];
	snprintf(command, sizeof command, "tcpdump -nSt -r %s 2>/dev/null", path);
	FILE *tcpdump = popen(command, "r");
	ck_assert_ptr_nonnull(tcpdump);
	char line[2048];
	size_t seen = 0;
	for (; seen < count && fgets(line, sizeof line, tcpdump) != NULL; seen++) {
		struct wire w;
		make_frame(&lists[seen], &w);
		struct frame frame = wire_frame(&w);
		char ours[TCPOPTS_TEXT];
		ck_assert(peek_options(LINK_RAW, &frame, 0, ours, sizeof ours));
		check_line(line, ours, seen);
	}
	pclose(tcpdump);
	unlink(path);
	ck_assert_uint_eq(seen, count);
}

/* Valid options and near misses: kind, valid lengths, TCP flags of their segments. */
static const struct {
	uint8_t kind, first_byte; /* of the data; 0: any */
	uint8_t data[4];
	uint16_t flags;
} shapes[] = {
	{ 2, 0, { 2 }, 0 },
	{ 3, 0, { 1 }, 0 },
	{ 4, 0, { 0 }, 0 },
	{ 5, 0, { 8, 16, 24, 32 }, 0 },
	{ 6, 0, { 4 }, 0 },
	{ 7, 0, { 4 }, 0 },
	{ 8, 0, { 8 }, 0 },
	{ 11, 0, { 4 }, 0 },
	{ 12, 0, { 4 }, 0 },
	{ 13, 0, { 4 }, 0 },
	{ 20, 0, { 2 }, 0 },
	{ 28, 0, { 2 }, 0 },
	{ 29, 0, { 2, 14, 18, 1 }, 0 },
	{ 30, 0x01, { 2, 10 }, TCP_SYN },
	{ 30, 0x01, { 18, 20 }, TCP_ACK },
	{ 30, 0x11, { 10 }, TCP_SYN },
	{ 30, 0x10, { 14 }, TCP_SYN | TCP_ACK },
	{ 30, 0x10, { 22 }, TCP_ACK },
	{ 30, 0x20, { 6, 10, 18, 26 }, TCP_ACK },
	{ 30, 0x20, { 14, 16, 20, 22 }, TCP_ACK },
	{ 30, 0x30, { 6, 8, 14, 16 }, 0 },
	{ 30, 0x31, { 18, 20, 26, 28 }, 0 },
	{ 30, 0x34, { 6, 8, 18, 20 }, 0 },
	{ 30, 0x40, { 2, 3, 4, 5 }, 0 },
	{ 30, 0x51, { 1, 2, 1, 2 }, 0 },
	{ 30, 0x60, { 10 }, 0 },
	{ 30, 0x70, { 10 }, 0 },
	{ 30, 0xf0, { 1, 2, 3, 4 }, 0 },
	{ 34, 0, { 0, 8, 16, 5 }, 0 },
	{ 254, 0xf9, { 2, 8, 10, 1 }, 0 },
	{ 253, 0, { 2, 0, 4, 7 }, 0 },
	{ 77, 0, { 0, 1, 2, 3 }, 0 },
	{ 172, 0, { 9, 3, 6, 0 }, 0 },
};

/* Makes one valid option of a shape, between padding. */
static void list_of_shape(struct list *list, size_t shape, size_t data, uint32_t *state)
{
	uint8_t len = shapes[shape].data[data];
	*list = (struct list){ .flags = shapes[shape].flags ? shapes[shape].flags : TCP_ACK };
	memset(list->bytes, TCPOPT_NOP, sizeof list->bytes);
	list->bytes[0] = shapes[shape].kind;
	list->bytes[1] = (uint8_t)(len + 2);
	for (unsigned i = 0; i < len; i++)
		list->bytes[2 + i] = (uint8_t)pseudo_random(state);
	if (shapes[shape].first_byte != 0 && len > 0)
		list->bytes[2] = shapes[shape].first_byte;
	if (shapes[shape].kind == 254 && len > 1)
		list->bytes[3] = 0x89;
	list->len = (uint8_t)((len + 2 + 3) / 4 * 4);
}

START_TEST(agrees_with_tcpdump_on_every_kind)
{
	static struct list lists[ARRAY_LEN(shapes) * 4 * 2];
	uint32_t state = 7;
	size_t count = 0;
	for (size_t shape = 0; shape < ARRAY_LEN(shapes); shape++) {
		for (size_t data = 0; data < 4; data++) {
			list_of_shape(&lists[count++], shape, data, &state);
			list_of_shape(&lists[count++], shape, data, &state);
		}
	}
	compare_with_tcpdump(lists, count);
}
END_TEST

/* Makes options of any kind for any segment; a few lengths are wrong. */
static void random_list(struct list *list, uint32_t *state)
{
	static const uint16_t flags[] = { TCP_ACK, TCP_SYN, TCP_SYN | TCP_ACK, TCP_PSH | TCP_ACK };
	*list = (struct list){ .flags = flags[pseudo_random(state) % ARRAY_LEN(flags)] };
	unsigned len = 0, wanted = 4 + pseudo_random(state) % 37;
	while (len < wanted) {
		size_t shape = pseudo_random(state) % ARRAY_LEN(shapes);
		unsigned data = shapes[shape].data[pseudo_random(state) % 4];
		unsigned kind =
		    pseudo_random(state) % 4 == 0 ? pseudo_random(state) % 2 : shapes[shape].kind;
		uint8_t option[64] = { (uint8_t)kind, (uint8_t)(data + 2) };
		if (pseudo_random(state) % 8 == 0)
			option[1] = (uint8_t)(pseudo_random(state) % 12);
		for (unsigned i = 0; i < data; i++)
			option[2 + i] = (uint8_t)pseudo_random(state);
		if (kind == TCPOPT_MPTCP && pseudo_random(state) % 8 != 0)
			option[2] = shapes[shape].first_byte;
		unsigned n = kind < 2 ? 1 : data + 2;
		for (unsigned i = 0; i < n && len < wanted; i++)
			list->bytes[len++] = option[i];
	}
	for (; len % 4 != 0; len++)
		list->bytes[len] = TCPOPT_NOP;
	list->len = (uint8_t)len;
}

START_TEST(agrees_with_tcpdump_on_random_lists)
{
	static struct list lists[LISTS];
	uint32_t state = 2025;
	for (size_t i = 0; i < LISTS; i++)
		random_list(&lists[i], &state);
	compare_with_tcpdump(lists, LISTS);
}
END_TEST

START_TEST(agrees_with_tcpdump_on_cut_lists)
{
	static struct list lists[LISTS];
	uint32_t state = 1974;
	for (size_t i = 0; i < LISTS; i++) {
		random_list(&lists[i], &state);
		lists[i].cut = (uint8_t)(pseudo_random(&state) % (lists[i].len + 1U));
	}
	compare_with_tcpdump(lists, LISTS);
}
END_TEST

START_TEST(agrees_with_tcpdump_on_cut_options)
{
	static struct list lists[11];
	for (uint8_t i = 0; i < ARRAY_LEN(lists); i++) {
		lists[i] = (struct list){ .len = 12, .cut = (uint8_t)(i + 1), .flags = TCP_SYN };
		memcpy(lists[i].bytes, NOP_TIMESTAMP, 12);
	}
	compare_with_tcpdump(lists, ARRAY_LEN(lists));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcpopt");
	TCase *walk = tcase_create("walk");
	tcase_add_test(walk, walks_options_in_order);
	tcase_add_test(walk, end_of_options_hides_what_follows);
	tcase_add_test(walk, lengths_that_cannot_be);
	suite_add_tcase(suite, walk);
	TCase *text = tcase_create("text");
	tcase_add_loop_test(text, known_notations, 0, ARRAY_LEN(notations));
	tcase_add_test(text, notation_stays_in_its_buffer);
	tcase_add_loop_test(text, describes_in_words, 0, ARRAY_LEN(descriptions));
	suite_add_tcase(suite, text);
	TCase *tcpdump = tcase_create("tcpdump");
	tcase_set_timeout(tcpdump, 60);
	tcase_add_test(tcpdump, agrees_with_tcpdump_on_every_kind);
	tcase_add_test(tcpdump, agrees_with_tcpdump_on_random_lists);
	tcase_add_test(tcpdump, agrees_with_tcpdump_on_cut_lists);
	tcase_add_test(tcpdump, agrees_with_tcpdump_on_cut_options);
	suite_add_tcase(suite, tcpdump);
	return suite_main(suite);
}
