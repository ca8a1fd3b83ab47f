#include "layer.h"

static const uint8_t usual_src[8] = { 2, 0, 0, 0, 0, 2 }, usual_dst[6] = { 2, 0, 0, 0, 0, 1 };

/* As a payload of Ethernet in a tunnel: transparent Ethernet bridging. */
static const struct wire_id ethernet_id = { { [WIRE_ETHERTYPE] = 0x6558, [WIRE_GPE] = 3 } };

uint32_t wire_ethernet(struct wire *w, const struct wire_ethernet *h)
{
	uint32_t at = wire_open(w, &ethernet_id)->at;
	wire_put_address(w, h->dst, usual_dst, 6);
	wire_put_address(w, h->src, usual_src, 6);
	wire_name_next(w, WIRE_ETHERTYPE, h->type);
	return at;
}

uint32_t wire_vlan(struct wire *w, const struct wire_vlan *h)
{
	struct wire_id id = { { [WIRE_ETHERTYPE] = h->tpid != 0 ? h->tpid : 0x8100 } };
	uint32_t at = wire_open(w, &id)->at;
	wire_put16(w, h->tci);
	wire_name_next(w, WIRE_ETHERTYPE, h->type);
	return at;
}

/* The type before LLC is the length of the frame. */
static void close_llc_snap(struct wire *w, unsigned layer)
{
	uint32_t at = w->layer[layer].at;
	wire_set16(w, at - 2, w->len - at);
}

uint32_t wire_llc_snap(struct wire *w, const struct wire_llc_snap *h)
{
	static const struct wire_id id;
	struct wire_layer *layer = wire_open(w, &id);
	layer->close = close_llc_snap;
	wire_payload(w, "\xaa\xaa\x03", 3);
	wire_put8(w, h->oui >> 16);
	wire_put16(w, h->oui & 0xffff);
	wire_name_next(w, WIRE_ETHERTYPE, h->type);
	return layer->at;
}

uint32_t wire_sll(struct wire *w, const struct wire_sll *h)
{
	static const struct wire_id id;
	uint32_t at = wire_open(w, &id)->at;
	wire_put16(w, h->packet_type);
	wire_put16_or(w, h->device_type, 1);
	wire_put16_or(w, h->address_len, 6);
	wire_put_address(w, h->address, usual_src, 8);
	wire_name_next(w, WIRE_ETHERTYPE, h->protocol);
	return at;
}

uint32_t wire_sll2(struct wire *w, const struct wire_sll *h)
{
	static const struct wire_id id;
	uint32_t at = wire_open(w, &id)->at;
	wire_name_next(w, WIRE_ETHERTYPE, h->protocol);
	wire_put16(w, 0);
	wire_put32(w, h->interface);
	wire_put16_or(w, h->device_type, 1);
	wire_put8(w, h->packet_type);
	wire_put8_or(w, h->address_len, 6);
	wire_put_address(w, h->address, usual_src, 8);
	return at;
}

uint32_t wire_null(struct wire *w, const struct wire_null *h)
{
	static const struct wire_id id;
	struct wire_layer *layer = wire_open(w, &id);
	layer->swapped = h->swapped;
	wire_name_next(w, WIRE_FAMILY, h->family);
	return layer->at;
}

uint32_t wire_ppp(struct wire *w, const struct wire_ppp *h)
{
	static const struct wire_id id = { { [WIRE_ETHERTYPE] = 0x880b } };
	uint32_t at = wire_open(w, &id)->at;
	if (h->framed)
		wire_put16(w, 0xff03);
	wire_name_next(w, WIRE_PPP_PROTOCOL, h->protocol);
	return at;
}
