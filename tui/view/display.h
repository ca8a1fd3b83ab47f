/* Actions that change the display settings of the shell, each with a message in the status
 * line. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* Selects the next time format. */
void display_time(struct shell *shell);
/* Toggles raw and relative sequence numbers. */
void display_raw(struct shell *shell);
/* Selects the next form of payload. */
void display_form(struct shell *shell);
/* Toggles colours, or what they show. */
void display_color(struct shell *shell);
void display_color_mode(struct shell *shell);
/* Starts or stops following the newest segment. */
void display_follow(struct shell *shell);
/* Pauses or resumes the display. */
void display_pause(struct shell *shell);
