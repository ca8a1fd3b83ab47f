/* The model's data of a packet, in words. */
#include "core/explain/detail_parts.h"

#include <inttypes.h>

#include "core/base/array.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"
#include "core/model/copies.h"
#include "core/model/message.h"
#include "core/model/notable.h"
#include "core/record/note.h"

#define TIME_TEXT 32
#define LINE_TEXT 160

/* The packet to describe, and its session. */
struct context {
	const struct model *m;
	uint32_t number;
	const struct packet *p;
	const struct session *s;
	const struct course *course; /* up to this packet */
};

/* "0.031 ms", "1.250 s". */
static const char *duration(int64_t ns, char out[TIME_TEXT])
{
	struct writer w = writer_begin(out, TIME_TEXT);
	const char *sign = ns < 0 ? "-" : "";
	uint64_t us = (ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns) / 1000;
	if (us < 1000000)
		writer_print(&w, "%s%" PRIu64 ".%03" PRIu64 " ms", sign, us / 1000, us % 1000);
	else
		writer_print(
		    &w, "%s%" PRIu64 ".%03" PRIu64 " s", sign, us / 1000000, us / 1000 % 1000);
	return out;
}

/* "frame 3", "frames 3 to 5". */
static const char *frames(const struct model *m, uint32_t first, uint32_t last, char out[TIME_TEXT])
{
	struct writer w = writer_begin(out, TIME_TEXT);
	uint32_t from = model_packet(m, first)->frame, to = model_packet(m, last)->frame;
	if (from == to)
		writer_print(&w, "frame %u", from);
	else
		writer_print(&w, "frames %u to %u", from, to);
	return out;
}

/* Not every frame between the oldest and the newest need be newly acknowledged. */
static void acknowledged_frames(
    const struct detail *d, const struct model *m, uint32_t first, uint32_t last)
{
	uint32_t from = model_packet(m, first)->frame, to = model_packet(m, last)->frame;
	if (from == to)
		detail_line(d, "Acknowledges: frame %u", from);
	else
		detail_line(
		    d, "Acknowledges: the oldest in frame %u, the newest in frame %u", from, to);
}

/* RFC 6298, 2: the smoothed RTT of the side that was acknowledged. */
static void smoothed(const struct detail *d, const struct rtt *rtt)
{
	char smooth[TIME_TEXT], varies[TIME_TEXT];
	if (rtt->smooth_ns != 0)
		detail_line(d, "Smoothed: %s, variation %s", duration(rtt->smooth_ns, smooth),
		    duration(rtt->var_ns, varies));
}

static void acknowledges(const struct detail *d, const struct context *c)
{
	struct packet_range range = model_acked(c->m, c->number);
	if (range.first == 0)
		return;
	char text[TIME_TEXT];
	acknowledged_frames(d, c->m, range.first, range.last);
	int64_t rtt = model_rtt(c->m, c->number);
	if (rtt >= 0)
		detail_line(d, "Round-trip time: %s", duration(rtt, text));
	smoothed(d, &c->course->side[side_other(packet_side(c->p))].rtt);
}

static void acknowledged_by(const struct detail *d, const struct context *c)
{
	const struct packet *ack = model_packet(c->m, c->p->acked_by);
	char text[TIME_TEXT];
	if (ack != NULL && c->p->acked_by < c->number)
		detail_line(d, "Acknowledged by: frame %u, captured before it", ack->frame);
	else if (ack != NULL)
		detail_line(d, "Acknowledged by: frame %u, %s later", ack->frame,
		    duration(ack->time_ns - c->p->time_ns, text));
	else if (packet_end(c->p) != c->p->seq)
		detail_line(d, "Acknowledged by: no frame in this capture so far");
}

/* The RTO that applies to this segment. */
static void timeout(const struct detail *d, const struct context *c)
{
	char text[TIME_TEXT];
	enum side side = packet_side(c->p);
	int64_t rto = packet_span(c->p) > 0 ? course_rto(c->course, side) : -1;
	if (rto >= 0)
		detail_line(d, "RTO (Linux): %s%s", duration(rto, text),
		    c->course->side[side].backoff > 0 ? ", with backoff after timeouts" : "");
}

static void repeats(const struct detail *d, const struct context *c)
{
	const struct packet *first = model_packet(c->m, copies_first(c->m, c->number));
	char text[TIME_TEXT];
	if (first == NULL)
		return;
	const struct finding *f = copies_finding(c->m, c->number);
	detail_line(d, "%s: frame %u, %s later",
	    f->note == NOTE_NETWORK_DUPLICATE ? "Network duplicate of" : "Retransmission of",
	    first->frame, duration(c->p->time_ns - first->time_ns, text));
	if (f->count > 1)
		detail_line(d, "Earlier copies: %u, the newest in frame %u", f->count,
		    model_packet(c->m, f->copy)->frame);
}

