#include "tui/view/summary.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture/os/clock.h"
#include "core/base/array.h"
#include "core/base/grouped.h"
#include "core/base/rate.h"
#include "core/base/writer.h"
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

/* A column of the hosts' table has more than this, or each value has its own line. */
#define HOST_CELLS 28

/* Packets gathered between two looks at the keyboard. */
#define SLICE 65536

/* Notes and RTTs are counted over at most this many packets, which takes some milliseconds. */
#define COUNTED_MAX 1000000

static void add_ends(struct lines *lines, const struct model *m, const struct session *s)
{
	const struct packet *first = model_packet(m, s->first), *last = model_packet(m, s->last);
	char time[HUMAN_TEXT], duration[HUMAN_TEXT];
	if (!s->opener_known)
		lines_add(
		    lines, ROLE_NOTE, "Opened by     the client (assumed: handshake not captured)");
	human_date(first->time_ns, clock_utc_offset(first->time_ns), time, sizeof(time));
	if (session_forgotten(s) > 0)
		lines_addf(lines, ROLE_NOTE,
		    "Forgotten     %" PRIu32 " of %" PRIu32 " segments, not counted below",
		    session_forgotten(s), session_begun(s));
	lines_addf(lines, ROLE_PLAIN, "First segment %s, frame %" PRIu32, time, first->frame);
	human_date(last->time_ns, clock_utc_offset(last->time_ns), time, sizeof(time));
	lines_addf(lines, ROLE_PLAIN, "Last segment  %s, frame %" PRIu32, time, last->frame);
	human_duration(last->time_ns - first->time_ns, duration, sizeof(duration));
	lines_addf(lines, ROLE_PLAIN, "Duration      %s", duration);
	lines_addf(
	    lines, ROLE_PLAIN, "Now           %s", session_end_name((enum session_end)s->ended));
	int64_t handshake = model_initial_rtt(m, first->session);
	human_duration(handshake, duration, sizeof(duration));
	if (handshake >= 0)
		lines_addf(lines, ROLE_PLAIN, "Handshake     %s", duration);
}

/* A host of the session: what it sent. */
struct host {
	const struct model *m;
	const struct session *s;
	enum side side;
	const struct flow_figures *figures;
};

#define CELL_TEXT 96

/* Writes a cell of the table; "" if the fact is not known. */
typedef void host_text(const struct host *h, char *out);

static void address_text(const struct host *h, char *out)
{
	endpoint_format(&h->s->end[h->side], NULL, out, CELL_TEXT);
}

static void state_text(const struct host *h, char *out)
{
	snprintf(out, CELL_TEXT, "%s", tcp_state_name(session_state(h->s, h->side)));
}

static void segments_text(const struct host *h, char *out)
{
	snprintf(out, CELL_TEXT, "%s", GROUPED(h->s->flow[h->side].packets));
}

static void bytes_text(const struct host *h, char *out)
{
	snprintf(out, CELL_TEXT, "%s", GROUPED(h->s->flow[h->side].bytes));
}

static void goodput_text(const struct host *h, char *out)
{
	double goodput = figures_goodput(h->m, model_packet(h->m, h->s->first)->session, h->side);
	struct writer w = writer_begin(out, CELL_TEXT);
	if (goodput < 1)
		return;
	rate_write(&w, goodput);
	writer_text(&w, " (");
	rate_write_bits(&w, goodput);
	writer_text(&w, ")");
}

static void resent_text(const struct host *h, char *out)
{
	const struct flow_figures *f = h->figures;
	if (f->resent != 0)
		snprintf(out, CELL_TEXT, "%" PRIu32 " of %" PRIu32 ", %.2f %%", f->resent, f->sent,
		    f->resent * 100.0 / f->sent);
}

static void rtt_text(const struct host *h, char *out)
{
	if (h->figures->rtts != 0)
		human_duration(h->figures->rtt_min_ns, out, CELL_TEXT);
}

static void rtt_mean_text(const struct host *h, char *out)
{
	const struct flow_figures *f = h->figures;
	if (f->rtts != 0)
		human_duration(f->rtt_sum_ns / (int64_t)f->rtts, out, CELL_TEXT);
}

static void rtt_most_text(const struct host *h, char *out)
{
	if (h->figures->rtts != 0)
		human_duration(h->figures->rtt_max_ns, out, CELL_TEXT);
}

static void scale_text(const struct host *h, char *out)
{
	int wscale = session_wscale(h->s, h->side);
	if (wscale >= 0)
		snprintf(out, CELL_TEXT, "%d (windows times %u)", wscale, 1U << wscale);
	else
		snprintf(out, CELL_TEXT, "unknown: no handshake");
}

/* The rows of the table with a column for each host. */
static const struct {
	const char *name;
	host_text *text;
	unsigned tint;
} host_rows[] = {
	{ "", address_text, TINT_HEADING },
	{ "State", state_text, ROLE_PLAIN },
	{ "Segments", segments_text, ROLE_PLAIN },
	{ "New bytes", bytes_text, ROLE_PLAIN },
	{ "Goodput", goodput_text, ROLE_PLAIN },
	{ "Retransmitted", resent_text, ROLE_TROUBLE },
	{ "RTT minimum", rtt_text, ROLE_PLAIN },
	{ "RTT mean", rtt_mean_text, ROLE_PLAIN },
	{ "RTT maximum", rtt_most_text, ROLE_PLAIN },
	{ "Window scale", scale_text, ROLE_PLAIN },
};

/* Two columns; on a narrow screen the server's value has its own line. */
static void add_row(struct lines *lines, unsigned row, const struct host hosts[2], unsigned cells)
{
	char a[CELL_TEXT] = "", b[CELL_TEXT] = "";
	host_rows[row].text(&hosts[SIDE_A], a);
	host_rows[row].text(&hosts[SIDE_B], b);
	if (a[0] == '\0' && b[0] == '\0')
		return;
	int column = ((int)cells - VALUE_CELL) / 2;
	bool wide = column > HOST_CELLS;
	unsigned tint = host_rows[row].tint;
	if (wide) {
		lines_addf(lines, tint, "%-*s%-*s%s", VALUE_CELL, host_rows[row].name, column,
		    a[0] != '\0' ? a : "-", b[0] != '\0' ? b : "-");
		return;
	}
	lines_addf(lines, tint, "%-*s%s", VALUE_CELL, host_rows[row].name, a[0] != '\0' ? a : "-");
	lines_addf(lines, tint, "%-*s%s", VALUE_CELL, "", b[0] != '\0' ? b : "-");
}

static void add_hosts(struct lines *lines, const struct model *m, const struct session *s,
    const struct figures *figures, unsigned cells)
{
	const struct host hosts[] = { { m, s, SIDE_A, &figures->flow[SIDE_A] },
		{ m, s, SIDE_B, &figures->flow[SIDE_B] } };
	int column = ((int)cells - VALUE_CELL) / 2;
	lines_addf(lines, TINT_HEADING, "%-*s%-*s%s", VALUE_CELL, "",
	    column > HOST_CELLS ? column : (int)sizeof("Client"), "Client", "Server");
	for (unsigned row = 0; row < ARRAY_LEN(host_rows); row++)
		add_row(lines, row, hosts, cells);
	if (session_forgotten(s) > 0)
		lines_add(lines, TINT_FAINT, "Segments and bytes include forgotten ones.");
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
	add_hosts(&page->lines, m, s, &figures, cells);
	lines_add(&page->lines, ROLE_PLAIN, "");
	add_ends(&page->lines, m, s);
	detail_session(&gathered->facts, &sink);
	add_idle(&page->lines, &figures);
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
