/* A session's story and figures. */
#pragma once

#include "tui/run/session_gather.h"
#include "tui/view/shell.h"

/* Opens the story and figures of the selected session. gathered (borrowed) must outlive the
 * text view. */
void summary_open(struct shell *shell, struct gathered *gathered);
