#include "core/model/model.h"

#include <stdlib.h>

#include "core/analyse/conclude.h"
#include "core/base/array.h"
#include "core/base/assertions.h"
#include "core/base/bitset.h"
#include "core/base/memory.h"
#include "core/record/event.h"
#include "core/record/note.h"
#include "core/record/origin.h"
#include "core/store/corrections.h"
#include "core/store/kind_index.h"
#include "core/store/session_index.h"
#include "core/store/session_live.h"
#include "core/store/session_table.h"
#include "core/track/track.h"

/* Ports below WELL_KNOWN are well known (RFC 6335, 6). Linux and most other systems pick client
 * ports from EPHEMERAL on. */
#define WELL_KNOWN 1024
#define EPHEMERAL 32768

struct model {
	struct packet_store *packets;
	struct session_table *sessions;
	struct session_index *index;
	struct findings *findings;
	const struct origins *origins; /* or NULL (borrowed) */
	struct numberset notable;
	uint32_t trouble;
	uint32_t most; /* most packets to keep, or 0 for all */
	uint32_t events[EVENT_COUNT];
	struct corrections corrections;
};

struct model *model_new(void)
{
	struct model *m = memory_new(sizeof(*m));
	*m = (struct model){
		.packets = packet_store_new(),
		.sessions = session_table_new(),
		.index = session_index_new(),
		.findings = findings_new(),
	};
	return m;
}

void model_free(struct model *m)
{
	if (m == NULL)
		return;
	packet_store_free(m->packets);
	session_table_free(m->sessions);
	session_index_free(m->index);
	findings_free(m->findings);
	numberset_free(&m->notable);
	free(m);
}

/* Returns true if the sender opened the session, as far as the segment shows. */
static bool sender_opens(const struct segment *s)
{
	if (s->flags & TCP_SYN)
		return !(s->flags & TCP_ACK);
	/* Servers have well-known ports, clients ephemeral ones. Otherwise the sender of the first
	 * packet becomes side A. */
	if ((s->src.port < WELL_KNOWN) != (s->dst.port < WELL_KNOWN))
		return s->dst.port < WELL_KNOWN;
	if ((s->src.port >= EPHEMERAL) != (s->dst.port >= EPHEMERAL))
		return s->src.port >= EPHEMERAL;
	return true;
}

/* The tunnel or network that a segment came through, as far as it tells sessions apart. */
static uint16_t path_of(const struct model *m, const struct segment *s)
{
	return s->origin == 0 || m->origins == NULL ? 0 : origins_at(m->origins, s->origin)->path;
}

void model_know_origins(struct model *m, const struct origins *origins)
{
	m->origins = origins;
}

static uint32_t begin_session(struct model *m, const struct segment *s, uint32_t hash)
{
	bool opens = sender_opens(s);
	const struct session_key key = { &s->src, &s->dst, hash, path_of(m, s) };
	uint32_t number = session_table_add(m->sessions, &key, opens ? SIDE_A : SIDE_B);
	struct session *session = session_table_at(m->sessions, number);
	session->opener_known = s->flags & TCP_SYN;
	session->flow[SIDE_A].wscale = session->flow[SIDE_B].wscale = WSCALE_UNKNOWN;
	session_learn_wscale(session);
	return number;
}

static enum side side_of(const struct session *session, const struct segment *s)
{
	return endpoint_equal(&session->end[SIDE_A], &s->src) ? SIDE_A : SIDE_B;
}

/* Returns the segment's session; begins one if needed. *before becomes the last packet of an
 * earlier session on the same ports. */
static uint32_t session_for(
    struct model *m, const struct segment *s, uint32_t hash, uint32_t *before)
{
	const struct session_key key = { &s->src, &s->dst, hash, path_of(m, s) };
	uint32_t number = session_table_lookup(m->sessions, &key);
	if (number == 0)
		return begin_session(m, s, hash);
	struct session *session = session_table_at(m->sessions, number);
	enum side side = side_of(session, s);
	if (track_belongs(session, side, s)) {
		session->path[side] = key.path;
		return number;
	}
	*before = session->last;
	return begin_session(m, s, hash);
}

