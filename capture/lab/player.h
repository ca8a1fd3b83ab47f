/* Plays a scenario: a thread that executes the programs of the hosts and the link with real kernel
 * sockets.
 *
 *   lab_player_open ──▶ ready ──lab_player_start──▶ playing
 *     ──last step and time to settle──▶ done ──lab_player_free──▶ gone
 *
 * Opening makes the sockets and needs the privileges that the network was made with; playing needs
 * none. Functions are for the owner's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "capture/lab/kernel_gate.h"
#include "capture/lab/link.h"
#include "capture/lab/net.h"
#include "capture/lab/scenario.h"
#include "capture/peer/peer_event.h"
#include "core/base/err.h"

/* Sockets per host beyond those that the scenario needs, for steps added by the user. */
#define LAB_SPARE_SOCKETS 32

struct lab_player;

/* Everything is borrowed until lab_player_free. */
struct lab_player *lab_player_open(struct lab_net *net, struct lab_link *link,
    struct kernel_gate *const gate[LAB_HOSTS], struct lab_scenario *scenario, struct err *err);
bool lab_player_start(struct lab_player *player, struct err *err);
/* Stops playing and closes the connections that are left. NULL is fine. */
void lab_player_free(struct lab_player *player);

/* The events at the sockets; peer_event.client is true for host A. Readable when events wait or the
 * scenario has ended. */
int lab_player_fd(const struct lab_player *player);
size_t lab_player_take(struct lab_player *player, struct peer_event *out, size_t max);
/* Returns true if all steps are done and the time to settle is over, or if the scenario's limit is
 * reached; *in_time (may be NULL) is false in the latter case. */
bool lab_player_is_done(const struct lab_player *player, bool *in_time);

/* Adds a step after those that are left: a line as in a scenario ("send 100", "loss 2%"). Returns
 * false with err on failure. */
bool lab_player_add_step(
    struct lab_player *player, enum lab_place place, const char *line, struct err *err);
