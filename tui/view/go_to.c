#include "tui/view/go_to.h"

#include <inttypes.h>
#include <stdlib.h>

#include "capture/os/clock.h"
#include "tui/view/global_actions.h"
#include "tui/view/list_view.h"
#include "tui/view/session_view.h"

/* The first packet with this frame number or a later one: both count up together. 0 when
 * there is none. */
static uint32_t packet_of_frame(const struct ui *ui, uint32_t frame)
{
	const struct model *m = ui->run->model;
	uint32_t low = model_first(m), high = ui_packets(ui) + 1;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (model_packet(m, middle)->frame < frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low <= ui_packets(ui) ? low : 0;
}

static void go(struct ui *ui, uint32_t frame)
{
	const struct model *m = ui->run->model;
	uint32_t packet = packet_of_frame(ui, frame), before = ui->ladder.session;
	if (packet == 0) {
		ui_say(ui, "There is no frame %" PRIu32 "; the last one is %" PRIu32, frame,
		    ui_packets(ui) != 0 ? model_packet(m, ui_packets(ui))->frame : 0);
		return;
	}
	const struct packet *p = model_packet(m, packet);
	ui->play.on = false;
	session_select(ui, packet);
	if (p->frame != frame && packet > 1 && packet == model_first(m))
		ui_say(
		    ui, "Frame %" PRIu32 " is forgotten; this is the oldest that is kept", frame);
	else if (p->frame != frame)
		ui_say(ui, "Frame %" PRIu32 " is no TCP segment; this is the next one", frame);
	else if (p->session != before)
		ui_say(ui, "Frame %" PRIu32 " is in session %" PRIu32, frame, p->session);
}

static void frame_entered(struct ui *ui, const char *text)
{
	char *end;
	unsigned long frame = strtoul(text, &end, 10);
	/* As fingers have it from vim and less. */
	if (text[0] == 'q') {
		common_quit(ui);
		return;
	}
	if (end == text || *end != '\0' || frame == 0 || frame > UINT32_MAX)
		ui_say(ui, "A frame number was expected after the colon, such as 42; q quits");
	else
		go(ui, (uint32_t)frame);
}

void find_goto(struct ui *ui, unsigned count)
{
	if (count != 0)
		go(ui, count);
	else
		ui_enter(ui, "Go to frame:", "", NULL, frame_entered);
}

static void jump_letter(struct ui *ui, int key)
{
	uint32_t packet = key >= 'a' && key <= 'z' ? ui->ladder.marked[key - 'a'] : 0;
	ui->play.on = false;
	if (packet != 0 && model_packet(ui->run->model, packet) == NULL)
		ui_say(ui, "The segment with that mark is forgotten");
	else if (packet != 0)
		session_select(ui, packet);
	else
		ui_say(ui, "Nothing is marked with that letter; m and a letter mark a segment");
}

void find_jump(struct ui *ui, unsigned count)
{
	(void)count;
	ui_ask(ui, "Jump to the mark:", NULL, 0);
	ui->question.other = jump_letter;
}

static void start(struct ui *ui, bool back)
{
	struct search *search = &ui->search;
	uint32_t from = ui->ladder.packet;
	if (search->everywhere && ui_view(ui) == &list_view_ops)
		from = 0;
	if (ui_packets(ui) == 0 || (from == 0 && !search->everywhere))
		return;
	ui->play.on = false;
	search->session = ui->ladder.session;
	search->raw_seq = ui->set.raw_seq;
	search_begin(search, from, back);
	find_slice(ui, clock_monotonic());
}

/* The next row of the list, past its end the first, that holds the pattern; from the selected one
 * on, or after it. */
static uint32_t row_with(const struct ui *ui, bool from_here, bool back)
{
	const struct list_order *order = &ui->list.order;
	uint32_t count = order->count, row = list_order_row(order, ui->list.session);
	for (uint32_t i = from_here ? 0 : 1; i <= count && count != 0; i++) {
		uint32_t session = list_order_at(order, (row + (back ? count - i : i)) % count);
		if (list_filter_passes(model_session(ui->run->model, session), ui->search.pattern))
			return session;
	}
	return 0;
}

/* In the list, what can be seen is looked through first: addresses, ports, states. When all rows
 * that hold the pattern had their turn, or none does, what was said in the sessions is searched. */
static bool to_row(struct ui *ui, bool fresh, bool back)
{
	uint32_t session = row_with(ui, fresh, back);
	if (session == 0 || (!fresh && session == ui->search.first_row))
		return false;
	if (fresh)
		ui->search.first_row = session;
	ui->list.session = session;
	ui->follow = false;
	ui_say(ui, "\"%.100s\" is in the row of session %" PRIu32, ui->search.pattern, session);
	return true;
}

static void pattern_entered(struct ui *ui, const char *text)
{
	bool list = ui_view(ui) == &list_view_ops;
	if (!search_pattern(&ui->search, text))
		return;
	ui->search.everywhere = list;
	ui->search.first_row = 0;
	if (!list || !to_row(ui, true, false))
		start(ui, false);
}

void find_search(struct ui *ui, unsigned count)
{
	(void)count;
	bool list = ui_view(ui) == &list_view_ops;
	ui_enter(ui, list ? "Search all sessions:" : "Search:", "", &ui->typed_searches,
	    pattern_entered);
}

static void again(struct ui *ui, bool back)
{
	if (!search_pattern(&ui->search, ""))
		ui_say(ui, "Nothing was searched for yet: / begins a search");
	else if (ui_view(ui) != &list_view_ops || ui->search.first_row == 0 ||
	         !to_row(ui, false, back))
		start(ui, back);
}

void find_next(struct ui *ui, unsigned count)
{
	(void)count;
	again(ui, false);
}

void find_prev(struct ui *ui, unsigned count)
{
	(void)count;
	again(ui, true);
}

static void found(struct ui *ui)
{
	const struct search *search = &ui->search;
	bool moved = model_packet(ui->run->model, search->at)->session != ui->ladder.session;
	session_select(ui, search->at);
	if (search->at == search->start)
		ui_say(ui, "\"%.100s\" is nowhere else", search->pattern);
	else if (search->wrapped)
		ui_say(ui, "Search went on at the %s", search->back ? "end" : "beginning");
	else if (moved)
		ui_say(ui, "Found in session %" PRIu32, ui->ladder.session);
}

void find_slice(struct ui *ui, int64_t deadline_ns)
{
	struct search *search = &ui->search;
	enum search_result result = search_slice(search, ui->run, ui_packets(ui), deadline_ns);
	if (result == SEARCH_FOUND)
		found(ui);
	else if (result == SEARCH_NOWHERE)
		ui_say(ui, "\"%.100s\" was not found in %s%s", search->pattern,
		    search->everywhere ? "any session" : "this session",
		    search->unread ? ", but not every frame could be read again" : "");
}
