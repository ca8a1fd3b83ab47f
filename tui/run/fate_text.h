/* The fate of a packet on the lab's link, in words and as JSON. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/json_writer.h"
#include "core/ladder/ladder.h"
#include "tui/run/run.h"

#define FATE_TEXT 200

/* A few words for the packet's row, where something happened to it: "lost", "held back"; else
 * empty. *lost (may be NULL) tells whether it never arrived. Returns the length. */
size_t fate_short(const struct run *run, uint32_t packet, char *out, size_t size, bool *lost);
/* The style for the packet's row: with what became of it, which is kept in text. */
struct ladder_style fate_style(
    const struct run *run, uint32_t packet, const struct ladder_style *style, char text[FATE_TEXT]);
/* A sentence for its details: "lost on the way: by rule 1, drop a>b data 3", "delivered after 20.1
 * ms"; empty where nothing is known. Returns the length. */
size_t fate_long(const struct run *run, uint32_t packet, char *out, size_t size);
/* The value of the member "fate": an object, or null. */
void fate_json(struct json_writer *j, const struct run *run, uint32_t packet);
