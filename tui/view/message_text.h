/* Reads the bytes of a message, and shows them in a text view. */
#pragma once

#include "tui/text/page.h"
#include "tui/view/shell.h"

/* Reads the captured bytes of the message that begins with a packet, at most `most`, into a
 * page. */
void message_bytes(struct run *run, uint32_t first, size_t most, struct page *out);
/* Opens the whole message of the selected segment. */
void message_open(struct shell *shell);
