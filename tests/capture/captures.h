/* Captures with known frames, in every pcap format and as pcapng. */
#pragma once

#include <check.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/wire/capture_file.h"

/* The n-th frame, from 1: every fourth is UDP, every fifth TCP over IPv6, the others TCP over IPv4,
 * from three ports in turn, with sequence number n. Each comes a little more than 1 ms after the
 * previous one, and its length on the wire is 7 bytes more than what is captured. */
struct shot {
	int64_t time_ns;
	struct wire wire;
};

static inline bool shot_is_tcp(unsigned n)
{
	return n % 4 != 0;
}

/* Ends the n-th frame with a segment or datagram that has that many bytes of payload. */
static inline void end_shot(struct wire *w, unsigned n, unsigned payload)
{
	uint16_t port = (uint16_t)(40000 + n % 3);
	if (shot_is_tcp(n))
		wire_tcp(w, &(struct wire_tcp){ .sport = port,
		                .seq = n,
		                .ack = 2000,
		                .flags = TCP_PSH | TCP_ACK,
		                .win = 512 });
	else
		wire_udp(w, &(struct wire_udp){ .sport = port, .dport = 8000 });
	for (unsigned i = 0; i < payload; i++)
		wire_put8(w, n + i);
	wire_end(w);
}

/* Makes the n-th frame on a link of that type: Ethernet, cooked as on the device "any", or none. */
static inline struct shot shot_on(unsigned link_type, unsigned n, int64_t fine_ns)
{
	struct shot shot;
	struct wire *w = &shot.wire;
	shot.time_ns = 1443179536 * NS + n * 1001000ll + fine_ns;
	wire_begin(w);
	if (link_type == LINK_ETHERNET)
		wire_ethernet(w, &(struct wire_ethernet){ 0 });
	else if (link_type == LINK_LINUX_SLL2)
		wire_sll2(w, &(struct wire_sll){ .interface = 1, .device_type = 772 });
	if (shot_is_tcp(n) && n % 5 == 0)
		wire_ipv6(w, &(struct wire_ipv6){ 0 });
	else
		wire_ipv4(w, &(struct wire_ipv4){ .id = 0x1234 });
	end_shot(w, n, n % 50);
	w->len += 7;
	return shot;
}

/* fine_ns is added to the time, which is whole microseconds otherwise. */
static inline struct shot shot_of(unsigned n, int64_t fine_ns)
{
	return shot_on(LINK_ETHERNET, n, fine_ns);
}

static inline void write_shot(struct wire_file *f, const struct shot *shot)
{
	wire_pcap_frame(f, shot->time_ns, &shot->wire);
}

/* Writes frames 1 to count, with times in whole microseconds unless magic is PCAP_NANO. */
static inline void write_pcap(const char *path, uint32_t magic, bool big, unsigned count)
{
	struct wire_file f = { .out = fopen(path, "w"), .big = big, .magic = magic };
	wire_pcap_begin(&f, LINK_ETHERNET);
	for (unsigned n = 1; n <= count; n++) {
		struct shot shot = shot_of(n, magic == PCAP_NANO ? 1 : 0);
		write_shot(&f, &shot);
	}
	wire_file_close(&f);
}

/* pcapng blocks: a section; an Ethernet interface with times in units of 10^-resolution s; and a
 * block without information about interfaces. */
static inline void ng_section(struct wire_file *f)
{
	wire_ng_section(f, &(struct wire_ng_section){ 0 });
}

static inline void ng_interface(struct wire_file *f, uint8_t resolution)
{
	wire_ng_interface(f, &(struct wire_ng_interface){ .link_type = LINK_ETHERNET,
	                         .snaplen = 65535,
	                         .resolution = resolution != 0 ? resolution : WIRE_ZERO });
}

static inline void ng_other(struct wire_file *f)
{
	enum { CUSTOM = 0xbad };
	wire_ng_block(f, CUSTOM, "\x67\x12\0\0", 4);
}

/* units: the interface's time units per second. */
static inline void ng_packet(
    struct wire_file *f, uint32_t interface, int64_t units, const struct shot *shot)
{
	wire_ng_packet(f,
	    &(struct wire_ng_packet){ .interface = interface,
	        .time = (uint64_t)(shot->time_ns / (NS / units)),
	        .comment = shot->wire.caplen % 3 == 0 ? "abc" : NULL },
	    &shot->wire);
}
