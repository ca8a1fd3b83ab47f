/* The article's session, played by the client: connect, "11111", later "123321", then reset. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/peer/client.h"

struct demo;

struct demo *demo_new(struct client *client); /* client (borrowed) */
void demo_free(struct demo *demo);

/* Does what is due at now_ns (monotonic). Returns the time in ns when to call again, or -1 when the
 * demo is over: played, or the connection failed, as the client's events tell. Steps wait for the
 * connection to be made, so call it also after client_service. */
int64_t demo_step(struct demo *demo, int64_t now_ns);
/* "sends \"11111\" in 2 s": the next step as of the last demo_step, for the screen; "" when over.
 * Owned by the demo. */
const char *demo_next(const struct demo *demo);
