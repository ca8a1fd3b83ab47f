/* The Internet checksum (RFC 1071). */
#pragma once

#include <stdint.h>

#include "core/base/bytes.h"

/* Adds 16-bit words to an unfolded sum. Only the last of several pieces may have an odd length. */
uint64_t checksum_add(uint64_t sum, struct bytes bytes);
/* Returns the checksum to put in a header: with it, the sum over the header is correct. */
uint16_t checksum_fold(uint64_t sum);
