#include "play.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/figures.h"
#include "core/model/notable.h"
#include "tests/core/claims.h"
#include "tests/core/findings_check.h"

/* Only the tests of findings check those of longer sessions. */
#define CHECKED_MOST 200

struct model *played;

void play_begin(void)
{
	played = model_new();
}

void play_end(void)
{
	model_free(played);
	played = NULL;
}

bool play_has(uint32_t packet, enum note note)
{
	return (model_packet(played, packet)->notes & NOTE_BIT(note)) != 0;
}

static uint16_t flags_from(const char *text)
{
	static const char letters[] = "FSRP.UEWe";
	uint16_t flags = 0;
	for (; *text != '\0' && strcmp(text, "none") != 0; text++) {
		const char *at = strchr(letters, *text);
		ck_assert_msg(at != NULL, "flag %c", *text);
		flags = (uint16_t)(flags | 1u << (at - letters));
	}
	return flags;
}

static void set_sequence(struct segment *s, const char *text, uint32_t isn)
{
	char *end;
	uint32_t seq = (uint32_t)strtoul(text, &end, 10);
	s->seq = isn + seq;
	if (*end == ':')
		s->len = ((uint32_t)strtoul(end + 1, NULL, 10) - seq) & SEGMENT_LEN_MOST;
}

static void set_sack(struct segment *s, const char *text, uint32_t isn)
{
	unsigned start, end;
	ck_assert_int_eq(sscanf(text, "%u:%u", &start, &end), 2);
	s->sack[s->sack_count++] = (struct sack_block){ isn + start, isn + end };
	s->options |= OPTION_SACK;
}

static void set_field(struct segment *s, const char *name, const char *value, uint32_t peer_isn)
{
	uint32_t number = (uint32_t)strtoul(value, NULL, 10);
	if (strcmp(name, "ack") == 0) {
		s->ack = peer_isn + number;
	} else if (strcmp(name, "win") == 0) {
		s->win = (uint16_t)number;
	} else if (strcmp(name, "ws") == 0) {
		s->wscale = (uint8_t)number;
		s->options |= OPTION_WSCALE;
	} else if (strcmp(name, "ts") == 0) {
		s->ts_val = number;
		s->options |= OPTION_TIMESTAMP;
	} else if (strcmp(name, "ecr") == 0) {
		s->ts_ecr = number;
	} else if (strcmp(name, "id") == 0) {
		s->ip_id = (uint16_t)number;
	} else if (strcmp(name, "tos") == 0) {
		s->tos = (uint8_t)number;
	} else if (strcmp(name, "ttl") == 0) {
		s->ttl = (uint8_t)number;
	} else if (strcmp(name, "opts") == 0) {
		s->syn_options = (uint32_t)strtoul(value, NULL, 16);
	} else if (strcmp(name, "sackok") == 0) {
		s->options |= OPTION_SACK_OK;
	} else if (strcmp(name, "sack") == 0) {
		set_sack(s, value, peer_isn);
	} else {
		ck_abort_msg("field %s", name);
	}
}

struct segment play_segment(const char *line)
{
	static const uint8_t address[2][4] = { { 10, 0, 0, 1 }, { 10, 0, 0, 2 } };
	static const uint16_t port[2] = { 4000, 8000 };
	static const uint32_t isn[2] = { PLAY_ISN_A, PLAY_ISN_B };
	struct segment s = { .win = 1000 };
	double ms;
	char side, flags[12], seq[32];
	int used = 0;
	ck_assert_msg(
	    sscanf(line, "%lf %c %11s %31s%n", &ms, &side, flags, seq, &used) == 4, "%s", line);
	unsigned from = side == 'b';
	s.time_ns = (int64_t)(ms * 1e6);
	s.src = (struct endpoint){ addr_from_v4(address[from]), port[from] };
	s.dst = (struct endpoint){ addr_from_v4(address[!from]), port[!from] };
	s.flags = flags_from(flags);
	set_sequence(&s, seq, isn[from]);
	char name[16], value[32];
	for (int more; sscanf(line + used, "%15s %31s%n", name, value, &more) == 2; used += more)
		set_field(&s, name, value, isn[!from]);
	return s;
}

void play(struct model *m, const char *lines)
{
	char *copy = strdup(lines), *rest = copy;
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (line[strspn(line, " \t")] == '\0')
			continue;
		struct segment s = play_segment(line);
		s.frame = model_packets(m) + 1;
		model_add(m, &s);
	}
	free(copy);
	/* Some tests play long sessions in many pieces. */
	if (model_packets(m) <= CHECKED_MOST) {
		const char *why = claims_wrong(m);
		ck_assert_uint_eq(findings_wrong(m), 0);
		ck_assert_msg(why == NULL, "%s", why);
	}
}

static void check_flow(const struct flow_figures *kept, const struct flow_figures *walked)
{
	ck_assert_uint_eq(kept->sent, walked->sent);
	ck_assert_uint_eq(kept->resent, walked->resent);
	ck_assert_uint_eq(kept->rtts, walked->rtts);
	ck_assert_int_eq(kept->rtt_min_ns, walked->rtt_min_ns);
	ck_assert_int_eq(kept->rtt_max_ns, walked->rtt_max_ns);
	ck_assert_int_eq(kept->rtt_sum_ns, walked->rtt_sum_ns);
}

static void check_events(const struct model *m)
{
	struct event_tally walked = { 0 };
	ck_assert(events_count(&walked, m, model_packets(m), UINT32_MAX));
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		ck_assert_msg(model_events(m)[i] == walked.count[i], "%s: %u, %u", event_words(i),
		    model_events(m)[i], walked.count[i]);
}

void play_check_figures(const struct model *m)
{
	check_events(m);
	for (uint32_t session = 0; (session = model_session_after(m, session)) != 0;) {
		struct figures kept, walked;
		figures_of(m, session, UINT32_MAX, &kept);
		figures_walk(m, session, UINT32_MAX, &walked);
		ck_assert_uint_eq(kept.packets, walked.packets);
		ck_assert_int_eq(kept.idle_ns, walked.idle_ns);
		ck_assert_int_eq(kept.silence_ns, walked.silence_ns);
		for (unsigned i = 0; i < EVENT_COUNT; i++)
			ck_assert_msg(kept.event[i] == walked.event[i], "session %u, %s: %u, %u",
			    session, event_words(i), kept.event[i], walked.event[i]);
		for (unsigned side = 0; side < 2; side++)
			check_flow(&kept.flow[side], &walked.flow[side]);
	}
}
