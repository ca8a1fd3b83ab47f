/* Saves the bytes of a session, raw. Owner's thread only. */
#pragma once

#include "core/model/byte_stream.h"
#include "tui/view/shell.h"

/* Zeroed but for the shell: nothing is asked. */
struct bytes_save {
	struct shell *shell; /* (borrowed) */
	uint32_t session;
	enum byte_sides sides;
	char path[PROMPT_TEXT];
	struct history typed;
};

/* Asks for a name, and saves what those sides of the session sent. */
void bytes_save_open(struct bytes_save *save, uint32_t session, enum byte_sides sides);
