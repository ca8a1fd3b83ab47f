/* Saves the packets of every vantage point, each in a file of its own: "x.pcap" becomes "x-a.pcap"
 * and "x-b.pcap". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/source/export.h"
#include "tui/run/run.h"

/* The name of the file for one of them. */
void save_both_name(
    const struct run *run, unsigned vantage, const char *path, char *out, size_t size);
/* Writes them: a session of the current vantage point with its counterparts, or, for session 0,
 * everything. As in export.h, but nothing is written when any of the files exists and may not be
 * replaced. frames counts all of them. */
bool save_both(struct run *run, uint32_t session, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err);
