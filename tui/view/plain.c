#include "tui/view/plain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "capture/os/clock.h"
#include "tui/term/plain_keys.h"
#include "tui/term/signals.h"
#include "tui/view/plain_words.h"

#define MS INT64_C(1000000)
#define TAKE_NS (10 * MS) /* time slice for packets; then keys are handled */
#define FDS 8

struct plain {
	struct run *run;
	struct ui ui;
	struct plain_keys keys;
	struct plain_words words;
	int signals;
	struct err *err;
	int status;
	bool more; /* more packets are waiting */
};

static void say(struct plain *p)
{
	plain_words_say(&p->words, &p->ui, stdout);
	if (ferror(stdout))
		p->ui.shell.done = true;
}

static void suspend(struct plain *p)
{
	p->ui.shell.suspend = false;
	plain_keys_pause(&p->keys);
	raise(SIGSTOP);
	plain_keys_resume(&p->keys);
}

static void take_signal(struct plain *p, int number)
{
	if (number == SIGINT) {
		ui_act(&p->ui, ACTION_INTERRUPT);
		say(p);
	} else if (number == SIGTSTP) {
		suspend(p);
	} else if (number != SIGWINCH && number != SIGCONT) {
		p->ui.shell.done = true;
		p->status = 1;
		err_set(p->err, "ended by signal %d (%s)", number, strsignal(number));
	}
}

static void take_keys(struct plain *p)
{
	int key;
	plain_keys_read(&p->keys);
	while (!p->ui.shell.done && plain_keys_take(&p->keys, &key)) {
		if (key == PRESS_NOTHING)
			continue;
		/* The same row again. */
		if (key == PRESS_CTRL('l'))
			p->words = (struct plain_words){ .begun = true };
		ui_key(&p->ui, key);
		if (p->ui.shell.suspend)
			suspend(p);
		/* Keys that were typed ahead wait for a search. */
		while (p->ui.tools.find.search.running)
			ui_tick(&p->ui, clock_monotonic());
		say(p);
	}
	if (p->keys.ended)
		p->ui.shell.done = true;
}

static int patience(const struct plain *p, int64_t now_ns)
{
	int64_t due = ui_due(&p->ui);
	if (p->more)
		return 0;
	if (p->run->demo_due >= 0 && (due < 0 || p->run->demo_due < due))
		due = p->run->demo_due;
	return due < 0 ? -1 : due <= now_ns ? 0 : (int)((due - now_ns + MS - 1) / MS);
}

static void turn(struct plain *p)
{
	struct pollfd fds[FDS] = {
		{ .fd = p->keys.fd, .events = POLLIN },
		{ .fd = p->signals, .events = POLLIN },
	};
	size_t count = 2 + run_poll(p->run, fds + 2, FDS - 2);
	if (poll(fds, count, patience(p, clock_monotonic())) < 0 && errno != EINTR)
		p->ui.shell.done = true;
	p->more = run_take(p->run, TAKE_NS);
	ui_tick(&p->ui, clock_monotonic());
	say(p);
	for (int number; fds[1].revents != 0 && (number = signals_take(p->signals)) != 0;)
		take_signal(p, number);
	if (fds[0].revents != 0)
		take_keys(p);
}

/* A file is read to its end first: a key that was typed ahead finds its segment. */
static void read_file(struct plain *p)
{
	bool file = p->run->options->input == INPUT_FILE;
	while (file && (p->more || run_running(p->run))) {
		struct pollfd fds[FDS];
		size_t count = run_poll(p->run, fds, FDS);
		if (!p->more)
			poll(fds, (nfds_t)count, -1);
		p->more = run_take(p->run, TAKE_NS);
	}
}

int plain_run(struct run *run, struct err *err)
{
	struct plain p = { .run = run, .err = err, .more = true };
	p.signals = signals_open(err);
	if (p.signals < 0)
		return 1;
	if (!plain_keys_open(&p.keys, run->options->input == INPUT_STREAM, err)) {
		signals_close(p.signals);
		return 1;
	}
	ui_init(&p.ui, run, NULL);
	p.ui.shell.ascii = true;
	read_file(&p);
	ui_tick(&p.ui, clock_monotonic());
	say(&p);
	while (!p.ui.shell.done)
		turn(&p);
	plain_keys_close(&p.keys);
	signals_close(p.signals);
	ui_free(&p.ui);
	return p.status;
}
