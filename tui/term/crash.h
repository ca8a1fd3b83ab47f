/* Restores the terminal if the program crashes. */
#pragma once

/* Saves the modes of the terminal on fd. A fatal signal, or failing memory allocation, restores
 * them and writes `leave`, which is copied. One terminal at a time. */
void crash_guard(int fd, const char *leave);
/* Ends the protection: the terminal was restored. */
void crash_unguard(void);
/* Restores the terminal as a fatal signal would; async-signal-safe. */
void crash_restore(void);
