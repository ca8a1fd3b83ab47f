/* The kernels' views of a connection, as lines and as JSON. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/explain/detail.h"
#include "tui/run/run_state.h"

/* Writes lines for the details: state, windows, RTT, RTO and retransmissions of each end that
 * is known. */
void kernel_lines(const struct run *run, uint32_t packet, const struct detail_sink *out);
/* Writes the value of the JSON member "kernel": {"a":{...},"b":null} by the sides of the
 * session, or null. */
void kernel_json(struct json_writer *j, const struct run *run, uint32_t packet);

/* Returns the newest view of a side of the session at or before a packet, or NULL. *at (at may
 * be NULL): the packet of that view. */
const struct kernel_view *kernel_view_near(
    const struct run *run, uint32_t packet, enum side side, uint32_t *at);
