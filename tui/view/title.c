#include "tui/view/title.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/base/text.h"
#include "tui/run/lab_run.h"
#include "tui/text/human.h"
#include "tui/view/session_rows.h"
#include "tui/run/run_limits.h"

#define COUNTS_FIRST 3 /* counts that are worth more than all of the name */
#define NAME_CELLS 20  /* of the name, at least */
#define NARROW_COLS 60 /* minimum width for the loading speed */

/* Parts of the title, the most important first: those that do not fit are left out. */
struct pieces {
	char text[10][160];
	unsigned tint[10];
	/* percentage of a badge in its tint; the rest is plain: a bar */
	unsigned filled[10];
	size_t count;
};

static void add(struct pieces *p, unsigned tint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(struct pieces *p, unsigned tint, const char *format, ...)
{
	if (p->count == sizeof(p->text) / sizeof(p->text[0]))
		return;
	va_list args;
	va_start(args, format);
	vsnprintf(p->text[p->count], sizeof(p->text[0]), format, args);
	va_end(args);
	p->filled[p->count] = 100;
	p->tint[p->count++] = tint;
}

/* Loading progress: percentage, speed and remaining time, on a bar. */
static void add_progress(
    const struct shell *shell, const struct source_status *status, struct pieces *p)
{
	/* A file that is still being written may be longer than when it was opened. */
	uint64_t total = status->bytes_total;
	uint64_t done = status->bytes_read < total ? status->bytes_read : total;
	uint64_t percent = done * 100 / total;
	if (shell->load_stopped) {
		add(p, TINT_BADGE, "STOPPED AT %" PRIu64 " %%", percent);
		return;
	}
	double passed_ns = (double)(clock_monotonic() - shell->run->began_ns) + 1;
	double left = done == 0 ? 0 : (double)(total - done) / (double)done * passed_ns;
	char rate[HUMAN_TEXT], wait[HUMAN_TEXT];
	human_count((uint64_t)((double)status->frames / (passed_ns / 1e9)), rate, sizeof(rate));
	human_seconds((int64_t)left, wait, sizeof(wait));
	bool narrow = shell->layout.title.cols < NARROW_COLS;
	if (narrow)
		add(p, TINT_BADGE, "%2" PRIu64 " %%", percent);
	else
		add(p, TINT_BADGE, "%2" PRIu64 " %%  %s/s  %s left", percent, rate, wait);
	p->filled[p->count - 1] = (unsigned)percent;
}

static void add_badges(
    const struct shell *shell, const struct source_status *status, struct pieces *p)
{
	bool file = shell->run->options->input == INPUT_FILE && !shell->run->options->follow;
	uint32_t later = model_packets(shell->run->model) - shell_packets(shell);
	if (shell->play.on)
		add(p, TINT_BADGE, "PLAY %s", play_speed(&shell->play));
	if (shell->paused)
		add(p, TINT_BADGE, "PAUSED +%" PRIu32, later);
	else if (shell->follow && status->running)
		add(p, TINT_BADGE, "FOLLOW");
	if (status->paused)
		add(p, TINT_ERROR, "DISK FULL");
	else if (status->running && !file)
		add(p, TINT_BADGE, "LIVE");
	else if (file && status->bytes_total != 0 && (status->running || shell->load_stopped))
		add_progress(shell, status, p);
	else if (!status->running && !file)
		add(p, TINT_BADGE, "%s", shell->run->limit[0] != '\0' ? "LIMIT" : "ENDED");
}

/* Settings and texts are about what the view under them is about. */
static bool covers_all(const struct shell *shell)
{
	for (unsigned n = shell->stacked; n > 0; n--) {
		const struct view *view = shell->view[shell->stack[n - 1]];
		if (view->ops->covers_all != NULL)
			return view->ops->covers_all(view);
		if (shell->stack[n - 1] == VIEW_SESSION)
			return false;
	}
	return false;
}

static void add_counts(
    const struct shell *shell, const struct source_status *status, struct pieces *p)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, shell->session);
	uint64_t drops =
	    status->kernel_drops + status->interface_drops + status->ring_drops + status->not_taken;
	bool all = covers_all(shell);
	bool one = !all && s != NULL;
	char count[HUMAN_TEXT];
	if (drops != 0) {
		human_count(drops, count, sizeof(count));
		add(p, TINT_ERROR, "%s dropped in capture", count);
	}
	if (one)
		add(p, TINT_TITLE, "session %" PRIu32 "/%" PRIu32, shell->session,
		    shell_sessions(shell));
	human_plural(one ? session_segments(shell) : shell_packets_kept(shell), "segment", count,
	    sizeof(count));
	bool filtered = one && filtering_on(&shell->rows.filtering);
	if (filtered)
		add(p, TINT_NOTICE, "%" PRIu32 " of %s", session_rows(shell), count);
	else
		add(p, ROLE_PLAIN, "%s", count);
	uint32_t trouble = one ? s->trouble : model_trouble(m);
	if (trouble != 0) {
		human_plural(trouble, "problem", count, sizeof(count));
		add(p, ROLE_TROUBLE, "%s", count);
	}
	if (filtered)
		add(p, TINT_NOTICE, "filter: %.100s", filtering_text(&shell->rows.filtering));
	char without[RUN_WITHOUT_TCP];
	if (all && run_without_tcp(status, without, sizeof(without)) > 0)
		add(p, ROLE_PLAIN, "not TCP: %s", without);
}

