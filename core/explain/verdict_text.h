/* Sentences for a verdict (core/model/verdict.h). */
#pragma once

#include <stddef.h>

#include "core/model/verdict.h"

#define VERDICT_TEXT 400

/* Writes one sentence in ASCII: the cause, the time it took and its share, and the frames that show
 * it. Returns the length without the NUL; 0 for VERDICT_NONE. */
size_t verdict_text(const struct verdict *v, const struct session *session, char *out, size_t size);
/* Writes one line of advice; nothing where there is none to give. Returns the length without the
 * NUL. */
size_t verdict_advice(
    const struct verdict *v, const struct session *session, char *out, size_t size);
