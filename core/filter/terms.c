#include "core/base/fold.h"
#include "core/filter/terms.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/filter/text_holds.h"
#include "core/model/figures.h"
#include "core/model/message.h"
#include "core/model/verdict.h"

/* Figures that need a walk over a session's packets take at most so many of them. */
#define WALK_MOST (UINT32_C(1) << 18)
#define SHOWN_TEXT 512

static bool compare(double value, const struct operand *o)
{
	switch (o->op) {
	case OP_OVER:
		return value > o->number.low;
	case OP_LEAST:
		return value >= o->number.low;
	case OP_UNDER:
		return value < o->number.low;
	case OP_MOST:
		return value <= o->number.low;
	default:
		return value >= o->number.low && value <= o->number.high;
	}
}

static bool in_network(const struct addr *addr, const struct operand *o)
{
	unsigned whole = o->host.bits / 8, rest = o->host.bits % 8;
	if (memcmp(addr->b, o->host.addr.b, whole) != 0)
		return false;
	return rest == 0 || ((addr->b[whole] ^ o->host.addr.b[whole]) >> (8 - rest)) == 0;
}

static bool client(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	return in_network(&model_session(in->m, session)->end[SIDE_A].addr, o);
}

static bool server(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	return in_network(&model_session(in->m, session)->end[SIDE_B].addr, o);
}

static bool host(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	return client(in, session, o) || server(in, session, o);
}

static bool port_is(const struct filter_source *in, uint16_t port, const struct operand *o)
{
	if (!o->port.named)
		return port >= o->port.low && port <= o->port.high;
	const char *name = in->service != NULL ? in->service(port) : NULL;
	return name != NULL && fold_compare(name, o->text) == 0;
}

static bool port(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	const struct session *s = model_session(in->m, session);
	return port_is(in, s->end[SIDE_A].port, o) || port_is(in, s->end[SIDE_B].port, o);
}

static bool state(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	const struct session *s = model_session(in->m, session);
	unsigned states = 1U << session_state(s, SIDE_A) | 1U << session_state(s, SIDE_B);
	return (o->state.states & states) != 0 || (o->state.ends >> s->ended & 1) != 0;
}

static bool number(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	(void)in;
	return compare(session, o);
}

static bool bytes(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	const struct session *s = model_session(in->m, session);
	return compare((double)s->flow[SIDE_A].bytes + (double)s->flow[SIDE_B].bytes, o);
}

static bool packets(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	return compare(model_session(in->m, session)->count, o);
}

static bool problems(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	return compare(model_session(in->m, session)->trouble, o);
}

static bool duration(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	const struct session *s = model_session(in->m, session);
	double first = (double)model_packet(in->m, s->first)->time_ns;
	return compare((double)model_packet(in->m, s->last)->time_ns - first, o);
}

static bool rtt(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	struct figures f;
	figures_of(in->m, session, WALK_MOST, &f);
	int64_t rtt_ns = figures_rtt(&f);
	return rtt_ns >= 0 && compare((double)rtt_ns, o);
}

static bool goodput(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	double rate = figures_faster(in->m, session);
	return rate >= 0 && compare(rate, o);
}

static bool resent(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	struct figures f;
	figures_of(in->m, session, WALK_MOST, &f);
	double share = figures_resent(&f);
	return share >= 0 && compare(share * 100, o);
}

static bool verdict(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	struct verdict v = verdict_of(in->m, session);
	bool cause = v.kind > VERDICT_UNKNOWN && (o->verdict.causes >> v.cause & 1) != 0;
	return cause || (o->verdict.kinds >> v.kind & 1) != 0;
}

static bool note(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	return (model_packet(in->m, packet)->notes & o->notes) != 0;
}

static bool flags(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	uint16_t set = model_packet(in->m, packet)->flags;
	return o->op == OP_IS ? set == o->flags : (set & o->flags) == o->flags;
}

static bool dir(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	return packet_side(model_packet(in->m, packet)) == (enum side)o->dir;
}

static bool len(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	return compare(model_packet(in->m, packet)->len, o);
}

