#include "tui/view/summary.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture/os/clock.h"
#include "core/base/rate.h"
#include "core/explain/detail.h"
#include "core/explain/explain_session.h"
#include "core/model/figures.h"
#include "tui/run/lab_run.h"
#include "tui/text/human.h"
#include "tui/view/session_rows.h"
#include "tui/view/text_view.h"
#include "tui/run/run_limits.h"

/* Column of the values. */
#define VALUE_CELL 14

/* Packets gathered between two looks at the keyboard. */
#define SLICE 65536

/* Notes and RTTs are counted over at most this many packets, which takes some milliseconds. */
#define COUNTED_MAX 1000000

static void add_ends(struct lines *lines, const struct model *m, const struct session *s)
{
	const struct packet *first = model_packet(m, s->first), *last = model_packet(m, s->last);
	char a[ENDPOINT_TEXT], b[ENDPOINT_TEXT], time[HUMAN_TEXT], duration[HUMAN_TEXT];
	endpoint_format(&s->end[SIDE_A], NULL, a, sizeof(a));
	endpoint_format(&s->end[SIDE_B], NULL, b, sizeof(b));
	lines_addf(lines, TINT_HEADING, "%s  %s  %s", a, "and", b);
	lines_addf(lines, ROLE_PLAIN, "Opened by     %s%s", a,
	    s->opener_known ? "" : " (assumed: handshake not captured)");
	human_clock(first->time_ns, clock_utc_offset(first->time_ns), time, sizeof(time));
	if (session_forgotten(s) > 0)
		lines_addf(lines, ROLE_NOTE,
		    "Forgotten     %" PRIu32 " of %" PRIu32 " segments, not counted below",
		    session_forgotten(s), session_begun(s));
	lines_addf(lines, ROLE_PLAIN, "First segment %s, frame %" PRIu32, time, first->frame);
	human_clock(last->time_ns, clock_utc_offset(last->time_ns), time, sizeof(time));
	lines_addf(lines, ROLE_PLAIN, "Last segment  %s, frame %" PRIu32, time, last->frame);
	human_duration(last->time_ns - first->time_ns, duration, sizeof(duration));
	lines_addf(lines, ROLE_PLAIN, "Duration      %s", duration);
	lines_addf(lines, ROLE_PLAIN, "Now           %s: %s and %s", session_end_name(s->ended),
	    tcp_state_name(session_state(s, SIDE_A)), tcp_state_name(session_state(s, SIDE_B)));
	int64_t handshake = model_initial_rtt(m, first->session);
	human_duration(handshake, duration, sizeof(duration));
	if (handshake >= 0)
		lines_addf(lines, ROLE_PLAIN, "Handshake     %s", duration);
}

/* Writes goodput, retransmissions and RTT of a side. */
static void add_rates(struct lines *lines, const struct model *m, const struct session *s,
    enum side side, const struct flow_figures *f)
{
	char low[HUMAN_TEXT], mean[HUMAN_TEXT], high[HUMAN_TEXT];
	double goodput = figures_goodput(m, model_packet(m, s->first)->session, side);
	if (goodput >= 1) {
		struct writer w = writer_begin(low, sizeof(low));
		rate_write(&w, goodput);
		w = writer_begin(high, sizeof(high));
		rate_write_bits(&w, goodput);
		lines_addf(lines, ROLE_PLAIN, "Goodput       %s (%s)", low, high);
	}
	if (f->resent != 0)
		lines_addf(lines, ROLE_TROUBLE,
		    "Retransmitted %" PRIu32 " of %" PRIu32 " segments, %.2f %%", f->resent,
		    f->sent, f->resent * 100.0 / f->sent);
	if (f->rtts == 0)
		return;
	human_duration(f->rtt_min_ns, low, sizeof(low));
	human_duration(f->rtt_sum_ns / (int64_t)f->rtts, mean, sizeof(mean));
	human_duration(f->rtt_max_ns, high, sizeof(high));
	lines_addf(
	    lines, ROLE_PLAIN, "RTT           minimum %s, mean %s, maximum %s", low, mean, high);
}

