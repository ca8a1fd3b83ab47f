/* Exports frames as pcap or pcapng, with the original link types, lengths and timestamp
 * precision. */
#pragma once

#include <stdio.h>

#include <stdbool.h>
#include <stdint.h>

#include "capture/source/source.h"
#include "core/base/err.h"
#include "core/model/model.h"

/* Where an export goes. A name that ends in .pcapng, in small or capital letters, becomes pcapng,
 * any other one pcap, which has one link type and no comments. */
struct export_target {
	const char *path;
	bool replace;
	FILE *stream; /* if not NULL, write here instead; flushed, not closed */
	/* Writes a comment for a packet of the model; "" for none. NULL: no comments but the
	 * capture's own. May read frames of the source. pcapng only. */
	void (*comment)(void *ctx, uint32_t packet, char *out, size_t size);
	void *ctx;
	const struct model *model; /* for `comment` */
};
#define EXPORT_COMMENT 8192

bool export_is_pcapng(const char *path);

/* Exports one session of the model; its frames are read back from `source`. An existing file is
 * replaced only with `replace`; else the call fails and *exists (may be NULL) is true. *frames (may
 * be NULL) is the number of frames written. */
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

/* Exports frames to a stream as pcap, as the source (borrowed) reads them. */
struct export_flow;
/* Writes the file's header. NULL with err set. */
struct export_flow *export_flow_new(struct source *source, FILE *stream, struct err *err);
/* Writes and flushes what the source has read since the last call. Write errors show in ferror() of
 * the stream. Returns false, once, with err set if frames cannot be read or exported. */
bool export_flow_more(struct export_flow *flow, struct err *err);
/* NULL is fine. */
void export_flow_free(struct export_flow *flow);

/* Writes a default file name such as "tcpviz-192.168.1.109.8886-192.168.1.178.8000.pcap" or, for
 * session 0, "tcpviz-any.pcap": letters, digits, dots and hyphens only. */
void export_default_name(
    const struct model *m, uint32_t session, const struct source *source, char *out, size_t size);
