/* The TCP header (RFC 9293, 3.1) in words. */
#include "core/explain/detail_parts.h"

#include "core/base/array.h"
#include "core/base/byteorder.h"
#include "core/base/bytes.h"
#include "core/base/checksum.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"
#include "core/decode/tcpopt.h"

#define TCP_LEN 20
#define IPV4_LEN 20
#define IPV6_LEN 40
#define PROTOCOL_TCP 6
#define NUMBER_TEXT 32
#define FLAGS_TEXT 64

/* " (relative 1)", or "" if the ISN is unknown. */
static const char *relative(
    const struct session *session, enum side side, uint32_t raw, char out[NUMBER_TEXT])
{
	struct writer w = writer_begin(out, NUMBER_TEXT);
	if (session != NULL && session->flow[side].base_known)
		writer_print(&w, " (relative %u)", session_relative(session, side, raw));
	return out;
}

static void flags(const struct detail *d, uint16_t set)
{
	static const char *const names[] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR",
		"AE" };
	char text[FLAGS_TEXT];
	struct writer w = writer_begin(text, sizeof text);
	for (unsigned bit = 0; bit < ARRAY_LEN(names); bit++)
		if (set & 1U << bit)
			writer_print(&w, "%s%s", w.len > 0 ? ", " : "", names[bit]);
	detail_line(d, "Flags: 0x%03x %s", set, set != 0 ? text : "none");
}

static void window(
    const struct detail *d, const struct segment *s, const struct session *session, enum side from)
{
	/* RFC 7323, 2.2: the window of a SYN is never scaled. */
	if (s->flags & TCP_SYN) {
		detail_line(d, "Window: %u (not scaled in a SYN)", s->win);
		return;
	}
	int shift = session != NULL ? session_wscale(session, from) : -1;
	if (shift < 0)
		detail_line(d, "Window: %u (scale unknown)", s->win);
	else
		detail_line(
		    d, "Window: %u (scaled: %s bytes)", s->win, GROUPED((uint32_t)s->win << shift));
}

/* RFC 9293, 3.1 and RFC 8200, 8.1: the checksum also covers addresses, protocol and length. */
static uint64_t sum_of(const struct segment *s, struct bytes segment)
{
	size_t skipped = addr_is_v4(&s->src.addr) ? 12 : 0;
	uint64_t sum = PROTOCOL_TCP + segment.left;
	sum = checksum_add(sum, (struct bytes){ s->src.addr.b + skipped, 16 - skipped });
	sum = checksum_add(sum, (struct bytes){ s->dst.addr.b + skipped, 16 - skipped });
	return checksum_add(sum, segment);
}

static void checksum(const struct detail *d, const struct detail_frame *f, uint16_t given)
{
	struct bytes rest = detail_from(f->frame, f->where->tcp_at), segment;
	uint32_t len = f->where->tcp_len + f->segment->len;
	bool whole = !f->segment->first_fragment && bytes_take(&rest, len, &segment);
	uint64_t sum = whole ? sum_of(f->segment, segment) : 0;
	/* A source route option may have changed the address that the sender put into the
	 * checksum. */
	bool plain = f->where->ip_len == (f->where->ip_version == 4 ? IPV4_LEN : IPV6_LEN);
	if (whole && checksum_fold(sum) == 0)
		detail_line(d, "Checksum: 0x%04x correct", given);
	else if (whole && plain)
		detail_line(d,
		    "Checksum: 0x%04x incorrect, should be 0x%04x: normal if the network card "
		    "fills it in after the capture (checksum offload)",
		    given, checksum_fold(sum - given));
	else
		detail_line(d, "Checksum: 0x%04x", given);
}

static void options(const struct detail *d, const struct detail_frame *f, uint32_t sack_base)
{
	struct bytes left;
	uint32_t wanted = f->where->tcp_len - TCP_LEN;
	decode_options(f->frame, f->where, &left);
	if (wanted == 0)
		return;
	bool cut = left.left < wanted;
	detail_line(d, "Options: %u bytes%s", wanted, cut ? ", not all captured" : "");
	const struct detail in = { d->out, d->depth + 1 };
	struct tcpopt option;
	enum tcpopt_step step;
	while ((step = tcpopt_next(&left, &option)) == TCPOPT_OK) {
		char text[TCPOPTS_TEXT];
		tcpopt_describe(&option, sack_base, text, sizeof text);
		detail_line(&in, "%s", text);
	}
	if (step == TCPOPT_BAD)
		detail_line(&in, cut ? "An option that the capture cut off"
		                     : "An option with an impossible length");
}

static void numbers(const struct detail *d, const struct detail_frame *f,
    const struct session *session, enum side from)
{
	const struct segment *s = f->segment;
	char text[NUMBER_TEXT];
	detail_line(d, "Source port: %u", s->src.port);
	detail_line(d, "Destination port: %u", s->dst.port);
	detail_line(d, "Sequence number: %u%s", s->seq, relative(session, from, s->seq, text));
	struct bytes header = detail_from(f->frame, f->where->tcp_at);
	uint32_t ack = load_be32(header.at + 8);
	if (s->flags & TCP_ACK)
		detail_line(d, "Acknowledgement number: %u%s", ack,
		    relative(session, side_other(from), ack, text));
	else
		detail_line(d, "Acknowledgement number: %u (without ACK it has no meaning)", ack);
	detail_line(d, "Header length: %u bytes", f->where->tcp_len);
	unsigned reserved = header.at[12] >> 1 & 7;
	if (reserved != 0)
		detail_line(d, "Reserved bits: %u", reserved);
}

void detail_tcp(const struct detail *d, const struct detail_frame *f, const struct session *session,
    enum side from)
{
	const struct segment *s = f->segment;
	detail_line(d, "Transmission Control Protocol");
	const struct detail in = { d->out, d->depth + 1 };
	numbers(&in, f, session, from);
	flags(&in, s->flags);
	window(&in, s, session, from);
	struct bytes header = detail_from(f->frame, f->where->tcp_at);
	checksum(&in, f, load_be16(header.at + 16));
	detail_line(&in, "Urgent pointer: %u%s", s->urgent,
	    s->flags & TCP_URG || s->urgent == 0 ? "" : " (without URG it has no meaning)");
	bool known = session != NULL && session->flow[side_other(from)].base_known;
	options(&in, f, known ? session->flow[side_other(from)].base : 0);
}
