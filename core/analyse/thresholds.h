/* The numbers that the analysis decides by, with the source of each. Those without one were chosen
 * so that the notes of the kept traces of tests/truth are right. Times are in ns where the name
 * does not say otherwise. */
#pragma once

#include <stdint.h>

#define NS_PER_US 1000
#define NS_PER_MS INT64_C(1000000)

/* --- Timers ------------------------------------------------------------------------------- */

/* Timers are late, never early; clocks and estimates differ a little. In percent. */
#define TIMER_PERCENT 85
/* No timer of Linux is shorter (TCP_RTO_MIN); RTT_LINUX_MARGIN_NS is the same in ns. */
#define LEAST_TIMER_MS 200
/* Longer than any timer: a difference of hostile times cannot be multiplied. */
#define TIMING_MOST_NS INT64_C(86400000000000)
/* No probe comes sooner: TCP_TIMEOUT_MIN is 2 jiffies. */
#define PROBE_LEAST_NS 2000000
/* A tail loss probe is not sent later than the timer would expire (RFC 8985, 7.2); estimates of
 * that may be low, more so far from the sender. */
#define PROBE_MOST_PERCENT 150
#define PROBE_FAR_PERCENT 250
#define PROBE_LATE_NS INT64_C(50000000)
/* Timeouts without a probe before them after which a sender counts as one that does not probe: one
 * may have other reasons. */
#define PROBELESS 2
#define PROBELESS_MOST 3
/* Backed off (RFC 6298, 5.5): nearer to twice the timeout than to one; and twice, as timers are
 * late. */
#define DOUBLED_PERCENT 150
#define TWICE_LEAST_PERCENT 175
#define TWICE_MOST_PERCENT 250
/* By how much of the time that has passed a clock of milliseconds (RFC 7323, 5.4) seems to differ
 * where packets are held up: one part of so many, and the most. */
#define CLOCK_PART 3
#define CLOCK_APART_MS 8000

/* --- Reports of losses -------------------------------------------------------------------- */

/* Duplicate ACKs that make a sender send again (RFC 5681, 3.2; DupThresh of RFC 6675, 2). */
#define DUPLICATES 3
/* A report is answered after a round trip; where none is known within this time. */
#define TOLD_RTTS 2
#define TOLD_NS 100000000
/* A sender answers at once, or, if it is paced, within this time. */
#define ANSWERED_NS 500000
#define HEARD_LATELY_NS 10000000

/* --- Order and copies --------------------------------------------------------------------- */

/* Without a known round trip: what fills a hole sooner came by another path, no sender can
 * have been told. tshark's default for out-of-order segments. */
#define REORDERING_NS 3000000
/* Timestamps change at least as often, nearly everywhere (RFC 7323, 5.4: 1 ms to 1 s). */
#define TICK_NS 10000000
/* Timestamps that tell retransmissions apart change more often. */
#define TICK_MOST_NS 20000000
/* The network's copy comes right behind its original. */
#define COPY_NS 1000000
/* A SYN that nobody answers is sent again after a second (RFC 6298, 2.1); by no timer of Linux
 * sooner than this. */
#define SYN_LEAST_NS 200000000
/* Of its last 16 packets a side had that many twice: the capture doubles everything. */
#define MIRRORED 7
/* IP identifications no farther apart are of packets of one sender who counts (RFC 6864 leaves
 * their order open). */
#define IDS_NEAR 64

/* --- ACKs --------------------------------------------------------------------------------- */

/* What clocks and schedulers make of times that are the same. */
#define SLACK_NS 50000
/* No answer is held up for longer, beyond twice the time that one may take. */
#define HELD_UP_NS 5000000
/* Nobody asks sooner whether an idle peer is still there: what has come since then is no answer to
 * a probe that the capture lacks. */
#define IDLE_LEAST_NS INT64_C(1000000000)

/* --- Waiting ------------------------------------------------------------------------------ */

/* Shorter waits are no more than what a busy machine makes. */
#define WAIT_NS (5 * NS_PER_MS)
#define STALL_NS (20 * NS_PER_MS)
/* A kernel that an ACK lets send does so while it takes that ACK in. */
#define PROMPT_NS (300 * NS_PER_US)
/* An ACK may be held back for less than that (RFC 1122, 4.2.3.2). */
#define DELAYED_ACK_MOST_NS (500 * NS_PER_MS)
/* A held ACK takes this many times as long as one sent at once. */
#define DELAYED_RATIO 8
/* The whole path there and back is known to take no longer, at its best: a host in the same house.
 * An ACK that is later than that by the shortest time that Linux waits (TCP_DELACK_MIN, 40 ms; less
 * what timers and clocks differ) was not on its way all the time. */
#define HOUSE_US 500
#define HOUSE_HELD_NS (38 * NS_PER_MS)
/* Longer payloads than an Ethernet frame holds may be joined by offloading: the size of a full
 * segment does not show then. */
#define ONE_SEGMENT 1460

/* --- Bounds of walks, for captures made to hurt ------------------------------------------- */

/* How many packets back a side's last one is looked for. */
#define DOUBT_WALK 256
/* How many of a session's first packets are looked through for a side's only one. */
#define FIRST_WALK 16
/* How many packets of the session back an earlier copy is looked for. */
#define CARRIER_WALK 2048
/* How many outstanding packets are looked through for what an ACK answers. */
#define ARRIVAL_WALK 1024
