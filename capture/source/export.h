/* Export of packets as a .pcap with the original link type, lengths and timestamp precision. */
#pragma once

#include <stdio.h>

#include <stdbool.h>
#include <stdint.h>

#include "capture/source/source.h"
#include "core/base/err.h"
#include "core/model/model.h"

/* One session of the model, its frames read back from `source`. An existing file is replaced only
 * with `replace`; else the call fails and *exists (may be NULL) says that this was why. *frames
 * (may be NULL) is how many were written. */
struct export_target {
	const char *path;
	bool replace;
	FILE *stream; /* when not NULL it is written here instead; flushed, not closed */
};
bool export_session(const struct model *m, uint32_t session, struct source *source,
    const struct export_target *target, bool *exists, uint64_t *frames, struct err *err);

/* Every frame that the source has read so far. */
bool export_all(struct source *source, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err);

/* Writes "tcpviz-192.168.1.109.8886-192.168.1.178.8000.pcap" or, for session 0,
 * "tcpviz-any.pcap"-like names: letters, digits, dot and hyphen only. */
void export_default_name(
    const struct model *m, uint32_t session, const struct source *source, char *out, size_t size);
