/* Why a connection was reset, as far as a passive observer can tell (RFC 9293, 3.5.2 and 3.10). */
#include "core/analyse/analyse.h"

#include "core/analyse/lookback.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* The other side has asked to open, and all it knows of this side is this answer. */
static bool refuses(const struct track *t)
{
	const struct segment *s = t->segment;
	return t->session->state[side_other(t->side)] == STATE_SYN_SENT && !t->own->syn_seen &&
	       t->peer->syn_seen && (s->flags & TCP_ACK) && seq_lt(t->peer->base, s->ack);
}

/* Its number is one that the receiver has behind it, or is beyond all that was offered and sent.
 * The receiver may be further on than what is seen of it, but never back. */
static bool is_ignored(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct flow *own = t->own;
	bool scaled = session_wscale(t->session, side_other(t->side)) >= 0;
	if (!own->acked_known)
		return false;
	/* Some stacks do not count their FIN in a reset that comes after it; Linux takes that. */
	if (seq_lt(s->seq, own->acked - own->fin_seen))
		return true;
	return scaled && seq_lt(seq_max(own->win_edge, own->next), s->seq);
}

/* A receiver must tell of so much room as half its buffer (RFC 9293, 3.8.6.2.2). Where that has not
 * come back, the application has not read. */
static bool has_unread(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r != NULL && t->peer->data_seen && 2 * (uint32_t)t->own->last_win < r->win_most;
}

/* A reset with ACK answers nothing that carried an ACK (RFC 9293, 3.5.2): the end itself
 * has given up. */
static uint64_t abort_notes(const struct track *t)
{
	bool known = t->own->acked_known || t->own->packets > 0;
	if (!known || t->session->state[side_other(t->side)] == STATE_SYN_SENT)
		return 0;
	return NOTE_BIT(has_unread(t) ? NOTE_ABORT_UNREAD : NOTE_ABORT);
}

/* One without ACK takes its number from the segment that it answers. */
static uint64_t answer_notes(const struct track *t)
{
	const struct flow *own = t->own;
	if (!own->acked_known || t->segment->seq != own->acked)
		return 0;
	if (t->session->ended != SESSION_RESET && track_side_before(t) == t->side)
		return 0;
	if (own->syn_seen && t->session->state[t->side] == STATE_SYN_SENT)
		return NOTE_BIT(NOTE_UNACCEPTABLE_ACK);
	return NOTE_BIT(own->fin_seen ? NOTE_RESET_AFTER_CLOSE : NOTE_HALF_OPEN);
}

uint64_t analyse_reset(const struct track *t)
{
	if (refuses(t))
		return NOTE_BIT(NOTE_REFUSED);
	if (is_ignored(t))
		return NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW);
	return t->segment->flags & TCP_ACK ? abort_notes(t) : answer_notes(t);
}
