#include "core/model/session_facts.h"

#include "core/analyse/thresholds.h"
#include "core/base/array.h"
#include "core/base/writer.h"
#include "core/record/seq.h"

/* A shorter wait for an ACK, in RTTs, is no stall. */
#define STALL_ROUND_TRIPS 2

static uint16_t syn_flags(const struct session_facts *f, enum side side)
{
	const struct packet *p = model_packet(f->m, f->course->side[side].syn);
	return p != NULL ? p->flags & (TCP_SYN | TCP_ACK) : 0;
}

/* Returns the bits that the flows record of forgotten packets. */
static unsigned forgotten_bits(const struct session *s)
{
	unsigned bits =
	    s->ended == SESSION_RESET || s->ended == SESSION_REFUSED ? COMPLETE_RST : 0U;
	for (int side = SIDE_A; side <= SIDE_B; side++) {
		const struct flow *own = &s->flow[side];
		bool asked = own->syn_seen && (!own->syn_ack_seen || session_opened_by_both(s));
		bool taken = own->acked_known && seq_lt(own->base, own->acked);
		bits |= asked ? COMPLETE_SYN : 0U;
		bits |= own->syn_ack_seen && taken ? COMPLETE_ACK : 0U;
		bits |= own->data_seen ? COMPLETE_DATA : 0U;
		bits |= own->fin_seen ? COMPLETE_FIN : 0U;
	}
	return bits;
}

unsigned session_completeness(const struct session_facts *f)
{
	const struct session *s = model_session(f->m, f->session);
	const struct course *c = f->course;
	unsigned bits = session_forgotten(s) > 0 ? forgotten_bits(s) : 0;
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		const struct course_side *own = &c->side[side];
		bits |= syn_flags(f, side) == TCP_SYN ? COMPLETE_SYN : 0U;
		bits |= s->flow[side].syn_ack_seen ? COMPLETE_SYN_ACK : 0U;
		bits |= own->acknowledged ? COMPLETE_ACK : 0U;
		bits |= own->sent > 0 ? COMPLETE_DATA : 0U;
		bits |= own->fin != 0 ? COMPLETE_FIN : 0U;
	}
	return bits | (c->reset != 0 ? COMPLETE_RST : 0U);
}

const char *completeness_words(unsigned bits)
{
	const unsigned opened = COMPLETE_SYN | COMPLETE_SYN_ACK | COMPLETE_ACK;
	if ((bits & opened) != opened)
		return bits & COMPLETE_SYN ? "the handshake is not complete"
		                           : "the beginning is missing";
	if (!(bits & (COMPLETE_FIN | COMPLETE_RST)))
		return "open at the end of the capture";
	return bits & COMPLETE_DATA ? "complete, with data" : "complete, without data";
}

size_t completeness_format(unsigned bits, char *out, size_t size)
{
	static const char *const name[] = { "SYN", "SYN-ACK", "ACK", "DATA", "FIN", "RST" };
	struct writer w = writer_begin(out, size);
	for (unsigned i = 0; i < ARRAY_LEN(name); i++)
		if (bits & 1U << i)
			writer_print(&w, "%s%s", w.len > 0 ? " + " : "", name[i]);
	return w.len;
}

double session_throughput(const struct session_facts *f, enum side side)
{
	const struct session *s = model_session(f->m, f->session);
	int64_t ns = model_packet(f->m, s->last)->time_ns - model_packet(f->m, s->first)->time_ns;
	return ns > 0 ? (double)f->course->side[side].sent * 1e9 / (double)ns : -1;
}

bool session_stalled(const struct session_facts *f)
{
	const struct course *c = f->course;
	int64_t ns = c->longest[SPENT_WAITING].ns;
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		if (ns < STALL_ROUND_TRIPS * c->side[side].rtt.smooth_ns)
			return false;
	return ns >= LEAST_TIMER_MS * NS_PER_MS;
}

int session_agreed(const struct session_facts *f)
{
	const struct segment *a = f->syn[SIDE_A], *b = f->syn[SIDE_B];
	if (a == NULL || b == NULL)
		return -1;
	uint16_t both = a->options & b->options;
	/* RFC 3168, 6.1.1: the SYN requests ECN with ECE and CWR, the SYN-ACK agrees with ECE
	 * alone. */
	bool ecn = (a->flags & (TCP_ECE | TCP_CWR)) == (TCP_ECE | TCP_CWR) &&
	           (b->flags & (TCP_ECE | TCP_CWR)) == TCP_ECE;
	return (both & OPTION_SACK_OK ? AGREED_SACK : 0) |
	       (both & OPTION_TIMESTAMP ? AGREED_TIMESTAMPS : 0) |
	       (both & OPTION_WSCALE ? AGREED_SCALING : 0) | (ecn ? AGREED_ECN : 0);
}
