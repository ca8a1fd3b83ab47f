#include "tests/tui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include "core/base/memory.h"

/* Enough for a program under a sanitizer on a loaded machine. */
#define PATIENCE_MS 20000
#define OUTPUT_MAX (1 << 20)

struct terminal {
	int master, slave; /* the slave stays open: its settings are read at the end */
	pid_t child;
	bool ended, hung_up;
	int status;
	VTerm *vterm;
	VTermScreen *screen;
	int rows, cols;
	struct termios before;
	bool alternate, cursor, mouse;
	char *output;
	size_t output_len;
};

/* No assertion of Check: other programs use a terminal too. */
static void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "terminal: cannot %s: %s\n", what, strerror(errno));
	abort();
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct terminal *t = user;
	if (property == VTERM_PROP_ALTSCREEN)
		t->alternate = value->boolean;
	if (property == VTERM_PROP_CURSORVISIBLE)
		t->cursor = value->boolean;
	if (property == VTERM_PROP_MOUSE)
		t->mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

/* Answers of the terminal to the program's questions. */
static void on_answer(const char *bytes, size_t len, void *user)
{
	struct terminal *t = user;
	if (!t->hung_up && write(t->master, bytes, len) < 0)
		must(errno == EIO, "answer the program");
}

static void make_screen(struct terminal *t)
{
	static const VTermScreenCallbacks callbacks = { .settermprop = on_property };
	t->vterm = vterm_new(t->rows, t->cols);
	vterm_set_utf8(t->vterm, 1);
	vterm_output_set_callback(t->vterm, on_answer, t);
	t->screen = vterm_obtain_screen(t->vterm);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	t->cursor = true;
}

/* Runs in the child: executes the program. */
static void become(const struct terminal_setup *setup, int slave)
{
	login_tty(slave);
	if (setup->input != 0)
		dup2(setup->input, STDIN_FILENO);
	closefrom(STDERR_FILENO + 1);
	if (setup->uid != 0 && setresuid(setup->uid, setup->uid, setup->uid) != 0)
		_exit(126);
	setenv("TERM", "xterm-256color", 1);
	setenv("LANG", "C.UTF-8", 1);
	unsetenv("LC_ALL");
	unsetenv("LC_CTYPE");
	unsetenv("NO_COLOR");
	unsetenv("COLORTERM");
	for (size_t i = 0; i < TERMINAL_ENV && setup->env[i] != NULL; i++)
		putenv((char *)(uintptr_t)setup->env[i]);
	execvp(setup->argv[0], (char **)(uintptr_t)setup->argv);
	_exit(127);
}

struct terminal *terminal_start(const struct terminal_setup *setup)
{
	struct terminal *t = memory_zeroed(1, sizeof(*t));
	t->rows = setup->rows != 0 ? setup->rows : 24;
	t->cols = setup->cols != 0 ? setup->cols : 80;
	t->output = memory_zeroed(1, OUTPUT_MAX + 1);
	struct winsize size = { .ws_row = (unsigned short)t->rows,
		.ws_col = (unsigned short)t->cols };
	must(openpty(&t->master, &t->slave, NULL, NULL, &size) == 0, "make a terminal");
	fcntl(t->master, F_SETFD, FD_CLOEXEC);
	make_screen(t);
	t->before = terminal_settings(t);
	t->child = fork();
	must(t->child >= 0, "start the program");
	if (t->child == 0)
		become(setup, t->slave);
	return t;
}

void terminal_free(struct terminal *t)
{
	if (!t->ended) {
		kill(t->child, SIGKILL);
		waitpid(t->child, NULL, 0);
	}
	if (!t->hung_up)
		close(t->master);
	if (t->slave >= 0)
		close(t->slave);
	vterm_free(t->vterm);
	free(t->output);
	free(t);
}

static void keep_output(struct terminal *t, const char *bytes, size_t len)
{
	size_t room = OUTPUT_MAX - t->output_len;
	len = len < room ? len : room;
	memcpy(t->output + t->output_len, bytes, len);
	t->output_len += len;
	t->output[t->output_len] = '\0';
}

/* Reads the program's output, waiting at most this long. */
static void pump(struct terminal *t, int ms)
{
	char bytes[8192];
	if (t->hung_up) {
		poll(NULL, 0, ms < 5 ? ms : 5);
		return;
	}
	struct pollfd fd = { .fd = t->master, .events = POLLIN };
	if (poll(&fd, 1, ms) <= 0)
		return;
	ssize_t n = read(t->master, bytes, sizeof(bytes));
	if (n <= 0)
		return;
	keep_output(t, bytes, (size_t)n);
	vterm_input_write(t->vterm, bytes, (size_t)n);
	vterm_screen_flush_damage(t->screen);
}

static bool look_for_end(struct terminal *t)
{
	if (!t->ended && waitpid(t->child, &t->status, WNOHANG) == t->child)
		t->ended = true;
	return t->ended;
}

static void fail_with_picture(struct terminal *t, const char *what)
{
	char row[TERMINAL_ROW];
	fprintf(stderr, "waited in vain for %s; %s\n", what,
	    look_for_end(t) ? "the program has ended" : "the program runs");
	for (int i = 0; i < t->rows; i++) {
		terminal_row(t, i, row);
		fprintf(stderr, "%3d|%s\n", i, row);
	}
	abort();
}

