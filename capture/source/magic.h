/* What the first bytes of a file tell. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* Whether it is a pcap file with timestamps in ns. */
bool magic_is_nanoseconds(const uint8_t *head, size_t len);
/* Whether it is a pcapng file. */
bool magic_is_pcapng(const uint8_t *head, size_t len);

/* Why something cannot be read as a capture and what to do about it. path is NULL for standard
 * input; words is what libpcap says. Always returns false. */
bool magic_explain(
    const char *path, const uint8_t *head, size_t len, const char *words, struct err *err);
