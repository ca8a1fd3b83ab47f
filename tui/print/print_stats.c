/* --stats: counts of a capture, its events, and its sessions, worst first. */
#include "tui/print/print_parts.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "capture/os/services.h"
#include "capture/source/interfaces.h"
#include "core/base/rate.h"
#include "core/base/text.h"
#include "core/base/writer.h"
#include "core/model/figures.h"
#include "core/model/lost_time.h"
#include "tui/run/origin_text.h"
#include "tui/run/sessions_by_trouble.h"
#include "tui/text/stderr_text.h"
#include "tui/run/run_limits.h"

static const char *service(const struct print *p, uint16_t port)
{
	return p->run->options->numeric ? NULL : services_name(port);
}

/* Prints how much a ring has forgotten. */
static void put_forgotten(const struct run *run)
{
	const struct model *m = run->model;
	char words[LIMITS_TEXT];
	if (!run->options->ring)
		return;
	limits_text(run, words, sizeof(words));
	printf("%s: %u of %u segments and %u of %u sessions\n", words, model_first(m) - 1,
	    model_packets(m), model_sessions(m) - model_sessions_kept(m), model_sessions(m));
}

/* Prints the interfaces of a capture that has several, and the drops that it tells of. */
static void put_interfaces(const struct run *run)
{
	const struct interfaces *all = source_interfaces(run->source);
	unsigned count = interfaces_count(all);
	for (unsigned i = 0; i < count; i++) {
		char name[256];
		const struct interface_counts *counts = &interfaces_at(all, (uint16_t)i)->counts;
		uint64_t frames = counts->frames,
		         dropped = counts->dropped + counts->system_dropped;
		if (count < 2 && dropped == 0)
			continue;
		text_clean(
		    origin_interface_name(run, (uint16_t)i), stderr_is_ascii(), name, sizeof(name));
		printf("interface %s: %" PRIu64 " frame%s", name, frames, frames == 1 ? "" : "s");
		if (dropped > 0)
			printf(", %" PRIu64 " dropped while it was captured", dropped);
		puts("");
	}
}

static void put_capture(const struct print *p)
{
	struct source_status status;
	source_status(p->run->source, &status);
	const struct model *m = p->run->model;
	uint32_t sessions = model_sessions_kept(m), packets = model_packets_kept(m);
	char name[PATH_MAX];
	text_clean(source_name(p->run->source), stderr_is_ascii(), name, sizeof(name));
	printf("%s: %u session%s, %u segment%s in %" PRIu64 " frames, %u problem%s\n", name,
	    sessions, sessions == 1 ? "" : "s", packets, packets == 1 ? "" : "s", status.frames,
	    model_trouble(m), model_trouble(m) == 1 ? "" : "s");
	char without[RUN_WITHOUT_TCP];
	if (run_without_tcp(&status, without, sizeof(without)) > 0)
		printf("frames without a segment: %s\n", without);
	put_interfaces(p->run);
	put_forgotten(p->run);
}

/* In seconds, to the microsecond. */
static void write_seconds(struct writer *w, int64_t ns)
{
	uint64_t us = ((uint64_t)(ns < 0 ? -ns : ns) + 500) / 1000, fraction = us % 1000000;
	writer_text(w, ns < 0 ? "-" : "");
	writer_number(w, us / 1000000);
	writer_text(w, ".");
	for (uint64_t least = 100000; least > fraction && least > 1; least /= 10)
		writer_text(w, "0");
	writer_number(w, fraction);
}

/* One unit for all of them: they are compared. */
static void write_milliseconds(struct writer *w, int64_t ns)
{
	uint64_t us = ((uint64_t)ns + 500) / 1000, fraction = us % 1000;
	writer_number(w, us / 1000);
	writer_text(w, fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".");
	writer_number(w, fraction);
}

