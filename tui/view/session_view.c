#include "tui/view/session_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/memory.h"
#include "tui/text/pane_head.h"
#include "tui/view/jumps.h"
#include "tui/view/message_text.h"
#include "tui/view/plot_pane.h"
#include "tui/view/session_parts.h"
#include "tui/view/filter_prompt.h"
#include "tui/view/session_rows.h"
#include "tui/view/status.h"

#define GROW_MAX 60
#define GROW_COLS 4 /* columns per step, as the layout counts them */

static const struct session_view *view_of(const struct view *view)
{
	return (const struct session_view *)view;
}

static const struct session_view *session_of(const struct shell *shell)
{
	return view_of(shell->view[VIEW_SESSION]);
}

static enum context context(const struct view *view)
{
	static const enum context of[] = {
		[PANE_LADDER] = IN_LADDER,
		[PANE_MESSAGES] = IN_MESSAGES,
		[PANE_DETAILS] = IN_DETAILS,
	};
	return of[view_of(view)->focus];
}

static struct size pane_size(const struct shell *shell, enum pane pane)
{
	struct rect rect = shell->layout.pane[pane];
	return (struct size){ rect.rows, rect.cols };
}

static void update(struct view *view)
{
	struct session_view *v = session_own(view);
	const struct shell *shell = view->shell;
	const struct layout *layout = &shell->layout;
	if (layout_shows(layout, PANE_LADDER))
		ladder_pane_update(&v->ladder, shell);
	if (layout_shows(layout, PANE_MESSAGES) && !shell->set.plot)
		message_pane_update(&v->messages, shell, pane_size(shell, PANE_MESSAGES));
	if (layout_shows(layout, PANE_DETAILS))
		details_pane_update(&v->details, shell, pane_size(shell, PANE_DETAILS));
}

static void put_messages(const struct session_view *v, const struct canvas *out)
{
	const struct shell *shell = v->view.shell;
	const struct run *run = shell->run;
	bool focused = v->focus == PANE_MESSAGES;
	char demo[96] = "";
	if (run->demo != NULL && run->demo_due >= 0)
		snprintf(demo, sizeof(demo), "demo: %s", demo_next(run->demo));
	pane_head_draw(out, shell->layout.head[PANE_MESSAGES], "Messages", demo, focused);
	struct canvas part = canvas_part(out, shell->layout.pane[PANE_MESSAGES]);
	message_pane_layout(&v->messages, shell, focused, &part);
}

static void put_details(const struct session_view *v, const struct canvas *out)
{
	const struct shell *shell = v->view.shell;
	const struct packet *p = model_packet(shell->run->model, shell->packet);
	char title[64] = "Details";
	if (p != NULL)
		snprintf(title, sizeof(title), "Frame %u", p->frame);
	pane_head_draw(out, shell->layout.head[PANE_DETAILS], title, form_name(shell->set.form),
	    v->focus == PANE_DETAILS);
	struct canvas part = canvas_part(out, shell->layout.pane[PANE_DETAILS]);
	details_pane_layout(&v->details, shell, &part);
}

static void layout(const struct view *view, const struct canvas *out)
{
	const struct session_view *v = view_of(view);
	const struct shell *shell = view->shell;
	const struct layout *at = &shell->layout;
	for (int row = 0; row < at->split.rows; row++)
		canvas_text(out, at->split.row + row, at->split.col, look(TINT_RULE),
		    canvas_glyph(out, GLYPH_VERTICAL));
	if (layout_shows(at, PANE_LADDER))
		ladder_pane_layout(&v->ladder, shell, v->focus == PANE_LADDER, out);
	if (layout_shows(at, PANE_MESSAGES) && shell->set.plot)
		plot_pane_layout(shell, v->focus == PANE_MESSAGES, out);
	else if (layout_shows(at, PANE_MESSAGES))
		put_messages(v, out);
	if (layout_shows(at, PANE_DETAILS))
		put_details(v, out);
}

static int rows(const struct view *view)
{
	return view->shell->layout.pane[view_of(view)->focus].rows;
}

static void show_details(struct session_view *v, bool open)
{
	v->details_open = open;
	if (!open && v->focus == PANE_DETAILS)
		v->focus = PANE_LADDER;
}

