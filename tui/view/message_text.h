/* The bytes of a message, read back, and the screen that shows all of one. */
#pragma once

#include "tui/text/page.h"
#include "tui/view/shell.h"

/* Reads the bytes of the message that begins with a packet, those captured, at most `most`,
 * into a page. */
void message_bytes(struct run *run, uint32_t first, size_t most, struct page *out);
/* Opens the message of the selected segment in full. */
void message_open(struct shell *shell);
