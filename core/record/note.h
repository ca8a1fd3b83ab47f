/* Notes: remarkable properties of a segment. Names follow Wireshark's tcp.analysis.* flags, without
 * the prefix, where one exists. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum note {
	NOTE_RETRANSMISSION, /* sequence space (data, SYN or FIN) sent again by its sender */
	/* retransmission because the retransmission timer expired (RFC 6298, 5) */
	NOTE_RTO_RETRANSMISSION,
	/* last segment sent again to provoke an ACK before the timer expires (RFC 8985, 7) */
	NOTE_TAIL_LOSS_PROBE,
	NOTE_FAST_RETRANSMISSION,     /* triggered by duplicate ACKs or SACK (RFC 5681, 3.2) */
	NOTE_SPURIOUS_RETRANSMISSION, /* an earlier copy arrived */
	NOTE_OUT_OF_ORDER,            /* original, overtaken by a later segment */
	NOTE_NETWORK_DUPLICATE,       /* copy of an IP packet, made by the network or the capture */
	NOTE_LOST_SEGMENT,            /* a hole before this segment at this capture point */
	NOTE_ACK_LOST_SEGMENT,        /* acknowledges bytes that the capture lacks */
	NOTE_DUPLICATE_ACK,           /* RFC 5681, 2; with SACK, an ACK that reports a new block */
	NOTE_WINDOW_UPDATE,           /* pure ACK that only changes the window */
	NOTE_ZERO_WINDOW,             /* advertises a window of 0 */
	NOTE_WINDOW_FULL,             /* uses up the receive window exactly */
	NOTE_ZERO_WINDOW_PROBE,       /* probes a peer whose window is 0 */
	NOTE_ZERO_WINDOW_PROBE_ACK,
	NOTE_KEEP_ALIVE, /* 0 or 1 byte at SND.UNA-1 on an idle session */
	NOTE_KEEP_ALIVE_ACK,
	NOTE_REUSED_PORTS,  /* SYN of a new session on a four-tuple seen before */
	NOTE_WINDOW_SHRINK, /* withdraws window that was offered (RFC 9293, 3.8.6) */
	NOTE_ECN_MARK,      /* a router set Congestion Experienced in the IP header (RFC 3168, 5) */
	NOTE_ECN_ECHO,      /* ECE: reports a congestion mark to the sender (RFC 3168, 6.1.3) */
	/* CWR: the sender reduced its congestion window after ECE or a loss (RFC 3168, 6.1.2) */
	NOTE_ECN_REDUCED,
	NOTE_ORIGINAL_UNSEEN, /* a retransmission; the capture lacks all earlier copies */
	/* waited for window and follows the ACK that gave it (RFC 9293, 3.8.6) */
	NOTE_RECEIVER_LIMITED,
	/* new data after idle time (RFC 5681, 4.1) with window left and nothing in flight */
	NOTE_APPLICATION_LIMITED,
	/* waited for data or a second segment to acknowledge (RFC 1122, 4.2.3.2) */
	NOTE_DELAYED_ACK,
	/* a small segment that waited for an ACK of earlier data (RFC 1122, 4.2.3.4) */
	NOTE_NAGLE_DELAY,
	NOTE_REFUSED, /* RST that answers a SYN: no listener (RFC 9293, 3.10.7.1) */
	NOTE_ABORT,   /* RST that answers no segment: its sender aborted (RFC 9293, 3.10.5) */
	/* the same, with data that its sender's application had not read (RFC 2525, 2.17) */
	NOTE_ABORT_UNREAD,
	/* RST that answers a segment of a connection unknown to its sender (RFC 9293, 3.5.1) */
	NOTE_HALF_OPEN,
	/* RST that answers a segment received after its sender closed (RFC 1122, 4.2.2.13) */
	NOTE_RESET_AFTER_CLOSE,
	/* RST that answers an ACK of a number never sent (RFC 9293, 3.10.7.3) */
	NOTE_UNACCEPTABLE_ACK,
	/* RST that its receiver must ignore (RFC 9293, 3.10.7.4; RFC 5961, 3.2) */
	NOTE_RESET_OUT_OF_WINDOW,
	NOTE_SYN_TIMEOUT, /* SYN retransmitted because no answer arrived (RFC 1122, 4.2.3.5) */
	/* the listener leaves a handshake that reached it unanswered: its backlog is full */
	NOTE_LISTEN_OVERFLOW,
	/* discarded by its receiver, which had seen a newer timestamp (PAWS, RFC 7323, 5) */
	NOTE_OLD_TIMESTAMP,
	/* pure ACK that answers a segment its sender did not accept (RFC 5961) */
	NOTE_CHALLENGE_ACK,
	NOTE_COUNT,
};

