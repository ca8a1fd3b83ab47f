/* Writes a capture as pcapng (draft-ietf-opsawg-pcapng): with the interfaces of its source, what
 * the source's captures hold beside frames, and comments. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/decode/decode.h"

struct annex;
struct interfaces;
struct pcapng_write;

/* Writes the section, its interfaces, names and secrets. All are borrowed. Write errors are the
 * stream's. nanoseconds: times are in ns, else in us. */
struct pcapng_write *pcapng_write_begin(
    FILE *stream, const struct interfaces *interfaces, struct annex *annex, bool nanoseconds);
/* Writes a frame with its own comments and process, and with a comment more; that may be NULL. */
void pcapng_write_frame(struct pcapng_write *w, const struct frame *frame, const char *comment);
/* Writes what the interfaces have counted, and frees. */
void pcapng_write_end(struct pcapng_write *w);
/* Frees only. NULL is fine. */
void pcapng_write_free(struct pcapng_write *w);
