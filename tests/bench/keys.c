/* Time that the screen takes to answer a key: while a large capture loads, repeated until there
 * are enough keys, and after loading. Prints a table in Markdown.
 *
 * usage: keys TCPVIZ GENERATE FOLDER [PACKETS SESSIONS [FILTER]]
 *
 * The real program runs on a pseudo terminal. A key is answered when its effect is on the
 * screen: the selected row, or the line with the sort order. The time includes that of the
 * terminal emulator. Exits with 1 if a figure is missed. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/tui/terminal.h"

#define KEYS 1000
#define MOST_MS 16.0
#define FIRST_MOST_MS 50.0
#define ROWS 40
#define COLS 120
#define WAIT_MS 250
#define UNANSWERED_MOST 0.05 /* keys at an end of the list have no effect */

/* Each key changes the selection or shows a message: none of them is pressed at an end of the
 * list. ^F and ^B are pages; S sorts; e and E go to notable segments. */
static const char in_list[] = "SGk\002gj\006";
static const char in_ladder[] = "je\006Gk\002EjEGkEg";
#define LOADS_MOST 30
#define CONFIRM_MS 1

struct shown {
	char selected[32], said[64];
};

struct timing {
	const char *name;
	double ms[KEYS];
	size_t count, unanswered;
};

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Returns the number in the row with the marker. The message pane has a marker too, but no
 * number after it. */
static void read_selected(struct terminal *t, char *out, size_t size)
{
	char row[TERMINAL_ROW];
	out[0] = '\0';
	for (int i = 1; i < ROWS - 2; i++) {
		VTermScreenCell cell = terminal_cell(t, i, 0);
		if (cell.chars[0] != '>')
			continue;
		terminal_row(t, i, row);
		snprintf(out, size, "%lu", strtoul(row + 1, NULL, 10));
		return;
	}
}

static struct shown look(struct terminal *t)
{
	struct shown out;
	char row[TERMINAL_ROW];
	read_selected(t, out.selected, sizeof(out.selected));
	terminal_row(t, ROWS - 2, row);
	bool said = strstr(row, "Sorted") != NULL || strstr(row, "Nothing notable") != NULL;
	snprintf(out.said, sizeof(out.said), "%.60s", said ? row : "");
	return out;
}

/* A partial frame may have no selected row. */
static bool differs(struct terminal *t, const void *arg)
{
	const struct shown *before = arg;
	struct shown after = look(t);
	if (after.selected[0] == '\0')
		return false;
	return strcmp(before->selected, after.selected) != 0 ||
	       (after.said[0] != '\0' && strcmp(before->said, after.said) != 0);
}

static bool never(struct terminal *t, const void *arg)
{
	(void)t, (void)arg;
	return false;
}

/* Waits until the key's effect is on the screen and stays. Returns its time, or 0. */
static double answered(struct terminal *t, const struct shown *before, double deadline)
{
	while (now_ms() < deadline && terminal_waits(t, differs, before, WAIT_MS)) {
		double at = now_ms();
		terminal_waits(t, never, NULL, CONFIRM_MS);
		if (differs(t, before))
			return at;
	}
	return 0;
}

static void time_key(struct terminal *t, char key, struct timing *timing)
{
	char keys[] = { key, '\0' };
	struct shown before = look(t);
	double began = now_ms();
	terminal_type(t, keys);
	double at = answered(t, &before, began + WAIT_MS);
	if (at > 0)
		timing->ms[timing->count++] = at - began;
	else
		timing->unanswered++;
}

static bool loading(struct terminal *t)
{
	char row[TERMINAL_ROW];
	terminal_row(t, 0, row);
	return strstr(row, " left") != NULL;
}

static bool loaded(struct terminal *t, const void *arg)
{
	(void)arg;
	return !loading(t);
}

static bool draws_list(struct terminal *t, const void *arg)
{
	(void)arg;
	return terminal_shows(t, " sessions ");
}

static bool draws_ladder(struct terminal *t, const void *arg)
{
	(void)arg;
	return terminal_shows(t, "Messages");
}

