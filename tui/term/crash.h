/* A terminal that is left sane even by a crash. */
#pragma once

/* Remembers how the terminal on fd is now; from then on a fatal signal, or memory running out, puts
 * it back first. `leave` is what the terminal must be sent; it is copied. */
void crash_guard(int fd, const char *leave);
/* The terminal is in order again. */
void crash_unguard(void);
/* As it is done for a fatal signal; async-signal-safe. */
void crash_restore(void);
