/* Messages of the program outside its screen. */
#pragma once

#include <stdbool.h>

/* Returns true if text outside the screen must be ASCII because the locale has no UTF-8: its bytes
 * would be characters of their own there, control characters among them. */
bool told_in_ascii(void);

/* A line on standard error, with what in it is not fit to show escaped as text_clean() has it. */
void told_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
