/* Display settings, changed by keys. */
#pragma once

#include <stdbool.h>

#include "core/ladder/ladder.h"
#include "tui/text/dump.h"

enum color_mode { COLOR_KINDS, COLOR_SIDES, COLOR_MODES };

struct settings {
	enum time_mode time;
	enum form form;
	enum color_mode color_mode;
	bool color;
	bool raw_seq;
	bool plot; /* plot of the kernel's windows in place of the messages */
};
