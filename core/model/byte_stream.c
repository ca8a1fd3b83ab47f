#include "core/model/byte_stream.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/base/memory.h"
#include "core/record/seq.h"

/* The payload of a packet with new bytes. */
struct part {
	int64_t at; /* of its first byte; 0: the first after the SYN */
	uint32_t packet, len;
};

/* The parts of a side, in the order of their bytes. */
struct parts {
	struct part *part; /* owned */
	size_t count, room;
	size_t next;     /* the first that is not yet in the stream */
	int64_t end;     /* after the bytes in the stream */
	uint32_t newest; /* highest packet in the stream: what comes after it waited for it */
};

static void add_part(struct parts *p, struct part part)
{
	if (p->count == p->room) {
		p->room = p->room > 0 ? 2 * p->room : 64;
		p->part = memory_resize(p->part, p->room, sizeof(*p->part));
	}
	p->part[p->count++] = part;
}

static int by_place(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->packet < y->packet ? -1 : x->packet > y->packet;
}

/* Most sessions have no overtaken segment. */
static void sort(struct parts *p)
{
	for (size_t i = 1; i < p->count; i++)
		if (p->part[i].at < p->part[i - 1].at) {
			qsort(p->part, p->count, sizeof(*p->part), by_place);
			return;
		}
}

static void collect(
    const struct model *m, const struct session *s, uint32_t last, struct parts parts[2])
{
	/* Sequence numbers wrap; places do not. */
	uint32_t seq[2] = { s->flow[SIDE_A].base + 1, s->flow[SIDE_B].base + 1 };
	int64_t at[2] = { 0, 0 };
	for (uint32_t n = s->first; n != 0 && n <= last; n = model_packet(m, n)->next) {
		const struct packet *p = model_packet(m, n);
		enum side side = packet_side(p);
		uint32_t first = p->seq + ((p->flags & TCP_SYN) != 0);
		if (!(p->bits & PACKET_NEW_DATA))
			continue;
		at[side] += seq_diff(first, seq[side]);
		seq[side] = first;
		add_part(&parts[side], (struct part){ at[side], n, (uint32_t)p->len });
	}
}

/* Where the stream begins: after the SYN, if all from there on should be there. */
static int64_t start_of(const struct session *s, enum side side, const struct parts *p)
{
	bool whole = s->flow[side].syn_seen && session_forgotten(s) == 0;
	int64_t first = p->count > 0 ? p->part[0].at : 0;
	return whole && first > 0 ? 0 : first;
}

/* Skips parts without further bytes. Returns false at the end. */
static bool settle(struct parts *p)
{
	while (p->next < p->count && p->part[p->next].at + (int64_t)p->part[p->next].len <= p->end)
		p->next++;
	return p->next < p->count;
}

/* Returns the packet with which the next bytes of a side can be delivered. */
static uint32_t due(const struct parts *p)
{
	uint32_t packet = p->part[p->next].packet;
	return packet > p->newest ? packet : p->newest;
}

static void put(struct byte_stream *out, size_t *room, struct byte_piece piece)
{
	if (out->count == *room) {
		*room = *room > 0 ? 2 * *room : 64;
		out->piece = memory_resize(out->piece, *room, sizeof(*out->piece));
	}
	out->piece[out->count++] = piece;
}

/* Appends the next bytes of a side, after those that are missing before them. */
static void take(struct byte_stream *out, size_t *room, struct parts *p, enum side side)
{
	const struct part *part = &p->part[p->next];
	int64_t skip = p->end - part->at;
	if (skip < 0) {
		put(out, room, (struct byte_piece){ .len = (uint64_t)-skip, .side = side });
		out->missing[side] += (uint64_t)-skip;
		skip = 0;
	}
	assert(skip < part->len);
	struct byte_piece piece = { .packet = part->packet,
		.skip = (uint32_t)skip,
		.len = part->len - (uint64_t)skip,
		.side = side };
	put(out, room, piece);
	out->bytes[side] += piece.len;
	p->newest = due(p);
	p->end = part->at + part->len;
	p->next++;
}

void byte_stream_read(const struct model *m, uint32_t session, enum byte_sides sides, uint32_t last,
    struct byte_stream *out)
{
	const struct session *s = model_session(m, session);
	struct parts parts[2] = { 0 };
	bool more[2];
	size_t room = 0;
	assert(s != NULL && sides != 0);
	*out = (struct byte_stream){ 0 };
	collect(m, s, last, parts);
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		sort(&parts[side]);
		parts[side].end = start_of(s, side, &parts[side]);
		if (!(sides & (1U << side)))
			parts[side].next = parts[side].count;
	}
	while (more[SIDE_A] = settle(&parts[SIDE_A]), more[SIDE_B] = settle(&parts[SIDE_B]),
	    more[SIDE_A] || more[SIDE_B]) {
		bool b =
		    !more[SIDE_A] || (more[SIDE_B] && due(&parts[SIDE_B]) < due(&parts[SIDE_A]));
		enum side side = b ? SIDE_B : SIDE_A;
		take(out, &room, &parts[side], side);
	}
	free(parts[SIDE_A].part);
	free(parts[SIDE_B].part);
}

void byte_stream_free(struct byte_stream *s)
{
	free(s->piece);
	*s = (struct byte_stream){ 0 };
}
