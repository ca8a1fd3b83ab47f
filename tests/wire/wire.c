#include "wire.h"

#include <err.h>
#include <string.h>

#include "layer.h"

void wire_begin(struct wire *w)
{
	w->len = w->caplen = 0;
	w->layers = 0;
}

void wire_end(struct wire *w)
{
	for (unsigned i = w->layers; i-- > 0;)
		if (w->layer[i].close != NULL)
			w->layer[i].close(w, i);
	w->caplen = w->len;
}

/* Appends n bytes, which the caller writes. */
static uint8_t *append(struct wire *w, size_t n)
{
	if (n > WIRE_MAX - w->len)
		errx(1, "a frame of more than %d bytes", WIRE_MAX);
	uint8_t *at = w->bytes + w->len;
	w->len += (uint32_t)n;
	return at;
}

uint32_t wire_payload(struct wire *w, const void *bytes, size_t n)
{
	uint32_t at = w->len;
	if (n > 0)
		memcpy(append(w, n), bytes, n);
	return at;
}

uint32_t wire_fill(struct wire *w, size_t n, unsigned byte)
{
	uint32_t at = w->len;
	memset(append(w, n), (int)byte, n);
	return at;
}

uint32_t wire_put8(struct wire *w, unsigned value)
{
	return wire_fill(w, 1, value & 0xff);
}

uint32_t wire_put16(struct wire *w, unsigned value)
{
	return wire_payload(w, (uint8_t[]){ (uint8_t)(value >> 8), (uint8_t)value }, 2);
}

uint32_t wire_put32(struct wire *w, uint32_t value)
{
	uint32_t at = wire_put16(w, value >> 16);
	wire_put16(w, value & 0xffff);
	return at;
}

uint32_t wire_put8_or(struct wire *w, unsigned given, unsigned usual)
{
	return wire_put8(w, given != 0 ? given : usual);
}

uint32_t wire_put16_or(struct wire *w, unsigned given, unsigned usual)
{
	return wire_put16(w, given != 0 ? given : usual);
}

void wire_put_address(struct wire *w, const uint8_t *given, const void *usual, size_t n)
{
	bool is_given = false;
	for (size_t i = 0; i < n; i++)
		is_given |= given[i] != 0;
	wire_payload(w, is_given ? given : usual, n);
}

void wire_pad(struct wire *w, uint32_t at, size_t n)
{
	wire_fill(w, (n - (w->len - at) % n) % n, 0);
}

void wire_set16(struct wire *w, uint32_t at, unsigned value)
{
	w->bytes[at] = (uint8_t)(value >> 8);
	w->bytes[at + 1] = (uint8_t)value;
}

void wire_trailer(struct wire *w, size_t n)
{
	wire_fill(w, n, 0);
	w->caplen = w->len;
}

void wire_snap(struct wire *w, uint32_t snaplen)
{
	if (w->caplen > snaplen)
		w->caplen = snaplen;
}

static void set32(struct wire *w, uint32_t at, uint32_t value)
{
	wire_set16(w, at, value >> 16);
	wire_set16(w, at + 2, value & 0xffff);
}

/* The number of the layer inside, in the field that names it. */
static void set_name(struct wire *w, const struct wire_layer *outer, uint32_t number)
{
	switch (outer->registry) {
	case WIRE_IP_PROTOCOL:
	case WIRE_GPE:
		w->bytes[outer->next_at] = (uint8_t)number;
		break;
	case WIRE_FAMILY:
		set32(w, outer->next_at, outer->swapped ? __builtin_bswap32(number) : number);
		break;
	default:
		wire_set16(w, outer->next_at, number);
	}
}

struct wire_layer *wire_open(struct wire *w, const struct wire_id *id)
{
	if (w->layers == WIRE_LAYERS_MAX)
		errx(1, "a frame of more than %d layers", WIRE_LAYERS_MAX);
	if (w->layers > 0) {
		const struct wire_layer *outer = &w->layer[w->layers - 1];
		if (outer->registry != WIRE_NAMES_NOTHING && id->number[outer->registry] != 0)
			set_name(w, outer, id->number[outer->registry]);
	}
	struct wire_layer *layer = &w->layer[w->layers++];
	*layer = (struct wire_layer){ .at = w->len };
	return layer;
}

void wire_name_next(struct wire *w, enum wire_registry registry, unsigned given)
{
	struct wire_layer *layer = &w->layer[w->layers - 1];
	layer->registry = registry;
	layer->next_at = w->len;
	wire_fill(w,
	    registry == WIRE_FAMILY                                ? 4
	    : registry == WIRE_IP_PROTOCOL || registry == WIRE_GPE ? 1
	                                                           : 2,
	    0);
	if (given == 0)
		return;
	set_name(w, layer, given);
	layer->registry = WIRE_NAMES_NOTHING;
}

uint32_t wire_sum(const uint8_t *bytes, size_t n, uint32_t sum)
{
	for (size_t i = 0; i + 1 < n; i += 2)
		sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
	return n % 2 == 0 ? sum : sum + ((uint32_t)bytes[n - 1] << 8);
}

uint16_t wire_fold(uint32_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

uint16_t wire_checksum(const uint8_t *bytes, size_t n)
{
	return wire_fold(wire_sum(bytes, n, 0));
}

/* The IP header around a layer, or NULL. */
static const struct wire_layer *ip_around(const struct wire *w, unsigned layer)
{
	for (unsigned i = layer; i-- > 0;)
		if (w->layer[i].ip_version != 0)
			return &w->layer[i];
	return NULL;
}

unsigned wire_ip_around(const struct wire *w, unsigned layer)
{
	const struct wire_layer *ip = ip_around(w, layer);
	return ip != NULL ? ip->ip_version : 0;
}

uint32_t wire_pseudo_sum(const struct wire *w, unsigned layer, unsigned protocol)
{
	const struct wire_layer *ip = ip_around(w, layer);
	uint32_t sum = protocol + (w->len - w->layer[layer].at);
	if (ip == NULL)
		return 0;
	return ip->ip_version == 4 ? wire_sum(w->bytes + ip->at + 12, 8, sum)
	                           : wire_sum(w->bytes + ip->at + 8, 32, sum);
}
