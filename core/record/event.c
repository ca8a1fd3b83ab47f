#include "core/record/event.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/record/segment.h"

static const struct {
	const char *words; /* NULL: the words of the note */
	const char *meaning;
} events[] = {
	[NOTE_REFUSED] = { "connection refused",
	    "nothing listens on the port, or a filter rejects it" },
	[NOTE_ABORT] = { "connection aborted", "one end gave up the connection without a FIN" },
	[NOTE_ABORT_UNREAD] = { "aborted with unread data",
	    "closed before its application had read everything" },
	[NOTE_HALF_OPEN] = { "half-open connection reset",
	    "one end no longer knew the connection" },
	[NOTE_RESET_AFTER_CLOSE] = { "reset after close",
	    "data arrived for an end that had closed" },
	[NOTE_UNACCEPTABLE_ACK] = { "reset: unacceptable ACK",
	    "it answers an ACK of an older connection" },
	[NOTE_RESET_OUT_OF_WINDOW] = { "reset out of window", "its receiver ignores this reset" },
	[NOTE_SYN_TIMEOUT] = { NULL, "the SYN was not answered and is retransmitted" },
	[NOTE_LISTEN_OVERFLOW] = { NULL, "the server's application accepts too slowly" },
	[NOTE_NAGLE_DELAY] = { NULL, "a small segment waited for the ACK of the one before" },
	[NOTE_RECEIVER_LIMITED] = { NULL, "waited for the receiver's window" },
	[NOTE_APPLICATION_LIMITED] = { NULL, "the sender had nothing to send" },
	[NOTE_DELAYED_ACK] = { NULL, "the receiver waited for data or a second segment" },
	[NOTE_ORIGINAL_UNSEEN] = { NULL, "lost before it reached this capture point" },
	[EVENT_RESET] = { "reset", "the connection was aborted" },
	[NOTE_RTO_RETRANSMISSION] = { NULL,
	    "no ACK within the RTO: the sender stalled and slows down" },
	[NOTE_ZERO_WINDOW] = { NULL, "receive buffer full: the application reads too slowly" },
	[NOTE_ZERO_WINDOW_PROBE] = { NULL, "asks whether the receiver's window has reopened" },
	[NOTE_WINDOW_FULL] = { NULL, "the sender has used all of the receive window" },
	[NOTE_FAST_RETRANSMISSION] = { NULL, "loss reported by duplicate ACKs or SACK" },
	[NOTE_RETRANSMISSION] = { NULL, "the capture does not show what triggered it" },
	[NOTE_TAIL_LOSS_PROBE] = { NULL, "the last segment, repeated to provoke an ACK" },
	[NOTE_LOST_SEGMENT] = { NULL, "data missing at this capture point: lost or reordered" },
	[NOTE_SPURIOUS_RETRANSMISSION] = { NULL, "unnecessary: an earlier copy had arrived" },
	[NOTE_OUT_OF_ORDER] = { NULL, "overtaken by later segments" },
	[NOTE_ACK_LOST_SEGMENT] = { NULL, "the acknowledged data is not in this capture" },
	[NOTE_DUPLICATE_ACK] = { NULL, "the receiver is still missing data" },
	[NOTE_NETWORK_DUPLICATE] = { NULL, "one packet arrived twice" },
	[NOTE_REUSED_PORTS] = { NULL, "a new session on the ports of an old one" },
	[NOTE_ZERO_WINDOW_PROBE_ACK] = { NULL, "the window is still 0, or open again" },
	[NOTE_WINDOW_UPDATE] = { NULL, "only the window has changed" },
	[NOTE_KEEP_ALIVE] = { NULL, "checks an idle connection" },
	[NOTE_KEEP_ALIVE_ACK] = { NULL, "the peer still knows the connection" },
	[NOTE_WINDOW_SHRINK] = { NULL, "the receiver withdrew window that it had offered" },
	[NOTE_ECN_MARK] = { NULL, "a router with a growing queue marked this packet" },
	[NOTE_ECN_ECHO] = { NULL, "the receiver reports marks to the sender" },
	[NOTE_OLD_TIMESTAMP] = { NULL, "old timestamp: the receiver dropped the segment" },
	[NOTE_CHALLENGE_ACK] = { NULL, "answers a segment that its sender did not accept" },
	[NOTE_ECN_REDUCED] = { NULL, "the sender slowed down after marks or losses" },
};
static_assert(ARRAY_LEN(events) == EVENT_COUNT, "every event has its row");
static_assert(EVENT_COUNT <= 64, "events fit in 64 bits");

/* Ordered by severity: events that stop a session, then those that slow it down, then mere signs of
 * these. */
static const uint8_t worst_first[] = { NOTE_REFUSED, NOTE_LISTEN_OVERFLOW, NOTE_SYN_TIMEOUT,
	NOTE_ABORT_UNREAD, NOTE_ABORT, NOTE_HALF_OPEN, NOTE_RESET_AFTER_CLOSE,
	NOTE_UNACCEPTABLE_ACK, EVENT_RESET, NOTE_RESET_OUT_OF_WINDOW, NOTE_RTO_RETRANSMISSION,
	NOTE_ZERO_WINDOW, NOTE_ZERO_WINDOW_PROBE, NOTE_WINDOW_FULL, NOTE_RECEIVER_LIMITED,
	NOTE_NAGLE_DELAY, NOTE_FAST_RETRANSMISSION, NOTE_RETRANSMISSION, NOTE_TAIL_LOSS_PROBE,
	NOTE_OLD_TIMESTAMP, NOTE_LOST_SEGMENT, NOTE_SPURIOUS_RETRANSMISSION, NOTE_OUT_OF_ORDER,
	NOTE_ACK_LOST_SEGMENT, NOTE_DUPLICATE_ACK, NOTE_NETWORK_DUPLICATE, NOTE_REUSED_PORTS,
	NOTE_ORIGINAL_UNSEEN, NOTE_CHALLENGE_ACK, NOTE_WINDOW_SHRINK, NOTE_ECN_REDUCED,
	NOTE_ECN_MARK, NOTE_ECN_ECHO, NOTE_APPLICATION_LIMITED, NOTE_DELAYED_ACK,
	NOTE_ZERO_WINDOW_PROBE_ACK, NOTE_WINDOW_UPDATE, NOTE_KEEP_ALIVE, NOTE_KEEP_ALIVE_ACK };
static_assert(ARRAY_LEN(worst_first) == EVENT_COUNT, "every event has its place");

const char *event_words(unsigned event)
{
	return events[event].words != NULL ? events[event].words : note_words((enum note)event);
}

const char *event_meaning(unsigned event)
{
	return events[event].meaning;
}

bool event_is_trouble(unsigned event)
{
	return event >= NOTE_COUNT || ((NOTES_TROUBLE | NOTES_RESET) & NOTE_BIT(event)) != 0;
}

const uint8_t *events_worst_first(void)
{
	return worst_first;
}

uint64_t events_from(uint64_t notes, uint16_t flags)
{
	bool unexplained = (flags & TCP_RST) && (notes & NOTES_RESET) == 0;
	return notes_specific(notes) | (unexplained ? EVENT_BIT(EVENT_RESET) : 0);
}
