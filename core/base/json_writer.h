/* Writes JSON value by value into a buffer (core/base/writer.h), without blanks.
 *
 * The writer alone adds commas, quotes and escapes. It asserts the nesting: a member has a key and
 * a value, an element has no key, every object and array ends. It allocates nothing. Like any
 * writer, it leaves out what does not fit, so the caller provides space for the complete text. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/writer.h"

/* The most objects and arrays within each other. */
#define JSON_DEPTH_MAX 32

struct json_writer {
	struct writer *out; /* (borrowed) */
	uint32_t objects;   /* a bit for each open level, the innermost lowest; set: object */
	uint8_t depth;      /* open levels */
	bool comma;         /* the next key or element follows another one */
	bool keyed;         /* a key was written, its value was not */
};

struct json_writer json_begin(struct writer *out);
/* Asserts that every object and array has ended. */
void json_finish(const struct json_writer *j);

/* Writes a key; only directly within an object. Keys are string literals; asserts that they need no
 * escape. */
void json_key(struct json_writer *j, const char *key);

/* Each call from here writes one value: the document, an element of an array, or a key's value. */
void json_object(struct json_writer *j);
void json_array(struct json_writer *j);
/* Ends the innermost object or array. */
void json_end(struct json_writer *j);
/* Writes UTF-8. An invalid byte becomes U+FFFD, a control character its escape. */
void json_string(struct json_writer *j, const char *text);
/* Writes bytes as a string in base64. */
void json_base64(struct json_writer *j, const uint8_t *at, size_t len);
void json_number(struct json_writer *j, int64_t number);
/* Writes number / 10^digits exactly, without zeros at the end; digits at most 18. */
void json_decimal(struct json_writer *j, int64_t number, unsigned digits);
void json_unsigned(struct json_writer *j, uint64_t number);
void json_bool(struct json_writer *j, bool value);
void json_null(struct json_writer *j);

/* Each call from here writes a member: key and value. */
void json_member_object(struct json_writer *j, const char *key);
void json_member_array(struct json_writer *j, const char *key);
void json_member_string(struct json_writer *j, const char *key, const char *text);
void json_member_number(struct json_writer *j, const char *key, int64_t number);
void json_member_decimal(struct json_writer *j, const char *key, int64_t number, unsigned digits);
void json_member_unsigned(struct json_writer *j, const char *key, uint64_t number);
void json_member_bool(struct json_writer *j, const char *key, bool value);
void json_member_null(struct json_writer *j, const char *key);
/* Writes the number, or null if it is negative, which means unknown. */
void json_member_known(struct json_writer *j, const char *key, int64_t number);
