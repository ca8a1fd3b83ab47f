#include "tui/print/print.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "capture/source/export.h"
#include "core/base/array.h"
#include "tui/print/print_parts.h"
#include "tui/text/stderr_text.h"
#include "tui/run/run_limits.h"

#define MS INT64_C(1000000)
/* Maximum time between two rounds of printing. */
#define TAKE_BUDGET (50 * MS)
/* The demo's last packets have arrived after this time without a packet. */
#define DEMO_QUIET (300 * MS)

static const struct printer *const printers[] = {
	[OUTPUT_TEXT] = &print_text,
	[OUTPUT_JSON] = &print_json,
	[OUTPUT_STATS] = &print_stats,
	[OUTPUT_SESSIONS] = &print_sessions,
	[OUTPUT_EXPORT] = &print_export,
	[OUTPUT_BYTES] = &print_bytes,
};
static_assert(ARRAY_LEN(printers) == OUTPUT_BYTES + 1, "every output has a printer");

static bool of_session(const struct print *p, uint32_t session)
{
	return p->run->options->session == 0 || p->run->options->session == session;
}

bool print_wants(const struct print *p, uint32_t packet)
{
	const struct filtering *f = &p->filtering;
	/* Nothing is remembered of the session: it goes on while it is printed. */
	struct filter_memo memo = { 0 };
	if (!of_session(p, model_packet(p->run->model, packet)->session) || !filtering_on(f))
		return of_session(p, model_packet(p->run->model, packet)->session);
	struct filter_source source = filtering_source(f);
	return filter_packet(f->filter, &source, packet, &memo);
}

bool print_wants_session(const struct print *p, uint32_t session)
{
	const struct filtering *f = &p->filtering;
	if (!of_session(p, session) || !filtering_on(f))
		return of_session(p, session);
	struct filter_source source = filtering_source(f);
	return filter_session(f->filter, &source, session);
}

enum feed_end { FEED_ON, FEED_ENDED, FEED_INTERRUPTED, FEED_NO_READER };

/* State of reading the input to its end. */
struct feed {
	struct print *print;
	const struct printer *printer; /* NULL: print nothing while reading */
	int signals;
	bool paused;         /* capture is paused by a full disk, and that was reported */
	int64_t quiet_since; /* no packet has arrived since, and the demo had nothing to do */
};

static void print_packet(struct print *p, const struct printer *printer, uint32_t packet)
{
	if (print_wants(p, packet))
		printer->packet(p, packet);
	else if (printer->hidden != NULL)
		printer->hidden(p, packet);
}

static void print_new(struct feed *feed)
{
	struct print *p = feed->print;
	const struct model *m = p->run->model;
	uint32_t packets = model_packets(m);
	if (packets > p->printed)
		feed->quiet_since = clock_monotonic();
	while (p->printed < packets) {
		uint32_t packet = ++p->printed;
		if (feed->printer != NULL && feed->printer->packet != NULL)
			print_packet(p, feed->printer, packet);
	}
	if (feed->printer == NULL)
		return;
	if (feed->printer->more != NULL)
		feed->printer->more(p);
	fflush(stdout);
	p->run->unprinted = packets + 1;
	limits_forget(p->run);
}

/* Reports that a full disk has paused the capture, and that it continues. */
static void report_pause(struct feed *feed)
{
	struct source_status status;
	source_status(feed->print->run->source, &status);
	if (status.paused == feed->paused)
		return;
	feed->paused = status.paused;
	if (status.paused)
		stderr_error("tcpviz: capture paused: %s", status.message);
	else
		stderr_error("tcpviz: capture continues");
}

/* Returns the monotonic ns of the next timed action; -1: none. */
static int64_t next_due(const struct feed *feed)
{
	const struct run *run = feed->print->run;
	if (run->demo == NULL)
		return -1;
	return run->demo_due >= 0 ? run->demo_due : feed->quiet_since + DEMO_QUIET;
}

static int ms_until(int64_t due)
{
	if (due < 0)
		return -1;
	int64_t left = due - clock_monotonic();
	return left <= 0 ? 0 : (int)((left + MS - 1) / MS);
}

/* Waits for input, a signal or the next timed action. Returns FEED_ON to continue. */
static enum feed_end wait_for_more(struct feed *feed, bool now)
{
	struct pollfd fds[8] = {
		{ .fd = feed->signals, .events = POLLIN },
		/* For the hang-up of the reader only. */
		{ .fd = feed->printer != NULL ? STDOUT_FILENO : -1 },
	};
	size_t count = 2 + run_poll(feed->print->run, fds + 2, ARRAY_LEN(fds) - 2);
	poll(fds, count, now ? 0 : ms_until(next_due(feed)));
	if (fds[0].revents != 0)
		return FEED_INTERRUPTED;
	return fds[1].revents & (POLLERR | POLLHUP) ? FEED_NO_READER : FEED_ON;
}

/* Takes what is available. A source that had stopped before has no more packets after this. */
static enum feed_end step(struct feed *feed)
{
	struct run *run = feed->print->run;
	bool running = run_running(run);
	if (run->demo_due >= 0)
		feed->quiet_since = clock_monotonic();
	/* A ring forgets only printed packets: take few at a time. */
	bool few = run->options->ring && feed->printer != NULL;
	bool more = run_take(run, few ? 0 : TAKE_BUDGET);
	report_pause(feed);
	print_new(feed);
	if (ferror(stdout) || (!more && !running))
		return FEED_ENDED;
	bool demo_over = run->demo != NULL && run->demo_due < 0 &&
	                 clock_monotonic() >= feed->quiet_since + DEMO_QUIET;
	return demo_over ? FEED_ENDED : wait_for_more(feed, more);
}

