#include <err.h>

#include "layer.h"

enum { ICMP = 1, TCP = 6, UDP = 17, ICMPV6 = 58 };

/* The checksum of a layer with a pseudo header, in its field there. */
static void set_checksum(struct wire *w, unsigned layer, uint32_t field, unsigned protocol)
{
	uint32_t at = w->layer[layer].at;
	wire_set16(w, at + field, 0);
	uint32_t sum = wire_sum(w->bytes + at, w->len - at, wire_pseudo_sum(w, layer, protocol));
	uint16_t folded = wire_fold(sum);
	/* In UDP 0 says that there is none. */
	wire_set16(w, at + field, protocol == UDP && folded == 0 ? 0xffff : folded);
}

static void close_tcp(struct wire *w, unsigned layer)
{
	if (!w->layer[layer].keep_checksum)
		set_checksum(w, layer, 16, TCP);
}

/* Begins an option of so many bytes at the end of its last word. */
static void put_option(struct wire *w, unsigned kind, size_t len)
{
	wire_fill(w, (4 - len % 4) % 4, 1);
	wire_put8(w, kind);
	wire_put8(w, (unsigned)len);
}

static void put_handshake_options(struct wire *w, const struct wire_tcp *h)
{
	if (h->mss != 0) {
		put_option(w, 2, 4);
		wire_put16(w, h->mss);
	}
	if (h->sack_ok)
		put_option(w, 4, 2);
	if (h->has_wscale) {
		put_option(w, 3, 3);
		wire_put8(w, h->wscale);
	}
}

static void put_options(struct wire *w, const struct wire_tcp *h, uint32_t at)
{
	put_handshake_options(w, h);
	if (h->has_timestamps) {
		put_option(w, 8, 10);
		wire_put32(w, h->ts_val);
		wire_put32(w, h->ts_ecr);
	}
	if (h->sack_count > 0)
		put_option(w, 5, 2 + 8 * h->sack_count);
	for (unsigned i = 0; i < h->sack_count; i++) {
		wire_put32(w, h->sack[i].start);
		wire_put32(w, h->sack[i].end);
	}
	if (h->has_fast_open) {
		put_option(w, 34, 2 + h->cookie_len);
		wire_payload(w, h->cookie, h->cookie_len);
	}
	wire_payload(w, h->options, h->options_len);
	wire_pad(w, at, 4);
}

uint32_t wire_tcp(struct wire *w, const struct wire_tcp *h)
{
	static const struct wire_id id = { { [WIRE_IP_PROTOCOL] = TCP } };
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_tcp;
	layer->keep_checksum = h->checksum != 0;
	wire_put16_or(w, h->sport, 40000);
	wire_put16_or(w, h->dport, 8000);
	wire_put32(w, h->seq);
	wire_put32(w, h->ack);
	uint32_t offset_at = wire_put16(w, 0);
	wire_put16(w, h->win);
	wire_put16(w, h->checksum);
	wire_put16(w, h->urgent);
	put_options(w, h, layer->at);
	unsigned len = w->len - layer->at;
	if (len > 60)
		errx(1, "a TCP header of %u bytes", len);
	wire_set16(w, offset_at, (h->header_len != 0 ? h->header_len : len) / 4 << 12 | h->flags);
	return layer->at;
}

static void close_udp(struct wire *w, unsigned layer)
{
	const struct wire_layer *l = &w->layer[layer];
	if (!l->keep_length)
		wire_set16(w, l->at + 4, w->len - l->at);
	if (!l->keep_checksum)
		set_checksum(w, layer, 6, UDP);
}

uint32_t wire_udp(struct wire *w, const struct wire_udp *h)
{
	static const struct wire_id id = { { [WIRE_IP_PROTOCOL] = UDP } };
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_udp;
	layer->keep_length = h->length != 0;
	layer->keep_checksum = h->checksum != 0;
	wire_put16_or(w, h->sport, 40000);
	wire_name_next(w, WIRE_UDP_PORT, h->dport);
	if (h->dport == 0)
		wire_set16(w, layer->next_at, 8000);
	wire_put16(w, h->length);
	wire_put16(w, h->checksum);
	return layer->at;
}

static void close_icmp(struct wire *w, unsigned layer)
{
	const struct wire_layer *l = &w->layer[layer];
	if (l->keep_checksum)
		return;
	if (wire_ip_around(w, layer) == 6) {
		set_checksum(w, layer, 2, ICMPV6);
	} else {
		wire_set16(w, l->at + 2, 0);
		wire_set16(w, l->at + 2, wire_checksum(w->bytes + l->at, w->len - l->at));
	}
}

uint32_t wire_icmp(struct wire *w, const struct wire_icmp *h)
{
	bool v6 = wire_ip_around(w, w->layers) == 6;
	struct wire_id id = { { [WIRE_IP_PROTOCOL] = v6 ? ICMPV6 : ICMP } };
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_icmp;
	layer->keep_checksum = h->checksum != 0;
	wire_put8(w, h->type);
	wire_put8(w, h->code);
	wire_put16(w, h->checksum);
	wire_put32(w, h->rest);
	return layer->at;
}
