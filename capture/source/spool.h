/* Frames of a device or a stream, kept in a file that has no name and is gone with the process.
 *
 * Bounded on request: then the oldest frames make room for new ones, and the file system gets back
 * where they lay. A full disk is no failure: what was written stays, what waits is kept, and the
 * writer may try again. Offsets count everything ever written. One thread writes; what may be asked
 * from others says so. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/decode/decode.h"

struct spool;

/* In $TMPDIR or /tmp. dlt is libpcap's link type. NULL with err set on failure. */
struct spool *spool_new(int dlt, struct err *err);
void spool_free(struct spool *spool);

/* At most so many bytes are kept (0: no limit), but for the newest frame. ring: the oldest frames
 * make room, also where the disk is full; else the limit is only for spool_fits() to tell. Before
 * anything is written. */
void spool_bound(struct spool *spool, uint64_t limit, bool ring);

/* A second descriptor, for reading, with a position of its own; the caller's from now
 * on. Call once. */
int spool_take_reader(struct spool *spool);

enum spool_result {
	SPOOL_DONE,
	SPOOL_FULL,   /* the disk is, for now: nothing is lost, the same call may succeed later */
	SPOOL_BROKEN, /* writing failed in another way, for good; err is set */
};

/* Whether a frame stays within the limit. Always true in a ring. */
bool spool_fits(const struct spool *spool, const struct frame *frame);
/* Appends a frame and gives its offset. When that does not succeed the frame is not taken. */
enum spool_result spool_write(
    struct spool *spool, const struct frame *frame, uint64_t *at, struct err *err);
/* What was written can be read back after this. */
enum spool_result spool_flush(struct spool *spool, struct err *err);
/* The offset of the next frame. */
uint64_t spool_end(const struct spool *spool);
/* What it takes on disk. */
uint64_t spool_bytes(const struct spool *spool);

/* Any thread: lets frames before an offset go, where a frame begins. Heard with the next
 * write or flush. */
void spool_forget(struct spool *spool, uint64_t before);
/* Any thread: the oldest frame that is kept. What lies before must not be read, and if it was read
 * while this moved on, it was not what it had been. */
uint64_t spool_first(const struct spool *spool);
/* Any thread: the file system cannot take back the room of forgotten frames while the
 * file is there. */
bool spool_keeps_room(const struct spool *spool);
/* Any thread: which errno made the disk full, or is the last that did; and words for it
 * and what to do. */
int spool_full_error(const struct spool *spool);
void spool_explain_full(const struct spool *spool, char *out, size_t size);