static bool details_shown(const struct session_view *v)
{
	return layout_shows(&v->view.shell->layout, PANE_DETAILS);
}

/* Returns the links that are on the screen: those of the details, which contain the explanation, or
 * those of the explanation. */
static const struct frame_links *links_of(const struct session_view *v)
{
	return details_shown(v) ? &v->details.page.links : &v->view.shell->links;
}

/* Goes to the frame of the chosen link. */
static bool follow_link(struct session_view *v)
{
	const struct frame_link *link = frame_links_chosen(links_of(v));
	if (link != NULL)
		jump_to_frame(v->view.shell, link->frame);
	return link != NULL;
}

static void turn_link(struct session_view *v, bool back)
{
	if (details_shown(v))
		page_turn_link(&v->details.page, back, pane_size(v->view.shell, PANE_DETAILS).rows);
	else
		status_turn_link(v->view.shell, back);
	if (links_of(v)->count == 0)
		shell_say(v->view.shell, "No frame number here");
}

static void next_link(struct view *view, unsigned count)
{
	(void)count;
	turn_link(session_own(view), false);
}

static void prev_link(struct view *view, unsigned count)
{
	(void)count;
	turn_link(session_own(view), true);
}

static void related(struct view *view, unsigned count)
{
	jump_to_related(view->shell, count);
}

/* Opens the details, or gives them the keys if they are open. */
static void open(struct view *view, unsigned count)
{
	struct session_view *v = session_own(view);
	if (count != 0)
		jump_to_frame(view->shell, count);
	else if (follow_link(v))
		return;
	else if (v->focus == PANE_MESSAGES)
		message_open(view->shell);
	else if (v->focus == PANE_LADDER && layout_shows(&view->shell->layout, PANE_DETAILS))
		v->focus = PANE_DETAILS;
	else if (view->shell->packet != 0)
		show_details(v, true);
}

/* Goes one step back: drops the chosen link or the marks of a search, closes the zoom, leaves the
 * pane, closes the details, leaves the session. False if there is no step left. */
static bool step_back(struct session_view *v)
{
	struct frame_links *links =
	    details_shown(v) ? &v->details.page.links : &v->view.shell->links;
	struct shell *shell = v->view.shell;
	bool inside = links->chosen != 0 || shell->highlight || v->zoom ||
	              v->focus != PANE_LADDER || v->details_open || v->ladder.pan != 0;
	if (links->chosen != 0)
		links->chosen = 0;
	else if (shell->highlight)
		shell->highlight = false;
	else if (v->zoom)
		v->zoom = false;
	else if (v->focus != PANE_LADDER)
		v->focus = PANE_LADDER;
	else if (v->details_open)
		show_details(v, false);
	else
		v->ladder.pan = 0;
	return inside;
}

static void back(struct view *view, unsigned count)
{
	struct shell *shell = view->shell;
	(void)count;
	if (shell->play.on)
		shell->play.on = false;
	else if (step_back(session_own(view)))
		return;
	else if (filter_prompt_clear_ladder(shell))
		shell_say(shell, "The filter is off; f brings it back");
	else
		shell_leave(shell, false);
}

static bool covered(const struct session_view *v)
{
	const struct layout *layout = &v->view.shell->layout;
	return v->zoom || (v->details_open && layout_shows(layout, PANE_DETAILS));
}

bool session_view_covered(const struct shell *shell)
{
	return covered(session_of(shell));
}

/* Closes the zoom or the details first. */
static void quit(struct view *view, unsigned count)
{
	struct session_view *v = session_own(view);
	(void)count;
	if (v->zoom)
		v->zoom = false;
	else if (covered(v))
		show_details(v, false);
	else
		shell_leave(view->shell, true);
}

/* Selects the next pane; if only the details have space, they can still be selected. */
static void turn_pane(struct session_view *v, int by)
{
	bool details = v->details_open || layout_shows(&v->view.shell->layout, PANE_DETAILS);
	int count = details ? PANE_COUNT : PANE_DETAILS;
	v->focus = (enum pane)(((int)v->focus + by + count) % count);
}

static void next_pane(struct view *view, unsigned count)
{
	(void)count;
	turn_pane(session_own(view), 1);
}

static void prev_pane(struct view *view, unsigned count)
{
	(void)count;
	turn_pane(session_own(view), -1);
}

