#include "core/ladder/packet_json.h"

#include <stdio.h>

#include "core/explain/explain.h"
#include "core/ladder/label.h"
#include "core/model/copies.h"
#include "core/record/note.h"

/* Computes the Gregorian date of a day since 1970-01-01, in 400-year eras from 0000-03-01. */
static void civil_date(int64_t day, int *year, int *month, int *of_month)
{
	day += 719468;
	int64_t era = (day >= 0 ? day : day - 146096) / 146097;
	int64_t of_era = day - era * 146097;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * of_year + 2) / 153;
	*of_month = (int)(of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

void json_member_time(struct json_writer *j, const char *key, int64_t ns)
{
	const int64_t day_ns = INT64_C(86400000000000);
	int64_t day = ns / day_ns - (ns % day_ns < 0), of_day = ns - day * day_ns;
	int year, month, of_month;
	char text[64];
	civil_date(day, &year, &month, &of_month);
	int64_t second = of_day / 1000000000;
	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%09dZ", year, month, of_month,
	    (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
	    (int)(of_day % 1000000000));
	json_member_string(j, key, text);
}

static void put_ends(struct json_writer *j, const struct session *s, enum side from)
{
	char src[ADDR_TEXT], dst[ADDR_TEXT];
	const struct endpoint *a = &s->end[from], *b = &s->end[side_other(from)];
	addr_format(&a->addr, src, sizeof(src));
	addr_format(&b->addr, dst, sizeof(dst));
	json_member_string(j, "src", src);
	json_member_unsigned(j, "sport", a->port);
	json_member_string(j, "dst", dst);
	json_member_unsigned(j, "dport", b->port);
	json_member_string(j, "dir", from == SIDE_A ? "ab" : "ba");
}

static void put_header(struct json_writer *j, const struct session *s, const struct packet *p)
{
	char flags[12];
	enum side from = packet_side(p);
	bool scaled;
	uint32_t win = session_window(s, p, &scaled);
	int scale = p->flags & TCP_SYN ? 0 : session_wscale(s, from);
	label_flags(p->flags, flags, sizeof(flags));
	json_member_string(j, "flags", flags);
	json_member_unsigned(j, "seq", session_relative(s, from, p->seq));
	json_member_unsigned(j, "end", session_relative(s, from, packet_end(p)));
	json_member_known(j, "ack",
	    p->flags & TCP_ACK ? (int64_t)session_relative(s, side_other(from), p->ack) : -1);
	json_member_unsigned(j, "win", win);
	json_member_known(j, "win_scale", scaled ? scale : -1);
	json_member_unsigned(j, "len", p->len);
}

static void put_notes(struct json_writer *j, uint64_t notes)
{
	json_member_array(j, "notes");
	for (; notes != 0; notes &= notes - 1)
		json_string(j, note_name((enum note)__builtin_ctzll(notes)));
	json_end(j);
}

/* Writes the frame number of a packet, or null if it is 0 or forgotten. */
static void put_frame(
    struct json_writer *j, const char *key, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	json_member_known(j, key, p != NULL ? (int64_t)p->frame : -1);
}

/* Writes the frames of the finding's first cause and its cause, if kept. */
static void put_causes(struct json_writer *j, const struct model *m, const struct finding *f)
{
	const struct packet *first = model_packet(m, f->cause_first);
	const struct packet *cause = model_packet(m, f->cause);
	json_member_array(j, "frames");
	if (first != NULL && first != cause)
		json_unsigned(j, first->frame);
	if (cause != NULL)
		json_unsigned(j, cause->frame);
	json_end(j);
}

static void put_finding(struct json_writer *j, const struct model *m, const struct finding *f)
{
	const struct rule_info *rule = rule_of((enum rule)f->rule);
	json_object(j);
	json_member_string(j, "note", note_name((enum note)f->note));
	json_member_string(j, "rule", rule->name);
	json_member_bool(j, "sure", rule->sure);
	put_causes(j, m, f);
	put_frame(j, "copy", m, f->copy);
	put_frame(j, "answer", m, f->answer);
	json_end(j);
}

static void put_why(struct json_writer *j, const struct model *m, uint32_t packet)
{
	unsigned count;
	const struct finding *findings = model_findings(m, packet, &count);
	json_member_array(j, "why");
	for (unsigned i = 0; i < count; i++)
		put_finding(j, m, &findings[i]);
	json_end(j);
}

static void put_state(struct json_writer *j, const struct packet *p)
{
	json_member_object(j, "state");
	json_member_string(j, "a", tcp_state_name(packet_state(p, SIDE_A)));
	json_member_string(j, "b", tcp_state_name(packet_state(p, SIDE_B)));
	json_end(j);
}

static void put_links(struct json_writer *j, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	put_frame(j, "acked_by", m, p->acked_by);
	put_frame(j, "acks", m, p->acks);
	put_frame(j, "acks_first", m, model_acked(m, packet).first);
	put_frame(j, "repeats", m, copies_first(m, packet));
}

void json_packet(
    struct json_writer *j, const struct model *m, uint32_t packet, const struct segment *segment)
{
	char explain[EXPLAIN_TEXT];
	const struct packet *p = model_packet(m, packet);
	if (p == NULL)
		return;
	const struct session *s = model_session(m, p->session);
	json_member_unsigned(j, "frame", p->frame);
	json_member_unsigned(j, "session", p->session);
	json_member_time(j, "time", p->time_ns);
	put_ends(j, s, packet_side(p));
	put_header(j, s, p);
	put_notes(j, p->notes);
	put_why(j, m, packet);
	put_state(j, p);
	int64_t rtt = model_rtt(m, packet);
	json_member_known(j, "rtt_us", rtt >= 0 ? rtt / 1000 : -1);
	json_member_unsigned(j, "in_flight", p->in_flight);
	put_links(j, m, packet);
	explain_segment(m, packet, segment, explain, sizeof(explain));
	json_member_string(j, "explain", explain);
}
