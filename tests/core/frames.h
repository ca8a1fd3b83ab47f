/* Frames put together byte by byte, and numbers that look random but are the same in each run. */
#pragma once

#include <stdint.h>
#include <string.h>

#include "core/decode/decode.h"

struct maker {
	uint8_t bytes[2048];
	uint32_t len;
};

static inline void put(struct maker *m, const void *bytes, size_t n)
{
	memcpy(m->bytes + m->len, bytes, n);
	m->len += (uint32_t)n;
}

static inline void put8(struct maker *m, unsigned value)
{
	m->bytes[m->len++] = (uint8_t)value;
}

static inline void put16(struct maker *m, unsigned value)
{
	put8(m, value >> 8);
	put8(m, value);
}

static inline void put32(struct maker *m, uint32_t value)
{
	put16(m, value >> 16);
	put16(m, value & 0xffff);
}

static inline void put_zeros(struct maker *m, size_t n)
{
	memset(m->bytes + m->len, 0, n);
	m->len += (uint32_t)n;
}

static inline void put_ethernet(struct maker *m, unsigned type)
{
	put(m, "\x02\0\0\0\0\x01\x02\0\0\0\0\x02", 12);
	put16(m, type);
}

/* 192.0.2.1 to 198.51.100.2, TTL 64; total counts the header. */
static inline void put_ipv4(struct maker *m, unsigned total, unsigned fragment, unsigned protocol)
{
	put16(m, 0x4500);
	put16(m, total);
	put16(m, 0x1234);
	put16(m, fragment);
	put8(m, 64);
	put8(m, protocol);
	put16(m, 0);
	put(m, "\xc0\0\x02\x01\xc6\x33\x64\x02", 8);
}

/* 2001:db8::1 to 2001:db8::2, hop limit 64; payload is what follows the header. */
static inline void put_ipv6(struct maker *m, unsigned payload, unsigned next)
{
	put32(m, 0x60000000);
	put16(m, payload);
	put8(m, next);
	put8(m, 64);
	put(m, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
	put(m, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02", 16);
}

/* Port 40000 to 8000, seq 1000, ack 2000, window 512. */
static inline void put_tcp(struct maker *m, unsigned flags, const void *options, size_t n)
{
	put16(m, 40000);
	put16(m, 8000);
	put32(m, 1000);
	put32(m, 2000);
	put16(m, (unsigned)(5 + n / 4) << 12 | flags);
	put16(m, 512);
	put32(m, 0);
	if (n > 0)
		put(m, options, n);
}

static inline struct frame frame_of(const struct maker *m)
{
	return (struct frame){ .bytes = m->bytes, .caplen = m->len, .len = m->len };
}

/* xorshift32; the seed must not be 0. */
static inline uint32_t pseudo_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}
