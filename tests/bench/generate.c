/* Makes a capture of many TCP sessions, the same one for the same arguments.
 *
 * usage: generate PACKETS SESSIONS OUT.pcap|OUT.pcapng [twice]
 *
 * Up to 4096 sessions are open at a time and take turns at random. One in four is IPv6, three
 * in four have timestamps. Each begins with its handshake, exchanges requests and responses of
 * up to 1448 bytes a segment with an ACK for every second one, and ends by FIN. One data
 * segment in a hundred is retransmitted: half of the originals are missing in this capture and
 * are filled in after duplicate ACKs with SACK, half appear twice. Sessions of two packets are
 * a SYN and its refusal. With "twice" nothing is lost, and every response segment is sent
 * twice. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "tests/wire/capture_file.h"
#include "tests/wire/session.h"

#define ACTIVE 4096u
#define WIN 502
#define SNAPLEN 262144
#define PAYLOAD_MAX 1448
#define HANDSHAKE 3
#define GOODBYE 3

enum { CLIENT, SERVER };

struct talk {
	struct wire_ends ends;
	uint32_t next[2];       /* next sequence number of each side */
	uint32_t sent, all;     /* packets */
	uint32_t response;      /* remaining segments */
	uint32_t unacked;       /* segments of it since the client's last ACK */
	struct sack_block hole; /* missing range of the server's bytes; none if both are 0 */
	unsigned duplicates;    /* ACKs sent for the hole */
	bool again;             /* the last segment is sent once more */
	struct wire_segment last;
};

struct maker {
	struct wire_file file;
	uint64_t random;
	uint64_t time_us;
	uint32_t sessions, packets; /* total to make */
	uint32_t begun, written;
	bool twice, pcapng;
};

static bool names_pcapng(const char *path)
{
	const char *end = strrchr(path, '.');
	return end != NULL && strcmp(end, ".pcapng") == 0;
}

static void begin_file(struct maker *m)
{
	if (!m->pcapng) {
		wire_pcap_begin(&m->file, LINK_ETHERNET);
		return;
	}
	wire_ng_section(&m->file, &(struct wire_ng_section){ 0 });
	wire_ng_interface(&m->file,
	    &(struct wire_ng_interface){ .link_type = LINK_ETHERNET, .snaplen = SNAPLEN });
}

static uint32_t random_below(struct maker *m, uint32_t n)
{
	m->random ^= m->random >> 12;
	m->random ^= m->random << 25;
	m->random ^= m->random >> 27;
	return (uint32_t)((m->random * UINT64_C(2685821657736338717) >> 32) * n >> 32);
}

static void write_frame(struct maker *m, struct wire_segment *segment)
{
	struct wire w;
	segment->id = (uint16_t)m->written++;
	segment->checksum = WIRE_ZERO; /* not measured */
	wire_segment(&w, segment);
	m->time_us += random_below(m, 4);
	if (m->pcapng)
		wire_ng_packet(&m->file, &(struct wire_ng_packet){ .time = m->time_us }, &w);
	else
		wire_pcap_frame(&m->file, (int64_t)m->time_us * 1000, &w);
}

static void send_again(struct maker *m, struct talk *t)
{
	t->again = false;
	write_frame(m, &t->last);
}

/* Sends a segment of new bytes, or an ACK where len is 0. */
static void send_new(struct maker *m, struct talk *t, unsigned side, uint16_t flags, uint32_t len)
{
	uint32_t ack =
	    side == CLIENT && t->hole.start != t->hole.end ? t->hole.start : t->next[1 - side];
	t->last = (struct wire_segment){ .ends = &t->ends,
		.side = side,
		.flags = flags,
		.len = len,
		.win = WIN,
		.seq = t->next[side],
		.ack = ack,
		.clock = (uint32_t)(m->time_us / 1000) };
	if (side == CLIENT && ack != t->next[SERVER])
		t->last.sack = (struct sack_block){ t->hole.end, t->next[SERVER] };
	t->next[side] += len + !!(flags & (TCP_SYN | TCP_FIN));
	write_frame(m, &t->last);
}

static void shake_hands(struct maker *m, struct talk *t)
{
	static const uint16_t flags[HANDSHAKE] = { TCP_SYN, TCP_SYN | TCP_ACK, TCP_ACK };
	bool refused = t->all < HANDSHAKE && t->sent == 1;
	send_new(
	    m, t, t->sent == 1 ? SERVER : CLIENT, refused ? TCP_RST | TCP_ACK : flags[t->sent], 0);
}

static void say_goodbye(struct maker *m, struct talk *t)
{
	t->hole = (struct sack_block){ 0, 0 };
	uint32_t left = t->all - t->sent;
	send_new(m, t, left == 2 ? SERVER : CLIENT, left == 1 ? TCP_ACK : TCP_FIN | TCP_ACK, 0);
}

