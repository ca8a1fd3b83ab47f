/* The ladder of the selected session. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* Zeroed is at the start. */
struct ladder_pane {
	uint32_t top; /* which of the session's packets is the first row, from 1 */
	/* the session it was so of, and how many packets of that were forgotten */
	uint32_t rows_of, gone;
	int pan;                   /* cells by which the ladder is moved left */
	struct ladder_style style; /* of the rows */
};

/* Brings the selected segment into sight and settles how wide the rows are. Looks only at rows on
 * the screen. */
void ladder_pane_update(struct ladder_pane *p, const struct shell *shell);
/* Lays endpoints, states and arrows out in head and pane of the layout. focused: the keys go to
 * this pane. */
void ladder_pane_layout(const struct ladder_pane *p, const struct shell *shell, bool focused,
    const struct canvas *screen);

/* Returns the packet in a row of the pane, from 0; 0 when there is none. */
uint32_t ladder_pane_at(const struct ladder_pane *p, const struct shell *shell, int row);
/* Moves the ladder sideways; labels are in full when it is moved at all. */
void ladder_pane_pan(struct ladder_pane *p, int cells);
/* Moves the rows up as the session loses packets, so that the same ones stay in sight. */
void ladder_pane_forget(struct ladder_pane *p, const struct shell *shell);

/* Writes the arrow of a packet as text, as wide as its label needs. */
#define LADDER_PANE_TEXT (ROW_TEXT * 2)
void ladder_pane_text(const struct shell *shell, uint32_t packet, char *out, size_t size);
