/* Text in bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Returns true if bytes hold a text that is not empty; case counts if the text has a capital
 * letter. */
bool text_holds(const char *text, const void *bytes, size_t len);
