/* The meaning of an ACK's SACK blocks. */
#pragma once

#include <stdbool.h>

#include "core/record/segment.h"
#include "core/record/seq.h"

static inline bool sack_is_block(const struct sack_block *block)
{
	return seq_lt(block->start, block->end);
}

/* Returns true if the first block is a D-SACK, which reports bytes received twice: it starts below
 * the ACK number or lies inside the second block (RFC 2883, 4). */
static inline bool sack_is_duplicate(const struct segment *ack)
{
	const struct sack_block *first = ack->sack;
	if (ack->sack_count == 0 || !sack_is_block(first))
		return false;
	if (seq_le(first->end, ack->ack))
		return true;
	return ack->sack_count > 1 && sack_is_block(&first[1]) &&
	       seq_le(first[1].start, first->start) && seq_le(first->end, first[1].end);
}
