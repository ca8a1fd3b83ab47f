/* Error text, written where an operation fails and passed up by the callers. */
#pragma once

#include <stdbool.h>

/* An error message: which operation failed, on which object, why, and what to do about it. One line
 * without a newline, safe to show (never holds bytes from the network). The caller owns it and may
 * leave it uninitialised; only a failure writes it. */
struct err {
	char text[512];
};

/* Writes the message. Characters that are not fit to show (in a file's name) are escaped as by
 * text_clean(). err may be NULL. Always returns false, to allow `return err_set(err, "cannot open
 * %s: %s", path, reason);`. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "context: " in front of a message that a callee wrote. Always returns false. */
bool err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Compilers and analysers do not see other files' function bodies; these macros show them that both
 * return false. */
static inline bool err_false(bool set)
{
	(void)set;
	return false;
}
#define err_set(...) err_false(err_set(__VA_ARGS__))
#define err_prefix(...) err_false(err_prefix(__VA_ARGS__))
