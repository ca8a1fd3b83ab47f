/* The program: parses options, opens a run, and shows the screen or prints. */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "core/base/memory.h"
#include "tui/command/options_parse.h"
#include "tui/print/print.h"
#include "tui/run/confinement.h"
#include "tui/run/filtering.h"
#include "tui/run/lab_rerun.h"
#include "tui/run/run.h"
#include "tui/term/encoding.h"
#include "tui/text/stderr_text.h"
#include "tui/view/app.h"
#include "tui/view/lab_menu.h"
#include "tui/view/plain.h"

enum { STATUS_OK, STATUS_FAILED, STATUS_USAGE };

static int fail(const struct err *err)
{
	stderr_error("tcpviz: %s", err->text);
	return STATUS_FAILED;
}

static void out_of_memory(size_t size)
{
	fprintf(stderr, "tcpviz: out of memory: %zu more bytes were needed\n", size);
}

static int show_screen(struct run *run, struct err *err)
{
	struct filtering checked = { 0 };
	if (!filtering_begin(&checked, run, err))
		return STATUS_FAILED;
	filtering_end(&checked);
	if (run->options->plain)
		return plain_run(run, err);
	if (isatty(STDOUT_FILENO))
		return app_run(run, err);
	err_set(err, "standard output is not a terminal: use --text, --json, --stats or --export");
	return STATUS_FAILED;
}

/* again_fd: pipe for asking for another run; -1: none. */
static int show(const struct options *options, int again_fd)
{
	struct run run;
	struct err err = { "" };
	/* First: a wrong name or expression is reported with every kind of output. */
	if (!run_open(&run, options, &err)) {
		fail(&err);
		fputs(run.choices, stderr);
		return STATUS_FAILED;
	}
	run.again_fd = again_fd;
	if (again_fd >= 0)
		lab_rerun_end_with_parent();
	bool screen = options->output == OUTPUT_SCREEN;
	int status = screen ? show_screen(&run, &err) : print_run(&run, &err);
	run_close(&run);
	/* No message: the reader has gone. */
	if (status != STATUS_OK && err.text[0] != '\0')
		fail(&err);
	return status;
}

/* If one of the three were closed, the next file to be opened (a spool, a capture, a saved
 * file) would take its number, and output would go into it. Opened in the wrong direction,
 * reads and writes fail as they should. */
static bool fill_descriptors(void)
{
	static const int wrong_way[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", wrong_way[fd]) != fd)
			return false;
	return true;
}

/* A client of the server and an open file each take a descriptor, and the soft limit is often
 * 1,024. A file that reaches the limit of its size is a full disk, not the end of the program. */
static void lift_limits(void)
{
	struct rlimit files;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	signal(SIGXFSZ, SIG_IGN);
}

static int print_confinement(const struct options *options)
{
	struct err err = { "" };
	return confinement_print(options, stdout, &err) ? STATUS_OK : fail(&err);
}

/* Returns false when there is nothing to run: the user left the menu, or it failed. */
static bool choose_lab(struct options *options, int *status)
{
	struct err err = { "" };
	*status = STATUS_OK;
	if (!lab_menu_run(options, &err))
		*status = fail(&err);
	return options->lab != NULL;
}

static int start(struct options *options)
{
	int status;
	if (options->choose_lab && !choose_lab(options, &status))
		return status;
	if (options->confinement)
		return print_confinement(options);
	bool again = options->input == INPUT_LAB && options->output == OUTPUT_SCREEN;
	return again ? lab_rerun_run(options, show) : show(options, -1);
}

/* Settles time zone and locale, which all threads share. */
static void prepare(struct options *options)
{
	bool screen = options->output == OUTPUT_SCREEN;
	if (options->utc)
		clock_use_utc();
	if (!options->ascii)
		options->ascii_why =
		    encoding_choose(options->utf8, screen || options->output == OUTPUT_TEXT);
}

int main(int argc, char **argv)
{
	if (!fill_descriptors())
		return STATUS_FAILED;
	lift_limits();
	setlocale(LC_ALL, "");
	tzset();
	memory_on_failure(out_of_memory);
	struct options options;
	struct err err = { "" };
	enum options_result result = options_parse(&options, argc, argv, &err);
	int status = STATUS_OK;
	if (result == OPTIONS_WRONG) {
		fail(&err);
		fputs("Try 'tcpviz --help'.\n", stderr);
		status = STATUS_USAGE;
	} else if (result == OPTIONS_RUN) {
		prepare(&options);
		status = start(&options);
	}
	options_free(&options);
	return status;
}
