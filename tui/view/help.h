/* The help screen: the keys of the view it was opened from. */
#pragma once

#include "tui/view/shell.h"

void help_open(struct shell *shell);
