/* Makes a capture of one session for tests in other languages: each line of standard input is the
 * payload of a segment in hexadecimal digits, sent a second after the one before.
 *
 * usage: payloads OUT.pcap */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture_file.h"

/* Puts the bytes where their digits were; returns how many. */
static size_t parse_hex(char *line)
{
	size_t len = 0;
	for (char *at = line, digits[3] = ""; at[0] != '\0' && at[0] != '\n'; at += 2) {
		char *end;
		memcpy(digits, at, 2);
		line[len++] = (char)strtoul(digits, &end, 16);
		if (end != digits + 2)
			errx(2, "not two hexadecimal digits: %s", digits);
	}
	return len;
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t room = 0;
	uint32_t seq = 1;
	if (argc != 2)
		errx(2, "usage: payloads OUT.pcap");
	struct wire_file f = { .out = fopen(argv[1], "w") };
	wire_pcap_begin(&f, LINK_RAW);
	for (int64_t time_ns = 0; getline(&line, &room, stdin) > 0; time_ns += NS) {
		struct wire w;
		size_t len = parse_hex(line);
		wire_begin(&w);
		wire_ipv4(
		    &w, &(struct wire_ipv4){ .src = { 10, 0, 0, 1 }, .dst = { 10, 0, 0, 2 } });
		wire_tcp(&w, &(struct wire_tcp){ .sport = 4000,
		                 .dport = 80,
		                 .seq = seq,
		                 .ack = 1,
		                 .flags = TCP_PSH | TCP_ACK,
		                 .win = 512 });
		wire_payload(&w, line, len);
		wire_end(&w);
		wire_pcap_frame(&f, time_ns, &w);
		seq += (uint32_t)len;
	}
	free(line);
	wire_file_close(&f);
	return 0;
}