static void add_flow(struct lines *lines, const struct model *m, const struct session *s,
    enum side side, const struct flow_figures *f)
{
	char end[ENDPOINT_TEXT];
	const struct flow *flow = &s->flow[side];
	int wscale = session_wscale(s, side);
	endpoint_format(&s->end[side], NULL, end, sizeof(end));
	lines_add(lines, ROLE_PLAIN, "");
	lines_addf(lines, TINT_HEADING, "Sent by %s", end);
	lines_addf(lines, ROLE_PLAIN, "Segments      %" PRIu32 "%s", flow->packets,
	    session_forgotten(s) > 0 ? ", including forgotten ones" : "");
	lines_addf(lines, ROLE_PLAIN, "Bytes         %" PRIu64 ", without retransmissions%s",
	    flow->bytes, session_forgotten(s) > 0 ? ", including forgotten ones" : "");
	if (wscale >= 0)
		lines_addf(
		    lines, ROLE_PLAIN, "Window scale  %d (windows times %u)", wscale, 1u << wscale);
	else
		lines_add(lines, ROLE_PLAIN, "Window scale  unknown: handshake not captured");
	add_rates(lines, m, s, side, f);
}

static void add_idle(struct lines *lines, const struct figures *figures)
{
	char idle[HUMAN_TEXT], longest[HUMAN_TEXT];
	if (figures->idle_ns == 0)
		return;
	human_duration(figures->idle_ns, idle, sizeof(idle));
	human_duration(figures->silence_ns, longest, sizeof(longest));
	lines_addf(lines, ROLE_PLAIN, "Idle          %s, longest %s", idle, longest);
}

static void add_events(struct lines *lines, const struct session *s, const struct figures *figures)
{
	const uint8_t *worst = events_worst_first();
	bool any = false;
	lines_add(lines, ROLE_PLAIN, "");
	lines_add(lines, TINT_HEADING, "Events");
	for (unsigned i = 0; i < EVENT_COUNT; i++) {
		unsigned event = worst[i];
		if (figures->event[event] == 0)
			continue;
		any = true;
		lines_addf(lines, event_is_trouble(event) ? ROLE_TROUBLE : ROLE_NOTE,
		    "%-28s %" PRIu32, event_words(event), figures->event[event]);
	}
	if (!any)
		lines_add(lines, ROLE_PLAIN, "none");
	if (figures->packets < s->count)
		lines_addf(lines, TINT_FAINT, "Counted over the first %" PRIu32 " segments.",
		    figures->packets);
}

static void add_scenario(const struct run *run, struct lines *lines, unsigned cells)
{
	lines_wrap(lines, TINT_HEADING, lab_run_title(run), cells, 0);
	lines_wrap(lines, ROLE_SPEECH, lab_run_about(run), cells, 0);
	lines_add(lines, ROLE_PLAIN, "");
}

/* Writes the size of the capture and the packets that it missed. */
static void add_capture(const struct run *run, struct lines *lines)
{
	struct source_status status;
	char disk[HUMAN_TEXT];
	source_status(run->source, &status);
	if (source_kind(run->source) == SOURCE_FILE)
		return;
	uint64_t lost = status.kernel_drops + status.interface_drops + status.ring_drops;
	human_count(status.spool_bytes, disk, sizeof(disk));
	lines_add(lines, ROLE_PLAIN, "");
	lines_addf(lines, TINT_HEADING, "Capture on %s", source_name(run->source));
	lines_addf(lines, ROLE_PLAIN, "On disk       %sB%s", disk,
	    status.keeps_room ? "; the file system does not free forgotten parts" : "");
	if (run->options->ring) {
		char words[LIMITS_TEXT];
		limits_text(run, words, sizeof(words));
		lines_addf(lines, ROLE_PLAIN, "Kept          %s", words);
	}
	if (run->limit[0] != '\0')
		lines_addf(lines, ROLE_TROUBLE, "Limit         %s", run->limit);
	lines_addf(lines, lost != 0 ? ROLE_TROUBLE : ROLE_PLAIN,
	    "Dropped       %" PRIu64 " by the kernel, %" PRIu64 " by the interface, %" PRIu64
	    " by tcpviz",
	    status.kernel_drops, status.interface_drops, status.ring_drops);
	if (status.not_taken != 0)
		lines_addf(lines, ROLE_TROUBLE,
		    "Not captured  %" PRIu64 " frames while the disk was full", status.not_taken);
}

