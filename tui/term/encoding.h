/* The character encoding of the terminal: UTF-8, or ASCII for everything else. */
#pragma once

#include <stdbool.h>

/* Sets the locale of the environment. If that names none, or one that this system does not have,
 * and the terminal takes UTF-8, sets C.UTF-8 instead; with `utf8`, in every case. ask: asks the
 * terminal on standard output, where nothing else tells. Returns NULL if the screen can be drawn in
 * UTF-8, else why not: a sentence for the user, static. Call before curses, while
 * single-threaded. */
const char *encoding_choose(bool utf8, bool ask);
