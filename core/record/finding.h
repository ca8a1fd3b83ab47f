/* Why a note was set: the rule that held and the packets that were its evidence.
 *
 * The analysis records a finding together with the note, and everybody else reads it: nobody looks
 * for reasons a second time. Each note of a packet has one finding, but NOTE_RETRANSMISSION has
 * none beside a note that says what triggered it (NOTES_TRIGGER). */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/record/note.h"

/* The rules of a note in the order in which they are asked; the first one that holds is recorded.
 * "Cause" below is what the finding's `cause` names; "first" is its `cause_first`. */
enum rule {
	RULE_NONE, /* of no finding */

	/* NOTE_RETRANSMISSION, where nothing is known to have triggered it. SERIES_COPIES. */
	RULE_RESENT_SYN_ACK,    /* answers another copy of the SYN. Cause: that SYN */
	RULE_RESENT_SMALLER,    /* cut smaller, before any answer: path MTU discovery */
	RULE_RESENT_SLOW_START, /* ACKs let it go again after a timeout. Cause: the timeout's
	                         * retransmission. First: the ACK that let it go */
	RULE_RESENT_UNEXPLAINED,
	RULE_RESENT_OVERTAKER, /* its original came after it. Cause: that original, later */

	/* NOTE_RTO_RETRANSMISSION. SERIES_COPIES. Cause: the segment or the ACK from which the
	 * timer ran. */
	RULE_RTO_SYN,           /* of a SYN or SYN-ACK */
	RULE_RTO_SILENCE,       /* silence since then of at least the RTO */
	RULE_RTO_UNHEARD,       /* the last retransmission once more, and nothing heard between */
	RULE_RTO_FIRST_SEGMENT, /* the first segment's timer ran out while others were sent */
	RULE_RTO_RECOVERY_LOST, /* without SACK: the copy sent in fast recovery was lost, too */
	RULE_RTO_AFTER_REPORTS, /* long after the last duplicate ACK, which triggered nothing */
	RULE_RTO_ELIMINATION,   /* at its sender: no report of a loss, and 200 ms have passed */
	RULE_RTO_NO_PROBE, /* taken for a probe until a later timeout showed that there are none.
	                    * Cause: that later retransmission */

	/* NOTE_TAIL_LOSS_PROBE. SERIES_COPIES. Cause as of the RTO's. */
	RULE_TLP_DUE,         /* two round trips of silence, the last segment */
	RULE_TLP_BEFORE_RTO,  /* too soon for the timer even where the RTO seems shorter */
	RULE_TLP_LAST_ALONE,  /* the last segment, sooner than any timer; nothing can report it */
	RULE_TLP_ELIMINATION, /* at its sender: no report of a loss, and sooner than a timer */

	/* NOTE_FAST_RETRANSMISSION. SERIES_COPIES. Cause: the newest ACK that its sender had;
	 * first: the first duplicate ACK of the same hole. */
	RULE_FAST_DOUBLED_ACK,   /* the network doubled an ACK. Cause: the double */
	RULE_FAST_PARTIAL_ACK,   /* an ACK of less than the recovery covers; the next hole */
	RULE_FAST_DUPLICATES,    /* three duplicate ACKs, no SACK */
	RULE_FAST_EARLY,         /* fewer duplicate ACKs, no SACK */
	RULE_RACK_LOST_AGAIN,    /* a lost retransmission: what was sent after it was SACKed */
	RULE_FAST_SACK,          /* SACK of more than two segments above it */
	RULE_RACK_SACKED,        /* SACK of less above it, sent later */
	RULE_RACK_RESENT_ACKED,  /* a retransmission sent after its last copy was acknowledged */
	RULE_FAST_IN_RECOVERY,   /* in a recovery, without a report of its own */
	RULE_FAST_LAST_RECOVERY, /* far from its sender: of a recovery that has just ended here */
	RULE_FAST_BEFORE_RTO,    /* far from its sender: reported, and too soon for its timer */

	/* NOTE_SPURIOUS_RETRANSMISSION. */
	RULE_SPURIOUS_ACKED,         /* acknowledged here before. Cause: the ACK, or 0 */
	RULE_SPURIOUS_AT_RECEIVER,   /* every byte had come to the receiver. Cause: the copy */
	RULE_SPURIOUS_DSACK,         /* Cause: the D-SACK, later */
	RULE_SPURIOUS_ECHO,          /* Cause: the ACK that echoes an older timestamp, later */
	RULE_SPURIOUS_LATE_ORIGINAL, /* Cause: the original that it overtook, later */

