#include <string.h>

#include "layer.h"

#define IPV4_LEN 20
#define IPV6_LEN 40
#define FRAGMENT6 44
#define AH 51

static const struct wire_id ipv4_id = { {
    [WIRE_ETHERTYPE] = 0x0800,
    [WIRE_IP_PROTOCOL] = 4,
    [WIRE_PPP_PROTOCOL] = 0x0021,
    [WIRE_FAMILY] = 2,
    [WIRE_GPE] = 1,
} };

static const struct wire_id ipv6_id = { {
    [WIRE_ETHERTYPE] = 0x86dd,
    [WIRE_IP_PROTOCOL] = 41,
    [WIRE_PPP_PROTOCOL] = 0x0057,
    [WIRE_FAMILY] = 30,
    [WIRE_GPE] = 2,
} };

static uint32_t ipv4_header_len(const struct wire *w, uint32_t at)
{
	return (w->bytes[at] & 15u) * 4;
}

static void close_ipv4(struct wire *w, unsigned layer)
{
	const struct wire_layer *l = &w->layer[layer];
	if (!l->keep_length)
		wire_set16(w, l->at + 2, w->len - l->at);
	if (l->keep_checksum)
		return;
	wire_set16(w, l->at + 10, 0);
	wire_set16(w, l->at + 10, wire_checksum(w->bytes + l->at, ipv4_header_len(w, l->at)));
}

uint32_t wire_ipv4(struct wire *w, const struct wire_ipv4 *h)
{
	struct wire_layer *layer = wire_open(w, &ipv4_id);
	layer->ip_version = 4;
	layer->close = close_ipv4;
	layer->keep_length = h->length != 0;
	layer->keep_checksum = h->checksum != 0;
	wire_put8(w, 0x40 | (unsigned)(IPV4_LEN + h->options_len + 3) / 4);
	wire_put8(w, h->tos);
	wire_put16(w, h->length);
	wire_put16(w, h->id);
	wire_put16(
	    w, (h->dont_fragment ? 0x4000u : 0) | (h->more_fragments ? 0x2000u : 0) | h->fragment);
	wire_put8_or(w, h->ttl, 64);
	wire_name_next(w, WIRE_IP_PROTOCOL, h->protocol);
	wire_put16(w, h->checksum);
	wire_put_address(w, h->src, "\xc0\0\x02\x01", 4);
	wire_put_address(w, h->dst, "\xc6\x33\x64\x02", 4);
	wire_payload(w, h->options, h->options_len);
	wire_pad(w, layer->at, 4);
	return layer->at;
}

static void close_ipv6(struct wire *w, unsigned layer)
{
	const struct wire_layer *l = &w->layer[layer];
	if (!l->keep_length)
		wire_set16(w, l->at + 4, w->len - l->at - IPV6_LEN);
}

uint32_t wire_ipv6(struct wire *w, const struct wire_ipv6 *h)
{
	struct wire_layer *layer = wire_open(w, &ipv6_id);
	layer->ip_version = 6;
	layer->close = close_ipv6;
	layer->keep_length = h->length != 0;
	wire_put32(w, 6u << 28 | (uint32_t)h->tos << 20 | (h->flow_label & 0xfffff));
	wire_put16(w, h->length);
	wire_name_next(w, WIRE_IP_PROTOCOL, h->next);
	wire_put8_or(w, h->hop_limit, 64);
	wire_put_address(w, h->src, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
	wire_put_address(w, h->dst, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02", 16);
	return layer->at;
}

/* A body that says nothing. */
static void put_empty_body(struct wire *w, unsigned kind)
{
	if (kind == AH)
		wire_payload(w, "\0\0\0\0\0\x01\0\0\0\x01", 10);
	else if (kind == 43)
		wire_payload(w, "\x04\0\0\0\0\0", 6);
	else
		wire_payload(w, "\x01\x04\0\0\0\0", 6);
}

uint32_t wire_extension(struct wire *w, const struct wire_extension *h)
{
	unsigned kind = h->kind & 0xff;
	struct wire_id id = { { [WIRE_IP_PROTOCOL] = kind != 0 ? kind : WIRE_ZERO } };
	uint32_t at = wire_open(w, &id)->at;
	wire_name_next(w, WIRE_IP_PROTOCOL, h->next);
	wire_put8(w, h->length);
	if (h->body != NULL)
		wire_payload(w, h->body, h->body_len);
	else
		put_empty_body(w, kind);
	if (h->length == 0)
		w->bytes[at + 1] =
		    (uint8_t)(kind == AH ? (w->len - at) / 4 - 2 : (w->len - at) / 8 - 1);
	return at;
}

uint32_t wire_fragment6(struct wire *w, const struct wire_fragment6 *h)
{
	static const struct wire_id id = { { [WIRE_IP_PROTOCOL] = FRAGMENT6 } };
	uint32_t at = wire_open(w, &id)->at;
	wire_name_next(w, WIRE_IP_PROTOCOL, h->next);
	wire_put8(w, 0);
	wire_put16(w, (unsigned)h->offset << 3 | h->more_fragments);
	wire_put32(w, h->id);
	return at;
}

/* The layer of the outermost IP header; one must be there. */
static unsigned outermost_ip(const struct wire *w)
{
	unsigned i = 0;
	while (i < w->layers && w->layer[i].ip_version == 0)
		i++;
	assert(i < w->layers);
	return i;
}

void wire_fragment(
    const struct wire *whole, uint32_t from, uint32_t len, uint32_t id, struct wire *out)
{
	unsigned ip = outermost_ip(whole);
	uint32_t at = whole->layer[ip].at;
	bool v4 = whole->layer[ip].ip_version == 4;
	uint32_t content = at + (v4 ? ipv4_header_len(whole, at) : IPV6_LEN);
	bool more = content + from + len < whole->len;
	assert(from % 8 == 0 && content + from + len <= whole->len);
	wire_begin(out);
	wire_payload(out, whole->bytes, content);
	memcpy(out->layer, whole->layer, (ip + 1) * sizeof(out->layer[0]));
	out->layers = ip + 1;
	if (v4) {
		wire_set16(out, at + 6, (more ? 0x2000 : 0) | from / 8);
	} else {
		unsigned next = whole->bytes[at + 6];
		out->layer[ip].registry = WIRE_IP_PROTOCOL;
		wire_fragment6(out, &(struct wire_fragment6){ (uint16_t)(from / 8), more, id,
		                        next != 0 ? next : WIRE_ZERO });
	}
	wire_payload(out, whole->bytes + content + from, len);
	wire_end(out);
}

uint32_t wire_quote(struct wire *w, const struct wire *quoted, size_t n)
{
	uint32_t at = quoted->layer[outermost_ip(quoted)].at;
	size_t whole = quoted->caplen - at;
	return wire_payload(w, quoted->bytes + at, n < whole ? n : whole);
}
