#include "tui/view/app.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/base/array.h"
#include "tui/term/screen.h"
#include "tui/term/signals.h"
#include "tui/view/ui.h"

#define MS INT64_C(1000000)
#define TAKE_NS (2 * MS)         /* time slice for packets; then keys are handled */
#define FRAME_LEAST_NS (16 * MS) /* minimum time between redraws for packets */
#define FRAME_MOST_NS (150 * MS)
#define FRAME_SHARE 100 /* redraws for packets take at most one part of the time in this many */
#define FIRST_PICTURE_NS (10 * MS) /* a small file is read before the first redraw */
#define KEYS_A_TURN 64
#define FDS 8

struct app {
	struct run *run;
	struct screen *screen;
	struct ui ui;
	int signals;
	struct err *err;
	int status;
	bool dirty;       /* redraw now: a key or a click */
	bool stale;       /* redraw later: packets */
	bool more;        /* more packets are waiting */
	int64_t drawn_ns; /* time of the last redraw */
	int64_t frame_ns; /* minimum time from that to the next redraw for packets */
};

static void end(struct app *app, int status, const char *why)
{
	app->status = status;
	app->ui.shell.done = true;
	if (status != 0)
		err_set(app->err, "%s", why);
}

static void suspend(struct app *app)
{
	app->ui.shell.suspend = false;
	screen_suspend(app->screen);
	raise(SIGSTOP);
	/* Continued by the shell. */
	screen_resume(app->screen);
	app->dirty = true;
}

static void on_interrupt(struct app *app, int number)
{
	(void)number;
	ui_act(&app->ui, ACTION_INTERRUPT);
}

static void on_resize(struct app *app, int number)
{
	(void)number;
	screen_resize(app->screen);
}

static void on_stop(struct app *app, int number)
{
	(void)number;
	suspend(app);
}

static void on_continue(struct app *app, int number)
{
	(void)number;
	screen_resume(app->screen);
}

static void on_end(struct app *app, int number)
{
	char why[96];
	snprintf(why, sizeof(why), "ended by signal %d (%s)", number, strsignal(number));
	end(app, 1, why);
}

static const struct {
	int number;
	void (*act)(struct app *app, int number);
} signal_acts[] = {
	{ SIGINT, on_interrupt },
	{ SIGWINCH, on_resize },
	{ SIGTSTP, on_stop },
	{ SIGCONT, on_continue },
	{ SIGTERM, on_end },
	{ SIGQUIT, on_end },
	{ SIGHUP, on_end },
};

static void take_signals(struct app *app)
{
	for (int number; (number = signals_take(app->signals)) != 0;)
		for (size_t i = 0; i < ARRAY_LEN(signal_acts); i++)
			if (signal_acts[i].number == number) {
				signal_acts[i].act(app, number);
				app->dirty = true;
			}
}

static void take_keys(struct app *app, short events)
{
	int key, taken = 0;
	while (taken < KEYS_A_TURN && !app->ui.shell.done && screen_key(app->screen, &key)) {
		ui_key(&app->ui, key);
		app->dirty = true;
		taken++;
	}
	/* A terminal that has hung up is always readable and delivers nothing. */
	if (taken == 0 && events != 0 && screen_lost(app->screen))
		end(app, 1, "the terminal has hung up");
}

/* Returns the time to sleep in ms; -1: until an event. */
static int patience(const struct app *app, int64_t now_ns)
{
	int64_t due = ui_due(&app->ui), picture = app->drawn_ns + app->frame_ns;
	if (app->more || app->dirty)
		return 0;
	if (app->stale && (due < 0 || picture < due))
		due = picture;
	if (app->run->demo_due >= 0 && (due < 0 || app->run->demo_due < due))
		due = app->run->demo_due;
	if (due < 0)
		return -1;
	return due <= now_ns ? 0 : (int)((due - now_ns + MS - 1) / MS);
}

static void wait(struct app *app)
{
	struct pollfd fds[FDS] = {
		{ .fd = screen_fd(app->screen), .events = POLLIN },
		{ .fd = app->signals, .events = POLLIN },
	};
	size_t count = 2 + run_poll(app->run, fds + 2, FDS - 2);
	if (poll(fds, count, patience(app, clock_monotonic())) < 0 && errno != EINTR) {
		end(app, 1, strerror(errno));
		return;
	}
	/* Keys first: keys typed before ^Z must not reach the shell. */
	if (fds[0].revents != 0)
		take_keys(app, fds[0].revents);
	if (fds[1].revents != 0)
		take_signals(app);
	for (size_t i = 2; i < count; i++)
		app->stale |= fds[i].revents != 0;
}

static void draw(struct app *app, int64_t now_ns)
{
	if (!app->dirty && (!app->stale || now_ns - app->drawn_ns < app->frame_ns))
		return;
	ui_draw(&app->ui);
	int64_t frame_ns = (clock_monotonic() - now_ns) * FRAME_SHARE;
	app->frame_ns = frame_ns < FRAME_LEAST_NS  ? FRAME_LEAST_NS
	                : frame_ns > FRAME_MOST_NS ? FRAME_MOST_NS
	                                           : frame_ns;
	app->dirty = false;
	app->stale = false;
	app->drawn_ns = now_ns;
}

static void turn(struct app *app)
{
	wait(app);
	if (app->ui.shell.suspend)
		suspend(app);
	bool due = app->run->demo_due >= 0 && app->run->demo_due <= clock_monotonic();
	/* Draw the effect of a key before taking in many packets. */
	app->more = run_take(app->run, app->dirty ? 0 : TAKE_NS);
	app->stale |= app->more || due;

	int64_t now = clock_monotonic();
	int64_t moves = ui_due(&app->ui);
	app->stale |= moves >= 0 && moves <= now;
	ui_tick(&app->ui, now);
	if (!app->ui.shell.done)
		draw(app, clock_monotonic());
}

/* A small file is shown without an empty screen before it. */
static void read_first(struct app *app)
{
	int64_t until = clock_monotonic() + FIRST_PICTURE_NS;
	bool file = app->run->options->input == INPUT_FILE;
	while (file && run_running(app->run) && clock_monotonic() < until) {
		struct pollfd fds[FDS];
		size_t count = run_poll(app->run, fds, FDS);
		if (!app->more)
			poll(fds, count, (int)(FIRST_PICTURE_NS / MS));
		app->more = run_take(app->run, TAKE_NS);
	}
	ui_tick(&app->ui, clock_monotonic());
	app->dirty = true;
}

int app_run(struct run *run, struct err *err)
{
	struct app app = { .run = run, .err = err, .more = true };
	struct screen_options options = { .ascii = run->options->ascii,
		.utf8 = run->options->utf8,
		.color = !run->options->no_color };
	app.signals = signals_open(err);
	if (app.signals < 0)
		return 1;
	app.screen = screen_open(&options, err);
	if (app.screen == NULL) {
		signals_close(app.signals);
		return 1;
	}
	ui_init(&app.ui, run, app.screen);
	read_first(&app);
	while (!app.ui.shell.done)
		turn(&app);
	screen_close(app.screen);
	signals_close(app.signals);
	ui_free(&app.ui);
	return app.status;
}
