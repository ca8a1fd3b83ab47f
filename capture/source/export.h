/* Exports frames as a .pcap with the original link type, lengths and timestamp precision. */
#pragma once

#include <stdio.h>

#include <stdbool.h>
#include <stdint.h>

#include "capture/source/source.h"
#include "core/base/err.h"
#include "core/model/model.h"

/* Exports one session of the model; its frames are read back from `source`. An existing file is
 * replaced only with `replace`; else the call fails and *exists (may be NULL) is true. *frames (may
 * be NULL) is the number of frames written. */
struct export_target {
	const char *path;
	bool replace;
	FILE *stream; /* if not NULL, write here instead; flushed, not closed */
};
bool export_session(const struct model *m, uint32_t session, struct source *source,
    const struct export_target *target, bool *exists, uint64_t *frames, struct err *err);

/* Exports the frames of kept packets, of a session or (0) of all, that a callback chooses. */
struct export_choice {
	uint32_t session;
	bool (*wants)(void *ctx, uint32_t packet);
	void *ctx;
};
bool export_chosen(const struct model *m, const struct export_choice *choice, struct source *source,
    const struct export_target *target, bool *exists, uint64_t *frames, struct err *err);

/* Exports every frame that the source has read so far. */
bool export_all(struct source *source, const struct export_target *target, bool *exists,
    uint64_t *frames, struct err *err);

/* Writes a default file name such as "tcpviz-192.168.1.109.8886-192.168.1.178.8000.pcap" or, for
 * session 0, "tcpviz-any.pcap": letters, digits, dots and hyphens only. */
void export_default_name(
    const struct model *m, uint32_t session, const struct source *source, char *out, size_t size);
