#include "capture/os/save.h"
#include "capture/os/save_helper.h"

#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/capture/folder.h"
#include "tests/suite.h"

#define NOBODY 65534

static struct folder folder;
static bool with_helper;
static bool dropped; /* root temporarily, for the fixture to clean up */
static struct err err;

static void setup(void)
{
	umask(022);
	folder = folder_new();
	err.text[0] = '\0';
	if (with_helper)
		ck_assert(save_helper_start(&err));
}

static void setup_helped(void)
{
	with_helper = true;
	setup();
}

static void teardown(void)
{
	save_helper_stop();
	if (dropped)
		ck_assert_int_eq(setresuid(0, 0, 0), 0);
	folder_remove(&folder);
}

static struct save *begin(const char *name, bool replace)
{
	bool exists = true;
	struct save *save = save_begin(folder_at(&folder, name), replace, &exists, &err);
	ck_assert_msg(save != NULL, "%s", err.text);
	ck_assert(!exists);
	return save;
}

static void expect_refusal(const char *name, bool replace, bool because_exists, const char *words)
{
	bool exists = !because_exists;
	ck_assert_ptr_null(save_begin(folder_at(&folder, name), replace, &exists, &err));
	ck_assert_int_eq(exists, because_exists);
	ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
	ck_assert_msg(strstr(err.text, name) != NULL, "%s", err.text);
}

