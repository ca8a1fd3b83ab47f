/* A packet, and the state of its session at that packet, as members of a JSON object. */
#pragma once

#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/model/course.h"
#include "core/model/model.h"

/* Bytes that hold the text of json_packet() and json_course(), with the braces around it. */
#define JSON_LINE 4096

/* Adds the members that the manual documents to the open object; none for a packet that is not
 * kept. segment is decoded from the packet's frame, for the explanation (core/explain/explain.h),
 * or NULL. */
void json_packet(
    struct json_writer *j, const struct model *m, uint32_t packet, const struct segment *segment);

/* Writes a member: a time since the epoch in ns as "2015-09-25T11:12:16.501177000Z". */
void json_member_time(struct json_writer *j, const char *key, int64_t ns);

/* Adds the course's data of its last packet and that packet's sender; none if the packet is not
 * kept. */
void json_course(struct json_writer *j, const struct model *m, const struct course *course);
