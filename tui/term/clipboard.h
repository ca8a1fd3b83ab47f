/* Text for the terminal's clipboard, by the OSC 52 sequence. */
#pragma once

#include <stddef.h>

/* Bytes that the sequence for a text of len bytes takes, its NUL included. */
#define CLIPBOARD_SIZE(len) (((len) + 2) / 3 * 4 + 10)

/* Writes the sequence; out must hold CLIPBOARD_SIZE(len). Returns its length. */
size_t clipboard_sequence(const char *text, size_t len, char *out);
