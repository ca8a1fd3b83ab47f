#include "core/record/session.h"

#include <assert.h>

#include "core/base/array.h"

static_assert(sizeof(struct session) <= 192, "three cache lines, and near 200 bytes with its slot");

/* If the RTT of one direction exceeds the other's by this factor, the capture was made at an
 * end. */
#define END_RATIO 8

static int8_t wscale_in_force(const struct session *s, enum side side)
{
	uint8_t own = s->flow[side].wscale, other = s->flow[side_other(side)].wscale;
	/* Scaling needs the option in both SYNs (RFC 7323, 2.2): one SYN without it decides. */
	if (own == WSCALE_NONE || other == WSCALE_NONE)
		return 0;
	/* A SYN-ACK offers scaling only if the SYN did, so side B's own offer decides for B. */
	if (own == WSCALE_UNKNOWN || (other == WSCALE_UNKNOWN && side == SIDE_A))
		return -1;
	return own > WSCALE_LARGEST ? WSCALE_LARGEST : (int8_t)own;
}

void session_learn_wscale(struct session *s)
{
	s->shift[SIDE_A] = wscale_in_force(s, SIDE_A);
	s->shift[SIDE_B] = wscale_in_force(s, SIDE_B);
}

uint32_t session_window(const struct session *s, const struct packet *p, bool *scaled)
{
	int shift = p->flags & TCP_SYN ? 0 : session_wscale(s, packet_side(p));
	*scaled = shift >= 0;
	return shift > 0 ? (uint32_t)p->win << shift : p->win;
}

bool session_is_nearer(const struct session *s, enum side side)
{
	uint32_t beyond = s->flow[side].rtt_us, to_side = s->flow[side_other(side)].rtt_us;
	return beyond > 0 && to_side > 0 && beyond / END_RATIO > to_side;
}

bool session_captured_at(const struct session *s, enum side side)
{
	return session_is_nearer(s, side) ||
	       addr_compare(&s->end[SIDE_A].addr, &s->end[SIDE_B].addr) == 0;
}

const char *session_end_name(enum session_end ended)
{
	static const char *const name[] = {
		[SESSION_OPEN] = "open",
		[SESSION_CLOSED] = "closed",
		[SESSION_RESET] = "reset",
		[SESSION_REFUSED] = "refused",
	};
	assert(ended < ARRAY_LEN(name));
	return name[ended];
}
