/* Searches the rows of the problems view, copies and saves them. */
#include <inttypes.h>
#include <stdio.h>

#include "core/ladder/label.h"
#include "tui/view/go_to.h"
#include "tui/view/problems_parts.h"

/* The most problems of a kind to search or to save. */
#define FRAMES_MOST 100000

static void kind_text(const struct problems_view *v, unsigned event, char *out, size_t size)
{
	snprintf(out, size, "%8" PRIu32 "  %-28s %s", v->tally.begun[event], event_words(event),
	    event_meaning(event));
}

static void frame_text(const struct problems_view *v, uint32_t packet, char *out, size_t size)
{
	const struct shell *shell = v->view.shell;
	const struct model *m = shell->run->model;
	struct ladder_style style = shell_style(shell, 80);
	char time[64], label[512];
	ladder_time(m, packet, &style, time, sizeof(time));
	label_format(m, packet, shell->set.raw_seq, NULL, 0, label, sizeof(label));
	snprintf(out, size, "%9" PRIu32 " %16s session %" PRIu32 "  %s",
	    model_packet(m, packet)->frame, time, model_packet(m, packet)->session, label);
}

static bool find_kind(struct problems_view *v, bool here, bool back)
{
	uint8_t kind[EVENT_COUNT];
	unsigned count = problems_kinds(v, kind), at = problems_kind_row(v, kind, count);
	char text[256];
	for (unsigned i = here ? 0 : 1; i <= count && count > 0; i++) {
		uint8_t event = kind[(at + (back ? count - i : i)) % count];
		kind_text(v, event, text, sizeof(text));
		if (pattern_holds(&v->view.shell->pattern, text)) {
			v->event = event;
			return true;
		}
	}
	return false;
}

static bool find_frame(struct problems_view *v, bool here, bool back)
{
	uint32_t n = v->packet;
	char text[700];
	for (unsigned i = 0; i < FRAMES_MOST; i++) {
		if (i > 0 || !here)
			n = back ? problems_frame_before(v, n) : problems_frame_after(v, n);
		/* Wrap around. */
		if (n == 0)
			n = back ? problems_frame_before(v, shell_packets(v->view.shell) + 1)
			         : problems_frame_after(v, 0);
		if (n == 0)
			return false;
		frame_text(v, n, text, sizeof(text));
		if (pattern_holds(&v->view.shell->pattern, text)) {
			problems_select(v, n);
			return true;
		}
		if (n == v->packet && (i > 0 || !here))
			return false;
	}
	return false;
}

static void find(struct problems_view *v, bool here, bool back)
{
	struct shell *shell = v->view.shell;
	if (!(v->inside ? find_frame : find_kind)(v, here, back))
		shell_say(shell, "\"%.100s\" is in no row", shell->pattern.text);
}

static void pattern_entered(void *owner, const char *text)
{
	struct problems_view *v = owner;
	if (find_pattern(v->view.shell, text))
		find(v, true, false);
}

void problems_search(struct view *view, unsigned count)
{
	(void)count;
	ask_line(&view->shell->asking, "Search these rows:", "",
	    &((struct problems_view *)view)->typed, pattern_entered, view);
}

void problems_search_next(struct view *view, unsigned count)
{
	(void)count;
	if (find_pattern(view->shell, ""))
		find((struct problems_view *)view, false, false);
}

void problems_search_prev(struct view *view, unsigned count)
{
	(void)count;
	if (find_pattern(view->shell, ""))
		find((struct problems_view *)view, false, true);
}

void problems_write(void *ctx, FILE *out)
{
	const struct problems_view *v = ctx;
	uint8_t kind[EVENT_COUNT];
	char text[700];
	if (!v->inside) {
		unsigned count = problems_kinds(v, kind);
		for (unsigned i = 0; i < count; i++) {
			kind_text(v, kind[i], text, sizeof(text));
			fprintf(out, "%s\n", text);
		}
		return;
	}
	fprintf(out, "%s\n", event_words(v->event));
	uint32_t n = problems_frame_after(v, 0);
	for (unsigned i = 0; n != 0 && i < FRAMES_MOST; i++, n = problems_frame_after(v, n)) {
		frame_text(v, n, text, sizeof(text));
		fprintf(out, "%s\n", text);
	}
}

void problems_save(struct view *view, unsigned count)
{
	(void)count;
	text_save_open(&((struct problems_view *)view)->save, "tcpviz-problems.txt");
}

void problems_copy(struct view *view, unsigned count)
{
	(void)count;
	text_copy(&((struct problems_view *)view)->save);
}
