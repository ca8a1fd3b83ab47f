/* A packet's line of --json, as far as the core writes it, for tests. */
#pragma once

#include "core/ladder/packet_json.h"

/* Returns the length. */
static inline size_t json_line(const struct model *m, uint32_t packet, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	struct json_writer j = json_begin(&w);
	json_object(&j);
	json_packet(&j, m, packet, NULL);
	json_end(&j);
	json_finish(&j);
	return w.len;
}

/* The same with what its session's course says, and nothing else. */
static inline size_t json_course_line(
    const struct model *m, const struct course *course, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	struct json_writer j = json_begin(&w);
	json_object(&j);
	json_course(&j, m, course);
	json_end(&j);
	json_finish(&j);
	return w.len;
}
