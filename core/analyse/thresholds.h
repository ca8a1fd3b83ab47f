/* The thresholds of the analysis, with the source of each. Those without one were chosen to get the
 * notes of the kept traces of tests/truth right. Times are in ns unless the name says otherwise. */
#pragma once

#include <stdint.h>

#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)

/* --- Timers ------------------------------------------------------------------------------- */

/* Timers expire late, never early; clocks and estimates differ a little. In percent. */
#define TIMER_PERCENT 85
/* The least RTO of Linux (TCP_RTO_MIN); RTT_LINUX_MARGIN_NS is the same in ns. */
#define LEAST_TIMER_MS 200
/* Longer than any timer; keeps differences of hostile times from overflowing when multiplied. */
#define TIMING_MOST_NS INT64_C(86400000000000)
/* Linux sends no probe sooner: TCP_TIMEOUT_MIN is 2 jiffies. */
#define PROBE_LEAST_NS 2000000
/* A tail loss probe is sent no later than the timer would expire (RFC 8985, 7.2). Estimates of that
 * may be low, even more so far from the sender. */
#define PROBE_MOST_PERCENT 150
#define PROBE_FAR_PERCENT 250
#define PROBE_LATE_NS INT64_C(50000000)
/* This many timeouts without a probe before them show a sender that does not probe; a single one
 * may have other reasons. */
#define PROBELESS 2
#define PROBELESS_MOST 3
/* Backoff (RFC 6298, 5.5): nearer to twice the timeout than to the timeout; and twice, with late
 * timers. */
#define DOUBLED_PERCENT 150
#define TWICE_LEAST_PERCENT 175
#define TWICE_MOST_PERCENT 250
/* How far a millisecond clock (RFC 7323, 5.4) may seem to deviate when packets are delayed: one
 * part in CLOCK_PART of the time passed, at most CLOCK_APART_MS. */
#define CLOCK_PART 3
#define CLOCK_APART_MS 8000

/* --- Reports of losses -------------------------------------------------------------------- */

/* Duplicate ACKs that trigger a retransmission (RFC 5681, 3.2; DupThresh of RFC 6675, 2). */
#define DUPLICATES 3
/* A report is answered within this many RTTs; within this time if no RTT is known. */
#define TOLD_RTTS 2
#define TOLD_NS 100000000
/* A sender answers at once or, with pacing, within the longer time. */
#define ANSWERED_NS 500000
#define HEARD_LATELY_NS 10000000

/* --- Order and copies --------------------------------------------------------------------- */

/* Without a known RTT: a hole filled sooner was filled by another path, because no sender can have
 * received a report. tshark's default for out-of-order segments. */
#define REORDERING_NS 3000000
/* A clock that goes back by this was set; by less, packets were captured in another order. */
#define CLOCK_STEP_NS INT64_C(60000000000)
/* Nearly all timestamp clocks tick at least this often (RFC 7323, 5.4: 1 ms to 1 s). */
#define TICK_NS 10000000
/* The longest tick of timestamps that can distinguish retransmissions. */
#define TICK_MOST_NS 20000000
/* A network duplicate follows its original within this time. */
#define COPY_NS 1000000
/* No packet is on its way for longer (RFC 9293, 3.4.3: the maximum segment lifetime). */
#define COPY_MOST_NS INT64_C(120000000000)
/* An unanswered SYN is retransmitted after a second (RFC 6298, 2.1); by no timer of Linux sooner
 * than this. */
#define SYN_LEAST_NS 200000000
/* A first timeout of a SYN-ACK comes after a second (RFC 6298, 2.1), at most after three (RFC 1122,
 * 4.2.3.1); TCP_DEFER_ACCEPT waits for several of its timeouts. */
#define DEFERRED_LEAST_NS INT64_C(6000000000)
/* With this many copies among a side's last 16 packets, the capture duplicates everything. */
#define MIRRORED 7
/* IP identifications at most this far apart come from a sender that counts them (RFC 6864 leaves
 * their order open). */
#define IDS_NEAR 64
/* Random ones are hardly ever so close. */
#define IDS_NEXT 4

/* --- Acceptability ------------------------------------------------------------------------ */

/* A side that has sent less than this since its ISN has not wrapped: numbers below the ISN are not
 * newer ones. */
#define WRAP_BYTES (UINT64_C(1) << 30)
/* An ACK this far beyond a lone SYN may acknowledge data that the capture lacks; one further
 * beyond is of an older connection. */
#define MISSED_AT_START 65536

/* --- ACKs --------------------------------------------------------------------------------- */

/* Clocks and schedulers make equal times differ by this. */
#define SLACK_NS 50000
/* No answer is delayed longer than this beyond twice the time that one may take. */
#define HELD_UP_NS 5000000
/* Keep-alives start no sooner after the last packet: an earlier ACK does not answer a probe that
 * the capture lacks. */
#define IDLE_LEAST_NS INT64_C(1000000000)

/* The longest delay of an ACK in Linux (TCP_DELACK_MAX). */
#define ANSWER_MOST_NS (200 * NS_PER_MS)

/* --- Waiting ------------------------------------------------------------------------------ */

/* A busy machine causes shorter waits. */
#define WAIT_NS (5 * NS_PER_MS)
#define STALL_NS (20 * NS_PER_MS)
/* A kernel that may send because of an ACK does so while it processes that ACK. */
#define PROMPT_NS (300 * NS_PER_US)
/* Upper limit of an ACK's delay (RFC 1122, 4.2.3.2). */
#define DELAYED_ACK_MOST_NS (500 * NS_PER_MS)
/* A delayed ACK takes at least this many times as long as a prompt one. */
#define DELAYED_RATIO 8
/* An RTT of the whole path, at its best, on a local network. An ACK that is later than that by the
 * shortest delay of Linux (TCP_DELACK_MIN, 40 ms, minus the tolerance of timers and clocks) did not
 * spend all that time in the network. */
#define HOUSE_US 500
#define HOUSE_HELD_NS (38 * NS_PER_MS)
/* Longer payloads than an Ethernet frame holds may be merged by offloading; they do not show the
 * size of a full segment. */
#define ONE_SEGMENT 1460
/* The most bytes that options take from the payload (RFC 9293, 3.1). */
#define OPTIONS_MOST 40

/* --- Bounds of walks, against hostile captures -------------------------------------------- */

/* Packets back to look for a side's last one. */
#define DOUBT_WALK 256
/* First packets of a session to search for a side's only one. */
#define FIRST_WALK 16
/* Packets of the session back to look for an earlier copy. */
#define CARRIER_WALK 2048
/* Outstanding packets to search for what an ACK answers. */
#define ARRIVAL_WALK 1024
