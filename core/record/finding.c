#include "core/record/finding.h"

#include <stddef.h>

#include "core/base/array.h"

#define SURE true
#define LIKELY false

#define RULE(id, rule_name, rule_note, rule_series, how_sure, section)                             \
	[RULE_##id] = { .name = (rule_name),                                                       \
		.rfc = (section),                                                                  \
		.note = NOTE_##rule_note,                                                          \
		.series = SERIES_##rule_series,                                                    \
		.sure = (how_sure) }
#define RULE_AFTER(id, rule_name, rule_note, rule_series, how_sure, section)                       \
	[RULE_##id] = { .name = (rule_name),                                                       \
		.rfc = (section),                                                                  \
		.note = NOTE_##rule_note,                                                          \
		.series = SERIES_##rule_series,                                                    \
		.sure = (how_sure),                                                                \
		.cause_is_after = true }

/* clang-format off */
static const struct rule_info rules[] = {
	RULE(RESENT_SYN_ACK, "resent_syn_ack", RETRANSMISSION, COPIES, SURE, "RFC 9293, 3.10.7.4"),
	RULE(RESENT_REFUSED, "resent_refused", RETRANSMISSION, COPIES, SURE, "RFC 9293, 3.10.7.3"),
	RULE(RESENT_DEFERRED, "resent_deferred", RETRANSMISSION, COPIES, LIKELY, NULL),
	RULE(RESENT_CLOSING, "resent_closing", RETRANSMISSION, COPIES, SURE, "RFC 9293, 3.6"),
	RULE(RESENT_SMALLER, "resent_smaller", RETRANSMISSION, COPIES, LIKELY, "RFC 8201, 5.4"),
	RULE(RESENT_SLOW_START, "resent_slow_start", RETRANSMISSION, COPIES, SURE, "RFC 5681, 3.1"),
	RULE(RESENT_UNEXPLAINED, "resent_unexplained", RETRANSMISSION, COPIES, SURE, NULL),
	RULE_AFTER(RESENT_OVERTAKER, "resent_overtaker", RETRANSMISSION, COPIES, SURE, NULL),

	RULE(RTO_SMALLER, "rto_smaller", RTO_RETRANSMISSION, COPIES, LIKELY, "RFC 4821, 7.7"),
	RULE(RTO_SYN, "rto_syn", RTO_RETRANSMISSION, COPIES, SURE, "RFC 6298, 2.1"),
	RULE(RTO_SILENCE, "rto_silence", RTO_RETRANSMISSION, COPIES, SURE, "RFC 6298, 5.4"),
	RULE(RTO_UNHEARD, "rto_unheard", RTO_RETRANSMISSION, COPIES, SURE, "RFC 6298, 5.5"),
	RULE(RTO_FIRST_SEGMENT, "rto_first_segment", RTO_RETRANSMISSION, COPIES, SURE,
	    "RFC 6298, 5.1"),
	RULE(RTO_RECOVERY_LOST, "rto_recovery_lost", RTO_RETRANSMISSION, COPIES, SURE,
	    "RFC 6582, 4"),
	RULE(RTO_AFTER_REPORTS, "rto_after_reports", RTO_RETRANSMISSION, COPIES, LIKELY,
	    "RFC 6298, 5.4"),
	RULE(RTO_ELIMINATION, "rto_elimination", RTO_RETRANSMISSION, COPIES, LIKELY,
	    "RFC 6298, 5.4"),
	RULE_AFTER(RTO_NO_PROBE, "rto_no_probe", RTO_RETRANSMISSION, COPIES, LIKELY,
	    "RFC 6298, 5.5"),

	RULE(TLP_DUE, "tlp_due", TAIL_LOSS_PROBE, COPIES, LIKELY, "RFC 8985, 7.2"),
	RULE(TLP_BEFORE_RTO, "tlp_before_rto", TAIL_LOSS_PROBE, COPIES, LIKELY, "RFC 8985, 7.2"),
	RULE(TLP_LAST_ALONE, "tlp_last_alone", TAIL_LOSS_PROBE, COPIES, SURE, "RFC 8985, 7.3"),
	RULE(TLP_ELIMINATION, "tlp_elimination", TAIL_LOSS_PROBE, COPIES, LIKELY, "RFC 8985, 7.2"),

	RULE(FAST_DOUBLED_ACK, "fast_doubled_ack", FAST_RETRANSMISSION, COPIES, SURE,
	    "RFC 5681, 3.2"),
	RULE(FAST_PARTIAL_ACK, "fast_partial_ack", FAST_RETRANSMISSION, COPIES, SURE,
	    "RFC 6582, 3.2"),
	RULE(FAST_DUPLICATES, "fast_duplicates", FAST_RETRANSMISSION, COPIES, SURE,
	    "RFC 5681, 3.2"),
	RULE(FAST_EARLY, "fast_early", FAST_RETRANSMISSION, COPIES, SURE, "RFC 5827, 3"),
	RULE(RACK_LOST_AGAIN, "rack_lost_again", FAST_RETRANSMISSION, COPIES, SURE,
	    "RFC 8985, 6.2"),
	RULE(FAST_SACK, "fast_sack", FAST_RETRANSMISSION, COPIES, SURE, "RFC 6675, 4"),
	RULE(RACK_SACKED, "rack_sacked", FAST_RETRANSMISSION, COPIES, LIKELY, "RFC 8985, 6.2"),
	RULE(RACK_RESENT_ACKED, "rack_resent_acked", FAST_RETRANSMISSION, COPIES, LIKELY,
	    "RFC 8985, 6.2"),
	RULE(FAST_IN_RECOVERY, "fast_in_recovery", FAST_RETRANSMISSION, COPIES, SURE,
	    "RFC 6675, 5"),
	RULE(FAST_LAST_RECOVERY, "fast_last_recovery", FAST_RETRANSMISSION, COPIES, SURE,
	    "RFC 6675, 5"),
	RULE(FAST_BEFORE_RTO, "fast_before_rto", FAST_RETRANSMISSION, COPIES, LIKELY,
	    "RFC 5681, 3.2"),

	RULE(SPURIOUS_ACKED, "spurious_acked", SPURIOUS_RETRANSMISSION, NONE, SURE, NULL),
	RULE(SPURIOUS_AT_RECEIVER, "spurious_at_receiver", SPURIOUS_RETRANSMISSION, NONE, SURE,
	    NULL),
	RULE_AFTER(SPURIOUS_DSACK, "spurious_dsack", SPURIOUS_RETRANSMISSION, NONE, SURE,
	    "RFC 2883, 4"),
	RULE_AFTER(SPURIOUS_ECHO, "spurious_echo", SPURIOUS_RETRANSMISSION, NONE, SURE,
	    "RFC 3522, 3.2"),
	RULE_AFTER(SPURIOUS_SOON, "spurious_soon", SPURIOUS_RETRANSMISSION, NONE, SURE, NULL),
	RULE_AFTER(SPURIOUS_LATE_ORIGINAL, "spurious_late_original", SPURIOUS_RETRANSMISSION, NONE,
	    SURE, NULL),

	RULE(OOO_IP_ID, "ooo_ip_id", OUT_OF_ORDER, NONE, SURE, NULL),
	RULE(OOO_TIMESTAMP, "ooo_timestamp", OUT_OF_ORDER, NONE, SURE, "RFC 7323, 3.2"),
	RULE(OOO_SAME_TICK, "ooo_same_tick", OUT_OF_ORDER, NONE, SURE, "RFC 7323, 3.2"),
	RULE(OOO_TOO_SOON, "ooo_too_soon", OUT_OF_ORDER, NONE, LIKELY, NULL),
	RULE(OOO_COPY_IP_ID, "ooo_copy_ip_id", OUT_OF_ORDER, NONE, SURE, NULL),
	RULE(OOO_COPY_TIMESTAMP, "ooo_copy_timestamp", OUT_OF_ORDER, NONE, SURE, "RFC 7323, 3.2"),

	RULE(TWIN_IP_ID, "twin_ip_id", NETWORK_DUPLICATE, COPIES, SURE, "RFC 6864, 4"),
	RULE(TWIN_NO_REASON, "twin_no_reason", NETWORK_DUPLICATE, COPIES, LIKELY, NULL),
	RULE(TWIN_LATE, "twin_late", NETWORK_DUPLICATE, COPIES, SURE, NULL),

	RULE(HOLE, "hole", LOST_SEGMENT, NONE, SURE, NULL),
	RULE(HOLE_ACKED, "hole_acked", LOST_SEGMENT, NONE, SURE, NULL),
	RULE_AFTER(HOLE_MISSED, "hole_missed", LOST_SEGMENT, NONE, SURE, NULL),
	RULE(ACKS_UNSEEN, "acks_unseen", ACK_LOST_SEGMENT, NONE, SURE, NULL),

	RULE(DUP_PAWS, "dup_paws", DUPLICATE_ACK, HEAD, SURE, "RFC 7323, 5.3"),
	RULE(DUP_DSACK, "dup_dsack", DUPLICATE_ACK, HEAD, SURE, "RFC 2883, 4"),
	RULE(DUP_SACK, "dup_sack", DUPLICATE_ACK, HEAD, SURE, "RFC 2018, 4"),
	RULE(DUP_OUTSTANDING, "dup_outstanding", DUPLICATE_ACK, HEAD, LIKELY, "RFC 5681, 2"),
	RULE(DUP_OLD_DATA, "dup_old_data", DUPLICATE_ACK, HEAD, SURE, "RFC 9293, 3.10.7.4"),
	RULE(DUP_ARRIVAL, "dup_arrival", DUPLICATE_ACK, HEAD, LIKELY, "RFC 5681, 4.2"),
	RULE(DUP_UNKNOWN, "dup_unknown", DUPLICATE_ACK, HEAD, LIKELY, "RFC 9293, 3.10.7.4"),
	RULE(DUP_WINDOW, "dup_window", DUPLICATE_ACK, HEAD, LIKELY, "RFC 5681, 4.2"),
	RULE(DUP_LATE, "dup_late", DUPLICATE_ACK, HEAD, SURE, NULL),

	RULE(WINDOW_REOPENED, "window_reopened", WINDOW_UPDATE, NONE, SURE, "RFC 9293, 3.8.6"),
	RULE(WINDOW_ANSWER, "window_answer", WINDOW_UPDATE, NONE, SURE, "RFC 9293, 3.8.4"),
	RULE(WINDOW_OPENED, "window_opened", WINDOW_UPDATE, NONE, SURE, "RFC 9293, 3.8.6"),
	RULE(WINDOW_REDUCED, "window_reduced", WINDOW_UPDATE, NONE, SURE, "RFC 9293, 3.8.6"),
	RULE(ZERO_WINDOW, "zero_window", ZERO_WINDOW, HEAD, SURE, "RFC 9293, 3.8.6.1"),
	RULE(WINDOW_FULL, "window_full", WINDOW_FULL, NONE, SURE, "RFC 9293, 3.8.6"),
	RULE(WINDOW_PROBE, "window_probe", ZERO_WINDOW_PROBE, HEAD, SURE, "RFC 9293, 3.8.6.1"),
	RULE(WINDOW_PROBE_BYTE, "window_probe_byte", ZERO_WINDOW_PROBE, HEAD, SURE,
	    "RFC 9293, 3.8.6.1"),
	RULE(PROBE_CLOSED, "probe_closed", ZERO_WINDOW_PROBE_ACK, NONE, SURE,
	    "RFC 9293, 3.8.6.1"),
	RULE(PROBE_OPEN, "probe_open", ZERO_WINDOW_PROBE_ACK, NONE, SURE, "RFC 9293, 3.8.6.1"),
	RULE(KEEP_ALIVE, "keep_alive", KEEP_ALIVE, HEAD, SURE, "RFC 9293, 3.8.4"),
	RULE(KEEP_ALIVE_ANSWER, "keep_alive_answer", KEEP_ALIVE_ACK, NONE, SURE,
	    "RFC 9293, 3.8.4"),
	RULE(NEW_ISN, "new_isn", REUSED_PORTS, NONE, SURE, "RFC 9293, 3.4.1"),
	RULE(WINDOW_SHRUNK, "window_shrunk", WINDOW_SHRINK, NONE, SURE, "RFC 9293, 3.8.6"),

	RULE(CE_MARK, "ce_mark", ECN_MARK, NONE, SURE, "RFC 3168, 5"),
	RULE(ECE, "ece", ECN_ECHO, HEAD, SURE, "RFC 3168, 6.1.3"),
	RULE(ACE, "ace", ECN_ECHO, NONE, SURE, "RFC 9768, 3.2.2"),
	RULE(CWR_ECHO, "cwr_echo", ECN_REDUCED, NONE, SURE, "RFC 3168, 6.1.2"),
	RULE(CWR_LOSS, "cwr_loss", ECN_REDUCED, NONE, LIKELY, "RFC 3168, 6.1.2"),
	RULE(CWR, "cwr", ECN_REDUCED, NONE, SURE, "RFC 3168, 6.1.2"),

	RULE(UNSEEN_AT_SENDER, "unseen_at_sender", ORIGINAL_UNSEEN, NONE, SURE, NULL),
	RULE(UNSEEN_IP_ID, "unseen_ip_id", ORIGINAL_UNSEEN, NONE, SURE, NULL),
	RULE(UNSEEN_TIMESTAMP, "unseen_timestamp", ORIGINAL_UNSEEN, NONE, SURE, "RFC 7323, 3.2"),
	RULE(UNSEEN_TOO_LATE, "unseen_too_late", ORIGINAL_UNSEEN, NONE, LIKELY, NULL),

	RULE(WAITED_FOR_WINDOW, "waited_for_window", RECEIVER_LIMITED, NONE, SURE,
	    "RFC 9293, 3.8.6"),
	RULE(IDLE, "idle", APPLICATION_LIMITED, NONE, SURE, "RFC 5681, 4.1"),
	RULE(ACK_HELD, "ack_held", DELAYED_ACK, NONE, SURE, "RFC 9293, 3.8.6.3"),
	RULE(ACK_HELD_NEAR, "ack_held_near", DELAYED_ACK, NONE, LIKELY, "RFC 9293, 3.8.6.3"),
	RULE(NAGLE, "nagle", NAGLE_DELAY, NONE, LIKELY, "RFC 9293, 3.7.4"),

	RULE(NO_LISTENER, "no_listener", REFUSED, NONE, SURE, "RFC 9293, 3.10.7.1"),
	RULE(ABORT_UNREAD, "abort_unread", ABORT_UNREAD, NONE, LIKELY, "RFC 2525, 2.17"),
	RULE(ABORT_KEEP_ALIVE, "abort_keep_alive", ABORT, NONE, SURE, "RFC 9293, 3.8.4"),
	RULE(ABORT_NOTHING_UNREAD, "abort_nothing_unread", ABORT, NONE, SURE, "RFC 9293, 3.10.5"),
	RULE(ABORT, "abort", ABORT, NONE, SURE, "RFC 9293, 3.10.5"),
	RULE(ACK_OF_OTHER, "ack_of_other", UNACCEPTABLE_ACK, NONE, SURE, "RFC 9293, 3.10.7.3"),
	RULE(ACK_UNSOLICITED, "ack_unsolicited", UNACCEPTABLE_ACK, NONE, SURE,
	    "RFC 9293, 3.10.7.1"),
	RULE(CLOSED_NOTHING_NEW, "closed_nothing_new", RESET_AFTER_CLOSE, NONE, SURE,
	    "RFC 9293, 3.10.7.1"),
	RULE(CLOSED_DATA, "closed_data", RESET_AFTER_CLOSE, NONE, SURE, "RFC 1122, 4.2.2.13"),
	RULE(HALF_OPEN_RESET, "half_open_reset", HALF_OPEN, NONE, SURE, "RFC 9293, 3.10.7.1"),
	RULE(HALF_OPEN, "half_open", HALF_OPEN, NONE, SURE, "RFC 9293, 3.5.1"),
	RULE(RESET_SYN_SENT, "reset_syn_sent", RESET_OUT_OF_WINDOW, NONE, SURE,
	    "RFC 9293, 3.10.7.3"),
	RULE(RESET_BELOW_WINDOW, "reset_below_window", RESET_OUT_OF_WINDOW, NONE, SURE,
	    "RFC 5961, 3.2"),
	RULE(RESET_ABOVE_WINDOW, "reset_above_window", RESET_OUT_OF_WINDOW, NONE, SURE,
	    "RFC 5961, 3.2"),
	RULE(RESET_INEXACT, "reset_inexact", RESET_OUT_OF_WINDOW, NONE, SURE, "RFC 5961, 3.2"),

	RULE(SYN_UNANSWERED, "syn_unanswered", SYN_TIMEOUT, HEAD, SURE, "RFC 1122, 4.2.3.5"),
	RULE(OVERFLOW_ACK, "overflow_ack", LISTEN_OVERFLOW, NONE, SURE, NULL),
	RULE(OVERFLOW_SYN, "overflow_syn", LISTEN_OVERFLOW, NONE, LIKELY, NULL),
	RULE_AFTER(PAWS, "paws", OLD_TIMESTAMP, NONE, SURE, "RFC 7323, 5.3"),

	RULE(CHALLENGE_RST, "challenge_rst", CHALLENGE_ACK, NONE, SURE, "RFC 5961, 3.2"),
	RULE(CHALLENGE_SYN, "challenge_syn", CHALLENGE_ACK, NONE, SURE, "RFC 5961, 4.2"),
	RULE(CHALLENGE_ACK, "challenge_old_ack", CHALLENGE_ACK, NONE, SURE, "RFC 5961, 5.2"),
	RULE(CHALLENGE_OLDER, "challenge_older", CHALLENGE_ACK, NONE, SURE, "RFC 5961, 4.2"),
};
/* clang-format on */
static_assert(ARRAY_LEN(rules) == RULE_COUNT, "every rule has its row");

const struct rule_info *rule_of(enum rule rule)
{
	assert(rule > RULE_NONE && rule < RULE_COUNT);
	return &rules[rule];
}

bool finding_is_head(const struct finding *f)
{
	switch ((enum rule_series)rules[f->rule].series) {
	case SERIES_COPIES:
		return f->count <= 1;
	case SERIES_HEAD:
		return f->copy == 0;
	case SERIES_NONE:
		break;
	}
	return true;
}
