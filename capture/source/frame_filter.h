/* A BPF expression applied to frames that have been captured. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"
#include "core/decode/decode.h"

struct frame_filter;

/* Compiles an expression for frames of a link type (LINKTYPE_ number). Returns NULL with libpcap's
 * message in err if it is wrong. */
struct frame_filter *frame_filter_new(int link_type, const char *expression, struct err *err);
/* NULL is allowed. */
void frame_filter_free(struct frame_filter *f);

/* Returns true if the frame passes. */
bool frame_filter_passes(const struct frame_filter *f, const struct frame *frame);
