#include "frame.h"

#include <string.h>

#define TCP_LEN 20

static uint8_t *put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return at + 2;
}

static uint8_t *put32(uint8_t *at, uint32_t value)
{
	return put16(put16(at, value >> 16), value);
}

static uint8_t *put(uint8_t *at, const void *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

static uint8_t *put_ethernet(uint8_t *at, const struct frame_spec *s)
{
	static const uint8_t mac[2][6] = { { 2, 0, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0, 2 } };
	at = put(at, mac[1 - s->side], sizeof(mac[0]));
	at = put(at, mac[s->side], sizeof(mac[0]));
	return put16(at, s->ends->v6 ? 0x86dd : 0x0800);
}

static void put_checksum(uint8_t *header)
{
	uint32_t sum = 0;
	for (unsigned i = 0; i < 20; i += 2)
		sum += (uint32_t)header[i] << 8 | header[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	put16(header + 10, ~(sum + (sum >> 16)));
}

static uint8_t *put_ipv4(uint8_t *at, const struct frame_spec *s, size_t tcp_len)
{
	uint8_t *header = at;
	at = put(at, (uint8_t[]){ 0x45, 0 }, 2);
	at = put16(at, (uint32_t)(20 + tcp_len));
	at = put16(at, s->id);
	at = put(at, (uint8_t[]){ 0x40, 0, 64, 6, 0, 0 }, 6);
	at = put32(at, s->ends->host[s->side]);
	at = put32(at, s->ends->host[1 - s->side]);
	put_checksum(header);
	return at;
}

static uint8_t *put_ipv6(uint8_t *at, const struct frame_spec *s, size_t tcp_len)
{
	static const uint8_t network[12] = { 0x20, 0x01, 0x0d, 0xb8 };
	at = put32(at, 0x60000000);
	at = put16(at, (uint32_t)tcp_len);
	at = put(at, (uint8_t[]){ 6, 64 }, 2);
	for (unsigned i = 0; i < 2; i++) {
		at = put(at, network, sizeof(network));
		at = put32(at, s->ends->host[i == 0 ? s->side : 1 - s->side]);
	}
	return at;
}

/* As Linux orders them. */
static size_t options(const struct frame_spec *s, uint8_t *out)
{
	uint8_t *at = out;
	if (s->flags & TCP_SYN)
		at = put(at, (uint8_t[]){ 2, 4, 5, 0xb4, 1, 1, 4, 2, 1, 3, 3, 7 }, 12);
	if (s->ends->timestamps) {
		at = put(at, (uint8_t[]){ 1, 1, 8, 10 }, 4);
		at = put32(put32(at, s->clock), s->flags & TCP_ACK ? s->clock - 1 : 0);
	}
	if (s->sack.start != s->sack.end) {
		at = put(at, (uint8_t[]){ 1, 1, 5, 10 }, 4);
		at = put32(put32(at, s->sack.start), s->sack.end);
	}
	return (size_t)(at - out);
}

static uint8_t *put_tcp(uint8_t *at, const struct frame_spec *s, const uint8_t *option, size_t len)
{
	at = put16(at, s->ends->port[s->side]);
	at = put16(at, s->ends->port[1 - s->side]);
	at = put32(at, s->seq);
	at = put32(at, s->flags & TCP_ACK ? s->ack : 0);
	at = put16(at, (uint32_t)(TCP_LEN + len) / 4 << 12 | s->flags);
	at = put16(at, s->win);
	at = put32(at, 0);
	return put(at, option, len);
}

size_t frame_build(const struct frame_spec *s, uint8_t *out)
{
	uint8_t option[40];
	size_t option_len = options(s, option), tcp_len = TCP_LEN + option_len + s->len;
	uint8_t *at = put_ethernet(out, s);
	at = s->ends->v6 ? put_ipv6(at, s, tcp_len) : put_ipv4(at, s, tcp_len);
	at = put_tcp(at, s, option, option_len);
	memset(at, 'x', s->len);
	return (size_t)(at - out) + s->len;
}
