/* Port names. */
#pragma once

#include <stdint.h>

/* Returns the TCP service name of a port from the system's table, or NULL. Cached; valid for the
 * lifetime of the process. Owner's thread only. */
const char *services_name(uint16_t port);
