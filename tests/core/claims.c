#include "tests/core/claims.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/explain/explain.h"
#include "core/record/seq.h"

/* A claim is a pattern in the text and what must hold of its values. In a pattern, '#' stands for a
 * number and '~' for a time, as "31 min 59 s"; both are values, in the order of the text. */
#define VALUES 6
#define TIME_TEXT 24

struct claimed {
	const struct model *m;
	uint32_t number;
	const struct packet *p;
	const struct session *s;
	uint64_t value[VALUES];          /* of '#' */
	char time[VALUES][TIME_TEXT];    /* of '~' */
	const struct packet *at[VALUES]; /* the packet whose frame is that value, or NULL */
	uint32_t packet[VALUES];         /* its number, or 0 */
};

typedef bool holds_fn(const struct claimed *c);

static enum side side_of(const struct claimed *c)
{
	return packet_side(c->p);
}

/* Returns true if value i is a frame of the same session, from the same side or the other. */
static bool is_mine(const struct claimed *c, int i)
{
	return c->at[i] != NULL && c->at[i]->session == c->p->session &&
	       packet_side(c->at[i]) == side_of(c);
}

static bool is_theirs(const struct claimed *c, int i)
{
	return c->at[i] != NULL && c->at[i]->session == c->p->session &&
	       packet_side(c->at[i]) != side_of(c);
}

static bool is_before(const struct claimed *c, int i)
{
	return c->at[i] != NULL && c->packet[i] < c->number;
}

static bool is_after(const struct claimed *c, int i)
{
	return c->at[i] != NULL && c->packet[i] > c->number;
}

static bool is_time(
    const struct claimed *c, int i, const struct packet *from, const struct packet *to)
{
	char text[DURATION_TEXT];
	duration_format(to->time_ns - from->time_ns, text, sizeof(text));
	return strcmp(text, c->time[i]) == 0;
}

/* Returns true if the packets share sequence space. */
static bool overlap(const struct packet *a, const struct packet *b)
{
	return seq_lt(a->seq, packet_end(b)) && seq_lt(b->seq, packet_end(a));
}

static uint32_t my_seq(const struct claimed *c)
{
	return session_relative(c->s, side_of(c), c->p->seq);
}

static uint32_t my_ack(const struct claimed *c)
{
	return session_relative(c->s, side_other(side_of(c)), c->p->ack);
}

/* "ACKs everything up to byte #": and every frame named lies below. */
static bool acks_byte(const struct claimed *c)
{
	return (uint32_t)c->value[0] + 1 == my_ack(c);
}

static bool is_acked(const struct claimed *c, int i)
{
	return is_theirs(c, i) && is_before(c, i) && seq_le(packet_end(c->at[i]), c->p->ack);
}

static bool acks_one(const struct claimed *c)
{
	return acks_byte(c) && is_acked(c, 1);
}

static bool acks_two(const struct claimed *c)
{
	return acks_byte(c) && is_acked(c, 1) && is_acked(c, 2) && c->value[1] < c->value[2];
}

/* Every segment of the range is covered. */
static bool acks_range(const struct claimed *c)
{
	if (!acks_two(c))
		return false;
	for (uint32_t n = c->packet[1]; n <= c->packet[2]; n = model_packet(c->m, n)->next) {
		const struct packet *p = model_packet(c->m, n);
		if (packet_side(p) != side_of(c) && packet_span(p) > 0 &&
		    !seq_le(packet_end(p), c->p->ack))
			return false;
		if (p->next == 0)
			break;
	}
	return true;
}

static bool is_rtt(const struct claimed *c)
{
	char text[DURATION_TEXT];
	duration_format(model_rtt(c->m, c->number), text, sizeof(text));
	return strcmp(text, c->time[0]) == 0;
}

static bool misses_byte(const struct claimed *c)
{
	return (uint32_t)c->value[0] == my_ack(c);
}

/* "later data arrived (frame #) but byte # is still missing" */
static bool reports_later(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && seq_lt(c->p->ack, packet_end(c->at[0])) &&
	       (uint32_t)c->value[1] == my_ack(c);
}

/* "Frame # retransmits it, ~ later": the byte that the ACK asks for. */
static bool fills_hole(const struct claimed *c)
{
	return is_theirs(c, 0) && is_after(c, 0) && seq_le(c->at[0]->seq, c->p->ack) &&
	       seq_lt(c->p->ack, packet_end(c->at[0])) && is_time(c, 0, c->p, c->at[0]);
}

