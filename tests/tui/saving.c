/* Saving from the screen: the prompt, the file, and errors. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tui/program.h"

static char folder[64], path[128];
static struct terminal *t;

static void show(void)
{
	snprintf(folder, sizeof(folder), "/tmp/tcpviz-saving-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	/* Root drops its privileges: the other user must be able to write here. */
	ck_assert_int_eq(chmod(folder, 0777), 0);
	snprintf(path, sizeof(path), "%s/out.pcap", folder);
	t = show_article(24, 80);
}

static void end(void)
{
	terminal_free(t);
	unlink(path);
	ck_assert_int_eq(rmdir(folder), 0);
}

/* Opens the prompt for this session, clears the proposed name and types another. */
static void save_as(const char *name)
{
	terminal_type(t, "ss");
	terminal_expect(t, ".pcap");
	terminal_type(t, "\025"); /* ^U */
	terminal_expect_gone(t, "tcpviz-192.168.1.109.8886");
	terminal_type(t, name);
	terminal_type(t, "\r");
}

static size_t read_file(const char *name, char *out, size_t size)
{
	FILE *in = fopen(name, "r");
	ck_assert_msg(in != NULL, "%s", name);
	size_t n = fread(out, 1, size, in);
	fclose(in);
	return n;
}

static void assert_saved_is_article(void)
{
	static char saved[4096], sample[4096];
	size_t n = read_file(path, saved, sizeof(saved));
	ck_assert_uint_eq(n, read_file(article, sample, sizeof(sample)));
	ck_assert_mem_eq(saved, sample, n);
}

START_TEST(the_capture_being_read_is_never_replaced)
{
	save_as(article);
	terminal_expect(t, "is the capture being read");
	ck_assert(!terminal_shows(t, "replace it?"));
}
END_TEST

static void write_something(void)
{
	FILE *out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	fputs("precious", out);
	fclose(out);
}

START_TEST(the_prompt_proposes_a_name)
{
	terminal_type(t, "ss");
	terminal_expect(t, "tcpviz-192.168.1.109.8886-192.168.1.178.8000.pcap");
	terminal_type(t, KEY_TEXT_ESCAPE);
	terminal_expect_gone(t, "tcpviz-192.168.1.109.8886");
}
END_TEST

START_TEST(a_session_is_saved_as_it_was_captured)
{
	save_as(path);
	terminal_expect(t, "Saved 8");
	assert_saved_is_article();
}
END_TEST

START_TEST(an_existing_file_is_replaced_only_after_asking)
{
	char content[16] = "";
	write_something();
	/* The file belongs to another user than the program's; the folder does not. */
	save_as(path);
	terminal_expect(t, "exists");
	terminal_type(t, "n");
	terminal_expect_gone(t, "exists");
	read_file(path, content, sizeof(content) - 1);
	ck_assert_str_eq(content, "precious");

	save_as(path);
	terminal_expect(t, "exists");
	terminal_type(t, "y");
	terminal_expect(t, "Saved 8");
	assert_saved_is_article();
}
END_TEST

START_TEST(the_bytes_of_a_session_are_saved_raw)
{
	char name[256], content[32] = "";
	snprintf(name, sizeof(name), "%s/out.bytes", folder);
	for (int times = 0; times < 2; times++) {
		terminal_type(t, times == 0 ? "Bs" : "s");
		terminal_expect(t, "-both.bytes");
		terminal_type(t, "\025"); /* ^U */
		terminal_expect_gone(t, "-both.bytes");
		terminal_type(t, name);
		terminal_type(t, "\r");
		if (times > 0) {
			terminal_expect(t, "exists");
			terminal_type(t, "y");
		}
		terminal_expect(t, "Saved 11 bytes");
		read_file(name, content, sizeof(content) - 1);
		ck_assert_str_eq(content, "11111123321");
	}
	unlink(name);
}
END_TEST

START_TEST(a_missing_folder_is_told_of)
{
	char name[256];
	snprintf(name, sizeof(name), "%s/nowhere/out.pcap", folder);
	save_as(name);
	terminal_expect(t, "cannot save");
}
END_TEST

/* The program expands ~, and the prompt recalls what was typed. */
START_TEST(a_tilde_is_the_home_folder)
{
	setenv("HOME", folder, 1);
	terminal_free(t);
	t = show_article(24, 80);
	save_as("~/nowhere/out.pcap");
	terminal_expect(t, "cannot save");
	terminal_type(t, "ss");
	terminal_expect(t, "Save the session as: tcpviz-192");
	terminal_type(t, KEY_TEXT_UP);
	terminal_expect(t, "Save the session as: ~/nowhere/out.pcap");
	terminal_type(t, KEY_TEXT_ESCAPE);
	save_as("~/out.pcap");
	terminal_expect(t, "Saved 8");
	assert_saved_is_article();
}
END_TEST

START_TEST(saved_files_belong_to_the_user)
{
	struct stat st;
	save_as(path);
	terminal_expect(t, "Saved 8");
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_uid, geteuid());
}
END_TEST

START_TEST(a_text_is_saved_as_it_is_shown)
{
	static char saved[4096];
	snprintf(path, sizeof(path), "%s/story.txt", folder);
	/* For root an existing .txt is not replaced (capture/os/save_names.h). */
	for (int i = 0; i < (geteuid() == 0 ? 1 : 2); i++) {
		terminal_type(t, "is");
		terminal_expect(t, "tcpviz-session-1.txt");
		terminal_type(t, "\025");
		terminal_expect_gone(t, "tcpviz-session-1.txt");
		terminal_type(t, path);
		terminal_type(t, "\r");
		if (i == 1) {
			terminal_expect(t, "exists: replace it?");
			terminal_type(t, "y");
		}
		terminal_expect(t, "Saved to ");
		terminal_type(t, "q");
	}
	saved[read_file(path, saved, sizeof(saved) - 1)] = '\0';
	ck_assert_ptr_nonnull(strstr(saved, "\nState         CLOSED "));
	terminal_type(t, "4GMs");
	terminal_expect(t, "tcpviz-message-4.bin");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("saving");
	TCase *tests = tcase_create("saving");
	tcase_add_checked_fixture(tests, show, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, the_prompt_proposes_a_name);
	tcase_add_test(tests, a_session_is_saved_as_it_was_captured);
	tcase_add_test(tests, the_bytes_of_a_session_are_saved_raw);
	tcase_add_test(tests, an_existing_file_is_replaced_only_after_asking);
	tcase_add_test(tests, a_missing_folder_is_told_of);
	tcase_add_test(tests, a_tilde_is_the_home_folder);
	tcase_add_test(tests, saved_files_belong_to_the_user);
	tcase_add_test(tests, a_text_is_saved_as_it_is_shown);
	tcase_add_test(tests, the_capture_being_read_is_never_replaced);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