bool terminal_waits(
    struct terminal *t, bool (*met)(struct terminal *t, const void *arg), const void *arg, int ms)
{
	long deadline = now_ms() + ms;
	while (!met(t, arg)) {
		long left = deadline - now_ms();
		if (left <= 0)
			return false;
		pump(t, left < 50 ? (int)left : 50);
	}
	return true;
}

void terminal_expect_that(struct terminal *t, bool (*met)(struct terminal *t, const void *arg),
    const void *arg, const char *what)
{
	if (!terminal_waits(t, met, arg, PATIENCE_MS))
		fail_with_picture(t, what);
}

static bool shows(struct terminal *t, const void *text)
{
	return terminal_shows(t, text);
}

static bool shows_not(struct terminal *t, const void *text)
{
	return !terminal_shows(t, text);
}

void terminal_expect(struct terminal *t, const char *text)
{
	terminal_expect_that(t, shows, text, text);
}

void terminal_expect_gone(struct terminal *t, const char *text)
{
	char what[256];
	snprintf(what, sizeof(what), "no \"%s\"", text);
	terminal_expect_that(t, shows_not, text, what);
}

struct in_row {
	int row;
	const char *text;
};

static bool row_holds(struct terminal *t, const void *arg)
{
	const struct in_row *want = arg;
	char row[TERMINAL_ROW];
	terminal_row(t, want->row, row);
	return strstr(row, want->text) != NULL;
}

void terminal_expect_in_row(struct terminal *t, int row, const char *text)
{
	char what[256];
	struct in_row want = { row, text };
	snprintf(what, sizeof(what), "\"%s\" in row %d", text, row);
	terminal_expect_that(t, row_holds, &want, what);
}

static bool has_ended(struct terminal *t, const void *arg)
{
	(void)arg;
	return look_for_end(t);
}

int terminal_expect_end(struct terminal *t)
{
	terminal_expect_that(t, has_ended, NULL, "the program's end");
	/* Its last output may still be pending. */
	struct pollfd fd = { .fd = t->master, .events = POLLIN };
	while (!t->hung_up && poll(&fd, 1, 0) > 0 && (fd.revents & POLLIN))
		pump(t, 0);
	return t->status;
}

void terminal_type(struct terminal *t, const char *keys)
{
	size_t len = strlen(keys);
	must(write(t->master, keys, len) == (ssize_t)len, "type");
}

void terminal_resize(struct terminal *t, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	t->rows = rows;
	t->cols = cols;
	vterm_set_size(t->vterm, rows, cols);
	/* The kernel sends SIGWINCH. */
	must(ioctl(t->master, TIOCSWINSZ, &size) == 0, "resize");
}

void terminal_signal(struct terminal *t, int signal)
{
	must(kill(t->child, signal) == 0, "send a signal");
}

void terminal_hang_up(struct terminal *t)
{
	close(t->slave);
	close(t->master);
	t->slave = -1;
	t->hung_up = true;
}

/* Encodes a code point as UTF-8; nothing for the second cell of a wide one. */
static size_t put_utf8(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (char)(lead[len] | c);
	return len;
}

size_t terminal_cell_text(const VTermScreenCell *cell, char *out)
{
	if (cell->chars[0] == (uint32_t)-1)
		return 0;
	if (cell->chars[0] == 0) {
		*out = ' ';
		return 1;
	}
	size_t used = 0;
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++)
		used += put_utf8(cell->chars[i], out + used);
	return used;
}

VTermScreenCell terminal_cell(struct terminal *t, int row, int col)
{
	VTermScreenCell cell;
	memset(&cell, 0, sizeof(cell));
	vterm_screen_get_cell(t->screen, (VTermPos){ row, col }, &cell);
	return cell;
}

void terminal_row(struct terminal *t, int row, char out[TERMINAL_ROW])
{
	size_t used = 0;
	for (int col = 0; col < t->cols && used + 32 < TERMINAL_ROW; col++) {
		VTermScreenCell cell = terminal_cell(t, row, col);
		used += terminal_cell_text(&cell, out + used);
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}

int terminal_row_of(struct terminal *t, const char *text)
{
	char row[TERMINAL_ROW];
	for (int i = 0; i < t->rows; i++) {
		terminal_row(t, i, row);
		if (strstr(row, text) != NULL)
			return i;
	}
	return -1;
}

bool terminal_shows(struct terminal *t, const char *text)
{
	return terminal_row_of(t, text) >= 0;
}

bool terminal_has_color(struct terminal *t)
{
	for (int row = 0; row < t->rows; row++) {
		for (int col = 0; col < t->cols; col++) {
			VTermScreenCell cell = terminal_cell(t, row, col);
			if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
			    !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
				return true;
		}
	}
	return false;
}

int terminal_rows(const struct terminal *t)
{
	return t->rows;
}

int terminal_cols(const struct terminal *t)
{
	return t->cols;
}

bool terminal_alternate(const struct terminal *t)
{
	return t->alternate;
}

bool terminal_cursor_visible(const struct terminal *t)
{
	return t->cursor;
}

bool terminal_mouse(const struct terminal *t)
{
	return t->mouse;
}

struct termios terminal_settings_before(const struct terminal *t)
{
	return t->before;
}

struct termios terminal_settings(const struct terminal *t)
{
	struct termios settings;
	memset(&settings, 0, sizeof(settings));
	must(tcgetattr(t->slave, &settings) == 0, "read the line settings");
	return settings;
}

const char *terminal_output(const struct terminal *t)
{
	return t->output;
}
