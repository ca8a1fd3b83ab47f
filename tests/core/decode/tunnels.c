/* Every header that may precede TCP: alone, cut anywhere, and nested. */
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/bytes.h"
#include "core/decode/reread.h"
#include "tests/core/chains.h"
#include "tests/suite.h"

static const struct decode_rules with_rules = {
	.udp = { { 9999, LAYER_VXLAN } },
	.udp_count = 1,
	.esp_null = true,
};

static bool passed(const struct headers *where, enum layer_kind kind, uint32_t value)
{
	for (unsigned i = 0; i < where->layers; i++)
		if (where->layer[i].kind == kind && where->layer[i].value == value)
			return true;
	return false;
}

static void check_hello(const struct segment *s, const char *name)
{
	ck_assert_msg(s->len == 5, "%s: %u bytes", name, (unsigned)s->len);
	ck_assert_uint_eq(s->src.port, 40000);
	ck_assert_mem_eq(s->src.addr.b + 12, "\xc0\0\x02\x01", 4);
}

START_TEST(each_header)
{
	const struct chain *chain = &chains[_i];
	struct wire m;
	struct segment s;
	struct headers where;
	make_chain(&m, chain);
	struct frame frame = wire_frame(&m);
	enum decode_result result = decode_frame(chain->link_type, &frame, &s, &where);
	ck_assert_msg(result == DECODE_SEGMENT, "%s: %s (%s)", chain->name,
	    decode_result_name(result), other_name((enum other_kind)where.other));
	check_hello(&s, chain->name);
	ck_assert_msg(passed(&where, chain->layer, chain->value),
	    "%s: not passed, or another value", chain->name);
	ck_assert_uint_eq(where.ip_at, chain->len);
}
END_TEST

/* A capture that ends inside the headers is cut or another protocol: never a segment, never
 * malformed. */
START_TEST(cut_anywhere)
{
	const struct chain *chain = &chains[_i];
	struct wire m;
	make_chain(&m, chain);
	struct frame frame = wire_frame(&m);
	for (frame.caplen = 0; frame.caplen < chain->len + 40; frame.caplen++) {
		struct segment s;
		uint8_t *copy = malloc(frame.caplen + 1);
		memcpy(copy, m.bytes, frame.caplen);
		struct frame cut = frame;
		cut.bytes = copy;
		enum decode_result result = decode_frame(chain->link_type, &cut, &s, NULL);
		ck_assert_msg(result == DECODE_TRUNCATED || result == DECODE_NOT_TCP,
		    "%s: %s at %u", chain->name, decode_result_name(result), frame.caplen);
		free(copy);
	}
}
END_TEST

/* A frame that is too short on the wire is no segment either. */
START_TEST(short_anywhere)
{
	const struct chain *chain = &chains[_i];
	struct wire m;
	make_chain(&m, chain);
	struct frame frame = wire_frame(&m);
	for (frame.caplen = 0; frame.caplen < chain->len + 40; frame.caplen++) {
		struct segment s;
		frame.len = frame.caplen;
		enum decode_result result = decode_frame(chain->link_type, &frame, &s, NULL);
		ck_assert_msg(result != DECODE_SEGMENT, "%s at %u", chain->name, frame.caplen);
	}
}
END_TEST

START_TEST(as_deep_as_told)
{
	struct wire m;
	wire_begin(&m);
	struct segment s;
	struct headers where;
	for (unsigned depth = 0; depth < DECODE_LAYERS; depth++) {
		wire_begin(&m);
		for (unsigned i = 0; i < depth; i++)
			wire_payload(&m, BYTES(IPV4("\x04")));
		wire_ipv4(&m, &(struct wire_ipv4){ .length = 45 });
		wire_tcp(&m, &(struct wire_tcp){ .flags = TCP_ACK });
		wire_payload(&m, "hello", 5);
		wire_end(&m);
		struct frame frame = wire_frame(&m);
		ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &s, &where),
		    depth < DECODE_LAYERS - 1 ? DECODE_SEGMENT : DECODE_DEEP);
	}
	ck_assert_uint_eq(where.layers, DECODE_LAYERS);
	ck_assert(strstr(decode_result_name(DECODE_DEEP), "32") != NULL);
}
END_TEST

