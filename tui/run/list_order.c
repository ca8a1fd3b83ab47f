#include "tui/run/list_order.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/os/clock.h"
#include "capture/os/services.h"
#include "core/base/array.h"
#include "core/base/memory.h"
#include "core/model/figures.h"

/* An order stays valid for this multiple of the time that sorting took. */
#define KEEP_TIMES 20

/* Time for the filter at each turn, and what is done between two looks at the clock. */
#define SLICE_NS INT64_C(2000000)
#define SLICE_PACKETS 512
#define SLICE_SESSIONS 64

#define WORDS_TEXT 512

/* Figures of a session take a walk over at most so many packets, and seldom one. */
#define WALK_MOST 4096

static const struct {
	const char *name, *first, *reversed; /* what comes first */
} sorts[] = {
	[SORT_NUMBER] = { "number", "earliest", "newest" },
	[SORT_PACKETS] = { "packets", "most", "fewest" },
	[SORT_BYTES] = { "bytes", "most", "fewest" },
	[SORT_DURATION] = { "duration", "longest", "shortest" },
	[SORT_TROUBLE] = { "problems", "most", "fewest" },
	[SORT_STATE] = { "state", "refused", "open" },
	[SORT_RTT] = { "RTT", "longest", "shortest" },
	[SORT_GOODPUT] = { "goodput", "fastest", "slowest" },
	[SORT_RESENT] = { "retransmissions", "most", "fewest" },
};
static_assert(ARRAY_LEN(sorts) == SORTS, "every order has its row");

void list_order_free(struct list_order *o)
{
	filter_scan_free(o->pass.scan);
	filtering_end(&o->filtering);
	free(o->pass.found);
	free(o->order);
	*o = (struct list_order){ 0 };
}

const char *sort_name(enum sort sort)
{
	assert(sort < SORTS);
	return sorts[sort].name;
}

const char *sort_first(enum sort sort, bool reverse)
{
	assert(sort < SORTS);
	return reverse ? sorts[sort].reversed : sorts[sort].first;
}

void list_order_sort(struct list_order *o, enum sort sort, bool reverse)
{
	assert(sort < SORTS);
	o->sort = sort;
	o->reverse = reverse;
	/* What a filter has found stays found. */
	if (filtering_on(&o->filtering))
		o->resort = true;
	else
		o->wanted = true;
}

bool list_order_filter(
    struct list_order *o, struct run *run, const char *text, struct filter_error *error)
{
	if (!filtering_set(&o->filtering, run, text, error))
		return false;
	filter_scan_free(o->pass.scan);
	o->pass.scan = NULL;
	o->pass.going = false;
	o->wanted = true;
	return true;
}

/* The text of a row, and the service names. */
static void session_words(const struct session *s, char *out, size_t size)
{
	char end[2][ENDPOINT_TEXT];
	const char *service[2];
	for (unsigned i = 0; i < 2; i++) {
		endpoint_format(&s->end[i], NULL, end[i], sizeof(end[i]));
		service[i] = services_name(s->end[i].port);
	}
	snprintf(out, size, "%s %s %s %s %s %s %s", end[SIDE_A], end[SIDE_B],
	    service[SIDE_A] != NULL ? service[SIDE_A] : "",
	    service[SIDE_B] != NULL ? service[SIDE_B] : "", session_end_name(s->ended),
	    tcp_state_name(session_state(s, SIDE_A)), tcp_state_name(session_state(s, SIDE_B)));
}

bool list_filter_passes(const struct session *s, const char *text)
{
	char words[512], copy[WORDS_TEXT], *rest;
	session_words(s, words, sizeof(words));
	snprintf(copy, sizeof(copy), "%s", text);
	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest))
		if (strcasestr(words, word) == NULL)
			return false;
	return true;
}

static int64_t figure_value(const struct model *m, uint32_t session, enum sort sort)
{
	struct figures f;
	if (sort == SORT_GOODPUT)
		return (int64_t)figures_faster(m, session);
	figures_of(m, session, WALK_MOST, &f);
	return sort == SORT_RTT ? figures_rtt(&f) : (int64_t)(figures_resent(&f) * 1e6);
}