static void zoom(struct view *view, unsigned count)
{
	struct session_view *v = session_own(view);
	(void)count;
	v->zoom = !v->zoom;
}

static void grow(struct view *view, unsigned count)
{
	struct session_view *v = session_own(view);
	(void)count;
	if (v->grow < GROW_MAX)
		v->grow++;
}

static void shrink(struct view *view, unsigned count)
{
	struct session_view *v = session_own(view);
	(void)count;
	if (v->grow > -GROW_MAX)
		v->grow--;
}

static void explain_down(struct view *view, unsigned count)
{
	status_scroll(view->shell, count != 0 ? (int)count : 1);
}

static void explain_up(struct view *view, unsigned count)
{
	status_scroll(view->shell, count != 0 ? -(int)count : -1);
}

/* Toggles the plot. */
static void plot(struct view *view, unsigned count)
{
	struct session_view *v = session_own(view);
	struct shell *shell = view->shell;
	(void)count;
	shell->set.plot = !shell->set.plot;
	/* Without space for it, focusing shows it. */
	if (shell->set.plot && !layout_shows(&shell->layout, PANE_MESSAGES))
		v->focus = PANE_MESSAGES;
	shell_say(shell, "%s",
	    shell->set.plot ? "Plot of the kernel's windows over time; W shows the messages"
	                    : "Messages");
}

static void point_ladder(struct session_view *v, const struct pointer *pointer)
{
	struct shell *shell = v->view.shell;
	struct rect pane = shell->layout.pane[PANE_LADDER];
	uint32_t packet = pointer->row >= pane.row
	                      ? ladder_pane_at(&v->ladder, shell, pointer->row - pane.row)
	                      : 0;
	if (packet == 0)
		return;
	shell->play.on = false;
	session_select(shell, packet);
	if (pointer->click == CLICK_DOUBLE && !layout_shows(&shell->layout, PANE_DETAILS))
		show_details(v, true);
}

static void point_messages(struct session_view *v, const struct pointer *pointer)
{
	struct shell *shell = v->view.shell;
	/* The plot has no messages to click. */
	if (shell->set.plot)
		return;
	int row = pointer->row - shell->layout.pane[PANE_MESSAGES].row;
	uint32_t packet = message_pane_at(&v->messages, row);
	if (packet == 0)
		return;
	shell->play.on = false;
	session_select(shell, packet);
	if (pointer->click == CLICK_DOUBLE)
		message_open(shell);
}

static void point_details(struct session_view *v, const struct pointer *pointer)
{
	struct rect pane = v->view.shell->layout.pane[PANE_DETAILS];
	uint32_t frame =
	    page_link_at(&v->details.page, pointer->row - pane.row, pointer->col - pane.col);
	if (frame != 0)
		jump_to_frame(v->view.shell, frame);
}

/* The wheel scrolls the pane under it and does not change the focus. */
static void turn_wheel(struct session_view *v, enum pane pane, bool up)
{
	enum pane focus = v->focus;
	long rows_by = pane == PANE_MESSAGES ? 1 : WHEEL_ROWS;
	v->focus = pane;
	session_move(&v->view, up ? -rows_by : rows_by);
	v->focus = focus;
}

/* Returns true if the border between the ladder and the side panes is there: a line beside the
 * ladder, or the head of the pane under it. */
static bool on_border(const struct layout *at, int row, int col)
{
	bool beside = at->split.rows > 0 && at->split.row == at->body.row;
	if (rect_holds(at->split, row, col) && beside)
		return true;
	int end = at->pane[PANE_LADDER].row + at->pane[PANE_LADDER].rows;
	return !beside && row == end && layout_shows(at, PANE_LADDER) &&
	       (rect_holds(at->head[PANE_MESSAGES], row, col) ||
	           rect_holds(at->head[PANE_DETAILS], row, col));
}

/* Drags a border. False if the pointer holds none. */
static bool drag(struct session_view *v, const struct pointer *pointer)
{
	const struct layout *at = &v->view.shell->layout;
	if (pointer->click != CLICK_DRAG) {
		v->held = (struct pointer){ .click = CLICK_NONE };
		if (pointer->click == CLICK_SINGLE && on_border(at, pointer->row, pointer->col)) {
			v->held = *pointer;
			v->held_grow = v->grow;
		}
		return false;
	}
	if (v->held.click == CLICK_NONE)
		return true;
	bool beside = at->split.rows > 0 && at->split.row == at->body.row;
	int by = beside ? (v->held.col - pointer->col) / GROW_COLS : v->held.row - pointer->row;
	int grow = v->held_grow + by;
	v->grow = grow < -GROW_MAX ? -GROW_MAX : grow > GROW_MAX ? GROW_MAX : grow;
	return true;
}