static bool filled_hole(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && seq_le(c->at[0]->seq, c->p->ack) &&
	       seq_lt(c->p->ack, packet_end(c->at[0]));
}

/* "the third duplicate ACK (frame #)": it asks for the first byte of the retransmission. */
static bool asks_for_it(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && (c->at[0]->flags & TCP_ACK) &&
	       c->at[0]->ack == c->p->seq;
}

/* "SACK (frames # to #)": ACKs of less than the retransmission. */
static bool report_hole(const struct claimed *c)
{
	return is_theirs(c, 0) && is_theirs(c, 1) && is_before(c, 0) && is_before(c, 1) &&
	       c->packet[0] < c->packet[1] && seq_lt(c->at[0]->ack, packet_end(c->p)) &&
	       seq_lt(c->at[1]->ack, packet_end(c->p));
}

static bool reports_hole(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && seq_lt(c->at[0]->ack, packet_end(c->p));
}

static bool is_partial_ack(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && (c->at[0]->flags & TCP_ACK) &&
	       seq_le(c->at[0]->ack, c->p->seq);
}

/* "(first: frame #, ~ before": a copy. */
static bool is_earlier_copy(const struct claimed *c)
{
	return is_mine(c, 0) && is_before(c, 0) && overlap(c->at[0], c->p) &&
	       is_time(c, 0, c->at[0], c->p);
}

static bool is_later_copy(const struct claimed *c)
{
	return is_mine(c, 0) && is_after(c, 0) && overlap(c->at[0], c->p);
}

/* "No ACK came before the next copy in frame #, ~ later" */
static bool is_next_copy(const struct claimed *c)
{
	if (!is_later_copy(c) || !is_time(c, 0, c->p, c->at[0]))
		return false;
	for (uint32_t n = c->p->next; n != 0 && n < c->packet[0]; n = model_packet(c->m, n)->next) {
		const struct packet *p = model_packet(c->m, n);
		if (packet_side(p) != side_of(c) && p->acked_by == 0 && c->p->acked_by == n)
			return false;
	}
	return true;
}

static bool acknowledges_me(const struct claimed *c)
{
	return is_theirs(c, 0) && is_after(c, 0) && (c->at[0]->flags & TCP_ACK) &&
	       seq_le(packet_end(c->p), c->at[0]->ack) && is_time(c, 0, c->p, c->at[0]);
}

static bool has_acknowledged_me(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && (c->at[0]->flags & TCP_ACK) &&
	       seq_le(packet_end(c->p), c->at[0]->ack);
}

static bool is_their_later(const struct claimed *c)
{
	return is_theirs(c, 0) && is_after(c, 0);
}

static bool is_their_earlier(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0);
}

static bool answers_later(const struct claimed *c)
{
	return is_theirs(c, 0) && is_after(c, 0) && is_time(c, 0, c->p, c->at[0]);
}

static bool is_my_later(const struct claimed *c)
{
	return is_mine(c, 0) && is_after(c, 0) && is_time(c, 0, c->p, c->at[0]);
}

/* "the original was only late and arrives in frame #" */
static bool is_late_original(const struct claimed *c)
{
	return is_later_copy(c) && is_time(c, 0, c->p, c->at[0]);
}

/* "sent before frame # but arrived ~ after it": that frame has later bytes. */
static bool is_overtaken(const struct claimed *c)
{
	return is_mine(c, 0) && is_before(c, 0) && seq_lt(c->p->seq, packet_end(c->at[0])) &&
	       is_time(c, 0, c->at[0], c->p);
}

/* "which arrived ~ after its retransmission in frame #" */
static bool follows_copy(const struct claimed *c)
{
	return is_mine(c, 0) && is_before(c, 0) && overlap(c->at[0], c->p) &&
	       is_time(c, 0, c->at[0], c->p);
}

static bool is_same_packet(const struct claimed *c)
{
	const struct packet *a = c->at[0];
	return is_mine(c, 0) && is_before(c, 0) && a->seq == c->p->seq && a->len == c->p->len &&
	       ((a->flags ^ c->p->flags) & (TCP_SYN | TCP_FIN | TCP_RST)) == 0;
}

