#include "core/ladder/packet_json.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/writer.h"
#include "core/explain/explain.h"
#include "core/ladder/label.h"
#include "core/model/repeat.h"
#include "core/record/note.h"

/* Only text made by the core comes here: ASCII, without control bytes. */
static void put_string(struct writer *l, const char *text)
{
	writer_text(l, "\"");
	while (*text != '\0') {
		size_t plain = strcspn(text, "\"\\");
		writer_span(l, text, plain);
		text += plain;
		if (*text != '\0')
			writer_print(l, "\\%c", *text++);
	}
	writer_text(l, "\"");
}

/* The date of a day since 1970-01-01 in the Gregorian calendar, counted in 400-year eras
 * from 0000-03-01. */
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

static void put_time(struct writer *l, int64_t ns)
{
	const int64_t day_ns = INT64_C(86400000000000);
	int64_t day = ns / day_ns - (ns % day_ns < 0), of_day = ns - day * day_ns;
	int year, month, of_month;
	civil_date(day, &year, &month, &of_month);
	int64_t second = of_day / 1000000000;
	writer_print(l, "\"%04d-%02d-%02dT%02d:%02d:%02d.%09dZ\"", year, month, of_month,
	    (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60),
	    (int)(of_day % 1000000000));
}

static void put_ends(struct writer *l, const struct session *s, enum side from)
{
	char src[ADDR_TEXT], dst[ADDR_TEXT];
	const struct endpoint *a = &s->end[from], *b = &s->end[side_other(from)];
	addr_format(&a->addr, src, sizeof(src));
	addr_format(&b->addr, dst, sizeof(dst));
	writer_print(l, ",\"src\":\"%s\",\"sport\":%u,\"dst\":\"%s\",\"dport\":%u,\"dir\":\"%s\"",
	    src, a->port, dst, b->port, from == SIDE_A ? "ab" : "ba");
}

static void put_header(struct writer *l, const struct session *s, const struct packet *p)
{
	char flags[12];
	enum side from = packet_side(p);
	label_flags(p->flags, flags, sizeof(flags));
	writer_print(l, ",\"flags\":\"%s\",\"seq\":%" PRIu32 ",\"end\":%" PRIu32, flags,
	    session_relative(s, from, p->seq), session_relative(s, from, packet_end(p)));
	if (p->flags & TCP_ACK)
		writer_print(l, ",\"ack\":%" PRIu32, session_relative(s, side_other(from), p->ack));
	else
		writer_print(l, ",\"ack\":null");
	bool scaled;
	uint32_t win = session_window(s, p, &scaled);
	writer_print(l, ",\"win\":%" PRIu32, win);
	if (scaled)
		writer_print(
		    l, ",\"win_scale\":%d", p->flags & TCP_SYN ? 0 : session_wscale(s, from));
	else
		writer_print(l, ",\"win_scale\":null");
	writer_print(l, ",\"len\":%u", (unsigned)p->len);
}

static void put_notes(struct writer *l, uint64_t notes)
{
	const char *between = "";
	writer_print(l, ",\"notes\":[");
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		if (!(notes & NOTE_BIT(note)))
			continue;
		writer_print(l, "%s\"%s\"", between, note_name((enum note)note));
		between = ",";
	}
	writer_print(l, "]");
}

/* The frame number of a packet, or null for none and for one that is forgotten. */
static void put_frame(struct writer *l, const char *name, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	if (p != NULL)
		writer_print(l, ",\"%s\":%" PRIu32, name, p->frame);
	else
		writer_print(l, ",\"%s\":null", name);
}

size_t json_packet(
    const struct model *m, uint32_t packet, const struct json_more *more, char *out, size_t size)
{
	static const struct json_more nothing = { 0 };
	struct writer writer = writer_begin(out, size), *l = &writer;
	char explain[EXPLAIN_TEXT];
	const struct packet *p = model_packet(m, packet);
	out[0] = '\0';
	if (p == NULL)
		return 0;
	const struct session *s = model_session(m, p->session);
	writer_print(
	    l, "{\"frame\":%" PRIu32 ",\"session\":%" PRIu32 ",\"time\":", p->frame, p->session);
	put_time(l, p->time_ns);
	put_ends(l, s, packet_side(p));
	put_header(l, s, p);
	put_notes(l, p->notes);
	writer_print(l, ",\"state\":{\"a\":\"%s\",\"b\":\"%s\"}",
	    tcp_state_name(packet_state(p, SIDE_A)), tcp_state_name(packet_state(p, SIDE_B)));
	int64_t rtt = model_rtt(m, packet);
	if (rtt >= 0)
		writer_print(l, ",\"rtt_us\":%" PRId64, rtt / 1000);
	else
		writer_print(l, ",\"rtt_us\":null");
	writer_print(l, ",\"in_flight\":%" PRIu32, p->in_flight);
	put_frame(l, "acked_by", m, p->acked_by);
	put_frame(l, "acks", m, p->acks);
	put_frame(l, "acks_first", m, model_acked(m, packet).first);
	put_frame(l, "repeats", m, repeat_of(m, packet).first);
	more = more != NULL ? more : &nothing;
	explain_segment(m, packet, more->segment, explain, sizeof(explain));
	writer_print(l, ",\"explain\":");
	put_string(l, explain);
	if (more->members != NULL)
		writer_print(l, ",%s", more->members);
	writer_print(l, "}");
	return writer.len;
}
