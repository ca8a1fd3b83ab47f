/* A terminal for tests: runs a program on a pseudo terminal, interprets its output (libvterm),
 * and types keys.
 *
 * Tests do not sleep: they wait for what they expect, and a wait that lasts too long fails the
 * test and prints the screen. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#define TERMINAL_ROW 1024 /* bytes for a row of text */
#define TERMINAL_ARGS 24
#define TERMINAL_ENV 8

struct terminal_setup {
	const char *argv[TERMINAL_ARGS]; /* the program and its arguments, ended by NULL */
	/* "NAME=value" over TERM=xterm-256color and LANG=C.UTF-8; ended by NULL */
	const char *env[TERMINAL_ENV];
	int rows, cols; /* 0: 24 and 80 */
	int input;      /* standard input of the program, or 0 for the terminal */
	uid_t uid;      /* user that runs it; 0: the current one */
};

struct terminal;

struct terminal *terminal_start(const struct terminal_setup *setup);
/* Ends the program if it still runs. */
void terminal_free(struct terminal *t);

/* Types bytes. Keys of several bytes are below. */
void terminal_type(struct terminal *t, const char *keys);
#define KEY_TEXT_UP "\033OA"
#define KEY_TEXT_DOWN "\033OB"
#define KEY_TEXT_F1 "\033OP"
#define KEY_TEXT_ENTER "\r"
#define KEY_TEXT_ESCAPE "\033"
#define KEY_TEXT_CTRL_C "\003"
#define KEY_TEXT_CTRL_Z "\032"

void terminal_resize(struct terminal *t, int rows, int cols);
void terminal_signal(struct terminal *t, int signal);
/* Hangs up the terminal. */
void terminal_hang_up(struct terminal *t);

/* Wait until a text is on the screen, or is gone. */
void terminal_expect(struct terminal *t, const char *text);
void terminal_expect_gone(struct terminal *t, const char *text);
/* Waits until a row, counted from 0, contains a text. */
void terminal_expect_in_row(struct terminal *t, int row, const char *text);
/* Waits until `met` returns true; `what` is for the failure message. */
void terminal_expect_that(struct terminal *t, bool (*met)(struct terminal *t, const void *arg),
    const void *arg, const char *what);
/* The same for a limited time; returns false, without a failure, at its end. */
bool terminal_waits(
    struct terminal *t, bool (*met)(struct terminal *t, const void *arg), const void *arg, int ms);
/* Waits until the program has ended; returns its status as waitpid(2) gives it. */
int terminal_expect_end(struct terminal *t);

/* Returns the screen as text. */
bool terminal_shows(struct terminal *t, const char *text);
/* Returns the first row that contains a text, or -1. */
int terminal_row_of(struct terminal *t, const char *text);
/* Returns a row as UTF-8 without trailing blanks. */
void terminal_row(struct terminal *t, int row, char out[TERMINAL_ROW]);
VTermScreenCell terminal_cell(struct terminal *t, int row, int col);
/* Writes the cell's character with its combining marks as UTF-8, not terminated; nothing for
 * the second cell of a wide one. out has space for 32 bytes. Returns the length. */
size_t terminal_cell_text(const VTermScreenCell *cell, char *out);
/* Returns true if any cell has a colour or an attribute. */
bool terminal_has_color(struct terminal *t);
int terminal_rows(const struct terminal *t);
int terminal_cols(const struct terminal *t);

/* Return true if the alternate screen is on, the cursor visible, the mouse reported. */
bool terminal_alternate(const struct terminal *t);
bool terminal_cursor_visible(const struct terminal *t);
bool terminal_mouse(const struct terminal *t);
/* Return the line settings before the program started, and now, also after its end. */
struct termios terminal_settings_before(const struct terminal *t);
struct termios terminal_settings(const struct terminal *t);
/* Return all raw output outside the alternate screen, and on it. */
const char *terminal_output(const struct terminal *t);
