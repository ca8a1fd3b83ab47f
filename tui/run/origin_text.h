/* Where a packet comes from, and what its capture's author noted beside it. */
#pragma once

#include <stdint.h>

#include "core/base/json_writer.h"
#include "tui/run/run_state.h"

struct frame;

/* Returns the name of an interface of the source, as the capture has it: not fit to show. Owned by
 * the source, or static. */
const char *origin_interface_name(const struct run *run, uint16_t interface);
/* The same for a packet's; NULL if the source has only one. */
const char *origin_interface(const struct run *run, uint32_t packet);

/* Writes the members "file" and "file_frame", "interface",
 * "comment" and "process", those that there are; reads the frame
 * only if some frame of the source has notes. */
#define ORIGIN_JSON 40960
void origin_json(struct json_writer *j, struct run *run, uint32_t packet);

/* Calls `line` for the same as text, printable and in single lines. */
void origin_lines(const struct run *run, uint32_t packet, const struct frame *frame,
    void (*line)(void *ctx, const char *text), void *ctx);
