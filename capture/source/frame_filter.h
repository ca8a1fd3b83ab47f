/* A BPF expression (pcap-filter(7)) applied to frames that have been captured, of any link types.
 * One thread at a time. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"
#include "core/decode/decode.h"

struct frame_filter;

/* Compiles an expression for a link type (LINKTYPE_ number); for others it is compiled when a frame
 * needs it. Returns NULL with libpcap's message in err if it is wrong. */
struct frame_filter *frame_filter_new(int link_type, const char *expression, struct err *err);
/* NULL is allowed. */
void frame_filter_free(struct frame_filter *f);

/* Returns true if the frame passes. No frame does of a link type for which the expression has no
 * meaning, such as one without VLANs for "vlan 5". */
bool frame_filter_passes(struct frame_filter *f, const struct frame *frame);
