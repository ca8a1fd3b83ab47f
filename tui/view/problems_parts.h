/* Shared by the files of the problems view. For tui/view/problems_*.c. */
#pragma once

#include "core/model/notable.h"
#include "tui/view/shell.h"

struct problems_view {
	struct view view;
	/* (borrowed) what it was begun with: another vantage point has another */
	const struct model *model;
	struct event_tally tally; /* of its session, or of all: 0 */
	struct event_tally anew;  /* the next one, when packets were forgotten that are in it */
	uint32_t first;           /* the oldest packet there was when it was begun, */
	uint32_t anew_first;      /* and when that was; 0: there is no next one */
	uint32_t settled;         /* and when what is below was last moved to what is kept */
	uint32_t packets;         /* it was begun with so many */
	bool counted;             /* it is complete */
	bool inside;              /* the frames of a kind are shown, else the kinds */
	uint8_t event;            /* the kind chosen */
	uint32_t packet, top;     /* of that kind: selected, in the first row */
	uint32_t nth;             /* which of its kind is selected, from 1 */
};

/* Writes the kinds that were counted, worst first. Returns how many. */
unsigned problems_kinds(const struct problems_view *v, uint8_t out[EVENT_COUNT]);
/* Returns the row of the chosen kind among them; the first where it is not there. */
unsigned problems_kind_row(const struct problems_view *v, const uint8_t *kind, unsigned count);

/* The packets of the chosen kind: the next after one, the last before one; 0 when there is none. */
uint32_t problems_frame_after(const struct problems_view *v, uint32_t packet);
uint32_t problems_frame_before(const struct problems_view *v, uint32_t packet);

/* Lays out the rows. For view_ops. */
void problems_layout(const struct view *view, const struct canvas *out);