/* Appends the packet to its session. Returns the time of the packet before it. */
static int64_t append(
    struct model *m, struct session *session, const struct packet *p, uint32_t number)
{
	int64_t before_ns = p->time_ns;
	if (session->last != 0) {
		struct packet *before = packet_store_at(m->packets, session->last);
		assert_costly(session->count > 0 && session->last < number && before->next == 0);
		before->next = number;
		before_ns = before->time_ns;
	} else {
		session->first = number;
	}
	session->last = number;
	assert_costly(session->first != 0 && session->first <= number);
	session->count++;
	session_index_add(m->index, &session->index, session_begun(session) + 1, number);
	return before_ns;
}

static void fill(struct packet *p, const struct segment *s)
{
	p->time_ns = s->time_ns;
	p->offset = s->offset;
	p->ip_id = s->ip_id;
	p->frame = s->frame;
	p->seq = s->seq;
	p->ack = s->ack;
	p->len = s->len;
	p->win = s->win;
	p->flags = s->flags;
	p->origin = s->origin;
}

/* How many sessions back to look for one with the same listener. */
#define LISTENER_WALK 64

/* Returns true if a session was captured at the host of this listener and is still open. */
static bool shows_listener(const struct session *s, const struct endpoint *at)
{
	return s != NULL && endpoint_equal(&s->end[SIDE_B], at) && s->flow[SIDE_B].syn_ack_seen &&
	       s->state[SIDE_B] == STATE_ESTABLISHED && session_captured_at(s, SIDE_B);
}

/* Concludes that the backlog is full if a SYN that reached the host of a listener, which holds
 * other sessions open, got no answer. */
static void judge_syn(const struct model *m, const struct track *t)
{
	const struct packet *p = t->packet;
	const struct endpoint *at = &model_session(m, p->session)->end[SIDE_B];
	for (uint32_t i = 1; i <= LISTENER_WALK && i < p->session; i++)
		if (shows_listener(model_session(m, p->session - i), at)) {
			conclude(t, RULE_OVERFLOW_SYN, (struct finding){ .cause = t->copy });
			return;
		}
}

static void count_events(struct model *m, const struct packet *p)
{
	if (p->notes == 0 && !(p->flags & TCP_RST))
		return;
	for (uint64_t kinds = events_from(p->notes, p->flags); kinds != 0; kinds &= kinds - 1)
		m->events[__builtin_ctzll(kinds)]++;
}

static void uncount_events(struct model *m, const struct packet *p)
{
	for (uint64_t kinds = events_from(p->notes, p->flags); kinds != 0; kinds &= kinds - 1)
		m->events[__builtin_ctzll(kinds)]--;
}

/* References to a session's oldest packet move on to the next one before it is forgotten. */
static void forget_first(struct model *m, struct session *session)
{
	const struct packet *p = packet_store_at(m->packets, session->first);
	bool trouble = findings_begin_problem(m->findings, session->first, p->notes);
	struct flow *own = &session->flow[packet_side(p)];
	assert(!trouble || (session->trouble > 0 && m->trouble > 0));
	uncount_events(m, p);
	for (unsigned side = SIDE_A; side <= SIDE_B; side++)
		if (session->flow[side].unacked == session->first)
			session->flow[side].unacked = p->next;
	/* It can no longer count as waiting for an ACK. */
	if (p->acked_by == 0 && packet_span(p) > 0 && own->resent > 0)
		own->resent = (uint16_t)(own->resent - ((p->notes & NOTES_BEHIND) != 0));
	assert((p->next == 0) == (session->count == 1));
	session->first = p->next;
	session->count--;
	session->trouble -= trouble;
	m->trouble -= trouble;
}

