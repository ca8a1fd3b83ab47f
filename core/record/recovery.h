/* The loss recovery of one side as the capture shows it: its RTT, its retransmission timer, and the
 * reasons for its retransmissions. For core/track/track.c and core/analyse/analyse.c.
 *
 * Sources: RFC 6298 (timer), 5681 and 6675 (fast retransmit and recovery), 8985 (RACK-TLP), 2883
 * (D-SACK), 3522 (Eifel). Where RFC 6298 leaves a choice, the code follows Linux: an RTO of at
 * least 200 ms. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/pool.h"
#include "core/record/holes.h"
#include "core/record/packet.h"
#include "core/record/rtt.h"
#include "core/record/segment.h"
#include "core/record/seq.h"

enum recovery_mode {
	RECOVERY_NONE,
	RECOVERY_FAST,    /* triggered by duplicate ACKs or SACK */
	RECOVERY_PROBE,   /* a tail loss probe is in flight */
	RECOVERY_TIMEOUT, /* the timer expired */
};

/* A retransmission that later evidence may prove spurious. */
struct resent {
	uint32_t packet; /* packet number */
	uint32_t start;  /* raw sequence number */
	uint32_t ts_val; /* of its timestamp option */
	/* the ACK that covered it and echoed its timestamp (the receiver lacked the data), or 0 */
	uint32_t echoed_by;
	uint32_t span : 24;    /* sequence space */
	uint32_t stamped : 1;  /* ts_val is set */
	uint32_t open : 1;     /* not proven spurious */
	uint32_t reported : 1; /* a D-SACK reported it */
};

static inline uint32_t resent_end(const struct resent *r)
{
	return r->start + r->span;
}

/* Entries allocated at first and at most: most sessions that retransmit do so once or twice. */
#define RESENT_FIRST 2
#define RESENT_MAX 128

/* Retransmissions of one side: a circular buffer. */
struct repeats {
	uint8_t next, room;
	struct resent resent[];
};

/* Digests of headers with timestamps. SEEN_NONE matches no packet; SEEN_ANY is not known. */
#define SEEN_NONE 0
#define SEEN_ANY 1
#define SEEN_CALM 8 /* entries while no packet has come twice */
#define SEEN_MAX 64

/* The newest packets of a side, to recognise copies. A circular buffer. */
struct seen {
	union {
		struct {
			uint16_t packet[SEEN_CALM]; /* low half of the packet numbers */
			uint16_t digest[SEEN_CALM];
		};
		uint16_t *more; /* both arrays in one, if more entries are needed; owned */
	};
	uint32_t ts_high; /* newest timestamp */
	uint8_t next, room;
	uint16_t copies; /* a bit each of the last 16 packets: 1 for a copy of an earlier one */
};

static inline uint16_t *seen_packets(struct seen *seen)
{
	return seen->room > SEEN_CALM ? seen->more : seen->packet;
}

static inline uint16_t *seen_digests(struct seen *seen)
{
	return seen->room > SEEN_CALM ? seen->more + seen->room : seen->digest;
}

/* Returns the index of the side's last packet. */
static inline unsigned seen_last(const struct seen *seen)
{
	return (seen->next + seen->room - 1U) % seen->room;
}

/* A hole reported by ACKs. */
struct report {
	int64_t time_ns;   /* time of the last report, or 0 */
	uint32_t from, to; /* from: the ACK number; to: the highest SACK edge, or from + 1 */
	uint32_t ts_first, ts_last; /* timestamps of the first and the last report, or 0 */
};

#define REPORTS 4

/* Allocated when a hole is first reported. */
struct loss {
	uint32_t sack_high; /* highest edge that SACK reported, if above the ACK number */
	struct report report[REPORTS];           /* newest first */
	struct sack_block sack[SACK_BLOCKS_MAX]; /* of the last ACK */
	uint8_t sack_count;
};

/* Two cache lines: the first serves the side's own packets, the second those of the other side as
 * well. */
struct recovery {
	_Alignas(CACHE_LINE) struct seen seen;
	struct repeats *repeats; /* or NULL; owned */
	struct loss *loss;       /* or NULL; owned */
	uint16_t last_id;        /* IP identification of the side's last segment in order */
	uint16_t last_len;       /* length of its last new payload in order, at most 65535 */
	uint16_t win_most;       /* largest window field that it sent, except in a SYN */
	uint16_t ids_up : 6, ids_odd : 6; /* how often last_id grew a little, or did not */
	uint16_t stray_reset : 1; /* its last packet is a reset out of the receiver's window */
	uint16_t eager : 1; /* it sent a small segment while another was in flight: Nagle is off */

