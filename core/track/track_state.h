/* The states of both ends after the new packet (core/record/tcpstate.h), and doubts about them if
 * the capture may lack a FIN. For core/track/track.c. */
#pragma once

#include "core/analyse/analyse.h"
#include "core/analyse/moment.h"

/* Moves the states of both ends and sets how the session ends, if it does. Call after the packet's
 * notes are set and its ACK is processed. */
void track_states(struct track *t, const struct evidence *e);

/* Writes the current states of both sides to the new packet. */
void track_keep_states(struct track *t);

/* Sets the server's state in the packets before its answer to the SYN: the answer shows it. */
void track_settle_syn(struct track *t);

/* Records that the capture may lack a FIN of that side; the states are unknown since its last
 * packet. taken: the other side has acknowledged it. */
void track_doubt_fin(struct track *t, enum side side, bool taken);
/* Records that there was no FIN of the new packet's side after all: the states are as before. */
void track_trust_states(struct track *t);
