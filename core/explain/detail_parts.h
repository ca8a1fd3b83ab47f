/* The pieces of the details, one file each; for core/explain/detail*.c alone. */
#pragma once

#include "core/explain/detail.h"

/* Lines on their way to the sink. */
struct detail {
	const struct detail_sink *out;
	unsigned depth;
};

void detail_line(const struct detail *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Bytes as hexadecimal digits after a label: "Options: 94040000". */
void detail_hex(const struct detail *d, const char *label, struct bytes bytes);

/* A frame and where its headers are. */
struct detail_frame {
	const struct frame *frame;
	const struct headers *where;
	const struct segment *segment; /* NULL when the frame holds none */
};

/* A header that was passed on the way to TCP, of any kind; and one of IP. */
void detail_layer(const struct detail *d, const struct detail_frame *f, const struct layer *layer);
void detail_ip(const struct detail *d, const struct detail_frame *f, const struct layer *layer);
/* session may be NULL. */
void detail_tcp(const struct detail *d, const struct detail_frame *f, const struct session *session,
    enum side from);

/* "0x0800 IPv4", or the number alone. */
void detail_ethertype(const struct detail *d, const char *label, uint16_t type);

/* The bytes from an offset to the captured end. */
struct bytes detail_from(const struct frame *frame, uint32_t at);
