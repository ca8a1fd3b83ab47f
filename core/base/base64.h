/* Bytes as text in base64 (RFC 4648, 4). */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Returns the characters of that many bytes, with padding and without a NUL. */
#define BASE64_TEXT(bytes) (((bytes) + 2) / 3 * 4)

/* Writes BASE64_TEXT(len) characters and a NUL. */
void base64_write(const uint8_t *at, size_t len, char *out);
