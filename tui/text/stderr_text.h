/* Messages outside the screen. */
#pragma once

#include <stdbool.h>

/* Returns true if text outside the screen must be ASCII because the locale is not UTF-8: in
 * another locale UTF-8 bytes are other characters, control characters among them. */
bool stderr_is_ascii(void);

/* Prints a line on standard error; text_clean() escapes unprintable characters. */
void stderr_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