/* Presses keys of one view while the program is busy. */
static void time_keys(
    struct terminal *t, const char *keys, size_t count, bool while_loading, struct timing *timing)
{
	size_t len = strlen(keys);
	for (size_t i = 0; i < count && timing->count + timing->unanswered < KEYS; i++) {
		if (while_loading && !loading(t))
			return;
		time_key(t, keys[i % len], timing);
	}
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static bool print_timing(struct timing *timing)
{
	if (timing->count == 0) {
		printf("| keys %s | none: it was over before | | | | |\n", timing->name);
		return true;
	}
	qsort(timing->ms, timing->count, sizeof(timing->ms[0]), compare);
	double most = timing->ms[timing->count - 1];
	double high = timing->ms[timing->count * 99 / 100];
	bool good = high <= MOST_MS && (double)timing->unanswered <= KEYS * UNANSWERED_MOST;
	printf("| keys %s | %zu | %.1f | %.1f | %.1f | %s |\n", timing->name, timing->count,
	    timing->ms[timing->count / 2], high, most, good ? "pass" : "**MISSED**");
	if (timing->unanswered != 0)
		printf("| keys that changed nothing | %zu | | | | |\n", timing->unanswered);
	return good;
}

static bool print_first(double ms)
{
	bool good = ms <= FIRST_MOST_MS;
	printf("| first screen, slowest start | | | | %.1f | %s |\n", ms,
	    good ? "pass" : "**MISSED**");
	return good;
}

static void make_capture(char **argv, const char *packets, const char *sessions, char *path)
{
	char command[4096];
	snprintf(path, 1024, "%s/keys.pcap", argv[3]);
	snprintf(command, sizeof(command), "'%s' %s %s '%s'", argv[2], packets, sessions, path);
	if (system(command) != 0)
		errx(1, "%s could not make %s", argv[2], path);
}

static void enter_ladder(struct terminal *t)
{
	terminal_type(t, "gj\r");
	terminal_expect_that(t, draws_ladder, NULL, "a ladder");
}

static void time_loading(struct terminal *t, struct timing *timing)
{
	while (loading(t) && timing->count + timing->unanswered < KEYS) {
		time_keys(t, in_list, strlen(in_list) * 2, true, timing);
		enter_ladder(t);
		time_keys(t, in_ladder, strlen(in_ladder) * 2, true, timing);
		terminal_type(t, "q");
		terminal_expect_that(t, draws_list, NULL, "the list of sessions");
	}
	terminal_expect_that(t, loaded, NULL, "the end of loading");
}

static void time_loaded(struct terminal *t, struct timing *timing)
{
	time_keys(t, in_list, KEYS / 2, false, timing);
	enter_ladder(t);
	time_keys(t, in_ladder, KEYS, false, timing);
}

/* filter: NULL without one. */
static bool run(const char *tcpviz, const char *path, const char *filter)
{
	static struct timing before = { .name = "while loading" }, after = { .name = "after" };
	struct terminal_setup setup = {
		.argv = { tcpviz, "-n", path }, .rows = ROWS, .cols = COLS
	};
	if (filter != NULL) {
		setup.argv[3] = "--filter";
		setup.argv[4] = filter;
	}
	double first = 0;
	for (int i = 0; i < LOADS_MOST && before.count + before.unanswered < KEYS; i++) {
		double began = now_ms();
		struct terminal *t = terminal_start(&setup);
		terminal_expect_that(t, draws_list, NULL, "the list of sessions");
		double shown = now_ms() - began;
		first = shown > first ? shown : first;
		time_loading(t, &before);
		if (after.count == 0)
			time_loaded(t, &after);
		terminal_free(t);
	}
	puts("| what | times | median ms | 99 % ms | most ms | |\n|---|--:|--:|--:|--:|---|");
	bool good = print_first(first);
	good &= print_timing(&before);
	return print_timing(&after) && good;
}

int main(int argc, char **argv)
{
	char path[1024];
	if (argc != 4 && argc != 6 && argc != 7)
		errx(2, "usage: keys TCPVIZ GENERATE FOLDER [PACKETS SESSIONS [FILTER]]");
	make_capture(argv, argc > 4 ? argv[4] : "5000000", argc > 4 ? argv[5] : "20000", path);
	bool good = run(argv[1], path, argc == 7 ? argv[6] : NULL);
	unlink(path);
	return !good;
}
