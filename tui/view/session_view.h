/* The view of one session: its ladder, its messages, the details of a segment. Which session, and
 * which segment, the shell knows. */
#pragma once

#include "tui/view/shell.h"

/* Returns a view to be given to shell_add() as VIEW_SESSION. */
struct view *session_view_new(struct shell *shell);

/* Sets in wish what the panes ask for. */
void session_view_wish(const struct shell *shell, struct layout_wish *wish);
/* Returns true if something was opened over the ladder, which is then to be closed first. */
bool session_view_covered(const struct shell *shell);
/* Moves the rows to packets that are kept. Call after packets were forgotten. */
void session_view_forget(struct shell *shell);
/* Packets have other numbers from now on, those of another vantage point. */
void session_view_renumber(struct shell *shell);