/* The file's name without its folder. */
static const char *short_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

/* A long name is cut: the host stays visible. */
static void add_lab(const struct run *run, struct pieces *p)
{
	char name[160];
	snprintf(name, sizeof(name), "%.150s", short_name(lab_run_name(run)));
	/* Paths are quoted. */
	name[strcspn(name, "\"")] = '\0';
	add(p, TINT_TITLE, "tcpviz at host %c of lab %.100s", run->current == LAB_A ? 'A' : 'B',
	    name);
}

static void add_source(const struct run *run, struct pieces *p)
{
	const char *name = source_name(run->source);
	if (run->lab != NULL)
		add_lab(run, p);
	else
		add(p, TINT_TITLE, "tcpviz %.100s",
		    run->options->input == INPUT_FILE ? short_name(name) : name);
}

/* "server *:8000", "server [::1]:8000": whoever can reach that address can connect. */
static void add_server(const struct run *run, struct pieces *p)
{
	const char *at = run->options->bind != NULL ? run->options->bind : "*";
	bool v6 = strchr(at, ':') != NULL;
	if (run->server != NULL)
		add(p, ROLE_PLAIN, "server %s%.60s%s:%u", v6 ? "[" : "", at, v6 ? "]" : "",
		    run->options->port);
}

static void add_rest(const struct run *run, const struct source_status *status, struct pieces *p)
{
	char text[LIMITS_TEXT];
	limits_text(run, text, sizeof(text));
	if (text[0] != '\0' && (status->running || run->options->ring))
		add(p, ROLE_PLAIN, "%s", text);
	if (run->private_network)
		add(p, ROLE_PLAIN, "private network");
	add_server(run, p);
	if (source_filter(run->source)[0] != '\0')
		add(p, TINT_FAINT, "%.100s", source_filter(run->source));
	if (run->user[0] != '\0' && run->options->input == INPUT_LIVE)
		add(p, TINT_FAINT, "as %s", run->user);
	if (status->spool_bytes != 0) {
		human_count(status->spool_bytes, text, sizeof(text));
		add(p, TINT_FAINT, "%sB on disk%s", text,
		    status->keeps_room && run->options->ring ? ", not freed" : "");
	}
}

/* Draws from the right; returns the column where they begin. */
static int put_badges(const struct canvas *c, const struct pieces *p)
{
	int col = c->at.cols;
	for (size_t i = p->count; i-- > 0;) {
		char text[sizeof(p->text[0]) + 2];
		snprintf(text, sizeof(text), " %s ", p->text[i]);
		col -= (int)text_width(text) + 1;
		if (col < 0)
			return 0;
		canvas_text(c, 0, col, look(ROLE_PLAIN), text);
		struct rect bar = { 0, col, 1, (int)(text_width(text) * p->filled[i] / 100) };
		struct canvas part = canvas_part(c, bar);
		canvas_text(&part, 0, 0, look(p->tint[i]), text);
	}
	return col;
}

/* Returns the cells for the source: what the most important counts leave, but enough to tell
 * which it is. */
static int name_room(const struct pieces *p, int room)
{
	int counts = 0;
	for (size_t i = 1; i < p->count && i <= COUNTS_FIRST; i++) {
		int more = (int)text_width(p->text[i]) + 2;
		if (room - counts - more < NAME_CELLS)
			break;
		counts += more;
	}
	return room - counts;
}

void title_layout(
    const struct shell *shell, const struct source_status *status, const struct canvas *screen)
{
	struct canvas c = canvas_part(screen, shell->layout.title);
	struct pieces badges = { .count = 0 }, p = { .count = 0 };
	add_badges(shell, status, &badges);
	add_source(shell->run, &p);
	add_counts(shell, status, &p);
	add_rest(shell->run, status, &p);

	int end = put_badges(&c, &badges) - 1, col = 1;
	for (size_t i = 0; i < p.count; i++) {
		int room = end - col;
		/* A long name leaves room for session, segments and problems. */
		if (i == 0)
			room = name_room(&p, room);
		if ((int)text_width(p.text[i]) > room && i != 0)
			continue;
		col = canvas_fitted(&c, 0, col, room, look(p.tint[i]), p.text[i]) + 2;
	}
}
