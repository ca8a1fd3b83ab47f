#include "tui/view/session_move.h"

#include "capture/os/clock.h"
#include "core/model/message.h"
#include "core/record/note.h"
#include "tui/run/fate_text.h"
#include "tui/view/ladder_pane.h"
#include "tui/view/session_view.h"

#define PAN_STEP 8

static void move_ladder(struct ui *ui, long by)
{
	const struct model *m = ui->run->model;
	if (ui->ladder.packet == 0)
		return;
	ui->play.on = false;
	long count = (long)session_rows(ui), at = (long)model_ordinal(m, ui->ladder.packet);
	/* The far ends are the far ends of long: nothing may be added to them. */
	long to = by > 0 ? (by > count - at ? count : at + by) : (by <= -at ? 1 : at + by);
	session_select(ui, model_nth(m, ui->ladder.session, (uint32_t)(to < 1 ? 1 : to)));
}

/* The first or last message of the session, as far as it is shown; 0 when there is none. */
static uint32_t end_message(const struct ui *ui, bool first)
{
	const struct model *m = ui->run->model;
	const struct session *s = model_session(m, ui->ladder.session);
	uint32_t at = s == NULL ? 0 : first ? s->first : session_last(ui);
	struct message msg;
	bool found = at != 0 && (message_of(m, at, &msg) || (first ? message_after(m, at, &msg)
	                                                           : message_before(m, at, &msg)));
	return found ? msg.first : 0;
}

/* The message so many after the one of the selected segment; the last there is, if
 * they are fewer. */
static uint32_t message_by(const struct ui *ui, long by)
{
	const struct model *m = ui->run->model;
	uint32_t at = ui->ladder.packet, found = 0;
	struct message msg;
	if (message_of(m, at, &msg))
		at = msg.first;
	for (; by > 0 && message_after(m, at, &msg) && msg.first <= ui_packets(ui); by--)
		found = at = msg.first;
	for (; by < 0 && message_before(m, at, &msg); by++)
		found = at = msg.first;
	return found;
}

static void move_messages(struct ui *ui, long by)
{
	bool end = by == MOVE_FIRST || by == MOVE_LAST;
	ui->play.on = false;
	uint32_t found = end ? end_message(ui, by == MOVE_FIRST) : message_by(ui, by);
	if (found != 0)
		session_select(ui, found);
}

void session_move(struct ui *ui, long by)
{
	if (ui->ladder.focus == PANE_DETAILS)
		page_scroll(&ui->ladder.details.page, by, ui->layout.pane[PANE_DETAILS].rows);
	else if (ui->ladder.focus == PANE_MESSAGES && !ui->set.plot)
		move_messages(ui, by);
	else
		move_ladder(ui, by);
}

static void pan(struct ui *ui, int cells)
{
	if (ui->ladder.focus == PANE_DETAILS)
		page_pan(&ui->ladder.details.page, cells);
	else
		ladder_pane_pan(ui, cells);
}

void session_right(struct ui *ui, unsigned count)
{
	(void)count;
	pan(ui, PAN_STEP);
}

void session_left(struct ui *ui, unsigned count)
{
	(void)count;
	pan(ui, -PAN_STEP);
}

static bool notable(const struct run *run, uint32_t packet)
{
	const struct packet *p = model_packet(run->model, packet);
	char fate[FATE_TEXT];
	return fate_short(run, packet, fate, sizeof(fate), NULL) > 0 ||
	       (p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0 || (p->notes & NOTES_TROUBLE) != 0;
}

/* The next packet of its session that may be notable. The model knows those by their notes and
 * flags; what the lab's link did to others it cannot know. */
static uint32_t step_to_candidate(const struct run *run, uint32_t packet, bool back)
{
	const struct model *m = run->model;
	uint32_t session = model_packet(m, packet)->session;
	if (run->lab != NULL)
		return back ? model_prev(m, packet) : model_packet(m, packet)->next;
	return back ? model_remarkable_before(m, session, packet)
	            : model_remarkable_after(m, session, packet);
}

static void to_notable(struct ui *ui, bool back)
{
	uint32_t n = ui->ladder.packet, last = session_last(ui);
	if (n == 0)
		return;
	ui->play.on = false;
	do {
		n = step_to_candidate(ui->run, n, back);
	} while (n != 0 && !notable(ui->run, n));
	if (n != 0 && n <= last)
		session_select(ui, n);
	else
		ui_say(ui, "Nothing notable %s this segment", back ? "before" : "after");
}

void session_next_notable(struct ui *ui, unsigned count)
{
	(void)count;
	to_notable(ui, false);
}

void session_prev_notable(struct ui *ui, unsigned count)
{
	(void)count;
	to_notable(ui, true);
}

/* Through the sessions in the order of the list, its filter included. */
static void to_session(struct ui *ui, long by)
{
	struct list_order *order = &ui->list.order;
	list_order_update(order, ui->run->model, ui_sessions(ui), clock_monotonic());
	long row = (long)list_order_row(order, ui->ladder.session) + by;
	uint32_t session = row >= 0 ? list_order_at(order, (uint32_t)row) : 0;
	if (session != 0)
		session_show(ui, session);
	else
		ui_say(ui, "This is the %s session", by > 0 ? "last" : "first");
}

void session_next_session(struct ui *ui, unsigned count)
{
	to_session(ui, count != 0 ? (long)count : 1);
}

void session_prev_session(struct ui *ui, unsigned count)
{
	to_session(ui, count != 0 ? -(long)count : -1);
}

static void mark_letter(struct ui *ui, int key)
{
	if (key < 'a' || key > 'z') {
		ui_say(ui, "A mark is a letter from a to z");
		return;
	}
	ui->ladder.marked[key - 'a'] = ui->ladder.packet;
	ui_say(ui, "Marked as %c: '%c comes back here", key, key);
}

void session_mark(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->ladder.packet == 0)
		return;
	ui_ask(ui, "Mark this segment with a letter:", NULL, 0);
	ui->question.other = mark_letter;
}
