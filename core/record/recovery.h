/* One side's loss recovery as an onlooker sees it: its round trip, its timer, what makes it send
 * again. For core/track/track.c and core/analyse/analyse.c.
 *
 * Sources: RFC 6298 (timer), 5681 and 6675 (fast retransmit and recovery), 8985 (RACK-TLP), 2883
 * (D-SACK), 3522 (Eifel). Where RFC 6298 leaves a choice, that of Linux is assumed: a timer of at
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
	RECOVERY_FAST,    /* duplicate ACKs or SACK called for it */
	RECOVERY_PROBE,   /* a tail loss probe is out */
	RECOVERY_TIMEOUT, /* the timer expired */
};

/* A retransmission whose need later evidence may judge. */
struct resent {
	uint32_t packet; /* its number */
	uint32_t start;  /* raw sequence number */
	uint32_t ts_val; /* of its timestamp option */
	/* the ACK that covered it with its timestamp: the receiver had lacked it; or 0 */
	uint32_t echoed_by;
	uint32_t span : 24;    /* sequence numbers that it takes */
	uint32_t stamped : 1;  /* ts_val is set */
	uint32_t open : 1;     /* not judged, or not yet */
	uint32_t reported : 1; /* by D-SACK */
};

static inline uint32_t resent_end(const struct resent *r)
{
	return r->start + r->span;
}

/* Room for them grows from the one to the other: most sessions that send again do so
 * once or twice. */
#define RESENT_FIRST 2
#define RESENT_MAX 128

/* What it has sent again, as a circle. */
struct repeats {
	uint8_t next, room;
	struct resent resent[];
};

/* Digests of headers: one differs where only the timestamps do, but by chance; and what is none. */
#define SEEN_NONE 0
#define SEEN_ANY 1
#define SEEN_CALM 8 /* as far as room goes while nothing comes twice */
#define SEEN_MAX 64

/* The packets seen lately, to know the same one again. A circle. */
struct seen {
	union {
		struct {
			uint16_t packet[SEEN_CALM]; /* the low half of their numbers */
			uint16_t digest[SEEN_CALM];
		};
		uint16_t *more; /* where room is for more: both, one after the other; owned */
	};
	uint32_t ts_high; /* the newest timestamp */
	uint8_t next, room;
	uint16_t copies; /* of the side's last 16 packets, a bit each: the same was there before */
};

static inline uint16_t *seen_packets(struct seen *seen)
{
	return seen->room > SEEN_CALM ? seen->more : seen->packet;
}

static inline uint16_t *seen_digests(struct seen *seen)
{
	return seen->room > SEEN_CALM ? seen->more + seen->room : seen->digest;
}

/* Where the side's last packet is among them. */
static inline unsigned seen_last(const struct seen *seen)
{
	return (seen->next + seen->room - 1U) % seen->room;
}

/* What an ACK told of numbers missing. */
struct report {
	int64_t time_ns;   /* of the last that told it, or 0 */
	uint32_t from, to; /* what is acknowledged, and the highest edge reported, or one more */
	uint32_t ts_first, ts_last; /* timestamps of the first and the last, or 0 */
};

#define REPORTS 4

/* Kept for those of whose segments some were reported missing. */
struct loss {
	uint32_t sack_high; /* highest edge that SACK reported, when above what is acknowledged */
	struct report told[REPORTS];             /* the newest first */
	struct sack_block sack[SACK_BLOCKS_MAX]; /* of the last ACK */
	uint8_t sack_count;
};

/* In two cache lines: what its own packets need, and what those of the other side do, too. */
struct recovery {
	_Alignas(CACHE_LINE) struct seen seen;
	struct repeats *repeats; /* or NULL; owned */
	struct loss *loss;       /* or NULL; owned */
	uint16_t last_id;        /* IP identification of its last segment in order */
	uint16_t last_len;       /* its last new payload in order, at most 65535 */
	uint16_t win_most;       /* the largest window field that it has sent, but for its SYN's */
	uint16_t ids_up : 6, ids_odd : 6; /* how often last_id grew by little, or did not */
	uint16_t eager : 1; /* it has sent a small segment with another outstanding: no Nagle */

	_Alignas(CACHE_LINE) int64_t sent_ns; /* when it last sent bytes, SYN or FIN */
	int64_t acked_ns;                     /* when the last of them were acknowledged */
	struct rtt rtt;
	int64_t opened_ns;     /* when the other side gave it more window, with sent_ns before it */
	struct gaps *gaps;     /* what is missing of what it sent, or NULL; owned */
	uint32_t shut_edge;    /* right edge of the window before opened_ns */
	uint32_t until;        /* the mode lasts until it is acknowledged */
	uint16_t beyond;       /* all `repeats` lie before `until` and so many numbers more */
	uint16_t full;         /* the longest payload it has sent, at most 65535 */
	uint8_t mode : 2;      /* enum recovery_mode */
	uint8_t repaired : 1;  /* the last mode that ended was RECOVERY_FAST */
	uint8_t sacked : 1;    /* loss is there, and its sack_high set */
	uint8_t sack_told : 1; /* loss is there, and its sack_count not 0 */
	uint8_t acked_pure : 1; /* the ACK of acked_ns carried nothing else */
	uint8_t probes : 1;     /* it has sent a tail loss probe, certainly */
	uint8_t probed : 1; /* a probe is acknowledged, and nothing beyond: Linux sends no other */
	/* how often its timer has expired where a probe was due, at most 3 */
	uint8_t probeless : 2;
	uint8_t probed_before : 1; /* probed, as it was before acked_ns */
	uint8_t rtt_least : 1; /* its flow's rtt_us is no round trip, but what one takes at least */
	uint8_t timeouts;      /* in a row */
	uint8_t repeated;      /* its last segments that brought nothing new, and no ACK answered */
};
static_assert(sizeof(struct recovery) == 2 * CACHE_LINE, "nearly every session has two");

