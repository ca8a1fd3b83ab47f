#include "core/decode/reassembly.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/byteorder.h"
#include "core/base/checksum.h"
#include "core/base/memory.h"

#define WAIT_NS (INT64_C(30) * 1000000000)
#define BYTES_MOST (4U << 20)
#define PACKET_MOST 65535
#define BUCKETS 1024

/* Identifies a packet (RFC 791, 3.2; RFC 8200, 4.5); the tunnel is part of the key, because
 * different networks may use the same addresses. */
struct key {
	uint8_t addr[32]; /* source and destination, padded with zeroes */
	uint32_t id, network;
	uint8_t ip_version, protocol;
	uint16_t interface; /* each sees all fragments of a packet; no padding: compared as bytes */
};

struct piece {
	uint16_t at, len; /* in the packet's data */
};

/* A packet with missing fragments. Owned by the table; in a bucket, and in the list by age. */
struct packet_in_pieces {
	struct key key;
	struct packet_in_pieces *next; /* in its bucket */
	struct packet_in_pieces *older, *newer;
	int64_t since_ns;
	uint32_t held;    /* bytes of memory */
	uint32_t got;     /* bytes of data received */
	uint32_t total;   /* of data; 0 until the last fragment is received */
	bool dropped;     /* fragments overlap: later ones are ignored */
	uint8_t part;     /* of the frame, where the first fragment is */
	uint8_t *headers; /* of the first fragment's frame, up to the data; NULL until received */
	uint32_t headers_len, ip_at, header_at;
	uint8_t *data;
	uint32_t room;
	struct piece *piece; /* sorted by position */
	uint64_t *offset;    /* of the fragments' frames, by time */
	uint32_t count, pieces_room;
};

struct reassembly {
	struct packet_in_pieces *bucket[BUCKETS];
	struct packet_in_pieces *oldest, *newest;
	uint32_t held; /* bytes of memory */
	uint32_t waiting;
	struct packet_in_pieces *done; /* result of the last call */
	uint8_t *frame;                /* likewise */
	struct reassembly_counts counts;
};

struct reassembly *reassembly_new(void)
{
	return memory_zeroed(1, sizeof(struct reassembly));
}

static void packet_free(struct packet_in_pieces *p)
{
	if (p == NULL)
		return;
	free(p->headers);
	free(p->data);
	free(p->piece);
	free(p->offset);
	free(p);
}

static void give_back(struct reassembly *r)
{
	packet_free(r->done);
	free(r->frame);
	r->done = NULL;
	r->frame = NULL;
}

void reassembly_free(struct reassembly *r)
{
	if (r == NULL)
		return;
	give_back(r);
	while (r->oldest != NULL) {
		struct packet_in_pieces *p = r->oldest;
		r->oldest = p->newer;
		packet_free(p);
	}
	free(r);
}

static struct packet_in_pieces **bucket_of(struct reassembly *r, const struct key *key)
{
	const uint8_t *at = (const uint8_t *)key;
	uint32_t hash = 2166136261U;
	for (size_t i = 0; i < sizeof(*key); i++)
		hash = (hash ^ at[i]) * 16777619U;
	return &r->bucket[(hash ^ hash >> 16) % BUCKETS];
}

static struct packet_in_pieces *find(struct reassembly *r, const struct key *key)
{
	struct packet_in_pieces *p = *bucket_of(r, key);
	while (p != NULL && memcmp(&p->key, key, sizeof(*key)) != 0)
		p = p->next;
	return p;
}

static void unlink_packet(struct reassembly *r, struct packet_in_pieces *p)
{
	struct packet_in_pieces **link = bucket_of(r, &p->key);
	while (*link != p)
		link = &(*link)->next;
	*link = p->next;
	if (p->older != NULL)
		p->older->newer = p->newer;
	else
		r->oldest = p->newer;
	if (p->newer != NULL)
		p->newer->older = p->older;
	else
		r->newest = p->older;
	assert(r->held >= p->held && r->waiting > 0);
	r->held -= p->held;
	r->waiting -= !p->dropped;
}

