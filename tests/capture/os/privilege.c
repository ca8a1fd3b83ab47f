#include "tests/suite.h"

#include "tests/capture/child.h"

#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "capture/os/privilege.h"
#include "capture/os/save.h"
#include "capture/os/save_helper.h"

static char dir[] = "/tmp/tcpviz-privilege-XXXXXX";

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void remove_dir(void)
{
	char path[64];
	snprintf(path, sizeof(path), "%s/made.pcap", dir);
	unlink(path);
	rmdir(dir);
}

static void drop(const struct child *child, const char *user, char *who, unsigned size)
{
	struct err err;
	if (!privilege_drop(user, who, size, &err))
		child_fail(child, "%s", err.text);
}

static void check_no_capabilities(const struct child *child, bool bounds_too)
{
	const char *const fields[] = { "CapInh", "CapPrm", "CapEff", "CapAmb", "CapBnd" };
	char value[64];
	for (size_t i = 0; i < (bounds_too ? 5 : 4); i++) {
		child_status(child, fields[i], value, sizeof(value));
		if (strspn(value, "0") != strlen(value))
			child_fail(child, "%s is %s", fields[i], value);
	}
	child_status(child, "NoNewPrivs", value, sizeof(value));
	child_check(child, strcmp(value, "1") == 0);
}

/* Real, effective, saved and file system IDs are all the same. */
static void check_ids(const struct child *child, const char *field, unsigned id)
{
	char value[64], want[64];
	child_status(child, field, value, sizeof(value));
	snprintf(want, sizeof(want), "%u\t%u\t%u\t%u", id, id, id, id);
	if (strcmp(value, want) != 0)
		child_fail(child, "%s is %s, not %u", field, value, id);
}

static void forget_sudo(void)
{
	unsetenv("SUDO_UID");
	unsetenv("SUDO_GID");
}

static void root_to_nobody(const struct child *child)
{
	char who[64], path[64];
	struct err err;
	const struct passwd *nobody = getpwnam("nobody");
	child_check(child, nobody != NULL);
	uid_t uid = nobody->pw_uid;
	forget_sudo();
	if (!save_helper_start(&err))
		child_fail(child, "%s", err.text);
	drop(child, NULL, who, sizeof(who));
	child_check(child, strcmp(who, "nobody") == 0);
	check_ids(child, "Uid", uid);
	check_no_capabilities(child, true);
	child_check(child, setuid(0) != 0 && setgid(0) != 0);

	/* Only root may enter the test's folder; exports still get there. */
	snprintf(path, sizeof(path), "%s/made.pcap", child->dir);
	child_check(child, open(path, O_CREAT | O_WRONLY, 0644) < 0);
	struct save *save = save_begin(path, false, NULL, &err);
	if (save == NULL || !save_commit(save, &err))
		child_fail(child, "%s", err.text);
	save_helper_stop();
}

static void root_to_sudo_user(const struct child *child)
{
	char who[64], value[64];
	setenv("SUDO_UID", "4321", 1);
	setenv("SUDO_GID", "8765", 1);
	drop(child, NULL, who, sizeof(who));
	child_check(child, strcmp(who, "user 4321") == 0);
	check_ids(child, "Uid", 4321);
	check_ids(child, "Gid", 8765);
	child_status(child, "Groups", value, sizeof(value));
	child_check(child, strtoul(value, NULL, 10) == 8765 && strchr(value, '0') == NULL);
	check_no_capabilities(child, true);
}

static void root_to_named_user(const struct child *child)
{
	char who[64];
	const struct passwd *daemon = getpwnam("daemon");
	child_check(child, daemon != NULL);
	uid_t uid = daemon->pw_uid;
	setenv("SUDO_UID", "4321", 1);
	setenv("SUDO_GID", "8765", 1);
	drop(child, "daemon", who, sizeof(who));
	child_check(child, strcmp(who, "daemon") == 0);
	check_ids(child, "Uid", uid);
	check_no_capabilities(child, true);
}

static void root_with_wrong_sudo(const struct child *child)
{
	const char *const wrong[] = { "", "0", "-1", "12x", "4294967295", "99999999999999999999" };
	char who[64];
	setenv("SUDO_GID", "8765", 1);
	setenv("SUDO_UID", wrong[atoi(child->dir)], 1);
	drop(child, NULL, who, sizeof(who));
	child_check(child, strcmp(who, "nobody") == 0);
}

static void root_to_unknown_user(const struct child *child)
{
	struct err err;
	child_check(child, !privilege_drop("no-such-user", NULL, 0, &err));
	child_check(child, strstr(err.text, "no-such-user") != NULL);
	child_check(child, getuid() == 0);
}

static void ordinary_user(const struct child *child)
{
	child_become_ordinary(child);
	uid_t uid = getuid();
	char who[64];
	drop(child, NULL, who, sizeof(who));
	child_check(child, who[0] != '\0');
	check_ids(child, "Uid", uid);
	check_no_capabilities(child, false);
	/* The spool and other descriptors must still be accessible by name. */
	child_check(child, open("/proc/self/fd", O_RDONLY | O_DIRECTORY) >= 0);
	child_check(child, open("/proc/self/exe", O_RDONLY) >= 0);
}

