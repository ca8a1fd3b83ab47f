/* Shared by core/explain/detail*.c: one file for each part of the details. */
#pragma once

#include "core/explain/detail.h"

/* The sink, and the indent of the next line. */
struct detail {
	const struct detail_sink *out;
	unsigned depth;
};

void detail_line(const struct detail *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Writes bytes as hexadecimal digits after a label: "Options: 94040000". */
void detail_hex(const struct detail *d, const char *label, struct bytes bytes);

/* A frame and the offsets of its headers. */
struct detail_frame {
	const struct frame *frame;
	const struct headers *where;
	const struct segment *segment; /* NULL if the frame holds none */
};

/* Writes a header in front of TCP: detail_layer() one of any kind, detail_ip() an IP header. */
void detail_layer(const struct detail *d, const struct detail_frame *f, const struct layer *layer);
void detail_ip(const struct detail *d, const struct detail_frame *f, const struct layer *layer);
/* Writes the TCP header and its options. session may be NULL. */
void detail_tcp(const struct detail *d, const struct detail_frame *f, const struct session *session,
    enum side from);

/* Writes "0x0800 IPv4", or only the number if it has no name. */
void detail_ethertype(const struct detail *d, const char *label, uint16_t type);

/* Returns the captured bytes from an offset on (borrowed). */
struct bytes detail_from(const struct frame *frame, uint32_t at);
