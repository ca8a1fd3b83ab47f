/* A source of frames: a device, a file or a stream, read by libpcap in a thread of its own.
 *
 * The thread decodes each frame with core/ and hands segments over; the owner drains them. Frame
 * bytes stay in the file, or in an unlinked spool file for devices and streams, and are read
 * back by offset.
 *
 *   opened ──source_start──▶ running ──end, error or source_stop──▶ ended
 *
 * Opening happens with the caller's privileges and checks all that can be checked, so that messages
 * come before the screen. Parsing of packets begins with source_start. All functions are for the
 * owner's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"
#include "core/decode/decode.h"
#include "core/record/segment.h"

struct source;

enum source_kind { SOURCE_DEVICE, SOURCE_FILE, SOURCE_STREAM };

/* What went wrong when opening, where callers act on it. */
enum source_failure {
	SOURCE_OK,
	SOURCE_DENIED, /* the user may not capture here: another network may do */
	SOURCE_FAILED, /* see the message */
};

/* Prints what can be captured on, a line each: the name, and whether it is up. */
bool source_print_devices(FILE *out, struct err *err);

/* filter is a BPF expression as tcpdump takes it, or NULL for everything. The kernel applies it for
 * devices; for files and streams it is applied here, so that frames it leaves out still count in
 * frame numbers. A wrong one fails with libpcap's own message. index becomes struct segment's
 * `source`. On failure *out is NULL and err is set. */
enum source_failure source_open_device(
    const char *device, const char *filter, uint8_t index, struct source **out, struct err *err);
/* A path that is a pipe or another thing that can be read only once becomes a stream. */
enum source_failure source_open_file(
    const char *path, const char *filter, uint8_t index, struct source **out, struct err *err);
/* fd is read but not owned. Blocks until the stream's header has come or the stream ends. */
enum source_failure source_open_stream(
    int fd, const char *filter, uint8_t index, struct source **out, struct err *err);

/* Takes at most so many bytes: on disk, of a file what is read of it. Then it ends; in a ring it
 * goes on, and of a device or a stream the oldest frames are forgotten (source_first). 0: no limit;
 * a ring may still be told what to forget (source_forget), and forgets where the disk is full.
 * Before source_start. */
void source_bound(struct source *s, uint64_t bytes, bool ring);

/* Starts the thread. */
bool source_start(struct source *s, struct err *err);
/* Stops the thread and waits for it; what was captured stays readable. Safe to call again. */
void source_stop(struct source *s);
/* Stops and frees. NULL is fine. */
void source_free(struct source *s);

/* Readable when segments wait or the state changed; valid until source_free. */
int source_fd(const struct source *s);
/* Takes up to max segments. Call until it gives 0 or time is up; rearms source_fd, which stays
 * readable while segments are left. When source_status says that it no longer runs, one more round
 * takes the last of them. */
size_t source_take(struct source *s, struct segment *out, size_t max);
/* The same without a copy: the next segments where they lie, up to max, and how many; valid until
 * source_drop says that so many of them are taken. */
const struct segment *source_front(struct source *s, size_t max, size_t *count);
void source_drop(struct source *s, size_t count);

struct source_status {
	bool running;
	bool limited; /* ended by its limit */
	/* The disk is full: nothing is taken until there is room, which is found out by itself. A
	 * device's frames are counted meanwhile, a stream waits. `message` says what
	 * and what to do. */
	bool paused;
	/* Ended by `message`, as "cut short after packet 3, byte 1234: ..."; what came
	 * before is good. */
	bool failed;
	char message[512];
	uint64_t frames;                /* read so far, every one of a file, whatever the filter */
	uint64_t segments;              /* handed over */
	uint64_t filtered;              /* frames that the filter left out (files and streams) */
	uint64_t unfit[DECODE_RESULTS]; /* frames not handed over for another reason, by reason */
	uint64_t bytes_read, bytes_total;       /* of a file; total 0 where there is no size */
	uint64_t kernel_drops, interface_drops; /* libpcap's counters; devices only */
	uint64_t ring_drops;  /* segments that the owner was too slow for; devices only */
	uint64_t not_taken;   /* frames that came while the disk was full; devices only */
	uint64_t spool_bytes; /* on disk now */
	bool keeps_room;      /* the file system takes nothing back of what is forgotten */
};
void source_status(const struct source *s, struct source_status *out);

enum source_kind source_kind(const struct source *s);
/* "any", "trace.pcap", "standard input". Owned by the source. */
const char *source_name(const struct source *s);
/* The expression in force, or "". Owned by the source. */
const char *source_filter(const struct source *s);
/* LINKTYPE_ number of its frames. */
int source_link_type(const struct source *s);
/* "EN10MB (Ethernet)" in libpcap's words. Static or owned by the source. */
const char *source_link_name(const struct source *s);
/* Whether timestamps are in ns rather than us, as the source has them. */
bool source_nanoseconds(const struct source *s);
/* Snap length to put into exported files. */
uint32_t source_snaplen(const struct source *s);

/* Lets frames go that lie before an offset, where a frame that was kept begins; for a ring. The
 * disk space is given back with what is captured next. */
void source_forget(struct source *s, uint64_t before);
/* The oldest frame that can still be read; 0: all can. May move on by itself in a ring. */
uint64_t source_first(const struct source *s);

/* Reads a frame back. The bytes are valid until the next call on this source. */
bool source_read_frame(struct source *s, uint64_t offset, struct frame *out, struct err *err);

/* Calls `frame` for every frame so far that is kept and passes the filter, in order, whatever its
 * protocol; stops when it returns false. */
bool source_each_frame(struct source *s, bool (*frame)(void *ctx, const struct frame *frame),
    void *ctx, struct err *err);
