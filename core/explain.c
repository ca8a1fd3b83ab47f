#include "core/explain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/explain_parts.h"
#include "core/note.h"
#include "core/seq.h"

void story_add(struct story *story, const char *format, ...)
{
	va_list args;
	size_t room = story->size - story->used;
	bool first = story->used == 0;
	if (room < 3)
		return;
	char *at = story->out + story->used;
	va_start(args, format);
	int n = vsnprintf(at + !first, room - !first, format, args);
	va_end(args);
	if (n <= 0 || (size_t)n >= room - !first) {
		at[0] = '\0';
		return;
	}
	if (!first)
		at[0] = ' ';
	char *start = at + !first;
	if (start[0] >= 'a' && start[0] <= 'z')
		start[0] = (char)(start[0] - 'a' + 'A');
	story->used += (size_t)n + !first;
}

uint32_t story_seq(const struct story *story)
{
	return session_relative(story->s, story->side, story->p->seq);
}

uint32_t story_ack(const struct story *story)
{
	return session_relative(story->s, side_other(story->side), story->p->ack);
}

const struct packet *story_before(const struct story *story, bool same_side)
{
	enum side side = same_side ? story->side : side_other(story->side);
	return model_packet(story->m, model_kind_before(story->m, story->number, KIND_FROM(side)));
}

static void tell_syn(struct story *t)
{
	story_add(t,
	    "%s asks to open a connection; it will count its bytes from the initial sequence "
	    "number %" PRIu32 ", and the SYN itself takes that number (RFC 9293, 3.5).",
	    t->sender, t->p->seq);
	if (t->p->len > 0)
		story_add(t, "The SYN brings %u bytes of data along (TCP Fast Open, RFC 7413).",
		    (unsigned)t->p->len);
	if (t->s->flow[t->side].wscale < WSCALE_NONE)
		story_add(t, "It offers to scale its windows by 2^%u.", t->s->flow[t->side].wscale);
}

static void tell_syn_ack(struct story *t)
{
	story_add(t,
	    "%s accepts: ack %" PRIu32 " is %s's initial sequence number plus one, and its own "
	    "is %" PRIu32 " (RFC 9293, 3.5).",
	    t->sender, t->p->ack, t->receiver, t->p->seq);
	int shift = session_wscale(t->s, t->side);
	int other = session_wscale(t->s, side_other(t->side));
	if (shift >= 0 && other >= 0 && t->s->flow[t->side].wscale < WSCALE_NONE)
		story_add(t, "From here %s's windows count times %u and %s's times %u.", t->sender,
		    1u << shift, t->receiver, 1u << other);
	else if (shift == 0)
		story_add(t, "Windows are not scaled, as not both SYNs offered it.");
}

/* Where a note says why, the sentence is that note's. */
static void tell_rst(struct story *t)
{
	if (t->p->notes & NOTES_RESET)
		return;
	story_add(t,
	    "%s resets the connection: both ends are CLOSED at once and bytes not yet delivered "
	    "are "
	    "discarded (RFC 9293, 3.5.2).",
	    t->sender);
}

static void tell_fin(struct story *t)
{
	enum tcp_state own = packet_state(t->p, t->side);
	story_add(t,
	    "%s has no more to send: the FIN takes sequence number %" PRIu32
	    ", after its last byte "
	    "(RFC 9293, 3.6).",
	    t->sender, session_relative(t->s, t->side, packet_end(t->p) - 1));
	if (own == STATE_FIN_WAIT_1)
		story_add(t, "%s may still send.", t->receiver);
	else if (own == STATE_LAST_ACK || own == STATE_CLOSING)
		story_add(
		    t, "Both sides have now closed; %s has this FIN to acknowledge.", t->receiver);
}

