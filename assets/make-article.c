/* Writes article.pcap to standard output: the session of the article at
 * https://typecodes.com/linux/simpletcpdumpapply.html, segment by segment as tcpdump printed it
 * there.
 *
 * From the article: times of day (taken as UTC; the date is the one in its source code), addresses,
 * ports, flags, sequence and acknowledgement numbers, windows, options, and the payload. Invented:
 * MAC addresses, IP identification and time to live. Checksums are correct. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tests/wire/capture_file.h"

#define MIDNIGHT INT64_C(1443139200) /* 2015-09-25T00:00:00Z */
#define AT(hour, minute, second) (MIDNIGHT + (hour)*3600 + (minute)*60 + (second))

struct host {
	uint8_t mac[6], ip[4];
	uint16_t port;
	uint16_t first_id;
	uint8_t ttl;
	uint32_t isn;
	const char *syn_options;
};

static const struct host client = {
	.mac = { 2, 0, 0, 0, 0, 109 },
	.ip = { 192, 168, 1, 109 },
	.port = 8886,
	.first_id = 4660,
	.ttl = 128,
	.isn = 2639909369u,
	/* mss 1460,nop,wscale 8,nop,nop,sackOK */
	.syn_options = "\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02",
};

static const struct host server = {
	.mac = { 2, 0, 0, 0, 0, 178 },
	.ip = { 192, 168, 1, 178 },
	.port = 8000,
	.first_id = 0,
	.ttl = 64,
	.isn = 1984808639u,
	/* mss 1460,nop,nop,sackOK,nop,wscale 7 */
	.syn_options = "\x02\x04\x05\xb4\x01\x01\x04\x02\x01\x03\x03\x07",
};

#define SYN_OPTIONS_LEN 12

static const struct step {
	int64_t seconds, microseconds;
	const struct host *from, *to;
	uint8_t flags;
	uint16_t win;      /* as in the header */
	uint32_t seq, ack; /* relative to the ISN: the SYN is 0 */
	const char *payload;
} steps[] = {
	{ AT(11, 12, 2), 534303, &client, &server, TCP_SYN, 8192, 0, 0, "" },
	{ AT(11, 12, 2), 534339, &server, &client, TCP_SYN | TCP_ACK, 14600, 0, 1, "" },
	{ AT(11, 12, 2), 534528, &client, &server, TCP_ACK, 256, 1, 1, "" },
	{ AT(11, 12, 16), 501177, &client, &server, TCP_PSH | TCP_ACK, 256, 1, 1, "11111" },
	{ AT(11, 12, 16), 501208, &server, &client, TCP_ACK, 115, 1, 6, "" },
	{ AT(11, 44, 16), 181474, &client, &server, TCP_PSH | TCP_ACK, 256, 6, 1, "123321" },
	{ AT(11, 44, 16), 181508, &server, &client, TCP_ACK, 115, 1, 12, "" },
	{ AT(11, 50, 55), 47977, &client, &server, TCP_RST | TCP_ACK, 0, 12, 1, "" },
};

static void build(struct wire *w, const struct step *s, unsigned id)
{
	const struct host *from = s->from, *to = s->to;
	struct wire_ethernet ethernet = { 0 };
	struct wire_ipv4 ip = { .id = (uint16_t)id, .dont_fragment = true, .ttl = from->ttl };
	struct wire_tcp tcp = { .sport = from->port,
		.dport = to->port,
		.seq = from->isn + s->seq,
		.ack = s->flags & TCP_ACK ? to->isn + s->ack : 0,
		.flags = s->flags,
		.win = s->win,
		.options = from->syn_options,
		.options_len = s->flags & TCP_SYN ? SYN_OPTIONS_LEN : 0 };
	memcpy(ethernet.dst, to->mac, sizeof(to->mac));
	memcpy(ethernet.src, from->mac, sizeof(from->mac));
	memcpy(ip.src, from->ip, sizeof(from->ip));
	memcpy(ip.dst, to->ip, sizeof(to->ip));
	wire_begin(w);
	wire_ethernet(w, &ethernet);
	wire_ipv4(w, &ip);
	wire_tcp(w, &tcp);
	wire_payload(w, s->payload, strlen(s->payload));
	wire_end(w);
}

int main(void)
{
	static struct wire w;
	struct wire_file file = { .out = stdout };
	unsigned id[2] = { client.first_id, server.first_id };
	wire_pcap_begin(&file, LINK_ETHERNET);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		const struct step *s = &steps[i];
		build(&w, s, id[s->from == &server]++);
		wire_pcap_frame(&file, (s->seconds * 1000000 + s->microseconds) * 1000, &w);
	}
	wire_file_close(&file);
	return 0;
}
