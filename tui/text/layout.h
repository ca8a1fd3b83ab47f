/* Places of all parts of the screen, from its size. Pure. */
#pragma once

#include <stdbool.h>

#include "tui/text/rect.h"

enum pane { PANE_LADDER, PANE_MESSAGES, PANE_DETAILS, PANE_COUNT };

#define LAYOUT_MIN_COLS 40
#define LAYOUT_MIN_ROWS 10

struct layout_wish {
	struct size size;
	bool banner;      /* a line with what is wrong with the source */
	int link;         /* rows for the lab: its aim and the state of its link */
	bool nothing;     /* no segment is selected: there are no details */
	bool explain;     /* the status explains the segment unless the details are shown */
	int explain_rows; /* lines of that explanation */
	int notice_rows;  /* lines of a notice */
	bool steady;      /* the messages keep their rows: a plot is drawn there */
	bool details;     /* the user opened the details */
	bool zoom;        /* the focused pane takes the whole body */
	enum pane focus;  /* the pane that gets the keys */
	int grow;         /* steps by which the user enlarged the side panes */
	int ladder_rows;  /* rows that the ladder has; 0: as many as fit */
};

struct layout {
	bool too_small; /* then nothing below is set */
	struct rect title, banner, link, notice, status, hints;
	struct rect body; /* all lines between title and status */
	/* A pane that is not shown has no rows. The head is its first lines: endpoints and
	 * states of the ladder, a rule with the name of the other panes. */
	struct rect head[PANE_COUNT], pane[PANE_COUNT];
	struct rect split; /* the line left of the side panes when they are beside the ladder */
};

/* Computes the layout. The ladder has priority: a wider screen never shows less of a label. Below
 * 180 columns the other panes take a few lines under it or are hidden, from 120 columns on
 * messages and details side by side; from 180 columns on they stand right of it, from 30 lines on
 * including the details. On a screen of 30 lines or more, rows that a short ladder does not need
 * go to the other panes. A notice and a long explanation take rows from the bottom of the body;
 * nothing else moves. */
void layout_compute(const struct layout_wish *wish, struct layout *out);

/* Returns the pane at a place, heads included, or PANE_COUNT. */
enum pane layout_at(const struct layout *layout, int row, int col);

/* Returns true if the pane is on the screen. */
bool layout_shows(const struct layout *layout, enum pane pane);
