/* Recognition of files by their first bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* Returns true for a pcap file with timestamps in ns. */
bool magic_is_nanoseconds(const uint8_t *head, size_t len);
/* Returns true for a pcapng file. */
bool magic_is_pcapng(const uint8_t *head, size_t len);

/* Sets err to the reason why a file cannot be read as a capture, and what to do. path: NULL for
 * standard input; words: libpcap's message. Always returns false. */
bool magic_explain(
    const char *path, const uint8_t *head, size_t len, const char *words, struct err *err);
