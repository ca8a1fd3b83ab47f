/* Capture files of every make, written for tests:
 *
 *     struct wire_file f = { .out = fopen(path, "w") };
 *     wire_pcap_begin(&f, LINK_ETHERNET);
 *     wire_pcap_frame(&f, time_ns, &w);
 *     wire_file_close(&f);
 *
 * A frame is written with its captured bytes and its length on the wire. The program ends with a
 * message where a file cannot be written. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "wire.h"

#define NS 1000000000ll

#define PCAP_MICRO 0xa1b2c3d4
#define PCAP_NANO 0xa1b23c4d
/* With 8 more bytes before each frame, as old patches for Linux had it. */
#define PCAP_MODIFIED 0xa1b2cd34

struct wire_file {
	FILE *out;
	bool big;         /* big endian */
	uint32_t magic;   /* of pcap; 0: PCAP_MICRO */
	uint32_t snaplen; /* of pcap; 0: 65535 */
};

/* Closes the file; where `out` is NULL, because it could not be opened, or something could not be
 * written, it ends the program. */
void wire_file_close(struct wire_file *f);

/* Write single values in the byte order of the file. */
void wire_write16(struct wire_file *f, unsigned value);
void wire_write32(struct wire_file *f, uint32_t value);
void wire_write_bytes(struct wire_file *f, const void *bytes, size_t n);

/* pcap: the file header, and one record. The time is cut to what the file can tell. */
void wire_pcap_begin(struct wire_file *f, uint32_t link_type);
void wire_pcap_frame(struct wire_file *f, int64_t time_ns, const struct wire *w);

/* pcapng: one block each. Strings that are NULL and numbers that are 0 leave their option out. */

struct wire_ng_section {
	const char *comment, *application;
};
void wire_ng_section(struct wire_file *f, const struct wire_ng_section *s);

struct wire_ng_interface {
	unsigned link_type;  /* 0 is LINK_NULL */
	uint32_t snaplen;    /* 0: no limit */
	unsigned resolution; /* as if_tsresol; WIRE_ZERO: units of one second */
	int64_t offset_s;    /* added to all times */
	const char *name, *comment;
};
void wire_ng_interface(struct wire_file *f, const struct wire_ng_interface *i);

struct wire_ng_packet {
	uint32_t interface;
	uint64_t time;  /* in units of the interface */
	uint32_t flags; /* epb_flags: 1 inbound, 2 outbound */
	const char *comment;
};
void wire_ng_packet(struct wire_file *f, const struct wire_ng_packet *p, const struct wire *w);

/* A simple packet block: of the first interface, without a time. The caller sees to it that the
 * frame is not cut to anything but the snap length of that interface. */
void wire_ng_simple(struct wire_file *f, const struct wire *w);

/* Any other block; the body is padded to 4 bytes. */
void wire_ng_block(struct wire_file *f, uint32_t type, const void *body, size_t n);
