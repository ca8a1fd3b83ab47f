/* Reads a file that another program still writes: at its end it waits for more, until another file
 * follows it. Reader's thread only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/base/err.h"

struct tail;

/* stop_fd (borrowed) becomes readable when reading must end. has_next is asked, when something has
 * changed around the file and from time to time, whether another file follows. Returns NULL with
 * err. */
struct tail *tail_new(int stop_fd, bool (*has_next)(void *ctx), void *ctx, struct err *err);
/* NULL is fine. */
void tail_free(struct tail *tail);

/* Follows a file from now on; fd is borrowed. Its folder is watched, too. */
void tail_follow(struct tail *tail, int fd, const char *path);

/* Reads as struct input does; ctx is the tail. 0: another file follows, or this one was cut to less
 * than what was read of it. */
ssize_t tail_read(void *ctx, uint64_t offset, uint8_t *out, size_t size);
/* Sets what is called before waiting (struct stream). */
void tail_on_idle(struct tail *tail, bool (*idle)(void *ctx), void *ctx);

/* Waits until another file follows. Returns false if reading must end. */
bool tail_wait(struct tail *tail);

/* After the end: true if the file was cut. */
bool tail_truncated(const struct tail *tail);
