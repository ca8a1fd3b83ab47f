#include "tui/run/kernel_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tui/text/human.h"

/* Packets to search back for the newest view. */
#define REACH 256
/* A view that is later than its segment by more than this shows the lag. */
#define LAG_NS 1000000

static const struct kernel_view *view_at(const struct run *run, uint32_t packet, enum side side)
{
	const struct packet *p = model_packet(run->model, packet);
	enum packet_truth_end end =
	    packet_side(p) == side ? PACKET_TRUTH_SENDER : PACKET_TRUTH_RECEIVER;
	return packet_truth_view(run->truth, packet, end);
}

const struct kernel_view *kernel_view_near(
    const struct run *run, uint32_t packet, enum side side, uint32_t *at)
{
	const struct model *m = run->model;
	const struct kernel_view *view = view_at(run, packet, side), *found = view;
	uint32_t last = packet, ordinal = view == NULL ? model_ordinal(m, packet) : 0;
	uint32_t n =
	    model_nth(m, model_packet(m, packet)->session, ordinal > REACH ? ordinal - REACH : 1);
	/* Forward, because a step forward is constant and a step back is a search. */
	for (; view == NULL && n != packet; n = model_packet(m, n)->next) {
		const struct kernel_view *next = view_at(run, n, side);
		found = next != NULL ? next : found;
		last = next != NULL ? n : last;
	}
	if (at != NULL)
		*at = last;
	return found;
}

