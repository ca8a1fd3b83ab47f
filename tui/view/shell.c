#include "tui/view/shell.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "capture/os/clock.h"
#include "capture/os/services.h"
#include "tui/term/screen.h"

void shell_init(struct shell *s, struct run *run, struct screen *screen)
{
	*s = (struct shell){ .run = run, .screen = screen };
	s->ascii = screen != NULL ? screen_ascii(screen) : run->options->ascii;
	s->set.color = screen != NULL && screen_color(screen);
	s->set.raw_seq = run->options->raw_seq;
	s->set.form = run->options->form;
	s->set.time = run->options->time;
	s->follow = run->options->input != INPUT_FILE || run->options->follow;
	play_init(&s->play);
}

void shell_free(struct shell *s)
{
	for (enum view_id id = 0; id < VIEW_COUNT; id++)
		if (s->view[id] != NULL)
			s->view[id]->ops->free(s->view[id]);
	list_order_free(&s->order);
	segment_rows_free(&s->rows);
	lines_free(&s->notice);
	lines_free(&s->explanation);
	frame_links_free(&s->links);
	pattern_free(&s->pattern);
}

void shell_add(struct shell *s, enum view_id id, struct view *view)
{
	assert(s->view[id] == NULL && view->shell == s);
	s->view[id] = view;
}

struct view *shell_top(const struct shell *s)
{
	assert(s->stacked > 0);
	return s->view[s->stack[s->stacked - 1]];
}

bool shell_is_top(const struct shell *s, enum view_id id)
{
	return s->stacked > 0 && s->stack[s->stacked - 1] == id;
}

enum context shell_context(const struct shell *s)
{
	const struct view *top = shell_top(s);
	assert(top != NULL && top->ops->context != NULL);
	return top->ops->context(top);
}

void shell_push(struct shell *s, enum view_id id)
{
	assert(s->view[id] != NULL);
	/* Only many jumps out of texts come here: the way back to these is given up. */
	if (s->stacked == VIEWS_MAX)
		s->stacked = 1;
	s->stack[s->stacked++] = id;
}

void shell_pop(struct shell *s)
{
	assert(s->stacked > 0 && s->stacked <= VIEWS_MAX);
	if (s->stacked > 1)
		s->stacked--;
}

void shell_to_list(struct shell *s)
{
	assert(s->view[VIEW_LIST] != NULL);
	s->stack[0] = VIEW_LIST;
	s->stacked = 1;
	s->play.on = false;
	if (s->listed == 0)
		s->listed = s->session;
}

void shell_leave(struct shell *s, bool quit)
{
	if (s->stacked > 1)
		shell_pop(s);
	else if (shell_is_top(s, VIEW_SESSION) && shell_sessions(s) > 1)
		shell_to_list(s);
	else if (quit)
		s->quit = true;
	else
		shell_say(s, "q quits");
}

void shell_say(struct shell *s, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(s->status, sizeof(s->status), format, args);
	va_end(args);
	s->status_is_error = false;
	s->status_until_ns = 0;
}

void shell_say_nothing(struct shell *s)
{
	s->status[0] = '\0';
	s->status_is_error = false;
	s->status_until_ns = 0;
}

void shell_fail(struct shell *s, const struct err *err)
{
	shell_say(s, "%s", err->text);
	s->status_is_error = true;
}

void shell_copy(struct shell *s, const char *text)
{
	if (s->screen != NULL)
		screen_copy(s->screen, text);
	shell_say(s, "Copied, if the terminal supports OSC 52");
}

struct ladder_style shell_style(const struct shell *s, int cells)
{
	const struct model *m = s->run->model;
	const struct packet *last = model_packet(m, model_packets(m));
	return (struct ladder_style){
		.width = cells > LADDER_WIDTH_MIN ? (unsigned)cells : LADDER_WIDTH_MIN,
		.ascii = s->ascii,
		.raw_seq = s->set.raw_seq,
		.quiet = s->run->options->quiet,
		.wide_frames = last != NULL && last->frame > 99999,
		.time = s->set.time,
		.utc_offset = last != NULL ? clock_utc_offset(last->time_ns) : 0,
		.service = s->run->options->numeric ? NULL : services_name,
	};
}

uint32_t shell_packets(const struct shell *s)
{
	return s->paused ? s->paused_at : model_packets(s->run->model);
}

uint32_t shell_packets_kept(const struct shell *s)
{
	uint32_t first = model_first(s->run->model), last = shell_packets(s);
	return last >= first ? last - first + 1 : 0;
}

uint32_t shell_sessions(const struct shell *s)
{
	return s->paused ? s->paused_sessions : model_sessions(s->run->model);
}

void shell_pause(struct shell *s)
{
	s->paused = true;
	s->paused_at = model_packets(s->run->model);
	s->paused_sessions = model_sessions(s->run->model);
}
