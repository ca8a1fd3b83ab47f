#include "tests/suite.h"

#include "tests/capture/child.h"

#include <fcntl.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <sys/stat.h>

#include "capture/os/private_network.h"

#include "capture/os/private_choices.h"
#include "capture/os/privilege.h"
#include "capture/peer/client.h"
#include "capture/peer/server.h"
#include "core/decode/decode.h"

static char dir[] = "/tmp/tcpviz-private-XXXXXX";

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chmod(dir, 0777), 0);
}

static void remove_dir(void)
{
	char path[64];
	snprintf(path, sizeof(path), "%s/made", dir);
	unlink(path);
	rmdir(dir);
}

static void enter(const struct child *child)
{
	struct err err;
	if (!private_network_enter(&err))
		child_fail(child, "%s", err.text);
}

static void network(const struct child *child, char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/ns/net", out, size - 1);
	child_check(child, n > 0);
	out[n] = '\0';
}

static pcap_t *capture(const struct child *child, const char *device)
{
	char text[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_create(device, text);
	if (pcap == NULL)
		child_fail(child, "%s", text);
	pcap_set_immediate_mode(pcap, 1);
	int result = pcap_activate(pcap);
	if (result < 0)
		child_fail(child, "%s: %s (%d)", device, pcap_geterr(pcap), result);
	return pcap;
}

/* Reads frames until one is a SYN to the port. */
static void see_syn(const struct child *child, pcap_t *pcap, uint16_t port)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;
	struct segment segment;
	struct pollfd ready = { .fd = pcap_get_selectable_fd(pcap), .events = POLLIN };
	do {
		child_check(child, poll(&ready, 1, 20000) == 1);
		if (pcap_next_ex(pcap, &header, &bytes) != 1)
			continue;
		struct frame frame = { 0, bytes, header->caplen, header->len };
		if (decode_frame(pcap_datalink(pcap) == DLT_LINUX_SLL2  ? LINK_LINUX_SLL2
		                 : pcap_datalink(pcap) == DLT_LINUX_SLL ? LINK_LINUX_SLL
		                                                        : LINK_ETHERNET,
		        &frame, &segment, NULL) != DECODE_SEGMENT)
			segment = (struct segment){ 0 };
	} while (segment.flags != TCP_SYN || segment.dst.port != port);
}

/* Does all that the program does there, with the port of an embedded server. */
static void captures_a_session(const struct child *child)
{
	struct err err;
	enter(child);
	pcap_t *lo = capture(child, "lo"), *any = capture(child, "any");
	struct server_options options = { .port = 8000 };
	struct server *server = server_open(&options, NULL, &err);
	if (server == NULL)
		child_fail(child, "%s", err.text);
	char who[64];
	if (!privilege_drop(NULL, who, sizeof(who), &err))
		child_fail(child, "%s", err.text);
	child_check(child, server_run(server, &err));
	struct client *client = client_new("127.0.0.1:8000", &err);
	child_check(child, client_connect(client, &err));
	see_syn(child, lo, 8000);
	see_syn(child, any, 8000);
	client_free(client);
	server_free(server);
	pcap_close(lo);
	pcap_close(any);
}

static void captures_as_ordinary(const struct child *child)
{
	child_become_ordinary(child);
	captures_a_session(child);
}

START_TEST(an_ordinary_user_captures)
{
	child_run(captures_as_ordinary, dir);
}
END_TEST

START_TEST(whoever_runs_the_test_captures)
{
	child_run(captures_a_session, dir);
}
END_TEST

/* A new network has the kernel's default: ports under 1024 are privileged. */
static void opens_no_low_port(const struct child *child)
{
	struct err err = { "" };
	struct server_options options = { .port = 80 };
	bool taken = true;
	child_become_ordinary(child);
	enter(child);
	child_check(child, privilege_drop(NULL, NULL, 0, &err));
	child_check(child, server_open(&options, &taken, &err) == NULL);
	child_check(child, !taken);
	if (strstr(err.text, "low ports need root") == NULL)
		child_fail(child, "another reason: %s", err.text);
}

