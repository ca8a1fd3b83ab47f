/* --sessions: one object per session, one per line, in the order in which they end.
 *
 * Records are added up as packets arrive, so that the packets can be forgotten: memory depends on
 * the ring and on the sessions that are open, not on the length of the capture. */
#include "tui/print/print_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/base/writer.h"
#include "core/explain/explain_session.h"
#include "core/ladder/session_json.h"
#include "tui/command/capture_limits.h"
#include "tui/run/session_gather.h"

/* The last segments of a session may follow its end: a record waits this long, in time of the
 * capture and in packets. */
#define LINGER_NS INT64_C(1000000000)
#define LINGER_PACKETS 65536u

/* A session that has ended and whose record waits. */
struct ending {
	int64_t time_ns;
	uint32_t packet, session;
};

/* A record of --top. */
struct best {
	int64_t ns;
	uint32_t session;
	char *line; /* owned */
};

struct records {
	/* by session number minus `base`; NULL before its first packet, &done after its record */
	struct account **account;
	uint32_t room;
	struct ending *queue; /* a circular buffer */
	uint32_t first, queued, queue_room;
	struct best *best; /* the worst sessions, in no order */
	uint32_t bests, best_room;
};

static struct account done;

static struct account *account_of(struct records *r, uint32_t session)
{
	if (session >= r->room) {
		uint32_t room = session < 1024 ? 2048 : session + session / 2;
		r->account = memory_resize(r->account, room, sizeof(struct account *));
		memset(r->account + r->room, 0, (room - r->room) * sizeof(struct account *));
		r->room = room;
	}
	if (r->account[session] == NULL)
		r->account[session] = memory_zeroed(1, sizeof(struct account));
	return r->account[session];
}

static int by_cost(const void *a, const void *b)
{
	const struct best *x = a, *y = b;
	if (x->ns != y->ns)
		return x->ns > y->ns ? -1 : 1;
	return (x->session > y->session) - (x->session < y->session);
}

/* Keeps the line if it is among the worst: with twice as many, the better half goes. */
static void keep_worst(struct records *r, uint32_t most, int64_t ns, uint32_t session, char *line)
{
	if (r->bests == r->best_room && r->best_room / 2 >= most) {
		qsort(r->best, r->bests, sizeof(*r->best), by_cost);
		while (r->bests > most)
			free(r->best[--r->bests].line);
	}
	if (r->bests == r->best_room) {
		r->best_room = r->best_room == 0 ? 64 : 2 * r->best_room;
		r->best = memory_resize(r->best, r->best_room, sizeof(*r->best));
	}
	size_t size = strlen(line) + 1;
	r->best[r->bests++] = (struct best){ ns, session, memcpy(memory_new(size), line, size) };
}

/* The story tells what is kept of the session. Frames are not read again, so it leaves out what
 * both ends agreed on. */
static void write_story(const struct print *p, uint32_t session, struct account *a,
    const struct verdict *verdict, char out[EXPLAIN_SESSION_TEXT])
{
	const struct model *m = p->run->model;
	struct course course = { 0 };
	struct figures figures;
	course_go_on(&course, m, session, UINT32_MAX);
	figures_of(m, session, UINT32_MAX, &figures);
	const struct session_facts facts = { .m = m,
		.session = session,
		.course = &course,
		.figures = &figures,
		.verdict = verdict,
		.shares = &a->shares };
	out[0] = '\0';
	explain_session(&facts, out, EXPLAIN_SESSION_TEXT);
}

static void put_record(struct print *p, uint32_t session, bool expired)
{
	struct records *r = p->records;
	struct account *a = r->account[session];
	const struct model *m = p->run->model;
	char story[EXPLAIN_SESSION_TEXT], line[JSON_SESSION];
	if (a == NULL || a == &done)
		return;
	r->account[session] = &done;
	if (model_session(m, session) != NULL && print_wants_session(p, session)) {
		time_shares_end(&a->shares);
		account_correct(a, m, session);
		struct verdict v = verdict_from(&a->shares, m, session);
		write_story(p, session, a, &v, story);
		const struct session_record record = { m, session, a, source_name(p->run->source),
			story, expired };
		struct writer w = writer_begin(line, sizeof(line));
		struct json_writer j = json_begin(&w);
		json_object(&j);
		json_session(&j, &record);
		json_end(&j);
		json_finish(&j);
		uint32_t top = p->run->options->top;
		if (top == 0)
			puts(line);
		else
			keep_worst(r, top, verdict_is_slow(&v) ? v.ns : -1, session, line);
	}
	free(a);
}

