/* The looks of the screen, for the theme to dress. Drawing code never names a colour. */
#pragma once

#include <stdint.h>

#include "core/ladder/ladder.h"

/* The roles of the ladder, and those of what is around it. */
enum tint {
	TINT_LADDER_LAST = ROLE_COUNT - 1, /* values below ROLE_COUNT are enum role */
	TINT_TITLE,
	TINT_BADGE,   /* LIVE, FOLLOW, PAUSED in the title */
	TINT_RULE,    /* lines between panes */
	TINT_HEADING, /* words on such a line, columns of a table */
	TINT_HINT_KEY,
	TINT_HINT,
	TINT_STATUS,
	TINT_ERROR,
	TINT_FAINT,  /* what may be overlooked */
	TINT_SIDE_A, /* both directions, where colour tells them apart */
	TINT_SIDE_B,
	TINT_LOG, /* what server and client report */
	TINT_COUNT,
};

/* Marks that lie over a tint; bits. */
enum mark {
	MARK_NONE = 0,
	MARK_SELECTED = 1 << 0,
	MARK_STRONG = 1 << 1,
};

struct look {
	uint8_t tint; /* enum tint or enum role */
	uint8_t mark; /* enum mark */
};

static inline struct look look(unsigned tint)
{
	return (struct look){ .tint = (uint8_t)tint };
}
