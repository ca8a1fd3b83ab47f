#include "layer.h"

/* The last label of a stack is marked. */
static void close_mpls(struct wire *w, unsigned layer)
{
	bool last = layer + 1 == w->layers || w->layer[layer + 1].close != close_mpls;
	uint8_t *third = w->bytes + w->layer[layer].at + 2;
	*third = (uint8_t)((*third & ~1u) | last);
}

uint32_t wire_mpls(struct wire *w, const struct wire_mpls *h)
{
	static const struct wire_id id = { {
	    [WIRE_ETHERTYPE] = 0x8847,
	    [WIRE_IP_PROTOCOL] = 137,
	    [WIRE_PPP_PROTOCOL] = 0x0281,
	    [WIRE_UDP_PORT] = 6635,
	} };
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_mpls;
	wire_put32(w,
	    h->label << 12 | (h->traffic_class & 7u) << 9 | ((h->ttl != 0 ? h->ttl : 64) & 0xff));
	return layer->at;
}

static void close_pppoe(struct wire *w, unsigned layer)
{
	const struct wire_layer *l = &w->layer[layer];
	if (!l->keep_length)
		wire_set16(w, l->at + 4, w->len - l->at - 6);
}

uint32_t wire_pppoe(struct wire *w, const struct wire_pppoe *h)
{
	static const struct wire_id id = { { [WIRE_ETHERTYPE] = 0x8864 } };
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_pppoe;
	layer->keep_length = h->length != 0;
	wire_put16(w, 0x1100);
	wire_put16(w, h->session);
	wire_put16(w, h->length);
	return layer->at;
}

static void close_gre(struct wire *w, unsigned layer)
{
	uint32_t at = w->layer[layer].at;
	if (w->bytes[at] & 0x80) {
		wire_set16(w, at + 4, 0);
		wire_set16(w, at + 4, wire_checksum(w->bytes + at, w->len - at));
	}
}

/* RFC 2637, 4.1. */
static void close_pptp(struct wire *w, unsigned layer)
{
	uint32_t at = w->layer[layer].at;
	uint32_t header = w->bytes[at] & 0x10 ? 12 : 8;
	wire_set16(w, at + 4, w->len - at - header);
}

uint32_t wire_gre(struct wire *w, const struct wire_gre *h)
{
	static const struct wire_id id = { { [WIRE_IP_PROTOCOL] = 47, [WIRE_UDP_PORT] = 4754 } };
	struct wire_layer *layer = wire_open(w, &id);
	bool has_key = h->has_key || h->pptp;
	layer->close = h->pptp ? close_pptp : close_gre;
	wire_put16(w, (h->has_checksum ? 0x8000u : 0) | (has_key ? 0x2000u : 0) |
	                  (h->has_sequence ? 0x1000u : 0) | h->pptp);
	wire_name_next(w, WIRE_ETHERTYPE, h->type);
	if (h->has_checksum)
		wire_put32(w, 0);
	if (has_key)
		wire_put32(w, h->key);
	if (h->has_sequence)
		wire_put32(w, h->sequence);
	return layer->at;
}

uint32_t wire_erspan(struct wire *w, const struct wire_erspan *h)
{
	static const struct wire_id id = { { [WIRE_ETHERTYPE] = 0x88be } };
	uint32_t at = wire_open(w, &id)->at;
	wire_put16(w, 0x1000u | h->vlan);
	wire_put16(w, h->session);
	wire_put32(w, h->index);
	return at;
}

uint32_t wire_vxlan(struct wire *w, const struct wire_vxlan *h)
{
	struct wire_id id = { { [WIRE_UDP_PORT] = h->gpe ? 4790 : 4789 } };
	uint32_t at = wire_open(w, &id)->at;
	wire_put8(w, h->gpe ? 0x0c : 0x08);
	wire_put16(w, 0);
	if (h->gpe)
		wire_name_next(w, WIRE_GPE, 0);
	else
		wire_put8(w, 0);
	wire_put32(w, h->vni << 8);
	return at;
}

uint32_t wire_geneve(struct wire *w, const struct wire_geneve *h)
{
	static const struct wire_id id = { { [WIRE_UDP_PORT] = 6081 } };
	uint32_t at = wire_open(w, &id)->at;
	wire_put8(w, (unsigned)h->options_len / 4);
	wire_put8(w, 0);
	wire_name_next(w, WIRE_ETHERTYPE, h->type);
	wire_put32(w, h->vni << 8);
	wire_payload(w, h->options, h->options_len);
	return at;
}

static void close_gtpu(struct wire *w, unsigned layer)
{
	const struct wire_layer *l = &w->layer[layer];
	if (!l->keep_length)
		wire_set16(w, l->at + 2, w->len - l->at - 8);
}

uint32_t wire_gtpu(struct wire *w, const struct wire_gtpu *h)
{
	static const struct wire_id id = { { [WIRE_UDP_PORT] = 2152 } };
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_gtpu;
	layer->keep_length = h->length != 0;
	wire_put16(w, h->has_sequence ? 0x32ff : 0x30ff);
	wire_put16(w, h->length);
	wire_put32(w, h->teid);
	if (h->has_sequence)
		wire_put32(w, (uint32_t)h->sequence << 16);
	return layer->at;
}

uint32_t wire_l2tp(struct wire *w, const struct wire_l2tp *h)
{
	static const struct wire_id id = { { [WIRE_UDP_PORT] = 1701 } };
	uint32_t at = wire_open(w, &id)->at;
	wire_put16(w, 0x0002);
	wire_put16(w, h->tunnel);
	wire_put16(w, h->session);
	return at;
}
