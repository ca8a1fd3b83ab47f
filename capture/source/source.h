/* A source of frames: a device, a file or a stream, read by libpcap in a thread of its own.
 *
 * The thread decodes each frame with core/ and hands segments to the owner. Frame bytes stay in the
 * file, or in an unlinked spool file for devices and streams, and are read back by offset.
 *
 *   opened ──source_start──▶ running ──end, error or source_stop──▶ ended
 *
 * Opening uses the caller's privileges and checks everything that can be checked, because error
 * messages must come before the screen. Reading packets begins with source_start. All functions are
 * for the owner's thread. */
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

/* Failures that callers distinguish. */
enum source_failure {
	SOURCE_OK,
	SOURCE_DENIED, /* the user may not capture here; a private network may help */
	SOURCE_FAILED, /* see the message */
};

/* Prints a line per device: its number, its name, and whether it is up. */
bool source_print_devices(FILE *out, struct err *err);

#define SOURCE_DEVICES_MOST 16

enum source_direction { DIRECTION_BOTH, DIRECTION_IN, DIRECTION_OUT };

/* Devices to be captured from together. */
struct source_devices {
	/* (borrowed) Names, or numbers as source_print_devices gives them; a device that has such a
	 * number for its name comes first. */
	const char *name[SOURCE_DEVICES_MOST];
	unsigned count; /* at least 1 */
	enum source_direction direction;
	bool immediate; /* no gathering of frames in the kernel */
};

/* filter is a BPF expression as for tcpdump, or NULL for everything. The kernel applies it to
 * devices; for files and streams it is applied here, and rejected frames still count in frame
 * numbers. A wrong filter fails with libpcap's message. index becomes the `source` of struct
 * segment. On failure *out is NULL and err is set. */
enum source_failure source_open_device(
    const char *device, const char *filter, uint8_t index, struct source **out, struct err *err);
/* Several network interfaces are captured through "any", in the kernel's order of time, with its
 * cooked headers; those of one device are its own. */
enum source_failure source_open_devices(const struct source_devices *devices, const char *filter,
    uint8_t index, struct source **out, struct err *err);
/* Opens a path, or "FILE#INTERFACE": of a file, the frames of one interface by its name or number;
 * the others count as filtered. An existing file of that name comes first. A pipe, or anything else
 * that can be read only once, becomes a stream. */
enum source_failure source_open_file(
    const char *path, const char *filter, uint8_t index, struct source **out, struct err *err);
/* Opens several files as one source: one timeline, in the order of the frames' times. A folder
 * stands for the captures in it. Frames count over all of them. One path is opened as above. */
enum source_failure source_open_files(const char *const *paths, unsigned count, const char *filter,
    uint8_t index, struct source **out, struct err *err);
/* Likewise, and follows the newest file: what is written to it, then to the file that takes its
 * name or, of a folder, to those that come into it. Ends when it is stopped. */
enum source_failure source_follow_files(const char *const *paths, unsigned count,
    const char *filter, uint8_t index, struct source **out, struct err *err);
/* fd is borrowed. Blocks until the stream's header has arrived or the stream ends. */
enum source_failure source_open_stream(
    int fd, const char *filter, uint8_t index, struct source **out, struct err *err);

/* Sets a limit in bytes: on disk or, for a file, of what is read. At the limit the source ends.
 * With `ring` it continues and forgets the oldest frames of a device or stream (source_first). 0:
 * no limit; a ring still forgets on source_forget and when the disk is full. Call before
 * source_start. */
void source_bound(struct source *s, uint64_t bytes, bool ring);

/* Decodes by what the user told, which is copied. Before source_start. */
void source_decode_by(struct source *s, const struct decode_rules *rules);

/* Starts the thread. */
bool source_start(struct source *s, struct err *err);
/* Stops the thread and waits for it. Captured frames stay readable. May be called again. */
void source_stop(struct source *s);
/* Stops and frees. NULL is fine. */
void source_free(struct source *s);

/* Readable when segments wait or the status changed. Valid until source_free. */
int source_fd(const struct source *s);
/* Copies up to max segments out. Call until it returns 0 or time is up. Rearms source_fd, which
 * stays readable while segments are left. When source_status says that the source has ended, one
 * more round takes the last of them. */
size_t source_take(struct source *s, struct segment *out, size_t max);
/* Returns up to max segments in place without a copy, and their number. Valid until source_drop
 * removes that many. */
const struct segment *source_front(struct source *s, size_t max, size_t *count);
void source_drop(struct source *s, size_t count);

