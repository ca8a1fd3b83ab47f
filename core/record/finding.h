/* The reason for a note: the rule that held, and the packets that prove it.
 *
 * The analysis records a finding together with the note; other rooms read it and never search for
 * reasons again. Each note of a packet has one finding. The exception is NOTE_RETRANSMISSION beside
 * a note of its trigger (NOTES_TRIGGER): it has none. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/record/note.h"

/* The rules of a note, in the order of evaluation; the first one that holds is recorded. "Cause"
 * below is the finding's `cause`, "first" its `cause_first`. */
enum rule {
	RULE_NONE, /* no finding has this rule */

	/* NOTE_RETRANSMISSION without a known trigger. SERIES_COPIES. */
	RULE_RESENT_SYN_ACK,    /* answers another copy of the SYN. Cause: that SYN */
	RULE_RESENT_REFUSED,    /* a SYN after a reset. Cause: the reset */
	RULE_RESENT_DEFERRED,   /* the listener waits for data. Cause: the ACK that it ignored */
	RULE_RESENT_CLOSING,    /* a FIN with the ACK of the other FIN. Cause: that FIN */
	RULE_RESENT_SMALLER,    /* cut smaller before any answer: path MTU discovery */
	RULE_RESENT_SLOW_START, /* sent in slow start after a timeout. Cause: the timeout's
	                         * retransmission. First: the ACK that allowed it */
	RULE_RESENT_UNEXPLAINED,
	RULE_RESENT_OVERTAKER, /* arrived before its original. Cause: that original, later */

	/* NOTE_RTO_RETRANSMISSION. SERIES_COPIES. Cause: the segment or the ACK that started the
	 * timer. */
	RULE_RTO_SMALLER,       /* cut smaller: larger segments vanish. First: the first of the
	                         * two larger copies that were not answered */
	RULE_RTO_SYN,           /* of a SYN or SYN-ACK */
	RULE_RTO_SILENCE,       /* silence of at least the RTO since then */
	RULE_RTO_UNHEARD,       /* a repeated retransmission; the peer was silent in between */
	RULE_RTO_FIRST_SEGMENT, /* the first segment's timer expired while others were sent */
	RULE_RTO_RECOVERY_LOST, /* without SACK: the copy sent in fast recovery was lost, too */
	RULE_RTO_AFTER_REPORTS, /* long after the last duplicate ACK, which triggered nothing */
	RULE_RTO_ELIMINATION,   /* at the sender's end: no report of a loss, and 200 ms passed */
	RULE_RTO_NO_PROBE,      /* called a probe until a later timeout showed that its sender never
	                         * probes. Cause: that later retransmission */

	/* NOTE_TAIL_LOSS_PROBE. SERIES_COPIES. Cause: as for the RTO. */
	RULE_TLP_DUE,         /* the last segment, after two RTTs of silence */
	RULE_TLP_BEFORE_RTO,  /* too soon for the timer, even if the RTO seems shorter */
	RULE_TLP_LAST_ALONE,  /* the last segment, sooner than any timer; no report is possible */
	RULE_TLP_ELIMINATION, /* at the sender's end: no report of a loss, sooner than a timer */

	/* NOTE_FAST_RETRANSMISSION. SERIES_COPIES. Cause: the newest ACK that its sender had, or
	 * the first report of the loss, if by the RTT known here that had not arrived;
	 * first: the first duplicate ACK of the same hole. */
	RULE_FAST_DOUBLED_ACK,   /* the network duplicated an ACK. Cause: the duplicate */
	RULE_FAST_PARTIAL_ACK,   /* a partial ACK in recovery; fills the next hole */
	RULE_FAST_DUPLICATES,    /* three duplicate ACKs, no SACK */
	RULE_FAST_EARLY,         /* fewer duplicate ACKs, no SACK */
	RULE_RACK_LOST_AGAIN,    /* a lost retransmission: a later segment was SACKed */
	RULE_FAST_SACK,          /* SACK of more than two segments above it */
	RULE_RACK_SACKED,        /* SACK of fewer segments above it, sent later */
	RULE_RACK_RESENT_ACKED,  /* a retransmission sent after its last copy was acknowledged */
	RULE_FAST_IN_RECOVERY,   /* in a recovery, without a report about this segment */
	RULE_FAST_LAST_RECOVERY, /* far from its sender: in a recovery that just ended here */
	RULE_FAST_BEFORE_RTO,    /* far from its sender: reported, and too soon for the timer */