static void point(struct view *view, const struct pointer *pointer)
{
	struct session_view *v = session_own(view);
	if (drag(v, pointer))
		return;
	enum pane pane = layout_at(&view->shell->layout, pointer->row, pointer->col);
	uint32_t frame =
	    details_shown(v) ? 0 : status_link_at(view->shell, pointer->row, pointer->col);
	if (frame != 0 && pointer->click <= CLICK_DOUBLE)
		jump_to_frame(view->shell, frame);
	if (pane == PANE_COUNT)
		return;
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN) {
		turn_wheel(v, pane, pointer->click == CLICK_WHEEL_UP);
		return;
	}
	v->focus = pane;
	if (pane == PANE_LADDER)
		point_ladder(v, pointer);
	else if (pane == PANE_MESSAGES)
		point_messages(v, pointer);
	else
		point_details(v, pointer);
}

/* All rows of the session, including those after the replay position: the layout stays the same
 * during a replay. */
static int ladder_rows(const struct shell *shell)
{
	const struct session *s = model_session(shell->run->model, shell->session);
	return s == NULL ? 0 : s->count < INT16_MAX ? (int)s->count : INT16_MAX;
}

void session_view_wish(const struct shell *shell, struct layout_wish *wish)
{
	const struct session_view *v = session_of(shell);
	wish->nothing = shell->packet == 0;
	wish->explain = shell_is_top(shell, VIEW_SESSION);
	wish->details = v->details_open;
	wish->zoom = v->zoom;
	wish->focus = v->focus;
	wish->grow = v->grow;
	wish->steady = shell->set.plot;
	wish->ladder_rows = ladder_rows(shell);
}

static void restart(struct view *view)
{
	struct session_view *v = session_own(view);
	v->ladder.top = 1;
	v->ladder.pan = 0;
}

void session_view_forget(struct shell *shell)
{
	ladder_pane_forget(&session_own(shell->view[VIEW_SESSION])->ladder, shell);
}

void session_view_renumber(struct shell *shell)
{
	struct session_view *v = session_own(shell->view[VIEW_SESSION]);
	v->ladder.top = 1;
	details_pane_renumber(&v->details);
}

static void session_view_free(struct view *view)
{
	details_pane_free(&session_own(view)->details);
	free(session_own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_RIGHT] = session_right,
	[ACTION_LEFT] = session_left,
	[ACTION_NEXT_NOTABLE] = session_next_notable,
	[ACTION_PREV_NOTABLE] = session_prev_notable,
	[ACTION_NEXT_SESSION] = session_next_session,
	[ACTION_PREV_SESSION] = session_prev_session,
	[ACTION_PLOT] = plot,
	[ACTION_NEXT_LINK] = next_link,
	[ACTION_PREV_LINK] = prev_link,
	[ACTION_RELATED] = related,
	[ACTION_OPEN] = open,
	[ACTION_BACK] = back,
	[ACTION_QUIT] = quit,
	[ACTION_NEXT_PANE] = next_pane,
	[ACTION_PREV_PANE] = prev_pane,
	[ACTION_ZOOM] = zoom,
	[ACTION_GROW] = grow,
	[ACTION_SHRINK] = shrink,
	[ACTION_EXPLAIN_DOWN] = explain_down,
	[ACTION_EXPLAIN_UP] = explain_up,
};

static const struct view_ops ops = {
	.free = session_view_free,
	.context = context,
	.update = update,
	.layout = layout,
	.move = session_move,
	.rows = rows,
	.on = on,
	.point = point,
	.restart = restart,
};

const struct frame_links *session_view_links(const struct shell *shell)
{
	return links_of(session_of(shell));
}

void session_view_write_details(const struct shell *shell, FILE *out)
{
	page_write(&session_of(shell)->details.page, out);
}

struct view *session_view_new(struct shell *shell)
{
	struct session_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	return &v->view;
}
