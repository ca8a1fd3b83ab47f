#include "tui/view/session_view.h"

#include <stdio.h>

#include "tui/text/pane_head.h"
#include "tui/view/details_pane.h"
#include "tui/view/ladder_pane.h"
#include "tui/view/message_pane.h"
#include "tui/view/message_text.h"
#include "tui/view/plot_pane.h"
#include "tui/view/replay.h"
#include "tui/view/session_move.h"

const char *packet_options(struct ui *ui, uint32_t packet, char *out, size_t size)
{
	run_packet_options(ui->run, packet, ui->set.raw_seq, out, size);
	return out[0] != '\0' ? out : NULL;
}

/* The last packet of a session with a number up to a limit: they are in order, so
 * halving finds it. */
static uint32_t rows_until(const struct model *m, uint32_t session, uint32_t limit)
{
	uint32_t low = 0, high = model_session(m, session)->count;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		if (model_nth(m, session, middle) <= limit)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

uint32_t session_rows(const struct ui *ui)
{
	const struct model *m = ui->run->model;
	const struct session *s = model_session(m, ui->ladder.session);
	if (s == NULL)
		return 0;
	if (ui->play.on)
		return model_ordinal(m, ui->ladder.packet);
	uint32_t limit = ui_packets(ui);
	return limit >= s->last ? s->count : rows_until(m, ui->ladder.session, limit);
}

uint32_t session_last(const struct ui *ui)
{
	return model_nth(ui->run->model, ui->ladder.session, session_rows(ui));
}

void session_select(struct ui *ui, uint32_t packet)
{
	struct session_view *v = &ui->ladder;
	const struct packet *p = model_packet(ui->run->model, packet);
	if (p == NULL)
		return;
	v->session = p->session;
	v->packet = packet;
	ui->list.session = p->session;
	if (packet != session_last(ui))
		ui->follow = false;
	if (ui_view(ui) != &session_view_ops)
		ui_push(ui, &session_view_ops);
}

void session_show(struct ui *ui, uint32_t session)
{
	const struct session *s = model_session(ui->run->model, session);
	if (s == NULL)
		return;
	bool follow = ui->follow;
	ui->play.on = false;
	ui->ladder.top = 1;
	ui->ladder.pan = 0;
	session_select(ui, s->first);
	ui->follow = follow;
	if (follow)
		session_select(ui, session_last(ui));
}

static enum context context(const struct ui *ui)
{
	static const enum context of[] = {
		[PANE_LADDER] = IN_LADDER,
		[PANE_MESSAGES] = IN_MESSAGES,
		[PANE_DETAILS] = IN_DETAILS,
	};
	return of[ui->ladder.focus];
}

static void draw_messages(struct ui *ui, const struct canvas *screen)
{
	const struct run *run = ui->run;
	char demo[96] = "";
	if (run->demo != NULL && run->demo_due >= 0)
		snprintf(demo, sizeof(demo), "demo: %s", demo_next(run->demo));
	pane_head_draw(screen, ui->layout.head[PANE_MESSAGES], "Messages", demo,
	    ui->ladder.focus == PANE_MESSAGES);
	struct canvas part = canvas_part(screen, ui->layout.pane[PANE_MESSAGES]);
	message_pane_draw(ui, &part);
}

static void draw_details(struct ui *ui, const struct canvas *screen)
{
	const struct packet *p = model_packet(ui->run->model, ui->ladder.packet);
	char title[64] = "Details";
	if (p != NULL)
		snprintf(title, sizeof(title), "Frame %u", p->frame);
	pane_head_draw(screen, ui->layout.head[PANE_DETAILS], title, form_name(ui->set.form),
	    ui->ladder.focus == PANE_DETAILS);
	struct canvas part = canvas_part(screen, ui->layout.pane[PANE_DETAILS]);
	details_draw(ui, &part);
}

static void draw(struct ui *ui, const struct canvas *screen)
{
	const struct layout *layout = &ui->layout;
	for (int row = 0; row < layout->split.rows; row++)
		canvas_text(screen, layout->split.row + row, layout->split.col, look(TINT_RULE),
		    canvas_glyph(screen, GLYPH_VERTICAL));
	if (layout_shows(layout, PANE_LADDER))
		ladder_pane_draw(ui, screen);
	if (layout_shows(layout, PANE_MESSAGES) && ui->set.plot)
		plot_pane_draw(ui, screen);
	else if (layout_shows(layout, PANE_MESSAGES))
		draw_messages(ui, screen);
	if (layout_shows(layout, PANE_DETAILS))
		draw_details(ui, screen);
}

static int rows(const struct ui *ui)
{
	return ui->layout.pane[ui->ladder.focus].rows;
}

static void show_details(struct ui *ui, bool open)
{
	ui->ladder.details_open = open;
	if (!open && ui->ladder.focus == PANE_DETAILS)
		ui->ladder.focus = PANE_LADDER;
}

/* The details, or, where they are open, the keys into them. */
static void open(struct ui *ui, unsigned count)
{
	(void)count;
	struct session_view *v = &ui->ladder;
	if (v->focus == PANE_MESSAGES)
		message_open(ui);
	else if (v->focus == PANE_LADDER && layout_shows(&ui->layout, PANE_DETAILS))
		v->focus = PANE_DETAILS;
	else if (v->packet != 0)
		show_details(ui, true);
}

/* One step back: out of the zoom, out of the pane, the details away, out of the session. False
 * at the last. */
static bool step_back(struct ui *ui)
{
	struct session_view *v = &ui->ladder;
	bool inside = v->zoom || v->focus != PANE_LADDER || v->details_open || v->pan != 0;
	if (v->zoom)
		v->zoom = false;
	else if (v->focus != PANE_LADDER)
		v->focus = PANE_LADDER;
	else if (v->details_open)
		show_details(ui, false);
	else
		v->pan = 0;
	return inside;
}

static void back(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->play.on)
		ui->play.on = false;
	else if (!step_back(ui))
		ui_leave(ui, false);
}

