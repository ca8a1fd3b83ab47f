/* Mouse events from the reports that terminals send: xterm's mode 1002, encoded by mode 1006
 * or, where the terminal does not know that, in three bytes. Pure.
 *
 * Curses decodes them too, but merges reports that arrive together and ends at column 223
 * inside tmux and screen. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum click { CLICK_NONE, CLICK_SINGLE, CLICK_DOUBLE, CLICK_WHEEL_UP, CLICK_WHEEL_DOWN, CLICK_DRAG };

struct pointer {
	enum click click;
	int row, col; /* from 0 */
};

/* Sequences for the terminal. */
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"

enum mouse_report { MOUSE_IDLE, MOUSE_SGR, MOUSE_BYTES };

/* Idle when zeroed. */
struct mouse {
	enum mouse_report report; /* being received */
	int number[3];            /* button, column, row */
	unsigned numbers;
	struct pointer last; /* click */
	int64_t clicked_ns;
};

/* Begins a report: its introducer was read. */
void mouse_begin(struct mouse *mouse, enum mouse_report report);
/* Takes the next character of a report; mouse->report is idle after the last one. True with
 * *out set if the report is a click or a wheel step. now_ns is monotonic. */
bool mouse_feed(struct mouse *mouse, int c, int64_t now_ns, struct pointer *out);
