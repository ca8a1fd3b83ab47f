/* Where everything stands, from the size of the screen. Pure. */
#pragma once

#include <stdbool.h>

#include "tui/text/rect.h"

enum pane { PANE_LADDER, PANE_MESSAGES, PANE_DETAILS, PANE_COUNT };

#define LAYOUT_MIN_COLS 40
#define LAYOUT_MIN_ROWS 10

struct layout_wish {
	struct size size;
	bool banner;     /* a line that says what is wrong with the source */
	bool link;       /* a line that says what the lab's link does */
	bool nothing;    /* there is no segment to tell details of */
	bool explain;    /* the status says what a segment means */
	bool details;    /* the user opened them */
	bool zoom;       /* the focused pane has the room to itself */
	enum pane focus; /* where the keys go */
	int grow;        /* steps by which the side panes are to be larger */
	int ladder_rows; /* arrows there are for the ladder; 0: as many as fit */
};

struct layout {
	bool too_small; /* nothing below is set then */
	struct rect title, banner, link, status, hints;
	struct rect body; /* everything between title and status */
	/* A pane that is not shown has no rows. The head is its first lines: of the ladder the
	 * endpoints and states, of the others a rule with the name. */
	struct rect head[PANE_COUNT], pane[PANE_COUNT];
	struct rect split; /* the line left of the side panes, when they are beside the ladder */
};

/* The ladder comes first: below 120 columns the other panes stand under it in a few lines, or fold
 * away; from 120 on they stand right of it, with 30 lines the details among them. On a screen of 30
 * lines and more, a short ladder leaves what it does not need to the others. */
void layout_compute(const struct layout_wish *wish, struct layout *out);

/* The pane at a place, heads included; PANE_COUNT for none. */
enum pane layout_at(const struct layout *layout, int row, int col);

/* Returns true if the pane is on the screen. */
bool layout_shows(const struct layout *layout, enum pane pane);
