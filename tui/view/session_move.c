/* Moves in a session, and to other sessions. */
#include "capture/os/clock.h"
#include "core/model/message.h"
#include "core/model/notable.h"
#include "core/record/note.h"
#include "tui/run/fate_text.h"
#include "tui/view/session_parts.h"
#include "tui/view/session_rows.h"

#define PAN_STEP 8

static void move_ladder(struct shell *shell, long by)
{
	if (shell->packet == 0 || session_rows(shell) == 0)
		return;
	shell->play.on = false;
	long count = (long)session_rows(shell), at = (long)session_row_of(shell, shell->packet);
	/* MOVE_FIRST and MOVE_LAST are LONG_MIN and LONG_MAX: adding to them would overflow. */
	long to = by > 0 ? (by > count - at ? count : at + by) : (by <= -at ? 1 : at + by);
	session_select(shell, session_row_at(shell, (uint32_t)(to < 1 ? 1 : to)));
}

/* Returns the first or last visible message of the session, or 0. */
static uint32_t end_message(const struct shell *shell, bool first)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, shell->session);
	uint32_t at = s == NULL ? 0 : first ? s->first : session_last(shell);
	struct message msg;
	bool found = at != 0 && (message_of(m, at, &msg) || (first ? message_after(m, at, &msg)
	                                                           : message_before(m, at, &msg)));
	return found ? msg.first : 0;
}

/* Returns the message `by` steps from that of the selected segment, or the last one in that
 * direction; 0: none. */
static uint32_t message_by(const struct shell *shell, long by)
{
	const struct model *m = shell->run->model;
	uint32_t at = shell->packet, found = 0;
	struct message msg;
	if (message_of(m, at, &msg))
		at = msg.first;
	for (; by > 0 && message_after(m, at, &msg) && msg.first <= shell_packets(shell); by--)
		found = at = msg.first;
	for (; by < 0 && message_before(m, at, &msg); by++)
		found = at = msg.first;
	return found;
}

static void move_messages(struct shell *shell, long by)
{
	bool end = by == MOVE_FIRST || by == MOVE_LAST;
	shell->play.on = false;
	uint32_t found = end ? end_message(shell, by == MOVE_FIRST) : message_by(shell, by);
	if (found != 0)
		session_select(shell, found);
}

void session_move(struct view *view, long by)
{
	struct session_view *v = session_own(view);
	struct shell *shell = view->shell;
	if (v->focus == PANE_DETAILS)
		page_scroll(&v->details.page, by, shell->layout.pane[PANE_DETAILS].rows);
	else if (v->focus == PANE_MESSAGES && !shell->set.plot)
		move_messages(shell, by);
	else
		move_ladder(shell, by);
}

static void pan(struct session_view *v, int cells)
{
	if (v->focus == PANE_DETAILS)
		page_pan(&v->details.page, cells);
	else
		ladder_pane_pan(&v->ladder, cells);
}

void session_right(struct view *view, unsigned count)
{
	(void)count;
	pan(session_own(view), PAN_STEP);
}

void session_left(struct view *view, unsigned count)
{
	(void)count;
	pan(session_own(view), -PAN_STEP);
}

static bool notable(const struct run *run, uint32_t packet)
{
	const struct packet *p = model_packet(run->model, packet);
	char fate[FATE_TEXT];
	return fate_short(run, packet, fate, sizeof(fate), NULL) > 0 ||
	       (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0 ||
	       (notes_shown(run->model, packet) & NOTES_TROUBLE) != 0;
}

/* Returns the next packet that may be notable. The model knows by notes and flags; it does not
 * know fates on the lab's link. */
static uint32_t step_to_candidate(const struct run *run, uint32_t packet, bool back)
{
	const struct model *m = run->model;
	uint32_t session = model_packet(m, packet)->session;
	if (run->lab != NULL)
		return back ? model_prev(m, packet) : model_packet(m, packet)->next;
	return back ? model_notable_before(m, session, packet)
	            : model_notable_after(m, session, packet);
}

static void to_notable(struct shell *shell, bool back)
{
	uint32_t n = shell->packet, last = session_last(shell);
	if (n == 0)
		return;
	shell->play.on = false;
	do {
		n = step_to_candidate(shell->run, n, back);
	} while (n != 0 && (!notable(shell->run, n) || !session_shows(shell, n)));
	if (n != 0 && n <= last)
		session_select(shell, n);
	else
		shell_say(shell, "No notable segment %s this one", back ? "before" : "after");
}

void session_next_notable(struct view *view, unsigned count)
{
	(void)count;
	to_notable(view->shell, false);
}

void session_prev_notable(struct view *view, unsigned count)
{
	(void)count;
	to_notable(view->shell, true);
}

/* Goes through the sessions in the order of the list, filtered. */
static void to_session(struct shell *shell, long by)
{
	uint32_t session = session_beside(shell, shell->session, by);
	if (session != 0)
		session_show(shell, session);
	else
		shell_say(shell, "This is the %s session", by > 0 ? "last" : "first");
}

void session_next_session(struct view *view, unsigned count)
{
	to_session(view->shell, count != 0 ? (long)count : 1);
}

void session_prev_session(struct view *view, unsigned count)
{
	to_session(view->shell, count != 0 ? -(long)count : -1);
}