	/* NOTE_SPURIOUS_RETRANSMISSION. */
	RULE_SPURIOUS_ACKED,         /* was already acknowledged here. Cause: the ACK, or 0 */
	RULE_SPURIOUS_AT_RECEIVER,   /* all of it was at the receiver already. Cause: the copy */
	RULE_SPURIOUS_DSACK,         /* Cause: the D-SACK, later */
	RULE_SPURIOUS_ECHO,          /* Cause: the ACK that echoes an older timestamp, later */
	RULE_SPURIOUS_SOON,          /* Cause: an ACK sooner after it than any round trip */
	RULE_SPURIOUS_LATE_ORIGINAL, /* Cause: the original, which arrived later */

	/* NOTE_OUT_OF_ORDER. Cause: a later segment that arrived before it. */
	RULE_OOO_IP_ID,      /* older IP ID than a segment beyond the hole that it fills */
	RULE_OOO_TIMESTAMP,  /* older timestamp */
	RULE_OOO_SAME_TICK,  /* same timestamp, and its sender cannot have had a report */
	RULE_OOO_TOO_SOON,   /* sooner than any retransmission */
	RULE_OOO_COPY_IP_ID, /* a retransmission with a newer IP ID had its bytes already. Cause:
	                      * that retransmission */
	RULE_OOO_COPY_TIMESTAMP, /* the same with a newer timestamp */

	/* NOTE_NETWORK_DUPLICATE. SERIES_COPIES. Copy: the original packet. */
	RULE_TWIN_IP_ID,     /* the same header with the same IP ID */
	RULE_TWIN_NO_REASON, /* the same header before any trigger for a retransmission */
	RULE_TWIN_LATE,      /* the same header, older than segments sent since */

	/* NOTE_LOST_SEGMENT. Cause: the packet that ends where the hole starts. Answer: the first
	 * segment that filled some of the hole. */
	RULE_HOLE,       /* sequence numbers are skipped */
	RULE_HOLE_ACKED, /* an ACK already covered data that the capture lacks. Cause: that ACK.
	                  * First: the last packet before the hole */
	/* the hole was acknowledged and never filled: the capture missed it. Cause: the ACK, later.
	 * First: the packet that ends where the hole starts */
	RULE_HOLE_MISSED,

	/* NOTE_ACK_LOST_SEGMENT. Cause: the last packet seen from the other side. */
	RULE_ACKS_UNSEEN,

	/* NOTE_DUPLICATE_ACK. SERIES_HEAD: those of one acknowledgement number. Cause: the segment
	 * that it answers, or 0. The head's answer: the retransmission of that number. */
	RULE_DUP_PAWS,        /* Cause: the segment with the old timestamp */
	RULE_DUP_DSACK,       /* reports data received twice */
	RULE_DUP_SACK,        /* a new SACK block: data arrived beyond a hole */
	RULE_DUP_OUTSTANDING, /* nothing new in it, and data is outstanding (RFC 5681, 2) */
	RULE_DUP_OLD_DATA,    /* answers data that was already acknowledged */
	RULE_DUP_ARRIVAL,     /* answers one of several segments that may have arrived */
	RULE_DUP_UNKNOWN,     /* answers an unknown segment, out of order or old */
	RULE_DUP_WINDOW,      /* the window changed too, but only by the data that arrived */
	RULE_DUP_LATE,        /* an older ACK, overtaken by one that acknowledges more */

	/* NOTE_WINDOW_UPDATE. Cause: the packet with the previous window. */
	RULE_WINDOW_REOPENED, /* after a zero window. Cause: the head of the zero windows */
	RULE_WINDOW_ANSWER,   /* answers a keep-alive. Cause: the keep-alive */
	RULE_WINDOW_OPENED,
	RULE_WINDOW_REDUCED,

