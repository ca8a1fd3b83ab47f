/* A filter expression (pcap-filter(7)) for frames of any link type. One thread at a time. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"
#include "core/decode/decode.h"

struct filters;

/* Compiles the expression for a link type. Returns NULL with libpcap's message in err. */
struct filters *filters_new(const char *expression, int link_type, struct err *err);
/* NULL is fine. */
void filters_free(struct filters *filters);

/* Returns true if the frame passes. No frame does of a link type for which the expression has no
 * meaning, such as one without VLANs for "vlan 5". */
bool filters_pass(struct filters *filters, const struct frame *frame);

/* Sets err to libpcap's words about an expression. Always returns false. */
bool filters_explain(const char *expression, const char *words, struct err *err);
