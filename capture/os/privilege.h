/* Giving up root. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Drops every capability for good. Call when devices and sockets are open and before threads are
 * made. Root becomes `user` if given, else the user of SUDO_UID, else nobody, who must not own
 * the user's files: start a save helper before. Set-user-ID root becomes the real user;
 * `user` is ignored. An ordinary user stays the same and loses the capabilities of a private
 * network. Root that cannot change user, as in a container with one user, stays root without
 * capabilities. who (may be NULL) receives the name of the user that the process now runs as, for
 * display. On failure privileges may be left: the caller must not continue. */
bool privilege_drop(const char *user, char *who, unsigned who_size, struct err *err);