static bool win(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	const struct packet *p = model_packet(in->m, packet);
	bool scaled;
	return compare(session_window(model_session(in->m, p->session), p, &scaled), o);
}

static bool frame(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	return compare(model_packet(in->m, packet)->frame, o);
}

/* The boundary between two segments of a message. */
struct seam {
	uint8_t *at;
	size_t len, most;
};

static void seam_add(struct seam *seam, struct bytes more)
{
	size_t room = seam->most - seam->len, n = more.left < room ? more.left : room;
	if (n > 0)
		memcpy(seam->at + seam->len, more.at, n);
	seam->len += n;
}

#define TEXT_MOST 256

/* Returns true if the text begins at the end of a packet's payload and goes on in the message's
 * next segments. */
static bool seam_holds(
    const struct filter_source *in, uint32_t packet, struct bytes payload, const struct operand *o)
{
	uint8_t joined[2 * TEXT_MOST];
	struct message msg;
	size_t need = strlen(o->text), tail = need - 1;
	if (tail == 0 || need > TEXT_MOST || !message_of(in->m, packet, &msg) || msg.last == packet)
		return false;
	tail = tail < payload.left ? tail : payload.left;
	struct seam seam = { joined, 0, tail + need - 1 };
	seam_add(&seam, (struct bytes){ payload.at + (payload.left - tail), tail });
	for (uint32_t at = packet; at != msg.last && seam.len < seam.most;) {
		uint32_t next = message_next_packet(in->m, &msg, at);
		uint32_t repeated = next != 0 ? message_repeated(in->m, at, next) : 0;
		if (next == 0 || !in->payload(in->owner, next, &payload) || payload.left < repeated)
			break;
		seam_add(&seam, (struct bytes){ payload.at + repeated, payload.left - repeated });
		at = next;
	}
	return text_holds(o->text, seam.at, seam.len);
}

static bool text(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	struct bytes payload;
	if (in->payload == NULL || model_packet(in->m, packet)->len == 0 ||
	    !in->payload(in->owner, packet, &payload) || payload.left == 0)
		return false;
	return text_holds(o->text, payload.at, payload.left) || seam_holds(in, packet, payload, o);
}

static bool interface(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	const char *name = in->interface != NULL ? in->interface(in->owner, packet) : NULL;
	return name != NULL && strcasecmp(name, o->text) == 0;
}

static bool bpf(const struct filter_source *in, uint32_t packet, const struct operand *o)
{
	return in->bpf != NULL && in->bpf(in->owner, o->bpf, packet);
}

/* What the list shows of a session: endpoints, names of the ports, states, end. */
static void shown(const struct filter_source *in, const struct session *s, char *out, size_t size)
{
	char end[2][ENDPOINT_TEXT];
	const char *service[2] = { NULL, NULL };
	for (unsigned i = 0; i < 2; i++) {
		endpoint_format(&s->end[i], NULL, end[i], sizeof(end[i]));
		if (in->service != NULL)
			service[i] = in->service(s->end[i].port);
	}
	snprintf(out, size, "%s %s %s %s %s %s %s", end[SIDE_A], end[SIDE_B],
	    service[SIDE_A] != NULL ? service[SIDE_A] : "",
	    service[SIDE_B] != NULL ? service[SIDE_B] : "",
	    session_end_name((enum session_end)s->ended), tcp_state_name(session_state(s, SIDE_A)),
	    tcp_state_name(session_state(s, SIDE_B)));
}

static bool word(const struct filter_source *in, uint32_t session, const struct operand *o)
{
	char words[SHOWN_TEXT];
	shown(in, model_session(in->m, session), words, sizeof(words));
	return strcasestr(words, o->text) != NULL;
}

const struct filter_term filter_word_session = { .value = VALUE_TEXT, .session = word };
const struct filter_term filter_word_notes = { .value = VALUE_TEXT, .packet = note };

#define NOT_YET(why) .missing = "is not known yet: " why