static int64_t sort_value(const struct model *m, uint32_t session, enum sort sort)
{
	const struct session *s = model_session(m, session);
	switch (sort) {
	case SORT_PACKETS:
		return s->count;
	case SORT_BYTES:
		return (int64_t)(s->flow[SIDE_A].bytes + s->flow[SIDE_B].bytes);
	case SORT_DURATION:
		return model_packet(m, s->last)->time_ns - model_packet(m, s->first)->time_ns;
	case SORT_TROUBLE:
		return s->trouble;
	case SORT_STATE:
		return s->ended;
	case SORT_RTT:
	case SORT_GOODPUT:
	case SORT_RESENT:
		return figure_value(m, session, sort);
	default:
		return 0;
	}
}

/* Values are read once per session, not per comparison: sessions are far apart in memory. */
struct sorted {
	int64_t value;
	uint32_t session;
};

/* Largest first; equal values in order of appearance. */
static int compare(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return (x->session > y->session) - (x->session < y->session);
}

static void sort(struct list_order *o, const struct model *m)
{
	struct sorted *rows = memory_new((o->count + 1) * sizeof(*rows));
	for (uint32_t i = 0; i < o->count; i++) {
		uint32_t session = o->order[i];
		rows[i].session = session;
		rows[i].value = sort_value(m, session, o->sort);
	}
	if (o->sort != SORT_NUMBER || o->resort)
		qsort(rows, o->count, sizeof(*rows), compare);
	for (uint32_t i = 0; i < o->count; i++)
		o->order[o->reverse ? o->count - 1 - i : i] = rows[i].session;
	free(rows);
}

static uint32_t gone_of(const struct model *m)
{
	return model_sessions(m) - model_sessions_kept(m);
}

static void reserve(uint32_t **numbers, uint32_t *room, uint32_t need)
{
	if (*room >= need)
		return;
	*room = need + need / 2;
	*numbers = memory_resize(*numbers, *room, sizeof(**numbers));
}

/* Without a filter. */
static void make(struct list_order *o, const struct model *m, uint32_t sessions)
{
	o->gone = gone_of(m);
	o->identity = o->sort == SORT_NUMBER && !o->reverse && o->gone == 0;
	o->count = o->identity ? sessions : 0;
	if (o->identity)
		return;
	reserve(&o->order, &o->room, model_sessions_kept(m));
	for (uint32_t n = model_session_after(m, 0); n != 0 && n <= sessions;
	     n = model_session_after(m, n))
		o->order[o->count++] = n;
	sort(o, m);
}

static void begin_pass(struct list_order *o, const struct model *m, uint32_t sessions)
{
	struct list_pass *p = &o->pass;
	bool fresh = p->scan == NULL || p->model != m;
	if (fresh) {
		filter_scan_free(p->scan);
		p->scan = filter_scan_new(o->filtering.filter);
		p->model = m;
		o->filtering.unread = false;
		o->count = 0;
	}
	p->going = true;
	p->first = fresh;
	p->at = 0;
	p->count = 0;
	p->cost_ns = 0;
	p->sessions = sessions;
	p->packets = model_packets(m);
	o->identity = false;
	o->wanted = false;
}

static void show_found(struct list_order *o, const struct model *m)
{
	const struct list_pass *p = &o->pass;
	reserve(&o->order, &o->room, p->count + 1);
	o->count = 0;
	/* A ring may have forgotten some since. */
	for (uint32_t i = 0; i < p->count; i++)
		if (model_session(m, p->found[i]) != NULL)
			o->order[o->count++] = p->found[i];
	o->gone = gone_of(m);
}

/* Sorts what the last whole pass found. */
static void show_sorted(struct list_order *o, const struct model *m)
{
	list_order_forget(o, m);
	sort(o, m);
	o->resort = false;
}

