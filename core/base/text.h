/* Makes bytes of unknown origin safe to show: nothing written here can move a cursor, colour a
 * screen or end a line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

/* Returns the terminal cells that valid UTF-8 text takes (wide characters two, combining ones
 * none). */
unsigned text_width(const char *utf8);

/* Returns the length in bytes of the longest prefix of utf8 that fits in cells; *used, when not
 * NULL, becomes the cells it takes. Never splits a character from its combining marks. */
size_t text_fit(const char *utf8, unsigned cells, unsigned *used);

/* Writes one line of at most `cells` cells that shows the bytes as UTF-8. Escaped are control bytes
 * as "\n", "\t", "\r", "\0" or "\x1b"; bytes that are not valid UTF-8 as "\xff"; a backslash as
 * "\\"; bidi controls and other format characters, private and unassigned characters, and marks
 * without a base as "\u{202e}"; with ascii, every character that is not ASCII as "\u{...}". When
 * not everything fits, the line ends in an ellipsis ("…", or "..." with ascii). Returns how many
 * input bytes the line shows in full. out is always terminated. */
size_t text_line(struct bytes in, bool ascii, unsigned cells, char *out, size_t size);

/* Does the same for a whole text that is shown on its own, such as a name in a message. Backslashes
 * stay as they are, so cleaning a text twice changes nothing more. Cuts at the end of the buffer,
 * never within a character. Returns the length. */
size_t text_clean(const char *text, bool ascii, char *out, size_t size);

/* Like text_line, for wrapping: fills the line with what fits and writes no ellipsis. Breaks after
 * a newline, which is shown. Returns the bytes consumed, at least 1 while any are left: if the line
 * is too narrow for the next unit, a "?" stands for it. */
size_t text_wrap(struct bytes in, bool ascii, unsigned cells, char *out, size_t size);

/* Writes one line of a hex dump: "0010  31 31 31 31 31 ...  11111...". per_line is at most 16;
 * offset is the number of the first byte. Returns the bytes consumed. */
size_t text_hex(struct bytes in, size_t offset, unsigned per_line, char *out, size_t size);
/* Returns the cells that a full hex line of per_line bytes takes. Offsets over 0xffff take one more
 * cell for each digit beyond four. */
unsigned text_hex_width(unsigned per_line);
