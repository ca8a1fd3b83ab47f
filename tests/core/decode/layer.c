/* Names of headers, and of frames without TCP. */
#include "core/decode/layer.h"

#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"

START_TEST(names_for_decode)
{
	static const struct {
		const char *name;
		enum layer_kind kind;
	} known[] = {
		{ "vxlan", LAYER_VXLAN },
		{ "vxlan-gpe", LAYER_VXLAN_GPE },
		{ "geneve", LAYER_GENEVE },
		{ "gtp", LAYER_GTP },
		{ "capwap", LAYER_CAPWAP },
		{ "teredo", LAYER_TEREDO },
		{ "lisp", LAYER_LISP },
		{ "tzsp", LAYER_TZSP },
		{ "l2tp", LAYER_L2TP },
		{ "l2tpv3", LAYER_L2TPV3 },
		{ "mpls", LAYER_MPLS },
		{ "gre", LAYER_GRE },
		{ "nsh", LAYER_NSH },
		{ "esp", LAYER_ESP },
		{ "ethernet", LAYER_ETHERNET },
		{ "ip", LAYER_IP },
		{ "ppp", LAYER_PPP },
	};
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		ck_assert_int_eq(layer_find(known[i].name), known[i].kind);
		ck_assert_str_eq(layer_name(known[i].kind), known[i].name);
	}
	ck_assert_int_eq(layer_find("vlan"), LAYER_KINDS);
	ck_assert_int_eq(layer_find(""), LAYER_KINDS);
	ck_assert_str_eq(layer_name(LAYER_KINDS), "unknown");
	ck_assert_str_eq(layer_name(LAYER_TCP), "tcp");
	ck_assert_str_eq(layer_name(LAYER_TZSP), "tzsp");
}
END_TEST

START_TEST(kinds_that_name_networks)
{
	static const enum layer_kind networks[] = { LAYER_VLAN, LAYER_BACKBONE, LAYER_VXLAN,
		LAYER_VXLAN_GPE, LAYER_GENEVE, LAYER_LISP };
	unsigned found = 0;
	for (enum layer_kind kind = 0; kind < LAYER_KINDS; kind++)
		found += layer_is_network(kind);
	ck_assert_uint_eq(found, ARRAY_LEN(networks));
	for (size_t i = 0; i < ARRAY_LEN(networks); i++)
		ck_assert(layer_is_network(networks[i]));
}
END_TEST

START_TEST(kinds_have_names)
{
	for (enum other_kind kind = 0; kind < OTHER_KINDS; kind++)
		ck_assert_uint_gt(strlen(other_name(kind)), 0);
	ck_assert_str_eq(other_name(OTHER_UDP), "UDP");
	ck_assert_str_eq(other_name(OTHER_USB), "USB");
	ck_assert_str_eq(other_name(OTHER_KINDS), "of an unknown protocol");
}
END_TEST

static void check_others(const uint64_t count[OTHER_KINDS], const char *right)
{
	char text[256];
	ck_assert_uint_eq(others_format(count, text, sizeof(text)), strlen(right));
	ck_assert_str_eq(text, right);
}

START_TEST(largest_count_first)
{
	uint64_t count[OTHER_KINDS] = { 0 };
	check_others(count, "");
	count[OTHER_USB] = 1;
	check_others(count, "1 USB");
	count[OTHER_ARP] = 1;
	check_others(count, "1 ARP, 1 USB");
	count[OTHER_UDP] = 12;
	check_others(count, "12 UDP, 1 ARP, 1 USB");
	count[OTHER_UNKNOWN] = 12;
	count[OTHER_LLC] = 2;
	check_others(count, "12 of an unknown protocol, 12 UDP, 2 LLC, 1 ARP, 1 USB");
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, names_for_decode);
	tcase_add_test(all, kinds_that_name_networks);
	tcase_add_test(all, kinds_have_names);
	tcase_add_test(all, largest_count_first);
	Suite *suite = suite_create("layer");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
