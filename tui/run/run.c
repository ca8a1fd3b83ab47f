#include "tui/run/run.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/base/array.h"
#include "core/base/writer.h"
#include "core/decode/reread.h"
#include "core/explain/explain.h"
#include "tui/command/capture_limits.h"
#include "tui/run/kernel_watch.h"
#include "tui/run/lab_run.h"
#include "tui/run/run_limits.h"

/* Segments and events taken between two looks at the clock; then the reading thread gets its
 * buffers back. */
#define SLICE 256

void run_look_from(struct run *run, unsigned vantage)
{
	run->current = vantage;
	run->source = run->at[vantage].source;
	run->model = run->at[vantage].model;
	run->truth = run->at[vantage].truth;
}

struct vantage_way run_way(const struct run *run, unsigned vantage)
{
	/* The lab's hosts share this machine's clock. */
	return (struct vantage_way){ run->model, run->at[vantage].model, 0 };
}

bool run_flows(const struct run *run)
{
	enum options_output output = run->options->output;
	/* In the lab the fate of a packet is known later. */
	enum options_input input = run->options->input;
	if (output == OUTPUT_SESSIONS)
		return true;
	bool live = input == INPUT_LIVE || input == INPUT_STREAM;
	if (output == OUTPUT_EXPORT)
		return live && run->options->each_packet;
	return (output == OUTPUT_TEXT || output == OUTPUT_JSON) && (live || run->options->follow);
}

bool run_has_partner(const struct run *run)
{
	return run->client != NULL && (run->options->serve || run->options->connect != NULL);
}

uint64_t run_packets(const struct run *run)
{
	uint64_t packets = 0;
	for (unsigned i = 0; i < run->vantages; i++)
		packets += model_packets(run->at[i].model);
	return packets;
}

bool run_wants(const struct run *run, unsigned vantage)
{
	const char *at = run->options->at;
	return at == NULL || strcmp(at, run->at[vantage].name) == 0;
}

static size_t add_fd(struct pollfd *fds, size_t used, size_t max, int fd)
{
	if (used < max)
		fds[used++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	return used;
}

size_t run_poll(const struct run *run, struct pollfd *fds, size_t max)
{
	size_t used = 0;
	for (unsigned i = 0; i < run->vantages; i++)
		used = add_fd(fds, used, max, source_fd(run->at[i].source));
	if (run->server != NULL)
		used = add_fd(fds, used, max, server_fd(run->server));
	if (run->lab != NULL)
		used = lab_run_poll(run, fds, used, max);
	short events = 0;
	int client = run->client != NULL ? client_fd(run->client, &events) : -1;
	if (client >= 0 && used < max)
		fds[used++] = (struct pollfd){ .fd = client, .events = events };
	return used;
}

static void add_segments(
    struct run *run, struct vantage *v, const struct segment *segments, size_t count)
{
	uint32_t most = limit_segments(run->options), have = model_packets(v->model);
	if (count > most - have)
		count = most - have;
	model_add_all(v->model, segments, count);
	for (size_t i = 0; run->lab != NULL && i < count; i++)
		packet_truth_add_packet(v->truth, &segments[i], have + (uint32_t)i + 1);
	if (run->kernel != NULL)
		kernel_watch(run, have + 1);
	limits_check(run, v);
}

/* Returns true if time ran out first. */
static bool take_segments(struct run *run, struct vantage *v, int64_t deadline)
{
	/* A slice is no larger than the ring: no packet is forgotten before the caller has seen
	 * it. */
	uint32_t ring = run->options->ring ? run->options->limit_packets : 0;
	size_t got, most = ring != 0 && ring < SLICE ? ring : SLICE;
	const struct segment *next;
	while (next = source_front(v->source, most, &got), got > 0) {
		add_segments(run, v, next, got);
		source_drop(v->source, got);
		if (clock_monotonic() >= deadline)
			return true;
	}
	/* A source may end without another segment. */
	limits_check(run, v);
	return false;
}

/* Each vantage point gets an equal share of the time. */
static bool take_everywhere(struct run *run, int64_t budget_ns)
{
	bool more = false;
	for (unsigned i = 0; i < run->vantages; i++) {
		int64_t share = budget_ns / (int64_t)run->vantages;
		more |= take_segments(run, &run->at[i], clock_monotonic() + share);
	}
	return more;
}

static void take_server_events(struct run *run)
{
	static struct peer_event slice[SLICE];
	size_t got;
	while (run->server != NULL && (got = server_take(run->server, slice, SLICE)) > 0)
		for (size_t i = 0; i < got; i++)
			peer_log_add(&run->peer_log, &slice[i]);
}

/* The client would take a socket that is still connecting for connected: serve it only when
 * poll reports it. */
static void serve_client(struct run *run)
{
	struct pollfd fd = { .fd = -1 };
	fd.fd = client_fd(run->client, &fd.events);
	if (fd.fd >= 0 && poll(&fd, 1, 0) > 0)
		client_service(run->client);
}

static void take_client_events(struct run *run)
{
	struct peer_event event;
	while (client_take(run->client, &event))
		peer_log_add(&run->peer_log, &event);
}

bool run_take(struct run *run, int64_t budget_ns)
{
	bool more = take_everywhere(run, budget_ns);
	take_server_events(run);
	if (run->lab != NULL)
		lab_run_take(run, more);
	if (run->client != NULL)
		serve_client(run);
	if (run->demo_due >= 0)
		run->demo_due = demo_step(run->demo, clock_monotonic());
	if (run->client != NULL)
		take_client_events(run);
	return more;
}

bool run_frame(struct run *run, uint32_t packet, struct frame *out, struct err *err)
{
	const struct packet *p = model_packet(run->model, packet);
	if (p == NULL)
		return err_set(err, "there is no segment %u", packet);
	return source_read_frame(run->source, p->offset, out, err);
}

bool run_segment(struct run *run, uint32_t packet, struct segment *out)
{
	struct frame frame;
	return run_frame(run, packet, &frame, NULL) && peek_segment(frame.link_type, &frame, out);
}

size_t run_explain(struct run *run, uint32_t packet, char *out, size_t size)
{
	struct segment segment;
	bool read = explain_wants_segment(run->model, packet) && run_segment(run, packet, &segment);
	return explain_segment(run->model, packet, read ? &segment : NULL, out, size);
}

void run_packet_options(struct run *run, uint32_t packet, bool raw_seq, char *out, size_t size)
{
	struct frame frame;
	out[0] = '\0';
	if (!run_frame(run, packet, &frame, NULL))
		return;
	const struct packet *p = model_packet(run->model, packet);
	const struct session *s = model_session(run->model, p->session);
	/* SACK blocks are sequence numbers of the other side. */
	uint32_t base = raw_seq ? 0 : s->flow[side_other(packet_side(p))].base;
	peek_options(frame.link_type, &frame, base, out, size);
}

/* Writes "3 packets reassembled from IP fragments, 1 packet with missing IP fragments". */
static void list_pieces(const struct source_status *status, struct writer *w)
{
	const struct {
		uint64_t count;
		const char *words;
	} parts[] = {
		{ status->joined, "reassembled from IP fragments" },
		{ status->incomplete, "with missing IP fragments" },
		{ status->overlaps, "dropped for overlapping IP fragments (RFC 5722)" },
	};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i].count > 0)
			writer_print(w, "%s%" PRIu64 " packet%s %s", w->len > 0 ? ", " : "",
			    parts[i].count, parts[i].count == 1 ? "" : "s", parts[i].words);
}

