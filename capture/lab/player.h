/* Plays a scenario: a thread that does what its hosts and its link are to do, with real sockets
 * of the kernel.
 *
 *   lab_player_open ──▶ ready ──lab_player_start──▶ playing
 *     ──last step and time to settle──▶ done ──lab_player_free──▶ gone
 *
 * Opening makes the sockets and needs the rights that the network was made with; playing needs
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

/* Sockets in each host beyond those that the scenario needs, for what is told from the keyboard. */
#define LAB_SPARE_SOCKETS 32

struct lab_player;

/* Everything is borrowed until lab_player_free. */
struct lab_player *lab_player_open(struct lab_net *net, struct lab_link *link,
    struct kernel_gate *const gate[LAB_HOSTS], struct lab_scenario *scenario, struct err *err);
bool lab_player_start(struct lab_player *player, struct err *err);
/* Stops playing; what connections are left are closed. NULL is fine. */
void lab_player_free(struct lab_player *player);

/* What happens at the sockets, `client` being host A. Readable when events wait or it is done. */
int lab_player_fd(const struct lab_player *player);
size_t lab_player_take(struct lab_player *player, struct peer_event *out, size_t max);
/* Whether all steps are done and the time to settle is over, or the scenario's limit is; *in_time
 * (may be NULL) tells which. */
bool lab_player_is_done(const struct lab_player *player, bool *in_time);

/* Does one more thing, after the steps that are left: a line as in a scenario ("send 100", "loss
 * 2%"). False with err. */
bool lab_player_add_step(
    struct lab_player *player, enum lab_place place, const char *line, struct err *err);
