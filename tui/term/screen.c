#include "tui/term/screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "tui/term/clipboard.h"
#include "tui/term/crash.h"
#include "tui/term/terminfo.h"
#include "tui/term/theme.h"
#include "tui/text/keys.h"

#define ESCAPE_WAIT_MS 25
#define KEY_MOUSE_SGR (KEY_MAX + 1)

struct screen {
	SCREEN *curses;
	FILE *in, *out;
	bool in_owned;
	bool ascii, color;
	struct surface surface;
	struct size size;
	struct mouse mouse;
	struct pointer pointer; /* the last mouse event */
};

static bool utf8_locale(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool open_files(struct screen *s, struct err *err)
{
	s->out = stdout;
	s->in = stdin;
	if (!isatty(STDOUT_FILENO))
		return err_set(err,
		    "no terminal to draw on: standard output is not a terminal; use --text or "
		    "--json");
	if (isatty(STDIN_FILENO))
		return true;
	/* Standard input delivers packets: keys come from the controlling terminal. */
	s->in = fopen("/dev/tty", "re");
	s->in_owned = s->in != NULL;
	if (s->in == NULL)
		return err_set(err,
		    "no terminal to read keys from: standard input is not a terminal, and /dev/tty "
		    "cannot be opened: %s; use --text or --json",
		    strerror(errno));
	return true;
}

static void write_sequence(const struct screen *s, const char *sequence)
{
	fputs(sequence, s->out);
	fflush(s->out);
}

static void set_modes(struct screen *s)
{
	cbreak(); /* not raw: ^C and ^Z must also reach the other processes of a pipe */
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESCAPE_WAIT_MS);
	define_key("\033[<", KEY_MOUSE_SGR);

	/* ^S would block the drawing, and with it the capture. */
	struct termios modes;
	if (tcgetattr(fileno(s->in), &modes) == 0) {
		modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
		tcsetattr(fileno(s->in), TCSANOW, &modes);
		def_prog_mode();
	}
}

static void put(void *ctx, int row, int col, struct look look, const char *text, size_t len)
{
	const struct screen *s = ctx;
	attrset((int)theme_attributes(look, s->color));
	mvaddnstr(row, col, text, (int)len);
}

static struct screen *fail(struct screen *s)
{
	if (s->in_owned)
		fclose(s->in);
	free(s);
	return NULL;
}

struct screen *screen_open(const struct screen_options *options, struct err *err)
{
	struct screen *s = memory_zeroed(1, sizeof(*s));
	char leave[200];
	if (!open_files(s, err) || !terminfo_check(fileno(s->out), leave, sizeof(leave), err))
		return fail(s);
	s->ascii = options->ascii || !utf8_locale() || (terminfo_is_old() && !options->utf8);
	s->color = options->color;
	s->surface = (struct surface){ .put = put, .ctx = s };
	crash_guard(fileno(s->out), leave);
	s->curses = newterm(NULL, s->out, s->in);
	if (s->curses == NULL) {
		crash_unguard();
		err_set(err, "curses cannot start on this terminal; use --text");
		return fail(s);
	}
	set_modes(s);
	theme_start();
	write_sequence(s, MOUSE_ON);
	s->size = (struct size){ LINES, COLS };
	return s;
}

/* A terminal without an alternate screen keeps the last frame: clear its last line for the
 * shell's prompt. */
static void leave(struct screen *s)
{
	write_sequence(s, MOUSE_OFF);
	if (tigetstr("rmcup") == NULL) {
		move(LINES - 1, 0);
		clrtoeol();
		refresh();
	}
	endwin();
}

void screen_close(struct screen *s)
{
	if (s == NULL)
		return;
	leave(s);
	delscreen(s->curses);
	crash_unguard();
	if (s->in_owned)
		fclose(s->in);
	free(s);
}

void screen_suspend(struct screen *s)
{
	leave(s);
}

void screen_resume(struct screen *s)
{
	/* After SIGSTOP the screen was not left; curses sets the modes only after endwin(). */
	if (!isendwin())
		endwin();
	refresh();
	write_sequence(s, MOUSE_ON);
	screen_resize(s);
	screen_redraw(s);
}

int screen_fd(const struct screen *s)
{
	return fileno(s->in);
}