	_Alignas(CACHE_LINE) int64_t sent_ns; /* when it last sent data, SYN or FIN */
	int64_t acked_ns;                     /* when the last of these were acknowledged */
	struct rtt rtt;
	int64_t opened_ns;  /* when the other side last opened the window (see recovery_window()) */
	struct gaps *gaps;  /* holes in what it sent, or NULL; owned */
	uint32_t shut_edge; /* right edge of the window before opened_ns */
	uint32_t until;     /* the mode ends when this number is acknowledged */
	uint16_t beyond;    /* all of `repeats` end at most this far above `until` */
	uint16_t full;      /* longest payload it sent, at most 65535 */
	uint8_t mode : 2;   /* enum recovery_mode */
	uint8_t repaired : 1;      /* the last mode to end was RECOVERY_FAST */
	uint8_t sacked : 1;        /* loss is allocated and its sack_high set */
	uint8_t sack_reported : 1; /* loss is allocated and its sack_count not 0 */
	uint8_t acked_pure : 1;    /* the ACK of acked_ns was a pure ACK */
	uint8_t probes : 1;        /* it has certainly sent a tail loss probe */
	uint8_t probed : 1; /* a probe is acknowledged, nothing newer: Linux sends no second one */
	/* timeouts where a tail loss probe was due, at most 3 */
	uint8_t probeless : 2;
	uint8_t probed_before : 1; /* the value of `probed` before acked_ns */
	uint8_t rtt_least : 1;     /* its flow's rtt_us is a lower bound, not a measured RTT */
	uint8_t timeouts;          /* timer expiries in a row */
	uint8_t repeated;          /* its last segments without new data that no ACK has answered */
};
static_assert(sizeof(struct recovery) == 2 * CACHE_LINE, "nearly every session has two");

/* Initialises a zeroed *r; sent_ns is when the side last sent data, SYN or FIN; rtt_ns is its RTT
 * or 0. */
void recovery_begin(struct recovery *r, int64_t sent_ns, int64_t rtt_ns);
/* Frees what *r owns. */
void recovery_end(struct recovery *r);

/* Returns the current retransmission timeout in ns, with backoff; 1 s before the first RTT
 * sample. */
int64_t recovery_rto(const struct recovery *r);

/* Returns true if what it sent has holes. r may be NULL. */
static inline bool recovery_has_gaps(const struct recovery *r)
{
	return r != NULL && r->gaps != NULL && r->gaps->count > 0;
}

/* Records that the other side's window moves its right edge from `was` to `edge`; next is the
 * highest number sent, plus one. */
void recovery_window(
    struct recovery *r, int64_t now_ns, uint32_t was, uint32_t edge, uint32_t next);

/* Returns the payload of a full segment as far as known: at least what any sender may send (RFC
 * 9293, 3.7.1). */
#define RECOVERY_LEAST_FULL 536
static inline uint32_t recovery_full(const struct recovery *r)
{
	return r->full > RECOVERY_LEAST_FULL ? r->full : RECOVERY_LEAST_FULL;
}

/* Frees the records of reported holes, when all data is acknowledged and no more will come. r may
 * be NULL. */
void recovery_settle(struct recovery *r);

/* Returns true if the sender's IP identifications increase and so show the order of its packets. */
bool recovery_numbers_packets(const struct recovery *r);
void recovery_see_id(struct recovery *r, uint16_t ip_id);

/* Adds a packet to those in which copies are looked for. */
void recovery_see(struct recovery *r, uint32_t packet, uint16_t digest);

/* Records the highest edge of an ACK's SACK blocks. */
void recovery_see_sack(struct recovery *r, const struct segment *ack);
/* Returns true if SACK reported data above this number. */
static inline bool recovery_sacked_above(const struct recovery *r, uint32_t seq)
{
	assert(!r->sacked || r->loss != NULL);
	return r->sacked && seq_lt(seq, r->loss->sack_high);
}

/* Records the hole that an ACK reports. duplicate: the ACK has the note duplicate_ack. */
void recovery_see_report(struct recovery *r, const struct segment *ack, bool duplicate);
/* Returns true if the sender of a segment can have received a report that its number is missing:
 * within that time, or because its echoed timestamp is that of a report. */
bool recovery_was_reported(
    const struct recovery *r, const struct segment *segment, int64_t within_ns);
/* Returns the first number from seq on that the SACK blocks of the last ACK do not report. */
uint32_t recovery_unsacked(const struct recovery *r, uint32_t seq);
/* Returns the retransmission that an ACK covers for the first time and whose timestamp it echoes,
 * or NULL. *older: the ACK covers a retransmission with a newer timestamp than it echoes, so it
 * answers an earlier copy. */
const struct resent *recovery_echoed(
    const struct recovery *r, const struct segment *ack, uint32_t before, bool *older);

/* Returns the newest retransmission, or NULL. */
const struct resent *recovery_last(const struct recovery *r);

/* Records a retransmission. The mode lasts until `until` is acknowledged (RFC 6582, 3.2, "recover";
 * RFC 6675, 5, "RecoveryPoint"): the highest number sent when it began, plus one. */
void recovery_remember(struct recovery *r, const struct resent *resent, uint32_t until);

/* Finds the retransmissions that an ACK proves spurious: by D-SACK (RFC 2883, 4) or by echoing a
 * timestamp older than the retransmission's (RFC 3522, 3.2). before is the ACK number before this
 * one, rtt_ns the shortest time from a segment to its ACK. Writes their packet numbers, first the
 * *reported ones that D-SACK proves, and returns how many. */
struct proof {
	const struct packet_store *packets;
	const struct segment *ack;
	uint32_t number; /* packet number of the ACK */
	uint32_t before;
	int64_t rtt_ns;
};
unsigned recovery_spurious(struct recovery *r, const struct proof *proof,
    uint32_t packets[RESENT_MAX], unsigned *reported);

/* Returns the retransmission that carried a segment's first byte and, by its timestamp, was sent
 * after the segment, or 0: the segment is an original out of order. */
uint32_t recovery_overtook(const struct recovery *r, const struct segment *segment);
