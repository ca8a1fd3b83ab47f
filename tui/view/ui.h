/* The screen as a whole: all views, joined, and what is around them. Owner's thread only. */
#pragma once

#include "tui/text/scene.h"
#include "tui/view/chrome.h"
#include "tui/view/tools.h"

struct ui {
	struct shell shell;
	struct tools tools;
	struct chrome chrome;
	struct scene scene; /* the picture shown last */
	unsigned count;     /* digits typed so far */
	bool touched;       /* a key has been pressed */
	bool told_end;      /* that the lab's scenario is over */
};

/* Begins with the first session, or the list. Views keep pointers into ui: it must not move. screen
 * (borrowed) may be NULL until a key is taken in or something is drawn. */
void ui_init(struct ui *ui, struct run *run, struct screen *screen);
void ui_free(struct ui *ui);

/* Takes one key in. */
void ui_key(struct ui *ui, int key);
void ui_act(struct ui *ui, enum action action);
/* Does what time or new packets bring about: follows, plays, searches for a slice of time. */
void ui_tick(struct ui *ui, int64_t now_ns);
/* When ui_tick must be called at the latest, in monotonic ns; -1: not before something happens. */
int64_t ui_due(const struct ui *ui);

/* Lays the picture out for a screen of this size, in ui->scene. */
void ui_layout(struct ui *ui, struct size size);
/* Lays the picture out and shows it on the screen. */
void ui_draw(struct ui *ui);
