/* Captures with known frames, written as pcap of every make and as pcapng, byte by byte. */
#pragma once

#include <check.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/core/frames.h"

#define NS 1000000000ll

/* The n-th frame, from 1: every fourth is UDP, every fifth TCP over IPv6, the others TCP over IPv4,
 * from three ports in turn, with sequence number n; each a ms and a bit after the one before. */
struct shot {
	int64_t time_ns;
	struct maker frame;
};

static inline bool shot_is_tcp(unsigned n)
{
	return n % 4 != 0;
}

static inline void put_ports_and_rest(struct maker *m, unsigned n, unsigned payload)
{
	put16(m, 40000 + n % 3);
	put16(m, 8000);
	put32(m, n);
	put32(m, 2000);
	put16(m, 0x5018);
	put16(m, 512);
	put32(m, 0);
	for (unsigned i = 0; i < payload; i++)
		put8(m, n + i);
}

/* fine_ns is added to the time, which is whole microseconds without it. */
static inline struct shot shot_of(unsigned n, int64_t fine_ns)
{
	struct shot shot = { .time_ns = 1443179536 * NS + n * 1001000ll + fine_ns };
	unsigned payload = n % 50;
	struct maker *m = &shot.frame;
	if (shot_is_tcp(n) && n % 5 == 0) {
		put_ethernet(m, 0x86dd);
		put_ipv6(m, 20 + payload, 6);
	} else {
		put_ethernet(m, 0x0800);
		put_ipv4(m, 40 + payload, 0, shot_is_tcp(n) ? 6 : 17);
	}
	put_ports_and_rest(m, n, payload);
	return shot;
}

/* The same frame as it comes from the device "any": a Linux cooked header of version 2. */
static inline struct shot shot_cooked(const struct shot *shot)
{
	struct shot out = { .time_ns = shot->time_ns };
	put(&out.frame, shot->frame.bytes + 12, 2);
	put16(&out.frame, 0);
	put32(&out.frame, 1);
	put16(&out.frame, 772);
	put16(&out.frame, 6);
	put_zeros(&out.frame, 8);
	put(&out.frame, shot->frame.bytes + 14, shot->frame.len - 14);
	return out;
}

/* A file being written; big: in big-endian order. */
struct writing {
	FILE *file;
	bool big;
};

static inline void write32(struct writing *w, uint32_t value)
{
	uint8_t b[4];
	for (unsigned i = 0; i < 4; i++)
		b[w->big ? 3 - i : i] = (uint8_t)(value >> 8 * i);
	ck_assert_uint_eq(fwrite(b, 1, 4, w->file), 4);
}

static inline void write16(struct writing *w, uint16_t value)
{
	uint8_t b[2] = { (uint8_t)value, (uint8_t)(value >> 8) };
	ck_assert_int_eq(fputc(b[w->big], w->file), b[w->big]);
	ck_assert_int_eq(fputc(b[!w->big], w->file), b[!w->big]);
}

static inline void write_bytes(struct writing *w, const void *bytes, size_t len)
{
	ck_assert_uint_eq(fwrite(bytes, 1, len, w->file), len);
}

#define PCAP_MICRO 0xa1b2c3d4
#define PCAP_NANO 0xa1b23c4d
/* with 8 more bytes before each frame, as old Linux patches had it */
#define PCAP_MODIFIED 0xa1b2cd34

static inline void write_pcap_header(struct writing *w, uint32_t magic, uint32_t link_type)
{
	write32(w, magic);
	write16(w, 2);
	write16(w, 4);
	write32(w, 0);
	write32(w, 0);
	write32(w, 65535);
	write32(w, link_type);
}

static inline void write_pcap_shot(struct writing *w, uint32_t magic, const struct shot *shot)
{
	uint32_t fraction = (uint32_t)(shot->time_ns % NS);
	write32(w, (uint32_t)(shot->time_ns / NS));
	write32(w, magic == PCAP_NANO ? fraction : fraction / 1000);
	write32(w, shot->frame.len);
	write32(w, shot->frame.len + 7);
	if (magic == PCAP_MODIFIED) {
		write32(w, 2);
		write32(w, 0);
	}
	write_bytes(w, shot->frame.bytes, shot->frame.len);
}

/* Frames 1 to count, with times that are whole microseconds unless magic is PCAP_NANO. */
static inline void write_pcap(const char *path, uint32_t magic, bool big, unsigned count)
{
	struct writing w = { .file = fopen(path, "w"), .big = big };
	ck_assert_ptr_nonnull(w.file);
	write_pcap_header(&w, magic, LINK_ETHERNET);
	for (unsigned n = 1; n <= count; n++) {
		struct shot shot = shot_of(n, magic == PCAP_NANO ? 1 : 0);
		write_pcap_shot(&w, magic, &shot);
	}
	ck_assert_int_eq(fclose(w.file), 0);
}

static inline void ng_section(struct writing *w)
{
	write32(w, 0x0a0d0d0a);
	write32(w, 28);
	write32(w, 0x1a2b3c4d);
	write16(w, 1);
	write16(w, 0);
	write32(w, 0xffffffff);
	write32(w, 0xffffffff);
	write32(w, 28);
}

/* resolution: times in units of 10^-resolution s. */
static inline void ng_interface(struct writing *w, uint8_t resolution)
{
	write32(w, 1);
	write32(w, 32);
	write16(w, LINK_ETHERNET);
	write16(w, 0);
	write32(w, 65535);
	write16(w, 9);
	write16(w, 1);
	write_bytes(w, (uint8_t[4]){ resolution }, 4);
	write32(w, 0);
	write32(w, 32);
}

/* A block that says nothing of interfaces: a custom one. */
static inline void ng_other(struct writing *w)
{
	write32(w, 0xbad);
	write32(w, 16);
	write32(w, 4711);
	write32(w, 16);
}

/* units: of the interface, per second. */
static inline void ng_packet(
    struct writing *w, uint32_t interface, int64_t units, const struct shot *shot)
{
	uint64_t time = (uint64_t)(shot->time_ns / (NS / units));
	uint32_t pad = -shot->frame.len & 3;
	bool comment = shot->frame.len % 3 == 0;
	uint32_t size = 32 + shot->frame.len + pad + (comment ? 12 : 0);
	write32(w, 6);
	write32(w, size);
	write32(w, interface);
	write32(w, (uint32_t)(time >> 32));
	write32(w, (uint32_t)time);
	write32(w, shot->frame.len);
	write32(w, shot->frame.len + 7);
	write_bytes(w, shot->frame.bytes, shot->frame.len);
	write_bytes(w, "\0\0\0", pad);
	if (comment) {
		write16(w, 1);
		write16(w, 3);
		write_bytes(w, "abc", 4);
		write32(w, 0);
	}
	write32(w, size);
}
