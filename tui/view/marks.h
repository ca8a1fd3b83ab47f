/* Segments marked by letters. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct vantage_way;

struct marks {
	struct shell *shell;            /* (borrowed) */
	uint32_t packet['z' - 'a' + 1]; /* by letter; 0: none */
};

/* Asks for a letter to mark the selected segment with. */
void marks_set(struct marks *m);
/* Asks for a letter and selects the segment that it marks. */
void marks_jump(struct marks *m);
/* Translates the marks to another vantage point's packet numbers. */
void marks_renumber(struct marks *m, const struct vantage_way *way);