/* Packets captured before the interrupt belong to the capture. */
static void take_last(struct feed *feed)
{
	source_stop(feed->print->run->source);
	while (run_take(feed->print->run, 0))
		print_new(feed);
	print_new(feed);
}

static enum feed_end feed_all(struct print *p, const struct printer *printer)
{
	sigset_t stop, before;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, &before);
	struct feed feed = { .print = p,
		.printer = printer,
		.signals = signalfd(-1, &stop, SFD_CLOEXEC),
		.quiet_since = clock_monotonic() };
	enum feed_end end;
	/* Packets that arrived while the output was opened. */
	print_new(&feed);
	do
		end = step(&feed);
	while (end == FEED_ON);
	if (end == FEED_INTERRUPTED &&
	    (p->run->options->input != INPUT_FILE || p->run->options->follow))
		take_last(&feed);
	if (feed.signals >= 0)
		close(feed.signals);
	return end;
}

static void put_not_taken(const struct run *run)
{
	struct source_status status;
	source_status(run->source, &status);
	if (status.not_taken != 0)
		stderr_error("%" PRIu64 " frame%s not captured while the disk was full",
		    status.not_taken, status.not_taken == 1 ? " was" : "s were");
}

static void put_summary(const struct run *run)
{
	struct source_status status;
	source_status(run->source, &status);
	fprintf(stderr,
	    "%u segment%s captured, %" PRIu64 " dropped by kernel, %" PRIu64 " by tcpviz\n",
	    model_packets(run->model), model_packets(run->model) == 1 ? "" : "s",
	    status.kernel_drops + status.interface_drops, status.ring_drops);
	char words[LIMITS_TEXT];
	limits_text(run, words, sizeof(words));
	if (run->options->ring)
		stderr_error("%s", words);
	if (run->limit[0] != '\0')
		stderr_error("%s", run->limit);
}

/* --stats says itself how many match, --export how many frames. */
static void put_no_match(const struct print *p)
{
	const struct run *run = p->run;
	uint32_t sessions = model_sessions_kept(run->model),
	         packets = model_packets_kept(run->model);
	if (run->options->output == OUTPUT_TEXT || run->options->output == OUTPUT_JSON)
		stderr_error("tcpviz: no segment matches the filter: looked at %u session%s, %u "
		             "segment%s%s",
		    sessions, sessions == 1 ? "" : "s", packets, packets == 1 ? "" : "s",
		    p->filtering.unread ? "; some frames could not be read" : "");
}

/* Checks the input after its end. */
static bool check_input(const struct run *run, struct err *err)
{
	const struct options *o = run->options;
	uint32_t sessions = model_sessions(run->model);
	struct source_status status;
	source_status(run->source, &status);
	if (status.failed)
		return err_set(err, "%s: %.400s", source_name(run->source), status.message);
	if (o->session > sessions)
		return err_set(
		    err, "there is no session %u: the capture has %u", o->session, sessions);
	if (o->session != 0 && model_session(run->model, o->session) == NULL && !run_flows(run))
		return err_set(err, "session %u is forgotten: use a larger ring", o->session);
	if (sessions > 0 || o->input == INPUT_LIVE || o->input == INPUT_LAB)
		return true;
	char why[sizeof(err->text)];
	run_why_empty(run, why, sizeof(why));
	return err_set(err, "%s", why);
}

/* A closed pipe, as with head(1), needs no message. why: errno of an earlier failure. */
static bool check_output(int why, struct err *err)
{
	errno = why;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	if (errno == EPIPE || errno == 0)
		err->text[0] = '\0';
	else
		err_set(err, "cannot write to standard output: %s", strerror(errno));
	return false;
}

static bool print_all(struct print *p, struct err *err)
{
	struct run *run = p->run;
	const struct printer *printer = printers[run->options->output];
	enum options_input input = run->options->input;
	if (printer->check != NULL && !printer->check(run, err))
		return false;
	bool flows = run_flows(run);
	enum feed_end end = feed_all(p, flows ? printer : NULL);
	if (end == FEED_NO_READER)
		return err->text[0] = '\0', false;
	if (end == FEED_INTERRUPTED && input == INPUT_FILE && !run->options->follow)
		return err_set(err, "interrupted");
	if (flows && printer->end != NULL)
		printer->end(p);
	uint32_t session = run->options->session;
	bool missing = session != 0 && model_session(run->model, session) == NULL;
	return flows || missing || printer->whole(p, err);
}

int print_run(struct run *run, struct err *err)
{
	struct print p = { .run = run };
	signal(SIGPIPE, SIG_IGN);
	if (run->notice[0] != '\0')
		stderr_error("tcpviz: %s", run->notice);
	err->text[0] = '\0';
	bool good = filtering_begin(&p.filtering, run, err) && print_all(&p, err);
	/* A reader that has gone ends the output before its printer does. */
	export_flow_free(p.flow);
	if (good && filtering_on(&p.filtering) && p.matched == 0)
		put_no_match(&p);
	filtering_end(&p.filtering);
	int why = ferror(stdout) ? errno : 0;
	if (run->options->input == INPUT_LIVE)
		put_summary(run);
	put_not_taken(run);
	free(p.line);
	if (run->cut_off)
		fprintf(stderr, "tcpviz: the scenario reached its time limit and was stopped\n");
	good = good && check_input(run, err);
	return good && check_output(why, err) ? 0 : 1;
}
