#include "capture/lab/net.h"

#include <fcntl.h>
#include <net/if.h>

#include "tests/capture/lab/gone.h"
#include "tests/capture/lab/rig.h"
#include "tests/suite.h"

static struct lab_net *open_net(void)
{
	struct err err;
	ck_assert_msg(lab_net_enter(&err), "%s", err.text);
	struct lab_net *net = lab_net_open(&(struct lab_net_options){ 0 }, &err);
	ck_assert_msg(net != NULL, "%s", err.text);
	return net;
}

static bool has_device(void *ctx, struct err *err)
{
	const char *name = ctx;
	return if_nametoindex(name) > 0 || err_set(err, "%s is not here", name);
}

static bool is_in(struct lab_net *net, enum lab_place place, const char *name)
{
	return lab_net_run(net, place, has_device, (void *)name, NULL);
}

START_TEST(each_device_is_in_its_place_only)
{
	struct lab_net *net = open_net();
	ck_assert_str_eq(lab_net_device(LAB_A), "host-a");
	ck_assert(is_in(net, LAB_A, "host-a"));
	ck_assert(is_in(net, LAB_B, "host-b"));
	ck_assert(is_in(net, LAB_LINK, "link-a"));
	ck_assert(is_in(net, LAB_LINK, "link-b"));
	ck_assert(!is_in(net, LAB_A, "host-b"));
	ck_assert(!is_in(net, LAB_A, "link-a"));
	/* The calling thread stayed in its namespace. */
	ck_assert_uint_eq(if_nametoindex("host-a"), 0);
	ck_assert_uint_eq(if_nametoindex("link-a"), 0);
	lab_net_free(net);
}
END_TEST

/* Reads a setting inside a host. */
static bool read_sack(void *ctx, struct err *err)
{
	char *out = ctx;
	int fd = open("/proc/sys/net/ipv4/tcp_sack", O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, out, 1);
	close(fd);
	return n == 1 || err_set(err, "cannot read tcp_sack");
}

START_TEST(settings_are_those_of_one_host)
{
	struct lab_net *net = open_net();
	struct err err;
	char a = 0, b = 0;
	ck_assert_msg(lab_net_sysctl(net, LAB_A, "tcp_sack", "0", &err), "%s", err.text);
	ck_assert_msg(lab_net_sysctl(net, LAB_B, "ipv4.tcp_sack", "1", &err), "%s", err.text);
	ck_assert(lab_net_run(net, LAB_A, read_sack, &a, &err));
	ck_assert(lab_net_run(net, LAB_B, read_sack, &b, &err));
	ck_assert_int_eq(a, '0');
	ck_assert_int_eq(b, '1');
	lab_net_free(net);
}
END_TEST

START_TEST(names_what_is_wrong_with_a_setting)
{
	static const char *const bad[] = { "", "../kernel/hostname", "tcp sack", "ipv4/..", "TCP" };
	struct lab_net *net = open_net();
	struct err err;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert(!lab_net_sysctl(net, LAB_A, bad[i], "1", &err));
		ck_assert_ptr_nonnull(strstr(err.text, "as tcp_sack"));
	}
	ck_assert(!lab_net_sysctl(net, LAB_A, "tcp_no_such_thing", "1", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "/proc/sys/net/ipv4/tcp_no_such_thing"));
	ck_assert(!lab_net_sysctl(net, LAB_A, "tcp_sack", "many", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "\"many\""));
	lab_net_free(net);
}
END_TEST

START_TEST(sockets_outlive_the_network_and_know_their_place)
{
	struct lab_net *net = open_net();
	struct err err;
	int a = lab_net_socket(net, LAB_A, AF_INET, SOCK_STREAM, 0, &err);
	int b = lab_net_socket(net, LAB_B, AF_INET, SOCK_STREAM, 0, &err);
	struct sockaddr_storage at;
	socklen_t len = rig_address(LAB_A, false, 4000, &at);
	lab_net_free(net);
	/* Only host A has that address. */
	ck_assert_int_eq(bind(a, (struct sockaddr *)&at, len), 0);
	ck_assert_int_eq(bind(b, (struct sockaddr *)&at, len), -1);
	ck_assert_int_eq(errno, EADDRNOTAVAIL);
	close(a);
	close(b);
}
END_TEST

START_TEST(nothing_is_left_of_it)
{
	struct lab_net *net = open_net();
	struct gone gone = gone_open();
	for (int place = LAB_A; place < LAB_PLACES; place++)
		gone_watch(&gone, lab_net_fd(net, (enum lab_place)place));
	lab_net_free(net);
	gone_expect(&gone);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_net");
	TCase *tcase = tcase_create("net");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, each_device_is_in_its_place_only);
	tcase_add_test(tcase, settings_are_those_of_one_host);
	tcase_add_test(tcase, names_what_is_wrong_with_a_setting);
	tcase_add_test(tcase, sockets_outlive_the_network_and_know_their_place);
	tcase_add_test(tcase, nothing_is_left_of_it);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