static void forget_packet(struct model *m, uint32_t number)
{
	uint32_t session_number = packet_store_at(m->packets, number)->session;
	struct session *session = session_table_at(m->sessions, session_number);
	assert(session->first == number && session->count > 0);
	forget_first(m, session);
	if (session->count == 0) {
		assert(session->first == 0 && session->trouble == 0);
		session_index_release(m->index, session->index);
		session_table_remove(m->sessions, session_number);
	} else {
		session_index_forget(m->index, session->index, session->first);
	}
}

static void forget_beyond(struct model *m)
{
	uint32_t kept = model_packets_kept(m);
	assert(m->most != 0);
	if (kept > m->most)
		model_forget(m, model_first(m) + kept - m->most);
}

void model_keep(struct model *m, uint32_t most)
{
	m->most = most;
	if (most != 0)
		forget_beyond(m);
}

void model_forget(struct model *m, uint32_t before)
{
	uint32_t packets = model_packets(m);
	before = before > packets ? packets + 1 : before;
	if (before <= model_first(m))
		return;
	/* Packets are forgotten in order of arrival, so each is the first of its session when its
	 * turn comes. */
	for (uint32_t n = model_first(m); n < before; n++)
		forget_packet(m, n);
	packet_store_forget(m->packets, before);
	findings_forget(m->findings, before);
	numberset_forget(&m->notable, before);
}

