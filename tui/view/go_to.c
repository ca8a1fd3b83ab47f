#include "tui/view/go_to.h"

#include <inttypes.h>

#include "capture/os/clock.h"
#include "tui/view/jumps.h"
#include "tui/view/session_rows.h"

static void start(struct finder *f, bool back)
{
	struct shell *shell = f->shell;
	struct search *search = &f->search;
	uint32_t from = shell->packet;
	if (search->everywhere && shell_is_top(shell, VIEW_LIST))
		from = 0;
	if (shell_packets(shell) == 0 || (from == 0 && !search->everywhere))
		return;
	shell->play.on = false;
	search->session = shell->session;
	search->raw_seq = shell->set.raw_seq;
	search_begin(search, from, back);
	find_slice(f, clock_monotonic());
}

/* Returns the next row of the list that matches, wrapping around; from the selected one on, or
 * after it. */
static uint32_t row_with(const struct finder *f, bool from_here, bool back)
{
	struct shell *shell = f->shell;
	const struct list_order *order = &shell->order;
	uint32_t count = order->count, row = list_order_row(order, shell->listed);
	for (uint32_t i = from_here ? 0 : 1; i <= count && count != 0; i++) {
		uint32_t session = list_order_at(order, (row + (back ? count - i : i)) % count);
		if (list_filter_passes(
		        model_session(shell->run->model, session), shell->pattern.text))
			return session;
	}
	return 0;
}

/* In the list, rows are searched first: addresses, ports, states. After the last matching row,
 * or without one, the sessions' packets are searched. */
static bool to_row(struct finder *f, bool fresh, bool back)
{
	struct shell *shell = f->shell;
	uint32_t session = row_with(f, fresh, back);
	if (session == 0 || (!fresh && session == f->search.first_row))
		return false;
	if (fresh)
		f->search.first_row = session;
	shell->listed = session;
	shell->follow = false;
	shell_say(
	    shell, "\"%.100s\" is in the row of session %" PRIu32, shell->pattern.text, session);
	return true;
}

bool find_pattern(struct shell *shell, const char *text)
{
	struct err err;
	shell->highlight = pattern_set(&shell->pattern, text, &err);
	if (!shell->highlight)
		shell_fail(shell, &err);
	return shell->highlight;
}

void find_text(struct finder *f, const char *text)
{
	struct shell *shell = f->shell;
	bool list = shell_is_top(shell, VIEW_LIST);
	if (!find_pattern(shell, text))
		return;
	f->search.pattern = &shell->pattern;
	f->search.everywhere = list;
	f->search.first_row = 0;
	if (!list || !to_row(f, true, false))
		start(f, false);
}

static void pattern_entered(void *owner, const char *text)
{
	find_text(owner, text);
}

void find_search(struct finder *f)
{
	struct shell *shell = f->shell;
	bool list = shell_is_top(shell, VIEW_LIST);
	ask_line(&shell->asking, list ? "Search all sessions:" : "Search:", "", &f->typed,
	    pattern_entered, f);
}

static void again(struct finder *f, bool back)
{
	struct shell *shell = f->shell;
	if (!find_pattern(shell, ""))
		return;
	f->search.pattern = &shell->pattern;
	if (!shell_is_top(shell, VIEW_LIST) || f->search.first_row == 0 || !to_row(f, false, back))
		start(f, back);
}

void find_next(struct finder *f)
{
	again(f, false);
}

void find_prev(struct finder *f)
{
	again(f, true);
}

static void found(struct finder *f)
{
	struct shell *shell = f->shell;
	const struct search *search = &f->search;
	bool moved = model_packet(shell->run->model, search->at)->session != shell->session;
	session_jump(shell, search->at);
	if (search->at == search->start)
		shell_say(shell, "No other match for \"%.100s\"", shell->pattern.text);
	else if (search->wrapped)
		shell_say(
		    shell, "Search wrapped around to the %s", search->back ? "end" : "beginning");
	else if (moved)
		shell_say(shell, "Found in session %" PRIu32, shell->session);
}

void find_slice(struct finder *f, int64_t deadline_ns)
{
	struct shell *shell = f->shell;
	struct search *search = &f->search;
	enum search_result result =
	    search_slice(search, shell->run, shell_packets(shell), deadline_ns);
	if (result == SEARCH_FOUND)
		found(f);
	else if (result == SEARCH_NOWHERE)
		shell_say(shell, "\"%.100s\" was not found in %s%s", shell->pattern.text,
		    search->everywhere ? "any session" : "this session",
		    search->unread ? "; some frames could not be read" : "");
}

static bool is_forgotten(const struct model *m, uint32_t packet)
{
	return packet != 0 && packet < model_first(m);
}

void find_forget(struct finder *f)
{
	struct search *search = &f->search;
	const struct model *m = f->shell->run->model;
	if (!search->running)
		return;
	uint32_t first = model_first(m);
	const struct session *s = model_session(m, search->session);
	if (!search->everywhere && s == NULL) {
		search->running = false;
		shell_say(f->shell, "The searched session is forgotten");
		return;
	}
	if (!search->everywhere)
		first = s->first;
	if (is_forgotten(m, search->at))
		search->at = first;
	if (is_forgotten(m, search->start))
		search->start = first;
}
