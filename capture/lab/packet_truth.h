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

#define PACKET_TRUTH_FATES (1u << 21) /* of 32 bytes */
#define PACKET_TRUTH_VIEWS (1u << 16) /* of some 250 */

/* Whose socket a view is of. */
enum packet_truth_end { PACKET_TRUTH_SENDER, PACKET_TRUTH_RECEIVER, PACKET_TRUTH_ENDS };

/* What of a fate is kept. A plain value, as in struct fate. */
struct packet_truth_fate {
	int64_t arrived_ns, departed_ns;
	uint64_t number;
	uint32_t rule;
	uint8_t way, kind, bits;
};

struct packet_truth;

/* host is where the packets are captured; LAB_LINK: not in the lab, so that there are no fates. */
struct packet_truth *packet_truth_new(enum lab_place host);
/* NULL is fine. */
void packet_truth_free(struct packet_truth *t);

/* Each of these says something new; they are joined whatever comes first. A packet has just
 * got its number. */
void packet_truth_add_packet(
    struct packet_truth *t, const struct segment *segment, uint32_t packet);
void packet_truth_add_fate(struct packet_truth *t, const struct fate *fate);
void packet_truth_add_sample(struct packet_truth *t, const struct lab_sample *sample);
/* The kernel was looked at right after a packet. */
void packet_truth_add_view(struct packet_truth *t, uint32_t packet, enum packet_truth_end end,
    const struct kernel_view *view);

/* Packets below a number are forgotten. */
void packet_truth_forget(struct packet_truth *t, uint32_t before);

/* NULL where nothing is known (yet, or any more). Valid until something is added. */
const struct packet_truth_fate *packet_truth_fate(const struct packet_truth *t, uint32_t packet);
const struct kernel_view *packet_truth_view(
    const struct packet_truth *t, uint32_t packet, enum packet_truth_end end);
/* Whether there is any view at all. */
bool packet_truth_has_views(const struct packet_truth *t);
/* Grows with everything new, also with what is joined to packets that were there before. */
uint64_t packet_truth_revision(const struct packet_truth *t);
