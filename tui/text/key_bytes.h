/* Keys from the bytes that a terminal sends, without curses. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Takes the first key off bytes. Returns how many bytes it took; 0 if more are needed, unless
 * `whole`: no more come. *key is PRESS_NOTHING for a sequence that is no key here. */
size_t key_bytes_take(const char *bytes, size_t len, bool whole, int *key);
