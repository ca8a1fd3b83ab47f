#include "core/store/tally.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/add_saturating.h"
#include "core/base/memory.h"
#include "core/record/event.h"

/* Initial and additional length of `count`: the sizes that malloc() rounds to anyway. */
#define ROOM_FIRST 6
#define ROOM_MORE 4

static unsigned count_kinds(uint64_t kinds)
{
	unsigned count = 0;
	for (; kinds != 0; kinds &= kinds - 1)
		count++;
	return count;
}

/* Returns the counter of an event; adds one at 0 if there is none. */
static uint32_t *count_of(struct tally *t, unsigned kind)
{
	unsigned place = count_kinds(t->kinds & (EVENT_BIT(kind) - 1));
	if (t->kinds & EVENT_BIT(kind))
		return &t->count[place];
	unsigned kinds = count_kinds(t->kinds);
	assert(kind < EVENT_COUNT && place <= kinds && kinds <= t->room);
	if (kinds == t->room) {
		t->room = (uint8_t)(kinds == 0 ? ROOM_FIRST : kinds + ROOM_MORE);
		t->count = memory_resize(t->count, t->room, sizeof(t->count[0]));
	}
	memmove(&t->count[place + 1], &t->count[place], (kinds - place) * sizeof(t->count[0]));
	t->kinds |= EVENT_BIT(kind);
	t->count[place] = 0;
	return &t->count[place];
}

static void add_events(struct tally *t, const struct packet *p)
{
	uint64_t kinds = events_from(p->notes, p->flags);
	for (; kinds != 0; kinds &= kinds - 1)
		++*count_of(t, (unsigned)__builtin_ctzll(kinds));
}

static void add_round_trip(
    struct tally *t, const struct packet_store *packets, const struct packet *ack)
{
	const struct packet *sent = packet_store_at(packets, ack->acks);
	enum side side = packet_side(sent);
	int64_t ns = ack->time_ns - sent->time_ns;
	if (ns < 0 || (sent->notes & NOTE_BIT(NOTE_RETRANSMISSION)) || (ack->bits & PACKET_UNTIMED))
		return;
	uint32_t kept = (uint32_t)ns;
	t->stale = t->stale || ns > UINT32_MAX;
	if (t->rtts[side]++ == 0 || kept < t->rtt_min_ns[side])
		t->rtt_min_ns[side] = kept;
	if (kept > t->rtt_max_ns[side])
		t->rtt_max_ns[side] = kept;
	sum_add(&t->rtt_sum_ns[side], ns);
	t->stale = t->stale || t->rtt_sum_ns[side] == INT64_MAX;
}

static void add_silence(struct tally *t, int64_t ns)
{
	if (ns >= TALLY_IDLE_NS)
		sum_add(&t->idle_ns, ns);
	if (ns > t->silence_ns)
		t->silence_ns = ns;
}

static void add(
    struct tally *t, const struct packet_store *packets, const struct packet *p, int64_t before_ns)
{
	enum side side = packet_side(p);
	t->sent[side] += packet_span(p) != 0;
	if (p->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		t->resent[side]++;
	add_silence(t, p->time_ns - before_ns);
	if (p->acks != 0)
		add_round_trip(t, packets, p);
	if (p->notes != 0 || (p->flags & TCP_RST))
		add_events(t, p);
}

void tally_add(struct tally *t, const struct packet_store *packets, const struct session *session,
    int64_t before_ns)
{
	if (t->begun) {
		add(t, packets, packet_store_at(packets, session->last), before_ns);
		return;
	}
	if (session->count < TALLY_FROM || session_forgotten(session) > 0)
		return;
	t->begun = true;
	before_ns = packet_store_at(packets, session->first)->time_ns;
	for (uint32_t n = session->first; n != 0;) {
		const struct packet *p = packet_store_at(packets, n);
		add(t, packets, p, before_ns);
		before_ns = p->time_ns;
		n = p->next;
	}
}

/* Removes the RTT sample of a packet. */
static void remove_round_trip(struct tally *t, const struct packet_store *packets, uint32_t number)
{
	const struct packet *sent = packet_store_at(packets, number);
	const struct packet *ack = packet_store_at(packets, sent->acked_by);
	enum side side = packet_side(sent);
	int64_t ns = ack->time_ns - sent->time_ns;
	if (ack->acks != number || ns < 0 || (ack->bits & PACKET_UNTIMED))
		return;
	assert(t->rtts[side] > 0);
	t->rtts[side]--;
	t->rtt_sum_ns[side] -= ns;
	t->stale = t->stale || ns <= t->rtt_min_ns[side] || ns >= t->rtt_max_ns[side];
}

void tally_correct(struct tally *t, const struct packet_store *packets, uint32_t number,
    uint64_t notes, uint32_t newest)
{
	const struct packet *p = packet_store_at(packets, number);
	uint64_t old = events_from(p->notes, p->flags);
	uint64_t now = events_from(notes, p->flags);
	if (!t->begun || number == newest)
		return;
	for (uint64_t kinds = old & ~now; kinds != 0; kinds &= kinds - 1)
		--*count_of(t, (unsigned)__builtin_ctzll(kinds));
	for (uint64_t kinds = now & ~old; kinds != 0; kinds &= kinds - 1)
		++*count_of(t, (unsigned)__builtin_ctzll(kinds));
	if ((p->notes & NOTE_BIT(NOTE_RETRANSMISSION)) || !(notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return;
	t->resent[packet_side(p)]++;
	/* The newest packet is not counted yet; when it is, it will see the note. */
	if (p->acked_by > number && p->acked_by != newest)
		remove_round_trip(t, packets, number);
}

uint32_t tally_events(const struct tally *t, unsigned kind)
{
	assert(kind < EVENT_COUNT);
	return t->kinds & EVENT_BIT(kind) ? t->count[count_kinds(t->kinds & (EVENT_BIT(kind) - 1))]
	                                  : 0;
}

void tally_end(struct tally *t)
{
	free(t->count);
}
