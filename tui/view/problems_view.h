/* What is notable in a session or in the whole capture: the kinds of it, worst first, and the
 * frames of each. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/notable.h"

struct ui;
struct view_ops;

struct problems_view {
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

extern const struct view_ops problems_view_ops;

/* Action: those of the session, or, from the list, of all; within the view, the one or the
 * other in turn. */
void problems_open(struct ui *ui, unsigned count);
/* Moves what it stands on to what is kept. */
void problems_settle(struct ui *ui);
/* Whether there is counting left to do, which drawing goes on with. */
bool problems_pending(const struct ui *ui);