static bool is_notable(const struct packet *p)
{
	return p->notes != 0 || (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0;
}

/* Removes the packets that have lost their last note. */
static void clear_notable(struct model *m, const struct track *t)
{
	for (size_t i = 0; i < ARRAY_LEN(t->cleared); i++)
		if (t->cleared[i] != 0 && !is_notable(packet_store_at(m->packets, t->cleared[i])))
			numberset_remove(&m->notable, t->cleared[i]);
}

static uint32_t add(struct model *m, const struct segment *s, uint32_t hash)
{
	uint32_t earlier = 0;
	uint32_t session_number = session_for(m, s, hash, &earlier);
	struct session *session = session_table_at(m->sessions, session_number);
	enum side side = side_of(session, s);
	assert_costly(session_number <= session_table_count(m->sessions));
	struct packet *p = packet_store_add(m->packets);
	uint32_t number = packet_store_count(m->packets);
	fill(p, s);
	p->session = session_number;
	p->bits = side == SIDE_B ? PACKET_FROM_B : 0;
	int64_t before_ns = append(m, session, p, number);
	struct track t = {
		.packets = m->packets,
		.index = m->index,
		.session = session,
		.findings = m->findings,
		.follows = m->sessions->follows,
		.segment = s,
		.before_ns = before_ns,
		.number = number,
		.packet = p,
		.span = packet_span(p),
		.end = packet_end(p),
		.side = side,
		.own = &session->flow[side],
		.peer = &session->flow[side_other(side)],
		.events = m->events,
		.corrections = &m->corrections,
	};
	uint32_t trouble = session->trouble;
	if (earlier != 0)
		conclude(&t, RULE_NEW_ISN, (struct finding){ .cause = earlier });
	track_packet(&t);
	assert_costly(session->last == number && t.late < number);
	if (p->notes & NOTE_BIT(NOTE_SYN_TIMEOUT))
		judge_syn(m, &t);
	session->trouble += findings_begin_problem(m->findings, number, p->notes);
	count_events(m, p);
	if (session->follow != NULL)
		tally_add(&session->follow->tally, m->packets, session, before_ns);
	stride_add(&(struct strides){ m->packets, m->index }, session, number);
	m->trouble += session->trouble - trouble;
	if (t.late != 0)
		numberset_add(&m->notable, t.late);
	clear_notable(m, &t);
	if (is_notable(p))
		numberset_add(&m->notable, number);
	if (m->most != 0)
		forget_beyond(m);
	return number;
}

static uint32_t hash_of(const struct segment *s)
{
	return s->hash != 0 ? s->hash : endpoints_hash(&s->src, &s->dst);
}

uint32_t model_add(struct model *m, const struct segment *s)
{
	return add(m, s, hash_of(s));
}

/* Consecutive segments of many sessions miss the cache at each step from segment to slot, session
 * and packet. Each step is prefetched some segments ahead, after the step before it has arrived. */
#define AHEAD_REST 6
#define AHEAD_SESSION 12
#define AHEAD_SLOT 18
#define AHEAD_SEGMENT 32

/* Forced inline: gcc 12 takes functions that only prefetch for pure and drops calls of them. */
#define PREFETCHES static inline __attribute__((always_inline)) void

PREFETCHES prefetch(const void *at, size_t size)
{
	for (size_t i = 0; at != NULL && i < size; i += CACHE_LINE)
		__builtin_prefetch((const char *)at + i);
}

PREFETCHES prefetch_session(const struct model *m, uint32_t hash)
{
	uint32_t number = session_table_guess(m->sessions, hash);
	if (number != 0)
		prefetch(session_table_place(m->sessions, number), sizeof(struct session));
}

/* Prefetches, for each side, the cache line that an ordinary segment needs
 * (core/record/recovery.h). */
PREFETCHES prefetch_follow(const struct session *session, const struct segment *s)
{
	enum side side = side_of(session, s), other = side_other(side);
	const struct recovery *own = &session->follow->recovery[side];
	const struct recovery *peer = &session->follow->recovery[other];
	__builtin_prefetch(&own->seen);
	__builtin_prefetch(&own->sent_ns);
	__builtin_prefetch(&peer->sent_ns);
	__builtin_prefetch(&session->follow->tally);
}

/* Prefetches what the session refers to: recovery, and the packets that will be linked to the new
 * one. */
PREFETCHES prefetch_rest(const struct model *m, const struct segment *s)
{
	uint32_t number = session_table_guess(m->sessions, hash_of(s));
	if (number == 0)
		return;
	const struct session *session = session_table_place(m->sessions, number);
	__builtin_prefetch(packet_store_place(m->packets, session->last));
	if (session->follow != NULL)
		prefetch_follow(session, s);
	for (unsigned side = 0; side < 2; side++) {
		const struct flow *flow = &session->flow[side];
		if (flow->unacked != 0)
			__builtin_prefetch(packet_store_place(m->packets, flow->unacked));
	}
}

PREFETCHES prefetch_slot(const struct model *m, const struct segment *s)
{
	session_table_prefetch(m->sessions, hash_of(s));
}

void model_add_all(struct model *m, const struct segment *segments, size_t count)
{
	size_t first = count < AHEAD_SLOT ? count : AHEAD_SLOT;
	for (size_t i = 0; i < first; i++)
		prefetch_slot(m, &segments[i]);
	for (size_t i = 0; i < first && i < AHEAD_SESSION; i++)
		prefetch_session(m, hash_of(&segments[i]));
	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD_SEGMENT < count)
			prefetch(&segments[i + AHEAD_SEGMENT], sizeof(segments[i]));
		if (i + AHEAD_SLOT < count)
			prefetch_slot(m, &segments[i + AHEAD_SLOT]);
		if (i + AHEAD_SESSION < count)
			prefetch_session(m, hash_of(&segments[i + AHEAD_SESSION]));
		if (i + AHEAD_REST < count)
			prefetch_rest(m, &segments[i + AHEAD_REST]);
		add(m, &segments[i], hash_of(&segments[i]));
	}
}

uint32_t model_packets(const struct model *m)
{
	return packet_store_count(m->packets);
}

uint32_t model_sessions(const struct model *m)
{
	return session_table_count(m->sessions);
}

uint32_t model_first(const struct model *m)
{
	return packet_store_first(m->packets);
}

uint32_t model_packets_kept(const struct model *m)
{
	return model_packets(m) - model_first(m) + 1;
}

uint32_t model_sessions_kept(const struct model *m)
{
	return session_table_kept(m->sessions);
}

uint32_t model_session_after(const struct model *m, uint32_t session)
{
	return session_table_after(m->sessions, session);
}

bool model_begins_problem(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	return p != NULL && findings_begin_problem(m->findings, packet, p->notes);
}

uint32_t model_trouble(const struct model *m)
{
	return m->trouble;
}

uint64_t model_corrections(const struct model *m)
{
	return m->corrections.count;
}

