#include "core/explain/verdict_text.h"

#include <assert.h>
#include <inttypes.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/base/grouped.h"
#include "core/base/rate.h"
#include "core/base/writer.h"

#define NS_PER_SECOND 1e9

/* A verdict and the names of its sides. */
struct speaker {
	const struct verdict *v;
	const struct session *s;
	const char *sender, *receiver; /* of the direction */
	const char *client, *server;
	char time[DURATION_TEXT], each[DURATION_TEXT], rtt[DURATION_TEXT];
	struct writer *w;
};

typedef void tell(const struct speaker *t);

static const char *s_of(uint32_t count)
{
	return count == 1 ? "" : "s";
}

/* "once", "twice", "3 times". */
static void write_times(struct writer *w, uint32_t count)
{
	if (count <= 2)
		writer_text(w, count == 2 ? "twice" : "once");
	else
		writer_print(w, "%" PRIu32 " times", count);
}

/* " limits the client to 650 kB/s at 100 ms", if the round trip is known. */
static void write_limit(const struct speaker *t, uint32_t bytes)
{
	if (t->v->rtt_ns <= 0 || bytes == 0) {
		writer_print(t->w, "limits %s", t->sender);
		return;
	}
	writer_print(t->w, "limits %s to ", t->sender);
	rate_write(t->w, bytes * NS_PER_SECOND / (double)t->v->rtt_ns);
	writer_print(t->w, " at a round trip of %s", t->rtt);
}

static void tell_nothing_slow(const struct speaker *t)
{
	writer_text(t->w, "Nothing was slow");
	if (t->v->rtt_ns >= 1000)
		writer_print(t->w, " (round trip %s)", t->rtt);
}

static void tell_pauses(const struct speaker *t)
{
	writer_print(t->w, "Nothing was slow: %s had nothing to send", t->client);
}

static void tell_quiet(const struct speaker *t)
{
	writer_text(t->w, "Nothing was slow: neither side sent more data until the capture ended");
}

static void tell_unknown(const struct speaker *t)
{
	writer_print(t->w, "Not known: the capture does not show what %s waited for", t->sender);
}

static void tell_one_way(const struct speaker *t)
{
	bool only_a = t->s->flow[SIDE_B].packets == 0;
	writer_print(t->w, "Not known: the capture misses all frames from %s",
	    only_a ? t->server : t->client);
}

static void tell_refused(const struct speaker *t)
{
	writer_print(t->w, "Refused: %s answered the SYN with a reset; nothing listens on port %u",
	    t->server, t->s->end[SIDE_B].port);
}

static void tell_syn_unanswered(const struct speaker *t)
{
	if (t->v->count > 0)
		writer_print(t->w,
		    "No answer: %" PRIu32 " SYNs are dropped without an answer from %s",
		    t->v->count + 1, t->server);
	else
		writer_print(t->w, "No answer: the capture holds no answer to the SYN");
}

static void tell_backlog(const struct speaker *t)
{
	writer_print(t->w,
	    "Backlog full: the application of %s accepts too slowly, so its host drops handshakes",
	    t->server);
}

static void tell_syn_lost(const struct speaker *t)
{
	writer_print(
	    t->w, "Handshake: the %s was retransmitted ", t->v->side == SIDE_B ? "SYN-ACK" : "SYN");
	write_times(t->w, t->v->count);
	writer_text(t->w,
	    t->v->open ? " before the connection was open" : ", and the connection never opened");
}

static void tell_slow_server(const struct speaker *t)
{
	char most[DURATION_TEXT];
	duration_format(t->v->most_ns, most, sizeof(most));
	writer_print(t->w, "Response time: %s answers after %s", t->server, t->each);
	if (t->v->count > 1 && t->v->most_ns <= t->v->each_ns + t->v->each_ns / 5)
		writer_print(t->w, " each time (%" PRIu32 " requests)", t->v->count);
	else if (t->v->count > 1)
		writer_print(
		    t->w, " (median of %" PRIu32 " requests, at most %s)", t->v->count, most);
}

static void tell_slow_sender(const struct speaker *t)
{
	writer_print(t->w, "Application: %s pauses in the middle of its responses", t->sender);
}

static void tell_receive_window(const struct speaker *t)
{
	writer_print(t->w, "Receive window: the window of %s (", t->receiver);
	writer_text(t->w, GROUPED(t->v->bytes));
	writer_text(t->w, " bytes) ");
	write_limit(t, t->v->bytes);
}

static void tell_zero_window(const struct speaker *t)
{
	writer_print(t->w,
	    "Zero window: the application of %s reads too slowly; its window closed ", t->receiver);
	write_times(t->w, t->v->count);
}

static void tell_send_buffer(const struct speaker *t)
{
	writer_print(t->w, "Send buffer (likely): %s never has more than ", t->sender);
	writer_text(t->w, GROUPED(t->v->bytes));
	writer_text(t->w, " bytes in flight, with no loss, no queue and window left; this ");
	write_limit(t, t->v->bytes);
}