static void give_up(struct reassembly *r, struct packet_in_pieces *p)
{
	r->counts.incomplete += !p->dropped;
	unlink_packet(r, p);
	packet_free(p);
}

static void hold(struct reassembly *r, struct packet_in_pieces *p, size_t more)
{
	p->held += (uint32_t)more;
	r->held += (uint32_t)more;
}

static struct packet_in_pieces *begin(struct reassembly *r, const struct key *key, int64_t now_ns)
{
	struct packet_in_pieces *p = memory_zeroed(1, sizeof(*p));
	struct packet_in_pieces **bucket = bucket_of(r, key);
	p->key = *key;
	p->since_ns = now_ns;
	p->next = *bucket;
	*bucket = p;
	p->older = r->newest;
	if (r->newest != NULL)
		r->newest->newer = p;
	else
		r->oldest = p;
	r->newest = p;
	r->waiting++;
	hold(r, p, sizeof(*p));
	return p;
}

/* Drops packets that waited too long, and the oldest ones above the limits; never `keep`. */
static void make_room(struct reassembly *r, int64_t now_ns, const struct packet_in_pieces *keep)
{
	while (r->oldest != NULL && r->oldest != keep &&
	       (r->held > BYTES_MOST || now_ns - r->oldest->since_ns > WAIT_NS))
		give_up(r, r->oldest);
}

/* Returns a hash of the networks that the tunnels in front of the packet name. */
static uint32_t network_of(const struct headers *where)
{
	uint32_t mixed = 0;
	for (unsigned i = 0; i < where->layers; i++) {
		const struct layer *layer = &where->layer[i];
		if (layer->at >= where->fragment.ip_at)
			break;
		if (layer_is_network((enum layer_kind)layer->kind))
			mixed = (mixed + layer->value + 1) * 2654435761U;
	}
	return mixed;
}

static struct key key_of(const struct frame *frame, const struct headers *where)
{
	const struct ip_fragment *f = &where->fragment;
	const uint8_t *ip = frame->bytes + f->ip_at;
	struct key key = { .ip_version = f->ip_version,
		.network = network_of(where),
		.interface = frame->interface };
	if (f->ip_version == 4) {
		memcpy(key.addr, ip + 12, 8);
		key.id = load_be16(ip + 4);
		key.protocol = ip[9];
	} else {
		memcpy(key.addr, ip + 8, 32);
		key.id = load_be32(frame->bytes + f->header_at + 4);
	}
	return key;
}

