/* The terminal: curses stays in here and in theme.c. One at a time. Owner's thread only. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"
#include "tui/text/canvas.h"
#include "tui/text/mouse.h"
#include "tui/text/rect.h"

struct screen;

struct screen_options {
	bool ascii; /* asked for; else where locale or terminal have no UTF-8 */
	bool color;
};

/* Takes the terminal over. Keys come from standard input, or from the terminal that controls the
 * process where that is something else. NULL with err set, and nothing changed, when there is no
 * terminal or its type is unknown. */
struct screen *screen_open(const struct screen_options *options, struct err *err);
/* Gives the terminal back as it was. NULL is fine. */
void screen_close(struct screen *s);

/* Gives the terminal back for a while, and takes it again. */
void screen_suspend(struct screen *s);
void screen_resume(struct screen *s);

/* The descriptor to poll for keys. */
int screen_fd(const struct screen *s);
/* The next key (tui/text/keys.h); false when none waits. Never blocks, but for some 25 ms
 * after a lone Esc. */
bool screen_key(struct screen *s, int *key);
/* The terminal is gone: no key will ever come. */
bool screen_lost(struct screen *s);

/* The mouse event that belongs to PRESS_POINTER. */
struct pointer screen_pointer(struct screen *s);

/* Asks the terminal for its size, and follows it. */
struct size screen_resize(struct screen *s);
bool screen_ascii(const struct screen *s);
bool screen_color(const struct screen *s);
void screen_set_color(struct screen *s, bool color);

/* One picture: begin, write on the canvas, then show it at once. cursor is where it blinks;
 * rows 0: hidden. */
struct canvas screen_begin(struct screen *s);
void screen_show(struct screen *s, const struct rect *cursor);
/* The next picture is drawn from nothing. */
void screen_redraw(struct screen *s);

/* Hands text to the terminal's clipboard, where it has one. */
void screen_copy(struct screen *s, const char *text);
