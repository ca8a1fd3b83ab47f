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

/* Parts dropped from a label. Each step drops more than the one before, so that a wider screen
 * never shows less. */
enum label_less {
	LABEL_WHOLE,
	LABEL_NO_FILLER, /* options one by one, nop first */
	LABEL_NO_TIMESTAMP,
	LABEL_NO_OTHER_OPTION,
	LABEL_NO_SACK_PERMITTED,
	LABEL_NO_WSCALE,
	LABEL_NO_MSS,
	LABEL_NO_OPTION, /* SACK blocks last */
	LABEL_NO_WIN,
	LABEL_NO_END, /* of the sequence range; the length gives it */
	LABEL_NO_ACK, /* only of segments with data */
	LABEL_NO_LENGTH,
	LABEL_ONE_NUMBER, /* the ACK number goes if there is a sequence number */
	LABEL_FLAGS,
};

/* A label in parts. */
struct label {
	char flags[12], seq[16], end[16], ack[16], win[40], length[16];
	const char *options; /* (borrowed) */
	bool data;
};

/* Formats the parts of a packet that is kept. Numbers are raw with raw_seq, otherwise relative,
 * except those of a SYN, which tcpdump always writes raw. options is their text
 * (core/decode/tcpopt.h) or NULL. A window of unknown scale is marked. */
void label_read(
    struct label *l, const struct model *m, uint32_t packet, bool raw_seq, const char *options);
/* Leaves flags and length only. */
void label_quieten(struct label *l);
/* Joins the parts that are not dropped; the length only if wanted. Returns the length in bytes,
 * which is that in cells: the text is ASCII. */
size_t label_write(
    const struct label *l, enum label_less less, bool length, char *out, size_t size);

/* Writes "[P.] seq 1:6, ack 1, win 65536, options [nop,nop,TS val 1 ecr 2], length 5", as much as
 * fits in `cells` (0: everything). Returns the length. */
size_t label_format(const struct model *m, uint32_t packet, bool raw_seq, const char *options,
    unsigned cells, char *out, size_t size);