/* The capabilities of a program after setcap. */
static void user_with_capabilities(const struct child *child)
{
	char value[64];
	child_check(child, prctl(PR_SET_KEEPCAPS, 1UL) == 0);
	child_become_ordinary(child);
	child_status(child, "CapPrm", value, sizeof(value));
	child_check(child, strspn(value, "0") != strlen(value));
	drop(child, NULL, NULL, 0);
	check_ids(child, "Uid", CHILD_NOBODY);
	check_no_capabilities(child, false);
}

/* The user of a set-user-ID program has no say as root. */
static void set_user_id_root(const struct child *child)
{
	char who[64];
	setenv("SUDO_UID", "1", 1);
	setenv("SUDO_GID", "1", 1);
	child_check(child, setresgid(8765, 0, 0) == 0 && setresuid(4321, 0, 0) == 0);
	drop(child, "daemon", who, sizeof(who));
	check_ids(child, "Uid", 4321);
	check_ids(child, "Gid", 8765);
	check_no_capabilities(child, true);
}

static void put(const struct child *child, const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	child_check(child, fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

/* Root of a user namespace that has no other user, as in some containers. */
static void lonely_root(const struct child *child)
{
	child_become_ordinary(child);
	char map[32], who[64];
	unsigned uid = getuid(), gid = getgid();
	child_check(child, unshare(CLONE_NEWUSER) == 0);
	prctl(PR_SET_DUMPABLE, 1UL);
	put(child, "/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", uid);
	put(child, "/proc/self/uid_map", map);
	snprintf(map, sizeof(map), "0 %u 1", gid);
	put(child, "/proc/self/gid_map", map);
	child_check(child, getuid() == 0);
	forget_sudo();

	struct err err;
	child_check(child, !privilege_drop("daemon", NULL, 0, &err));
	child_check(child, strstr(err.text, "-Z") != NULL);
	drop(child, NULL, who, sizeof(who));
	child_check(child, strcmp(who, "root (in a container)") == 0);
	check_ids(child, "Uid", 0);
	check_no_capabilities(child, true);
}

static void still_opens_its_descriptors(const struct child *child)
{
	FILE *file = tmpfile();
	char name[32];
	child_check(child, file != NULL);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fileno(file));
	child_check(child, fchmod(fileno(file), 0666) == 0);
	forget_sudo();
	drop(child, NULL, NULL, 0);
	child_check(child, open(name, O_RDWR) >= 0);
}

/* Only root can try these; other users have no privileges to give up. */
static void as_root(void (*body)(const struct child *child))
{
	if (getuid() == 0)
		child_run(body, dir);
	else
		ck_assert_int_ne(geteuid(), 0);
}

START_TEST(root_becomes_nobody_and_still_exports)
{
	as_root(root_to_nobody);
	if (getuid() != 0)
		return;
	char path[64];
	struct stat st;
	snprintf(path, sizeof(path), "%s/made.pcap", dir);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_uid, 0);
}
END_TEST

START_TEST(root_becomes_the_user_of_sudo)
{
	as_root(root_to_sudo_user);
}
END_TEST

START_TEST(root_becomes_the_user_asked_for)
{
	as_root(root_to_named_user);
}
END_TEST

START_TEST(a_user_with_capabilities_loses_them)
{
	as_root(user_with_capabilities);
}
END_TEST

START_TEST(set_user_id_root_becomes_the_real_user)
{
	as_root(set_user_id_root);
}
END_TEST

START_TEST(root_believes_no_wrong_sudo_number)
{
	const char index[2] = { (char)('0' + _i), '\0' };
	if (getuid() == 0)
		child_run(root_with_wrong_sudo, index);
	ck_assert_int_eq(getuid(), geteuid());
}
END_TEST

START_TEST(root_says_that_a_user_is_unknown)
{
	as_root(root_to_unknown_user);
}
END_TEST

START_TEST(an_ordinary_user_stays)
{
	child_run(ordinary_user, dir);
}
END_TEST

START_TEST(root_of_a_container_stays_without_powers)
{
	child_run(lonely_root, dir);
}
END_TEST

START_TEST(descriptors_can_still_be_opened_by_name)
{
	child_run(still_opens_its_descriptors, dir);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("privilege");
	TCase *tcase = tcase_create("privilege");
	tcase_set_timeout(tcase, 60);
	tcase_add_unchecked_fixture(tcase, make_dir, remove_dir);
	tcase_add_test(tcase, root_becomes_nobody_and_still_exports);
	tcase_add_test(tcase, root_becomes_the_user_of_sudo);
	tcase_add_test(tcase, root_becomes_the_user_asked_for);
	tcase_add_loop_test(tcase, root_believes_no_wrong_sudo_number, 0, 6);
	tcase_add_test(tcase, a_user_with_capabilities_loses_them);
	tcase_add_test(tcase, set_user_id_root_becomes_the_real_user);
	tcase_add_test(tcase, root_says_that_a_user_is_unknown);
	tcase_add_test(tcase, an_ordinary_user_stays);
	tcase_add_test(tcase, root_of_a_container_stays_without_powers);
	tcase_add_test(tcase, descriptors_can_still_be_opened_by_name);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
