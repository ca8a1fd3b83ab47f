/* The whole screen: all views and the lines around them. Owner's thread only. */
#pragma once

#include "tui/text/scene.h"
#include "tui/view/chrome.h"
#include "tui/view/tools.h"

struct ui {
	struct shell shell;
	struct tools tools;
	struct chrome chrome;
	struct scene scene; /* the last screen */
	unsigned count;     /* digits typed so far */
	bool touched;       /* a key has been pressed */
	bool end_reported;  /* the end of the lab's scenario was reported */
};

/* Begins with the first session or the list. Views keep pointers into ui: it must not move.
 * screen (borrowed) may be NULL until a key is handled or the screen is drawn. */
void ui_init(struct ui *ui, struct run *run, struct screen *screen);
void ui_free(struct ui *ui);

/* Handles one key. */
void ui_key(struct ui *ui, int key);
void ui_act(struct ui *ui, enum action action);
/* Handles time and new packets: follows, replays, searches for a slice of time. */
void ui_tick(struct ui *ui, int64_t now_ns);
/* Returns when ui_tick must be called at the latest, in monotonic ns; -1: after the next event. */
int64_t ui_due(const struct ui *ui);

/* Draws the screen of this size into ui->scene. */
void ui_layout(struct ui *ui, struct size size);
/* Draws the screen and shows it. */
void ui_draw(struct ui *ui);
