/* A segment in tcpdump's notation, in pieces that a narrow screen can drop from the least telling on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model.h"

struct label_style {
	bool raw; /* raw sequence numbers; else relative, the ISN itself raw, as tcpdump has it */
	bool
	    scaled_only; /* unused windows: false prints "win 502 (scale unknown)" where it is so */
};

/* "S.", "P.", "." or "none"; out should hold 12 bytes. Order as tcpdump's: F S R P . U E W e. */
size_t label_flags(uint16_t flags, char *out, size_t size);

/* "[P.] seq 1:6, ack 1, win 65536, options [nop,nop,TS val 1 ecr 2], length 5", as much as fits in
 * `cells` (0: everything). options is the text of the options or NULL; it is dropped first, then length,
 * win and ack. notes, when set, follow as " ‹retransmission›"-like words and are dropped last but flags and
 * seq. Returns the length in bytes without the NUL. The text is printable ASCII. */
size_t label_format(const struct model *m, uint32_t packet, const struct label_style *style,
    const char *options, unsigned cells, char *out, size_t size);