bool session_covered(const struct ui *ui)
{
	return ui->ladder.zoom ||
	       (ui->ladder.details_open && layout_shows(&ui->layout, PANE_DETAILS));
}

/* What was opened over the ladder closes first. */
static void quit(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->ladder.zoom)
		ui->ladder.zoom = false;
	else if (session_covered(ui))
		show_details(ui, false);
	else
		ui_leave(ui, true);
}

/* Panes take turns; where only the details' place is on the screen, they can still be had. */
static void turn_pane(struct ui *ui, int by)
{
	struct session_view *v = &ui->ladder;
	bool details = v->details_open || layout_shows(&ui->layout, PANE_DETAILS);
	int count = details ? PANE_COUNT : PANE_DETAILS;
	v->focus = (enum pane)(((int)v->focus + by + count) % count);
}

static void next_pane(struct ui *ui, unsigned count)
{
	(void)count;
	turn_pane(ui, 1);
}

static void prev_pane(struct ui *ui, unsigned count)
{
	(void)count;
	turn_pane(ui, -1);
}

static void zoom(struct ui *ui, unsigned count)
{
	(void)count;
	ui->ladder.zoom = !ui->ladder.zoom;
}

#define GROW_MAX 20

static void grow(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->ladder.grow < GROW_MAX)
		ui->ladder.grow++;
}

static void shrink(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->ladder.grow > -GROW_MAX)
		ui->ladder.grow--;
}

static void point_ladder(struct ui *ui, const struct pointer *pointer)
{
	struct rect pane = ui->layout.pane[PANE_LADDER];
	uint32_t packet =
	    pointer->row >= pane.row ? ladder_pane_at(ui, pointer->row - pane.row) : 0;
	if (packet == 0)
		return;
	ui->play.on = false;
	session_select(ui, packet);
	if (pointer->click == CLICK_DOUBLE && !layout_shows(&ui->layout, PANE_DETAILS))
		show_details(ui, true);
}

static void point_messages(struct ui *ui, const struct pointer *pointer)
{
	/* In the plot there are no messages to point at. */
	if (ui->set.plot)
		return;
	uint32_t packet = message_pane_at(ui, pointer->row - ui->layout.pane[PANE_MESSAGES].row);
	if (packet == 0)
		return;
	ui->play.on = false;
	session_select(ui, packet);
	if (pointer->click == CLICK_DOUBLE)
		message_open(ui);
}

static void point(struct ui *ui, const struct pointer *pointer)
{
	enum pane pane = layout_at(&ui->layout, pointer->row, pointer->col);
	if (pane == PANE_COUNT)
		return;
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN) {
		/* The wheel turns what is under it, and leaves the keys where they are. */
		enum pane focus = ui->ladder.focus;
		long rows_by = pane == PANE_MESSAGES ? 1 : WHEEL_ROWS;
		ui->ladder.focus = pane;
		session_move(ui, pointer->click == CLICK_WHEEL_UP ? -rows_by : rows_by);
		ui->ladder.focus = focus;
		return;
	}
	ui->ladder.focus = pane;
	if (pane == PANE_LADDER)
		point_ladder(ui, pointer);
	else if (pane == PANE_MESSAGES)
		point_messages(ui, pointer);
}

static action_fn *const on[ACTION_COUNT] = {
	[ACTION_RIGHT] = session_right,
	[ACTION_LEFT] = session_left,
	[ACTION_NEXT_NOTABLE] = session_next_notable,
	[ACTION_PREV_NOTABLE] = session_prev_notable,
	[ACTION_NEXT_SESSION] = session_next_session,
	[ACTION_PREV_SESSION] = session_prev_session,
	[ACTION_PLOT] = plot_toggle,
	[ACTION_MARK] = session_mark,
	[ACTION_OPEN] = open,
	[ACTION_BACK] = back,
	[ACTION_QUIT] = quit,
	[ACTION_NEXT_PANE] = next_pane,
	[ACTION_PREV_PANE] = prev_pane,
	[ACTION_ZOOM] = zoom,
	[ACTION_GROW] = grow,
	[ACTION_SHRINK] = shrink,
	[ACTION_PLAY] = replay_toggle,
	[ACTION_FASTER] = replay_faster,
	[ACTION_SLOWER] = replay_slower,
};

const struct view_ops session_view_ops = {
	.context = context,
	.draw = draw,
	.move = session_move,
	.rows = rows,
	.on = on,
	.point = point,
};
