/* Escapes in typed messages: \n \r \t \0 \e \\ and \xNN. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* Writes the bytes that the text stands for; out must hold strlen(text) of them, *len says how
 * many. False with err set when an escape is not one of those above. */
bool escape_decode(const char *text, uint8_t *out, size_t *len, struct err *err);
