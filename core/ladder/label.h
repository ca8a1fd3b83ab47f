/* A segment in tcpdump's notation, in pieces that a narrow screen can drop from the
 * least telling on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

/* "S.", "P.", "." or "none", in tcpdump's order; out should hold 12 bytes. Returns the length. */
size_t label_flags(uint16_t flags, char *out, size_t size);

/* "[P.] seq 1:6, ack 1, win 65536, options [nop,nop,TS val 1 ecr 2], length 5", as much as fits in
 * `cells` (0: everything). Numbers are raw with raw_seq, else relative, but those of a SYN, as
 * tcpdump has it: that is where the others count from. options is their text (core/decode/tcpopt.h)
 * or NULL. What does not fit is left out piece by piece: options first, then length; then, where it
 * has a sequence range, acknowledgement and window, else window and acknowledgement. Where the
 * scale is not known the window says so. Returns the length in bytes, which is that in cells: the
 * text is ASCII. */
size_t label_format(const struct model *m, uint32_t packet, bool raw_seq, const char *options,
    unsigned cells, char *out, size_t size);

/* The cells of what should stand beside a remark: flags, sequence range, acknowledgement and
 * window; *least: of the same without the acknowledgement, and without a window of unknown scale,
 * where it has a sequence range. */
unsigned label_core_cells(const struct model *m, uint32_t packet, bool raw_seq, unsigned *least);
