/* Bytes of unknown origin made fit to show: nothing written here can move a cursor, colour a screen
 * or end a line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

/* Cells that valid UTF-8 text takes on a terminal (wide characters two, combining ones none). */
unsigned text_width(const char *utf8);

/* The longest prefix of utf8 that fits in cells; returns its length in bytes and, when used is not
 * NULL, the cells it takes. Never splits a character from its combining marks. */
size_t text_fit(const char *utf8, unsigned cells, unsigned *used);

/* Writes one line of at most `cells` cells that shows the bytes as UTF-8: control bytes as "\n",
 * "\t", "\r", "\0" or "\x1b", bytes that are not valid UTF-8 as "\xff", a backslash as "\\", bidi
 * controls and other format characters as "\u{202e}", and so private and unassigned characters and
 * marks with nothing to stand on; anything not ASCII as "\u{...}" when ascii is set. When it does
 * not all fit, the line ends in an ellipsis ("…", or "..." in ascii). Returns how many input bytes
 * the line shows whole; out is always terminated. */
size_t text_line(struct bytes in, bool ascii, unsigned cells, char *out, size_t size);

/* The same for the whole of a text that is to be shown on its own, as a name in a message:
 * backslashes stay, so that what was written here once comes out the same again. Cut where there is
 * no room, never within a character. Returns the length. */
size_t text_clean(const char *text, bool ascii, char *out, size_t size);

/* As text_line, but fills the line with what fits and puts no ellipsis: for wrapping. Breaks after
 * a newline, which is shown. Returns the bytes consumed, at least 1 while any are left: where the
 * line is too narrow for what comes next a "?" stands for it. */
size_t text_wrap(struct bytes in, bool ascii, unsigned cells, char *out, size_t size);

/* One line of a hex dump: "0010  31 31 31 31 31 ...  11111...". per_line is at most 16; offset is
 * what the first byte is numbered as. Returns the bytes consumed. */
size_t text_hex(struct bytes in, size_t offset, unsigned per_line, char *out, size_t size);
/* Cells that a whole hex line of per_line bytes takes; offsets over 0xffff take a cell more for
 * each digit over four. */
unsigned text_hex_width(unsigned per_line);
