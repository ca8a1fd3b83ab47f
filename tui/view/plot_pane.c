#include "tui/view/plot_pane.h"

#include <inttypes.h>
#include <stdio.h>

#include "tui/run/kernel_text.h"
#include "tui/text/pane_head.h"

#define GUTTER 6 /* width of the scale and a blank */
#define PLOT_COLS 512

/* Data of the plot: a time per column, from the first packet of the session to the last. */
struct plot {
	const struct run *run;
	uint32_t session;
	enum side side;
	int64_t first_ns, last_ns;
	uint32_t top; /* maximum of the scale, in segments */
	int cols;
	const struct kernel_view
	    *view[PLOT_COLS]; /* the view at the end of the column's time, or NULL */
};

/* Returns the last packet of the session up to a time. */
static uint32_t packet_until(const struct plot *p, int64_t time_ns)
{
	const struct model *m = p->run->model;
	uint32_t low = 1, high = model_session(m, p->session)->count;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		if (model_packet(m, model_nth(m, p->session, middle))->time_ns <= time_ns)
			low = middle;
		else
			high = middle - 1;
	}
	return model_nth(m, p->session, low);
}

static const struct kernel_view *view_in(const struct plot *p, int col)
{
	int64_t time = p->first_ns + (p->last_ns - p->first_ns) * (col + 1) / p->cols;
	return kernel_view_near(p->run, packet_until(p, time), p->side, NULL);
}

static int column_of(const struct plot *p, int64_t time_ns)
{
	int64_t span = p->last_ns - p->first_ns;
	int col = span > 0 ? (int)((time_ns - p->first_ns) * p->cols / span) : 0;
	return col >= p->cols ? p->cols - 1 : col < 0 ? 0 : col;
}

/* Before the first loss there is no threshold. */
static uint32_t threshold_of(const struct kernel_view *v)
{
	return v->ssthresh == KERNEL_INFINITE ? 0 : v->ssthresh;
}

/* Returns the side whose kernel is known; of two, the one that sent more. */
static bool choose_side(struct plot *p)
{
	const struct session *s = model_session(p->run->model, p->session);
	bool known[2];
	for (int side = SIDE_A; side <= SIDE_B; side++)
		known[side] = kernel_view_near(p->run, s->last, (enum side)side, NULL) != NULL ||
		              kernel_view_near(p->run, s->first, (enum side)side, NULL) != NULL;
	p->side = known[SIDE_A] ? SIDE_A : SIDE_B;
	if (known[SIDE_A] && known[SIDE_B] && s->flow[SIDE_B].bytes > s->flow[SIDE_A].bytes)
		p->side = SIDE_B;
	return known[p->side];
}

static bool prepare(const struct run *run, uint32_t session, int cols, struct plot *p)
{
	const struct session *s = model_session(run->model, session);
	p->run = run;
	p->session = session;
	p->top = 1;
	p->cols = cols < PLOT_COLS ? cols : PLOT_COLS;
	if (s == NULL || cols < 1 || !packet_truth_has_views(run->truth) || !choose_side(p))
		return false;
	p->first_ns = model_packet(run->model, s->first)->time_ns;
	p->last_ns = model_packet(run->model, s->last)->time_ns;
	for (int col = 0; col < p->cols; col++) {
		const struct kernel_view *v = p->view[col] = view_in(p, col);
		if (v != NULL && v->cwnd > p->top)
			p->top = v->cwnd;
		if (v != NULL && v->in_flight > p->top)
			p->top = v->in_flight;
	}
	return true;
}

/* Returns the row of a number of segments, from the top. */
static int row_of(const struct plot *p, uint32_t value, int rows)
{
	uint64_t up = (uint64_t)value * (uint64_t)(rows - 1) + p->top / 2;
	return rows - 1 - (int)(up / p->top);
}

static void put_column(
    const struct plot *p, const struct kernel_view *v, const struct canvas *c, int col)
{
	int rows = c->at.rows;
	uint32_t threshold = threshold_of(v);
	for (int row = row_of(p, v->in_flight, rows); v->in_flight > 0 && row < rows; row++)
		canvas_text(c, row, col, look(TINT_FAINT), canvas_glyph(c, GLYPH_PLOT_FILL));
	if (threshold > 0 && threshold <= p->top)
		canvas_text(c, row_of(p, threshold, rows), col, look(ROLE_TROUBLE),
		    canvas_glyph(c, GLYPH_PLOT_LIMIT));
	if (v->cwnd > 0)
		canvas_text(c, row_of(p, v->cwnd, rows), col, look(ROLE_DATA),
		    canvas_glyph(c, GLYPH_PLOT_LINE));
}

static void put_plot(const struct shell *shell, const struct plot *p, const struct canvas *c)
{
	char top[GUTTER + 8];
	struct rect right = { 0, GUTTER, c->at.rows, c->at.cols - GUTTER };
	struct canvas area = canvas_part(c, right);
	const struct packet *selected = model_packet(p->run->model, shell->packet);
	int at = column_of(p, selected->time_ns);
	snprintf(top, sizeof(top), "%*" PRIu32, GUTTER - 1, p->top);
	canvas_text(c, 0, 0, look(TINT_FAINT), top);
	canvas_text(c, c->at.rows - 1, GUTTER - 2, look(TINT_FAINT), "0");
	for (int row = 0; row < c->at.rows; row++)
		canvas_text(&area, row, at, look(TINT_HEADING), canvas_glyph(c, GLYPH_VERTICAL));
	for (int col = 0; col < p->cols; col++)
		if (p->view[col] != NULL)
			put_column(p, p->view[col], &area, col);
}

/* Draws the legend, with the values at the selected segment. */
static void head_text(
    const struct shell *shell, const struct plot *p, const struct canvas *c, char *out, size_t size)
{
	const struct kernel_view *v = kernel_view_near(p->run, shell->packet, p->side, NULL);
	char threshold[16] = "none";
	if (v == NULL) {
		snprintf(out, size, "Kernel: no data yet");
		return;
	}
	if (v->state == STATE_CLOSED || v->state == STATE_TIME_WAIT) {
		snprintf(out, size, "Kernel: the connection is gone (%s)",
		    tcp_state_name((enum tcp_state)v->state));
		return;
	}
	if (v->ssthresh != KERNEL_INFINITE)
		snprintf(threshold, sizeof(threshold), "%" PRIu32, v->ssthresh);
	snprintf(out, size, "%s cwnd %" PRIu32 "  %s ssthresh %s  %s in flight %" PRIu32,
	    canvas_glyph(c, GLYPH_PLOT_LINE), v->cwnd, canvas_glyph(c, GLYPH_PLOT_LIMIT), threshold,
	    canvas_glyph(c, GLYPH_PLOT_FILL), v->in_flight);
}

void plot_pane_layout(const struct shell *shell, bool focused, const struct canvas *screen)
{
	struct rect head = shell->layout.head[PANE_MESSAGES];
	struct canvas c = canvas_part(screen, shell->layout.pane[PANE_MESSAGES]);
	struct plot p;
	char text[160];
	if (c.at.rows < 1 || !prepare(shell->run, shell->session, c.at.cols - GUTTER, &p)) {
		pane_head_draw(screen, head, "Kernel", NULL, focused);
		canvas_fitted(&c, 0, 1, c.at.cols - 2, look(TINT_FAINT),
		    "No kernel data for this session; W shows the messages");
		return;
	}
	head_text(shell, &p, screen, text, sizeof(text));
	pane_head_draw(screen, head, text, "segments", focused);
	put_plot(shell, &p, &c);
}
