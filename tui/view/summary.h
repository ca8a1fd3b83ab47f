/* The summary of a session, in words and numbers. */
#pragma once

#include "tui/run/session_gather.h"
#include "tui/view/shell.h"

/* Opens the summary of the session that is selected, in the list or elsewhere. gathered (borrowed)
 * gathers the session and must outlive the text view. */
void summary_open(struct shell *shell, struct gathered *gathered);
