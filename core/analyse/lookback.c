#include "core/analyse/lookback.h"

#include <assert.h>

#include "core/analyse/capture_point.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

uint32_t track_seen(const struct track *t, enum side side, unsigned i)
{
	struct seen *seen = &t->session->flow[side].recovery->seen;
	assert(i < seen->room);
	uint32_t number = t->number - (uint16_t)(t->number - seen_packets(seen)[i]);
	if (seen_digests(seen)[i] == SEEN_NONE || number == t->number)
		return 0;
	/* Only the low half of the number is stored. */
	const struct packet *p = packet_store_find(t->packets, number);
	bool its = p != NULL && p->session == t->packet->session && packet_side(p) == side;
	return its ? number : 0;
}

uint32_t track_seen_last(const struct track *t, enum side side)
{
	const struct recovery *r = t->session->flow[side].recovery;
	return r != NULL ? track_seen(t, side, seen_last(&r->seen)) : 0;
}

static uint32_t digest_rest(uint32_t seq, uint32_t ack, uint32_t len, uint32_t ip_id, uint16_t win)
{
	return seq + ack * UINT32_C(2654435761) + len * UINT32_C(2246822519) +
	       ip_id * UINT32_C(3266489917) + win;
}

uint16_t track_digest(const struct segment *s)
{
	uint16_t digest =
	    (uint16_t)(s->ts_val + digest_rest(s->seq, s->ack, s->len, s->ip_id, s->win));
	return digest > SEEN_ANY ? digest : SEEN_ANY + 1;
}

uint16_t track_digest_stamp(const struct packet *p, uint16_t digest)
{
	return (uint16_t)(digest - digest_rest(p->seq, p->ack, p->len, p->ip_id, p->win));
}

bool track_stamp(
    const struct track *t, enum side side, uint32_t packet, uint32_t near, uint32_t *stamp)
{
	struct recovery *r = t->session->flow[side].recovery;
	for (unsigned i = 0; packet != 0 && i < r->seen.room; i++) {
		uint16_t digest = seen_digests(&r->seen)[i];
		if (digest == SEEN_ANY || track_seen(t, side, i) != packet)
			continue;
		uint16_t low = track_digest_stamp(packet_store_at(t->packets, packet), digest);
		int16_t apart = (int16_t)(uint16_t)(low - (uint16_t)near);
		*stamp = (uint32_t)((int64_t)near + apart);
		return true;
	}
	return false;
}

uint32_t track_last(const struct track *t, enum side side)
{
	uint32_t last = track_seen_last(t, side), n = t->session->first;
	if (last != 0 || t->session->flow[side].packets != 1)
		return last;
	for (unsigned walked = 0; n != t->number && walked < FIRST_WALK; walked++) {
		if (packet_side(packet_store_at(t->packets, n)) == side)
			return n;
		n = packet_store_at(t->packets, n)->next;
	}
	return 0;
}

uint32_t track_after_last(const struct track *t, enum side side)
{
	uint32_t last = track_seen_last(t, side);
	uint32_t count = session_begun(t->session) + 1;
	assert(last < t->number);
	struct index_mark mark = session_index_before(
	    t->index, t->session->index, count > DOUBT_WALK ? count - DOUBT_WALK : 1);
	uint32_t after = mark.packet != 0 ? mark.packet : t->session->first;
	if (last != 0 && t->number - last < DOUBT_WALK)
		after = packet_store_at(t->packets, last)->next;
	/* Network duplicates are not remembered: they may follow the last packet that is. */
	for (uint32_t n = after; n != t->number;) {
		const struct packet *p = packet_store_at(t->packets, n);
		n = p->next;
		if (packet_side(p) == side)
			after = n;
	}
	return after;
}

bool track_seen_back(const struct track *t, enum side side, unsigned back, uint32_t *packet)
{
	const struct recovery *r = t->session->flow[side].recovery;
	if (r == NULL || back >= r->seen.room)
		return false;
	unsigned room = r->seen.room;
	*packet = track_seen(t, side, (seen_last(&r->seen) + room - back) % room);
	return true;
}

uint32_t track_before(const struct track *t)
{
	struct index_mark mark =
	    session_index_before(t->index, t->session->index, session_begun(t->session));
	uint32_t n = mark.packet != 0 ? mark.packet : t->session->first;
	if (n == t->number)
		return 0;
	while (packet_store_at(t->packets, n)->next != t->number)
		n = packet_store_at(t->packets, n)->next;
	return n;
}

enum side track_side_before(const struct track *t)
{
	uint32_t n = track_before(t);
	return n != 0 ? packet_side(packet_store_at(t->packets, n)) : t->side;
}

int64_t track_first_sent_ns(const struct track *t, const struct packet *sent)
{
	for (uint32_t n = t->oldest; n != 0 && n != t->number;) {
		const struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) != t->side && seq_le(p->seq, sent->seq) &&
		    seq_lt(sent->seq, packet_end(p)))
			return p->notes & NOTE_BIT(NOTE_RETRANSMISSION) ? 0 : p->time_ns;
		n = p->next;
	}
	return 0;
}

static bool has(const struct packet *p, uint32_t seq)
{
	return packet_span(p) > 0 && !(p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)) &&
	       seq_le(p->seq, seq) && seq_lt(seq, packet_end(p));
}

