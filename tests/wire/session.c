#include "session.h"

#define MSS 1460
#define WSCALE 7

static void put_host(uint8_t *at, uint32_t host)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (uint8_t)(host >> (24 - 8 * i));
}

static void put_link(struct wire *w, unsigned side)
{
	static const struct wire_ethernet link[2] = {
		{ .src = { 2, 0, 0, 0, 0, 1 }, .dst = { 2, 0, 0, 0, 0, 2 } },
		{ .src = { 2, 0, 0, 0, 0, 2 }, .dst = { 2, 0, 0, 0, 0, 1 } },
	};
	wire_ethernet(w, &link[side]);
}

static void put_ip(struct wire *w, const struct wire_segment *s)
{
	uint32_t src = s->ends->host[s->side], dst = s->ends->host[1 - s->side];
	if (s->ends->v6) {
		struct wire_ipv6 ip = { .src = { 0x20, 0x01, 0x0d, 0xb8 },
			.dst = { 0x20, 0x01, 0x0d, 0xb8 } };
		put_host(ip.src + 12, src);
		put_host(ip.dst + 12, dst);
		wire_ipv6(w, &ip);
	} else {
		struct wire_ipv4 ip = { .id = s->id, .dont_fragment = true };
		put_host(ip.src, src);
		put_host(ip.dst, dst);
		wire_ipv4(w, &ip);
	}
}

static void put_tcp(struct wire *w, const struct wire_segment *s)
{
	bool syn = s->flags & TCP_SYN, ack = s->flags & TCP_ACK;
	wire_tcp(w, &(struct wire_tcp){ .sport = s->ends->port[s->side],
	                .dport = s->ends->port[1 - s->side],
	                .seq = s->seq,
	                .ack = ack ? s->ack : 0,
	                .flags = s->flags,
	                .win = s->win,
	                .mss = syn ? MSS : 0,
	                .sack_ok = syn,
	                .has_wscale = syn,
	                .wscale = WSCALE,
	                .has_timestamps = s->ends->timestamps,
	                .ts_val = s->clock,
	                .ts_ecr = ack ? s->clock - 1 : 0,
	                .sack = { s->sack },
	                .sack_count = s->sack.start != s->sack.end,
	                .checksum = s->checksum });
}

void wire_segment(struct wire *w, const struct wire_segment *s)
{
	wire_begin(w);
	put_link(w, s->side);
	put_ip(w, s);
	put_tcp(w, s);
	if (s->payload != NULL)
		wire_payload(w, s->payload, s->len);
	else
		wire_fill(w, s->len, 'x');
	wire_end(w);
}
