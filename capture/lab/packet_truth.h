/* Data about packets beyond their contents: their fate on the lab's link, and the kernel's view of
 * the connection at each end at that time. Kept beside a model, by packet number, for one capture
 * point; the model's own records stay small. Bounded: the oldest are forgotten. Owner's thread
 * only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/kernel/kernel_view.h"
#include "capture/lab/net.h"
#include "capture/lab/sampler.h"
#include "core/record/packet.h"
#include "core/record/segment.h"

#define PACKET_TRUTH_FATES (1u << 21) /* 32 bytes each */
#define PACKET_TRUTH_VIEWS (1u << 16) /* about 250 bytes each */

/* The end whose socket a view shows. */
enum packet_truth_end { PACKET_TRUTH_SENDER, PACKET_TRUTH_RECEIVER, PACKET_TRUTH_ENDS };

/* The part of struct fate that is kept. A plain value. */
struct packet_truth_fate {
	int64_t arrived_ns, departed_ns;
	uint64_t number;
	uint32_t rule;
	uint8_t way, kind, bits;
};

struct packet_truth;

/* host is the capture point; LAB_LINK: not in the lab, there are no fates. */
struct packet_truth *packet_truth_new(enum lab_place host);
/* NULL is fine. */
void packet_truth_free(struct packet_truth *t);

/* These add one item each and join it with what it belongs to; they may come in any order. Add a
 * packet when it gets its number. */
void packet_truth_add_packet(
    struct packet_truth *t, const struct segment *segment, uint32_t packet);
void packet_truth_add_fate(struct packet_truth *t, const struct fate *fate);
void packet_truth_add_sample(struct packet_truth *t, const struct lab_sample *sample);
/* Adds a view that was read right after a packet. */
void packet_truth_add_view(struct packet_truth *t, uint32_t packet, enum packet_truth_end end,
    const struct kernel_view *view);

/* Forgets the packets below a number. */
void packet_truth_forget(struct packet_truth *t, uint32_t before);

/* Return NULL if nothing is known, or not any more. Valid until something is added. */
const struct packet_truth_fate *packet_truth_fate(const struct packet_truth *t, uint32_t packet);
const struct kernel_view *packet_truth_view(
    const struct packet_truth *t, uint32_t packet, enum packet_truth_end end);
/* Returns true if there is any view. */
bool packet_truth_has_views(const struct packet_truth *t);
/* Returns a number that grows with every addition, including those that concern older packets. */
uint64_t packet_truth_revision(const struct packet_truth *t);
