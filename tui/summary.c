#include "tui/summary.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture/clock.h"
#include "core/note.h"
#include "tui/human.h"
#include "tui/lab_run.h"

/* Notes and round trips are counted over so many packets: that is done in the blink of an eye. */
#define COUNTED_MAX 1000000

struct counted {
	uint32_t packets, note[NOTE_COUNT];
	int64_t rtt_min[2], rtt_max[2], rtt_sum[2]; /* by the side whose data was acknowledged */
	uint32_t rtt_times[2];
};

static void count_rtt(struct counted *out, const struct model *m, uint32_t packet)
{
	int64_t rtt = model_rtt(m, packet);
	enum side side = side_other(packet_side(model_packet(m, packet)));
	if (rtt < 0)
		return;
	if (out->rtt_times[side] == 0 || rtt < out->rtt_min[side])
		out->rtt_min[side] = rtt;
	if (rtt > out->rtt_max[side])
		out->rtt_max[side] = rtt;
	out->rtt_sum[side] += rtt;
	out->rtt_times[side]++;
}

static void count(const struct model *m, const struct session *s, struct counted *out)
{
	*out = (struct counted){ 0 };
	for (uint32_t n = s->first; n != 0 && out->packets < COUNTED_MAX;
	     n = model_packet(m, n)->next) {
		const struct packet *p = model_packet(m, n);
		out->packets++;
		for (enum note note = 0; note < NOTE_COUNT; note++)
			out->note[note] += (p->notes & NOTE_BIT(note)) != 0;
		count_rtt(out, m, n);
	}
}

static void add_ends(struct lines *lines, const struct model *m, const struct session *s)
{
	const struct packet *first = model_packet(m, s->first), *last = model_packet(m, s->last);
	char a[ENDPOINT_TEXT], b[ENDPOINT_TEXT], time[HUMAN_TEXT], duration[HUMAN_TEXT];
	endpoint_format(&s->end[SIDE_A], NULL, a, sizeof(a));
	endpoint_format(&s->end[SIDE_B], NULL, b, sizeof(b));
	lines_addf(lines, TINT_HEADING, "%s  %s  %s", a, "and", b);
	lines_addf(lines, ROLE_PLAIN, "Opened by     %s%s", a,
	    s->opener_known ? "" : ", as it seems: the handshake was not captured");
	human_clock(first->time_ns, clock_utc_offset(first->time_ns), time, sizeof(time));
	lines_addf(lines, ROLE_PLAIN, "First segment %s, frame %" PRIu32, time, first->frame);
	human_clock(last->time_ns, clock_utc_offset(last->time_ns), time, sizeof(time));
	lines_addf(lines, ROLE_PLAIN, "Last segment  %s, frame %" PRIu32, time, last->frame);
	human_duration(last->time_ns - first->time_ns, duration, sizeof(duration));
	lines_addf(lines, ROLE_PLAIN, "Duration      %s", duration);
	lines_addf(lines, ROLE_PLAIN, "Now           %s: %s and %s", session_end_name(s->ended),
	    tcp_state_name(s->state[SIDE_A]), tcp_state_name(s->state[SIDE_B]));
	int64_t handshake = model_initial_rtt(m, first->session);
	human_duration(handshake, duration, sizeof(duration));
	if (handshake >= 0)
		lines_addf(lines, ROLE_PLAIN, "Handshake     took %s", duration);
}

static void add_flow(
    struct lines *lines, const struct session *s, enum side side, const struct counted *counted)
{
	char end[ENDPOINT_TEXT], low[HUMAN_TEXT], mean[HUMAN_TEXT], high[HUMAN_TEXT];
	const struct flow *flow = &s->flow[side];
	int wscale = session_wscale(s, side);
	endpoint_format(&s->end[side], NULL, end, sizeof(end));
	lines_add(lines, ROLE_PLAIN, "");
	lines_addf(lines, TINT_HEADING, "Sent by %s", end);
	lines_addf(lines, ROLE_PLAIN, "Segments      %" PRIu32, flow->packets);
	lines_addf(lines, ROLE_PLAIN, "Bytes         %" PRIu64 ", each counted once", flow->bytes);
	if (wscale >= 0)
		lines_addf(
		    lines, ROLE_PLAIN, "Window scale  %d: windows times %u", wscale, 1u << wscale);
	else
		lines_add(
		    lines, ROLE_PLAIN, "Window scale  unknown: the handshake was not captured");
	if (counted->rtt_times[side] == 0)
		return;
	human_duration(counted->rtt_min[side], low, sizeof(low));
	human_duration(
	    counted->rtt_sum[side] / (int64_t)counted->rtt_times[side], mean, sizeof(mean));
	human_duration(counted->rtt_max[side], high, sizeof(high));
	lines_addf(lines, ROLE_PLAIN, "Acknowledged  after %s at least, %s on average, %s at most",
	    low, mean, high);
}

static void add_notes(struct lines *lines, const struct session *s, const struct counted *counted)
{
	bool any = false;
	lines_add(lines, ROLE_PLAIN, "");
	lines_add(lines, TINT_HEADING, "Remarks");
	for (enum note note = 0; note < NOTE_COUNT; note++) {
		bool trouble = (NOTES_TROUBLE & NOTE_BIT(note)) != 0;
		if (counted->note[note] == 0)
			continue;
		any = true;
		lines_addf(lines, trouble ? ROLE_TROUBLE : ROLE_NOTE, "%-28s %" PRIu32,
		    note_words(note), counted->note[note]);
	}
	if (!any)
		lines_add(lines, ROLE_PLAIN, "none: nothing unusual");
	if (counted->packets < s->count)
		lines_addf(lines, TINT_FAINT, "Counted over the first %" PRIu32 " segments.",
		    counted->packets);
}

static void add_scenario(const struct run *run, struct lines *lines, unsigned cells)
{
	lines_wrap(lines, TINT_HEADING, lab_run_title(run), cells, 0);
	lines_wrap(lines, ROLE_SPEECH, lab_run_about(run), cells, 0);
	lines_add(lines, ROLE_PLAIN, "");
}

static void fill(struct ui *ui, struct page *page, unsigned cells)
{
	const struct model *m = ui->run->model;
	const struct session *s = model_session(m, ui->text.about);
	struct counted counted;
	if (s == NULL)
		return;
	if (ui->run->lab != NULL)
		add_scenario(ui->run, &page->lines, cells);
	count(m, s, &counted);
	add_ends(&page->lines, m, s);
	add_flow(&page->lines, s, SIDE_A, &counted);
	add_flow(&page->lines, s, SIDE_B, &counted);
	add_notes(&page->lines, s, &counted);
}

void summary_open(struct ui *ui, unsigned typed)
{
	(void)typed;
	bool list = (ui_context(ui) & IN_LIST) != 0;
	uint32_t session = list ? ui->list.session : ui->ladder.session;
	char title[48];
	if (session == 0) {
		ui_say(ui, "There is no session yet");
		return;
	}
	snprintf(title, sizeof(title), "Session %" PRIu32, session);
	text_view_open(ui, title, session, fill);
}