static void put(const struct detail_sink *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(const struct detail_sink *out, const char *format, ...)
{
	char text[256];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	out->line(out->ctx, 1, text);
}

static void put_congestion(const struct kernel_view *v, const struct detail_sink *out)
{
	char threshold[HUMAN_TEXT] = "none yet";
	if (v->ssthresh != KERNEL_INFINITE)
		snprintf(threshold, sizeof(threshold), "%" PRIu32, v->ssthresh);
	put(out, "Congestion window: %" PRIu32 " segments of %" PRIu32 " bytes (%s)", v->cwnd,
	    v->mss, v->congestion);
	put(out, "Slow start threshold: %s", threshold);
	put(out, "Recovery: %s", kernel_recovery_name((enum kernel_recovery)v->recovery));
	put(out, "In flight: %" PRIu32 " segments; unacknowledged: %" PRIu32, v->in_flight,
	    v->unacked);
	if (v->limit != KERNEL_LIMIT_NONE)
		put(out, "Limited by: %s", kernel_limit_name((enum kernel_limit)v->limit));
}

static void put_timers(const struct kernel_view *v, const struct detail_sink *out)
{
	char rtt[HUMAN_TEXT], var[HUMAN_TEXT], rto[HUMAN_TEXT];
	human_duration((int64_t)v->srtt_us * 1000, rtt, sizeof(rtt));
	human_duration((int64_t)v->rttvar_us * 1000, var, sizeof(var));
	human_duration((int64_t)v->rto_us * 1000, rto, sizeof(rto));
	put(out, "RTT: %s smoothed, %s variation", rtt, var);
	if (v->backoff != 0)
		put(out, "RTO: %s (backoff %u)", rto, v->backoff);
	else
		put(out, "RTO: %s", rto);
	put(out, "Retransmitted: %" PRIu32 " segments in total, %" PRIu32 " in flight",
	    v->total_resent, v->resent);
	if (v->probes != 0)
		put(out, "Unanswered probes: %u", v->probes);
}

static void put_windows(const struct kernel_view *v, const struct detail_sink *out)
{
	put(out, "Receive window: %" PRIu32 " bytes; the peer's: %" PRIu32, v->window,
	    v->peer_window);
	put(out, "Queued: %" PRIu32 " bytes to send, %" PRIu32 " to read", v->unsent,
	    v->receive_queue);
}

/* Live segments are captured before the kernel is asked: shows how much later. */
static void add_lag(int64_t ns, char *title, size_t size)
{
	char lag[HUMAN_TEXT];
	size_t used = strlen(title);
	if (ns < LAG_NS)
		return;
	human_duration(ns, lag, sizeof(lag));
	snprintf(title + used, size - used, ", %s later", lag);
}

static void put_side(
    const struct run *run, uint32_t packet, enum side side, const struct detail_sink *out)
{
	uint32_t at;
	const struct kernel_view *v = kernel_view_near(run, packet, side, &at);
	const struct packet *p = model_packet(run->model, packet);
	char end[ENDPOINT_TEXT], title[160];
	if (v == NULL)
		return;
	endpoint_format(&model_session(run->model, p->session)->end[side], NULL, end, sizeof(end));
	int used = snprintf(title, sizeof(title), "Kernel at %s", end);
	if (at != packet)
		snprintf(title + used, sizeof(title) - (size_t)used, " at frame %" PRIu32,
		    model_packet(run->model, at)->frame);
	add_lag(v->time_ns - model_packet(run->model, at)->time_ns, title, sizeof(title));
	out->line(out->ctx, 0, title);
	bool gone = v->state == STATE_CLOSED || v->state == STATE_LISTEN;
	put(out, "State: %s",
	    gone ? "connection closed" : tcp_state_name((enum tcp_state)v->state));
	/* The kernel has no numbers for a connection that is gone. */
	if (v->cwnd == 0)
		return;
	put_congestion(v, out);
	put_timers(v, out);
	put_windows(v, out);
}

void kernel_lines(const struct run *run, uint32_t packet, const struct detail_sink *out)
{
	if (!packet_truth_has_views(run->truth))
		return;
	put_side(run, packet, SIDE_A, out);
	put_side(run, packet, SIDE_B, out);
}

/* All numbers, in output order. */
static const struct {
	const char *name;
	size_t at;
} numbers[] = {
#define NUMBER(member)                                                                             \
	{                                                                                          \
#member, offsetof(struct kernel_view, member)                                      \
	}
	NUMBER(cwnd),
	NUMBER(ssthresh),
	NUMBER(srtt_us),
	NUMBER(rttvar_us),
	NUMBER(min_rtt_us),
	NUMBER(rto_us),
	NUMBER(unacked),
	NUMBER(sacked),
	NUMBER(lost),
	NUMBER(resent),
	NUMBER(total_resent),
	NUMBER(in_flight),
	NUMBER(mss),
	NUMBER(peer_window),
	NUMBER(window),
	NUMBER(unsent),
	NUMBER(send_queue),
	NUMBER(receive_queue),
	NUMBER(reordered),
	NUMBER(dsacks),
	NUMBER(out_of_order),
	NUMBER(segments_sent),
	NUMBER(segments_received),
#undef NUMBER
};

static void put_numbers(struct json_writer *j, const struct kernel_view *v)
{
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		uint32_t value;
		memcpy(&value, (const char *)v + numbers[i].at, sizeof(value));
		/* Before the first loss there is no threshold. */
		json_member_known(
		    j, numbers[i].name, value != KERNEL_INFINITE ? (int64_t)value : -1);
	}
}

static void put_view(struct json_writer *j, const struct kernel_view *v)
{
	if (v == NULL) {
		json_null(j);
		return;
	}
	json_object(j);
	json_member_number(j, "time_ns", v->time_ns);
	json_member_string(j, "state", tcp_state_name((enum tcp_state)v->state));
	json_member_string(j, "congestion", v->congestion);
	json_member_string(j, "recovery", kernel_recovery_name((enum kernel_recovery)v->recovery));
	json_member_string(j, "limit", kernel_limit_name((enum kernel_limit)v->limit));
	json_member_unsigned(j, "backoff", v->backoff);
	json_member_unsigned(j, "probes", v->probes);
	put_numbers(j, v);
	json_member_unsigned(j, "busy_us", v->busy_us);
	json_member_unsigned(j, "rwnd_limited_us", v->window_limited_us);
	json_member_unsigned(j, "sndbuf_limited_us", v->buffer_limited_us);
	json_end(j);
}

void kernel_json(struct json_writer *j, const struct run *run, uint32_t packet)
{
	const struct kernel_view *a = view_at(run, packet, SIDE_A),
	                         *b = view_at(run, packet, SIDE_B);
	if (a == NULL && b == NULL) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "a");
	put_view(j, a);
	json_key(j, "b");
	put_view(j, b);
	json_end(j);
}
