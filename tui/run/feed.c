#include "tui/run/feed.h"

#include <stdio.h>
#include <string.h>

#include "core/model/message.h"

static const struct talk *talk_number(const struct run *run, uint64_t number)
{
	return number != 0 && number <= run->talks.total
	           ? talks_newest(&run->talks, run->talks.total - number)
	           : NULL;
}

/* Beside a session, which shows every message itself, what the client sent or got says nothing new.
 * The server's own word stays: that is the program at the other end. */
static bool repeats(const struct talk *talk)
{
	return talk->client && (talk->kind == TALK_SENT || talk->kind == TALK_RECEIVED);
}

/* Reports that name no peer are about everyone. */
static bool concerns(const struct talk *talk, const struct session *s)
{
	if (s != NULL && repeats(talk))
		return false;
	if (talk->peer.port == 0 || s == NULL)
		return true;
	bool local_known = talk->local.port != 0;
	for (unsigned i = 0; i < 2; i++)
		if (endpoint_compare(&talk->peer, &s->end[i]) == 0 &&
		    (!local_known || endpoint_compare(&talk->local, &s->end[1 - i]) == 0))
			return true;
	return false;
}

/* The next report after one that concerns the session, or 0. */
static uint64_t talk_after(const struct run *run, const struct session *s, uint64_t number)
{
	uint64_t total = run->talks.total;
	if (total > TALKS_MAX && number < total - TALKS_MAX)
		number = total - TALKS_MAX;
	while (++number <= total)
		if (concerns(talk_number(run, number), s))
			return number;
	return 0;
}

static uint64_t talk_before(const struct run *run, const struct session *s, uint64_t number)
{
	while (number > 1 && number + TALKS_MAX > run->talks.total + 1)
		if (concerns(talk_number(run, --number), s))
			return number;
	return 0;
}

/* The newest report up to a time. */
static uint64_t talk_until(const struct run *run, const struct session *s, int64_t time_ns)
{
	uint64_t number = talk_before(run, s, run->talks.total + 1);
	while (number != 0 && talk_number(run, number)->time_ns > time_ns)
		number = talk_before(run, s, number);
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

/* Which of the two stands later; the message where there is no telling. */
static void settle(const struct run *run, struct feed_at *at)
{
	at->is_talk = at->talk != 0 && (at->message == 0 || talk_number(run, at->talk)->time_ns >=
	                                                        message_time(run, at->message));
}

bool feed_at_packet(const struct run *run, uint32_t packet, struct feed_at *out)
{
	const struct packet *p = model_packet(run->model, packet);
	const struct session *s = model_session(run->model, p->session);
	struct message msg;
	bool said = message_of(run->model, packet, &msg);
	out->message = said ? msg.first : message_until(run, packet);
	out->talk = talk_until(run, s, said ? msg.time_ns : p->time_ns);
	settle(run, out);
	/* Reports of the same instant come after the message itself. */
	if (said)
		out->is_talk = false;
	return out->message != 0 || out->talk != 0;
}

bool feed_first(const struct run *run, uint32_t session, struct feed_at *out)
{
	*out = (struct feed_at){ 0 };
	return feed_next(run, session, out);
}

bool feed_next(const struct run *run, uint32_t session, struct feed_at *at)
{
	uint32_t message = message_from(run, session, at->message);
	uint64_t talk = talk_after(run, model_session(run->model, session), at->talk);
	if (message == 0 && talk == 0)
		return false;
	at->is_talk = message == 0 ||
	              (talk != 0 && talk_number(run, talk)->time_ns < message_time(run, message));
	if (at->is_talk)
		at->talk = talk;
	else
		at->message = message;
	return true;
}

bool feed_prev(const struct run *run, uint32_t session, struct feed_at *at)
{
	struct feed_at before = *at;
	struct message msg;
	if (at->is_talk)
		before.talk = talk_before(run, model_session(run->model, session), at->talk);
	else
		before.message = message_before(run->model, at->message, &msg) ? msg.first : 0;
	if (before.message == 0 && before.talk == 0)
		return false;
	settle(run, &before);
	*at = before;
	return true;
}

const struct talk *feed_talk(const struct run *run, const struct feed_at *at)
{
	return talk_number(run, at->talk);
}

void talk_text(const struct talk *talk, char *out, size_t size)
{
	char end[ENDPOINT_TEXT] = "";
	const char *who = talk->client ? "client" : "server";
	const char *what = talk_kind_words(talk->kind);
	/* Beside a session it is clear who the peer is: the address only helps where a
	 * connection begins. */
	bool begins = talk->kind <= TALK_CONNECTED;
	const struct endpoint *about = talk->peer.port != 0 ? &talk->peer : &talk->local;
	if (begins && about->port != 0)
		endpoint_format(about, NULL, end, sizeof(end));
	if (talk->kind == TALK_ERROR)
		snprintf(out, size, "%s: %s: %s", who, what, strerror(talk->error));
	else if (talk->kind == TALK_DROPPED)
		snprintf(out, size, "%s: %u events were lost: too many at once", who, talk->len);
	else if (talk->kind == TALK_RECEIVED || talk->kind == TALK_SENT)
		snprintf(out, size, "%s: %s, %u byte%s", who, what, talk->len,
		    talk->len == 1 ? "" : "s");
	else
		snprintf(out, size, "%s: %s%s%s", who, what, end[0] != '\0' ? " " : "", end);
}
