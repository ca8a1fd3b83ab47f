/* The view of one session: ladder, messages, details. The shell has the selected session and
 * segment. */
#pragma once

#include <stdio.h>

#include "tui/view/shell.h"

/* Returns the view for shell_add() as VIEW_SESSION. */
struct view *session_view_new(struct shell *shell);

/* Sets in wish what the panes need. */
void session_view_wish(const struct shell *shell, struct layout_wish *wish);
/* Returns true if a zoom or the details are open, to be closed first. */
bool session_view_covered(const struct shell *shell);
/* Moves the rows to kept packets. Call after packets were forgotten. */
void session_view_forget(struct shell *shell);
/* Call after packet numbers have changed to those of another vantage point. */
void session_view_renumber(struct shell *shell);
/* Returns the frame numbers of the details, or of the explanation if those are not shown. */
const struct frame_links *session_view_links(const struct shell *shell);
/* Writes the details as they are shown. */
void session_view_write_details(const struct shell *shell, FILE *out);