static void write_round_trips(struct writer *w, const struct flow_figures *f)
{
	if (f->rtts == 0)
		return;
	writer_text(w, ", rtt ");
	write_milliseconds(w, f->rtt_min_ns);
	writer_text(w, "/");
	write_milliseconds(w, f->rtt_sum_ns / (int64_t)f->rtts);
	writer_text(w, "/");
	write_milliseconds(w, f->rtt_max_ns);
	writer_text(w, " ms");
}

static void write_resent(struct writer *w, const struct flow_figures *f)
{
	uint64_t permyriad =
	    f->sent != 0 ? ((uint64_t)f->resent * 20000 + f->sent) / (2 * (uint64_t)f->sent) : 0;
	if (f->resent == 0)
		return;
	writer_text(w, ", ");
	writer_number(w, f->resent);
	writer_text(w, " retransmitted (");
	writer_number(w, permyriad / 100);
	writer_text(w, permyriad % 100 < 10 ? ".0" : ".");
	writer_number(w, permyriad % 100);
	writer_text(w, " %)");
}

struct outline {
	const struct model *m;
	uint32_t session;
	struct figures figures;
	char end[2][ENDPOINT_TEXT + 32];
};

static void write_flow(struct writer *w, const struct outline *t, enum side side)
{
	const struct session *s = model_session(t->m, t->session);
	const struct flow *f = &s->flow[side];
	double goodput = figures_goodput(t->m, t->session, side);
	writer_text(w, "    ");
	writer_text(w, t->end[side]);
	writer_text(w, " > ");
	writer_text(w, t->end[side_other(side)]);
	writer_text(w, ": ");
	writer_number(w, f->packets);
	writer_text(w, " segments, ");
	writer_number(w, f->bytes);
	writer_text(w, " bytes, ");
	writer_text(w, tcp_state_name(session_state(s, side)));
	if (goodput >= 1) {
		writer_text(w, ", ");
		rate_write(w, goodput);
		writer_text(w, " (");
		rate_write_bits(w, goodput);
		writer_text(w, ")");
	}
	write_resent(w, &t->figures.flow[side]);
	write_round_trips(w, &t->figures.flow[side]);
	writer_text(w, "\n");
}

static void write_events(struct writer *w, const uint32_t *count)
{
	const uint8_t *worst = events_worst_first();
	bool any = false;
	for (unsigned i = 0; i < EVENT_COUNT; i++) {
		if (count[worst[i]] == 0)
			continue;
		writer_text(w, any ? ", " : "    ");
		writer_number(w, count[worst[i]]);
		writer_text(w, " ");
		writer_text(w, event_words(worst[i]));
		any = true;
	}
	if (any)
		writer_text(w, "\n");
}

static void write_head(struct writer *w, const struct outline *t)
{
	const struct session *s = model_session(t->m, t->session);
	int64_t handshake = model_initial_rtt(t->m, t->session);
	int64_t took = model_packet(t->m, s->last)->time_ns - model_packet(t->m, s->first)->time_ns;
	writer_text(w, "session ");
	writer_number(w, t->session);
	writer_text(w, ": ");
	writer_text(w, session_end_name((enum session_end)s->ended));
	writer_text(w, ", ");
	if (took >= 0)
		write_seconds(w, took);
	writer_text(w, took >= 0 ? " s, " : "duration unknown (the clock was set back), ");
	writer_number(w, s->trouble);
	writer_text(w, s->trouble == 1 ? " problem" : " problems");
	if (handshake >= 0) {
		writer_text(w, ", handshake ");
		write_milliseconds(w, handshake);
		writer_text(w, " ms");
	}
	if (t->figures.idle_ns > 0) {
		writer_text(w, ", idle ");
		write_seconds(w, t->figures.idle_ns);
		writer_text(w, " s");
	}
	writer_text(w, "\n");
}