/* "the # bytes before it (#-#)" */
static bool is_gap_before(const struct claimed *c)
{
	return (uint32_t)c->value[2] + 1 == my_seq(c) &&
	       c->value[2] - c->value[1] + 1 == c->value[0];
}

/* The hole ends where the packet begins. */
static bool brings_some(const struct claimed *c)
{
	return is_mine(c, 0) && is_after(c, 0) && seq_lt(c->at[0]->seq, c->p->seq) &&
	       is_time(c, 0, c->p, c->at[0]);
}

static bool brings_all(const struct claimed *c)
{
	return brings_some(c) && seq_le(c->p->seq, packet_end(c->at[0]));
}

static bool is_in_flight(const struct claimed *c)
{
	return c->value[0] == c->p->in_flight;
}

static bool is_one_byte(const struct claimed *c)
{
	return (uint32_t)c->value[0] == my_seq(c) + !!(c->p->flags & TCP_SYN) && c->p->len == 1;
}

/* "sends # bytes (#-#)" */
static bool is_my_data(const struct claimed *c)
{
	uint32_t first = my_seq(c) + !!(c->p->flags & TCP_SYN);
	return c->value[0] == c->p->len && (uint32_t)c->value[1] == first &&
	       (uint32_t)c->value[2] == first + (uint32_t)c->p->len - 1;
}

static bool is_my_previous(const struct claimed *c)
{
	return is_mine(c, 0) && is_before(c, 0) && c->at[0]->len > 0 && c->p->len > 0;
}

static bool is_my_previous_then(const struct claimed *c)
{
	return is_my_previous(c) && is_time(c, 0, c->at[0], c->p);
}

/* "~ after the request in frame #": its bytes had arrived. */
static bool is_asked_for(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && c->at[0]->len > 0 &&
	       seq_le(packet_end(c->at[0]), c->p->ack) && is_time(c, 0, c->at[0], c->p);
}

static bool acks_syn_ack(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) &&
	       (c->at[0]->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK) &&
	       seq_lt(c->at[0]->seq, c->p->ack);
}

static bool is_their_syn(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && (c->at[0]->flags & TCP_SYN);
}

static bool is_reset_before(const struct claimed *c)
{
	return is_before(c, 0) && (c->at[0]->flags & TCP_RST);
}

/* "frame # made space, ~ after frame #" */
static bool opens_window(const struct claimed *c)
{
	return is_theirs(c, 0) && is_before(c, 0) && is_mine(c, 1) && is_before(c, 1) &&
	       is_time(c, 0, c->at[1], c->at[0]);
}

/* "until frame # was acknowledged; that took ~, until frame #" */
static bool waited_for_ack(const struct claimed *c)
{
	return is_mine(c, 0) && is_before(c, 0) && is_theirs(c, 1) && is_before(c, 1) &&
	       seq_le(packet_end(c->at[0]), c->at[1]->ack) && is_time(c, 0, c->at[0], c->at[1]);
}

static bool is_timed_from(const struct claimed *c)
{
	return is_before(c, 0) && c->at[0]->session == c->p->session &&
	       is_time(c, 0, c->at[0], c->p);
}

static bool is_my_timeout(const struct claimed *c)
{
	return is_mine(c, 0) && is_before(c, 0) &&
	       (c->at[0]->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION));
}

static bool is_window(const struct claimed *c)
{
	bool scaled;
	return c->value[1] == session_window(c->s, c->p, &scaled) && c->value[0] != c->value[1];
}

