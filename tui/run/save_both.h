/* Saves the packets of every vantage point in a file each: "x.pcap" becomes "x-a.pcap" and
 * "x-b.pcap". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/source/export.h"
#include "tui/run/run.h"

/* Writes the file name for one vantage point. */
void save_both_name(
    const struct run *run, unsigned vantage, const char *path, char *out, size_t size);
/* Writes the files: a session of the current vantage point with its counterparts, or, for
 * session 0, all packets. As in export.h; nothing is written if any of the files exists and may
 * not be replaced. frames counts all frames. False with err set. */
bool save_both(struct run *run, uint32_t session, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err);