static void tell_congestion_window(const struct speaker *t)
{
	writer_print(t->w, "Congestion window: %s waits for ACKs with at most ", t->sender);
	writer_text(t->w, GROUPED(t->v->bytes));
	writer_text(t->w, " bytes in flight, below the receive window");
}

static void tell_bottleneck(const struct speaker *t)
{
	if (t->v->each_ns > 0)
		writer_print(t->w,
		    "Bottleneck: a queue on the path adds up to %s to the round trip of %s",
		    t->each, t->rtt);
	else
		writer_print(t->w,
		    "Bottleneck (likely): segments from %s arrive without pause, at the rate of "
		    "the path",
		    t->sender);
}

static void tell_loss_recovery(const struct speaker *t)
{
	writer_print(t->w, "Loss: %s had to recover from losses ", t->sender);
	write_times(t->w, t->v->count);
}

static void tell_timeout(const struct speaker *t)
{
	writer_print(t->w, "Timeout: %s waited for its retransmission timer", t->sender);
	if (t->v->count > 0) {
		writer_text(t->w, " ");
		write_times(t->w, t->v->count);
	}
}

static void tell_black_hole(const struct speaker *t)
{
	writer_print(t->w, "Path MTU black hole (likely): segments of ");
	writer_text(t->w, GROUPED(t->v->bytes));
	writer_text(t->w, " bytes vanish, those of up to ");
	writer_text(t->w, GROUPED(t->v->less));
	writer_text(t->w, " bytes arrive");
}

static void tell_nagle(const struct speaker *t)
{
	writer_print(t->w,
	    "Nagle and delayed ACK: %" PRIu32 " small segment%s of %s waited for an ACK, %s%s",
	    t->v->count, s_of(t->v->count), t->sender, t->each, t->v->count == 1 ? "" : " each");
}

static void tell_delayed_ack(const struct speaker *t)
{
	writer_print(t->w, "Delayed ACK: %s waited for %" PRIu32 " delayed ACK%s of %s, %s%s",
	    t->sender, t->v->count, s_of(t->v->count), t->receiver, t->each,
	    t->v->count == 1 ? "" : " each");
}

static void tell_round_trips(const struct speaker *t)
{
	writer_print(t->w, "Round trips: %" PRIu32 " exchanges, each at least a round trip of %s",
	    t->v->count, t->rtt);
}

static void tell_idle_close(const struct speaker *t)
{
	writer_print(t->w, "Nothing was slow: %s ended the idle connection after %s of silence",
	    t->sender, t->each);
}

static tell *const tellers[] = {
	[VERDICT_NOTHING_SLOW] = tell_nothing_slow,
	[VERDICT_PAUSES] = tell_pauses,
	[VERDICT_QUIET] = tell_quiet,
	[VERDICT_UNKNOWN] = tell_unknown,
	[VERDICT_ONE_WAY] = tell_one_way,
	[VERDICT_REFUSED] = tell_refused,
	[VERDICT_SYN_UNANSWERED] = tell_syn_unanswered,
	[VERDICT_BACKLOG] = tell_backlog,
	[VERDICT_SYN_LOST] = tell_syn_lost,
	[VERDICT_SLOW_SERVER] = tell_slow_server,
	[VERDICT_SLOW_SENDER] = tell_slow_sender,
	[VERDICT_RECEIVE_WINDOW] = tell_receive_window,
	[VERDICT_ZERO_WINDOW] = tell_zero_window,
	[VERDICT_SEND_BUFFER] = tell_send_buffer,
	[VERDICT_CONGESTION_WINDOW] = tell_congestion_window,
	[VERDICT_BOTTLENECK] = tell_bottleneck,
	[VERDICT_LOSS_RECOVERY] = tell_loss_recovery,
	[VERDICT_TIMEOUT] = tell_timeout,
	[VERDICT_BLACK_HOLE] = tell_black_hole,
	[VERDICT_NAGLE] = tell_nagle,
	[VERDICT_DELAYED_ACK] = tell_delayed_ack,
	[VERDICT_ROUND_TRIPS] = tell_round_trips,
	[VERDICT_IDLE_CLOSE] = tell_idle_close,
};
static_assert(ARRAY_LEN(tellers) == VERDICT_KINDS, "every kind has a sentence");

static struct speaker speaker_begin(
    const struct verdict *v, const struct session *s, struct writer *w)
{
	static const char *const client_server[] = { "the client", "the server" };
	static const char *const neutral[] = { "A", "B" };
	const char *const *name = s->opener_known ? client_server : neutral;
	struct speaker t = { .v = v,
		.s = s,
		.sender = name[v->side],
		.receiver = name[side_other(v->side)],
		.client = name[SIDE_A],
		.server = name[SIDE_B],
		.w = w };
	duration_format(v->ns, t.time, sizeof(t.time));
	duration_format(v->each_ns, t.each, sizeof(t.each));
	duration_format(v->rtt_ns, t.rtt, sizeof(t.rtt));
	return t;
}