START_TEST(low_ports_are_for_root)
{
	child_run(opens_no_low_port, dir);
}
END_TEST

static void is_apart(const struct child *child)
{
	char before[64], after[64];
	network(child, before, sizeof(before));
	enter(child);
	network(child, after, sizeof(after));
	child_check(child, strcmp(before, after) != 0);
}

START_TEST(the_network_is_another_one)
{
	child_run(is_apart, dir);
}
END_TEST

static void makes_a_file(const struct child *child)
{
	child_become_ordinary(child);
	uid_t uid = getuid();
	gid_t gid = getgid();
	enter(child);
	child_check(child, getuid() == uid && getgid() == gid);
	char path[64];
	snprintf(path, sizeof(path), "%s/made", child->dir);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0644);
	child_check(child, fd >= 0);
	close(fd);
}

START_TEST(files_belong_to_the_user)
{
	child_run(makes_a_file, dir);
	char path[64];
	struct stat st;
	snprintf(path, sizeof(path), "%s/made", dir);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_uid, getuid() == 0 ? CHILD_NOBODY : getuid());
	ck_assert_uint_eq(st.st_gid, getuid() == 0 ? CHILD_NOBODY : getgid());
}
END_TEST

/* The owner of a user namespace may forbid further ones inside it, as an administrator may on the
 * machine. */
static void is_forbidden(const struct child *child)
{
	struct err err = { "" };
	child_become_ordinary(child);
	enter(child);
	int fd = open("/proc/sys/user/max_user_namespaces", O_WRONLY);
	child_check(child, fd >= 0 && write(fd, "0", 1) == 1);
	close(fd);
	child_check(child, privilege_drop(NULL, NULL, 0, &err));

	char before[64], after[64];
	uid_t uid = getuid();
	network(child, before, sizeof(before));
	child_check(child, !private_network_enter(&err));
	network(child, after, sizeof(after));
	child_check(child, strcmp(before, after) == 0 && getuid() == uid);
	if (strstr(err.text, "user.max_user_namespaces=0") == NULL)
		child_fail(child, "another reason: %s", err.text);
}

START_TEST(names_the_setting_that_forbids_it)
{
	child_run(is_forbidden, dir);
}
END_TEST

START_TEST(names_every_choice)
{
	char text[PRIVATE_CHOICES];
	char *command[] = { (char[]){ "./build/tcpviz" }, (char[]){ "-i" }, (char[]){ "eth0" },
		(char[]){ "it's tcp" }, NULL };
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(CHILD_NOBODY), 0);
	private_network_choices(command, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "  sudo ./build/tcpviz -i eth0 'it'\\''s tcp'\n"));
	ck_assert_ptr_nonnull(strstr(text, "sudo setcap cap_net_raw,cap_net_admin=eip /"));
	ck_assert_ptr_nonnull(strstr(text, "  ./build/tcpviz FILE\n"));
	ck_assert_ptr_nonnull(strstr(text, "tcpdump -U -w - | ./build/tcpviz -r -"));
	command[0] = (char[]){ "a b\033[2J" };
	command[1] = (char[]){ "\033[2J" };
	private_network_choices(command, text, sizeof(text));
	ck_assert_ptr_null(strchr(text, '\033'));
	ck_assert_ptr_nonnull(strstr(text, "sudo tcpviz\n"));
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("private");
	TCase *tcase = tcase_create("private");
	tcase_set_timeout(tcase, 60);
	tcase_add_unchecked_fixture(tcase, make_dir, remove_dir);
	tcase_add_test(tcase, an_ordinary_user_captures);
	tcase_add_test(tcase, whoever_runs_the_test_captures);
	tcase_add_test(tcase, low_ports_are_for_root);
	tcase_add_test(tcase, the_network_is_another_one);
	tcase_add_test(tcase, files_belong_to_the_user);
	tcase_add_test(tcase, names_the_setting_that_forbids_it);
	tcase_add_test(tcase, names_every_choice);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
