#include "core/ladder/session_json.h"

#include "core/explain/verdict_text.h"
#include "core/ladder/packet_json.h"

/* Digits after the point: seconds and milliseconds from ns. */
#define SECOND_DIGITS 9
#define MS_DIGITS 6

static void write_end(struct json_writer *j, const struct session *s, enum side side)
{
	char addr[ADDR_TEXT];
	json_member_object(j, side == SIDE_A ? "a" : "b");
	addr_format(&s->end[side].addr, addr, sizeof(addr));
	json_member_string(j, "addr", addr);
	json_member_unsigned(j, "port", s->end[side].port);
	const char *stack = stack_name(session_stack(s, side));
	if (stack != NULL)
		json_member_string(j, "stack", stack);
	else
		json_member_null(j, "stack");
	json_end(j);
}

static const char *opened(const struct session_record *r, const struct session *s)
{
	if (session_opened_by_both(s))
		return "simultaneous";
	if (!s->opener_known)
		return "midstream";
	return r->account->fast_open ? "fast_open" : "handshake";
}

static const char *ended(const struct session_record *r, const struct session *s)
{
	bool open = s->ended == SESSION_OPEN;
	return open && r->expired ? "timeout" : session_end_name((enum session_end)s->ended);
}

static void write_notes(struct json_writer *j, const uint32_t *notes)
{
	json_member_object(j, "notes");
	for (unsigned note = 0; note < NOTE_COUNT; note++)
		if (notes[note] != 0)
			json_member_unsigned(j, note_name((enum note)note), notes[note]);
	json_end(j);
}

static void write_rtt(struct json_writer *j, const struct account_flow *flow)
{
	if (flow->rtts == 0) {
		json_member_null(j, "rtt_ms");
		return;
	}
	json_member_object(j, "rtt_ms");
	json_member_decimal(j, "min", flow->rtt_min_ns, MS_DIGITS);
	json_member_decimal(j, "mean", flow->rtt_sum_ns / (int64_t)flow->rtts, MS_DIGITS);
	json_member_decimal(j, "max", flow->rtt_max_ns, MS_DIGITS);
	json_end(j);
}

static void write_shares(struct json_writer *j, const struct time_side *side)
{
	json_member_object(j, "time");
	for (unsigned cause = 0; cause < TIME_CAUSES; cause++)
		json_member_decimal(
		    j, time_cause_name((enum time_cause)cause), side->ns[cause], SECOND_DIGITS);
	json_end(j);
}

static void write_flow(struct json_writer *j, const struct session_record *r, enum side side)
{
	const struct session *s = model_session(r->m, r->session);
	const struct account_flow *flow = &r->account->flow[side];
	int64_t ns = time_shares_duration(&r->account->shares);
	double rate = ns > 0 ? (double)s->flow[side].bytes * 1e9 / (double)ns : -1;
	json_member_object(j, side == SIDE_A ? "ab" : "ba");
	json_member_unsigned(j, "segments", flow->segments);
	json_member_unsigned(j, "bytes", flow->bytes);
	json_member_unsigned(j, "new_bytes", s->flow[side].bytes);
	json_member_known(j, "goodput_Bps", rate >= 0 && rate < 1e18 ? (int64_t)rate : -1);
	write_rtt(j, flow);
	write_notes(j, flow->notes);
	write_shares(j, &r->account->shares.side[side]);
	json_end(j);
}

static void write_turns(struct json_writer *j, const struct turns *turns)
{
	json_member_object(j, "turns");
	json_member_unsigned(j, "count", turns->count);
	if (turns->count == 0) {
		json_member_null(j, "response_ms");
	} else {
		json_member_object(j, "response_ms");
		json_member_decimal(j, "median", turns_median(turns), MS_DIGITS);
		json_member_decimal(j, "max", turns->slowest.response_ns, MS_DIGITS);
		json_end(j);
		json_member_decimal(
		    j, "request_spread_ms", turns->request_sum_ns / turns->count, MS_DIGITS);
		json_member_decimal(
		    j, "response_spread_ms", turns->spread_sum_ns / turns->count, MS_DIGITS);
	}
	json_end(j);
}

static void write_verdict(struct json_writer *j, const struct session_record *r)
{
	const struct session *s = model_session(r->m, r->session);
	struct verdict v = verdict_from(&r->account->shares, r->m, r->session);
	char text[VERDICT_TEXT];
	json_member_object(j, "verdict");
	json_member_string(j, "cause", time_cause_name(v.cause));
	json_member_string(j, "dir", v.side == SIDE_A ? "ab" : "ba");
	json_member_decimal(
	    j, "share", v.duration_ns > 0 ? (int64_t)(verdict_share(&v) * 10000 + 0.5) : 0, 4);
	json_member_decimal(j, "seconds", v.ns, SECOND_DIGITS);
	json_member_array(j, "frames");
	if (v.from != 0 && v.to != 0) {
		json_unsigned(j, v.from);
		json_unsigned(j, v.to);
	}
	json_end(j);
	json_member_bool(j, "slow", verdict_is_slow(&v));
	json_member_bool(j, "sure", v.sure);
	verdict_text(&v, s, text, sizeof(text));
	json_member_string(j, "text", text);
	if (verdict_advice(&v, s, text, sizeof(text)) > 0)
		json_member_string(j, "advice", text);
	else
		json_member_null(j, "advice");
	json_end(j);
}

void json_session(struct json_writer *j, const struct session_record *r)
{
	const struct account *a = r->account;
	const struct session *s = model_session(r->m, r->session);
	int64_t handshake = model_initial_rtt(r->m, r->session);
	if (s == NULL)
		return;
	json_member_unsigned(j, "session", r->session);
	json_member_string(j, "file", r->file);
	json_member_unsigned(j, "first_frame", a->first_frame);
	json_member_unsigned(j, "last_frame", a->last_frame);
	json_member_time(j, "start", a->start_ns);
	json_member_decimal(j, "duration_s", time_shares_duration(&a->shares), SECOND_DIGITS);
	write_end(j, s, SIDE_A);
	write_end(j, s, SIDE_B);
	json_member_string(j, "opened", opened(r, s));
	json_member_string(j, "history", a->history);
	json_member_string(j, "ended", ended(r, s));
	if (handshake >= 0)
		json_member_decimal(j, "handshake_ms", handshake, MS_DIGITS);
	else
		json_member_null(j, "handshake_ms");
	json_member_object(j, "dir");
	write_flow(j, r, SIDE_A);
	write_flow(j, r, SIDE_B);
	json_end(j);
	write_turns(j, &a->shares.turns);
	write_verdict(j, r);
	json_member_string(j, "story", r->story);
}
