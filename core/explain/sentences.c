/* The sentence of each rule, with the values that story_fill() fills in. */
#include "core/explain/story.h"

#include <assert.h>

#include "core/base/array.h"

/* A rule has a sentence, or a function if the sentence needs more than the finding's values. The
 * sentence is empty if others explain the segment and no reason is known. */
struct rule_words {
	const char *sentence;
	story_teller *tell;
};

#define RTO "Retransmission timeout (RTO): "
#define TLP_SO "so {sender} repeats its last segment to provoke one"
#define FIRST_SENT "It is the first transmission, overtaken on the way by "
#define SENT_LATER "segments that were sent later[: {cause} came {since cause} before it]."
#define COPY_SENT "the retransmission of its bytes[ in {cause}, {since cause} before]."
#define DOUBLED                                                                                    \
	"[It is the IP packet of {copy} again|The same IP packet was seen before]: the network "   \
	"or the capture doubled it, {sender} sent it once."
#define UNSEEN "The original was lost between {sender} and the capture point"
#define PROBES                                                                                     \
	"{sender} probes the closed window of {receiver}, so that a lost window update cannot "    \
	"stall the session (RFC 9293, 3.8.6.1).[ {Answer} answers {until answer} later.]"
#define CWR "CWR: {sender} has reduced its congestion window"
#define HELD                                                                                       \
	"{sender} held it back for {since cause}, in the hope of data or a second segment to "     \
	"send it with: a delayed ACK (RFC 9293, 3.8.6.3; RFC 5681, 4.2)."
#define ABORTS                                                                                     \
	"{sender} aborts the connection: a reset needs no FIN and no acknowledgement. Both ends "  \
	"are CLOSED at once, whatever the application of {receiver} does, and bytes not yet "      \
	"delivered are discarded (RFC 9293, 3.5.3). "
#define RESET_ANSWERS                                                                              \
	"[ The reset answers {cause} and takes its number from that frame's ACK (3.5.2).]"
#define RESET_IGNORED                                                                              \
	"[The reset of {first} has ended the connection: this one changes nothing.|{receiver} "    \
	"ignores this reset: its number {seq} is outside of the window (RFC 9293, 3.10.7.4; RFC "  \
	"5961, 3.2).]"