/* Returns the index of the first fragment that ends after an offset. */
static uint32_t piece_behind(const struct packet_in_pieces *p, uint32_t at)
{
	uint32_t low = 0, high = p->count;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if ((uint32_t)p->piece[middle].at + p->piece[middle].len <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void grow_pieces(struct reassembly *r, struct packet_in_pieces *p)
{
	uint32_t room = p->pieces_room > 0 ? p->pieces_room * 2 : 8;
	size_t each = sizeof(*p->piece) + sizeof(*p->offset);
	p->piece = memory_resize(p->piece, room, sizeof(*p->piece));
	p->offset = memory_resize(p->offset, room, sizeof(*p->offset));
	hold(r, p, (room - p->pieces_room) * each);
	p->pieces_room = room;
}

static void insert(struct reassembly *r, struct packet_in_pieces *p, uint32_t place,
    const struct ip_fragment *f, uint64_t offset)
{
	if (p->count == p->pieces_room)
		grow_pieces(r, p);
	memmove(&p->piece[place + 1], &p->piece[place], (p->count - place) * sizeof(*p->piece));
	p->piece[place] = (struct piece){ f->offset, (uint16_t)f->data_len };
	p->offset[p->count++] = offset;
}

/* Copies the data; doubles the buffer if it is full. */
static void store(struct reassembly *r, struct packet_in_pieces *p, const struct frame *frame,
    const struct ip_fragment *f)
{
	uint32_t end = f->offset + f->data_len;
	if (end > p->room) {
		uint32_t room = p->room * 2 > end ? p->room * 2 : end;
		p->data = memory_resize(p->data, room, 1);
		hold(r, p, room - p->room);
		p->room = room;
	}
	memcpy(p->data + f->offset, frame->bytes + f->data_at, f->data_len);
	p->got += f->data_len;
}

static void store_headers(struct reassembly *r, struct packet_in_pieces *p,
    const struct frame *frame, const struct ip_fragment *f)
{
	p->headers = memory_new(f->data_at);
	memcpy(p->headers, frame->bytes, f->data_at);
	p->headers_len = f->data_at;
	p->part = frame->part;
	p->ip_at = f->ip_at;
	p->header_at = f->header_at;
	hold(r, p, f->data_at);
}

enum fit { FIT_NEW, FIT_AGAIN, FIT_OVERLAPS };

/* Compares a fragment with those received. */
static enum fit fit_of(const struct packet_in_pieces *p, const struct frame *frame,
    const struct ip_fragment *f, uint32_t place)
{
	uint32_t end = f->offset + f->data_len;
	bool beyond = p->total != 0 && end > p->total;
	bool ends = p->total != 0 && !f->more && end != p->total;
	bool short_of = !f->more && p->count > 0 &&
	                (uint32_t)p->piece[p->count - 1].at + p->piece[p->count - 1].len > end;
	if (beyond || ends || short_of)
		return FIT_OVERLAPS;
	if (place == p->count || p->piece[place].at >= end)
		return FIT_NEW;
	bool same = p->piece[place].at == f->offset && p->piece[place].len == f->data_len &&
	            memcmp(p->data + f->offset, frame->bytes + f->data_at, f->data_len) == 0;
	return same ? FIT_AGAIN : FIT_OVERLAPS;
}

/* Keeps only the key, to recognize later fragments. */
static void drop(struct reassembly *r, struct packet_in_pieces *p)
{
	r->counts.overlaps++;
	r->waiting--;
	p->dropped = true;
	free(p->headers);
	free(p->data);
	free(p->piece);
	free(p->offset);
	p->headers = p->data = NULL;
	p->piece = NULL;
	p->offset = NULL;
	r->held -= p->held - (uint32_t)sizeof(*p);
	p->held = sizeof(*p);
}

/* Makes the IP header that of the complete packet. Returns false if it is too long. */
static bool mend_header(const struct packet_in_pieces *p, uint8_t *frame)
{
	uint8_t *ip = frame + p->ip_at;
	uint32_t len = p->headers_len - p->ip_at + p->total;
	if (p->key.ip_version == 6) {
		uint32_t payload = len - 40;
		/* With the fragment header, it may be too long for the field: 0 means the whole
		 * frame. */
		payload = payload > PACKET_MOST ? 0 : payload;
		ip[4] = (uint8_t)(payload >> 8);
		ip[5] = (uint8_t)payload;
		frame[p->header_at + 2] = 0;
		frame[p->header_at + 3] &= 6;
		return true;
	}
	if (len > PACKET_MOST)
		return false;
	ip[2] = (uint8_t)(len >> 8);
	ip[3] = (uint8_t)len;
	ip[6] &= 0xc0;
	ip[7] = 0;
	ip[10] = ip[11] = 0;
	uint16_t sum =
	    checksum_fold(checksum_add(0, (struct bytes){ ip, (size_t)(ip[0] & 15U) * 4 }));
	ip[10] = (uint8_t)(sum >> 8);
	ip[11] = (uint8_t)sum;
	return true;
}

static enum reassembly_result complete(struct reassembly *r, struct packet_in_pieces *p,
    const struct frame *last, struct reassembled *out)
{
	uint32_t len = p->headers_len + p->total;
	unlink_packet(r, p);
	r->done = p;
	r->frame = memory_new(len);
	memcpy(r->frame, p->headers, p->headers_len);
	memcpy(r->frame + p->headers_len, p->data, p->total);
	if (!mend_header(p, r->frame))
		return REASSEMBLY_BAD;
	r->counts.complete++;
	*out = (struct reassembled){
		.frame = *last,
		.offset = p->offset,
		.count = p->count,
	};
	out->frame.bytes = r->frame;
	out->frame.caplen = out->frame.len = len;
	out->frame.joined_at = p->ip_at;
	out->frame.part = p->part;
	return REASSEMBLY_COMPLETE;
}

static bool possible(const struct ip_fragment *f)
{
	return f->data_len > 0 && f->offset + f->data_len <= PACKET_MOST &&
	       (!f->more || f->data_len % 8 == 0);
}

enum reassembly_result reassembly_add(struct reassembly *r, const struct frame *frame,
    const struct headers *where, uint64_t offset, struct reassembled *out)
{
	const struct ip_fragment *f = &where->fragment;
	assert(f->ip_version == 4 || f->ip_version == 6);
	/* The frame may be the result of the last call. */
	if (frame->bytes != r->frame)
		give_back(r);
	if (f->captured < f->data_len)
		return REASSEMBLY_CUT;
	if (!possible(f))
		return REASSEMBLY_BAD;
	struct key key = key_of(frame, where);
	make_room(r, frame->time_ns, NULL);
	r->counts.fragments++;
	struct packet_in_pieces *p = find(r, &key);
	if (p == NULL)
		p = begin(r, &key, frame->time_ns);
	if (p->dropped)
		return REASSEMBLY_OVERLAPS;
	uint32_t place = piece_behind(p, f->offset);
	enum fit fit = fit_of(p, frame, f, place);
	if (fit == FIT_AGAIN)
		return REASSEMBLY_WAITS;
	if (fit == FIT_OVERLAPS) {
		drop(r, p);
		return REASSEMBLY_OVERLAPS;
	}
	insert(r, p, place, f, offset);
	store(r, p, frame, f);
	if (!f->more)
		p->total = f->offset + f->data_len;
	if (f->offset == 0)
		store_headers(r, p, frame, f);
	if (p->total != 0 && p->got == p->total) {
		give_back(r);
		return complete(r, p, frame, out);
	}
	make_room(r, frame->time_ns, p);
	return REASSEMBLY_WAITS;
}

/* Returns true if the packet may contain TCP. For UDP only the complete packet shows it. */
static bool worth_joining(enum decode_result result, const struct headers *where)
{
	return where->fragment.ip_version != 0 &&
	       (result != DECODE_NOT_TCP || where->other == OTHER_UDP);
}

enum decode_result reassembly_decode(struct reassembly *r, int link_type, struct frame *frame,
    uint64_t offset, const struct joined_sink *sink, struct segment *out, struct headers *where)
{
	enum decode_result result = decode_frame(link_type, frame, out, where);
	for (unsigned depth = 0; depth < DECODE_LAYERS && worth_joining(result, where); depth++) {
		struct reassembled whole;
		switch (reassembly_add(r, frame, where, offset, &whole)) {
		case REASSEMBLY_COMPLETE:
			*frame = whole.frame;
			sink->joined(sink->ctx, &whole);
			result = decode_frame(link_type, frame, out, where);
			break;
		case REASSEMBLY_CUT:
			return result;
		case REASSEMBLY_BAD:
			return DECODE_BAD;
		default:
			return DECODE_FRAGMENT;
		}
	}
	return result;
}

void reassembly_counts(const struct reassembly *r, struct reassembly_counts *out)
{
	*out = r->counts;
	out->incomplete += r->waiting;
}