struct source_status {
	bool running;
	bool limited; /* ended by its limit */
	/* The disk is full: nothing is stored until there is space, which is checked periodically.
	 * A device's frames are counted meanwhile, a stream waits. `message` says what failed and
	 * what to do. */
	bool paused;
	/* Ended with `message`, such as "cut short after packet 3, byte 1234: ...". What was read
	 * before is good. */
	bool failed;
	char message[512];
	uint64_t frames;   /* read so far; in a file all of them, whatever the filter */
	uint64_t segments; /* handed to the owner */
	uint64_t filtered; /* rejected by the filter (files and streams) */
	uint64_t unfit[DECODE_RESULTS];   /* frames not handed over for another reason, by reason */
	uint64_t other[OTHER_KINDS];      /* those that are not TCP, by what they are */
	uint64_t joined;                  /* IP packets in pieces that were put together */
	uint64_t incomplete;              /* of which pieces are missing */
	uint64_t overlaps;                /* whose pieces overlap: no host takes them */
	uint64_t bytes_read, bytes_total; /* of a file; bytes_total 0: size unknown */
	/* libpcap's counters of a device, or those in a capture. */
	uint64_t kernel_drops, interface_drops;
	uint64_t ring_drops;  /* segments lost because the owner was too slow; devices only */
	uint64_t not_taken;   /* frames lost while the disk was full; devices only */
	uint64_t spool_bytes; /* on disk now */
	bool keeps_room;      /* the file system cannot free the space of forgotten frames */
};
void source_status(const struct source *s, struct source_status *out);

enum source_kind source_kind(const struct source *s);
/* Writes the descriptors of the capture sockets, at most max; returns their number, 0 for files and
 * streams. Nothing may be sent on them (capture/os/sandbox.h). */
size_t source_sockets(const struct source *s, int *out, size_t max);
/* Returns "any", "trace.pcap", "standard input". Owned by the source. */
const char *source_name(const struct source *s);
/* Returns where the frame is, of the offset of a segment: several segments may be of one frame. */
uint64_t source_offset(const struct source *s, uint64_t offset);
/* Returns how many files it has. */
unsigned source_files(const struct source *s);
/* Returns the file that a frame is from, and the frame's number there. Owned by the source. */
const char *source_file(const struct source *s, uint32_t frame, uint32_t *file_frame);
/* Returns the filter expression in force, or "". Owned by the source. */
const char *source_filter(const struct source *s);
/* Returns its interfaces, and what its captures hold beside frames. Owned by the source. */
struct interfaces;
const struct interfaces *source_interfaces(const struct source *s);
struct annex;
struct annex *source_annex(const struct source *s);
/* Returns true if a frame read so far has a comment or names its process. */
bool source_annotated(const struct source *s);
/* Returns what its segments name as their origin (core/record/origin.h). Owned by the source. */
struct origins;
const struct origins *source_origins(const struct source *s);
/* Returns the LINKTYPE_ number of its frames. */
int source_link_type(const struct source *s);
/* Returns "EN10MB (Ethernet)" in libpcap's words. Static or owned by the source. */
const char *source_link_name(const struct source *s);
/* Returns true if the source's timestamps are in ns, false if in us. */
bool source_nanoseconds(const struct source *s);
/* Returns the snap length for exported files. */
uint32_t source_snaplen(const struct source *s);

/* Forgets the frames before an offset, which must be the beginning of a stored frame; for a ring.
 * The disk space is freed with the next captured frames. */
void source_forget(struct source *s, uint64_t before);
/* Returns the offset of the oldest frame that can be read; 0: all can. Grows in a ring. */
uint64_t source_first(const struct source *s);

/* Reads a frame back; of a packet that was in pieces the whole. Its bytes are valid until the next
 * call on this source. */
bool source_read_frame(struct source *s, uint64_t offset, struct frame *out, struct err *err);

/* Calls `frame` for the frame at an offset, or for each with a piece of its packet, in order, until
 * it returns false. */
bool source_each_piece(struct source *s, uint64_t offset,
    bool (*frame)(void *ctx, const struct frame *frame), void *ctx, struct err *err);

/* Calls `frame` for every stored frame that passes the filter, in order, of any protocol, until it
 * returns false. */
bool source_each_frame(struct source *s, bool (*frame)(void *ctx, const struct frame *frame),
    void *ctx, struct err *err);
/* The same from an offset on (0: the oldest frame), which becomes that of the next frame: for
 * frames that are read as they come. */
bool source_frames_from(struct source *s, uint64_t *from,
    bool (*frame)(void *ctx, const struct frame *frame), void *ctx, struct err *err);
