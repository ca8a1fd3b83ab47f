/* TCP stacks, recognised by the order of the options in their SYN. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/segment.h"

enum stack {
	STACK_UNKNOWN,
	STACK_LINUX,
	STACK_FREEBSD,
	STACK_MACOS,
	STACK_WINDOWS,
	STACK_LWIP,
	STACK_COUNT,
};

/* Returns the stack that sent a SYN or SYN-ACK, as far as its options and TTL show. */
enum stack stack_of(const struct segment *syn);

/* Returns false if the stack sends no tail loss probes (RFC 8985, 7). */
bool stack_probes(enum stack stack);

/* Returns "Linux" and the like, or NULL for STACK_UNKNOWN. Static. */
const char *stack_name(enum stack stack);
