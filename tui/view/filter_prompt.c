#include "tui/view/filter_prompt.h"

#include <stdio.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/filter/complete.h"
#include "tui/text/human.h"
#include "tui/view/session_rows.h"

#define SLICE_NS INT64_C(2000000)
#define CHOICES_TEXT 400

static void list_entered(void *owner, const char *text);
static void ladder_entered(void *owner, const char *text);

/* Lists what the word may become, in the place of notices. */
static void show_choices(struct shell *shell, const struct prompt *p, size_t count)
{
	char text[CHOICES_TEXT] = "", one[FILTER_COMPLETION_TEXT];
	size_t from, used = 0;
	for (size_t n = 0; n < count && used + sizeof(one) + 8 < sizeof(text); n++) {
		filter_complete(p->text, p->cursor, n, &from, one, sizeof(one));
		used += (size_t)snprintf(
		    text + used, sizeof(text) - used, "%s%s", n > 0 ? " " : "", one);
	}
	shell_say(shell, "%s", text);
}

/* Returns how many bytes all completions have in common. */
static size_t shared(const struct prompt *p, size_t count, char *first, size_t size)
{
	char other[FILTER_COMPLETION_TEXT];
	size_t from;
	filter_complete(p->text, p->cursor, 0, &from, first, size);
	size_t len = strlen(first);
	for (size_t n = 1; n < count; n++) {
		filter_complete(p->text, p->cursor, n, &from, other, sizeof(other));
		size_t same = 0;
		while (same < len && first[same] == other[same])
			same++;
		len = same;
	}
	return len;
}

static void complete(void *owner, struct prompt *p)
{
	char word[FILTER_COMPLETION_TEXT];
	size_t from;
	size_t count = filter_complete(p->text, p->cursor, 0, &from, word, sizeof(word));
	if (count == 0)
		return;
	size_t len = shared(p, count, word, sizeof(word));
	if (len > p->cursor - from)
		prompt_replace(p, from, word, len);
	else if (count > 1)
		show_choices(owner, p, count);
}

static void ask(struct shell *shell, bool list, const char *text)
{
	ask_line(&shell->asking, list ? "Filter sessions:" : "Filter segments:", text,
	    &shell->filters_typed, list ? list_entered : ladder_entered, shell);
	ask_complete(&shell->asking, complete);
}

/* Asks again, the cursor at the place that does not parse. */
static void refuse(
    struct shell *shell, bool list, const char *text, const struct filter_error *error)
{
	ask(shell, list, text);
	prompt_mark(&shell->asking.entry.prompt, error->at, error->len);
	shell_say(shell, "%s", error->text);
	shell->status_is_error = true;
}

static void list_entered(void *owner, const char *text)
{
	struct shell *shell = owner;
	struct filter_error error;
	if (!list_order_filter(&shell->order, shell->run, text, &error))
		refuse(shell, true, text, &error);
}

static void ladder_entered(void *owner, const char *text)
{
	struct shell *shell = owner;
	struct filter_error error;
	if (!segment_rows_filter(&shell->rows, shell->run, text, &error)) {
		refuse(shell, false, text, &error);
		return;
	}
	shell->snap = true;
	filter_prompt_settle(shell);
}

void filter_prompt_begin(struct shell *shell)
{
	const char *text = shell->run->options->terms;
	struct filter_error error;
	if (text == NULL)
		return;
	shell->snap = true;
	if (!list_order_filter(&shell->order, shell->run, text, &error) ||
	    !segment_rows_filter(&shell->rows, shell->run, text, &error))
		shell_say(shell, "%s", error.text);
}

void filter_prompt_set(struct shell *shell, const char *text)
{
	(shell_is_top(shell, VIEW_LIST) ? list_entered : ladder_entered)(shell, text);
}

void filter_prompt_open(struct shell *shell)
{
	bool list = shell_is_top(shell, VIEW_LIST);
	ask(shell, list, filtering_text(list ? &shell->order.filtering : &shell->rows.filtering));
}

bool filter_prompt_clear_ladder(struct shell *shell)
{
	struct filter_error error;
	return filtering_on(&shell->rows.filtering) &&
	       segment_rows_filter(&shell->rows, shell->run, "", &error);
}

/* Selects the nearest row, of those after the selected segment first. */
static void snap(struct shell *shell)
{
	const struct segment_rows *r = &shell->rows;
	if (!segment_rows_fit(r, shell->packet)) {
		uint32_t before = segment_rows_until(r, shell->packet);
		uint32_t to = segment_rows_at(r, before + 1);
		if (to == 0 && segment_rows_busy(r))
			return;
		to = to != 0 && to <= shell_packets(shell) ? to : segment_rows_at(r, before);
		if (to != 0)
			shell->packet = to;
	}
	shell->snap = false;
}

void filter_prompt_settle(struct shell *shell)
{
	struct segment_rows *r = &shell->rows;
	if (!filtering_on(&r->filtering) || shell->session == 0)
		return;
	segment_rows_update(r, shell->session, clock_monotonic() + SLICE_NS);
	if (shell->snap)
		snap(shell);
	else if (shell->packet != 0 && !shell->play.on && segment_rows_until(r, UINT32_MAX) > 0 &&
	         !segment_rows_fit(r, shell->packet)) {
		filter_prompt_clear_ladder(shell);
		shell_say(shell,
		    "The filter hides frame %u: all segments are shown again; f brings it back",
		    model_packet(shell->run->model, shell->packet)->frame);
	}
}

void filter_prompt_why(const struct shell *shell, bool list, char *out, size_t size)
{
	const struct model *m = shell->run->model;
	const struct filtering *f = list ? &shell->order.filtering : &shell->rows.filtering;
	char sessions[HUMAN_TEXT], segments[HUMAN_TEXT];
	human_plural(model_sessions_kept(m), "session", sessions, sizeof(sessions));
	human_plural(list ? shell_packets_kept(shell) : shell->rows.looked, "segment", segments,
	    sizeof(segments));
	snprintf(out, size, "Looked at %s%s%s%s", list ? sessions : "", list ? ", " : "", segments,
	    f->unread ? "; some frames could not be read" : "");
}
