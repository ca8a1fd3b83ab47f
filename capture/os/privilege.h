/* Giving up root. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Called when devices and sockets are open and threads are not: gives up every capability for good.
 * Root becomes `user` if given, else the user of SUDO_UID, else nobody (with a save helper, so that
 * exported files still belong to the invoking user); set-user-ID root becomes the real user
 * whatever is given. An ordinary user stays who they are; in a private network the capabilities
 * held there go. Root who cannot change user, as in a container with one user only, stays root
 * without any capability. who (may be NULL) receives the name of the user the process runs as now,
 * for the screen. On failure privileges may still be there: do not go on. */
bool privilege_drop(const char *user, char *who, unsigned who_size, struct err *err);
