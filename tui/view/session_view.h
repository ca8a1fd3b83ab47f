/* The view of one session: its ladder, its messages, the details of a segment. */
#pragma once

#include <stdint.h>

#include "tui/view/ui.h"

extern const struct view_ops session_view_ops;

/* Selects a packet, of whatever session, and makes this the view on top. Following stops unless it
 * is the newest. */
void session_select(struct ui *ui, uint32_t packet);
/* Shows a session from its first packet on, or its last while following. */
void session_show(struct ui *ui, uint32_t session);
/* Packets of the shown session that have rows: up to where the display is paused or
 * playing has come. */
uint32_t session_rows(const struct ui *ui);
/* The last of them, 0: none. */
uint32_t session_last(const struct ui *ui);
/* Whether something was opened over the ladder, which is then to be closed first. */
bool session_covered(const struct ui *ui);
/* Asks the options of a packet; NULL when there are none. Valid until out changes. */
const char *packet_options(struct ui *ui, uint32_t packet, char *out, size_t size);
