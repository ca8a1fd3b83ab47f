/* The label of a segment in tcpdump's notation, in parts that a narrow screen drops, the least
 * important first. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

/* Writes "S.", "P.", "." or "none", in tcpdump's order; out should hold 12 bytes. Returns the
 * length. */
size_t label_flags(uint16_t flags, char *out, size_t size);

/* Writes "[P.] seq 1:6, ack 1, win 65536, options [nop,nop,TS val 1 ecr 2], length 5", as much as
 * fits in `cells` (0: everything). Numbers are raw with raw_seq, otherwise relative, except those
 * of a SYN, which tcpdump always writes raw. options is their text (core/decode/tcpopt.h) or NULL.
 * Parts that do not fit are dropped one by one: options, length, then the ACK number and the window
 * if there is a sequence range, otherwise the window and the ACK number. A window of unknown scale
 * is marked. Returns the length in bytes, which is that in cells: the text is ASCII. */
size_t label_format(const struct model *m, uint32_t packet, bool raw_seq, const char *options,
    unsigned cells, char *out, size_t size);

/* Returns the cells of the parts that should stay beside a note: flags, sequence range, ACK number
 * and window; *least becomes those without the ACK number, and without a window of unknown scale,
 * if there is a sequence range. */
unsigned label_core_cells(const struct model *m, uint32_t packet, bool raw_seq, unsigned *least);