size_t run_without_tcp(const struct source_status *status, char *out, size_t size)
{
	size_t used = others_format(status->other, out, size);
	struct writer w = writer_begin(out + used, size - used);
	for (unsigned i = 0; i < DECODE_RESULTS; i++)
		if (status->unfit[i] > 0 && i != DECODE_NOT_TCP)
			writer_print(&w, "%s%" PRIu64 " %s", used + w.len > 0 ? ", " : "",
			    status->unfit[i], decode_result_name((enum decode_result)i));
	used += w.len;
	char pieces[192];
	w = writer_begin(pieces, sizeof(pieces));
	list_pieces(status, &w);
	if (w.len == 0)
		return used;
	w = writer_begin(out + used, size - used);
	writer_print(&w, "; %s", pieces);
	return used + w.len;
}

/* ": 12 frames, 10 UDP, 2 left out by ..." */
static void list_frames(
    const struct run *run, const struct source_status *status, char *out, size_t size)
{
	int used = snprintf(out, size, "%llu frame%s", (unsigned long long)status->frames,
	    status->frames == 1 ? "" : "s");
	char without[RUN_WITHOUT_TCP];
	if (run_without_tcp(status, without, sizeof(without)) > 0)
		used += snprintf(out + used, size - (size_t)used, ", %s", without);
	if (status->filtered > 0 && (size_t)used < size && *source_filter(run->source) == '\0')
		snprintf(out + used, size - (size_t)used, ", %llu of other interfaces",
		    (unsigned long long)status->filtered);
	else if (status->filtered > 0 && (size_t)used < size)
		snprintf(out + used, size - (size_t)used,
		    ", %llu not matching the expression '%.120s'",
		    (unsigned long long)status->filtered, source_filter(run->source));
}

void run_why_empty(const struct run *run, char *out, size_t size)
{
	struct source_status status;
	source_status(run->source, &status);
	const char *name = source_name(run->source);
	char frames[RUN_WITHOUT_TCP + 192];
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
