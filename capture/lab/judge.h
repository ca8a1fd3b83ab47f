/* Decides the fate of each packet that arrives at the link: rules, random loss, rate, delay. No I/O
 * and no clock: the same packets at the same times with the same seed have the same fates. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/flows.h"
#include "capture/lab/knob.h"

struct lab_judge;

struct lab_judge *lab_judge_new(uint64_t seed);
void lab_judge_free(struct lab_judge *judge);

/* Applies a change from the next packet on. Packets in transit keep their fate. */
void lab_judge_change(struct lab_judge *judge, const struct lab_change *change);

/* A packet that arrived at the link. */
struct lab_arrival {
	enum lab_way way;
	const struct segment *segment; /* NULL if it is not TCP */
	uint32_t frame_len;            /* bytes, including the link header */
	int64_t at_ns;                 /* ns of any monotonic clock */
};

struct lab_verdict {
	uint64_t number; /* number of the segment in its direction, from 1; 0 if it is not TCP */
	enum fate_kind kind;
	uint8_t bits;      /* enum fate_bit; FATE_COPY: send it twice */
	uint32_t rule;     /* as in struct fate */
	uint32_t spent;    /* number of a rule that ended with this segment, or 0 */
	int64_t due_ns;    /* when to send it, by the clock of at_ns */
	int64_t copy_ns;   /* with FATE_COPY: ns between the packet and its copy */
	int64_t flip;      /* with FATE_CORRUPTED: random number for lab_alter_corrupt */
	uint32_t path_mtu; /* with FATE_TOO_BIG: the MTU for the ICMP message, or 0 to send none */
};

struct lab_verdict lab_judge_decide(struct lab_judge *judge, const struct lab_arrival *arrival);
