/* The kernels' views of the connection at a packet's ends, in lines and as JSON. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/explain/detail.h"
#include "tui/run/run_state.h"

/* Lines for the details: state, windows, round trip times, retransmissions, of each end
 * that is known. */
void kernel_lines(const struct run *run, uint32_t packet, const struct detail_sink *out);
/* The value of the member "kernel": {"a":{...},"b":null} by the sides of the session, or
 * null. */
void kernel_json(struct json_writer *j, const struct run *run, uint32_t packet);

/* The newest view of a side of the session at or before a packet, NULL: none. *at, where not NULL,
 * is the packet that it belongs to. */
const struct kernel_view *kernel_view_near(
    const struct run *run, uint32_t packet, enum side side, uint32_t *at);