	/* NOTE_OUT_OF_ORDER. Cause: a segment that overtook it. */
	RULE_OOO_IP_ID,      /* older IP identification than what lies behind the hole it fills */
	RULE_OOO_TIMESTAMP,  /* older timestamp */
	RULE_OOO_SAME_TICK,  /* the same timestamp, and no report can have been heard */
	RULE_OOO_TOO_SOON,   /* sooner than any retransmission can come */
	RULE_OOO_COPY_IP_ID, /* its bytes had come in a retransmission with a newer identification;
	                      * Cause: that one */
	RULE_OOO_COPY_TIMESTAMP, /* the same with a newer timestamp */

	/* NOTE_NETWORK_DUPLICATE. SERIES_COPIES. Copy: the packet that it is again. */
	RULE_TWIN_IP_ID,     /* the same header with the same IP identification */
	RULE_TWIN_NO_REASON, /* the same header before its sender had a reason to send it again */
	RULE_TWIN_LATE,      /* the same header, older than what was sent since */

	/* NOTE_LOST_SEGMENT. Cause: the packet whose end is the hole's start. Answer: the segment
	 * that first filled some of the hole. */
	RULE_HOLE,       /* a number is skipped */
	RULE_HOLE_ACKED, /* an ACK of what the capture lacks had come before */

	/* NOTE_ACK_LOST_SEGMENT. Cause: the last packet that was seen of the other side. */
	RULE_ACKS_UNSEEN,

	/* NOTE_DUPLICATE_ACK. SERIES_HEAD: those of one acknowledgement number. Cause: the arrival
	 * that it answers, or 0. The head's answer: the retransmission of the number it asks for.
	 */
	RULE_DUP_PAWS,        /* Cause: the segment whose timestamp was too old */
	RULE_DUP_DSACK,       /* reports what came twice */
	RULE_DUP_SACK,        /* a new SACK block: something came beyond a hole */
	RULE_DUP_OUTSTANDING, /* nothing new in it, and data is outstanding (RFC 5681, 2) */
	RULE_DUP_OLD_DATA,    /* answers what was acknowledged before */
	RULE_DUP_ARRIVAL,     /* answers one of the segments that can have arrived */
	RULE_DUP_UNKNOWN,     /* answers something that is out of order or old */
	RULE_DUP_WINDOW,      /* the window moved too, but by what arrived */
	RULE_DUP_LATE,        /* an older one, overtaken by what acknowledges more */

	/* NOTE_WINDOW_UPDATE. Cause: the packet that told the window before. */
	RULE_WINDOW_REOPENED, /* after a zero window. Cause: the head of the zero windows */
	RULE_WINDOW_ANSWER,   /* in an answer to a keep-alive. Cause: the keep-alive */
	RULE_WINDOW_OPENED,
	RULE_WINDOW_REDUCED,

	/* NOTE_ZERO_WINDOW. SERIES_HEAD: until the window opens. Answer: what reopened it. */
	RULE_ZERO_WINDOW,
	/* NOTE_WINDOW_FULL. Cause: the ACK that told the window. */
	RULE_WINDOW_FULL,
	/* NOTE_ZERO_WINDOW_PROBE. SERIES_HEAD: probes of one zero window. Cause: the head of the
	 * zero windows. Answer: the first answer. */
	RULE_WINDOW_PROBE,      /* at SND.UNA-1 */
	RULE_WINDOW_PROBE_BYTE, /* the next byte */
	/* NOTE_ZERO_WINDOW_PROBE_ACK. Cause: the probe. */
	RULE_PROBE_CLOSED,
	/* NOTE_KEEP_ALIVE. SERIES_HEAD: until anything else is sent. Cause: the session's last
	 * packet before the silence. Answer: the first answer. */
	RULE_KEEP_ALIVE,
	/* NOTE_KEEP_ALIVE_ACK. Cause: the keep-alive. */
	RULE_KEEP_ALIVE_ANSWER,
	/* NOTE_REUSED_PORTS. Cause: the last packet of the earlier session. */
	RULE_NEW_ISN,
	/* NOTE_WINDOW_SHRINK. Cause: the packet that told the window before. */
	RULE_WINDOW_SHRUNK,

	/* NOTE_ECN_MARK */
	RULE_CE_MARK,
	/* NOTE_ECN_ECHO. SERIES_HEAD: until a CWR answers. Cause: the mark, or 0. Answer: the CWR.
	 */
	RULE_ECE,
	/* NOTE_ECN_REDUCED. Cause: the first echo that it answers; the retransmission; or 0. */
	RULE_CWR_ECHO,
	RULE_CWR_LOSS,
	RULE_CWR,

	/* NOTE_ORIGINAL_UNSEEN: what tells a retransmission from an original that comes late.
	 * Cause: the segment behind the hole. */
	RULE_UNSEEN_AT_SENDER, /* captured where it was sent: nothing can be out of order */
	RULE_UNSEEN_IP_ID,     /* newer IP identification */
	RULE_UNSEEN_TIMESTAMP, /* newer timestamp */
	RULE_UNSEEN_TOO_LATE,  /* later than reordering explains */

