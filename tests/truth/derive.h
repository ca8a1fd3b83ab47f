/* Captures made from others by rewriting their files, as captures come in the world; what is true
 * of each frame stays known. */
#pragma once

#include <stdint.h>

#include "trace.h"

enum derived {
	DERIVED_MIDDLE,   /* begins in the middle: some of the first frames are not there */
	DERIVED_MISSING,  /* of a hundred frames three are not there */
	DERIVED_MIRRORED, /* each frame twice, one right after the other */
	DERIVED_ANY,      /* of all devices, of which two saw each frame; cooked */
	DERIVED_CUT_96,   /* a snap length of 96 bytes: headers whole */
	DERIVED_CUT_68,   /* of 68 bytes: options cut */
	DERIVED_COUNT,
};

const char *derived_name(enum derived kind);

/* Writes the file beside that of `from` and loads it. */
void derive(struct capture *out, const struct capture *from, enum derived kind, uint64_t seed);