static int special_key(wint_t code)
{
	static const struct {
		int curses, key;
	} known[] = {
		{ KEY_UP, PRESS_ARROW_UP },
		{ KEY_DOWN, PRESS_ARROW_DOWN },
		{ KEY_LEFT, PRESS_ARROW_LEFT },
		{ KEY_RIGHT, PRESS_ARROW_RIGHT },
		{ KEY_PPAGE, PRESS_PAGE_UP },
		{ KEY_NPAGE, PRESS_PAGE_DOWN },
		{ KEY_HOME, PRESS_HOME },
		{ KEY_END, PRESS_END },
		{ KEY_DC, PRESS_DELETE },
		{ KEY_BACKSPACE, PRESS_RUBOUT },
		{ KEY_BTAB, PRESS_BACK_TAB },
		{ KEY_ENTER, PRESS_RETURN },
	};
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if ((int)code == known[i].curses)
			return known[i].key;
	if (code > KEY_F0 && code <= KEY_F(12))
		return PRESS_FUNCTION + (int)(code - KEY_F0);
	return PRESS_NOTHING;
}

static int plain_key(wint_t code)
{
	if (code == '\n')
		return PRESS_RETURN;
	if (code == '\b' || code == 0x7f)
		return PRESS_RUBOUT;
	return (int)code;
}

/* Returns true if the code belongs to a report of the mouse. */
static bool mouse_code(struct screen *s, int result, wint_t code, int *key)
{
	if (s->mouse.report != MOUSE_IDLE) {
		if (mouse_feed(&s->mouse, (int)code, clock_monotonic(), &s->pointer))
			*key = PRESS_POINTER;
		return true;
	}
	if (result != KEY_CODE_YES || (code != KEY_MOUSE && code != KEY_MOUSE_SGR))
		return false;
	mouse_begin(&s->mouse, code == KEY_MOUSE_SGR ? MOUSE_SGR : MOUSE_BYTES);
	return true;
}

bool screen_key(struct screen *s, int *key)
{
	wint_t code;
	int result;
	while ((result = get_wch(&code)) != ERR) {
		*key = PRESS_NOTHING;
		if (!mouse_code(s, result, code, key))
			*key = result == KEY_CODE_YES ? special_key(code) : plain_key(code);
		if (*key != PRESS_NOTHING)
			return true;
	}
	return false;
}

bool screen_lost(struct screen *s)
{
	struct termios modes;
	return tcgetattr(fileno(s->in), &modes) != 0 || tcgetattr(fileno(s->out), &modes) != 0;
}

struct pointer screen_pointer(struct screen *s)
{
	return s->pointer;
}

struct size screen_resize(struct screen *s)
{
	struct winsize now;
	bool known =
	    ioctl(fileno(s->out), TIOCGWINSZ, &now) == 0 && now.ws_row != 0 && now.ws_col != 0;
	if (known && (now.ws_row != s->size.rows || now.ws_col != s->size.cols)) {
		resizeterm(now.ws_row, now.ws_col);
		s->size = (struct size){ now.ws_row, now.ws_col };
		screen_redraw(s);
	}
	return s->size;
}

bool screen_ascii(const struct screen *s)
{
	return s->ascii;
}

bool screen_color(const struct screen *s)
{
	return s->color && theme_has_color();
}

void screen_set_color(struct screen *s, bool color)
{
	s->color = color;
}

struct canvas screen_begin(struct screen *s)
{
	erase();
	return (struct canvas){
		.surface = &s->surface,
		.at = { 0, 0, s->size.rows, s->size.cols },
		.ascii = s->ascii,
	};
}

void screen_show(struct screen *s, const struct rect *cursor)
{
	(void)s;
	bool visible = cursor->rows != 0;
	curs_set(visible ? 1 : 0);
	if (visible)
		move(cursor->row, cursor->col);
	wnoutrefresh(stdscr);
	doupdate();
}

void screen_redraw(struct screen *s)
{
	(void)s;
	clearok(curscr, TRUE);
}

void screen_copy(struct screen *s, const char *text)
{
	size_t len = strlen(text);
	char *sequence = memory_new(CLIPBOARD_SIZE(len));
	clipboard_sequence(text, len, sequence);
	write_sequence(s, sequence);
	free(sequence);
}
