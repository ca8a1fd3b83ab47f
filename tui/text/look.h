/* Styles of text on the screen. Drawing code never names a colour; the theme maps styles to
 * colours. */
#pragma once

#include <stdint.h>

#include "core/ladder/ladder.h"

/* The roles of the ladder and those of everything around it. */
enum tint {
	TINT_LADDER_LAST = ROLE_COUNT - 1, /* values below ROLE_COUNT are enum role */
	TINT_TITLE,
	TINT_BADGE,   /* LIVE, FOLLOW, PAUSED in the title */
	TINT_RULE,    /* lines between panes */
	TINT_HEADING, /* text on such a line, columns of a table */
	TINT_HINT_KEY,
	TINT_HINT,
	TINT_STATUS,
	TINT_NOTICE,
	TINT_ERROR,
	TINT_FAINT,  /* less important text */
	TINT_SIDE_A, /* the two directions, in the colour mode that tells them apart */
	TINT_SIDE_B,
	TINT_LOG, /* what server and client report */
	TINT_COUNT,
};

/* Marks added to a tint; bits. */
enum mark {
	MARK_NONE = 0,
	MARK_SELECTED = 1 << 0,
	MARK_STRONG = 1 << 1,
	MARK_LINK = 1 << 2,  /* leads somewhere: underlined */
	MARK_MATCH = 1 << 3, /* matches the search */
};

struct look {
	uint8_t tint; /* enum tint or enum role */
	uint8_t mark; /* enum mark */
};

static inline struct look look(unsigned tint)
{
	return (struct look){ .tint = (uint8_t)tint };
}
