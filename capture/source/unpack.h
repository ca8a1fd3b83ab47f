/* Unpacks a compressed capture, in a thread of its own once it is started, into a store: so its
 * bytes can be read in order while it is unpacked, and again by offset. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "capture/source/input.h"
#include "capture/source/magic.h"
#include "capture/source/store.h"

struct unpack;

/* Takes over the input, which is at its beginning; its context and the store are borrowed. Returns
 * NULL if there is no memory for the unpacker. */
struct unpack *unpack_new(struct input *packed, enum magic magic, struct store *store);
/* Stops and frees. NULL is fine. */
void unpack_free(struct unpack *u);

/* Starts the thread. Until then unpack_read() unpacks what it needs. Returns false with errno. */
bool unpack_start(struct unpack *u);
/* Any thread: ends the thread, and a reader that waits. */
void unpack_stop(struct unpack *u);

/* Reads what is unpacked, as struct input does; ctx is the unpacker. The first waits for it and
 * fails with EIO where unpacking failed; it is for the reader's thread. The second is for the
 * owner's. */
ssize_t unpack_read(void *ctx, uint64_t offset, uint8_t *out, size_t size);
ssize_t unpack_read_again(void *ctx, uint64_t offset, uint8_t *out, size_t size);
/* Sets what unpack_read() calls before it waits; if that returns false, reading ends. Before the
 * reader's thread. */
void unpack_on_idle(struct unpack *u, bool (*idle)(void *ctx), void *ctx);

/* Ends the thread, and frees all that reading again does not need. */
void unpack_join(struct unpack *u);

/* Any thread: returns the compressed bytes taken. */
uint64_t unpack_taken(const struct unpack *u);
/* After unpack_read() failed or came to an end: why unpacking ended early, or "". */
const char *unpack_why(struct unpack *u);
/* Likewise: true if the limit of the store ended it. */
bool unpack_limited(struct unpack *u);