/* The sink for the lines of core/explain/detail.h. */
struct sink {
	struct lines *lines;
	unsigned cells;
};

static void take_line(void *ctx, unsigned depth, const char *text)
{
	const struct sink *sink = ctx;
	(void)depth;
	lines_wrap(sink->lines, ROLE_PLAIN, text, sink->cells, VALUE_CELL);
}

static void add_story(const struct gathered *gathered, struct lines *lines, unsigned cells)
{
	char text[EXPLAIN_SESSION_TEXT];
	explain_session(&gathered->facts, text, sizeof(text));
	lines_wrap(lines, ROLE_SPEECH, text, cells, 0);
	lines_add(lines, ROLE_PLAIN, "");
}

/* Returns false until all packets of the session are gathered. */
static bool gather(
    struct gathered *gathered, const struct shell *shell, uint32_t session, struct page *page)
{
	if (gather_session(gathered, shell->run, session, SLICE))
		return true;
	lines_addf(&page->lines, TINT_FAINT, "Reading %" PRIu32 " of %" PRIu32 " segments",
	    gathered->course.packets, model_session(shell->run->model, session)->count);
	return false;
}

static bool fill(
    const struct text_source *source, const struct shell *shell, struct page *page, unsigned cells)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, source->about);
	struct gathered *gathered = source->ctx;
	struct figures figures;
	if (s == NULL)
		return false;
	if (shell->run->lab != NULL)
		add_scenario(shell->run, &page->lines, cells);
	if (!gather(gathered, shell, source->about, page))
		return true;
	struct sink here = { &page->lines, cells };
	struct detail_sink sink = { .line = take_line, .ctx = &here };
	add_story(gathered, &page->lines, cells);
	figures_of(m, source->about, COUNTED_MAX, &figures);
	add_ends(&page->lines, m, s);
	detail_session(&gathered->facts, &sink);
	add_idle(&page->lines, &figures);
	add_flow(&page->lines, m, s, SIDE_A, &figures.flow[SIDE_A]);
	add_flow(&page->lines, m, s, SIDE_B, &figures.flow[SIDE_B]);
	add_events(&page->lines, s, &figures);
	add_capture(shell->run, &page->lines);
	return false;
}

static void show(struct shell *shell, struct gathered *gathered, uint32_t session);

static void turn(struct shell *shell, const struct text_source *source, bool back)
{
	uint32_t session = session_beside(shell, source->about, back ? -1 : 1);
	const struct session *s = model_session(shell->run->model, session);
	if (s == NULL) {
		shell_say(shell, "This is the %s session", back ? "first" : "last");
		return;
	}
	session_take(shell, s->first);
	show(shell, source->ctx, session);
}

static void show(struct shell *shell, struct gathered *gathered, uint32_t session)
{
	char title[48];
	snprintf(title, sizeof(title), "Session %" PRIu32, session);
	text_view_open(shell, title,
	    &(struct text_source){
	        .fill = fill, .about = session, .ctx = gathered, .name = "session", .turn = turn });
}

void summary_open(struct shell *shell, struct gathered *gathered)
{
	bool list = (shell_context(shell) & IN_LIST) != 0;
	uint32_t session = list ? shell->listed : shell->session;
	if (session == 0)
		shell_say(shell, "No session yet");
	else
		show(shell, gathered, session);
}
