/* The Internet checksum (RFC 1071). */
#pragma once

#include <stdint.h>

#include "core/base/bytes.h"

/* Sums of 16-bit words, to be added up and folded. Only the last of several pieces may have
 * an odd length. */
uint64_t checksum_add(uint64_t sum, struct bytes bytes);
/* The checksum that a header must carry so that the sum over all of it is right. */
uint16_t checksum_fold(uint64_t sum);