/* clang-format off */
#define WORDS(TEXT, TELL) \
	TEXT(RULE_RESENT_SYN_ACK, "[It answers the SYN that came again in {cause}.]") \
	TELL(RULE_RESENT_SMALLER, tell_resent_smaller) \
	TEXT(RULE_RESENT_SLOW_START, \
	    "It was in flight when the timer expired[ ({cause})], and is sent again in " \
	    "slow start[, after the ACK in {first}] (RFC 5681, 3.1).") \
	TEXT(RULE_RESENT_UNEXPLAINED, "") \
	TEXT(RULE_RESENT_OVERTAKER, \
	    "It overtook its original on the way[, which comes in {cause}].") \
	TELL(RULE_RTO_SMALLER, tell_rto_smaller) \
	TEXT(RULE_RTO_SYN, \
	    RTO "no answer to {what} came [within {since cause} of {cause}|in time] " \
	    "(RFC 6298, 2.1).") \
	TEXT(RULE_RTO_SILENCE, \
	    RTO "no ACK of {what} came [within {since cause} of {cause}|in time] " \
	    "(RFC 6298, 5.4).") \
	TEXT(RULE_RTO_UNHEARD, \
	    RTO "nothing was heard from {receiver}[ in the {since copy}] since the last " \
	    "copy[ ({copy})] (RFC 6298, 5.5).") \
	TEXT(RULE_RTO_FIRST_SEGMENT, \
	    RTO "no ACK of {what} came [within {since cause} of {cause}|in time], while " \
	    "later segments were sent (RFC 6298, 5.1).") \
	TEXT(RULE_RTO_RECOVERY_LOST, \
	    RTO "the copy that fast recovery sent[ ({copy})] was lost too, and without " \
	    "SACK only the timer shows it (RFC 6582, 4).") \
	TEXT(RULE_RTO_AFTER_REPORTS, \
	    RTO "reports of a loss had come before, but none for so long that the timer " \
	    "expired[, {since cause} after {cause}] (RFC 6298, 5.4).") \
	TEXT(RULE_RTO_ELIMINATION, \
	    RTO "no report of a loss had reached {sender}[, and {cause} was {since cause} " \
	    "ago] (RFC 6298, 5.4).") \
	TEXT(RULE_RTO_NO_PROBE, \
	    RTO "{sender} sends no tail loss probes[, as {cause} shows later] " \
	    "(RFC 6298, 5.5).") \
	TEXT(RULE_TLP_DUE, \
	    "Tail loss probe: no ACK came [for {since cause}, two round trips or " \
	    "more|in two round trips], " TLP_SO " (RFC 8985, 7.2).") \
	TEXT(RULE_TLP_BEFORE_RTO, \
	    "Tail loss probe: no ACK came[ for {since cause}], which is too soon for " \
	    "the retransmission timer, " TLP_SO " (RFC 8985, 7.2).") \
	TEXT(RULE_TLP_LAST_ALONE, \
	    "Tail loss probe: {sender} repeats its last segment to provoke an ACK[, " \
	    "{since cause} after {cause}]: nothing behind it could report its loss, " \
	    "and no timer is so short (RFC 8985, 7.3).") \
	TEXT(RULE_TLP_ELIMINATION, \
	    "Tail loss probe: no ACK and no report of a loss came[ for {since cause}], " \
	    "too short for the retransmission timer, " TLP_SO " (RFC 8985, 7.2).") \
	TEXT(RULE_FAST_DOUBLED_ACK, \
	    "Fast retransmit: the network doubled an ACK[ ({cause})], which {sender} " \
	    "took for a duplicate ACK (RFC 5681, 3.2).") \
	TEXT(RULE_FAST_PARTIAL_ACK, \
	    "Fast recovery: [{cause} is a partial ACK|a partial ACK came], of less " \
	    "than was in flight when recovery began, so {what} is the next one missing " \
	    "(RFC 6582, 3.2).") \
	TEXT(RULE_FAST_DUPLICATES, \
	    "Fast retransmit: duplicate ACKs[ ({causes})] reported the loss before the " \
	    "retransmission timer expired (RFC 5681, 3.2).") \
	TEXT(RULE_FAST_EARLY, \
	    "Early retransmit: fewer than three duplicate ACKs[ ({causes})] triggered " \
	    "it before the retransmission timer expired (RFC 5827, 3).") \
	TEXT(RULE_RACK_LOST_AGAIN, \
	    "RACK: the last copy[ ({copy})] was lost too: what was sent after it has " \
	    "been SACKed[ ({cause})] (RFC 8985, 6.2).") \
	TEXT(RULE_FAST_SACK, \
	    "Fast recovery: SACK[ ({causes})] reports so much beyond {what} that it " \
	    "counts as lost (RFC 6675, 4).") \
	TEXT(RULE_RACK_SACKED, \
	    "RACK: SACK[ ({causes})] reports a segment that was sent later, so {what} " \
	    "counts as lost (RFC 8985, 6.2).") \
	TEXT(RULE_RACK_RESENT_ACKED, \
	    "RACK: [{cause} acknowledges|an ACK covers] a retransmission that was sent " \
	    "after the last copy[ ({copy})], so that copy counts as lost " "(RFC 8985, 6.2).") \
	TEXT(RULE_FAST_IN_RECOVERY, \
	    "Fast recovery: [after {cause} ]{sender} retransmits what an earlier " \
	    "report left missing (RFC 6675, 5).") \
	TEXT(RULE_FAST_LAST_RECOVERY, \
	    "Fast recovery: {sender} sent it in the recovery that has just ended here, " \
	    "before it heard of that[; its newest ACK was {cause}] (RFC 6675, 5).") \
	TEXT(RULE_FAST_BEFORE_RTO, \
	    "Fast retransmit: the loss had been reported[, first by {first}], and it " \
	    "is too soon for the retransmission timer (RFC 5681, 3.2).") \
	TEXT(RULE_SPURIOUS_ACKED, \
	    "It was needless: [{cause}|an ACK] had acknowledged it already.") \
	TEXT(RULE_SPURIOUS_AT_RECEIVER, \
	    "Spurious: all of it had reached {receiver} before[, in {cause}].") \
	TEXT(RULE_SPURIOUS_DSACK, \
	    "Spurious: an earlier copy arrived, which {receiver} reports by D-SACK[ in " \
	    "{cause}] (RFC 2883, 4).") \
	TEXT(RULE_SPURIOUS_ECHO, \
	    "Spurious: an earlier copy arrived, whose timestamp [{cause}|an ACK] " \
	    "echoes (RFC 3522, 3.2).") \
	TEXT(RULE_SPURIOUS_LATE_ORIGINAL, \
	    "Spurious: the original was only late[, and comes in {cause}, {until " \
	    "cause} later].") \
	TEXT(RULE_OOO_IP_ID, FIRST_SENT SENT_LATER) \
	TEXT(RULE_OOO_TIMESTAMP, FIRST_SENT SENT_LATER) \
	TEXT(RULE_OOO_SAME_TICK, FIRST_SENT SENT_LATER) \
	TEXT(RULE_OOO_TOO_SOON, FIRST_SENT SENT_LATER) \
	TEXT(RULE_OOO_COPY_IP_ID, FIRST_SENT COPY_SENT) \
	TEXT(RULE_OOO_COPY_TIMESTAMP, FIRST_SENT COPY_SENT) \
	TEXT(RULE_TWIN_IP_ID, DOUBLED) \
	TEXT(RULE_TWIN_NO_REASON, DOUBLED) \
	TEXT(RULE_TWIN_LATE, DOUBLED) \
	TELL(RULE_HOLE, tell_hole) \
	TELL(RULE_HOLE_ACKED, tell_hole) \
	TEXT(RULE_ACKS_UNSEEN, \
	    "It acknowledges bytes that this capture never saw, so they did arrive.") \
	TELL(RULE_DUP_PAWS, tell_duplicate_ack) \
	TELL(RULE_DUP_DSACK, tell_duplicate_ack) \
	TELL(RULE_DUP_SACK, tell_duplicate_ack) \
	TELL(RULE_DUP_OUTSTANDING, tell_duplicate_ack) \
	TELL(RULE_DUP_OLD_DATA, tell_duplicate_ack) \
	TELL(RULE_DUP_ARRIVAL, tell_duplicate_ack) \
	TELL(RULE_DUP_UNKNOWN, tell_duplicate_ack) \
	TELL(RULE_DUP_WINDOW, tell_duplicate_ack) \
	TELL(RULE_DUP_LATE, tell_duplicate_ack) \
	TELL(RULE_WINDOW_REOPENED, tell_window_update) \
	TELL(RULE_WINDOW_ANSWER, tell_window_update) \
	TELL(RULE_WINDOW_OPENED, tell_window_update) \
	TELL(RULE_WINDOW_REDUCED, tell_window_update) \
	TEXT(RULE_ZERO_WINDOW, \
	    "Its window is 0, as its receive buffer is full: {receiver} must stop " \
	    "until it opens, but for probes (RFC 9293, 3.8.6.1).[ {Answer} opens it, " \
	    "{until answer} later.]") \
	TEXT(RULE_WINDOW_FULL, \
	    "It fills {receiver}'s window to the last byte: {sender} has to wait for " \
	    "room there (RFC 9293, 3.8.6).") \
	TEXT(RULE_WINDOW_PROBE, PROBES) \
	TEXT(RULE_WINDOW_PROBE_BYTE, PROBES) \
	TEXT(RULE_PROBE_CLOSED, \
	    "It answers the window probe[ of {cause}]: the window is still closed.") \
	TEXT(RULE_KEEP_ALIVE, \
	    "A keep-alive[ after {since cause} of silence]: {sender} repeats the " \
	    "number before the next one, which {receiver} answers by an ACK if the " \
	    "connection is still there (RFC 9293, 3.8.4).[ {Answer} answers it.]") \
	TEXT(RULE_KEEP_ALIVE_ANSWER, \
	    "It answers the keep-alive[ of {cause}]: the session is still alive.") \
	TEXT(RULE_NEW_ISN, \
	    "The same addresses and ports served an earlier session[, until {cause}]; " \
	    "the new initial sequence number begins another.") \
	TEXT(RULE_WINDOW_SHRUNK, \
	    "It takes back window that it had offered before[, in {cause}], which a " \
	    "receiver should not do (RFC 9293, 3.8.6).") \
	TEXT(RULE_CE_MARK, \
	    "A router on its way had a queue and marked it Congestion Experienced " \
	    "instead of dropping it (RFC 3168, 5).") \
	TEXT(RULE_ECE, \
	    "ECE tells {receiver} that marked segments arrive, until CWR confirms it " \
	    "(RFC 3168, 6.1.3).[ {Answer} does, {until answer} later.]") \
	TEXT(RULE_CWR_ECHO, \
	    CWR " because of the mark[ that {cause} reports] (RFC 3168, 6.1.2).") \
	TEXT(RULE_CWR_LOSS, \
	    CWR " because of a loss[, which {cause} repairs] (RFC 3168, 6.1.2).") \
	TEXT(RULE_CWR, CWR ", which it tells whatever the reason (RFC 3168, 6.1.2).") \
	TEXT(RULE_UNSEEN_AT_SENDER, UNSEEN ": where it is sent, nothing can be out of order.") \
	TEXT(RULE_UNSEEN_IP_ID, \
	    UNSEEN "[: this IP identification is newer than that of {cause}].") \
	TEXT(RULE_UNSEEN_TIMESTAMP, UNSEEN "[: this timestamp is newer than that of {cause}].") \
	TEXT(RULE_UNSEEN_TOO_LATE, \
	    UNSEEN "[: this one comes {since cause} after {cause}, later than reordering " \
	    "explains].") \
	TEXT(RULE_WAITED_FOR_WINDOW, \
	    "[It was the receiver that kept it waiting: there was no room for it in " \
	    "{receiver}'s window until {cause} opened it (RFC 9293, 3.8.6).]") \
	TEXT(RULE_IDLE, \
	    "[It ends {since cause} in which|Before it] {sender}'s application had " \
	    "nothing to send: all was acknowledged and the window was open " \
	    "(RFC 5681, 4.1).") \
	TEXT(RULE_ACK_HELD, "[" HELD "]") \
	TEXT(RULE_ACK_HELD_NEAR, "[" HELD "]") \
	TELL(RULE_NAGLE, tell_nagle) \
	TEXT(RULE_NO_LISTENER, \
	    "{sender} refuses the connection: nothing listens on port {port} " \
	    "(RFC 9293, 3.10.7.1).") \
	TEXT(RULE_ABORT_UNREAD, \
	    "{sender} closes with data unread, which it tells by a reset instead of a " \
	    "FIN (RFC 2525, 2.17)[: as {cause} offered so little window, its " \
	    "application had not read].") \
	TEXT(RULE_ABORT_KEEP_ALIVE, \
	    ABORTS "Its keep-alives[ ({causes})] had got no answer (RFC 9293, 3.8.4).") \
	TEXT(RULE_ABORT_NOTHING_UNREAD, \
	    ABORTS "It carries an ACK, so it answers nothing: its application gave up (ABORT " \
	    "call, SO_LINGER 0), as {receiver} had sent nothing that could be unread.") \
	TEXT(RULE_ABORT, \
	    ABORTS "It carries an ACK, so it answers nothing: its application gave up, or " \
	    "closed with data unread, which look alike.") \
	TEXT(RULE_ACK_OF_OTHER, \
	    "{sender} has sent a SYN, and the answer[ ({cause})] acknowledges a number " \
	    "that it never sent: {receiver} knows an older connection, which this " \
	    "reset ends (RFC 9293, 3.10.7.3 and 3.5.1).") \
	TEXT(RULE_ACK_UNSOLICITED, \
	    "{sender} has sent no SYN, so it answers the SYN-ACK[ in {cause}] with a reset, whose " \
	    "number is the ACK number of that segment (RFC 9293, 3.10.7.1).") \
	TEXT(RULE_CLOSED_NOTHING_NEW, \
	    "{sender} has closed the connection, and answers what comes for it still[, " \
	    "{cause}], by a reset (RFC 9293, 3.10.7.1).") \
	TEXT(RULE_CLOSED_DATA, \
	    "{sender} has closed[, so nobody there reads what {cause} brings; the " \
	    "reset says that it|; the reset says that what still comes] is lost " \
	    "(RFC 1122, 4.2.2.13).") \
	TEXT(RULE_HALF_OPEN_RESET, \
	    "{sender} has no such connection any more[, as the reset of {first} has " \
	    "told] (RFC 9293, 3.10.7.1)." RESET_ANSWERS) \
	TEXT(RULE_HALF_OPEN, \
	    "{sender} has no such connection, while {receiver} still takes it for " \
	    "open: it is half-open (RFC 9293, 3.5.1)." RESET_ANSWERS) \
	TEXT(RULE_RESET_SYN_SENT, \
	    "{receiver} ignores this reset, which does not acknowledge the SYN[ in {cause}]: the " \
	    "only valid ACK number is that SYN's number plus one (RFC 9293, 3.10.7.3).") \
	TEXT(RULE_RESET_BELOW_WINDOW, RESET_IGNORED) \
	TEXT(RULE_RESET_ABOVE_WINDOW, RESET_IGNORED) \
	TEXT(RULE_RESET_INEXACT, \
	    "Inexact reset: {seq} lies in the receive window of {receiver} but is not the next " \
	    "number expected. By RFC 5961, 3.2, {receiver} answers with a challenge ACK and " \
	    "keeps the connection; older stacks close it.") \
	TELL(RULE_SYN_UNANSWERED, tell_syn_unanswered) \
	TEXT(RULE_OVERFLOW_ACK, \
	    "The ACK that ends the handshake[ ({cause})] had come to this host, with " \
	    "data behind it, and was not taken: the listener's queue of connections to " \
	    "accept is full.") \
	TEXT(RULE_OVERFLOW_SYN, \
	    "The SYN did come to the host of port {port}, which holds other " \
	    "connections open: it ignores this one, as it does when the queue of " \
	    "connections to accept is full.") \
	TEXT(RULE_PAWS, \
	    "[{receiver} throws it away and repeats ack {seq} in {cause}: it has taken " \
	    "in a segment with a newer timestamp, so that this one counts as a " \
	    "leftover of long ago (PAWS, RFC 7323, 5).]") \
	TEXT(RULE_CHALLENGE_RST, \
	    "Challenge ACK: the reset[ in {cause}] does not have the next number expected, so " \
	    "{sender} keeps the connection and repeats its own numbers (RFC 5961, 3.2).") \
	TEXT(RULE_CHALLENGE_SYN, \
	    "Challenge ACK: the SYN-ACK[ in {cause}] has another initial sequence number, so " \
	    "{sender} keeps its connection and repeats its own numbers (RFC 5961, 4.2).") \
	TEXT(RULE_CHALLENGE_ACK, \
	    "Challenge ACK: the ACK number[ of {cause}] is more than a window old, so {sender} " \
	    "discards that segment and repeats its own numbers (RFC 5961, 5.2).") \
	TEXT(RULE_CHALLENGE_OLDER, \
	    "Challenge ACK: {sender} still has an older connection on these ports and answers " \
	    "the SYN[ in {cause}] with that connection's numbers. Nothing of this connection is " \
	    "acknowledged (RFC 9293, 3.10.7.3; RFC 5961, 4.2).")
