/* Every header field and option of one frame, as lines for the details pane. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"
#include "core/model/course.h"
#include "core/model/model.h"
#include "core/model/session_facts.h"

/* Where lines go, one call each: depth is the indent, text is printable and has no newline. */
struct detail_sink {
	void (*line)(void *ctx, unsigned depth, const char *text);
	void *ctx;
};

/* Link, IP and TCP headers with every field and option, from the frame's bytes. */
void detail_headers(int link_type, const struct frame *frame, const struct session *session,
    enum side from, const struct detail_sink *out);

/* What the model knows of the packet that a course has come to: what it acknowledges, what
 * acknowledged it, what it repeats, round trip, timeout, bytes in flight, window left, states,
 * notes, the message it belongs to. Refers to packets by frame number. */
void detail_context(
    const struct model *m, const struct course *course, const struct detail_sink *out);

/* Figures of a whole session that need its course: completeness, throughput, what the time was
 * spent on. Lines of a name and, from the 15th cell on, a value. */
void detail_session(const struct session_facts *facts, const struct detail_sink *out);
