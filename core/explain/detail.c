#include "core/explain/detail.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/base/bytes.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"
#include "core/explain/detail_parts.h"

#define LINE_TEXT 320
/* The most payload of a packet with 1500 bytes, without options. */
#define ETHERNET_PAYLOAD 1460

void detail_line(const struct detail *d, const char *format, ...)
{
	char text[LINE_TEXT];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	d->out->line(d->out->ctx, d->depth, text);
}

void detail_hex(const struct detail *d, const char *label, struct bytes bytes)
{
	char digits[LINE_TEXT / 2];
	struct writer w = writer_begin(digits, sizeof digits);
	writer_hex(&w, bytes);
	detail_line(d, "%s: %s", label, digits);
}

struct bytes detail_from(const struct frame *frame, uint32_t at)
{
	struct bytes rest = { frame->bytes, frame->caplen };
	if (!bytes_skip(&rest, at))
		return (struct bytes){ 0 };
	return rest;
}

static void payload(const struct detail *d, const struct detail_frame *f)
{
	uint32_t captured = f->where->payload_captured;
	const char *joined = f->segment->len > ETHERNET_PAYLOAD
	                         ? " (more than an Ethernet frame: joined by the network card "
	                           "(offload), or a larger MTU)"
	                         : "";
	if (captured < f->segment->len)
		detail_line(d, "Payload: %s bytes%s, %s of them captured", GROUPED(f->segment->len),
		    joined, GROUPED(captured));
	else
		detail_line(d, "Payload: %s byte%s%s", GROUPED(f->segment->len),
		    f->segment->len == 1 ? "" : "s", joined);
}

void detail_headers(int link_type, const struct frame *frame, const struct session *session,
    enum side from, const struct detail_sink *out)
{
	struct segment segment;
	struct headers where;
	enum decode_result result = decode_frame(link_type, frame, &segment, &where);
	bool whole = result == DECODE_SEGMENT;
	const struct detail d = { .out = out };
	const struct detail_frame f = { frame, &where, whole ? &segment : NULL };
	detail_line(&d, "Frame: %u bytes on the wire, %u captured", frame->len, frame->caplen);
	for (unsigned i = 0; i < where.layers; i++)
		detail_layer(&d, &f, &where.layer[i]);
	if (!whole) {
		detail_line(&d, "No TCP segment: %s",
		    result == DECODE_NOT_TCP ? other_name((enum other_kind)where.other)
		                             : decode_result_name(result));
		return;
	}
	detail_tcp(&d, &f, session, from);
	payload(&d, &f);
}
