/* Looking back from the new packet in its session. Bounded walks, for captures made to hurt. */
#pragma once

#include "core/analyse/moment.h"

/* Who sent the session's packet before it; its own sender when there is none. */
enum side track_side_before(const struct track *t);

/* The last packet before it, not far back, in which its side sent the first of its numbers; 0 when
 * there is none. Looked for once, for `copy` of struct track. */
uint32_t track_find_copy(const struct track *t);
/* The last packet of a side, not far back, in which it sent a number. */
uint32_t track_carrier_of(const struct track *t, enum side side, uint32_t seq);
/* The same for the first number of the new packet, before another of the session's packets. */
uint32_t track_carrier_before(const struct track *t, uint32_t packet);

/* The same for the number before its first one. */
uint32_t track_previous(const struct track *t);

/* The last packet of a side, not far back, that came at that time; 0 when there is none. */
uint32_t track_packet_at(const struct track *t, enum side side, int64_t time_ns);

/* The newest packet of the other side, not far back, that can have come to the sender before it
 * sent the new one; 0 when there is none. */
uint32_t track_heard(const struct track *t);

/* The i-th of the packets that are remembered of a side (struct seen of core/record/recovery.h); 0
 * where there is none, or it is forgotten or 65536 packets ago. */
uint32_t track_seen(const struct track *t, enum side side, unsigned i);
/* From the last one back: *packet is the one, or 0 as above. Returns false when there are no
 * more. */
bool track_seen_back(const struct track *t, enum side side, unsigned back, uint32_t *packet);
/* The last one of them. */
uint32_t track_seen_last(const struct track *t, enum side side);

/* The same where the side has sent one packet only, which is not remembered, if it is among the
 * session's first: for evidence. */
uint32_t track_last(const struct track *t, enum side side);

/* Tells segments apart, nearly always: those that differ in their timestamp alone by less than
 * 65536 have different digests. */
uint16_t track_digest(const struct segment *segment);
/* The lower half of a packet's timestamp, out of its digest. */
uint16_t track_digest_stamp(const struct packet *packet, uint16_t digest);

/* The timestamp of a packet that a side has sent lately, taken for near another: of it, 16 bits are
 * remembered. False: the packet is not among the last ones. */
bool track_stamp(
    const struct track *t, enum side side, uint32_t packet, uint32_t near, uint32_t *stamp);

/* Whether a packet of its side has the same header, but for options. */
bool track_is_twin(const struct track *t, const struct packet *p);
/* The last such packet before it, not far back; 0 when there is none. */
uint32_t track_twin(const struct track *t);

/* The packet after the last one that a side has sent lately: that of another side, or the
 * new one itself. */
uint32_t track_after_last(const struct track *t, enum side side);

/* When the first number of a packet that the new one acknowledges was first sent; 0 where that
 * is not known. */
int64_t track_first_sent_ns(const struct track *t, const struct packet *sent);
