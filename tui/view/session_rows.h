/* The selected segment, and the visible rows of its session. Owner's thread only. */
#pragma once

#include <stdint.h>

#include "tui/view/shell.h"

/* Returns the number of segments of the selected session: up to the pause or to the replay
 * position. */
uint32_t session_segments(const struct shell *shell);
/* Returns how many of them are rows of the ladder: all, or those that its filter selects. */
uint32_t session_rows(const struct shell *shell);
/* Returns the packet of the n-th row, from 1; 0 if there is none. */
uint32_t session_row_at(const struct shell *shell, uint32_t n);
/* Returns the row of a packet of the session; if it is hidden, the one before it, or 0. */
uint32_t session_row_of(const struct shell *shell, uint32_t packet);
/* Returns true if the ladder's filter does not hide a packet. */
bool session_shows(const struct shell *shell, uint32_t packet);
/* Returns the packet of the last row; 0: none. */
uint32_t session_last(const struct shell *shell);

/* Selects a packet of any session and shows the session view. Following stops unless it is the
 * newest packet. Forgotten packets are not selected. */
void session_select(struct shell *shell, uint32_t packet);
/* Selects a packet, whatever view is shown. */
void session_take(struct shell *shell, uint32_t packet);
/* Returns the session some steps from one in the order of the list, filtered; 0: none. */
uint32_t session_beside(struct shell *shell, uint32_t session, long by);
/* Selects as session_select() does, as a jump, which can be taken back. Stops the replay. */
void session_jump(struct shell *shell, uint32_t packet);
/* Shows a session from its first packet on, or at its last while following. */
void session_show(struct shell *shell, uint32_t session);
