#include "tui/view/ladder_pane.h"

#include <stdio.h>

#include "core/base/text.h"
#include "core/decode/reread.h"
#include "core/model/message.h"
#include "core/model/copies.h"
#include "tui/run/fate_text.h"
#include "tui/view/empty.h"
#include "tui/view/filter_prompt.h"
#include "tui/view/session_rows.h"

/* A wide pane without messages beside it has room for payload behind the arrows. */
#define ASIDE_COLS 180
#define ASIDE_LADDER 144
#define PAN_MAX 400

/* Minimum rows above and below the selected one. */
#define MARGIN 2

/* Returns true if a rule with the date stands above the n-th segment; the first row has none. */
static bool has_rule(const struct ladder_pane *p, const struct shell *shell, uint32_t n)
{
	return n > p->top && ladder_begins_day(shell->run->model, session_row_at(shell, n - 1),
	                         session_row_at(shell, n), &p->style);
}

/* Looks for rules on the screen: most sessions end on the day on which they began. */
static void look_for_days(struct ladder_pane *p, const struct shell *shell, int rows)
{
	uint32_t count = session_rows(shell), end = p->top + (uint32_t)(rows > 0 ? rows : 0);
	p->days = false;
	for (uint32_t n = p->top; n <= count && n < end && !p->days; n++)
		p->days = has_rule(p, shell, n);
}

/* Rules take rows from segments: scrolls on until the selected one is on the screen again. */
static void make_room_for_days(
    struct ladder_pane *p, const struct shell *shell, uint32_t selected, int rows)
{
	look_for_days(p, shell, rows);
	while (p->days && p->top < selected) {
		int used = (int)(selected - p->top) + 1;
		for (uint32_t n = p->top; n <= selected; n++)
			used += has_rule(p, shell, n);
		if (used <= rows)
			return;
		p->top++;
	}
}

static void follow_selection(struct ladder_pane *p, const struct shell *shell, int rows)
{
	uint32_t count = session_rows(shell);
	uint32_t at = shell->packet != 0 ? session_row_of(shell, shell->packet) : 1;
	uint32_t page = rows > 0 ? (uint32_t)rows : 1;
	uint32_t margin = page > 3 * MARGIN ? MARGIN : 0;
	if (p->top < 1)
		p->top = 1;
	if (at < p->top + margin)
		p->top = at > margin ? at - margin : 1;
	if (at + margin >= p->top + page)
		p->top = at + margin + 1 - page;
	if (p->top + page > count + 1)
		p->top = count + 1 > page ? count + 1 - page : 1;
	p->style.time = shell->set.time;
	p->style.utc_offset = shell_style(shell, 0).utc_offset;
	make_room_for_days(p, shell, at, rows);
}

/* With colours by direction, line and head still show the kind of segment; trouble keeps its
 * colour. */
static void tint_sides(struct row *row, const struct packet *p)
{
	for (unsigned i = 0; i < row->spans; i++)
		if (row->span[i].role >= ROLE_HANDSHAKE && row->span[i].role < ROLE_RESET)
			row->span[i].role = packet_side(p) == SIDE_A ? TINT_SIDE_A : TINT_SIDE_B;
}

/* Links an ACK with what it acknowledges, a retransmission with its original. */
static bool linked(const struct model *m, uint32_t packet, uint32_t selected)
{
	const struct packet *p = model_packet(m, packet), *s = model_packet(m, selected);
	if (s == NULL || packet == selected)
		return false;
	if (s->acked_by == packet || p->acked_by == selected)
		return true;
	/* Only the later one can be the retransmission. */
	return packet < selected ? copies_first(m, selected) == packet
	                         : copies_first(m, packet) == selected;
}

/* Returns the options of a packet, or NULL. Valid until out changes. */
static const char *packet_options(
    const struct shell *shell, uint32_t packet, char *out, size_t size)
{
	run_packet_options(shell->run, packet, shell->set.raw_seq, out, size);
	return out[0] != '\0' ? out : NULL;
}

/* Writes the payload as text if a message begins with the segment. */
static void speech(const struct shell *shell, uint32_t packet, int cells, char *out, size_t size)
{
	out[0] = '\0';
	const struct packet *p = model_packet(shell->run->model, packet);
	struct frame frame;
	struct bytes payload;
	if (cells < 8 || !(p->bits & PACKET_NEW_DATA) ||
	    !run_frame(shell->run, packet, &frame, NULL) ||
	    !peek_payload(frame.link_type, &frame, &payload))
		return;
	text_line(payload, shell->ascii, (unsigned)cells, out, size);
}

/* Returns the part of a row's canvas that pans, and sets the column of the row at its start: what
 * is right of the left lifeline. Markers, numbers and times stay. */
