#include "tests/fuzz/forgetting.h"

#include <string.h>

#include "core/record/note.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/steps.h"

/* The session of the complete model that corresponds to one of the model that forgets. */
struct twin {
	uint32_t session; /* 0: that session was forgotten, and another began in its place */
	/* It had an RST, a repeated SYN, or a network duplicate whose original only one of the
	 * models has. Earlier packets show its reason and whether its receiver accepted it; states
	 * and sequence numbers depend on that. */
	bool judged;
	/* The models have noted a repeated packet in different ways: later notes depend on that. */
	bool parted;
};

struct both {
	struct model *ring, *whole;
	struct twin twin[SEGMENTS_MAX + 1]; /* by number of the ring's session */
};

/* Notes that answer one question: what became of data sent before, and why it was sent again. If
 * the evidence for one is forgotten, another is the next best answer. */
#define NOTES_REPEAT                                                                               \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |                       \
	    NOTE_BIT(NOTE_TAIL_LOSS_PROBE) | NOTE_BIT(NOTE_FAST_RETRANSMISSION) |                  \
	    NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER) |                 \
	    NOTE_BIT(NOTE_NETWORK_DUPLICATE) | NOTE_BIT(NOTE_ORIGINAL_UNSEEN) |                    \
	    NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_LISTEN_OVERFLOW) |                          \
	    NOTE_BIT(NOTE_OLD_TIMESTAMP))

/* Notes that say that there was no other reason: of that, packets before tell. An ACK was not sent
 * late nor doubled, so it answers something; nothing was lost, so the sender had waited. */
#define NOTES_BY_ABSENCE                                                                           \
	(NOTE_BIT(NOTE_DUPLICATE_ACK) | NOTE_BIT(NOTE_WINDOW_UPDATE) |                             \
	    NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK) | NOTE_BIT(NOTE_KEEP_ALIVE_ACK) |                 \
	    NOTE_BIT(NOTE_WINDOW_SHRINK) | NOTE_BIT(NOTE_RECEIVER_LIMITED) |                       \
	    NOTE_BIT(NOTE_APPLICATION_LIMITED) | NOTE_BIT(NOTE_NAGLE_DELAY) |                      \
	    NOTE_BIT(NOTE_DELAYED_ACK) | NOTE_BIT(NOTE_CHALLENGE_ACK))

static void check_notes(uint64_t ring, uint64_t whole, bool parted)
{
	uint64_t reused = NOTE_BIT(NOTE_REUSED_PORTS);
	uint64_t others = ~(NOTES_REPEAT | NOTES_BY_ABSENCE | reused);
	/* A note that is added later may be missing. */
	HOLDS(parted || (ring & ~whole & NOTES_REPEAT & ~NOTE_BIT(NOTE_LISTEN_OVERFLOW)) == 0);
	HOLDS((ring & reused) <= (whole & reused));
	HOLDS((ring & others) == (whole & others));
}

/* Compares what the segment itself says, and its place in the session. */
static void check_facts(const struct packet *p, const struct packet *q)
{
	HOLDS(p->time_ns == q->time_ns && p->frame == q->frame && p->ip_id == q->ip_id);
	HOLDS(p->seq == q->seq && p->ack == q->ack && p->len == q->len);
	HOLDS(p->win == q->win && p->flags == q->flags && p->next == q->next);
	HOLDS(packet_side(p) == packet_side(q));
}

static void check_packet(struct both *b, uint32_t number)
{
	const struct packet *p = model_packet(b->ring, number), *q = model_packet(b->whole, number);
	const struct session *s = model_session(b->ring, p->session);
	struct twin *twin = &b->twin[p->session];
	if (twin->session == 0)
		return;
	HOLDS(q->session == twin->session);
	check_facts(p, q);
	if (session_forgotten(s) == 0) {
		struct packet copy = *q;
		copy.session = p->session;
		/* Other sessions decide these two. */
		uint64_t others = NOTE_BIT(NOTE_LISTEN_OVERFLOW) | NOTE_BIT(NOTE_REUSED_PORTS);
		HOLDS(((p->notes ^ q->notes) & ~others) == 0);
		HOLDS((p->notes & ~q->notes & NOTE_BIT(NOTE_REUSED_PORTS)) == 0);
		copy.notes = p->notes;
		HOLDS(memcmp(p, &copy, sizeof(copy)) == 0);
		return;
	}
	if (twin->judged)
		return;
	HOLDS(p->states == q->states && p->in_flight == q->in_flight);
	HOLDS(((p->bits ^ q->bits) & 15) == 0);
	check_notes(p->notes, q->notes, twin->parted);
	twin->parted = twin->parted || ((p->notes ^ q->notes) & NOTES_REPEAT);
}