/* *r is zeroed; sent_ns is when the side last sent something, rtt_ns its round trip or 0. */
void recovery_begin(struct recovery *r, int64_t sent_ns, int64_t rtt_ns);
/* Frees what it owns. */
void recovery_end(struct recovery *r);

/* The retransmission timeout as it is now, in ns: with its backoff; 1 s before the first sample. */
int64_t recovery_rto(const struct recovery *r);

/* Whether something of what it sent is missing. NULL is fine. */
static inline bool recovery_has_gaps(const struct recovery *r)
{
	return r != NULL && r->gaps != NULL && r->gaps->count > 0;
}

/* The other side's window for it goes from one edge to another; next is the highest number
 * sent, plus one. */
void recovery_window(
    struct recovery *r, int64_t now_ns, uint32_t was, uint32_t edge, uint32_t next);

/* The payload of a full segment as far as is known: at least what every sender may send (RFC
 * 9293, 3.7.1). */
#define RECOVERY_LEAST_FULL 536
static inline uint32_t recovery_full(const struct recovery *r)
{
	return r->full > RECOVERY_LEAST_FULL ? r->full : RECOVERY_LEAST_FULL;
}

/* All that was sent is acknowledged, and there will be no more: gives back what only told of
 * losses. NULL is fine. */
void recovery_settle(struct recovery *r);

/* Whether the sender numbers its packets upward, so that IP identifications tell their order. */
bool recovery_numbers_packets(const struct recovery *r);
void recovery_see_id(struct recovery *r, uint16_t ip_id);

/* Remembers a packet, to know it again. */
void recovery_see(struct recovery *r, uint32_t packet, uint16_t digest);

/* The SACK blocks of an ACK: the highest edge of them. */
void recovery_see_sack(struct recovery *r, const struct segment *ack);
/* Whether SACK reported numbers above this one. */
static inline bool recovery_sacked_above(const struct recovery *r, uint32_t seq)
{
	return r->sacked && seq_lt(seq, r->loss->sack_high);
}

/* Takes in what an ACK tells of numbers that are missing. duplicate: it has that note. */
void recovery_told(struct recovery *r, const struct segment *ack, bool duplicate);
/* Whether the sender of a segment can have been told within that time that its number was missing;
 * or had heard nothing newer, as the timestamp that it echoes says. */
bool recovery_was_told(const struct recovery *r, const struct segment *segment, int64_t within_ns);
/* Whether the last ACK says that its sender has a number. */
bool recovery_is_sacked(const struct recovery *r, uint32_t seq);
/* The remembered retransmission, covered by an ACK for the first time, whose timestamp that ACK
 * echoes. *older: one that it covers has a newer timestamp than what it echoes, so that it answers
 * a copy before it. NULL when there is none. */
const struct resent *recovery_echoed(
    const struct recovery *r, const struct segment *ack, uint32_t before, bool *older);

/* The retransmission remembered last, or NULL. */
const struct resent *recovery_last(const struct recovery *r);

/* Remembers a retransmission. The mode lasts until that number is acknowledged (RFC 6582, 3.2,
 * "recover"; RFC 6675, 5, "RecoveryPoint"): the highest that had been sent when it
 * began, plus one. */
void recovery_remember(struct recovery *r, const struct resent *resent, uint32_t until);

/* The retransmissions that an ACK of the other side proves needless: by D-SACK (RFC 2883, 4) or by
 * echoing a timestamp older than the retransmission's (RFC 3522, 3.2). before is what had been
 * acknowledged before it, rtt_ns the shortest time from a segment to its ACK. Writes their numbers,
 * of which the first *reported are proven by D-SACK, and returns how many. */
struct proof {
	const struct packet_store *packets;
	const struct segment *ack;
	uint32_t number; /* of the ACK */
	uint32_t before;
	int64_t rtt_ns;
};
unsigned recovery_needless(struct recovery *r, const struct proof *proof,
    uint32_t packets[RESENT_MAX], unsigned *reported);

/* Whether a remembered retransmission, sent later by its timestamp, brought a segment's first byte:
 * the original comes late. Gives its number, or 0. */
uint32_t recovery_overtook(const struct recovery *r, const struct segment *segment);
