/* Decides what becomes of each packet that comes to the link: rules, chance, rate, delay. No I/O
 * and no clock: the same packets at the same times with the same seed have the same fate. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/flows.h"
#include "capture/lab/knob.h"

struct lab_judge;

struct lab_judge *lab_judge_new(uint64_t seed);
void lab_judge_free(struct lab_judge *judge);

/* From the next packet on. Packets that wait already keep their fate. */
void lab_judge_change(struct lab_judge *judge, const struct lab_change *change);

/* A packet as it came. */
struct lab_arrival {
	enum lab_way way;
	const struct segment *segment; /* NULL when it is something else than TCP */
	uint32_t frame_len;            /* bytes, link header included */
	int64_t at_ns;                 /* of any clock that runs steadily */
};

struct lab_verdict {
	uint64_t number; /* of this segment in its direction, from 1; 0 for other packets */
	enum fate_kind kind;
	uint8_t bits;      /* enum fate_bit, FATE_COPY meaning that it is to be sent twice */
	uint32_t rule;     /* as struct fate has it */
	uint32_t spent;    /* a rule that will not act again from now on, or 0 */
	int64_t due_ns;    /* when to send it, by the clock of at_ns */
	int64_t copy_ns;   /* with FATE_COPY: how much later to send the copy */
	int64_t flip;      /* with FATE_CORRUPTED: a number at random that tells which bit */
	uint32_t path_mtu; /* with FATE_TOO_BIG: what to tell its sender, or 0 to say nothing */
};

struct lab_verdict lab_judge_decide(struct lab_judge *judge, const struct lab_arrival *arrival);
