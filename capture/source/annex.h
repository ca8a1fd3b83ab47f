/* What captures hold beside frames and interfaces, to be kept when they are saved as pcapng: names
 * of addresses, secrets for decryption, and where a capture is from.
 *
 * One thread adds, another may ask. Bounded: what comes after 16 MiB is not kept. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct annex;

/* Texts of a capture's section header. */
enum annex_text { ANNEX_COMMENT, ANNEX_HARDWARE, ANNEX_SYSTEM, ANNEX_APPLICATION, ANNEX_TEXTS };

struct annex *annex_new(void);
/* NULL is fine. */
void annex_free(struct annex *annex);

/* Adds a whole block of pcapng, in this machine's byte order, unless it is there already. */
void annex_add_block(struct annex *annex, const void *block, size_t size);
/* Adds a line to a text, unless the text has it already. */
void annex_add_text(struct annex *annex, enum annex_text which, const char *text);

/* Calls `block` for each block, until it returns false. */
void annex_each_block(
    struct annex *annex, bool (*block)(void *ctx, const void *block, size_t size), void *ctx);
/* Copies a text; "" if there is none. */
void annex_text(struct annex *annex, enum annex_text which, char *out, size_t size);
