/* Captures derived from others by rewriting their files, to resemble captures made in practice. The
 * truth of each frame stays known. */
#pragma once

#include <stdint.h>

#include "trace.h"

enum derived {
	DERIVED_MIDDLE,   /* starts in the middle: the first frames are missing */
	DERIVED_MISSING,  /* three of a hundred frames are missing */
	DERIVED_MIRRORED, /* each frame twice in a row */
	DERIVED_ANY,      /* on all devices, two of which saw each frame; cooked */
	DERIVED_CUT_96,   /* snap length of 96 bytes: headers complete */
	DERIVED_CUT_68,   /* snap length of 68 bytes: options cut */
	DERIVED_COUNT,
};

const char *derived_name(enum derived kind);

/* Writes the file beside that of `from` and loads it. */
void derive(struct capture *out, const struct capture *from, enum derived kind, uint64_t seed);
