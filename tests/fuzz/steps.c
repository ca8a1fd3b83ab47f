#include "tests/fuzz/steps.h"

#include <stdbool.h>
#include <string.h>

#include "core/base/array.h"

#define TUPLES 4

/* What a side of a four-tuple has sent, for values near it. */
struct sent {
	uint32_t next;
	uint32_t ts_val;
	uint16_t ip_id;
};

static uint32_t number_near(uint8_t mode, uint32_t base, uint16_t by)
{
	static const uint32_t far[] = { 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff };
	switch (mode & 15) {
	case 8:
		return base - 1;
	case 9:
		return base - by;
	case 10:
		return base + by;
	case 11:
		return base + (uint32_t)by * 4096;
	case 12:
		return base - (uint32_t)by * 4096;
	case 13:
		return by;
	case 14:
		return base + far[by % ARRAY_LEN(far)];
	default:
		return base;
	}
}

/* Each step of time may be taken up to 256 times. */
static int64_t time_after(int64_t now, uint8_t step, uint8_t times)
{
	static const int64_t farthest = INT64_MAX / 2;
	static const int64_t steps[] = { 0, 1000, 50000, 999999, 30000000, 200000000, 1100000000,
		-1, -1000000, -5000000000, INT64_C(90000000000000) };
	if (step >= 0xfe)
		return step == 0xff ? farthest : -farthest;
	int64_t by = steps[step % ARRAY_LEN(steps)] * (times + 1);
	return now > farthest - by || now < -farthest - by ? now : now + by;
}

static void put_sack(struct segment *s, uint8_t kind, uint32_t near, uint16_t by)
{
	s->sack_count = kind % (SACK_BLOCKS_MAX + 1) & 7;
	for (unsigned i = 0; i < s->sack_count; i++) {
		uint32_t start = number_near((uint8_t)((kind >> 3) + i), near, by);
		s->sack[i] = (struct sack_block){ start, start + by * (i + 1) };
	}
}

/* Small timestamps and identifications as they are, or wide ones that follow those before. */
static void put_stamps(struct segment *s, const uint8_t *at, const struct sent *own,
    const struct sent *peer, uint16_t by)
{
	static const uint16_t ids[] = { 0, 1, 2, 0x7fff, 0x8000, 0xffff, 77, 900 };
	static const int32_t ticks[] = { 0, 1, 10, 1000, -1, -10, -1000, 0x10000, INT32_MAX };
	uint8_t mode = at[12];
	s->ts_val = at[9];
	s->ts_ecr = at[9] >> 2;
	s->ip_id = at[10];
	if (mode == 0)
		return;
	s->ts_val = own->ts_val + (uint32_t)ticks[at[9] % ARRAY_LEN(ticks)];
	s->ts_ecr = peer->ts_val - (at[9] & 0x80 ? (uint32_t)(at[9] >> 4 & 7) : 0);
	s->ip_id = (uint16_t)(own->ip_id + ids[at[10] >> 3 & 7]);
	if (mode & 0x80)
		s->ip_id = by;
	if (mode & 0x40)
		s->ts_val = (uint32_t)by << 16 | at[9];
}

/* The segment of STEP bytes after a time. */
static struct segment read_step(const uint8_t *at, int64_t now, struct sent sent[TUPLES][2])
{
	static const uint16_t flags[] = { TCP_ACK, TCP_ACK | TCP_PSH, TCP_SYN, TCP_SYN | TCP_ACK,
		TCP_FIN | TCP_ACK, TCP_RST, TCP_RST | TCP_ACK, 0, TCP_SYN | TCP_FIN | TCP_RST,
		TCP_ACK | TCP_ECE, TCP_ACK | TCP_CWR | TCP_URG, TCP_FIN, TCP_SYN | TCP_FIN,
		TCP_SYN | TCP_RST, 0x1ff, TCP_ACK };
	static const uint32_t lens[] = { 0, 1, 100, 1448, 65000, 0xffffff, 0, 0 };
	unsigned side = at[0] & 1, tuple = at[0] >> 1 & (TUPLES - 1);
	struct sent *own = &sent[tuple][side], *peer = &sent[tuple][!side];
	uint16_t by = (uint16_t)(at[2] << 8 | at[3]);
	uint8_t ends[2][4] = { { 10, 0, 0, 1 }, { 10, 0, 0, tuple == 3 ? 1 : 2 } };
	uint16_t ports[2] = { (uint16_t)(40000 + (tuple & 1)), tuple == 3 ? 40001 : 80 };
	struct segment s = {
		.src = { addr_from_v4(ends[side]), ports[side] },
		.dst = { addr_from_v4(ends[!side]), ports[!side] },
		.time_ns = time_after(now, at[7], at[13]),
		.flags = flags[at[0] >> 4],
		.seq = number_near(at[1] & 15, own->next, by),
		.ack = number_near(at[1] >> 4, peer->next, by),
		.len = lens[at[4] & 7] & SEGMENT_LEN_MOST,
		.win = (uint16_t)(at[5] < 4 ? at[5] : at[5] << 8),
		.options = (uint16_t)((at[6] | at[8] << 8) & 0x7ff),
		.wscale = at[8] >> 3,
		.tos = at[10] & 3,
		.ttl = 64,
	};
	put_stamps(&s, at, own, peer, by);
	put_sack(&s, at[11], peer->next, by);
	if (!(s.flags & TCP_ACK))
		s.ack = 0;
	own->next = s.seq + s.len + !!(s.flags & (TCP_SYN | TCP_FIN));
	own->ts_val = s.ts_val;
	own->ip_id = (uint16_t)s.ip_id;
	return s;
}

size_t read_steps(const uint8_t *data, size_t size, struct segment segments[SEGMENTS_MAX])
{
	struct sent sent[TUPLES][2] = { 0 };
	int64_t now = INT64_C(1700000000000000000);
	size_t count = (size - 1) / STEP < SEGMENTS_MAX ? (size - 1) / STEP : SEGMENTS_MAX;
	for (unsigned i = 0; i < TUPLES; i++) {
		sent[i][0].next = i * 0x80000000U - 1000;
		sent[i][1].next = i * 0x40000000U;
	}
	for (size_t i = 0; i < count; i++) {
		segments[i] = read_step(data + 1 + i * STEP, now, sent);
		segments[i].frame = (uint32_t)i + 1;
		now = segments[i].time_ns;
	}
	return count;
}