static void queue_ending(struct records *r, const struct ending *ending)
{
	if (r->queued == r->queue_room) {
		uint32_t room = r->queue_room == 0 ? 256 : 2 * r->queue_room;
		struct ending *queue = memory_new(room * sizeof(*queue));
		for (uint32_t i = 0; i < r->queued; i++)
			queue[i] = r->queue[(r->first + i) % r->queue_room];
		free(r->queue);
		r->queue = queue;
		r->queue_room = room;
		r->first = 0;
	}
	r->queue[(r->first + r->queued++) % r->queue_room] = *ending;
}

static void take_ending(struct print *p)
{
	struct records *r = p->records;
	struct ending ending = r->queue[r->first];
	r->first = (r->first + 1) % r->queue_room;
	r->queued--;
	put_record(p, ending.session, false);
}

static bool is_due(const struct records *r, int64_t now_ns, uint32_t packet)
{
	const struct ending *next = &r->queue[r->first];
	return r->queued > 0 && (now_ns < next->time_ns || now_ns - next->time_ns > LINGER_NS ||
	                            packet - next->packet > LINGER_PACKETS);
}

/* A session without a packet among those that the ring will keep is over. */
static void expire(struct print *p, uint32_t packet)
{
	uint32_t most = p->run->options->limit_packets, kept = most - most / 8;
	const struct packet *old = p->run->options->ring && most > 0 && packet > kept
	                               ? model_packet(p->run->model, packet - kept)
	                               : NULL;
	if (old != NULL && old->next == 0)
		put_record(p, old->session, true);
}

static void packet(struct print *p, uint32_t number)
{
	const struct packet *k = model_packet(p->run->model, number);
	if (p->records == NULL)
		p->records = memory_zeroed(1, sizeof(*p->records));
	(void)account_of(p->records, k->session);
	while (is_due(p->records, k->time_ns, number))
		take_ending(p);
	expire(p, number);
	struct account *a = p->records->account[k->session];
	if (a == NULL || a == &done)
		return;
	bool ended = a->ended;
	account_add(a, p->run->model, number);
	if (a->ended && !ended) {
		const struct ending ending = { k->time_ns, number, k->session };
		queue_ending(p->records, &ending);
	}
}

static int by_last(const void *a, const void *b)
{
	const struct ending *x = a, *y = b;
	return (x->packet > y->packet) - (x->packet < y->packet);
}

/* Those that are still open, in order of their last packet. */
static void put_open(struct print *p)
{
	struct records *r = p->records;
	uint32_t count = 0, n = 0;
	for (uint32_t i = 0; i < r->room; i++)
		count += r->account[i] != NULL && r->account[i] != &done;
	struct ending *open = memory_new((count + 1) * sizeof(*open));
	for (uint32_t i = 0; i < r->room; i++)
		if (r->account[i] != NULL && r->account[i] != &done)
			open[n++] = (struct ending){ 0, r->account[i]->last, i };
	assert(n == count);
	qsort(open, n, sizeof(*open), by_last);
	for (uint32_t i = 0; i < n; i++)
		put_record(p, open[i].session, false);
	free(open);
}

static void end(struct print *p)
{
	struct records *r = p->records;
	if (r == NULL)
		return;
	while (r->queued > 0)
		take_ending(p);
	put_open(p);
	if (r->bests > 0)
		qsort(r->best, r->bests, sizeof(*r->best), by_cost);
	for (uint32_t i = 0; i < r->bests; i++) {
		if (i < p->run->options->top)
			puts(r->best[i].line);
		free(r->best[i].line);
	}
	free(r->best);
	free(r->queue);
	free(r->account);
	free(r);
	p->records = NULL;
}

const struct printer print_sessions = { .packet = packet, .hidden = packet, .end = end };
