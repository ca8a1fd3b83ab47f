/* How the display shows things: actions that change the settings of the shell, each with words in
 * the status line. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* The next way to write times. */
void display_time(struct shell *shell);
/* Sequence numbers raw or relative. */
void display_raw(struct shell *shell);
/* The next form of payload. */
void display_form(struct shell *shell);
/* Colours on or off, and what they tell. */
void display_color(struct shell *shell);
void display_color_mode(struct shell *shell);
/* Begins or ends following the newest segment. */
void display_follow(struct shell *shell);
/* Holds the display still, or lets it go on. */
void display_pause(struct shell *shell);
