#include "tui/run/feed.h"

#include <stdio.h>
#include <string.h>

#include "core/model/message.h"

static const struct peer_event *event_number(const struct run *run, uint64_t number)
{
	return number != 0 && number <= run->peer_log.total
	           ? peer_log_newest(&run->peer_log, run->peer_log.total - number)
	           : NULL;
}

/* Beside a session, whose messages are all shown, the client's own sends and receives add
 * nothing. The server's are shown: they prove that the program got the data. */
static bool repeats(const struct peer_event *event)
{
	return event->client &&
	       (event->kind == PEER_EVENT_SENT || event->kind == PEER_EVENT_RECEIVED);
}

/* Talk events without a peer concern every session. */
static bool concerns(const struct peer_event *event, const struct session *s)
{
	if (s != NULL && repeats(event))
		return false;
	if (event->peer.port == 0 || s == NULL)
		return true;
	bool local_known = event->local.port != 0;
	for (unsigned i = 0; i < 2; i++)
		if (endpoint_compare(&event->peer, &s->end[i]) == 0 &&
		    (!local_known || endpoint_compare(&event->local, &s->end[1 - i]) == 0))
			return true;
	return false;
}

/* Returns the next talk event of the session after `number`, or 0. */
static uint64_t event_after(const struct run *run, const struct session *s, uint64_t number)
{
	uint64_t total = run->peer_log.total;
	if (total > PEER_LOG_MAX && number < total - PEER_LOG_MAX)
		number = total - PEER_LOG_MAX;
	while (++number <= total)
		if (concerns(event_number(run, number), s))
			return number;
	return 0;
}

static uint64_t event_before(const struct run *run, const struct session *s, uint64_t number)
{
	while (number > 1 && number + PEER_LOG_MAX > run->peer_log.total + 1)
		if (concerns(event_number(run, --number), s))
			return number;
	return 0;
}

/* Returns the newest talk event up to a time. */
static uint64_t event_until(const struct run *run, const struct session *s, int64_t time_ns)
{
	uint64_t number = event_before(run, s, run->peer_log.total + 1);
	while (number != 0 && event_number(run, number)->time_ns > time_ns)
		number = event_before(run, s, number);
	return number;
}

static uint32_t message_from(const struct run *run, uint32_t session, uint32_t packet)
{
	const struct session *s = model_session(run->model, session);
	struct message msg;
	if (s == NULL)
		return 0;
	if (packet == 0 && message_at(run->model, s->first, &msg))
		return msg.first;
	return message_after(run->model, packet != 0 ? packet : s->first, &msg) ? msg.first : 0;
}

static uint32_t message_until(const struct run *run, uint32_t packet)
{
	struct message msg;
	if (message_of(run->model, packet, &msg))
		return msg.first;
	return message_before(run->model, packet, &msg) ? msg.first : 0;
}

static int64_t message_time(const struct run *run, uint32_t packet)
{
	return model_packet(run->model, packet)->time_ns;
}

/* Sets is_event: the event is not before the message. */
static void settle(const struct run *run, struct feed_at *at)
{
	at->is_event = at->event != 0 &&
	               (at->message == 0 ||
	                   event_number(run, at->event)->time_ns >= message_time(run, at->message));
}

bool feed_at_packet(const struct run *run, uint32_t packet, struct feed_at *out)
{
	const struct packet *p = model_packet(run->model, packet);
	const struct session *s = model_session(run->model, p->session);
	struct message msg;
	bool said = message_of(run->model, packet, &msg);
	out->message = said ? msg.first : message_until(run, packet);
	out->event = event_until(run, s, said ? msg.time_ns : p->time_ns);
	settle(run, out);
	/* Events at the same time come after the message. */
	if (said)
		out->is_event = false;
	return out->message != 0 || out->event != 0;
}

bool feed_first(const struct run *run, uint32_t session, struct feed_at *out)
{
	*out = (struct feed_at){ 0 };
	return feed_next(run, session, out);
}

bool feed_next(const struct run *run, uint32_t session, struct feed_at *at)
{
	uint32_t message = message_from(run, session, at->message);
	uint64_t event = event_after(run, model_session(run->model, session), at->event);
	if (message == 0 && event == 0)
		return false;
	at->is_event = message == 0 || (event != 0 && event_number(run, event)->time_ns <
	                                                  message_time(run, message));
	if (at->is_event)
		at->event = event;
	else
		at->message = message;
	return true;
}

bool feed_prev(const struct run *run, uint32_t session, struct feed_at *at)
{
	struct feed_at before = *at;
	struct message msg;
	if (at->is_event)
		before.event = event_before(run, model_session(run->model, session), at->event);
	else
		before.message = message_before(run->model, at->message, &msg) ? msg.first : 0;
	if (before.message == 0 && before.event == 0)
		return false;
	settle(run, &before);
	*at = before;
	return true;
}

const struct peer_event *feed_event(const struct run *run, const struct feed_at *at)
{
	return event_number(run, at->event);
}

void peer_event_text(const struct peer_event *event, char *out, size_t size)
{
	char end[ENDPOINT_TEXT] = "";
	const char *who = event->client ? "client" : "server";
	const char *what = peer_event_kind_name(event->kind);
	/* The peer is known beside a session: show its address only where a connection begins. */
	bool begins = event->kind <= PEER_EVENT_CONNECTED;
	const struct endpoint *about = event->peer.port != 0 ? &event->peer : &event->local;
	if (begins && about->port != 0)
		endpoint_format(about, NULL, end, sizeof(end));
	if (event->kind == PEER_EVENT_ERROR)
		snprintf(out, size, "%s: %s: %s", who, what, strerror(event->error));
	else if (event->kind == PEER_EVENT_REFUSED)
		snprintf(out, size,
		    "%s: %u client%s refused: the limit of open files is near (ulimit -n)", who,
		    event->len, event->len == 1 ? "" : "s");
	else if (event->kind == PEER_EVENT_DROPPED)
		snprintf(out, size, "%s: %u events lost: too many at once", who, event->len);
	else if (event->kind == PEER_EVENT_RECEIVED || event->kind == PEER_EVENT_SENT)
		snprintf(out, size, "%s: %s, %u byte%s", who, what, event->len,
		    event->len == 1 ? "" : "s");
	else
		snprintf(out, size, "%s: %s%s%s", who, what, end[0] != '\0' ? " " : "", end);
}