	/* NOTE_RECEIVER_LIMITED. Cause: the ACK that opened the window. */
	RULE_WAITED_FOR_WINDOW,
	/* NOTE_APPLICATION_LIMITED. Cause: the last packet before the silence. */
	RULE_IDLE,
	/* NOTE_DELAYED_ACK. Cause: the oldest segment that it acknowledges. */
	RULE_ACK_HELD,      /* captured at its sender */
	RULE_ACK_HELD_NEAR, /* both ends are near */
	/* NOTE_NAGLE_DELAY. Cause: the ACK it waited for. First: the small segment before it. */
	RULE_NAGLE,

	/* NOTE_REFUSED. Cause: the SYN. */
	RULE_NO_LISTENER,
	/* NOTE_ABORT_UNREAD. Cause: its sender's packet that told a window so small. */
	RULE_ABORT_UNREAD,
	/* NOTE_ABORT */
	RULE_ABORT_KEEP_ALIVE,     /* Cause: the unanswered keep-alive. First: the first of them */
	RULE_ABORT_NOTHING_UNREAD, /* the peer had sent no data */
	RULE_ABORT,                /* or with data unread */
	/* NOTE_UNACCEPTABLE_ACK, NOTE_RESET_AFTER_CLOSE, NOTE_HALF_OPEN. Cause: the segment that
	 * the reset answers, or 0 where more than one may be meant. First: an earlier reset. */
	RULE_ACK_OF_OTHER,
	RULE_CLOSED_NOTHING_NEW, /* what came had nothing new in it */
	RULE_CLOSED_DATA,        /* data that nobody there reads any more */
	RULE_HALF_OPEN_RESET,    /* an earlier reset had told it */
	RULE_HALF_OPEN,
	/* NOTE_RESET_OUT_OF_WINDOW. First: an earlier reset, which ended the connection. */
	RULE_RESET_BELOW_WINDOW,
	RULE_RESET_ABOVE_WINDOW,

	/* NOTE_SYN_TIMEOUT. SERIES_HEAD. Cause: the last try. Answer: what answered at last. */
	RULE_SYN_UNANSWERED,
	/* NOTE_LISTEN_OVERFLOW. Cause: the ACK that was not let in; the last try of the SYN. */
	RULE_OVERFLOW_ACK,
	RULE_OVERFLOW_SYN,
	/* NOTE_OLD_TIMESTAMP. Cause: the ACK that repeats what it lacks, later. */
	RULE_PAWS,
	RULE_COUNT,
};
static_assert(RULE_COUNT <= UINT8_MAX, "a rule fits in struct finding");

/* How the findings of a rule belong together. */
enum rule_series {
	SERIES_NONE,
	/* The same bytes sent again and again. copy: the newest earlier packet with its first byte
	 * that its sender sent (of a NETWORK_DUPLICATE: the packet it doubles); where the capture
	 * has none, the first packet that brought some of the rest, which begins after it; or 0.
	 * count: how many such packets came before, 1 for the first retransmission. answer: the
	 * next copy, if it was sent once more. */
	SERIES_COPIES,
	/* copy: the packet of the first finding, the head; 0 on the head itself. count: on the
	 * head the length of the series, on the others their place in it, 2 for the second.
	 * answer: on the head only. */
	SERIES_HEAD,
};

/* Where evidence does not name a packet a number is 0. Numbers may be of forgotten packets. */
struct finding {
	uint32_t packet;
	uint8_t note, rule; /* enum note, enum rule */
	uint16_t count;     /* at most 65535 */
	uint32_t copy, cause, cause_first, answer;
};
static_assert(sizeof(struct finding) == 24, "what a finding may cost");

/* What triggered a retransmission: at most one of them on a packet. */
#define NOTES_TRIGGER                                                                              \
	(NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_TAIL_LOSS_PROBE) |                      \
	    NOTE_BIT(NOTE_FAST_RETRANSMISSION))

struct rule_info {
	const char *name; /* in JSON, stable: "rto_silence" */
	const char *rfc;  /* "RFC 6298, 5", or NULL */
	uint8_t note;     /* enum note */
	uint8_t series;   /* enum rule_series */
	bool sure;        /* the capture proves it; else it is the only explanation known */
	bool cause_is_after;
};

/* Static. Not for RULE_NONE. */
const struct rule_info *rule_of(enum rule rule);

/* Returns true if it is the first of its series, or in none. */
bool finding_is_head(const struct finding *finding);

/* The notes of a packet that have findings. */
static inline uint64_t notes_with_findings(uint64_t notes)
{
	return notes & NOTES_TRIGGER ? notes & ~NOTE_BIT(NOTE_RETRANSMISSION) : notes;
}