bool track_is_twin(const struct track *t, const struct packet *p)
{
	const struct segment *s = t->segment;
	return p->seq == s->seq && p->ack == s->ack && p->len == s->len && p->flags == s->flags &&
	       p->win == s->win && p->ip_id == (s->ip_id & 0xffff);
}

/* A search: for a packet of a side, before another packet. */
struct wanted {
	enum side side;
	uint32_t before;
	bool (*is)(const struct track *t, const struct packet *p, int64_t what);
	int64_t what; /* sequence number or time */
};

static uint32_t last_between(
    const struct track *t, uint32_t from, uint32_t end, const struct wanted *wanted)
{
	uint32_t last = 0;
	for (uint32_t n = from; n != end;) {
		const struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) == wanted->side && wanted->is(t, p, wanted->what))
			last = n;
		n = p->next;
	}
	return last;
}

/* Searches backwards stride by stride: the packet is usually near, and old packets are not in the
 * cache. */
static uint32_t last_where(const struct track *t, const struct wanted *wanted)
{
	uint32_t ordinal = session_begun(t->session), end = t->number, before = wanted->before;
	for (unsigned walked = 0; walked < CARRIER_WALK; walked += INDEX_STRIDE) {
		struct index_mark mark = session_index_before(t->index, t->session->index, ordinal);
		uint32_t from = mark.packet != 0 ? mark.packet : t->session->first;
		uint32_t last =
		    from < before ? last_between(t, from, end < before ? end : before, wanted) : 0;
		if (last != 0 || mark.packet == 0)
			return last;
		end = from;
		ordinal = mark.ordinal - INDEX_STRIDE;
	}
	return 0;
}

static bool carries(const struct track *t, const struct packet *p, int64_t seq)
{
	(void)t;
	return has(p, (uint32_t)seq);
}

/* Searches the outstanding packets: usually few and recently used. Returns 0 also if they are too
 * many. */
static uint32_t last_outstanding(const struct track *t)
{
	uint32_t last = 0, n = t->own->unacked;
	for (unsigned walked = 0; n != 0 && n != t->number; walked++) {
		const struct packet *p = packet_store_at(t->packets, n);
		if (walked == INDEX_STRIDE)
			return 0;
		if (packet_side(p) == t->side && has(p, t->segment->seq))
			last = n;
		n = p->next;
	}
	return last;
}

uint32_t track_carrier_before(const struct track *t, uint32_t packet)
{
	return last_where(t, &(struct wanted){ t->side, packet, carries, t->segment->seq });
}

uint32_t track_find_copy(const struct track *t)
{
	uint32_t copy = last_outstanding(t);
	return copy != 0 ? copy : track_carrier_before(t, t->number);
}

uint32_t track_carrier_of(const struct track *t, enum side side, uint32_t seq)
{
	uint32_t n;
	for (unsigned back = 0; track_seen_back(t, side, back, &n); back++)
		if (n != 0 && has(packet_store_at(t->packets, n), seq))
			return n;
	return last_where(t, &(struct wanted){ side, t->number, carries, seq });
}

static bool carries_previous(const struct track *t, const struct packet *p, int64_t seq)
{
	(void)seq;
	return packet_span(p) > 0 && !(p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)) &&
	       seq_lt(p->seq, t->segment->seq) && seq_le(t->segment->seq, packet_end(p));
}

uint32_t track_previous(const struct track *t)
{
	return last_where(t, &(struct wanted){ t->side, t->number, carries_previous, 0 });
}

static bool is_twin(const struct track *t, const struct packet *p, int64_t what)
{
	(void)what;
	return track_is_twin(t, p);
}

uint32_t track_twin(const struct track *t)
{
	return last_where(t, &(struct wanted){ t->side, t->number, is_twin, 0 });
}

static bool came_at(const struct track *t, const struct packet *p, int64_t time_ns)
{
	(void)t;
	return p->time_ns == time_ns;
}

uint32_t track_packet_at(const struct track *t, enum side side, int64_t time_ns)
{
	uint32_t n;
	for (unsigned back = 0; track_seen_back(t, side, back, &n); back++)
		if (n != 0 && came_at(t, packet_store_at(t->packets, n), time_ns))
			return n;
	return last_where(t, &(struct wanted){ side, t->number, came_at, time_ns });
}

static bool can_be_heard(const struct track *t, const struct packet *p, int64_t what)
{
	(void)what;
	return (p->flags & TCP_ACK) && has_come_to_sender(t, p->time_ns);
}

/* Compares the timestamp that the new packet echoes with the stored one of the other packet. */
static bool is_heard(const struct track *t, uint32_t packet)
{
	const struct segment *s = t->segment;
	const struct packet *p = packet_store_at(t->packets, packet);
	uint32_t stamp;
	if (captured_at_sender(t) || !(s->options & OPTION_TIMESTAMP) || s->ts_ecr == 0 ||
	    !track_stamp(t, side_other(t->side), packet, s->ts_ecr, &stamp))
		return can_be_heard(t, p, 0);
	return (p->flags & TCP_ACK) && seq_le(stamp, s->ts_ecr);
}

uint32_t track_heard(const struct track *t)
{
	enum side peer = side_other(t->side);
	uint32_t n, last = track_last(t, peer);
	if (last == 0 || t->session->flow[peer].packets == 1)
		return last;
	for (unsigned back = 0; track_seen_back(t, peer, back, &n); back++)
		if (n != 0 && is_heard(t, n))
			return n;
	return last_where(t, &(struct wanted){ peer, t->number, can_be_heard, 0 });
}
