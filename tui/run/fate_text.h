/* A packet's fate on the lab's link, as text and as JSON. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/ladder/ladder.h"
#include "tui/run/run.h"

#define FATE_TEXT 200

/* Writes a few words for the packet's row if its fate is not plain delivery: "lost", "delayed";
 * else nothing. *lost (may be NULL): the packet never arrived. Returns the length. */
size_t fate_short(const struct run *run, uint32_t packet, char *out, size_t size, bool *lost);
/* Returns the style for the packet's row, with its fate, which is stored in text. */
struct ladder_style fate_style(
    const struct run *run, uint32_t packet, const struct ladder_style *style, char text[FATE_TEXT]);
/* Writes a sentence for the packet's details: "dropped by rule 1, drop a>b data 3", "delivered
 * after 20.1 ms"; nothing if the fate is not known. Returns the length. */
size_t fate_long(const struct run *run, uint32_t packet, char *out, size_t size);
/* Writes the value of the JSON member "fate": an object, or null. */
void fate_json(struct json_writer *j, const struct run *run, uint32_t packet);
