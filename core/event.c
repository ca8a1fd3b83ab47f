#include "core/event.h"

#include <assert.h>

#include "core/array.h"

static const struct {
	const char *words; /* NULL: those of the note */
	const char *meaning;
} events[] = {
	[EVENT_REFUSED] = { "connection refused", "nobody listens there, or a filter says so" },
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
	[NOTE_ECN_REDUCED] = { NULL, "the sender slowed down because of marks" },
};
static_assert(ARRAY_LEN(events) == EVENT_COUNT, "every event has its row");
static_assert(EVENT_COUNT <= 64, "events fit in 64 bits");

/* What stops a session first, then what slows it down, then what only tells of that. */
static const uint8_t worst_first[] = { EVENT_REFUSED, EVENT_RESET, NOTE_RTO_RETRANSMISSION,
	NOTE_ZERO_WINDOW, NOTE_ZERO_WINDOW_PROBE, NOTE_WINDOW_FULL, NOTE_FAST_RETRANSMISSION,
	NOTE_RETRANSMISSION, NOTE_TAIL_LOSS_PROBE, NOTE_LOST_SEGMENT, NOTE_SPURIOUS_RETRANSMISSION,
	NOTE_OUT_OF_ORDER, NOTE_ACK_LOST_SEGMENT, NOTE_DUPLICATE_ACK, NOTE_NETWORK_DUPLICATE,
	NOTE_REUSED_PORTS, NOTE_WINDOW_SHRINK, NOTE_ECN_REDUCED, NOTE_ECN_MARK, NOTE_ECN_ECHO,
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
	return event >= NOTE_COUNT || (NOTES_TROUBLE & NOTE_BIT(event)) != 0;
}

const uint8_t *events_worst_first(void)
{
	return worst_first;
}

uint64_t events_of(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	uint64_t bits = notes_telling(p->notes);
	if (!(p->flags & TCP_RST))
		return bits;
	bool refused = model_session(m, p->session)->ended == SESSION_REFUSED;
	return bits | EVENT_BIT(refused ? EVENT_REFUSED : EVENT_RESET);
}

bool events_count(struct event_tally *tally, const struct model *m, uint32_t limit, uint32_t most)
{
	for (uint32_t i = 0; i < most; i++) {
		uint32_t n = model_remarkable_after(m, tally->session, tally->at);
		if (n == 0 || n > limit)
			return true;
		tally->at = n;
		for (uint64_t bits = events_of(m, n); bits != 0; bits &= bits - 1)
			tally->count[__builtin_ctzll(bits)]++;
	}
	return false;
}

static bool is(const struct model *m, uint32_t packet, unsigned event)
{
	return (events_of(m, packet) & EVENT_BIT(event)) != 0;
}

uint32_t event_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_remarkable_after(m, session, packet);
	while (packet != 0 && !is(m, packet, event));
	return packet;
}

uint32_t event_before(const struct model *m, uint32_t session, unsigned event, uint32_t packet)
{
	do
		packet = model_remarkable_before(m, session, packet);
	while (packet != 0 && !is(m, packet, event));
	return packet;
}
