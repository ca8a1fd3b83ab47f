/* Shared by the files of the problems view. For tui/view/problems_*.c. */
#pragma once

#include "core/model/notable.h"
#include "tui/view/shell.h"
#include "tui/view/text_save.h"

struct problems_view {
	struct view view;
	struct history typed; /* in searches */
	struct text_save save;
	/* (borrowed) the model of the counts; each vantage point has its own */
	const struct model *model;
	struct event_tally tally; /* counts of the session, or of all: 0 */
	struct event_tally anew;  /* the next counts, begun when packets of these were forgotten */
	uint32_t first;           /* oldest packet when these counts began, */
	uint32_t anew_first;      /* and when they began; 0: no next counts */
	uint32_t settled;         /* oldest packet when the selection was last updated */
	uint32_t packets;         /* packets when these counts began */
	bool counted;             /* counting is complete */
	bool inside;              /* shows the frames of a kind, otherwise the kinds */
	uint8_t event;            /* selected kind */
	uint32_t packet, top;     /* of that kind: selected packet, packet in the first row */
	uint32_t nth;             /* number of the selected packet among its kind, from 1 */
};

/* Writes the kinds with a count, worst first. Returns their number. */
unsigned problems_kinds(const struct problems_view *v, uint8_t out[EVENT_COUNT]);
/* Returns the row of the selected kind, or the first row. */
unsigned problems_kind_row(const struct problems_view *v, const uint8_t *kind, unsigned count);

/* Return the next packet that begins a problem of the selected kind, or the previous one; 0:
 * none. */
uint32_t problems_frame_after(const struct problems_view *v, uint32_t packet);
uint32_t problems_frame_before(const struct problems_view *v, uint32_t packet);

/* Selects a packet of the selected kind. */
void problems_select(struct problems_view *v, uint32_t packet);

/* Actions. */
view_action problems_search, problems_search_next, problems_search_prev, problems_save,
    problems_copy;
/* Writes all rows. For struct text_save. */
void problems_write(void *ctx, FILE *out);

/* Draws the rows. For view_ops. */
void problems_layout(const struct view *view, const struct canvas *out);
