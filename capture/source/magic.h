/* Recognition of files by their first bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

enum magic {
	MAGIC_NONE,
	MAGIC_PCAP,
	MAGIC_PCAPNG,
	MAGIC_SNOOP,
	/* Compressed. */
	MAGIC_GZIP,
	MAGIC_ZSTD,
	MAGIC_LZ4,
	MAGIC_XZ,
};

/* The bytes that every capture has, and that decide. */
#define MAGIC_LEAST 8

enum magic magic_of(const uint8_t *head, size_t len);
static inline bool magic_is_packed(enum magic magic)
{
	return magic >= MAGIC_GZIP;
}

/* Sets err to the reason why a file cannot be read as a capture, and what to do. path: NULL for
 * standard input; why: what its reader found. Always returns false. */
bool magic_explain(
    const char *path, const uint8_t *head, size_t len, const char *why, struct err *err);