static struct canvas panned_part(
    const struct ladder_pane *p, const struct canvas *c, int row, int *start)
{
	int left = (int)ladder_columns(&p->fixed).left + 1;
	*start = (int)ladder_columns(&p->style).left + 1 + p->pan;
	return canvas_part(c, (struct rect){ row, left, 1, c->at.cols - left });
}

static void put_row(const struct ladder_pane *p, const struct canvas *c, int row,
    const struct row *spans, const struct row *fixed, unsigned mark)
{
	int left = (int)ladder_columns(&p->fixed).left + 1, start;
	struct canvas gutter = canvas_part(c, (struct rect){ row, 1, 1, left - 1 });
	struct canvas label = panned_part(p, c, row, &start);
	canvas_row(&label, 0, -start, spans, mark);
	canvas_row(&gutter, 0, -1, fixed, mark);
}

/* The lines over the arrows stay: the ladder under them is the one that pans. */
static void put_head_row(const struct canvas *c, int row, const struct row *spans)
{
	struct canvas part = canvas_part(c, (struct rect){ 0, 1, c->at.rows, c->at.cols - 1 });
	canvas_row(&part, row, -1, spans, MARK_NONE);
}

/* Marks the matches of the last search. */
static void mark_matches(const struct ladder_pane *p, const struct shell *shell,
    const struct canvas *c, int row, const struct row *spans)
{
	int start;
	struct canvas part = panned_part(p, c, row, &start);
	for (unsigned i = 0; i < spans->spans; i++) {
		const struct span *span = &spans->span[i];
		char text[ROW_TEXT + 1];
		snprintf(text, sizeof(text), "%.*s", (int)span->len, spans->text + span->at);
		bool words = text[0] == '[' || span->role == ROLE_TROUBLE ||
		             span->role == ROLE_NOTE || span->role == ROLE_SPEECH;
		if (words)
			pattern_mark(&shell->pattern, text, &part, 0, (int)span->col - start,
			    look(span->role));
	}
}

static unsigned mark_of(const struct shell *shell, uint32_t packet, bool focused)
{
	bool selected = packet == shell->packet;
	if (selected && focused)
		return MARK_SELECTED;
	return selected || linked(shell->run->model, packet, shell->packet) ? MARK_STRONG
	                                                                    : MARK_NONE;
}

static void make_arrow(const struct ladder_style *style, const struct shell *shell, uint32_t packet,
    int cells, struct row *out)
{
	const struct model *m = shell->run->model;
	char options[512], aside[1024], fate[FATE_TEXT];
	struct ladder_style own = fate_style(shell->run, packet, style, fate);
	speech(shell, packet, cells - (int)style->width - 2, aside, sizeof(aside));
	ladder_arrow(
	    m, packet, &own, packet_options(shell, packet, options, sizeof(options)), aside, out);
	if (shell->set.color_mode == COLOR_SIDES)
		tint_sides(out, model_packet(m, packet));
}

/* Returns the packet in a row, or 0; of a rule, the packet below it. */
static uint32_t row_at(const struct ladder_pane *p, const struct shell *shell, int row, bool *rule)
{
	uint32_t n = p->top, count = session_rows(shell);
	*rule = false;
	if (!p->days)
		n += (uint32_t)row;
	for (int at = 0; p->days && n <= count; n++, at++) {
		*rule = has_rule(p, shell, n) && at++ == row;
		if (*rule || at == row)
			break;
	}
	return n <= count ? session_row_at(shell, n) : 0;
}

static void put_rule(
    const struct ladder_pane *p, const struct shell *shell, int row, const struct canvas *c)
{
	struct row spans;
	ladder_day(shell->run->model, ladder_pane_at(p, shell, row), &p->fixed, &spans);
	put_head_row(c, row, &spans);
}

static void put_arrow(const struct ladder_pane *p, const struct shell *shell, int row, bool focused,
    const struct canvas *c)
{
	uint32_t packet = ladder_pane_at(p, shell, row);
	unsigned mark = mark_of(shell, packet, focused);
	struct row spans, fixed;
	make_arrow(&p->style, shell, packet, c->at.cols, &spans);
	if (p->pan > 0)
		make_arrow(&p->fixed, shell, packet, c->at.cols, &fixed);
	put_row(p, c, row, &spans, p->pan > 0 ? &fixed : &spans, mark);
	if (shell->highlight && packet != 0)
		mark_matches(p, shell, c, row, &spans);
	if (mark == MARK_NONE)
		return;
	enum glyph sign = packet == shell->packet ? GLYPH_POINTER : GLYPH_LINKED;
	canvas_text(c, row, 0, (struct look){ .tint = TINT_HEADING, .mark = (uint8_t)mark },
	    canvas_glyph(c, sign));
}