static void tell_data(struct story *t)
{
	uint32_t len = (uint32_t)t->p->len, seq = story_seq(t);
	if (len == 1)
		story_add(t, "%s sends 1 byte, number %" PRIu32 ".", t->sender, seq);
	else
		story_add(t, "%s sends %" PRIu32 " bytes, numbers %" PRIu32 " to %" PRIu32 ".",
		    t->sender, len, seq, seq + len - 1);
	if (t->p->flags & TCP_PSH)
		story_add(t,
		    "PSH: its application's write ends here, so %s should deliver them now.",
		    t->receiver);
	if (t->p->flags & TCP_URG)
		story_add(t, "URG: part of them is urgent data (RFC 9293, 3.8.5).");
	if (t->p->in_flight > len)
		story_add(
		    t, "%" PRIu32 " bytes are now on their way unacknowledged.", t->p->in_flight);
}

/* "frame 4", "frames 4 to 7": what a packet acknowledges for the first time. */
static void tell_acked(struct story *t)
{
	struct packet_range range = model_acked(t->m, t->number);
	if (range.last == 0)
		return;
	const struct packet *first = model_packet(t->m, range.first);
	const struct packet *last = model_packet(t->m, range.last);
	char frames[48];
	if (first == last)
		snprintf(frames, sizeof(frames), "frame %" PRIu32, last->frame);
	else
		snprintf(
		    frames, sizeof(frames), "%" PRIu32 " to %" PRIu32, first->frame, last->frame);
	int64_t rtt = model_rtt(t->m, t->number);
	const char *what = (last->flags & TCP_FIN) ? " (its FIN takes one number)" : "";
	if (rtt >= 0)
		story_add(t,
		    "It acknowledges %s%s%s after %" PRId64 ".%03d ms: %s expects byte %" PRIu32
		    " next.",
		    first == last ? "" : "frames ", frames, what, rtt / 1000000,
		    (int)(rtt / 1000 % 1000), t->sender, story_ack(t));
	else
		story_add(t, "It acknowledges %s%s%s: %s expects byte %" PRIu32 " next.",
		    first == last ? "" : "frames ", frames, what, t->sender, story_ack(t));
}

static bool ends_handshake(const struct story *t)
{
	const struct packet *before = story_before(t, false);
	return before != NULL && (before->flags & TCP_SYN) && (before->flags & TCP_ACK) &&
	       before->acked_by == t->number;
}

static void tell_ack(struct story *t)
{
	if (ends_handshake(t)) {
		const struct packet *syn_ack = story_before(t, false);
		story_add(t,
		    "%s acknowledges the SYN of frame %" PRIu32
		    ": the three-way handshake is complete and data may flow (RFC 9293, 3.5).",
		    t->sender, syn_ack->frame);
		return;
	}
	tell_acked(t);
}

static void begin(struct story *t)
{
	static const char *const client_server[] = { "the client", "the server" };
	static const char *const neutral[] = { "A", "B" };
	const char *const *names = t->s->opener_known ? client_server : neutral;
	t->sender = names[t->side];
	t->receiver = names[side_other(t->side)];
}

size_t explain_packet(const struct model *m, uint32_t packet, char *out, size_t size)
{
	const struct packet *p = model_packet(m, packet);
	out[0] = '\0';
	if (p == NULL)
		return 0;
	struct story story = {
		.m = m,
		.number = packet,
		.p = p,
		.s = model_session(m, p->session),
		.side = packet_side(p),
		.out = out,
		.size = size,
	};
	struct story *t = &story;
	begin(t);
	bool probe = p->notes & (NOTE_BIT(NOTE_KEEP_ALIVE) | NOTE_BIT(NOTE_ZERO_WINDOW_PROBE));
	if (p->flags & TCP_RST) {
		tell_rst(t);
	} else if (p->flags & TCP_SYN) {
		(p->flags & TCP_ACK ? tell_syn_ack : tell_syn)(t);
	} else if (!probe) {
		if (p->len > 0)
			tell_data(t);
		if (p->flags & TCP_FIN)
			tell_fin(t);
		tell_ack(t);
	}
	explain_notes(t);
	return story.used;
}
