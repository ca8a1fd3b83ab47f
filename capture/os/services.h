/* Port names. */
#pragma once

#include <stdint.h>

/* The TCP service name of a port from the system's table, or NULL. Cached; valid for the process's
 * life. Owner's thread only. */
const char *services_name(uint16_t port);
