/* Opens a run, in the order that privileges, namespaces and threads require. */
#include "tui/run/run.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/lab/lab.h"
#include "capture/os/clock.h"
#include "capture/os/private_choices.h"
#include "capture/os/private_network.h"
#include "capture/os/privilege.h"
#include "capture/os/save.h"
#include "capture/os/save_helper.h"
#include "core/base/memory.h"
#include "tui/run/lab_run.h"
#include "tui/run/run_confine.h"
#include "tui/run/run_export.h"

#define MS INT64_C(1000000)
/* Time that the screen waits for the first segment. Most captures have one at once, which ends
 * the wait; the rest is read while the screen is shown. */
#define EMPTY_WAIT (200 * MS)

static void add_notice(struct run *run, const char *text)
{
	size_t used = strlen(run->notice);
	snprintf(
	    run->notice + used, sizeof(run->notice) - used, "%s%s", used > 0 ? "; " : "", text);
}

/* Resolve names before entering the private network, which has no name server. */
static bool open_client(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	char target[ENDPOINT_TEXT];
	const char *host = o->bind != NULL ? o->bind : "127.0.0.1";
	bool v6 = strchr(host, ':') != NULL;
	snprintf(target, sizeof(target), v6 ? "[%.45s]:%u" : "%.45s:%u", host, o->port);
	run->client = client_new(o->connect != NULL ? o->connect : target, err);
	return run->client != NULL;
}

static void default_filter(const struct run *run, char *out, size_t size)
{
	const struct options *o = run->options;
	uint16_t target = client_target(run->client)->port;
	if (target == o->port)
		snprintf(out, size, "tcp port %u", o->port);
	else if (o->serve)
		snprintf(out, size, "tcp port %u or tcp port %u", o->port, target);
	else
		snprintf(out, size, "tcp port %u", target);
}

static bool enter_private(struct run *run, struct err *err)
{
	run->private_network = private_network_enter(err);
	return run->private_network;
}

static bool is_loopback(const struct addr *addr)
{
	static const struct addr v6 = { { [15] = 1 } };
	return addr_is_v4(addr) ? addr->b[12] == 127 : addr_compare(addr, &v6) == 0;
}

/* Returns true if all traffic that was asked for can exist in a private network: that of the
 * server and a client. */
static bool fits_in_private(const struct run *run)
{
	const struct options *o = run->options;
	const char *name = o->devices.name[0];
	bool device =
	    o->devices.count == 1 && (strcmp(name, "any") == 0 || strcmp(name, "lo") == 0);
	bool others = o->filter != NULL && !o->demo;
	return device && o->serve && !others && is_loopback(&client_target(run->client)->addr);
}

/* Without the right to capture, use a private network if all traffic that was asked for can
 * exist there. */
static bool open_in_private(struct run *run, const char *filter, struct err *err)
{
	const struct options *o = run->options;
	struct err why;
	bool fits = !run->private_network && fits_in_private(run);
	if (fits && enter_private(run, &why)) {
		add_notice(run, "no permission to capture (use sudo): using a private network");
		return source_open_devices(&o->devices, filter, 0, &run->source, err) == SOURCE_OK;
	}
	private_network_choices(run->options->command, run->choices, sizeof(run->choices));
	if (fits) {
		struct err denied = *err;
		err_set(err, "%.250s; %.250s", denied.text, why.text);
	}
	return false;
}

static bool open_device(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	char usual[64];
	default_filter(run, usual, sizeof(usual));
	const char *filter = o->filter != NULL ? o->filter : usual;
	enum source_failure failure =
	    source_open_devices(&o->devices, filter, 0, &run->source, err);
	if (failure == SOURCE_DENIED)
		return open_in_private(run, filter, err);
	return failure == SOURCE_OK;
}

static bool open_server(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	struct server_options options = {
		.bind = o->bind, .port = o->port, .reply = o->reply, .reply_text = o->reply_text
	};
	bool taken = false;
	struct err why;
	run->server = server_open(&options, &taken, &why);
	if (run->server == NULL && !taken)
		return err_set(err, "%s", why.text);
	if (run->server == NULL)
		add_notice(run, why.text);
	return true;
}

static bool open_live(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	if (!open_client(run, err))
		return false;
	if (o->private_network && !enter_private(run, err)) {
		private_network_choices(run->options->command, run->choices, sizeof(run->choices));
		return false;
	}
	if (!open_device(run, err) || (o->serve && !open_server(run, err)))
		return false;
	/* The capture works without the kernel's view. */
	run->kernel = kernel_view_open(NULL);
	return true;
}

static bool open_stream(struct run *run, struct err *err)
{
	if (isatty(STDIN_FILENO))
		return err_set(err, "standard input is a terminal: pipe a capture into it, such as "
		                    "the output of tcpdump -U -w -");
	return source_open_stream(STDIN_FILENO, run->options->filter, 0, &run->source, err) ==
	       SOURCE_OK;
}

