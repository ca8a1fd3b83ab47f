/* The sentence of each rule, with the values that story_fill() fills in. */
#include "core/explain/story.h"

#include <assert.h>

#include "core/base/array.h"

/* A rule has a sentence, or a function if the sentence needs more than the finding's values. The
 * sentence is empty if others explain the segment and no reason is known. It begins with the term
 * to search for. */
struct rule_words {
	const char *sentence;
	story_teller *tell;
};

#define RTO "The retransmission timeout (RTO) expired"
#define TLP_SO "so {sender} repeats the last segment to provoke one."
#define REORDERED "Reordered: sent before {cause} but arrived {since cause} after it"
#define LATE_ORIGINAL                                                                              \
	"Reordered: the original[, which arrived {since cause} after its retransmission in {cause}]"
#define TWIN(how)                                                                                  \
	"Identical copy[ of {copy}] (" how                                                         \
	"): duplicated by the network or the capture; {sender} "                                   \
	"sent it once."
#define UNSEEN "The original was not seen here: lost before it reached this capture point"
#define PROBES                                                                                     \
	"Zero-window probe: {sender} tests whether the window of {receiver} is still 0, because "  \
	"the window update may have been lost.[ {Answer} answers, {until answer} later.]"
#define CWR "CWR: {sender} has reduced its congestion window"
#define DELAYED                                                                                    \
	"Delayed ACK: {sender} waited[ {since cause}] for data or a second segment to "            \
	"acknowledge along with it."
#define ABORTS "RST: {sender} aborts. No FIN handshake, undelivered data is discarded. "
#define UNASKED "Sent on its own initiative (it carries an ACK): the program "
#define RESET_ANSWERS "[ Answers {cause} (its sequence number is the ack of that frame).]"
#define RESET_IGNORED                                                                              \
	"[RST after the end: the reset in {first} has already ended the connection; this one "     \
	"changes nothing.|RST outside the window: {receiver} ignores it because of its number, "   \
	"{seq}.]"

