/* The OSC 52 sequence, which copies text to the terminal's clipboard. */
#pragma once

#include <stddef.h>

/* Bytes of the sequence for a text of len bytes, including its NUL. */
#define CLIPBOARD_SIZE(len) (((len) + 2) / 3 * 4 + 10)

/* Writes the sequence; out must hold CLIPBOARD_SIZE(len). Returns its length. */
size_t clipboard_sequence(const char *text, size_t len, char *out);