/* clang-format on */

#define TEXT_ROW(rule, text) [rule] = { .sentence = (text) },
#define TELL_ROW(rule, teller) [rule] = { .tell = (teller) },
static const struct rule_words words[] = { WORDS(TEXT_ROW, TELL_ROW) };

/* Every rule has a row: the rows are counted, and -Woverride-init rejects a second row for a
 * rule. */
#define COUNT_ROW(rule, what) +1 /* NOLINT(bugprone-macro-parentheses): a term of a sum */
static_assert(ARRAY_LEN(words) == RULE_COUNT, "no rule is beyond the last one");
static_assert(WORDS(COUNT_ROW, COUNT_ROW) == RULE_COUNT - 1, "every rule has its sentence");

/* Returns the notes that say more than this one and replace its sentence. */
static uint64_t told_by(enum note note)
{
	switch (note) {
	case NOTE_RTO_RETRANSMISSION:
		return NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_LISTEN_OVERFLOW);
	/* A full backlog explains both. */
	case NOTE_SPURIOUS_RETRANSMISSION:
	case NOTE_SYN_TIMEOUT:
		return NOTE_BIT(NOTE_LISTEN_OVERFLOW);
	case NOTE_ZERO_WINDOW:
		return NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK);
	case NOTE_WINDOW_FULL:
		return NOTE_BIT(NOTE_RETRANSMISSION);
	default:
		return 0;
	}
}

void story_tell_finding(struct story *story, const struct finding *finding)
{
	const struct rule_words *of = &words[finding->rule];
	assert(finding->rule > RULE_NONE && finding->rule < RULE_COUNT);
	if (story->p->notes & told_by((enum note)finding->note))
		return;
	if (of->tell != NULL)
		of->tell(story, finding);
	else
		story_fill(story, finding, of->sentence);
}

void story_tell_findings(struct story *story)
{
	/* The sentence continues the one about a retransmission whose original was not seen. */
	const struct finding *unseen = story_finding(story, NOTE_ORIGINAL_UNSEEN);
	if (unseen != NULL)
		story_tell_finding(story, unseen);
	for (unsigned i = 0; i < story->count; i++)
		if (&story->findings[i] != unseen)
			story_tell_finding(story, &story->findings[i]);
}