bool model_correction(const struct model *m, uint64_t n, uint32_t *packet)
{
	return corrections_at(&m->corrections, n, packet);
}

const uint32_t *model_events(const struct model *m)
{
	return m->events;
}

static bool of_session(const struct model *m, uint32_t session, uint32_t packet)
{
	return session == 0 || packet_store_at(m->packets, packet)->session == session;
}

static uint32_t next_of(const struct model *m, uint32_t packet)
{
	return packet_store_at(m->packets, packet)->next;
}

/* In a session of at most so many packets, stepping through them is faster than through the notable
 * packets of all sessions. */
#define SHORT_SESSION 4096

/* Returns the packet of the session after a packet; 0 if that is not one of the session. */
static uint32_t following_in(const struct model *m, const struct session *s, uint32_t packet)
{
	if (packet < s->first)
		return s->first;
	const struct packet *p = packet_store_find(m->packets, packet);
	return p != NULL && model_session(m, p->session) == s ? p->next : 0;
}

uint32_t model_notable_after(const struct model *m, uint32_t session, uint32_t packet)
{
	const struct session *s = model_session(m, session);
	uint32_t next = s != NULL && s->count <= SHORT_SESSION ? following_in(m, s, packet) : 0;
	if (next != 0) {
		while (next != 0 && !is_notable(packet_store_at(m->packets, next)))
			next = next_of(m, next);
		return next;
	}
	uint32_t last = s != NULL ? s->last : session == 0 ? model_packets(m) : 0;
	uint32_t n = numberset_after(&m->notable, packet);
	while (n != 0 && n <= last && !of_session(m, session, n))
		n = numberset_after(&m->notable, n);
	return n <= last ? n : 0;
}

uint32_t model_notable_before(const struct model *m, uint32_t session, uint32_t packet)
{
	const struct session *s = model_session(m, session);
	uint32_t first = s != NULL ? s->first : session == 0 ? 1 : UINT32_MAX;
	uint32_t n = numberset_before(&m->notable, packet);
	while (n >= first && !of_session(m, session, n))
		n = numberset_before(&m->notable, n);
	return n >= first ? n : 0;
}

const struct packet *model_packet(const struct model *m, uint32_t packet)
{
	return packet_store_find(m->packets, packet);
}

const struct session *model_session(const struct model *m, uint32_t session)
{
	return session_table_find(m->sessions, session);
}

const struct finding *model_findings(const struct model *m, uint32_t packet, unsigned *count)
{
	*count = 0;
	return packet_store_has(m->packets, packet) ? findings_of(m->findings, packet, count)
	                                            : NULL;
}

const struct finding *model_findings_next(
    const struct model *m, struct findings_cursor *cursor, uint32_t packet, unsigned *count)
{
	*count = 0;
	return packet_store_has(m->packets, packet)
	           ? findings_next(m->findings, cursor, packet, count)
	           : NULL;
}

const struct finding *model_finding(const struct model *m, uint32_t packet, enum note note)
{
	const struct packet *p = packet_store_find(m->packets, packet);
	return p != NULL && (p->notes & NOTE_BIT(note)) ? findings_find(m->findings, packet, note)
	                                                : NULL;
}

