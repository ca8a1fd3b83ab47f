#include "core/decode/chain.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/writer.h"

/* The property of a header that tells tunnels apart. */
enum tells {
	TELLS_NOTHING, /* headers of the link, and those that only name the next one */
	TELLS_NAME,    /* the kind alone; the number may differ by flow */
	TELLS_NUMBER,
	TELLS_ADDRESSES,
};

static enum tells tells(enum layer_kind kind)
{
	switch (kind) {
	case LAYER_IPV4:
	case LAYER_IPV6:
		return TELLS_ADDRESSES;
	case LAYER_VLAN:
	case LAYER_BACKBONE:
	case LAYER_ETAG:
	case LAYER_METADATA:
	case LAYER_PPPOE:
	case LAYER_VXLAN:
	case LAYER_VXLAN_GPE:
	case LAYER_GENEVE:
	case LAYER_LISP:
	case LAYER_NSH:
	case LAYER_ERSPAN_2:
	case LAYER_ERSPAN_3:
		return TELLS_NUMBER;
	case LAYER_MPLS:
	case LAYER_FABRICPATH:
	case LAYER_TRILL:
	case LAYER_VNTAG:
	case LAYER_HSR:
	case LAYER_MACSEC:
	case LAYER_L2TP:
	case LAYER_L2TPV3:
	case LAYER_GRE:
	case LAYER_ERSPAN_1:
	case LAYER_WCCP:
	case LAYER_ETHERIP:
	case LAYER_ESP:
	case LAYER_GTP:
	case LAYER_CAPWAP:
	case LAYER_TEREDO:
	case LAYER_TZSP:
		return TELLS_NAME;
	default:
		return TELLS_NOTHING;
	}
}

bool chain_any(const struct headers *where)
{
	/* Most frames have two headers: the link's and IP's. */
	for (unsigned i = 0; i + 1 < where->layers; i++)
		if (tells((enum layer_kind)where->layer[i].kind) != TELLS_NOTHING)
			return true;
	return false;
}

__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b)
{
	wide product =
	    (wide)(a ^ UINT64_C(0x9e3779b97f4a7c15)) * (b ^ UINT64_C(0xe7037ed1a0b428db));
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Reads the addresses of an outer IP header, which the decoder found complete. */
static void addresses(const struct frame *frame, const struct layer *layer, struct endpoint end[2])
{
	const uint8_t *at = frame->bytes + layer->at;
	bool v4 = layer->kind == LAYER_IPV4;
	end[0] = (struct endpoint){ .addr = v4 ? addr_from_v4(at + 12) : addr_from_v6(at + 8) };
	end[1] = (struct endpoint){ .addr = v4 ? addr_from_v4(at + 16) : addr_from_v6(at + 24) };
}

uint64_t chain_key(const struct frame *frame, const struct headers *where)
{
	uint64_t key = 1;
	struct endpoint end[2];
	for (unsigned i = 0; i + 1 < where->layers; i++) {
		const struct layer *layer = &where->layer[i];
		enum tells told = tells((enum layer_kind)layer->kind);
		if (told == TELLS_NOTHING)
			continue;
		key = mix(key, layer->kind + 1U);
		if (told == TELLS_NUMBER)
			key = mix(key, layer->value);
		if (told != TELLS_ADDRESSES)
			continue;
		addresses(frame, layer, end);
		for (unsigned n = 0; n < 2; n++) {
			uint64_t half[2];
			memcpy(half, end[n].addr.b, sizeof(half));
			key = mix(mix(key, half[0]), half[1]);
		}
	}
	return key | 1;
}

/* Returns true if the outer addresses tell sessions apart because the tunnel names no network. */
static bool addresses_count(const struct headers *where, unsigned i)
{
	switch (where->layer[i + 1].kind) {
	case LAYER_IPV4:
	case LAYER_IPV6:
		return true;
	case LAYER_GRE:
		return where->layer[i + 2].kind == LAYER_IPV4 ||
		       where->layer[i + 2].kind == LAYER_IPV6;
	case LAYER_UDP:
		return where->layer[i + 2].kind == LAYER_GTP;
	default:
		return false;
	}
}

uint64_t chain_path_key(const struct frame *frame, const struct headers *where)
{
	uint64_t key = 0;
	struct endpoint end[2];
	for (unsigned i = 0; i + 1 < where->layers; i++) {
		const struct layer *layer = &where->layer[i];
		enum layer_kind kind = (enum layer_kind)layer->kind;
		if (layer_is_network(kind) ||
		    (kind == LAYER_GRE && layer->value != 0 && layer[1].kind == LAYER_ETHERNET)) {
			key = mix(key, ((uint64_t)kind << 32) + layer->value);
		} else if (tells(kind) == TELLS_ADDRESSES && addresses_count(where, i)) {
			addresses(frame, layer, end);
			key = mix(key, endpoints_hash(&end[0], &end[1]));
		}
	}
	return key;
}

size_t chain_format(const struct frame *frame, const struct headers *where, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	for (unsigned i = 0; i + 1 < where->layers; i++) {
		const struct layer *layer = &where->layer[i];
		enum tells told = tells((enum layer_kind)layer->kind);
		if (told == TELLS_NOTHING)
			continue;
		writer_print(
		    &w, "%s%s", w.len > 0 ? "\n" : "", layer_name((enum layer_kind)layer->kind));
		if (told == TELLS_NUMBER)
			writer_print(&w, " %u", layer->value);
		if (told != TELLS_ADDRESSES)
			continue;
		struct endpoint end[2];
		char text[2][ADDR_TEXT];
		addresses(frame, layer, end);
		for (unsigned n = 0; n < 2; n++)
			addr_format(&end[n].addr, text[n], sizeof(text[n]));
		writer_print(&w, " %s > %s", text[0], text[1]);
	}
	return w.len;
}