START_TEST(a_new_file_appears_only_at_commit)
{
	struct save *save = begin("new.pcap", false);
	fputs("hello", save_stream(save));
	ck_assert_int_ne(access(folder_at(&folder, "new.pcap"), F_OK), 0);
	ck_assert_msg(save_commit(save, &err), "%s", err.text);
	file_expect(folder_at(&folder, "new.pcap"), "hello");
	ck_assert_uint_eq(folder_entries(&folder), 1);
	struct stat st;
	ck_assert_int_eq(stat(folder_at(&folder, "new.pcap"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0644);
}
END_TEST

START_TEST(abort_leaves_nothing)
{
	struct save *save = begin("new.pcap", false);
	fputs("hello", save_stream(save));
	save_abort(save);
	ck_assert_uint_eq(folder_entries(&folder), 0);
}
END_TEST

START_TEST(an_existing_file_is_kept_unless_told)
{
	file_write(folder_at(&folder, "old.pcap"), "old", 3);
	expect_refusal("old.pcap", false, true, "exists");
	file_expect(folder_at(&folder, "old.pcap"), "old");
	chmod(folder_at(&folder, "old.pcap"), 0600);
	struct save *save = begin("old.pcap", true);
	fputs("new", save_stream(save));
	file_expect(folder_at(&folder, "old.pcap"), "old");
	ck_assert_msg(save_commit(save, &err), "%s", err.text);
	file_expect(folder_at(&folder, "old.pcap"), "new");
	ck_assert_uint_eq(folder_entries(&folder), 1);
	struct stat st;
	ck_assert_int_eq(stat(folder_at(&folder, "old.pcap"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_file_that_appeared_meanwhile_is_kept)
{
	struct save *save = begin("race.pcap", false);
	fputs("ours", save_stream(save));
	file_write(folder_at(&folder, "race.pcap"), "theirs", 6);
	ck_assert(!save_commit(save, &err));
	ck_assert_msg(strstr(err.text, "already exists") != NULL, "%s", err.text);
	file_expect(folder_at(&folder, "race.pcap"), "theirs");
	ck_assert_uint_eq(folder_entries(&folder), 1);
}
END_TEST

START_TEST(a_link_is_replaced_and_its_target_kept)
{
	file_write(folder_at(&folder, "real.pcap"), "old", 3);
	ck_assert_int_eq(symlink("real.pcap", folder_at(&folder, "link.pcap")), 0);
	char owner[64];
	snprintf(
	    owner, sizeof(owner), "exists, a symbolic link of %s", getpwuid(geteuid())->pw_name);
	expect_refusal("link.pcap", false, true, owner);
	struct save *save = begin("link.pcap", true);
	fputs("new", save_stream(save));
	ck_assert_msg(save_commit(save, &err), "%s", err.text);
	file_expect(folder_at(&folder, "real.pcap"), "old");
	file_expect(folder_at(&folder, "link.pcap"), "new");
	struct stat st;
	ck_assert_int_eq(lstat(folder_at(&folder, "link.pcap"), &st), 0);
	ck_assert(S_ISREG(st.st_mode));
}
END_TEST

START_TEST(what_cannot_be_is_said)
{
	expect_refusal("none/x", false, false, "folder does not exist");
	file_write(folder_at(&folder, "plain"), "", 0);
	expect_refusal("plain/x", false, false, "is a file");
	ck_assert_int_eq(mkdir(folder_at(&folder, "sub"), 0755), 0);
	expect_refusal("sub", false, false, "it is a folder");
	expect_refusal("sub", true, false, "it is a folder");
	ck_assert_int_eq(mkfifo(folder_at(&folder, "pipe"), 0644), 0);
	expect_refusal("pipe", true, false, "not a regular file");
	expect_refusal("pipe", false, false, "not a regular file");
	char name[400];
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	ck_assert_ptr_null(save_begin(folder_at(&folder, name), false, NULL, &err));
	ck_assert_msg(strstr(err.text, "too long") != NULL, "%s", err.text);
	ck_assert_ptr_null(save_begin("", false, NULL, &err));
	ck_assert_msg(strstr(err.text, "file name") != NULL, "%s", err.text);
}
END_TEST

START_TEST(a_limit_on_size_leaves_what_was_there)
{
	file_write(folder_at(&folder, "old.pcap"), "old", 3);
	signal(SIGXFSZ, SIG_IGN);
	struct rlimit limit = { 8192, 8192 };
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	struct save *save = begin("old.pcap", true);
	for (int i = 0; i < 20000; i++)
		fputc('x', save_stream(save));
	ck_assert(!save_commit(save, &err));
	ck_assert_msg(strstr(err.text, "large") != NULL, "%s", err.text);
	file_expect(folder_at(&folder, "old.pcap"), "old");
	ck_assert_uint_eq(folder_entries(&folder), 1);
}
END_TEST

/* Needs root: a file system of its own that fills up soon. */
START_TEST(a_full_disk_is_said_and_leaves_nothing)
{
	save_helper_stop();
	ck_assert_int_eq(unshare(CLONE_NEWNS), 0);
	ck_assert_int_eq(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
	ck_assert_int_eq(mount("none", folder.path, "tmpfs", 0, "size=64k"), 0);
	if (with_helper)
		ck_assert(save_helper_start(&err));
	struct save *save = begin("big.pcap", false);
	for (int i = 0; i < 200000; i++)
		fputc('x', save_stream(save));
	ck_assert(!save_commit(save, &err));
	ck_assert_msg(strstr(err.text, "disk is full") != NULL, "%s", err.text);
	ck_assert_uint_eq(folder_entries(&folder), 0);
	umount2(folder.path, MNT_DETACH);
}
END_TEST

static void become_nobody(void)
{
	dropped = geteuid() == 0;
	if (dropped)
		ck_assert_int_eq(setresuid(NOBODY, NOBODY, 0), 0);
}

START_TEST(a_folder_without_permission_is_said)
{
	chmod(folder.path, 0555);
	become_nobody();
	expect_refusal("x", false, false, "no permission");
	chmod(folder.path, 0755);
}
END_TEST

/* Under root the helper may still write after the process has dropped its privileges. */
START_TEST(the_helper_keeps_the_identity_that_the_process_gave_up)
{
	uid_t before = geteuid();
	chmod(folder.path, 0755);
	become_nobody();
	struct save *save = begin("mine.pcap", false);
	fputs("text", save_stream(save));
	ck_assert_msg(save_commit(save, &err), "%s", err.text);
	struct stat st;
	ck_assert_int_eq(stat(folder_at(&folder, "mine.pcap"), &st), 0);
	ck_assert_uint_eq(st.st_uid, before);
	save = begin("not.pcap", false);
	save_abort(save);
	ck_assert_int_ne(access(folder_at(&folder, "not.pcap"), F_OK), 0);
}
END_TEST

/* Only root can change to another user. */
START_TEST(under_sudo_files_belong_to_the_one_who_typed_it)
{
	setenv("SUDO_UID", "1234", 1);
	setenv("SUDO_GID", "2345", 1);
	chmod(folder.path, 0777);
	ck_assert(save_helper_start(&err));
	struct save *save = begin("mine.pcap", false);
	ck_assert_msg(save_commit(save, &err), "%s", err.text);
	struct stat st;
	ck_assert_int_eq(stat(folder_at(&folder, "mine.pcap"), &st), 0);
	ck_assert_uint_eq(st.st_uid, 1234);
	ck_assert_uint_eq(st.st_gid, 2345);
}
END_TEST

static void refuse(const char *name, bool replace)
{
	expect_refusal(name, replace, false, "names end in .pcap");
}

/* The requesting process may be compromised: no trusted file name is accepted, and there is no way
 * around that. */
START_TEST(the_helper_of_root_makes_captures_only)
{
	file_write(folder_at(&folder, "shadow"), "secret", 6);
	ck_assert_int_eq(symlink("shadow", folder_at(&folder, "link.pcap")), 0);
	refuse("new", false);
	refuse("shadow", true);
	file_write(folder_at(&folder, "config.txt"), "boot", 4);
	refuse("config.txt", true);
	ck_assert_int_eq(unlink(folder_at(&folder, "config.txt")), 0);
	refuse(".hidden.pcap", false);
	refuse(".pcap", false);
	refuse("new.pcap ", false);
	refuse("./new.pcap.sh", false);
	ck_assert_msg(save_commit(begin("link.pcap", true), &err), "%s", err.text);
	file_expect(folder_at(&folder, "shadow"), "secret");
	ck_assert_uint_eq(folder_entries(&folder), 2);
}
END_TEST

START_TEST(the_helper_of_root_makes_what_the_user_named)
{
	save_helper_stop();
	save_helper_allow(folder_at(&folder, "other"));
	save_helper_allow(folder_at(&folder, "named"));
	ck_assert(save_helper_start(&err));
	ck_assert_msg(save_commit(begin("named", false), &err), "%s", err.text);
	ck_assert_msg(save_commit(begin("other", false), &err), "%s", err.text);
	refuse("named2", false);
}
END_TEST

START_TEST(the_helper_knows_relative_paths_from_where_it_started)
{
	save_helper_stop();
	ck_assert_int_eq(chdir(folder.path), 0);
	ck_assert(save_helper_start(&err));
	ck_assert_int_eq(chdir("/"), 0);
	struct save *save = save_begin("relative.pcap", false, NULL, &err);
	ck_assert_msg(save != NULL, "%s", err.text);
	ck_assert(save_commit(save, &err));
	file_expect(folder_at(&folder, "relative.pcap"), "");
}
END_TEST

START_TEST(the_helper_survives_the_signals_of_the_terminal_and_holds_no_pipe)
{
	save_helper_stop();
	int pipe_fds[2];
	ck_assert_int_eq(pipe(pipe_fds), 0);
	ck_assert(save_helper_start(&err));
	close(pipe_fds[1]);
	/* The pipe ends although the helper lives. */
	char byte;
	ck_assert_int_eq(read(pipe_fds[0], &byte, 1), 0);
	close(pipe_fds[0]);
	save_abort(begin("answers.pcap", false)); /* the helper is running */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	kill(0, SIGINT);
	kill(0, SIGTERM);
	struct save *save = begin("after.pcap", false);
	ck_assert_msg(save_commit(save, &err), "%s", err.text);
}
END_TEST

/* A process that dies in the middle of a file leaves nothing behind. */
START_TEST(the_helper_cleans_up_after_a_death)
{
	save_helper_stop();
	/* Makes the helper a child of this process, which can then wait for its end. */
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	pid_t pid = fork();
	if (pid == 0) {
		save_helper_start(NULL);
		save_begin(folder_at(&folder, "half.pcap"), false, NULL, NULL);
		_exit(0);
	}
	ck_assert_int_gt(pid, 0);
	while (wait(NULL) > 0)
		;
	ck_assert_uint_eq(folder_entries(&folder), 0);
}
END_TEST

static void add_common(TCase *tcase)
{
	tcase_add_test(tcase, a_new_file_appears_only_at_commit);
	tcase_add_test(tcase, abort_leaves_nothing);
	tcase_add_test(tcase, an_existing_file_is_kept_unless_told);
	tcase_add_test(tcase, a_file_that_appeared_meanwhile_is_kept);
	tcase_add_test(tcase, a_link_is_replaced_and_its_target_kept);
	tcase_add_test(tcase, what_cannot_be_is_said);
	tcase_add_test(tcase, a_limit_on_size_leaves_what_was_there);
	if (geteuid() == 0)
		tcase_add_test(tcase, a_full_disk_is_said_and_leaves_nothing);
}

int main(void)
{
	Suite *suite = suite_create("save");
	TCase *own = tcase_create("by the process");
	tcase_add_checked_fixture(own, setup, teardown);
	add_common(own);
	tcase_add_test(own, a_folder_without_permission_is_said);
	if (geteuid() == 0)
		tcase_add_test(own, under_sudo_files_belong_to_the_one_who_typed_it);
	suite_add_tcase(suite, own);
	TCase *helped = tcase_create("by the helper");
	tcase_add_checked_fixture(helped, setup_helped, teardown);
	add_common(helped);
	tcase_add_test(helped, the_helper_keeps_the_identity_that_the_process_gave_up);
	if (geteuid() == 0) {
		tcase_add_test(helped, the_helper_of_root_makes_captures_only);
		tcase_add_test(helped, the_helper_of_root_makes_what_the_user_named);
	}
	tcase_add_test(helped, the_helper_knows_relative_paths_from_where_it_started);
	tcase_add_test(helped, the_helper_survives_the_signals_of_the_terminal_and_holds_no_pipe);
	tcase_add_test(helped, the_helper_cleans_up_after_a_death);
	suite_add_tcase(suite, helped);
	return suite_main(suite);
}
