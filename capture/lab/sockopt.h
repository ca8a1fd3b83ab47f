/* The socket options that a scenario may set, by name. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* Returns false if there is no option of that name. */
bool sockopt_find(const char *name, size_t *option);
/* Parses a value: "on", "5s", "64kib", "3". */
bool sockopt_parse(size_t option, const char *word, int64_t *value, struct err *err);
/* Sets the option. Returns false with errno on failure. */
bool sockopt_set(int fd, size_t option, int64_t value);

/* Return the name and help of the n-th option, for the documentation; NULL after the last.
 * Static. */
const char *sockopt_name(size_t option);
const char *sockopt_help(size_t option);