static const struct claim {
	const char *pattern;
	holds_fn *holds;
} claims[] = {
	{ "ACKs everything up to byte # (frame #)", acks_one },
	{ "ACKs everything up to byte # (frames # and #)", acks_two },
	{ "ACKs everything up to byte # (frames # to #)", acks_range },
	{ "ACKs everything up to byte #", acks_byte },
	{ "; RTT ~", is_rtt },
	{ "RTT from this capture point ~", is_rtt },
	{ "arrived (frame #) but byte # is still missing", reports_later },
	{ "byte # is still missing", misses_byte },
	{ "Frame # retransmits it, ~ later", fills_hole },
	{ "Frame # has already retransmitted it", filled_hole },
	{ "duplicate ACK (frame #), before the RTO", asks_for_it },
	{ "SACK (frames # to #) reports", report_hole },
	{ "SACK (frame #) reports", reports_hole },
	{ "recovery: frame # is a partial ACK", is_partial_ack },
	{ "first: frame #, ~ before", is_earlier_copy },
	{ "last: frame #, ~ before", is_earlier_copy },
	{ "before the next copy in frame #, ~ later", is_next_copy },
	{ "Frame # acknowledges it, ~ later", acknowledges_me },
	{ "Frame # answers it, ~ later", answers_later },
	{ "Frame # answers, ~ later", answers_later },
	{ "Frame # reopens it, ~ later", is_my_later },
	{ "frame # had already acknowledged it", has_acknowledged_me },
	{ "frame # had already answered it", has_acknowledged_me },
	{ "the ACK (frame #) was lost", has_acknowledged_me },
	{ "D-SACK in frame #", is_their_later },
	{ "(frame # echoes its timestamp)", is_their_later },
	{ "and arrives in frame #, ~ later", is_late_original },
	{ "sent before frame # but arrived ~ after it (", is_overtaken },
	{ "which arrived ~ after its retransmission in frame #", follows_copy },
	{ "Identical copy of frame #", is_same_packet },
	{ "the # bytes before it (#-#)", is_gap_before },
	{ "Lost: frame # retransmits it, ~ later", brings_all },
	{ "Lost: frame # retransmits them, ~ later", brings_all },
	{ "Lost: frame # retransmits some of them, ~ later", brings_some },
	{ "Reordered: frame # brings it, ~ later", brings_all },
	{ "Reordered: frame # brings them, ~ later", brings_all },
	{ "Reordered: frame # brings some of them, ~ later", brings_some },
	{ ". # bytes are now in flight", is_in_flight },
	{ "sends # bytes (#-#)", is_my_data },
	{ "sends 1 byte (#)", is_one_byte },
	{ "~ after the previous segment (frame #)", is_my_previous_then },
	{ "right after the previous segment (frame #)", is_my_previous },
	{ "~ after the request in frame #", is_asked_for },
	{ "~ after the response in frame #", is_asked_for },
	{ "handshake: acknowledges the SYN-ACK in frame #", acks_syn_ack },
	{ "acknowledges the SYN in frame #", is_their_syn },
	{ "Answers the retransmitted SYN in frame #", is_their_syn },
	{ "the reset in frame # has already ended", is_reset_before },
	{ "since the reset in frame #", is_reset_before },
	{ "frame # made space, ~ after frame #", opens_window },
	{ "until frame # was acknowledged; that took ~, until frame #", waited_for_ack },
	{ "reached the client within ~ of frame #", is_timed_from },
	{ "reached the server within ~ of frame #", is_timed_from },
	{ "Slow start after a timeout (frame #)", is_my_timeout },
	{ "Answers the window probe in frame #", is_their_earlier },
	{ "Keep-alive ACK: answers frame #", is_their_earlier },
	{ "receive window grows from # to # bytes", is_window },
	{ "receive window shrinks from # to # bytes", is_window },
};

/* Words that explanations do not use. */
static const char *const banned[] = { "needless", "sent again", "come by", "called for",
	"doubled the", " told ", "so that", "archaic", " out of order.", "RFC ", "  ", " ,", " .",
	"{", "}", "[", "]" };

static const char *take_number(const char *at, uint64_t *out)
{
	*out = 0;
	if (!isdigit((unsigned char)*at))
		return NULL;
	for (; isdigit((unsigned char)*at) || (*at == ',' && isdigit((unsigned char)at[1])); at++)
		if (*at != ',')
			*out = *out * 10 + (uint64_t)(*at - '0');
	return at;
}

static const char *take_part(const char *at)
{
	size_t number = strspn(at, "0123456789.");
	if (!isdigit((unsigned char)*at) || at[number] != ' ')
		return NULL;
	size_t unit = strspn(at + number + 1, "abcdefghijklmnopqrstuvwxyz");
	return unit > 0 ? at + number + 1 + unit : NULL;
}