START_TEST(gre_in_itself_ends)
{
	struct wire m;
	wire_begin(&m);
	struct segment s;
	while (m.len + 24 < sizeof(m.bytes))
		wire_payload(&m, BYTES(IPV4("\x2f") "\0\0\x08\0"));
	wire_end(&m);
	struct frame frame = wire_frame(&m);
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &s, NULL), DECODE_DEEP);
}
END_TEST

START_TEST(rules_of_the_user)
{
	static const struct chain other = { "9999", LINK_ETHERNET,
		BYTES(OVER_UDP("\x27\x0f") "\x08\0\0\0\0\0\x4d\0" INNER), LAYER_VXLAN, 77, 0 };
	struct wire m;
	struct segment s;
	struct headers where;
	make_chain(&m, &other);
	struct frame frame = wire_frame(&m);
	ck_assert_int_eq(decode_frame(LINK_ETHERNET, &frame, &s, &where), DECODE_NOT_TCP);
	ck_assert_uint_eq(where.other, OTHER_UDP);
	frame.rules = &with_rules;
	ck_assert_int_eq(decode_frame(LINK_ETHERNET, &frame, &s, &where), DECODE_SEGMENT);
	ck_assert_int_eq(layer_find("vxlan"), LAYER_VXLAN);
	ck_assert_int_eq(layer_find("nonsense"), LAYER_KINDS);
}
END_TEST

/* Transport mode and tunnel mode, with other lengths of the check value. */
START_TEST(esp_that_is_not_encrypted)
{
	static const uint8_t lengths[] = { 0, 8, 12, 16, 24, 32 };
	struct wire m;
	wire_begin(&m);
	struct segment s;
	struct headers where;
	bool tunnel = _i & 1;
	wire_payload(&m, BYTES(IPV4("\x32") "\0\0\0\x05\0\0\0\x01"));
	if (tunnel)
		wire_ipv4(&m, &(struct wire_ipv4){ .length = 45 });
	wire_tcp(&m, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_payload(&m, "hello\x01\x01\x02\x02\x06", 7);
	m.len -= 2;
	wire_payload(&m, "\x01\x02\x03\x03", 4);
	wire_put8(&m, tunnel ? 4 : 6);
	for (unsigned i = 0; i < lengths[_i / 2]; i++)
		wire_put8(&m, 0xa0 + i);
	wire_end(&m);
	struct frame frame = wire_frame(&m);
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &s, &where), DECODE_NOT_TCP);
	ck_assert_uint_eq(where.other, OTHER_ESP);
	frame.rules = &with_rules;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &s, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(s.len, 5);
	ck_assert(passed(&where, LAYER_ESP, 5));
}
END_TEST

/* Two packets in one WLAN frame: frame.part selects one. */
START_TEST(parts_of_a_frame)
{
	struct wire m;
	wire_begin(&m);
	struct segment s;
	struct headers where;
	wire_payload(&m, BYTES("\x88\x01\0\0" MACS "\x02\0\0\0\0\x03\0\0\x80\0"));
	for (unsigned i = 0; i < 2; i++) {
		wire_payload(&m, BYTES(MACS "\0\x35" SNAP_IP));
		wire_ipv4(&m, &(struct wire_ipv4){ .length = 45 });
		wire_tcp(&m, &(struct wire_tcp){ .flags = i == 0 ? TCP_ACK : TCP_FIN | TCP_ACK });
		wire_payload(&m, "hello\0", i == 0 ? 6 : 5);
	}
	wire_end(&m);
	struct frame frame = wire_frame(&m);
	for (frame.part = 0; frame.part < 2; frame.part++) {
		ck_assert_int_eq(decode_frame(LINK_WLAN, &frame, &s, &where), DECODE_SEGMENT);
		ck_assert_uint_eq(where.parts, 2);
		ck_assert_uint_eq(s.flags, frame.part == 0 ? TCP_ACK : TCP_FIN | TCP_ACK);
		ck_assert_uint_eq(s.len, 5);
	}
	ck_assert_int_eq(decode_frame(LINK_WLAN, &frame, &s, &where), DECODE_NOT_TCP);
}
END_TEST

