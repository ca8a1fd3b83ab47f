#include "capture/lab/packet_truth.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/pairing.h"
#include "core/base/memory.h"
#include "core/record/packet.h"

#define CHUNK_BITS (PACKET_CHUNK_BITS < 12 ? PACKET_CHUNK_BITS : 12)
#define CHUNK (1u << CHUNK_BITS)

/* Items in order of arrival, numbered from 1. Only the newest `most` are kept. */
struct keep {
	uint8_t *at;
	size_t size;
	uint32_t room, most;
	uint32_t total;
};

/* The data known about a packet: its numbers in `fates` and `views`; 0: none. */
struct beside {
	uint32_t fate, view[PACKET_TRUTH_ENDS];
};

struct packet_truth {
	enum lab_place host;
	struct beside *
	    *chunk; /* by packet; NULL if nothing is known about the packets of that chunk */
	uint32_t chunks;
	uint32_t first; /* packets below this are forgotten */
	struct keep fates, views;
	/* Items that wait for their counterpart; NULL outside the lab. */
	struct pairing *packets, *waiting_fates; /* keyed by the fields that identify a segment */
	struct pairing *joined, *waiting_views;  /* keyed by the number that the link assigned */
};

static uint32_t keep_add(struct keep *k, const void *item)
{
	assert(k->size > 0 && k->room <= k->most && k->total < UINT32_MAX);
	if (k->total == k->room && k->room < k->most) {
		k->room = k->room == 0 ? 1024 : k->room * 2;
		k->at = memory_resize(k->at, k->room, k->size);
	}
	assert(k->room > 0 && k->at != NULL);
	memcpy(k->at + k->size * (k->total % k->room), item, k->size);
	return ++k->total;
}

static const void *keep_at(const struct keep *k, uint32_t number)
{
	if (number == 0 || k->total - number >= k->room)
		return NULL;
	return k->at + k->size * ((number - 1) % k->room);
}

struct packet_truth *packet_truth_new(enum lab_place host)
{
	struct packet_truth *t = memory_zeroed(1, sizeof(*t));
	t->host = host;
	t->fates =
	    (struct keep){ .size = sizeof(struct packet_truth_fate), .most = PACKET_TRUTH_FATES };
	t->views = (struct keep){ .size = sizeof(struct kernel_view), .most = PACKET_TRUTH_VIEWS };
	if (host == LAB_LINK)
		return t;
	t->packets = pairing_new();
	t->waiting_fates = pairing_new();
	t->joined = pairing_new();
	t->waiting_views = pairing_new();
	return t;
}

void packet_truth_free(struct packet_truth *t)
{
	if (t == NULL)
		return;
	for (uint32_t i = 0; i < t->chunks; i++)
		free(t->chunk[i]);
	free(t->chunk);
	free(t->fates.at);
	free(t->views.at);
	pairing_free(t->packets);
	pairing_free(t->waiting_fates);
	pairing_free(t->joined);
	pairing_free(t->waiting_views);
	free(t);
}

static struct beside *beside_for(struct packet_truth *t, uint32_t packet)
{
	uint32_t chunk = packet >> CHUNK_BITS;
	if (chunk >= t->chunks) {
		assert(packet >= t->first);
		uint32_t chunks = chunk + chunk / 2 + 1;
		t->chunk = memory_resize(t->chunk, chunks, sizeof(struct beside *));
		memset(t->chunk + t->chunks, 0, (chunks - t->chunks) * sizeof(struct beside *));
		t->chunks = chunks;
	}
	if (t->chunk[chunk] == NULL)
		t->chunk[chunk] = memory_zeroed(CHUNK, sizeof(struct beside));
	return &t->chunk[chunk][packet & (CHUNK - 1)];
}

static const struct beside *beside_of(const struct packet_truth *t, uint32_t packet)
{
	static const struct beside nothing;
	uint32_t chunk = packet >> CHUNK_BITS;
	if (t == NULL || packet < t->first || chunk >= t->chunks || t->chunk[chunk] == NULL)
		return &nothing;
	return &t->chunk[chunk][packet & (CHUNK - 1)];
}

void packet_truth_forget(struct packet_truth *t, uint32_t before)
{
	assert(before >= t->first);
	for (uint32_t i = t->first >> CHUNK_BITS; i < before >> CHUNK_BITS && i < t->chunks; i++) {
		free(t->chunk[i]);
		t->chunk[i] = NULL;
	}
	t->first = before;
}

