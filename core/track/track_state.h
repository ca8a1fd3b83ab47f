/* The states of both ends as the new packet leaves them (core/record/tcpstate.h), and the doubt
 * about them where the capture may lack a FIN. For core/track/track.c. */
#pragma once

#include "core/analyse/analyse.h"
#include "core/analyse/moment.h"

/* Moves both ends' states and says how the session ends, if it does. Once the packet's notes and
 * its ACK are taken in. */
void track_states(struct track *t, const struct evidence *e);

/* Writes both states, as they are, to the new packet. */
void track_keep_states(struct track *t);

/* The answer to a SYN tells what became of the listener when the SYN reached it. */
void track_settle_syn(struct track *t);

/* A FIN of that side may be among what the capture lacks, and the states since its last packet be
 * others: they are unknown. taken: the other side acknowledges it. */
void track_doubt_fin(struct track *t, enum side side, bool taken);
/* There was none of the new packet's side, after all: the states were as before. */
void track_trust_states(struct track *t);
