#include "tui/run.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "capture/clock.h"
#include "core/array.h"
#include "core/peek.h"

/* Segments and events taken at a time: the clock is looked at in between. */
#define SLICE 256

size_t run_poll(const struct run *run, struct pollfd *fds, size_t max)
{
	size_t used = 0;
	if (used < max)
		fds[used++] = (struct pollfd){ .fd = source_fd(run->source), .events = POLLIN };
	if (run->server != NULL && used < max)
		fds[used++] = (struct pollfd){ .fd = server_fd(run->server), .events = POLLIN };
	short events = 0;
	int client = run->client != NULL ? client_fd(run->client, &events) : -1;
	if (client >= 0 && used < max)
		fds[used++] = (struct pollfd){ .fd = client, .events = events };
	return used;
}

static bool counted_out(const struct run *run)
{
	uint32_t count = run->options->count;
	return count != 0 && model_packets(run->model) >= count;
}

static void add_segments(struct run *run, const struct segment *segments, size_t count)
{
	uint32_t most = run->options->count, have = model_packets(run->model);
	if (most != 0 && count > most - have)
		count = most - have;
	model_add_all(run->model, segments, count);
	if (counted_out(run))
		source_stop(run->source);
}

/* True when time ran out first. */
static bool take_segments(struct run *run, int64_t deadline)
{
	static struct segment slice[SLICE];
	size_t got;
	while ((got = source_take(run->source, slice, SLICE)) > 0) {
		add_segments(run, slice, got);
		if (clock_monotonic() >= deadline)
			return true;
	}
	return false;
}

static void take_server_talks(struct run *run)
{
	static struct talk slice[SLICE];
	size_t got;
	while (run->server != NULL && (got = server_take(run->server, slice, SLICE)) > 0)
		for (size_t i = 0; i < got; i++)
			talks_keep(&run->talks, &slice[i]);
}

/* While it connects, a client that is served before its socket is ready would take itself for connected. */
static void serve_client(struct run *run)
{
	struct pollfd fd = { .fd = -1 };
	fd.fd = client_fd(run->client, &fd.events);
	if (fd.fd >= 0 && poll(&fd, 1, 0) > 0)
		client_service(run->client);
}

static void take_client_talks(struct run *run)
{
	struct talk talk;
	while (client_take(run->client, &talk))
		talks_keep(&run->talks, &talk);
}

bool run_take(struct run *run, int64_t budget_ns)
{
	bool more = take_segments(run, clock_monotonic() + budget_ns);
	take_server_talks(run);
	if (run->client != NULL)
		serve_client(run);
	if (run->demo_due >= 0)
		run->demo_due = demo_step(run->demo, clock_monotonic());
	if (run->client != NULL)
		take_client_talks(run);
	return more;
}

bool run_frame(struct run *run, uint32_t packet, struct frame *out, struct err *err)
{
	const struct packet *p = model_packet(run->model, packet);
	if (p == NULL)
		return err_set(err, "there is no segment %u", packet);
	return source_read_frame(run->source, p->offset, out, err);
}

void run_packet_options(struct run *run, uint32_t packet, bool raw_seq, char *out, size_t size)
{
	struct frame frame;
	out[0] = '\0';
	if (!run_frame(run, packet, &frame, NULL))
		return;
	const struct packet *p = model_packet(run->model, packet);
	const struct session *s = model_session(run->model, p->session);
	/* SACK blocks name what the other side sent. */
	uint32_t base = raw_seq ? 0 : s->flow[side_other(packet_side(p))].base;
	peek_options(source_link_type(run->source), &frame, base, out, size);
}

/* ": 12 frames, 10 not TCP, 2 left out by ..." */
static void list_frames(
    const struct run *run, const struct source_status *status, char *out, size_t size)
{
	int used = snprintf(out, size, "%llu frame%s", (unsigned long long)status->frames,
	    status->frames == 1 ? "" : "s");
	for (unsigned i = 0; i < DECODE_RESULTS && (size_t)used < size; i++)
		if (status->unfit[i] > 0)
			used += snprintf(out + used, size - (size_t)used, ", %llu %s",
			    (unsigned long long)status->unfit[i],
			    decode_result_name((enum decode_result)i));
	if (status->filtered > 0 && (size_t)used < size)
		snprintf(out + used, size - (size_t)used,
		    ", %llu left out by the expression '%.120s'",
		    (unsigned long long)status->filtered, source_filter(run->source));
}

void run_why_empty(const struct run *run, char *out, size_t size)
{
	struct source_status status;
	source_status(run->source, &status);
	const char *name = source_name(run->source);
	char frames[384];
	list_frames(run, &status, frames, sizeof(frames));
	if (status.failed && status.frames == 0)
		snprintf(out, size, "%s: %s", name, status.message);
	else if (status.frames > 0)
		snprintf(out, size, "no TCP segments in %s: %s%s%s", name, frames,
		    status.failed ? "; " : "", status.failed ? status.message : "");
	else if (source_kind(run->source) == SOURCE_DEVICE)
		snprintf(
		    out, size, "nothing captured on %s yet (%s)", name, source_filter(run->source));
	else
		snprintf(out, size, "no TCP segments in %s: it holds no frames", name);
}