const struct finding *model_resend(const struct model *m, uint32_t packet)
{
	const struct packet *p = packet_store_find(m->packets, packet);
	uint64_t notes = p != NULL ? p->notes : 0;
	if (!(notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return NULL;
	notes &= notes & NOTES_TRIGGER ? NOTES_TRIGGER : NOTE_BIT(NOTE_RETRANSMISSION);
	return findings_find(m->findings, packet, (enum note)__builtin_ctzll(notes));
}

uint32_t model_nth(const struct model *m, uint32_t session, uint32_t n)
{
	const struct session *s = model_session(m, session);
	if (s == NULL || n == 0 || n > s->count)
		return 0;
	if (n == s->count)
		return s->last;
	uint32_t forgotten = session_forgotten(s), ordinal = n + forgotten;
	assert(ordinal <= session_begun(s));
	struct index_mark mark = session_index_before(m->index, s->index, ordinal);
	if (mark.packet == 0)
		mark = (struct index_mark){ s->first, forgotten + 1 };
	for (; mark.ordinal < ordinal; mark.ordinal++)
		mark.packet = next_of(m, mark.packet);
	return mark.packet;
}

uint32_t model_ordinal(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return 0;
	const struct session *s = model_session(m, p->session);
	uint32_t forgotten = session_forgotten(s);
	struct index_mark mark = session_index_find(m->index, s->index, packet);
	if (mark.packet == 0)
		mark = (struct index_mark){ s->first, forgotten + 1 };
	for (; mark.packet != packet; mark.ordinal++)
		mark.packet = next_of(m, mark.packet);
	return mark.ordinal - forgotten;
}

uint32_t model_prev(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return 0;
	const struct session *s = model_session(m, p->session);
	if (packet == s->first)
		return 0;
	struct index_mark mark = session_index_find(m->index, s->index, packet - 1);
	uint32_t at = mark.packet != 0 ? mark.packet : s->first;
	while (next_of(m, at) != packet)
		at = next_of(m, at);
	return at;
}

uint32_t model_kind_after(const struct model *m, uint32_t packet, unsigned kinds)
{
	const struct packet *p = model_packet(m, packet);
	const struct strides in = { m->packets, m->index };
	return p != NULL ? stride_after(&in, model_session(m, p->session), packet, kinds) : 0;
}

uint32_t model_kind_before(const struct model *m, uint32_t packet, unsigned kinds)
{
	const struct packet *p = model_packet(m, packet);
	const struct strides in = { m->packets, m->index };
	return p != NULL ? stride_before(&in, model_session(m, p->session), packet, kinds) : 0;
}

/* Most segments to skip that were acknowledged earlier. */
#define ACKED_WALK 1024

struct packet_range model_acked(const struct model *m, uint32_t packet)
{
	const struct packet *ack = model_packet(m, packet);
	if (ack == NULL || model_packet(m, ack->acks) == NULL)
		return (struct packet_range){ 0, 0 };
	struct packet_range range = { ack->acks, ack->acks };
	unsigned acked = KIND_FROM(side_other(packet_side(ack))), passed = 0;
	for (uint32_t n = model_kind_before(m, ack->acks, acked); n != 0;
	     n = model_kind_before(m, n, acked)) {
		const struct packet *p = model_packet(m, n);
		if (packet_span(p) == 0)
			continue;
		/* A retransmission acknowledged earlier may follow segments beyond its hole that
		 * only this ACK covers. */
		bool before = p->acked_by < packet;
		if (p->acked_by == 0 || (before && !(p->notes & NOTES_BEHIND)) ||
		    (before && ++passed > ACKED_WALK))
			break;
		if (p->acked_by == packet)
			range.first = n;
	}
	return range;
}

int64_t model_rtt(const struct model *m, uint32_t packet)
{
	const struct packet *ack = model_packet(m, packet);
	const struct packet *sent = ack != NULL ? model_packet(m, ack->acks) : NULL;
	if (sent == NULL || (sent->notes & NOTE_BIT(NOTE_RETRANSMISSION)) ||
	    (ack->bits & PACKET_UNTIMED))
		return -1;
	return ack->time_ns - sent->time_ns;
}

int64_t model_initial_rtt(const struct model *m, uint32_t session)
{
	const struct session *s = model_session(m, session);
	const struct packet *syn = s != NULL ? model_packet(m, s->first) : NULL;
	const struct packet *answer = syn != NULL ? model_packet(m, syn->acked_by) : NULL;
	const struct packet *ack = answer != NULL ? model_packet(m, answer->acked_by) : NULL;
	if (ack == NULL || !(syn->flags & TCP_SYN) || !(answer->flags & TCP_SYN) ||
	    model_rtt(m, syn->acked_by) < 0 || model_rtt(m, answer->acked_by) < 0)
		return -1;
	return ack->time_ns - syn->time_ns;
}