/* Returns the width of a packet's full label. */
static unsigned width_for(
    const struct shell *shell, uint32_t packet, const struct ladder_style *style)
{
	char options[512], fate[FATE_TEXT];
	struct ladder_style own = fate_style(shell->run, packet, style, fate);
	const char *shown = packet_options(shell, packet, options, sizeof(options));
	return ladder_width_for(style, ladder_label_cells(shell->run->model, packet, &own, shown));
}

/* A panned ladder is as wide as its longest label on the screen. */
static unsigned full_width(const struct ladder_pane *p, const struct shell *shell,
    const struct ladder_style *style, int rows)
{
	unsigned widest = style->width;
	for (int row = 0; row < rows; row++) {
		uint32_t packet = ladder_pane_at(p, shell, row);
		if (packet == 0)
			break;
		unsigned width = width_for(shell, packet, style);
		if (width > widest)
			widest = width;
	}
	return widest < PAN_MAX ? widest : PAN_MAX;
}

static void settle_style(struct ladder_pane *p, const struct shell *shell, struct rect pane)
{
	struct ladder_style *style = &p->style;
	*style = shell_style(shell, pane.cols);
	if (pane.cols >= ASIDE_COLS && !layout_shows(&shell->layout, PANE_MESSAGES))
		style->width = ASIDE_LADDER;
	p->fixed = *style;
	if (p->pan == 0)
		return;
	style->width = full_width(p, shell, style, pane.rows);
	int most = (int)style->width - pane.cols;
	if (p->pan > most)
		p->pan = most > 0 ? most : 0;
}

void ladder_pane_update(struct ladder_pane *p, const struct shell *shell)
{
	struct rect pane = shell->layout.pane[PANE_LADDER];
	if (shell->session == 0)
		return;
	follow_selection(p, shell, pane.rows);
	settle_style(p, shell, pane);
}

static void put_head(const struct ladder_pane *p, const struct shell *shell, const struct canvas *c)
{
	const struct model *m = shell->run->model;
	struct row row;
	ladder_endpoints(m, shell->session, &p->fixed, &row);
	put_head_row(c, 0, &row);
	ladder_states(m, shell->session, shell->packet, &p->fixed, &row);
	put_head_row(c, 1, &row);
}

static void put_none(const struct shell *shell, const struct canvas *c)
{
	char why[160];
	bool busy = segment_rows_busy(&shell->rows);
	filter_prompt_why(shell, false, why, sizeof(why));
	canvas_text(c, 1, 2, look(TINT_HEADING),
	    busy ? "No segment matches the filter so far"
	         : "No segment matches the filter; f changes it, Esc removes it");
	if (!busy)
		canvas_text(c, 2, 2, look(ROLE_PLAIN), why);
}

void ladder_pane_layout(const struct ladder_pane *p, const struct shell *shell, bool focused,
    const struct canvas *screen)
{
	struct canvas head = canvas_part(screen, shell->layout.head[PANE_LADDER]);
	struct canvas c = canvas_part(screen, shell->layout.pane[PANE_LADDER]);
	if (shell->session == 0) {
		empty_layout(shell, &c);
		return;
	}
	put_head(p, shell, &head);
	if (session_rows(shell) == 0)
		put_none(shell, &c);
	bool rule;
	for (int row = 0; row < c.at.rows && row_at(p, shell, row, &rule) != 0; row++)
		if (rule)
			put_rule(p, shell, row, &c);
		else
			put_arrow(p, shell, row, focused, &c);
}

uint32_t ladder_pane_at(const struct ladder_pane *p, const struct shell *shell, int row)
{
	bool rule;
	return row_at(p, shell, row, &rule);
}

void ladder_pane_pan(struct ladder_pane *p, int cells)
{
	p->pan += cells;
	if (p->pan < 0)
		p->pan = 0;
}

void ladder_pane_forget(struct ladder_pane *p, const struct shell *shell)
{
	const struct session *s = model_session(shell->run->model, shell->session);
	if (s == NULL)
		return;
	uint32_t gone = session_forgotten(s);
	uint32_t since = p->rows_of == shell->session ? gone - p->gone : 0;
	p->top = p->top > since ? p->top - since : 1;
	p->rows_of = shell->session;
	p->gone = gone;
}

void ladder_pane_text(const struct shell *shell, uint32_t packet, char *out, size_t size)
{
	const struct model *m = shell->run->model;
	char options[512], fate[FATE_TEXT];
	struct row row;
	packet_options(shell, packet, options, sizeof(options));
	struct ladder_style plain = shell_style(shell, 0);
	struct ladder_style style = fate_style(shell->run, packet, &plain, fate);
	style.width = ladder_width_for(&style, ladder_label_cells(m, packet, &style, options));
	ladder_arrow(m, packet, &style, options, NULL, &row);
	row_text(&row, out, size);
}
