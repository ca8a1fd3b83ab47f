/* The session of the article, played by the client: connect, "11111", later "123321", then
 * reset. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/peer/client.h"

struct demo;

struct demo *demo_new(struct client *client); /* client (borrowed) */
void demo_free(struct demo *demo);

/* Executes the steps that are due at now_ns (monotonic). Returns when to call again, in ns, or -1
 * when the demo is over: all steps are done, or the connection failed, which the client's events
 * report. Steps wait for the connection: call also after client_service. */
int64_t demo_step(struct demo *demo, int64_t now_ns);
/* Returns the next step as of the last demo_step, for display: "sends \"11111\" in 2 s"; "" when
 * over. Owned by the demo. */
const char *demo_next(const struct demo *demo);
