/* The article's session, played by the client: connect, "11111", later "123321", then reset. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/client.h"

struct demo;

struct demo *demo_new(struct client *client); /* client (borrowed) */
void demo_free(struct demo *demo);

/* Does what is due at now_ns (monotonic). Returns the time in ns when the next step is due, or -1 when the demo is
 * over. Steps wait for the connection to be made. */
int64_t demo_step(struct demo *demo, int64_t now_ns);
/* "sends \"11111\" in 2 s": the next step, for the screen. Static or owned by the demo. */
const char *demo_next(const struct demo *demo);
