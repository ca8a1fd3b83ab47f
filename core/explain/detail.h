/* Every header field and option of one frame, as lines for the details pane. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"
#include "core/model/course.h"
#include "core/model/model.h"
#include "core/model/session_facts.h"

/* Receives the lines, one call each: depth is the indent, text is printable and has no newline. */
struct detail_sink {
	void (*line)(void *ctx, unsigned depth, const char *text);
	void *ctx;
};

/* Writes the link, IP and TCP headers with every field and option, from the frame's bytes. */
void detail_headers(int link_type, const struct frame *frame, const struct session *session,
    enum side from, const struct detail_sink *out);

/* Writes the model's data of the packet that a course has come to: the frames it acknowledges, the
 * frame that acknowledges it, the copy it retransmits, RTT, RTO, bytes in flight, window left,
 * states, notes, the RFC section of each kind of note with its first segment, and its message.
 * Refers to packets by frame number. */
void detail_context(
    const struct model *m, const struct course *course, const struct detail_sink *out);

/* Writes the figures of a whole session that need its course: completeness, throughput, use of
 * time. Each line is a name and, from the 15th cell on, a value. */
void detail_session(const struct session_facts *facts, const struct detail_sink *out);