static bool open_files(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	return (o->follow ? source_follow_files : source_open_files)(
	           o->files, o->file_count, o->filter, 0, &run->source, err) == SOURCE_OK;
}

static bool open_input(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	switch (o->input) {
	case INPUT_FILE:
		return open_files(run, err);
	case INPUT_STREAM:
		return open_stream(run, err);
	case INPUT_LAB:
		return lab_run_open(run, err);
	default:
		return open_live(run, err);
	}
}

/* Threads start with all signals blocked: the owner handles them. */
static bool start_threads(struct run *run, struct err *err)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = true;
	for (unsigned i = 0; started && i < run->vantages; i++) {
		source_decode_by(run->at[i].source, &run->options->decode);
		source_bound(run->at[i].source, run->options->limit_bytes, run->options->ring);
		started = source_start(run->at[i].source, err);
	}
	started = started && (run->server == NULL || server_run(run->server, err)) &&
	          (run->lab == NULL || lab_start(run->lab, err));
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

/* An empty capture is reported before the screen starts; one that takes longer is shown. */
static bool holds_something(struct run *run, struct err *err)
{
	int64_t deadline = clock_monotonic() + EMPTY_WAIT;
	bool running = true;
	while (running && model_packets(run->model) == 0 && clock_monotonic() < deadline) {
		struct pollfd fd = { .fd = source_fd(run->source), .events = POLLIN };
		poll(&fd, 1, (int)((deadline - clock_monotonic()) / MS) + 1);
		struct source_status status;
		source_status(run->source, &status);
		running = status.running;
		run_take(run, 0);
	}
	if (running || model_packets(run->model) > 0)
		return true;
	char why[sizeof(err->text)];
	run_why_empty(run, why, sizeof(why));
	return err_set(err, "%s", why);
}

/* Creates a model for every vantage point. */
static void place_vantages(struct run *run)
{
	if (run->lab == NULL) {
		run->at[0] = (struct vantage){ .name = "", .source = run->source };
		run->vantages = 1;
	}
	for (unsigned i = 0; i < run->vantages; i++) {
		enum lab_place host = run->lab != NULL ? (enum lab_place)i : LAB_LINK;
		run->at[i].model = model_new();
		model_know_origins(run->at[i].model, source_origins(run->at[i].source));
		model_keep(run->at[i].model, run->options->ring ? run->options->limit_packets : 0);
		run->at[i].truth = packet_truth_new(host);
	}
	run_look_from(run, run_wants(run, 0) ? 0 : 1);
}

static bool open_all(struct run *run, struct err *err)
{
	const struct options *o = run->options;
	bool root = geteuid() == 0;
	if (!open_input(run, err))
		return false;
	place_vantages(run);
	if (!run_export_open(run, err) || !run_confine_prepare(run, err) ||
	    !privilege_drop(o->user, run->user, sizeof(run->user), err) ||
	    !run_export_check(run, err) || !run_confine(run, err) || !start_threads(run, err))
		return false;
	run->began_ns = clock_monotonic();
	if (o->no_confinement)
		add_notice(run, "not confined (--no-confinement)");
	if (!root)
		run->user[0] = '\0';
	if (o->demo)
		run->demo = demo_new(run->client);
	run->demo_due = run->demo != NULL ? clock_monotonic() : -1;
	bool live = o->input == INPUT_LIVE || o->input == INPUT_LAB;
	return live || holds_something(run, err);
}

bool run_open(struct run *run, const struct options *options, struct err *err)
{
	*run = (struct run){ .options = options, .demo_due = -1, .again_fd = -1 };
	run->unprinted = run_flows(run) ? 1 : 0;
	peer_log_init(&run->peer_log);
	bool opened = open_all(run, err);
	if (!opened)
		run_close(run);
	return opened;
}

void run_close(struct run *run)
{
	demo_free(run->demo);
	client_free(run->client);
	server_free(run->server);
	kernel_view_close(run->kernel);
	if (run->lab != NULL)
		lab_free(run->lab);
	else
		source_free(run->source);
	if (run->export_stream != NULL)
		fclose(run->export_stream);
	save_helper_stop();
	peer_log_free(&run->peer_log);
	for (unsigned i = 0; i < run->vantages; i++) {
		packet_truth_free(run->at[i].truth);
		model_free(run->at[i].model);
	}
	run->demo = NULL;
	run->client = NULL;
	run->server = NULL;
	run->kernel = NULL;
	run->lab = NULL;
	run->source = NULL;
	run->export_stream = NULL;
	run->model = NULL;
	run->truth = NULL;
	run->vantages = 0;
}
