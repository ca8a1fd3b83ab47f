/* The terminal. Only this room uses curses. One screen at a time. Owner's thread only. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"
#include "tui/text/canvas.h"
#include "tui/text/mouse.h"
#include "tui/text/rect.h"

struct screen;

struct screen_options {
	bool ascii; /* by --ascii; otherwise if locale or terminal has no UTF-8 (encoding.h) */
	bool utf8;  /* by --utf8: whatever the type of the terminal */
	bool color;
};

/* Opens the screen on the terminal. Keys come from standard input, or from the controlling
 * terminal if standard input is something else. NULL with err set, and the terminal unchanged,
 * if there is no terminal or its type is unknown. */
struct screen *screen_open(const struct screen_options *options, struct err *err);
/* Restores the terminal. NULL is fine. */
void screen_close(struct screen *s);

/* Restores the terminal for a suspension, and takes it over again. */
void screen_suspend(struct screen *s);
void screen_resume(struct screen *s);

/* Returns the descriptor to poll for keys. */
int screen_fd(const struct screen *s);
/* Takes the next key (tui/text/keys.h); false if there is none. Does not block, except for
 * about 25 ms after a lone Esc. */
bool screen_key(struct screen *s, int *key);
/* Returns true if the terminal has hung up: no key can arrive. */
bool screen_lost(struct screen *s);

/* Returns the mouse event of the last PRESS_POINTER. */
struct pointer screen_pointer(struct screen *s);

/* Adopts and returns the size of the terminal. */
struct size screen_resize(struct screen *s);
bool screen_ascii(const struct screen *s);
bool screen_color(const struct screen *s);
void screen_set_color(struct screen *s, bool color);

/* Draws a frame: screen_begin clears it, screen_show displays it. cursor: its place; rows 0:
 * hidden. */
struct canvas screen_begin(struct screen *s);
void screen_show(struct screen *s, const struct rect *cursor);
/* Makes the next frame redraw every cell. */
void screen_redraw(struct screen *s);

/* Copies text to the terminal's clipboard, if it has one. */
void screen_copy(struct screen *s, const char *text);