/* "; 2.60 s, 93 % of the session (longest between frames 12 and 20)". */
static void write_cost(const struct speaker *t)
{
	const struct verdict *v = t->v;
	if (v->ns <= 0 || v->kind == VERDICT_NOTHING_SLOW || v->kind == VERDICT_REFUSED ||
	    v->kind == VERDICT_IDLE_CLOSE)
		return;
	writer_print(t->w, "; %s, %.0f %% of the session", t->time, 100 * verdict_share(v));
	if (v->from != 0 && v->to > v->from)
		writer_print(
		    t->w, " (longest between frames %" PRIu32 " and %" PRIu32 ")", v->from, v->to);
}

size_t verdict_text(const struct verdict *v, const struct session *s, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	if (s == NULL || v->kind == VERDICT_NONE)
		return 0;
	struct speaker t = speaker_begin(v, s, &w);
	assert(tellers[v->kind] != NULL);
	tellers[v->kind](&t);
	write_cost(&t);
	if (v->rival && v->kind > VERDICT_ONE_WAY)
		writer_text(&w, "; another cause cost nearly as much");
	writer_text(&w, ".");
	return w.len;
}

/* Advice where only the names in it vary: %s is the sender, the receiver or the server. */
enum whose { WHOSE_NOBODY, WHOSE_SENDER, WHOSE_RECEIVER, WHOSE_SERVER };

static const struct {
	const char *format;
	enum whose whose;
} advice[VERDICT_KINDS] = {
	[VERDICT_UNKNOWN] = { "Capture from the SYN on, at the end of %s.", WHOSE_SENDER },
	[VERDICT_ONE_WAY] = { "Capture where both directions pass, or on one of the hosts.",
	    WHOSE_NOBODY },
	[VERDICT_REFUSED] = { "Start the service, or check address and port.", WHOSE_NOBODY },
	[VERDICT_SYN_UNANSWERED] = { "Look for a filter on the path, or a host that is down.",
	    WHOSE_NOBODY },
	[VERDICT_BACKLOG] = { "Let %s accept sooner, or allow a longer backlog (listen(), "
	                      "somaxconn).",
	    WHOSE_SERVER },
	[VERDICT_SYN_LOST] = { "Look for loss on the path and for a full backlog on %s.",
	    WHOSE_SERVER },
	[VERDICT_SLOW_SERVER] = { "Look at what the application of %s does between request and "
	                          "response.",
	    WHOSE_SERVER },
	[VERDICT_SLOW_SENDER] = { "Look at how the application of %s produces its data.",
	    WHOSE_SENDER },
	[VERDICT_ZERO_WINDOW] = { "Look at why the application of %s does not read.",
	    WHOSE_RECEIVER },
	[VERDICT_SEND_BUFFER] = { "Allow %s a larger send buffer (SO_SNDBUF, tcp_wmem).",
	    WHOSE_SENDER },
	[VERDICT_CONGESTION_WINDOW] = { "Reuse connections, so that the window has grown already; "
	                                "look for losses that reduce it.",
	    WHOSE_NOBODY },
	[VERDICT_BOTTLENECK] = { "The path is full: more bandwidth, less data, or a queue that is "
	                         "managed (fq_codel).",
	    WHOSE_NOBODY },
	[VERDICT_LOSS_RECOVERY] = { "Look for loss on the path: a full queue, a policer, a bad "
	                            "link.",
	    WHOSE_NOBODY },
	[VERDICT_TIMEOUT] = { "Look for loss at the end of bursts, and for loss of "
	                      "retransmissions.",
	    WHOSE_NOBODY },
	[VERDICT_BLACK_HOLE] = { "Let ICMP \"fragmentation needed\" through, clamp the MSS, or "
	                         "lower the MTU of %s.",
	    WHOSE_SENDER },
	[VERDICT_NAGLE] = { "Set TCP_NODELAY on %s, or write each message at once.", WHOSE_SENDER },
	[VERDICT_DELAYED_ACK] = { "Let %s acknowledge at once (TCP_QUICKACK), or send two segments "
	                          "at a time.",
	    WHOSE_RECEIVER },
	[VERDICT_ROUND_TRIPS] = { "Send several requests without waiting (pipelining, batches), or "
	                          "bring the hosts closer.",
	    WHOSE_NOBODY },
	[VERDICT_IDLE_CLOSE] = { "Close idle connections sooner at the other end, or keep them "
	                         "alive.",
	    WHOSE_NOBODY },
};

size_t verdict_advice(const struct verdict *v, const struct session *s, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	if (s == NULL)
		return 0;
	struct speaker t = speaker_begin(v, s, &w);
	const char *format = advice[v->kind].format;
	const char *whose[] = { "", t.sender, t.receiver, t.server };
	if (v->kind == VERDICT_RECEIVE_WINDOW)
		writer_print(&w,
		    v->unscaled ? "Allow window scaling on %s."
		                : "Allow %s a larger receive buffer (SO_RCVBUF, "
		                  "tcp_rmem).",
		    t.receiver);
	else if (format != NULL)
		writer_print(&w, format, whose[advice[v->kind].whose]);
	return w.len;
}
