/* The ladder of the selected session. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* At the start when zeroed. */
struct ladder_pane {
	uint32_t top; /* number of the first row's packet in its session, from 1 */
	/* session of `top`, and its forgotten packets at that time */
	uint32_t rows_of, gone;
	bool days;                 /* a day begins on the screen: its rule takes a row */
	int pan;                   /* cells that the labels are panned by */
	struct ladder_style style; /* of the labels */
	struct ladder_style fixed; /* of what does not pan: numbers, times, lines over the arrows */
};

/* Scrolls the selected segment into view and sets the width of the rows. Reads only rows on the
 * screen. */
void ladder_pane_update(struct ladder_pane *p, const struct shell *shell);
/* Draws endpoints, states and arrows in head and pane of the layout. focused: the pane gets the
 * keys. */
void ladder_pane_layout(const struct ladder_pane *p, const struct shell *shell, bool focused,
    const struct canvas *screen);

/* Returns the packet in a row of the pane, from 0, or 0; in the rule of a day, the packet below. */
uint32_t ladder_pane_at(const struct ladder_pane *p, const struct shell *shell, int row);
/* Pans the ladder; a panned ladder has full labels. */
void ladder_pane_pan(struct ladder_pane *p, int cells);
/* Scrolls up as the session loses packets: the same rows stay in view. */
void ladder_pane_forget(struct ladder_pane *p, const struct shell *shell);

/* Writes the arrow of a packet as text, as wide as its label. */
#define LADDER_PANE_TEXT (ROW_TEXT * 2)
void ladder_pane_text(const struct shell *shell, uint32_t packet, char *out, size_t size);
