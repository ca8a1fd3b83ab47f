/* What can be remarked about a segment. Names are Wireshark's tcp.analysis.* without the prefix
 * where it has one. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum note {
	NOTE_RETRANSMISSION,     /* bytes, SYN or FIN that this side had sent before */
	NOTE_RTO_RETRANSMISSION, /* one that the retransmission timer sent (RFC 6298, 5) */
	/* one sent to provoke an ACK before the timer expires (RFC 8985, 7) */
	NOTE_TAIL_LOSS_PROBE,
	NOTE_FAST_RETRANSMISSION, /* one that duplicate ACKs or SACK called for (RFC 5681, 3.2) */
	NOTE_SPURIOUS_RETRANSMISSION, /* needless: an earlier copy arrives */
	NOTE_OUT_OF_ORDER,            /* first transmission, overtaken in the network */
	NOTE_NETWORK_DUPLICATE,       /* the network delivered the same IP packet again */
	NOTE_LOST_SEGMENT,            /* a hole before this segment at this capture point */
	NOTE_ACK_LOST_SEGMENT,        /* acknowledges bytes that the capture never saw */
	NOTE_DUPLICATE_ACK,           /* RFC 5681, 2, or brings a new SACK block */
	NOTE_WINDOW_UPDATE,           /* pure ACK that only opens or changes the window */
	NOTE_ZERO_WINDOW,             /* advertises a window of 0 */
	NOTE_WINDOW_FULL,             /* uses up exactly what the receiver's window allowed */
	NOTE_ZERO_WINDOW_PROBE,       /* probes a peer whose last window was 0 */
	NOTE_ZERO_WINDOW_PROBE_ACK,
	NOTE_KEEP_ALIVE, /* 0 or 1 byte at SND.UNA-1 on an idle session */
	NOTE_KEEP_ALIVE_ACK,
	NOTE_REUSED_PORTS,  /* a SYN that begins a new session on a known four-tuple */
	NOTE_WINDOW_SHRINK, /* takes back window that was offered (RFC 9293, 3.8.6) */
	NOTE_ECN_MARK, /* a router marked Congestion Experienced in its IP header (RFC 3168, 5) */
	NOTE_ECN_ECHO, /* tells the sender of such a mark by ECE (RFC 3168, 6.1.3) */
	/* CWR: the congestion window was reduced, because of that or a loss (RFC 3168, 6.1.2) */
	NOTE_ECN_REDUCED,
	NOTE_ORIGINAL_UNSEEN, /* a retransmission of which this capture lacks every earlier copy */
	/* had to wait for window, and follows the ACK that gave it (RFC 9293, 3.8.6) */
	NOTE_RECEIVER_LIMITED,
	/* new data after an idle time (RFC 5681, 4.1): window, nothing in flight */
	NOTE_APPLICATION_LIMITED,
	NOTE_DELAYED_ACK, /* held back in the hope of merging it with more (RFC 1122, 4.2.3.2) */
	/* a small segment that waited for the ACK of the one before (RFC 1122, 4.2.3.4) */
	NOTE_NAGLE_DELAY,
	NOTE_REFUSED, /* RST that answers a SYN: no listener (RFC 9293, 3.10.7.1) */
	NOTE_ABORT,   /* RST that answers nothing: this end gave up (RFC 9293, 3.10.5) */
	/* the same, with data that its application had not read (RFC 2525, 2.17) */
	NOTE_ABORT_UNREAD,
	/* RST that answers a segment of a connection not known there (RFC 9293, 3.5.1) */
	NOTE_HALF_OPEN,
	/* RST that answers what comes after its own FIN (RFC 1122, 4.2.2.13) */
	NOTE_RESET_AFTER_CLOSE,
	/* RST that answers an ACK of what it never sent (RFC 9293, 3.10.7.3) */
	NOTE_UNACCEPTABLE_ACK,
	/* RST that its receiver must ignore (RFC 9293, 3.10.7.4; RFC 5961, 3.2) */
	NOTE_RESET_OUT_OF_WINDOW,
	NOTE_SYN_TIMEOUT, /* SYN sent again, as no answer to it has come (RFC 1122, 4.2.3.5) */
	/* the listener lets a handshake that reached it hang: its queue is full */
	NOTE_LISTEN_OVERFLOW,
	/* its receiver threw it away: it had taken in a newer timestamp (PAWS, RFC 7323, 5) */
	NOTE_OLD_TIMESTAMP,
	NOTE_COUNT,
};

#define NOTE_BIT(n) (UINT64_C(1) << (n))
/* The bits that struct packet has room for. */
#define NOTES_MASK ((UINT64_C(1) << 40) - 1)

/* Notes that tell of trouble, as against those that only remark (window_update, keep_alive...). */
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

/* Notes of segments that come behind others with higher numbers: an ACK may cover them and not what
 * came before them. */
#define NOTES_BEHIND                                                                               \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER) |                             \
	    NOTE_BIT(NOTE_NETWORK_DUPLICATE))

/* Why a connection was reset: at most one of them on a RST, none where the capture does not show
 * it. Trouble, too, but a session's end is told as such. */
#define NOTES_RESET                                                                                \
	(NOTE_BIT(NOTE_REFUSED) | NOTE_BIT(NOTE_ABORT) | NOTE_BIT(NOTE_ABORT_UNREAD) |             \
	    NOTE_BIT(NOTE_HALF_OPEN) | NOTE_BIT(NOTE_RESET_AFTER_CLOSE) |                          \
	    NOTE_BIT(NOTE_UNACCEPTABLE_ACK) | NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW))

/* "fast_retransmission", for JSON. Static. */
const char *note_name(enum note note);
/* "fast retransmission", for people. Static. */
const char *note_words(enum note note);

/* The notes of a packet of which more is known now. An earlier copy that arrives, too, was not
 * lost: no original_unseen then. */
uint64_t notes_join(uint64_t notes, uint64_t more);

/* The notes without those that a finer one beside them makes needless to say. */
uint64_t notes_telling(uint64_t notes);

/* Writes the words of all notes set, comma separated, most telling first ("fast retransmission"
 * makes "retransmission" needless). Returns the length without the NUL. */
size_t notes_format(uint64_t notes, char *out, size_t size);

/* The same in shorter words where there is little room: "app-limited, win full". At most so many of
 * them, and behind them how many more there are: "fast retrans +1". Returns the length
 * without the NUL. */
size_t notes_brief(uint64_t notes, unsigned most, char *out, size_t size);
