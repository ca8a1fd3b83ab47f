/* Writes article.pcap to standard output: the session of the article at
 * https://typecodes.com/linux/simpletcpdumpapply.html, segment by segment as tcpdump printed it
 * there.
 *
 * From the article: times of day (taken as UTC; the date is the one in its source code), addresses,
 * ports, flags, sequence and acknowledgement numbers, windows, options, and the payload. Invented:
 * MAC addresses, IP identification and time to live. Checksums are correct. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/record/segment.h"

#define MIDNIGHT 1443139200u /* 2015-09-25T00:00:00Z */
#define AT(hour, minute, second) (MIDNIGHT + (hour)*3600u + (minute)*60u + (second))

#define FRAME_MAX 128
#define IP_AT 14
#define TCP_AT 34

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
	uint32_t seconds, microseconds;
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

static void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

static uint32_t sum16(const uint8_t *bytes, size_t len, uint32_t sum)
{
	for (size_t i = 0; i < len; i++)
		sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	return sum;
}

/* RFC 1071. */
static unsigned checksum(uint32_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static void put_ip(uint8_t *ip, const struct step *s, unsigned id, unsigned len)
{
	static const uint8_t dont_fragment = 0x40, tcp = 6;
	ip[0] = 0x45;
	put16(ip + 2, len);
	put16(ip + 4, id);
	ip[6] = dont_fragment;
	ip[8] = s->from->ttl;
	ip[9] = tcp;
	memcpy(ip + 12, s->from->ip, 4);
	memcpy(ip + 16, s->to->ip, 4);
	put16(ip + 10, checksum(sum16(ip, 20, 0)));
}

/* Returns the length of header and payload in bytes. */
static unsigned put_tcp(uint8_t *tcp, const struct step *s)
{
	unsigned options = s->flags & TCP_SYN ? SYN_OPTIONS_LEN : 0;
	unsigned header = 20 + options, payload = (unsigned)strlen(s->payload);
	put16(tcp, s->from->port);
	put16(tcp + 2, s->to->port);
	put32(tcp + 4, s->from->isn + s->seq);
	put32(tcp + 8, s->flags & TCP_ACK ? s->to->isn + s->ack : 0);
	tcp[12] = (uint8_t)(header / 4 << 4);
	tcp[13] = s->flags;
	put16(tcp + 14, s->win);
	memcpy(tcp + 20, s->from->syn_options, options);
	memcpy(tcp + header, s->payload, payload);

	/* Adds the pseudo-header of RFC 9293 section 3.1. */
	uint32_t sum = sum16(s->from->ip, 4, 6 + header + payload);
	sum = sum16(s->to->ip, 4, sum);
	put16(tcp + 16, checksum(sum16(tcp, header + payload, sum)));
	return header + payload;
}

/* Writes little endian on every machine. A pcap header may be in either byte order, which the magic
 * number shows. */
static void write_le32(const uint32_t *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (unsigned shift = 0; shift < 32; shift += 8)
			putchar((int)(words[i] >> shift & 0xff));
}

static void write_frame(const struct step *s, unsigned id)
{
	uint8_t frame[FRAME_MAX] = { 0 };
	memcpy(frame, s->to->mac, 6);
	memcpy(frame + 6, s->from->mac, 6);
	put16(frame + 12, 0x0800);
	unsigned tcp_len = put_tcp(frame + TCP_AT, s);
	put_ip(frame + IP_AT, s, id, TCP_AT - IP_AT + tcp_len);

	uint32_t len = TCP_AT + tcp_len;
	uint32_t record[] = { s->seconds, s->microseconds, len, len };
	write_le32(record, ARRAY_LEN(record));
	fwrite(frame, 1, len, stdout);
}

int main(void)
{
	/* Magic number for microseconds, version 2.4, UTC, snap length, Ethernet. */
	uint32_t header[] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 65535, 1 };
	write_le32(header, ARRAY_LEN(header));
	unsigned id[2] = { client.first_id, server.first_id };
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		write_frame(&steps[i], id[steps[i].from == &server]++);
	return fflush(stdout) == 0 ? 0 : 1;
}
