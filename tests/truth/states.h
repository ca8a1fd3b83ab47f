/* The states that tcpviz infers, beside those that the kernels were in.
 *
 * A kernel was asked right after a segment had left or reached its host. That look is of the very
 * instant after that segment in a capture, and so must be equal, when
 *   1. the stamp of the segment in its host's capture lies before the question, and that of the
 *      host's next segment of the connection after the answer: nothing else had left or
 *      reached the host;
 *   2. in a capture made at the other end, just the same segments had gone by before: neither
 *      something that was still on its way, nor a SYN, FIN, RST or an ACK of one that had been
 *      lost; nor had one of these come damaged, which its host throws away;
 *   3. the host had not closed already while its FIN still waited behind data: that no segment
 *      shows, nor, when the other host's FIN came then, which of the two ways to the end the
 *      host has taken. */
#pragma once

#include "core/model/model.h"
#include "known.h"

struct states {
	/* comparisons at the same instant; of these: equal; unknown to tcpviz */
	uint64_t samples, equal, unknown;
	uint64_t between, called; /* left out by 1 or 2; by 3 */
};

/* Compares the states at one capture; m has its packets in order. Prints differences after `name`,
 * unless that is NULL. */
void states_compare(struct states *states, const struct trace *trace, const struct known *known,
    const struct capture *capture, const struct model *m, const char *name);
