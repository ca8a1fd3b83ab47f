/* What can be remarked about a segment. Names are Wireshark's tcp.analysis.* without the prefix where
 * it has one. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum note {
	NOTE_RETRANSMISSION,     /* bytes, SYN or FIN that this side had sent before */
	NOTE_RTO_RETRANSMISSION, /* one that the retransmission timer sent (RFC 6298, 5) */
	NOTE_TAIL_LOSS_PROBE, /* one sent to provoke an ACK before the timer expires (RFC 8985, 7) */
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
	NOTE_ECN_REDUCED, /* answers that by CWR: the congestion window was reduced (RFC 3168, 6.1.2) */
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
	    NOTE_BIT(NOTE_ZERO_WINDOW_PROBE) | NOTE_BIT(NOTE_REUSED_PORTS))

/* "fast_retransmission", for JSON. Static. */
const char *note_name(enum note note);
/* "fast retransmission", for people. Static. */
const char *note_words(enum note note);

/* The notes without those that a finer one beside them makes needless to say. */
uint64_t notes_telling(uint64_t notes);

/* Writes the words of all notes set, comma separated, most telling first ("fast retransmission" makes
 * "retransmission" needless). Returns the length without the NUL. */
size_t notes_format(uint64_t notes, char *out, size_t size);
