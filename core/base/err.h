/* Error text, made where a thing fails and carried up by the caller. */
#pragma once

#include <stdbool.h>

/* A failure in words: what failed, on what, why, and what to do about it. One line, no newline at
 * the end, safe to show (never holds bytes from the network). Owned by the caller, who may leave it
 * uninitialised; it is written only on failure. */
struct err {
	char text[512];
};

/* Writes the message, with what in it is not fit to show (in a file's name) escaped as text_clean()
 * has it. err may be NULL. Always returns false, so that a function can
 * `return err_set(err, "cannot open %s: %s", path, reason);`. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "context: " in front of a message made further down. Always returns false. */
bool err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Compilers and analysers look into no other file: here they see that both return false. */
static inline bool err_false(bool set)
{
	(void)set;
	return false;
}
#define err_set(...) err_false(err_set(__VA_ARGS__))
#define err_prefix(...) err_false(err_prefix(__VA_ARGS__))
