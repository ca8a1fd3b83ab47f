/* Several capture files as one source: one timeline in order of time, whether the files follow each
 * other or overlap. A file is opened when its time comes and closed at its end, so that there may
 * be more of them than descriptors. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/source/part.h"
#include "core/base/err.h"

struct set;

/* Looks into all files, sorts them by the time of their first frame and opens the first for good. A
 * folder stands for the captures in it. Returns NULL with err on failure. */
struct set *set_open(
    const char *const *paths, unsigned count, const struct part_tables *tables, struct err *err);
/* Likewise, and follows the newest file as it grows (tail.h), then the file that takes its name, or
 * those that come into the folder if the only path is one. stop_fd (borrowed) becomes readable when
 * reading must end. */
struct set *set_follow(const char *const *paths, unsigned count, int stop_fd,
    const struct part_tables *tables, struct err *err);
/* NULL is fine. */
void set_free(struct set *set);
/* Any thread: ends waiting. */
void set_stop(struct set *set);

/* Reader's thread: */

/* Reads the next frame in order of time. After FRAMES_CUT or FRAMES_DAMAGED, which end one file, it
 * may be called again. */
enum frames_result set_next(struct set *set, struct frame *out, uint64_t *offset);
/* Returns what ended a file, with its name. */
const char *set_why(const struct set *set);
/* Returns true if the limit of the store ended it. */
bool set_limited(const struct set *set);
/* Returns true if times are in ns. */
bool set_nanoseconds(const struct set *set);
/* Returns the bytes of the files that were taken, and that there are. */
uint64_t set_bytes(const struct set *set);
uint64_t set_bytes_total(const struct set *set);
/* Sets what is called before waiting (struct stream). */
void set_on_idle(struct set *set, bool (*idle)(void *ctx), void *ctx);

/* Owner's thread: */

bool set_read_frame(struct set *set, uint64_t offset, struct frame *out, struct err *err);
/* Calls `frame` for the first `count` frames, in order, until it returns false. */
bool set_each_frame(struct set *set, uint64_t count,
    bool (*frame)(void *ctx, const struct frame *frame), void *ctx, struct err *err);
unsigned set_files(struct set *set);
/* Returns the file that was opened for good, and is read first. */
const struct part *set_first(const struct set *set);
/* Returns the path of one of its files, in order of time. */
const char *set_path(const struct set *set, unsigned file);
/* Returns the file that a frame is from, and its number there. Owned by the set. */
const char *set_file(struct set *set, uint32_t frame, uint32_t *file_frame);
