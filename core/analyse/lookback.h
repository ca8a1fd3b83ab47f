/* Searches backwards from the new packet in its session. All walks are bounded, against hostile
 * captures. */
#pragma once

#include "core/analyse/moment.h"

/* Returns the session's packet before the new one; 0 if there is none. */
uint32_t track_before(const struct track *t);
/* Returns the sender of the session's packet before the new one; its own sender if there is
 * none. */
enum side track_side_before(const struct track *t);

/* Returns the newest earlier packet, within reach, in which the side sent its first number; 0 if
 * there is none. Called once, for `copy` of struct track. */
uint32_t track_find_copy(const struct track *t);
/* Returns the newest packet of a side, within reach, that carried a number; 0 if there is none. */
uint32_t track_carrier_of(const struct track *t, enum side side, uint32_t seq);
/* The same for the first number of the new packet, before another packet of the session. */
uint32_t track_carrier_before(const struct track *t, uint32_t packet);

/* The same for the number before the new packet's first one. */
uint32_t track_previous(const struct track *t);

/* Returns the newest packet of a side, within reach, with that time; 0 if there is none. */
uint32_t track_packet_at(const struct track *t, enum side side, int64_t time_ns);

/* Returns the newest packet of the other side, within reach, that can have reached the sender
 * before it sent the new one; 0 if there is none. */
uint32_t track_heard(const struct track *t);

/* Returns the i-th of the stored packets of a side (struct seen of core/record/recovery.h); 0 if
 * there is none, or it is forgotten or 65536 packets old. */
uint32_t track_seen(const struct track *t, enum side side, unsigned i);
/* Steps backwards from the newest: *packet becomes the packet, or 0 as above. Returns false if
 * there are no more. */
bool track_seen_back(const struct track *t, enum side side, unsigned back, uint32_t *packet);
/* Returns the newest of them. */
uint32_t track_seen_last(const struct track *t, enum side side);

/* Returns the same; of a side that has sent only one packet, which is not stored, that packet if it
 * is among the session's first. For evidence. */
uint32_t track_last(const struct track *t, enum side side);

/* Returns a digest that nearly always differs between segments: always for those whose timestamps
 * alone differ, by less than 65536. */
uint16_t track_digest(const struct segment *segment);
/* Returns the low half of a packet's timestamp, computed from its digest. */
uint16_t track_digest_stamp(const struct packet *packet, uint16_t digest);

/* Computes the timestamp of a recent packet of a side from its 16 stored bits, as the value nearest
 * to `near`. Returns false if the packet is not among the last ones. */
bool track_stamp(
    const struct track *t, enum side side, uint32_t packet, uint32_t near, uint32_t *stamp);

/* Returns true if a packet of the same side has the same header, except for options. */
bool track_is_twin(const struct track *t, const struct packet *p);
/* Returns the newest such earlier packet within reach; 0 if there is none. */
uint32_t track_twin(const struct track *t);

/* Returns the packet after the newest one of a side: one of the other side, or the new one. */
uint32_t track_after_last(const struct track *t, enum side side);

/* Returns when the first number of a packet that the new one acknowledges was first sent; 0 if
 * unknown. */
int64_t track_first_sent_ns(const struct track *t, const struct packet *sent);