	/* NOTE_ZERO_WINDOW. SERIES_HEAD: until the window opens. Answer: the window update. */
	RULE_ZERO_WINDOW,
	/* NOTE_WINDOW_FULL. Cause: the ACK that advertised the window. */
	RULE_WINDOW_FULL,
	/* NOTE_ZERO_WINDOW_PROBE. SERIES_HEAD: probes of one zero window. Cause: the head of the
	 * zero windows. Answer: the first answer. */
	RULE_WINDOW_PROBE,      /* at SND.UNA-1 */
	RULE_WINDOW_PROBE_BYTE, /* the next byte */
	/* NOTE_ZERO_WINDOW_PROBE_ACK. Cause: the probe. */
	RULE_PROBE_CLOSED,
	RULE_PROBE_OPEN, /* with a window: an update before it was lost, or it is the update */
	/* NOTE_KEEP_ALIVE. SERIES_HEAD: until any other segment. Cause: the session's last packet
	 * before the silence. Answer: the first answer. */
	RULE_KEEP_ALIVE,
	/* NOTE_KEEP_ALIVE_ACK. Cause: the keep-alive. */
	RULE_KEEP_ALIVE_ANSWER,
	/* NOTE_REUSED_PORTS. Cause: the last packet of the earlier session. */
	RULE_NEW_ISN,
	/* NOTE_WINDOW_SHRINK. Cause: the packet with the previous window. */
	RULE_WINDOW_SHRUNK,

	/* NOTE_ECN_MARK */
	RULE_CE_MARK,
	/* NOTE_ECN_ECHO. SERIES_HEAD: until a CWR answers. Cause: the CE mark, or 0. Answer: the
	 * CWR. */
	RULE_ECE,
	RULE_ACE, /* AccECN: the counter of marks rises. SERIES_NONE, no cause */
	/* NOTE_ECN_REDUCED. Cause: the first ECE that it answers; the retransmission; or 0. */
	RULE_CWR_ECHO,
	RULE_CWR_LOSS,
	RULE_CWR,

	/* NOTE_ORIGINAL_UNSEEN: the proof of a retransmission, as against a reordered original.
	 * Cause: the segment beyond the hole. */
	RULE_UNSEEN_AT_SENDER, /* captured at the sender's end, where nothing is out of order */
	RULE_UNSEEN_IP_ID,     /* newer IP ID */
	RULE_UNSEEN_TIMESTAMP, /* newer timestamp */
	RULE_UNSEEN_TOO_LATE,  /* later than reordering explains */

	/* NOTE_RECEIVER_LIMITED. Cause: the ACK that opened the window. */
	RULE_WAITED_FOR_WINDOW,
	/* NOTE_APPLICATION_LIMITED. Cause: the last packet before the silence. */
	RULE_IDLE,
	/* NOTE_DELAYED_ACK. Cause: the oldest segment that it acknowledges. */
	RULE_ACK_HELD,      /* captured at its sender */
	RULE_ACK_HELD_NEAR, /* captured near both ends */
	/* NOTE_NAGLE_DELAY. Cause: the ACK it waited for. First: the small segment before it. */
	RULE_NAGLE,