static const struct foreign {
	int link_type;
	const char *bytes;
	size_t len;
	enum other_kind kind;
} foreign[] = {
	{ LINK_ETHERNET, BYTES(ETHERNET("\x08\x06") "aaaa"), OTHER_ARP },
	{ LINK_ETHERNET, BYTES(ETHERNET("\x81\0") "\0\x05\x08\x06"), OTHER_ARP },
	{ LINK_ETHERNET, BYTES(ETHERNET("\x88\xcc")), OTHER_LLDP },
	{ LINK_ETHERNET, BYTES(ETHERNET("\x12\x34")), OTHER_ETHERTYPE },
	{ LINK_ETHERNET, BYTES(MACS "\0\x03\x42\x42\x03"), OTHER_SPANNING_TREE },
	{ LINK_ETHERNET, BYTES(OVER_UDP("\0\x35")), OTHER_UDP },
	{ LINK_ETHERNET, BYTES(OVER_UDP("\x12\xb5") "what is not vxlan looks unlike it"),
	    OTHER_UDP },
	{ LINK_RAW, BYTES(IPV4("\x01")), OTHER_ICMP },
	{ LINK_RAW, BYTES(IPV6("\x3a")), OTHER_ICMPV6 },
	{ LINK_RAW, BYTES(IPV4("\x84")), OTHER_SCTP },
	{ LINK_RAW, BYTES(IPV4("\x32") "\0\0\0\x05\0\0\0\x01"), OTHER_ESP },
	{ LINK_RAW, BYTES(IPV4("\xfd")), OTHER_IP },
	{ LINK_ETHERNET, BYTES(ETHERNET("\x88\xe5") "\x0c\0\0\0\0\x01"), OTHER_MACSEC },
	{ LINK_PPP, BYTES("\xc0\x21"), OTHER_PPP },
	{ LINK_WLAN, BYTES("\x80\0"), OTHER_WLAN },
	{ LINK_WLAN, BYTES("\x08\x41\0\0" MACS "\x02\0\0\0\0\x03\0\0"), OTHER_WLAN_ENCRYPTED },
};

START_TEST(what_else_it_is)
{
	struct wire m;
	wire_begin(&m);
	struct segment s;
	struct headers where;
	wire_payload(&m, foreign[_i].bytes, foreign[_i].len);
	wire_end(&m);
	struct frame frame = wire_frame(&m);
	ck_assert_int_eq(decode_frame(foreign[_i].link_type, &frame, &s, &where), DECODE_NOT_TCP);
	ck_assert_str_eq(other_name((enum other_kind)where.other), other_name(foreign[_i].kind));
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_loop_test(all, each_header, 0, ARRAY_LEN(chains));
	tcase_add_loop_test(all, cut_anywhere, 0, ARRAY_LEN(chains));
	tcase_add_loop_test(all, short_anywhere, 0, ARRAY_LEN(chains));
	tcase_add_test(all, as_deep_as_told);
	tcase_add_test(all, gre_in_itself_ends);
	tcase_add_test(all, rules_of_the_user);
	tcase_add_loop_test(all, esp_that_is_not_encrypted, 0, 12);
	tcase_add_test(all, parts_of_a_frame);
	tcase_add_loop_test(all, what_else_it_is, 0, ARRAY_LEN(foreign));
	Suite *suite = suite_create("tunnels");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