/* "31 us", "13.1 ms", "31 min 59 s", "2 h 05 min", "3 d 4 h". */
static const char *take_time(const char *at, char out[TIME_TEXT])
{
	const char *end = take_part(at);
	const char *more = end != NULL && *end == ' ' && strchr("nhd", end[-1]) != NULL
	                       ? take_part(end + 1)
	                       : NULL;
	end = more != NULL ? more : end;
	if (end != NULL)
		snprintf(out, TIME_TEXT, "%.*s", (int)(end - at), at);
	return end;
}

static void find_frame(struct claimed *c, int i)
{
	const struct model *m = c->m;
	c->at[i] = NULL;
	c->packet[i] = 0;
	for (uint32_t n = model_first(m); n <= model_packets(m); n++) {
		const struct packet *p = model_packet(m, n);
		bool better = c->at[i] == NULL || p->session == c->p->session;
		if (p->frame == c->value[i] && better) {
			c->at[i] = p;
			c->packet[i] = n;
		}
	}
}

/* Returns true if the text at this place has the pattern; fills the values. */
static bool match(const char *pattern, const char *at, struct claimed *c)
{
	int values = 0, times = 0;
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '#') {
			at = take_number(at, &c->value[values]);
			if (at == NULL)
				return false;
			find_frame(c, values++);
		} else if (*pattern == '~') {
			at = take_time(at, c->time[times++]);
			if (at == NULL)
				return false;
		} else if (*pattern != *at++) {
			return false;
		}
	}
	return true;
}

static char wrong[EXPLAIN_TEXT + 256];

static const char *say(const struct claimed *c, const char *claim, const char *text)
{
	snprintf(wrong, sizeof(wrong), "frame %" PRIu32 ": \"%s\" does not hold: %s", c->p->frame,
	    claim, text);
	return wrong;
}

/* Returns true if a number or a time goes on here. */
static bool is_within_number(const char *text, const char *at)
{
	static const char *const units[] = { "min ", " h ", " d " };
	if (at > text && (isdigit((unsigned char)at[-1]) || at[-1] == '.' || at[-1] == ','))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		size_t len = strlen(units[i]);
		if ((size_t)(at - text) >= len && memcmp(at - len, units[i], len) == 0)
			return true;
	}
	return false;
}

static const char *wrong_claim(struct claimed *c, const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if (isdigit((unsigned char)*at) && is_within_number(text, at))
			continue;
		for (size_t i = 0; i < ARRAY_LEN(claims); i++)
			if (match(claims[i].pattern, at, c) && !claims[i].holds(c))
				return say(c, claims[i].pattern, text);
	}
	return NULL;
}

/* Every frame named exists and is another one. */
static const char *wrong_frame(struct claimed *c, const char *text)
{
	for (const char *at = text; (at = strstr(at, "rame")) != NULL; at++) {
		const char *number = at + (at[4] == 's' ? 6 : 5);
		if (take_number(number, &c->value[0]) == NULL)
			continue;
		find_frame(c, 0);
		if (c->at[0] == NULL || c->value[0] == c->p->frame)
			return say(c, "frame", text);
	}
	return NULL;
}

const char *claims_style(const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(banned); i++)
		if (strstr(text, banned[i]) != NULL)
			return banned[i];
	for (const char *at = text; at != NULL; at = strstr(at, ". ")) {
		at += at == text ? 0 : 2;
		if (islower((unsigned char)*at) || strncmp(at, "It ", 3) == 0)
			return "the beginning of a sentence";
	}
	return NULL;
}

const char *claims_wrong_of(const struct model *m, uint32_t packet)
{
	struct claimed c = { .m = m, .number = packet, .p = model_packet(m, packet) };
	char text[EXPLAIN_TEXT];
	if (c.p == NULL)
		return NULL;
	c.s = model_session(m, c.p->session);
	explain_packet(m, packet, text, sizeof(text));
	const char *why = claims_style(text);
	if (why != NULL)
		return say(&c, why, text);
	why = wrong_frame(&c, text);
	return why != NULL ? why : wrong_claim(&c, text);
}

const char *claims_wrong(const struct model *m)
{
	/* Segments that tests add one by one may have no frame number. */
	for (uint32_t n = model_first(m); n <= model_packets(m); n++)
		if (model_packet(m, n)->frame == 0)
			return NULL;
	for (uint32_t n = model_first(m); n <= model_packets(m); n++) {
		const char *why = claims_wrong_of(m, n);
		if (why != NULL)
			return why;
	}
	return NULL;
}