static void end_pass(struct list_order *o, const struct model *m, int64_t now_ns)
{
	struct list_pass *p = &o->pass;
	show_found(o, m);
	sort(o, m);
	p->going = false;
	p->first = false;
	o->resort = false;
	/* What was not yet looked at needs another pass. */
	o->wanted |= filter_scan_at(p->scan) < p->packets;
	o->sessions = p->sessions;
	o->packets = p->packets;
	o->next_ns = now_ns + p->cost_ns * KEEP_TIMES;
}

/* Judges sessions up to a deadline. Returns true if all are judged. */
static bool judge(struct list_order *o, const struct model *m, int64_t deadline_ns)
{
	struct list_pass *p = &o->pass;
	struct filter_source source = filtering_source(&o->filtering);
	unsigned judged = 0, most = filter_walks(o->filtering.filter) ? 1 : SLICE_SESSIONS;
	for (uint32_t n; (n = model_session_after(m, p->at)) != 0 && n <= p->sessions;) {
		p->at = n;
		if (filter_scan_session(p->scan, &source, n)) {
			reserve(&p->found, &p->room, p->count + 1);
			p->found[p->count++] = n;
		}
		if (++judged % most == 0 && clock_monotonic() >= deadline_ns)
			return false;
	}
	return true;
}

/* Packets get half of the time: while they keep coming, sessions are judged as well. */
static void slice(struct list_order *o, const struct model *m, int64_t now_ns)
{
	struct list_pass *p = &o->pass;
	struct filter_source source = filtering_source(&o->filtering);
	int64_t began = clock_monotonic();
	uint32_t most = filter_is_slow(o->filtering.filter) ? 1 : SLICE_PACKETS;
	while (!filter_scan_step(p->scan, &source, p->packets, most))
		if (clock_monotonic() >= began + SLICE_NS / 2)
			break;
	bool done = judge(o, m, began + SLICE_NS);
	p->cost_ns += clock_monotonic() - began;
	if (done)
		end_pass(o, m, now_ns);
	else if (p->first)
		show_found(o, m);
}

static void update_filtered(
    struct list_order *o, const struct model *m, uint32_t sessions, int64_t now_ns)
{
	bool changed =
	    o->sessions != sessions || o->packets != model_packets(m) || o->pass.model != m;
	if (o->resort && !o->pass.first)
		show_sorted(o, m);
	if (!o->pass.going && (o->wanted || (changed && now_ns >= o->next_ns)))
		begin_pass(o, m, sessions);
	if (o->pass.going)
		slice(o, m, now_ns);
}

bool list_order_busy(const struct list_order *o)
{
	return filtering_on(&o->filtering) && (o->pass.going || o->wanted);
}

void list_order_update(
    struct list_order *o, const struct model *m, uint32_t sessions, int64_t now_ns)
{
	if (filtering_on(&o->filtering)) {
		update_filtered(o, m, sessions, now_ns);
		return;
	}
	uint32_t packets = model_packets(m);
	bool changed = o->sessions != sessions || o->packets != packets;
	if (!o->wanted && (!changed || now_ns < o->next_ns))
		return;
	int64_t began = clock_monotonic();
	make(o, m, sessions);
	o->next_ns = now_ns + (clock_monotonic() - began) * KEEP_TIMES;
	o->wanted = false;
	o->sessions = sessions;
	o->packets = packets;
}

void list_order_forget(struct list_order *o, const struct model *m)
{
	uint32_t kept = 0, gone = gone_of(m);
	if (gone == o->gone)
		return;
	if (o->identity) {
		make(o, m, o->sessions);
		return;
	}
	for (uint32_t i = 0; i < o->count; i++)
		if (model_session(m, o->order[i]) != NULL)
			o->order[kept++] = o->order[i];
	o->count = kept;
	o->gone = gone;
}

uint32_t list_order_at(const struct list_order *o, uint32_t n)
{
	if (n >= o->count)
		return 0;
	return o->identity ? n + 1 : o->order[n];
}

uint32_t list_order_row(const struct list_order *o, uint32_t session)
{
	if (o->identity)
		return session != 0 && session <= o->count ? session - 1 : 0;
	for (uint32_t n = 0; n < o->count; n++)
		if (o->order[n] == session)
			return n;
	return 0;
}