/* FNV-1a; the input is not hostile. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t mix_ends(const struct endpoint *src, const struct endpoint *dst)
{
	uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), src->addr.b, sizeof(src->addr.b));
	hash = mix(hash, dst->addr.b, sizeof(dst->addr.b));
	return mix(mix(hash, &src->port, sizeof(src->port)), &dst->port, sizeof(dst->port));
}

/* Uses the same fields as fate_is_of. */
static uint64_t key_of_fate(const struct fate *f)
{
	uint32_t numbers[] = { f->seq, f->ack, f->len, f->flags, f->ip_id, f->ts_val };
	return mix(mix_ends(&f->src, &f->dst), numbers, sizeof(numbers));
}

static uint64_t key_of_segment(const struct segment *s)
{
	uint32_t numbers[] = { s->seq, s->ack, s->len, s->flags, s->ip_id, s->ts_val };
	return mix(mix_ends(&s->src, &s->dst), numbers, sizeof(numbers));
}

static uint64_t key_of_number(uint8_t way, uint64_t number)
{
	return number << 1 | way;
}

static bool is_sender(const struct packet_truth *t, uint8_t way)
{
	return (way == LAB_AB) == (t->host == LAB_A);
}

/* A host's views are of its own socket. */
static void put_view(struct packet_truth *t, uint32_t packet, uint8_t way, uint32_t view)
{
	if (packet < t->first)
		return;
	beside_for(t, packet)
	    ->view[is_sender(t, way) ? PACKET_TRUTH_SENDER : PACKET_TRUTH_RECEIVER] = view;
}

static void join_views(
    struct packet_truth *t, uint32_t packet, const struct packet_truth_fate *fate)
{
	uint32_t view;
	uint64_t key = key_of_number(fate->way, fate->number);
	int64_t time = is_sender(t, fate->way) ? fate->arrived_ns : fate->departed_ns;
	if (pairing_take(t->waiting_views, key, time, &view))
		put_view(t, packet, fate->way, view);
	else
		pairing_put(t->joined, key, time, packet);
}

static void join(struct packet_truth *t, uint32_t packet, uint32_t number)
{
	const struct packet_truth_fate *fate = keep_at(&t->fates, number);
	if (fate == NULL || packet < t->first)
		return;
	beside_for(t, packet)->fate = number;
	join_views(t, packet, fate);
}

void packet_truth_add_packet(struct packet_truth *t, const struct segment *segment, uint32_t packet)
{
	uint32_t fate;
	if (t->packets == NULL)
		return;
	uint64_t key = key_of_segment(segment);
	if (pairing_take(t->waiting_fates, key, segment->time_ns, &fate))
		join(t, packet, fate);
	else
		pairing_put(t->packets, key, segment->time_ns, packet);
}

void packet_truth_add_fate(struct packet_truth *t, const struct fate *fate)
{
	bool sender = is_sender(t, fate->way);
	/* The sender sent no copy; the receiver got nothing that was dropped. */
	if (t->packets == NULL || (sender ? fate->bits & FATE_COPY : fate->kind != FATE_DELIVERED))
		return;
	struct packet_truth_fate kept = { fate->arrived_ns, fate->departed_ns, fate->number,
		fate->rule, fate->way, fate->kind, fate->bits };
	uint32_t packet, number = keep_add(&t->fates, &kept);
	uint64_t key = key_of_fate(fate);
	int64_t time = sender ? fate->arrived_ns : fate->departed_ns;
	if (pairing_take(t->packets, key, time, &packet))
		join(t, packet, number);
	else
		pairing_put(t->waiting_fates, key, time, number);
}

void packet_truth_add_sample(struct packet_truth *t, const struct lab_sample *sample)
{
	if (t->joined == NULL || sample->host != t->host)
		return;
	uint32_t packet, view = keep_add(&t->views, &sample->view);
	uint64_t key = key_of_number(sample->way, sample->number);
	if (pairing_take(t->joined, key, sample->view.time_ns, &packet))
		put_view(t, packet, sample->way, view);
	else
		pairing_put(t->waiting_views, key, sample->view.time_ns, view);
}

void packet_truth_add_view(struct packet_truth *t, uint32_t packet, enum packet_truth_end end,
    const struct kernel_view *view)
{
	if (packet >= t->first)
		beside_for(t, packet)->view[end] = keep_add(&t->views, view);
}

const struct packet_truth_fate *packet_truth_fate(const struct packet_truth *t, uint32_t packet)
{
	uint32_t number = beside_of(t, packet)->fate;
	return number != 0 ? keep_at(&t->fates, number) : NULL;
}

const struct kernel_view *packet_truth_view(
    const struct packet_truth *t, uint32_t packet, enum packet_truth_end end)
{
	uint32_t number = beside_of(t, packet)->view[end];
	return number != 0 ? keep_at(&t->views, number) : NULL;
}

uint64_t packet_truth_revision(const struct packet_truth *t)
{
	return (uint64_t)t->fates.total + t->views.total;
}

bool packet_truth_has_views(const struct packet_truth *t)
{
	return t != NULL && t->views.total > 0;
}
