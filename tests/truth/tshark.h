/* The notes that tshark gives the segments of a capture. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/note.h"

/* The notes that tshark knows as well. */
#define TSHARK_NOTES                                                                               \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_FAST_RETRANSMISSION) |                      \
	    NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER) |                 \
	    NOTE_BIT(NOTE_LOST_SEGMENT) | NOTE_BIT(NOTE_ACK_LOST_SEGMENT) |                        \
	    NOTE_BIT(NOTE_DUPLICATE_ACK) | NOTE_BIT(NOTE_WINDOW_UPDATE) |                          \
	    NOTE_BIT(NOTE_ZERO_WINDOW) | NOTE_BIT(NOTE_WINDOW_FULL) |                              \
	    NOTE_BIT(NOTE_ZERO_WINDOW_PROBE) | NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK) |              \
	    NOTE_BIT(NOTE_KEEP_ALIVE) | NOTE_BIT(NOTE_KEEP_ALIVE_ACK) |                            \
	    NOTE_BIT(NOTE_REUSED_PORTS))

/* Sets the notes of each frame of a file, as bits, in two passes (-2). Returns false if tshark is
 * not installed. */
bool tshark_notes(const char *path, uint64_t *notes, size_t count);
