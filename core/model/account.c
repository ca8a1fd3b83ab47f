#include "core/model/account.h"

#include <string.h>

#include "core/base/add_saturating.h"

enum seen {
	SEEN_SYN = 1,
	SEEN_SYN_ACK = 2,
	SEEN_ACK = 4,
	SEEN_DATA = 8,
	SEEN_FIN = 16,
	SEEN_RST = 32
};

static void write_letter(struct account *a, enum side side, char letter)
{
	size_t len = strlen(a->history);
	if (len + 1 < sizeof(a->history))
		a->history[len] = (char)(side == SIDE_A ? letter : letter - 'A' + 'a');
}

static void write_once(struct account *a, enum side side, enum seen what, char letter)
{
	struct account_flow *flow = &a->flow[side];
	if (!(flow->seen & what))
		write_letter(a, side, letter);
	flow->seen = (uint8_t)(flow->seen | what);
}

/* The 1st, 10th, 100th... */
static void write_scaled(struct account *a, enum side side, uint32_t *count, char letter)
{
	uint32_t n = ++*count;
	while (n % 10 == 0 && n > 0)
		n /= 10;
	if (n == 1)
		write_letter(a, side, letter);
}

static void add_history(struct account *a, const struct packet *p, enum side side)
{
	struct account_flow *flow = &a->flow[side];
	if (p->flags & TCP_SYN)
		write_once(a, side, p->flags & TCP_ACK ? SEEN_SYN_ACK : SEEN_SYN,
		    p->flags & TCP_ACK ? 'H' : 'S');
	if (p->flags & TCP_FIN)
		write_once(a, side, SEEN_FIN, 'F');
	if (p->flags & TCP_RST)
		write_once(a, side, SEEN_RST, 'R');
	if (!(p->flags & (TCP_SYN | TCP_FIN | TCP_RST))) {
		if (p->len > 0)
			write_once(a, side, SEEN_DATA, 'D');
		else if (p->flags & TCP_ACK)
			write_once(a, side, SEEN_ACK, 'A');
	}
	if (p->notes & NOTE_BIT(NOTE_LOST_SEGMENT))
		write_scaled(a, side, &flow->gaps, 'G');
	if (p->len > 0 && p->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		write_scaled(a, side, &flow->resent, 'T');
	if (p->notes & NOTE_BIT(NOTE_ZERO_WINDOW))
		write_scaled(a, side, &flow->zeros, 'W');
}

static void add_notes(struct account_flow *flow, uint64_t notes)
{
	for (; notes != 0; notes &= notes - 1)
		flow->notes[__builtin_ctzll(notes)]++;
}

static void add_rtt(struct account *a, const struct model *m, uint32_t packet, enum side side)
{
	const struct packet *p = model_packet(m, packet);
	struct account_flow *flow = &a->flow[side_other(side)];
	int64_t rtt = p->acks != 0 ? model_rtt(m, packet) : -1;
	if (rtt < 0)
		return;
	if (flow->rtts == 0 || rtt < flow->rtt_min_ns)
		flow->rtt_min_ns = rtt;
	if (rtt > flow->rtt_max_ns)
		flow->rtt_max_ns = rtt;
	sum_add(&flow->rtt_sum_ns, rtt);
	flow->rtts++;
}

static bool is_over(const struct packet *p, enum side side)
{
	enum tcp_state state = packet_state(p, side);
	return state == STATE_CLOSED || state == STATE_TIME_WAIT;
}

void account_add(struct account *a, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return;
	enum side side = packet_side(p);
	if (a->first == 0) {
		a->first = packet;
		a->first_frame = p->frame;
		a->start_ns = p->time_ns;
	}
	a->last = packet;
	a->last_frame = p->frame;
	time_shares_add(&a->shares, m, packet);
	a->flow[side].segments++;
	a->flow[side].bytes += p->len;
	a->fast_open = a->fast_open || ((p->flags & TCP_SYN) && p->len > 0);
	a->ended = is_over(p, SIDE_A) && is_over(p, SIDE_B);
	add_notes(&a->flow[side], p->notes);
	add_rtt(a, m, packet, side);
	add_history(a, p, side);
}

void account_correct(struct account *a, const struct model *m, uint32_t session)
{
	const struct session *s = model_session(m, session);
	if (s == NULL || session_forgotten(s) > 0)
		return;
	for (enum side side = SIDE_A; side <= SIDE_B; side++)
		memset(a->flow[side].notes, 0, sizeof(a->flow[side].notes));
	for (const struct packet *p = model_packet(m, s->first); p != NULL;
	     p = model_packet(m, p->next))
		add_notes(&a->flow[packet_side(p)], p->notes);
}