static uint32_t segment_len(struct maker *m)
{
	return random_below(m, 4) == 0 ? PAYLOAD_MAX : 1 + random_below(m, 600);
}

static void fill_hole(struct maker *m, struct talk *t)
{
	struct wire_segment s = t->last;
	s.side = SERVER;
	s.seq = t->hole.start;
	s.ack = t->next[CLIENT];
	s.len = t->hole.end - t->hole.start;
	s.sack = (struct sack_block){ 0, 0 };
	t->hole = (struct sack_block){ 0, 0 };
	t->duplicates = 0;
	t->unacked = 2;
	write_frame(m, &s);
}

static void respond(struct maker *m, struct talk *t)
{
	uint32_t len = segment_len(m), fate = random_below(m, 200);
	t->response--;
	if (fate == 0 && !m->twice && t->response > 0 && t->hole.start == t->hole.end) {
		t->hole = (struct sack_block){ t->next[SERVER], t->next[SERVER] + len };
		t->next[SERVER] += len;
		t->response--;
		len = segment_len(m);
	}
	t->again = m->twice || fate == 1;
	t->unacked++;
	send_new(m, t, SERVER, t->response == 0 ? TCP_PSH | TCP_ACK : TCP_ACK, len);
}

static void converse(struct maker *m, struct talk *t)
{
	if (t->again) {
		send_again(m, t);
	} else if (t->hole.start != t->hole.end && t->duplicates < 3) {
		t->duplicates++;
		send_new(m, t, CLIENT, TCP_ACK, 0);
	} else if (t->hole.start != t->hole.end) {
		fill_hole(m, t);
	} else if (t->unacked >= 2) {
		t->unacked = 0;
		send_new(m, t, CLIENT, TCP_ACK, 0);
	} else if (t->response > 0) {
		respond(m, t);
	} else {
		t->response = 1 + random_below(m, 16);
		t->unacked = 0;
		send_new(m, t, CLIENT, TCP_PSH | TCP_ACK, 40 + random_below(m, 400));
	}
}

/* One packet of the session. */
static void take_turn(struct maker *m, struct talk *t)
{
	if (t->sent < HANDSHAKE)
		shake_hands(m, t);
	else if (t->sent + GOODBYE >= t->all)
		say_goodbye(m, t);
	else
		converse(m, t);
	t->sent++;
}

static void begin(struct maker *m, struct talk *t)
{
	static const uint16_t ports[] = { 80, 443, 8000, 5432 };
	uint32_t n = m->begun++;
	*t = (struct talk){
		.ends = { .host = { 0x0a000000 + n / 3, 0xc0000200 + n % 251 },
		    .port = { (uint16_t)(32768 + n % 28000), ports[n % 4] },
		    .v6 = random_below(m, 4) == 0,
		    .timestamps = random_below(m, 4) != 0 },
		.next = { random_below(m, UINT32_MAX), random_below(m, UINT32_MAX) },
		.all = m->packets / m->sessions + (n < m->packets % m->sessions),
	};
}

static void make(struct maker *m)
{
	uint32_t active = m->sessions < ACTIVE ? m->sessions : ACTIVE;
	struct talk *talks = memory_zeroed(active, sizeof(*talks));
	for (uint32_t i = 0; i < active; i++)
		begin(m, &talks[i]);
	while (active > 0) {
		struct talk *t = &talks[random_below(m, active)];
		take_turn(m, t);
		if (t->sent < t->all)
			continue;
		if (m->begun < m->sessions) {
			begin(m, t);
			continue;
		}
		*t = talks[--active];
		t->last.ends = &t->ends;
	}
	free(talks);
}

static uint32_t number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);
	if (*end != '\0' || n == 0 || n > UINT32_MAX)
		errx(2, "%s is not a number of packets or sessions", text);
	return (uint32_t)n;
}

int main(int argc, char **argv)
{
	static char buffer[1 << 20];
	if (argc != 4 && (argc != 5 || strcmp(argv[4], "twice") != 0))
		errx(2, "usage: generate PACKETS SESSIONS OUT.pcap|OUT.pcapng [twice]");
	struct maker m = { .packets = number(argv[1]),
		.sessions = number(argv[2]),
		.twice = argc == 5,
		.random = UINT64_C(88172645463325252),
		.time_us = UINT64_C(1700000000000000) };
	if (m.packets / m.sessions < 2)
		errx(2, "a session takes at least two packets");
	m.file = (struct wire_file){ .out = fopen(argv[3], "w"), .snaplen = SNAPLEN };
	if (m.file.out == NULL)
		err(1, "cannot create %s", argv[3]);
	setvbuf(m.file.out, buffer, _IOFBF, sizeof(buffer));
	m.pcapng = names_pcapng(argv[3]);
	begin_file(&m);
	make(&m);
	wire_file_close(&m.file);
	return 0;
}