	/* NOTE_REFUSED. Cause: the SYN. */
	RULE_NO_LISTENER,
	/* NOTE_ABORT_UNREAD. Cause: its sender's packet that advertised a small window. */
	RULE_ABORT_UNREAD,
	/* NOTE_ABORT. */
	RULE_ABORT_KEEP_ALIVE,     /* Cause: the last unanswered keep-alive. First: the first one */
	RULE_ABORT_NOTHING_UNREAD, /* the peer had sent no data */
	RULE_ABORT,                /* data may have been unread */
	/* NOTE_UNACCEPTABLE_ACK, NOTE_RESET_AFTER_CLOSE, NOTE_HALF_OPEN. Cause: the segment that
	 * the reset answers, or 0 if several are possible. First: an earlier reset. */
	RULE_ACK_OF_OTHER,
	RULE_ACK_UNSOLICITED,    /* answers a SYN-ACK that answers no SYN */
	RULE_CLOSED_NOTHING_NEW, /* answers a segment with nothing new */
	RULE_CLOSED_DATA,        /* answers data that no application will read */
	RULE_HALF_OPEN_RESET,    /* an earlier reset reported it already */
	RULE_HALF_OPEN,
	/* NOTE_RESET_OUT_OF_WINDOW. First: an earlier reset, which ended the connection. */
	RULE_RESET_SYN_SENT, /* answers no SYN that was sent. Cause: the SYN */
	RULE_RESET_BELOW_WINDOW,
	RULE_RESET_ABOVE_WINDOW,
	RULE_RESET_INEXACT, /* in the window, but not the next number */

	/* NOTE_SYN_TIMEOUT. SERIES_HEAD. Cause: the previous SYN. Answer: the first answer. */
	RULE_SYN_UNANSWERED,
	/* NOTE_LISTEN_OVERFLOW. Cause: the ACK that the listener dropped; the previous SYN. */
	RULE_OVERFLOW_ACK,
	RULE_OVERFLOW_SYN,
	/* NOTE_OLD_TIMESTAMP. Cause: the ACK that still asks for the segment, later. */
	RULE_PAWS,
	/* NOTE_CHALLENGE_ACK. Cause: the segment that it answers. */
	RULE_CHALLENGE_RST,   /* a reset without the exact next number */
	RULE_CHALLENGE_SYN,   /* a SYN-ACK with another ISN */
	RULE_CHALLENGE_ACK,   /* an ACK too old */
	RULE_CHALLENGE_OLDER, /* a SYN; its sender knows an older connection */
	RULE_COUNT,
};
static_assert(RULE_COUNT <= UINT8_MAX, "a rule fits in struct finding");

/* The relation between the findings of a rule. */
enum rule_series {
	SERIES_NONE,
	/* Copies of the same bytes. copy: the newest earlier packet from its sender with its first
	 * byte (of a NETWORK_DUPLICATE: the original); if the capture has none, the first packet
	 * with some of the other bytes, which begins after it; or 0. count: the number of such
	 * earlier packets, 1 for the first retransmission. answer: the next copy, if any. */
	SERIES_COPIES,
	/* copy: the packet of the head; 0 on the head itself. count: on the head, the length of the
	 * series; on the others, their position in it, 2 for the second. answer: on the head
	 * only. */
	SERIES_HEAD,
};

/* Packet numbers are 0 if no packet is named. They may be of forgotten packets. */
struct finding {
	uint32_t packet;
	uint8_t note, rule; /* enum note, enum rule */
	uint16_t count;     /* at most 65535 */
	uint32_t copy, cause, cause_first, answer;
};
static_assert(sizeof(struct finding) == 24, "what a finding may cost");

/* The triggers of a retransmission; a packet has at most one. */
#define NOTES_TRIGGER                                                                              \
	(NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_TAIL_LOSS_PROBE) |                      \
	    NOTE_BIT(NOTE_FAST_RETRANSMISSION))

struct rule_info {
	const char *name; /* in JSON, stable: "rto_silence" */
	const char *rfc;  /* "RFC 6298, 5", or NULL */
	uint8_t note;     /* enum note */
	uint8_t series;   /* enum rule_series */
	bool sure;        /* the capture proves it; else it is the only known explanation */
	bool cause_is_after;
};

/* Returns the facts of a rule other than RULE_NONE. Static. */
const struct rule_info *rule_of(enum rule rule);

/* Returns true if the finding is the first of its series, or in none. */
bool finding_is_head(const struct finding *finding);

/* Returns the notes of a packet that have findings. */
static inline uint64_t notes_with_findings(uint64_t notes)
{
	return notes & NOTES_TRIGGER ? notes & ~NOTE_BIT(NOTE_RETRANSMISSION) : notes;
}
