/* A packet as one line of JSON, and JSON strings. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model/course.h"
#include "core/model/model.h"

#define JSON_LINE 4096

/* What is known besides; each may be NULL. All borrowed. */
struct json_more {
	const char *members; /* further members of the object, written at its end: "\"at\":\"a\"" */
	/* as its frame has it: for the explanation (core/explain/explain.h) */
	const struct segment *segment;
};

/* Writes the object without a newline; fields as documented in the manual. more may be NULL.
 * Returns the length without the NUL; out should hold JSON_LINE bytes, and what the further
 * members take. */
size_t json_packet(
    const struct model *m, uint32_t packet, const struct json_more *more, char *out, size_t size);

/* What a course says about the last packet it took in, of whose sender it is: as members for the
 * `more` of json_packet. Returns the length without the NUL. */
#define JSON_COURSE 160
size_t json_course(const struct course *course, const struct model *m, char *out, size_t size);
