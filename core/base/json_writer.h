/* JSON written value by value into a buffer (core/base/writer.h), without blanks.
 *
 * Commas, quotes and escapes are put here, and nowhere else. The nesting is asserted: a member has
 * a key and a value, an element has no key, what begins ends. Nothing is allocated. What does not
 * fit in the buffer is left out, as with any writer: the caller gives it room for the whole. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/writer.h"

/* Objects and arrays within each other, at most. */
#define JSON_DEPTH_MAX 32

struct json_writer {
	struct writer *out; /* (borrowed) */
	uint32_t objects; /* a bit for each level that is open, the innermost lowest; set: object */
	uint8_t depth;    /* levels that are open */
	bool comma;       /* the next key or element follows another one */
	bool keyed;       /* a key waits for its value */
};

struct json_writer json_begin(struct writer *out);
/* The value is complete: asserts that every object and array has ended. */
void json_finish(const struct json_writer *j);

/* Keys are literals of the program: asserted to need no escape. Only directly within an object. */
void json_key(struct json_writer *j, const char *key);

/* Each of these is a whole value, an element of an array, or the value of the last key. */
void json_object(struct json_writer *j);
void json_array(struct json_writer *j);
/* Ends the innermost object or array. */
void json_end(struct json_writer *j);
/* UTF-8; a byte that is not valid there becomes U+FFFD, a control character its escape. */
void json_string(struct json_writer *j, const char *text);
void json_number(struct json_writer *j, int64_t number);
void json_unsigned(struct json_writer *j, uint64_t number);
void json_bool(struct json_writer *j, bool value);
void json_null(struct json_writer *j);

/* A member: key and value. */
void json_member_object(struct json_writer *j, const char *key);
void json_member_array(struct json_writer *j, const char *key);
void json_member_string(struct json_writer *j, const char *key, const char *text);
void json_member_number(struct json_writer *j, const char *key, int64_t number);
void json_member_unsigned(struct json_writer *j, const char *key, uint64_t number);
void json_member_bool(struct json_writer *j, const char *key, bool value);
void json_member_null(struct json_writer *j, const char *key);
/* The number, or null where it is negative: not known. */
void json_member_known(struct json_writer *j, const char *key, int64_t number);
