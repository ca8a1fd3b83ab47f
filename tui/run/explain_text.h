/* The explanation of a packet with what the lab knows of it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/explain/explain.h"
#include "tui/run/run.h"

/* Bytes of the longest such text, with NUL. */
#define EXPLAIN_LAB_TEXT (EXPLAIN_TEXT + 512)

/* Writes the explanation of run_explain(), and in the lab what the link did with the packet, unless
 * it was plainly delivered, and what its sender's kernel reported with it: the recovery state, the
 * congestion window and what limited the sender. Returns the length. */
size_t explain_with_lab(struct run *run, uint32_t packet, char *out, size_t size);
