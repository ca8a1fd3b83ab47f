/* Mouse events from the reports that terminals send: xterm's mode 1000, encoded as mode
 * 1006 has it or, where that is unknown, in three bytes. Pure.
 *
 * Curses has this too, but merges reports that come at once and ends at column 223 inside
 * tmux and screen. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum click { CLICK_NONE, CLICK_SINGLE, CLICK_DOUBLE, CLICK_WHEEL_UP, CLICK_WHEEL_DOWN };

struct pointer {
	enum click click;
	int row, col; /* from 0 */
};

/* Written to the terminal. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

enum mouse_report { MOUSE_IDLE, MOUSE_SGR, MOUSE_BYTES };

/* Zeroed is idle. */
struct mouse {
	enum mouse_report report; /* being read */
	int number[3];            /* button, column, row */
	unsigned numbers;
	struct pointer last; /* click */
	int64_t clicked_ns;
};

/* A report begins: its introducer was read. */
void mouse_begin(struct mouse *mouse, enum mouse_report report);
/* Takes the next character of the report; mouse->report is idle when that was the last. True when
 * the report means something: then *out is set. now_ns is monotonic. */
bool mouse_feed(struct mouse *mouse, int c, int64_t now_ns, struct pointer *out);
