/* The selected segment, and the rows of its session that are shown. Owner's thread only. */
#pragma once

#include <stdint.h>

#include "tui/view/shell.h"

/* Returns how many packets of the selected session have rows: those up to where the display is
 * paused, or to where playing has come. */
uint32_t session_rows(const struct shell *shell);
/* Returns the last packet that has a row; 0: none. */
uint32_t session_last(const struct shell *shell);

/* Selects a packet, of whatever session, and brings the session view on top. Following stops unless
 * it is the newest packet. A packet that is not kept is not selected. */
void session_select(struct shell *shell, uint32_t packet);
/* Shows a session from its first packet on, or its last while following. */
void session_show(struct shell *shell, uint32_t session);