/* clang-format off */
#define WORDS(TEXT, TELL) \
	TEXT(RULE_RESENT_SYN_ACK, "Answers the retransmitted SYN[ in {cause}].") \
	TEXT(RULE_RESENT_REFUSED, \
	    "New attempt: {receiver} refused the one before[ ({cause})]. Windows tries a refused " \
	    "connection several times, 500 ms apart.") \
	TEXT(RULE_RESENT_DEFERRED, \
	    "Deferred accept: {sender} had received the ACK of its SYN-ACK[ ({cause})] but waits " \
	    "for data. A listener with TCP_DEFER_ACCEPT discards that ACK and retransmits the " \
	    "SYN-ACK at the end of its waiting period.") \
	TEXT(RULE_RESENT_CLOSING, \
	    "Simultaneous close: {sender} repeats its FIN with the ACK of the other FIN[ " \
	    "({cause})], as BSD and Windows do in CLOSING.") \
	TELL(RULE_RESENT_SMALLER, tell_resent_smaller) \
	TEXT(RULE_RESENT_SLOW_START, \
	    "Slow start after a timeout[ ({cause})]: what was in flight is " \
	    "retransmitted[; the ACK in {first} lets {sender} send it].") \
	TEXT(RULE_RESENT_UNEXPLAINED, "") \
	TEXT(RULE_RESENT_OVERTAKER, \
	    "Reordered: this retransmission overtook its original[, which arrives in " \
	    "{cause}].") \
	TELL(RULE_RTO_SMALLER, tell_rto_smaller) \
	TEXT(RULE_RTO_SYN, \
	    RTO ": no answer to {what} reached {sender}[ within {since cause} of {cause}].") \
	TEXT(RULE_RTO_SILENCE, \
	    RTO ": no ACK of {what} reached {sender}[ within {since cause} of {cause}].") \
	TEXT(RULE_RTO_UNHEARD, \
	    RTO " again: nothing was heard from {receiver}[ in the {since copy} since " \
	    "{copy}, the last copy].") \
	TEXT(RULE_RTO_FIRST_SEGMENT, \
	    RTO ": no ACK of {what} reached {sender}[ within {since cause} of {cause}], " \
	    "while later segments were being sent.") \
	TEXT(RULE_RTO_RECOVERY_LOST, \
	    RTO ": the copy that fast recovery sent[ ({copy})] was lost too, and without " \
	    "SACK only the timer shows that.") \
	TEXT(RULE_RTO_AFTER_REPORTS, \
	    RTO "[ {since cause} after {cause}]: the last report of a loss (duplicate ACK or " \
	    "SACK) came long before.") \
	TEXT(RULE_RTO_ELIMINATION, \
	    RTO "[ {since cause} after {cause}]: no duplicate ACK or SACK had reported a " \
	    "loss to {sender}.") \
	TEXT(RULE_RTO_NO_PROBE, \
	    RTO ". Not a tail loss probe: {sender} sends none[, as {cause} shows].") \
	TEXT(RULE_TLP_DUE, \
	    "Tail loss probe: no ACK [{here}for {since cause} (2 RTTs or more)|reached " \
	    "{sender} in time], " TLP_SO) \
	TEXT(RULE_TLP_BEFORE_RTO, \
	    "Tail loss probe: no ACK[ for {since cause}], too soon for the RTO, " TLP_SO) \
	TEXT(RULE_TLP_LAST_ALONE, \
	    "Tail loss probe: {sender} repeats the last segment to provoke an ACK[, " \
	    "{since cause} after {cause}]. Nothing sent after it could report its loss, " \
	    "and it is too soon for the RTO.") \
	TEXT(RULE_TLP_ELIMINATION, \
	    "Tail loss probe: no ACK and no report of a loss[ for {since cause}], too soon " \
	    "for the RTO, " TLP_SO) \
	TEXT(RULE_FAST_DOUBLED_ACK, \
	    "Fast retransmit: the network duplicated an ACK[ ({cause})], which {sender} " \
	    "took for a duplicate ACK.") \
	TEXT(RULE_FAST_PARTIAL_ACK, \
	    "Fast recovery: [{cause} is a partial ACK|a partial ACK came] (for less than " \
	    "was in flight when recovery began), so {what} is the next one missing.") \
	TEXT(RULE_FAST_DUPLICATES, \
	    "Fast retransmit, triggered by [{duplicate}|duplicate ACKs ({causes})|" \
	    "duplicate ACKs], before the RTO expired.") \
	TEXT(RULE_FAST_EARLY, \
	    "Early retransmit, triggered by fewer than three duplicate ACKs[ ({causes})], " \
	    "before the RTO expired.") \
	TEXT(RULE_RACK_LOST_AGAIN, \
	    "RACK: the last copy[ ({copy})] was lost too, because what was sent after it " \
	    "has been SACKed[ ({cause})].") \
	TEXT(RULE_FAST_SACK, \
	    "[{lacking}Fast recovery: SACK[ ({causes})] reports so much beyond {what} that " \
	    "it counts as lost.]") \
	TEXT(RULE_RACK_SACKED, \
	    "[{lacking}RACK: SACK[ ({causes})] reports a segment that was sent later, so " \
	    "{what} counts as lost.]") \
	TEXT(RULE_RACK_RESENT_ACKED, \
	    "RACK: [{cause} acknowledges|an ACK covers] a retransmission that was sent " \
	    "after the last copy[ ({copy})]; that copy counts as lost.") \
	TEXT(RULE_FAST_IN_RECOVERY, \
	    "Fast recovery continues[ after {cause}]: {sender} retransmits data that is " \
	    "still not acknowledged.") \
	TEXT(RULE_FAST_LAST_RECOVERY, \
	    "Fast recovery: the recovery has just ended here, but that news had not " \
	    "reached {sender}[; its newest ACK was {cause}].") \
	TEXT(RULE_FAST_BEFORE_RTO, \
	    "Fast retransmit: the loss had been reported[, first by {first}], and it is " \
	    "too soon for the RTO.") \
	TELL(RULE_SPURIOUS_ACKED, tell_spurious_acked) \
	TEXT(RULE_SPURIOUS_AT_RECEIVER, \
	    "Spurious: {receiver} had all of it already[ ({cause})].") \
	TEXT(RULE_SPURIOUS_DSACK, \
	    "Spurious: an earlier copy did arrive[ (D-SACK in {cause})].") \
	TEXT(RULE_SPURIOUS_ECHO, \
	    "Spurious: an earlier copy did arrive[ ({cause} echoes its timestamp)].") \
	TEXT(RULE_SPURIOUS_SOON, \
	    "Spurious: an earlier copy did arrive[; the ACK in {cause} comes {until cause} " \
	    "later, sooner than any round trip].") \
	TEXT(RULE_SPURIOUS_LATE_ORIGINAL, \
	    "Spurious: the original was only late[ and arrives in {cause}, {until cause} " \
	    "later].") \
	TEXT(RULE_OOO_IP_ID, "[" REORDERED " (its IP identification is older).]") \
	TEXT(RULE_OOO_TIMESTAMP, "[" REORDERED " (its timestamp is older).]") \
	TEXT(RULE_OOO_SAME_TICK, \
	    "[" REORDERED " (the same timestamp, too soon for a retransmission).]") \
	TEXT(RULE_OOO_TOO_SOON, "[" REORDERED " (too soon for a retransmission).]") \
	TEXT(RULE_OOO_COPY_IP_ID, LATE_ORIGINAL " (its IP identification is older).") \
	TEXT(RULE_OOO_COPY_TIMESTAMP, LATE_ORIGINAL " (its timestamp is older).") \
	TEXT(RULE_TWIN_IP_ID, TWIN("same IP ID")) \
	TEXT(RULE_TWIN_NO_REASON, TWIN("nothing could have triggered a retransmission")) \
	TEXT(RULE_TWIN_LATE, TWIN("older than segments sent since")) \
	TELL(RULE_HOLE, tell_hole) \
	TELL(RULE_HOLE_ACKED, tell_hole) \
	TELL(RULE_HOLE_MISSED, tell_hole) \
	TELL(RULE_ACKS_UNSEEN, tell_acks_unseen) \
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
	    "Zero window: the receive buffer of {sender} is full; {receiver} may send " \
	    "nothing but window probes until it reopens.[ {Answer} reopens it, {until " \
	    "answer} later.]") \
	TEXT(RULE_WINDOW_FULL, \
	    "Window full: {sender} has used all of the receive window of {receiver} and " \
	    "must wait.") \
	TEXT(RULE_WINDOW_PROBE, PROBES) \
	TEXT(RULE_WINDOW_PROBE_BYTE, PROBES) \
	TEXT(RULE_PROBE_CLOSED, \
	    "Answers the window probe[ in {cause}]: the window is still 0.") \
	TEXT(RULE_PROBE_OPEN, \
	    "Answers the window probe[ in {cause}]: the window is open.") \
	TELL(RULE_KEEP_ALIVE, tell_keep_alive) \
	TEXT(RULE_KEEP_ALIVE_ANSWER, \
	    "Keep-alive ACK: answers [{cause}|the probe]; the connection is still alive.") \
	TEXT(RULE_NEW_ISN, \
	    "Ports reused: an earlier session had the same addresses and ports[, until " \
	    "{cause}]; the new ISN begins another one.") \
	TEXT(RULE_WINDOW_SHRUNK, \
	    "Window shrunk: {sender} withdraws window that it had offered[ in {cause}]; a " \
	    "receiver should not do that.") \
	TEXT(RULE_CE_MARK, \
	    "Congestion mark (CE): a router with a growing queue marked this packet " \
	    "instead of dropping it.") \
	TEXT(RULE_ACE, \
	    "AccECN: the ACE counter rises, so {sender} has received packets that a router " \
	    "marked Congestion Experienced.") \
	TEXT(RULE_ECE, \
	    "[{head}ECE: {sender} reports a congestion mark[ ({cause})] and repeats this " \
	    "until {receiver} sends CWR[ ({answer}, {until answer} later)].|ECE: {sender} " \
	    "repeats the report of a congestion mark until a CWR arrives.]") \
	TEXT(RULE_CWR_ECHO, CWR " because of the congestion mark[ that {cause} reports].") \
	TEXT(RULE_CWR_LOSS, CWR " because of a loss[, which {cause} repairs].") \
	TEXT(RULE_CWR, CWR "; this capture does not show why.") \
	TEXT(RULE_UNSEEN_AT_SENDER, \
	    UNSEEN " (captured near {sender}, where segments are still in order).") \
	TEXT(RULE_UNSEEN_IP_ID, UNSEEN "[ (this IP identification is newer than in {cause})].") \
	TEXT(RULE_UNSEEN_TIMESTAMP, UNSEEN "[ (this timestamp is newer than in {cause})].") \
	TEXT(RULE_UNSEEN_TOO_LATE, \
	    UNSEEN "[ (this copy comes {since cause} after {cause}, too late for " \
	    "reordering)].") \
	TELL(RULE_WAITED_FOR_WINDOW, tell_waited) \
	TEXT(RULE_IDLE, \
	    "First data after [{since cause} of ]silence: the application of {sender} had " \
	    "nothing to send (all acknowledged, window open).") \
	TEXT(RULE_ACK_HELD, DELAYED) \
	TEXT(RULE_ACK_HELD_NEAR, DELAYED) \
	TELL(RULE_NAGLE, tell_nagle) \
	TEXT(RULE_NO_LISTENER, \
	    "Connection refused: nothing listens on port {port}, or a filter rejects it.") \
	TEXT(RULE_ABORT_UNREAD, \
	    "RST: {sender} closes with unread data, so it sends a reset instead of a FIN. " \
	    "[Its window in {cause} was small because its application had not read.]") \
	TEXT(RULE_ABORT_KEEP_ALIVE, \
	    ABORTS "Its keep-alive probes[ ({causes})] were not answered.") \
	TEXT(RULE_ABORT_NOTHING_UNREAD, \
	    ABORTS UNASKED "aborted the connection (SO_LINGER 0, for example). Unread data is " \
	    "not the reason, because {receiver} had sent none.") \
	TEXT(RULE_ABORT, \
	    ABORTS UNASKED "exited, used SO_LINGER 0, or closed with unread data.") \
	TEXT(RULE_ACK_OF_OTHER, \
	    "RST: the answer to the SYN[ ({cause})] acknowledges a number that {sender} " \
	    "never sent. {Receiver} still knows an older connection, which this reset ends.") \
	TEXT(RULE_ACK_UNSOLICITED, \
	    "RST: {sender} has sent no SYN, so it answers the SYN-ACK[ in {cause}] with a " \
	    "reset (its sequence number is the ack of that segment).") \
	TEXT(RULE_CLOSED_NOTHING_NEW, \
	    "RST: {sender} has closed the connection and answers late packets[ ({cause})] " \
	    "with a reset.") \
	TEXT(RULE_CLOSED_DATA, \
	    "RST: {sender} has already closed; [the data of {cause}|data that still " \
	    "arrives] is lost, which this RST reports.") \
	TEXT(RULE_HALF_OPEN_RESET, \
	    "RST: {sender} no longer has this connection[ since the reset in {first}]." \
	    RESET_ANSWERS) \
	TEXT(RULE_HALF_OPEN, \
	    "RST: {sender} does not know this connection, but {receiver} considers it open " \
	    "(half-open)." RESET_ANSWERS) \
	TEXT(RULE_RESET_SYN_SENT, \
	    "RST without effect: {receiver} ignores it because it does not acknowledge the " \
	    "SYN[ in {cause}].") \
	TEXT(RULE_RESET_BELOW_WINDOW, RESET_IGNORED) \
	TEXT(RULE_RESET_ABOVE_WINDOW, RESET_IGNORED) \
	TEXT(RULE_RESET_INEXACT, \
	    "Inexact reset: {seq} is in the receive window of {receiver} but is not the next " \
	    "number expected. {Receiver} should answer with a challenge ACK and keep the " \
	    "connection; older stacks close it.") \
	TELL(RULE_SYN_UNANSWERED, tell_syn_unanswered) \
	TEXT(RULE_OVERFLOW_ACK, \
	    "Backlog full: the ACK that ends the handshake[ ({cause})] and data after it " \
	    "reached this host, but the listener did not take the connection: its " \
	    "application accepts too slowly.") \
	TEXT(RULE_OVERFLOW_SYN, \
	    "Backlog full: the SYN reached the host of port {port}, which holds other " \
	    "connections open, but this one gets no answer: the application accepts too " \
	    "slowly.") \
	TEXT(RULE_PAWS, \
	    "[Discarded (PAWS): {receiver} has already received a newer timestamp, so this " \
	    "segment counts as old; {cause} still asks for byte {seq}.]") \
	TEXT(RULE_CHALLENGE_RST, \
	    "Challenge ACK: the reset[ in {cause}] does not have the next number expected, so " \
	    "{sender} keeps the connection and repeats its own numbers.") \
	TEXT(RULE_CHALLENGE_SYN, \
	    "Challenge ACK: the SYN-ACK[ in {cause}] has another ISN, so {sender} keeps its " \
	    "connection and repeats its own numbers.") \
	TEXT(RULE_CHALLENGE_ACK, \
	    "Challenge ACK: the ACK number[ in {cause}] is more than a window old, so {sender} " \
	    "discards that segment and repeats its own numbers.") \
	TEXT(RULE_CHALLENGE_OLDER, \
	    "Challenge ACK: {sender} still has an older connection on these ports and answers " \
	    "the SYN[ in {cause}] with the numbers of that connection. Nothing of this " \
	    "connection is acknowledged.")
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

void story_tell_findings(struct story *story, uint64_t notes)
{
	for (unsigned i = 0; i < story->count; i++)
		if (notes & NOTE_BIT(story->findings[i].note))
			story_tell_finding(story, &story->findings[i]);
}
