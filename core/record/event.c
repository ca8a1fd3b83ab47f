#include "core/record/event.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/record/segment.h"

static const struct {
	const char *words; /* NULL: the words of the note */
	const char *meaning;
} events[] = {
	[NOTE_REFUSED] = { "connection refused", "nobody listens there, or a filter says so" },
	[NOTE_ABORT] = { "reset by abort", "this end gave it up, without a FIN" },
	[NOTE_ABORT_UNREAD] = { "reset with data unread",
	    "closed before its application had read everything" },
	[NOTE_HALF_OPEN] = { "reset of a half-open connection",
	    "one end had forgotten the connection, the other had not" },
	[NOTE_RESET_AFTER_CLOSE] = { "reset after close", "data came for an end that had closed" },
	[NOTE_UNACCEPTABLE_ACK] = { "reset for an unacceptable ACK",
	    "it answers an ACK of an older connection" },
	[NOTE_RESET_OUT_OF_WINDOW] = { "reset out of window", "a reset that its receiver ignores" },
	[NOTE_SYN_TIMEOUT] = { NULL, "no answer to the SYN: sent again" },
	[NOTE_LISTEN_OVERFLOW] = { "listen queue overflow",
	    "more connections than the server accepts" },
	[NOTE_NAGLE_DELAY] = { NULL, "a small write waited for the ACK of the one before" },
	[NOTE_RECEIVER_LIMITED] = { NULL, "it had to wait for window of the receiver" },
	[NOTE_APPLICATION_LIMITED] = { NULL,
	    "the session was idle: its application had nothing to say" },
	[NOTE_DELAYED_ACK] = { NULL, "the receiver held it back, to merge it with more" },
	[NOTE_ORIGINAL_UNSEEN] = { NULL, "lost before this capture point" },
	[EVENT_RESET] = { "reset", "the connection was broken off" },
	[NOTE_RTO_RETRANSMISSION] = { NULL,
	    "no ACK came in time: the sender stood still and slowed down" },
	[NOTE_ZERO_WINDOW] = { NULL, "the receiver is full: its application does not read" },
	[NOTE_ZERO_WINDOW_PROBE] = { NULL, "the sender waits for a full receiver" },
	[NOTE_WINDOW_FULL] = { NULL, "the receiver's window is what holds the sender back" },
	[NOTE_FAST_RETRANSMISSION] = { NULL, "loss that duplicate ACKs or SACK told of" },
	[NOTE_RETRANSMISSION] = { NULL, "sent before" },
	[NOTE_TAIL_LOSS_PROBE] = { NULL,
	    "the end of the data went unanswered: sent again to find out" },
	[NOTE_LOST_SEGMENT] = { NULL, "a hole at this capture point: lost before it, or late" },
	[NOTE_SPURIOUS_RETRANSMISSION] = { NULL, "needless: an earlier copy had arrived" },
	[NOTE_OUT_OF_ORDER] = { NULL, "overtaken on the way" },
	[NOTE_ACK_LOST_SEGMENT] = { NULL, "the capture lacks what is acknowledged here" },
	[NOTE_DUPLICATE_ACK] = { NULL, "the receiver still waits for what is missing" },
	[NOTE_NETWORK_DUPLICATE] = { NULL, "the network delivered one packet twice" },
	[NOTE_REUSED_PORTS] = { NULL, "a new session on the ports of an old one" },
	[NOTE_ZERO_WINDOW_PROBE_ACK] = { NULL, "still full, or open again" },
	[NOTE_WINDOW_UPDATE] = { NULL, "only the window has changed" },
	[NOTE_KEEP_ALIVE] = { NULL, "an idle connection is checked" },
	[NOTE_KEEP_ALIVE_ACK] = { NULL, "it is still there" },
	[NOTE_WINDOW_SHRINK] = { NULL, "the receiver takes back what it had offered" },
	[NOTE_ECN_MARK] = { NULL, "a router with a queue marked it instead of dropping it" },
	[NOTE_ECN_ECHO] = { NULL, "the receiver tells the sender of marks" },
	[NOTE_OLD_TIMESTAMP] = { NULL, "late segments that their receiver refused (PAWS)" },
	[NOTE_ECN_REDUCED] = { NULL, "the sender has slowed down, because of marks or losses" },
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
	NOTE_ORIGINAL_UNSEEN, NOTE_WINDOW_SHRINK, NOTE_ECN_REDUCED, NOTE_ECN_MARK, NOTE_ECN_ECHO,
	NOTE_APPLICATION_LIMITED, NOTE_DELAYED_ACK, NOTE_ZERO_WINDOW_PROBE_ACK, NOTE_WINDOW_UPDATE,
	NOTE_KEEP_ALIVE, NOTE_KEEP_ALIVE_ACK };
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
	return notes_telling(notes) | (unexplained ? EVENT_BIT(EVENT_RESET) : 0);
}
