/* The frames of a device or a stream, stored in an unlinked file that disappears with the process.
 *
 * With a limit the oldest frames make space for new ones, and their blocks are returned to the file
 * system. A full disk is not fatal: what was written stays, what waits is kept, and the writer may
 * try again. Offsets count all bytes ever written. One thread writes; functions for any thread say
 * so. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/decode/decode.h"

struct format;
struct spool;

/* Makes the file in $TMPDIR or /tmp. Returns NULL with err on failure. */
struct spool *spool_new(struct err *err);
void spool_free(struct spool *spool);

/* Keeps at most that many bytes (0: no limit), and always the newest frame. ring: the oldest frames
 * make space, also when the disk is full; else only spool_fits() applies the limit. Call before
 * anything is written. */
void spool_bound(struct spool *spool, uint64_t limit, bool ring);

/* Returns how its frames are read by offset. Static. */
const struct format *spool_format(void);

/* Returns a second descriptor, for reading by offset. The caller owns it. Call once. */
int spool_take_reader(struct spool *spool);

enum spool_result {
	SPOOL_DONE,
	SPOOL_FULL,   /* the disk is full: nothing is lost, the same call may succeed later */
	SPOOL_BROKEN, /* writing failed for another reason, permanently; err is set */
};

/* Returns true if a frame fits into the limit; always true in a ring. */
bool spool_fits(const struct spool *spool, const struct frame *frame);
/* Appends a frame and returns its offset in *at. Unless the result is SPOOL_DONE the frame was not
 * stored. */
enum spool_result spool_write(
    struct spool *spool, const struct frame *frame, uint64_t *at, struct err *err);
/* Makes everything written so far readable. */
enum spool_result spool_flush(struct spool *spool, struct err *err);
/* Returns the offset of the next frame. */
uint64_t spool_end(const struct spool *spool);
/* Returns the bytes used on disk. */
uint64_t spool_bytes(const struct spool *spool);

/* Any thread: forgets the frames before an offset, which must be the beginning of a frame. Takes
 * effect with the next write or flush. */
void spool_forget(struct spool *spool, uint64_t before);
/* Any thread: returns the offset of the oldest stored frame. A reader must check it again after
 * reading: bytes before it may have been freed meanwhile. */
uint64_t spool_first(const struct spool *spool);
/* Any thread: returns true if the file system cannot free the space of forgotten frames while the
 * file exists. */
bool spool_keeps_room(const struct spool *spool);
/* Any thread: the errno of the full disk, or of the last time that it was full; and a message with
 * what to do. */
int spool_full_error(const struct spool *spool);
void spool_explain_full(const struct spool *spool, char *out, size_t size);
