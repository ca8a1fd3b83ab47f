/* A packet, and where its session stands, as members of one JSON object. */
#pragma once

#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/model/course.h"
#include "core/model/model.h"

/* What json_packet() and json_course() write fits in this, with the braces around it. */
#define JSON_LINE 4096

/* Adds the members that the manual documents to the object that is open; none for a packet that is
 * not kept. The segment is as its frame has it, for the explanation (core/explain/explain.h), or
 * NULL. */
void json_packet(
    struct json_writer *j, const struct model *m, uint32_t packet, const struct segment *segment);

/* Adds what a course says about the last packet it took in, of whose sender it is; nothing where
 * that packet is not kept. */
void json_course(struct json_writer *j, const struct model *m, const struct course *course);