static void flight(const struct detail *d, const struct context *c)
{
	detail_line(d, "In flight after it: %s bytes", GROUPED(c->p->in_flight));
	int64_t left = course_window_left(c->course, packet_side(c->p));
	if (left >= 0)
		detail_line(d, "Window left: %s bytes", GROUPED((uint64_t)left));
	else
		detail_line(d, "Window left: unknown");
}

static void states(const struct detail *d, const struct context *c)
{
	detail_line(d, "States after it");
	const struct detail in = { d->out, d->depth + 1 };
	for (enum side side = SIDE_A; side <= SIDE_B; side++) {
		char text[ENDPOINT_TEXT];
		endpoint_format(&c->s->end[side], NULL, text, sizeof text);
		detail_line(&in, "%s: %s%s", text, tcp_state_name(packet_state(c->p, side)),
		    side == packet_side(c->p) ? " (its sender)" : "");
	}
}

static void notes(const struct detail *d, const struct context *c)
{
	char text[LINE_TEXT];
	if (c->p->notes != 0 && notes_format(c->p->notes, text, sizeof text) > 0)
		detail_line(d, "Notes: %s", text);
}

/* What a segment without a note is an example of. */
static const struct {
	uint16_t flags, of; /* the flags that it has of these */
	const char *rfc, *what;
} flag_references[] = {
	{ TCP_SYN, TCP_SYN | TCP_ACK, "RFC 9293, 3.5", "three-way handshake" },
	{ TCP_SYN | TCP_ACK, TCP_SYN | TCP_ACK, "RFC 9293, 3.5", "three-way handshake" },
	{ TCP_SYN | TCP_ECE | TCP_CWR, TCP_SYN | TCP_ACK | TCP_ECE | TCP_CWR, "RFC 3168, 6.1.1",
	    "ECN offer" },
	{ TCP_FIN, TCP_FIN | TCP_SYN, "RFC 9293, 3.6", "closing" },
	{ TCP_RST, TCP_RST, "RFC 9293, 3.5.2", "reset" },
	{ TCP_URG, TCP_URG, "RFC 9293, 3.8.5", "urgent data" },
};

/* Returns true if the session has no such event before this packet. */
static bool is_first(const struct context *c, unsigned note)
{
	uint32_t first = event_after(c->m, c->p->session, note, c->s->first - 1);
	return first == 0 || first >= c->number;
}

/* The section to read about a kind of segment, with the first one of a session. */
static void references(const struct detail *d, const struct context *c)
{
	unsigned count;
	const struct finding *f = model_findings(c->m, c->number, &count);
	for (unsigned i = 0; i < count; i++) {
		const char *rfc = rule_of((enum rule)f[i].rule)->rfc;
		if (rfc != NULL && is_first(c, f[i].note))
			detail_line(d, "Reference: %s (%s)", rfc, note_words((enum note)f[i].note));
	}
	for (size_t i = 0; count == 0 && i < ARRAY_LEN(flag_references); i++)
		if ((c->p->flags & flag_references[i].of) == flag_references[i].flags)
			detail_line(d, "Reference: %s (%s)", flag_references[i].rfc,
			    flag_references[i].what);
}

static void message(const struct detail *d, const struct context *c)
{
	struct message msg;
	char text[TIME_TEXT];
	if (!message_of(c->m, c->number, &msg))
		return;
	detail_line(d, "Message: %s byte%s in %u segment%s, %s", GROUPED(msg.len),
	    msg.len == 1 ? "" : "s", msg.segments, msg.segments == 1 ? "" : "s",
	    frames(c->m, msg.first, msg.last, text));
}

void detail_context(
    const struct model *m, const struct course *course, const struct detail_sink *out)
{
	uint32_t packet = course->at;
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return;
	const struct context c = { m, packet, p, model_session(m, p->session), course };
	const struct detail d = { .out = out };
	detail_line(&d, "Frame %u: segment %u of %u in session %u", p->frame,
	    session_forgotten(c.s) + model_ordinal(m, packet), session_begun(c.s), p->session);
	const struct detail in = { out, 1 };
	repeats(&in, &c);
	acknowledges(&in, &c);
	acknowledged_by(&in, &c);
	timeout(&in, &c);
	flight(&in, &c);
	states(&in, &c);
	notes(&in, &c);
	references(&in, &c);
	message(&in, &c);
}
