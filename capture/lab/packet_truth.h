/* What is known of packets besides what they carry: their fate on the lab's link, and what the
 * kernels at their ends thought of the connection just then. Kept beside a model (whose records
 * stay small) by packet number, for one vantage point. Bounded: of very long runs the oldest is
 * forgotten. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/kernel/kernel_view.h"
#include "capture/lab/net.h"
#include "capture/lab/sampler.h"
#include "core/record/packet.h"
#include "core/record/segment.h"

#define TRUTH_FATES (1u << 21) /* of 32 bytes */
#define TRUTH_VIEWS (1u << 16) /* of some 250 */

/* Whose socket a view is of. */
enum truth_end { TRUTH_SENDER, TRUTH_RECEIVER, TRUTH_ENDS };

/* What of a fate is kept. A plain value, as in struct fate. */
struct truth_fate {
	int64_t arrived_ns, departed_ns;
	uint64_t number;
	uint32_t rule;
	uint8_t way, kind, bits;
};

struct truth;

/* host is where the packets are captured; LAB_LINK: not in the lab, so that there are no fates. */
struct truth *truth_new(enum lab_place host);
/* NULL is fine. */
void truth_free(struct truth *t);

/* Each of these says something new; they are joined whatever comes first. A packet has just
 * got its number. */
void truth_add_packet(struct truth *t, const struct segment *segment, uint32_t packet);
void truth_add_fate(struct truth *t, const struct fate *fate);
void truth_add_sample(struct truth *t, const struct lab_sample *sample);
/* The kernel was looked at right after a packet. */
void truth_add_view(
    struct truth *t, uint32_t packet, enum truth_end end, const struct kernel_view *view);

/* Packets below a number are forgotten. */
void truth_forget(struct truth *t, uint32_t before);

/* NULL where nothing is known (yet, or any more). Valid until something is added. */
const struct truth_fate *truth_fate_of(const struct truth *t, uint32_t packet);
const struct kernel_view *truth_view_of(const struct truth *t, uint32_t packet, enum truth_end end);
/* Whether there is any view at all. */
bool truth_has_views(const struct truth *t);
/* Grows with everything new, also with what is joined to packets that were there before. */
uint64_t truth_known(const struct truth *t);