#define NOTE_BIT(n) (UINT64_C(1) << (n))
/* The bits of struct packet's `notes`. */
#define NOTES_MASK ((UINT64_C(1) << 40) - 1)

/* Notes of loss or delay, as against mere remarks (window_update, keep_alive...). */
#define NOTES_TROUBLE                                                                              \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |                       \
	    NOTE_BIT(NOTE_TAIL_LOSS_PROBE) | NOTE_BIT(NOTE_FAST_RETRANSMISSION) |                  \
	    NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER) |                 \
	    NOTE_BIT(NOTE_NETWORK_DUPLICATE) | NOTE_BIT(NOTE_LOST_SEGMENT) |                       \
	    NOTE_BIT(NOTE_ACK_LOST_SEGMENT) | NOTE_BIT(NOTE_DUPLICATE_ACK) |                       \
	    NOTE_BIT(NOTE_ZERO_WINDOW) | NOTE_BIT(NOTE_WINDOW_FULL) |                              \
	    NOTE_BIT(NOTE_ZERO_WINDOW_PROBE) | NOTE_BIT(NOTE_REUSED_PORTS) |                       \
	    NOTE_BIT(NOTE_RECEIVER_LIMITED) | NOTE_BIT(NOTE_NAGLE_DELAY) |                         \
	    NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_LISTEN_OVERFLOW) |                          \
	    NOTE_BIT(NOTE_OLD_TIMESTAMP))

/* Notes of a segment that ends a wait. What a wait costs decides if they are shown
 * (core/model/notable.h). */
#define NOTES_WAIT                                                                                 \
	(NOTE_BIT(NOTE_RECEIVER_LIMITED) | NOTE_BIT(NOTE_APPLICATION_LIMITED) |                    \
	    NOTE_BIT(NOTE_DELAYED_ACK) | NOTE_BIT(NOTE_NAGLE_DELAY))

/* Notes whose first findings are problems. */
#define NOTES_PROBLEM (NOTES_TROUBLE & ~NOTES_WAIT)

/* Notes of segments whose number is below that of an earlier segment. An ACK may cover them but not
 * the segments captured before them. */
#define NOTES_BEHIND                                                                               \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER) |                             \
	    NOTE_BIT(NOTE_NETWORK_DUPLICATE))

/* The reason for a reset: at most one on a RST, none if the capture does not show it. Trouble as
 * well, but reported as the end of the session. */
#define NOTES_RESET                                                                                \
	(NOTE_BIT(NOTE_REFUSED) | NOTE_BIT(NOTE_ABORT) | NOTE_BIT(NOTE_ABORT_UNREAD) |             \
	    NOTE_BIT(NOTE_HALF_OPEN) | NOTE_BIT(NOTE_RESET_AFTER_CLOSE) |                          \
	    NOTE_BIT(NOTE_UNACCEPTABLE_ACK) | NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW))

/* Returns the name in JSON, as "fast_retransmission". Static. */
const char *note_name(enum note note);
/* Returns the name for people, as "fast retransmission". Static. */
const char *note_words(enum note note);

/* Returns the notes of a packet after more became known. A spurious retransmission removes
 * original_unseen: an earlier copy did arrive. */
uint64_t notes_join(uint64_t notes, uint64_t more);

/* Returns the notes without those that a more specific one implies. */
uint64_t notes_specific(uint64_t notes);

/* Writes the words of all notes set, separated by commas, without those that a more specific note
 * implies ("fast retransmission" implies "retransmission"). Returns the length without the NUL. */
size_t notes_format(uint64_t notes, char *out, size_t size);

/* Writes the brief words of at most `most` notes ("app-limited, win full") and how many more there
 * are ("fast retrans +1"). Returns the length without the NUL. */
size_t notes_brief(uint64_t notes, unsigned most, char *out, size_t size);