static const struct filter_term terms[] = {
	{ "host", VALUE_HOST, "host:10.0.0.7", "address of either host, or a network: 10.0.0.0/8",
	    .session = host },
	{ "client", VALUE_HOST, "client:10.0.0.7", "address of the client", .session = client },
	{ "server", VALUE_HOST, "server:[2001:db8::1]", "address of the server",
	    .session = server },
	{ "port", VALUE_PORT, "port:443", "port of either host: a number, 8000-8010 or a name",
	    .session = port },
	{ "state", VALUE_STATE, "state:established",
	    "state of either host, or open, closed, reset, refused", .session = state },
	{ "verdict", VALUE_VERDICT, "verdict:receive_window",
	    "cause that cost the session most time, as the list shows it", .session = verdict },
	{ "process", VALUE_TEXT, "process:curl", "program at one end",
	    NOT_YET("this version does not ask which program owns a socket") },
	{ "stack", VALUE_TEXT, "stack:linux", "TCP implementation of a host",
	    NOT_YET("this version does not tell implementations apart") },
	{ "bytes", VALUE_BYTES, "bytes>1M", "payload of both directions, each byte once",
	    .session = bytes },
	{ "packets", VALUE_COUNT, "packets>1000", "segments of the session", .session = packets },
	{ "duration", VALUE_TIME, "duration>2s", "time from the first segment to the last",
	    .session = duration },
	{ "rtt", VALUE_TIME, "rtt>100ms", "the smaller minimum RTT of both directions",
	    .session = rtt },
	{ "goodput", VALUE_BYTES, "goodput<1M",
	    "new payload bytes per second, the faster direction", .session = goodput },
	{ "resent", VALUE_PERCENT, "resent>2%", "share of retransmissions", .session = resent },
	{ "problems", VALUE_COUNT, "problems>0", "segments with loss or delay",
	    .session = problems },
	{ "session", VALUE_COUNT, "session:3", "number of the session", .session = number },
	{ "note", VALUE_NOTE, "note:retransmission", "note of a segment; also any, problem",
	    .packet = note },
	{ "dir", VALUE_DIR, "dir:ab", "ab: sent by the client, ba: sent by the server",
	    .packet = dir },
	{ "flags", VALUE_FLAGS, "flags:S",
	    "flags, as tcpdump writes them; flags=S: no other flag is set", .packet = flags },
	{ "len", VALUE_BYTES, "len>1000", "payload bytes of a segment", .packet = len },
	{ "win", VALUE_BYTES, "win<1000", "window of a segment, scaled where the scale is known",
	    .packet = win },
	{ "frame", VALUE_COUNT, "frame:100-200", "frame number", .packet = frame },
	{ "if", VALUE_TEXT, "if:eth0", "interface that captured a segment", .packet = interface },
	{ "text", VALUE_TEXT, "text:\"GET /\"",
	    "text in the payload; case counts if it has a capital letter", .packet = text },
	{ "bpf", VALUE_TEXT, "bpf:\"tcp[13] & 4 != 0\"", "expression of pcap-filter(7)",
	    .packet = bpf },
};

const struct filter_term *filter_term_at(unsigned n)
{
	return n < ARRAY_LEN(terms) ? &terms[n] : NULL;
}

const struct filter_term *filter_term_find(const char *name, size_t size)
{
	for (size_t i = 0; i < ARRAY_LEN(terms); i++)
		if (strlen(terms[i].name) == size &&
		    fold_compare_most(terms[i].name, name, size) == 0)
			return &terms[i];
	return NULL;
}

bool filter_term_is_session(const struct filter_term *term)
{
	return term->session != NULL;
}

bool filter_term_is_bpf(const struct filter_term *term)
{
	return term->packet == bpf;
}

bool filter_term_reads_frames(const struct filter_term *term)
{
	return term->packet == bpf || term->packet == text;
}

bool filter_term_walks(const struct filter_term *term)
{
	return term->session == verdict;
}

bool filter_term_value(const struct filter_term *term, unsigned n, const char **out)
{
	*out = filter_value_at(term->value, n);
	return *out != NULL;
}