/* Without printf(), which for half a million sessions takes longer than reading them. */
static void put_session(const struct print *p, uint32_t session)
{
	struct outline t = { .m = p->run->model, .session = session };
	const struct session *s = model_session(t.m, session);
	char text[2048];
	struct writer w = writer_begin(text, sizeof(text));
	figures_of(t.m, session, UINT32_MAX, &t.figures);
	for (unsigned i = 0; i < 2; i++)
		endpoint_format(&s->end[i], service(p, s->end[i].port), t.end[i], sizeof(t.end[i]));
	write_head(&w, &t);
	write_flow(&w, &t, SIDE_A);
	write_flow(&w, &t, SIDE_B);
	write_events(&w, t.figures.event);
	fwrite(text, 1, w.len, stdout);
}

static void put_events(const struct model *m)
{
	char text[2048];
	struct writer w = writer_begin(text, sizeof(text));
	write_events(&w, model_events(m));
	fwrite(text, 1, w.len, stdout);
}

/* Those that --filter selects. */
static void put_selected(const struct print *p)
{
	uint32_t sessions = model_sessions_kept(p->run->model), most = p->run->options->top;
	uint32_t selected = 0;
	struct worst worst = worst_begin(p->run->model, sessions);
	for (uint32_t row = 0; row < sessions; row++) {
		uint32_t session = worst_next(&worst);
		if (print_wants_session(p, session) && (++selected <= most || most == 0))
			put_session(p, session);
	}
	printf("%u of %u sessions match\n", selected, sessions);
	worst_end(&worst);
}

/* Worst first, as the session list on the screen when sorted by problems. */
static void put_sessions(const struct print *p)
{
	uint32_t sessions = model_sessions_kept(p->run->model), most = p->run->options->top;
	if (most == 0 || most > sessions)
		most = sessions;
	struct worst worst = worst_begin(p->run->model, most);
	for (uint32_t row = 0; row < most; row++)
		put_session(p, worst_next(&worst));
	if (most < sessions)
		printf("%u of %u sessions listed; --top 0 lists all, --session N one\n", most,
		    sessions);
	worst_end(&worst);
}

/* The walk takes some milliseconds; --sessions judges every session. */
#define JUDGED_PACKETS 200000

/* Which causes cost time, and in which session most. */
static void put_lost_time(const struct model *m)
{
	struct lost_time lost = { 0 };
	uint8_t kinds[VERDICT_KINDS];
	bool all = lost_time_go_on(&lost, m, JUDGED_PACKETS);
	unsigned count = lost_time_worst(&lost, kinds);
	char text[1024];
	struct writer w = writer_begin(text, sizeof(text));
	for (unsigned i = 0; i < count; i++) {
		const struct lost_cause *cause = &lost.cause[kinds[i]];
		writer_print(&w, "%s", i > 0 ? ", " : "");
		write_seconds(&w, cause->ns);
		writer_print(&w, " s %s (%" PRIu32 " session%s, worst: %" PRIu32 ")",
		    verdict_kind_word((enum verdict_kind)kinds[i]), cause->sessions,
		    cause->sessions == 1 ? "" : "s", cause->worst);
	}
	if (!all)
		writer_print(&w, "%sonly the first %" PRIu32 " sessions judged",
		    count > 0 ? "; " : "", lost.judged);
	else if (count == 0)
		writer_text(&w, "none: nothing was slow");
	printf("    time lost: %s\n", text);
}

static bool whole(struct print *p, struct err *err)
{
	(void)err;
	uint32_t session = p->run->options->session;
	put_capture(p);
	put_events(p->run->model);
	if (session == 0)
		put_lost_time(p->run->model);
	if (session == 0 && filtering_on(&p->filtering)) {
		put_selected(p);
	} else if (session == 0) {
		put_sessions(p);
	} else if (model_session(p->run->model, session) != NULL) {
		put_session(p, session);
		print_story_and_figures(p, session);
	}
	return true;
}

const struct printer print_stats = { .whole = whole };