static void check_flow(
    const struct session *s, const struct session *w, enum side side, bool judged)
{
	struct flow f = s->flow[side], g = w->flow[side];
	HOLDS(f.packets == g.packets);
	if (judged)
		return;
	HOLDS(f.last_win == g.last_win && f.last_sack == g.last_sack);
	HOLDS(f.base_known == g.base_known && f.base == g.base && f.syn_seen == g.syn_seen);
	HOLDS(f.bytes == g.bytes && f.wscale == g.wscale && f.data_seen == g.data_seen);
	HOLDS(f.next == g.next && f.fin_seen == g.fin_seen && f.unseen == g.unseen);
	HOLDS(f.acked_known == g.acked_known && f.acked == g.acked && f.win_edge == g.win_edge);
	HOLDS(f.probed == g.probed && f.syn_ack_seen == g.syn_ack_seen);
}

static void check_session(const struct both *b, uint32_t number)
{
	const struct twin *twin = &b->twin[number];
	if (twin->session == 0)
		return;
	const struct session *s = model_session(b->ring, number);
	const struct session *w = model_session(b->whole, twin->session);
	HOLDS(session_begun(s) == session_begun(w) && s->last == w->last);
	HOLDS(memcmp(s->end, w->end, sizeof(s->end)) == 0);
	check_flow(s, w, SIDE_A, twin->judged);
	check_flow(s, w, SIDE_B, twin->judged);
	if (twin->judged)
		return;
	HOLDS(memcmp(s->state, w->state, sizeof(s->state)) == 0 && s->ended == w->ended);
	HOLDS(s->sack_ok == w->sack_ok && s->speaker == w->speaker);
}

/* Which sessions the new packet is in: the same two, or new ones. */
static void pair(struct both *b, uint32_t number)
{
	const struct packet *p = model_packet(b->ring, number), *q = model_packet(b->whole, number);
	struct twin *twin = &b->twin[p->session];
	bool begins = session_begun(model_session(b->ring, p->session)) == 1;
	if (begins && session_begun(model_session(b->whole, q->session)) == 1)
		*twin = (struct twin){ .session = q->session };
	else if (begins)
		*twin = (struct twin){ 0 };
	const struct flow *own = &model_session(b->ring, p->session)->flow[packet_side(p)];
	bool copy = (p->notes ^ q->notes) & NOTE_BIT(NOTE_NETWORK_DUPLICATE);
	bool again = (p->flags & TCP_SYN) && own->packets > 1;
	if (twin->session != 0 && !twin->judged && !twin->parted)
		HOLDS(copy || (p->notes & NOTES_REPEAT) == 0 || (q->notes & NOTES_REPEAT) != 0);
	uint64_t repeat = NOTES_REPEAT & ~NOTE_BIT(NOTE_LISTEN_OVERFLOW);
	twin->parted = twin->parted || ((p->notes ^ q->notes) & repeat);
	twin->judged = twin->judged || copy || again || (p->flags & TCP_RST);
}

static void check_both(struct both *b)
{
	for (uint32_t n = model_first(b->ring); n <= model_packets(b->ring); n++)
		check_packet(b, n);
	for (uint32_t i = model_session_after(b->ring, 0); i != 0;
	     i = model_session_after(b->ring, i))
		check_session(b, i);
}

/* With at most this many packets kept, every step is checked instead of one in 16. */
#define KEPT_FEW 20

struct model *check_forgetting(const struct segment *segments, size_t count, uint32_t keep)
{
	static struct both b;
	b = (struct both){ .ring = model_new(), .whole = model_new() };
	model_keep(b.ring, keep);
	for (size_t i = 0; i < count; i++) {
		uint32_t number = model_add(b.ring, &segments[i]);
		HOLDS(model_add(b.whole, &segments[i]) == number);
		HOLDS(model_packets_kept(b.ring) == (number < keep ? number : keep));
		pair(&b, number);
		if (keep <= KEPT_FEW || i % 16 == 15 || i + 1 == count)
			check_both(&b);
	}
	model_free(b.whole);
	return b.ring;
}
