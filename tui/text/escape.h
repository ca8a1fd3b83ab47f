/* Escapes in typed messages: \n \r \t \0 \e \\ and \xNN. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* Writes the bytes that the text stands for and sets *len; out must hold strlen(text) bytes.
 * False with err set if an escape is not one of those above. */
bool escape_decode(const char *text, uint8_t *out, size_t *len, struct err *err);
