#include "tui/view/list_columns.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "core/base/array.h"
#include "core/base/rate.h"
#include "core/base/text.h"
#include "core/base/writer.h"
#include "core/model/figures.h"
#include "core/model/verdict.h"
#include "tui/text/human.h"

enum {
	END_MIN = 12,     /* minimum width of an endpoint */
	END_V4 = 21,      /* widest IPv4 endpoint with a numeric port */
	END_MOST = 32,    /* endpoints get no more than this at the cost of another column */
	NARROW = 60,      /* a shortage below this is taken from the endpoints cell by cell */
	MARKER_CELLS = 2, /* before the first column */
	PACKETS_RANK = 2,
	LAST_RANK = 13,
	WALK_MOST = 4096, /* figures of a session seldom take a walk */
};

/* Writes the text of a cell. */
typedef void column_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size);
static column_text number_text, end_text, state_text, trouble_text, packets_text, bytes_text,
    duration_text, verdict_column_text, rtt_text, goodput_text, resent_text, start_text,
    interface_text;

/* One row a column. A column without text is never shown: its fact does not exist yet. */
static const struct {
	const char *title;
	int cells;
	unsigned rank; /* the highest rank is left out first */
	bool right;
	enum sort sort;
	column_text *text;
} columns[] = {
	[COLUMN_NUMBER] = { "No.", 0, 0, true, SORT_NUMBER, number_text },
	[COLUMN_A] = { "Client", 0, 0, false, SORTS, end_text },
	[COLUMN_B] = { "Server", 0, 0, false, SORTS, end_text },
	[COLUMN_STATE] = { "State", 11, 1, false, SORT_STATE, state_text },
	[COLUMN_TROUBLE] = { "Problems", 9, 3, true, SORT_TROUBLE, trouble_text },
	[COLUMN_PACKETS] = { "Packets", 8, 2, true, SORT_PACKETS, packets_text },
	[COLUMN_SENT] = { "Sent", 7, 4, true, SORT_BYTES, bytes_text },
	[COLUMN_RECEIVED] = { "Received", 9, 5, true, SORT_BYTES, bytes_text },
	[COLUMN_DURATION] = { "Duration", 12, 6, true, SORT_DURATION, duration_text },
	[COLUMN_VERDICT] = { "Verdict", 14, 7, false, SORTS, verdict_column_text },
	[COLUMN_RTT] = { "RTT", 9, 8, true, SORT_RTT, rtt_text },
	[COLUMN_RESENT] = { "Resent", 7, 9, true, SORT_RESENT, resent_text },
	[COLUMN_GOODPUT] = { "Goodput", 10, 10, true, SORT_GOODPUT, goodput_text },
	[COLUMN_START] = { "Start", 8, 11, false, SORTS, start_text },
	[COLUMN_PROCESS] = { "Process", 15, 13, false, SORTS, NULL },
	[COLUMN_INTERFACE] = { "Interface", 9, 12, false, SORTS, interface_text },
};
static_assert(ARRAY_LEN(columns) == COLUMN_COUNT, "every column has its row");

const char *list_column_title(enum list_column column)
{
	return columns[column].title;
}

bool list_column_right(enum list_column column)
{
	return columns[column].right;
}

enum sort list_column_sort(enum list_column column)
{
	return columns[column].sort;
}

/* The sorted column is always shown; of the two columns of bytes one is enough. */
static bool wanted(const struct list_facts *facts, enum list_column column, unsigned rank)
{
	if (columns[column].text == NULL)
		return false;
	bool sorted = columns[column].sort == facts->sort && column != COLUMN_RECEIVED;
	bool fits = columns[column].rank <= rank || sorted;
	if (column == COLUMN_INTERFACE)
		return fits && facts->interfaces;
	return fits && (column != COLUMN_TROUBLE || facts->trouble);
}

static int cells_of(const struct list_facts *facts, enum list_column column, int end)
{
	int own = column == COLUMN_NUMBER ? facts->number_cells : columns[column].cells;
	return own != 0 ? own : end;
}

/* Blanks before a column. Numbers are right-aligned and bring their own. */
static int gap_before(const struct list_facts *facts, enum list_column column)
{
	if (column == COLUMN_NUMBER)
		return MARKER_CELLS;
	return columns[column].right || facts->cells < NARROW ? 1 : 2;
}

/* Returns the cells of the columns up to a rank, with this width of an endpoint. */
static int all_cells(const struct list_facts *facts, unsigned rank, int end)
{
	int cells = 0;
	for (enum list_column i = 0; i < COLUMN_COUNT; i++)
		if (wanted(facts, i, rank))
			cells += gap_before(facts, i) + cells_of(facts, i, end);
	return cells;
}

/* Returns the highest rank, at least `least`, that leaves the endpoints this width or all they
 * need. */
static unsigned narrow(const struct list_facts *facts, unsigned rank, unsigned least, int end)
{
	int need = end < facts->ends_cells ? end : facts->ends_cells;
	while (rank > least && all_cells(facts, rank, need) > facts->cells)
		rank--;
	return rank;
}

void list_columns_fit(const struct list_facts *facts, struct list_columns *out)
{
	unsigned rank = LAST_RANK;
	/* Complete endpoints take precedence over the last columns of numbers; the number of
	 * packets is worth a shortened endpoint, the state a shorter one. */
	rank = narrow(facts, rank, PACKETS_RANK, END_MOST);
	rank = narrow(facts, rank, 1, END_V4);
	rank = narrow(facts, rank, 0, END_MIN);
	int end = facts->ends_cells;
	while (end > 1 && all_cells(facts, rank, end) > facts->cells)
		end--;

	int col = 0;
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		out->cells[i] = cells_of(facts, i, end);
		out->col[i] = -1;
		if (!wanted(facts, i, rank))
			continue;
		out->col[i] = col + gap_before(facts, i);
		col = out->col[i] + out->cells[i];
	}
}

/* The formats of a cell all take the same arguments. */
#define UNUSED(a) (void)(a)

static void number_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	UNUSED(how), UNUSED(column);
	snprintf(out, size, "%" PRIu32, session);
}

static void end_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	const struct endpoint *end =
	    &model_session(how->m, session)->end[column == COLUMN_A ? SIDE_A : SIDE_B];
	endpoint_format(end, how->service != NULL ? how->service(end->port) : NULL, out, size);
}

/* How the session ended; while it is open, the state, or both states if they differ. */
static void state_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	const struct session *s = model_session(how->m, session);
	const char *a = tcp_state_short(session_state(s, SIDE_A)),
	           *b = tcp_state_short(session_state(s, SIDE_B));
	UNUSED(column);
	if (s->ended != SESSION_OPEN)
		snprintf(out, size, "%s", session_end_name(s->ended));
	else if (session_state(s, SIDE_A) == session_state(s, SIDE_B))
		snprintf(out, size, "%s", tcp_state_name(session_state(s, SIDE_A)));
	else
		snprintf(out, size, "%s/%s", a, b);
}

static void trouble_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	uint32_t trouble = model_session(how->m, session)->trouble;
	UNUSED(column);
	if (trouble != 0)
		human_count(trouble, out, size);
}

static void packets_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	UNUSED(column);
	human_count(model_session(how->m, session)->count, out, size);
}

static void bytes_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	enum side side = column == COLUMN_SENT ? SIDE_A : SIDE_B;
	human_count(model_session(how->m, session)->flow[side].bytes, out, size);
}

static void duration_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	const struct session *s = model_session(how->m, session);
	UNUSED(column);
	human_duration(
	    model_packet(how->m, s->last)->time_ns - model_packet(how->m, s->first)->time_ns, out,
	    size);
}

static void verdict_column_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	struct verdict v = verdict_of(how->m, session);
	UNUSED(column);
	snprintf(out, size, "%s", verdict_word(&v));
}

static void rtt_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	struct figures f;
	UNUSED(column);
	figures_of(how->m, session, WALK_MOST, &f);
	if (figures_rtt(&f) >= 0)
		human_duration(figures_rtt(&f), out, size);
}

static void goodput_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	double rate = figures_faster(how->m, session);
	struct writer w = writer_begin(out, size);
	UNUSED(column);
	if (rate >= 1)
		rate_write(&w, rate);
}

static void resent_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	struct figures f;
	UNUSED(column);
	figures_of(how->m, session, WALK_MOST, &f);
	double percent = figures_resent(&f) * 100;
	if (percent > 0)
		snprintf(out, size, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
}

static void start_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	const struct session *s = model_session(how->m, session);
	char clock[HUMAN_TEXT];
	UNUSED(column);
	human_clock(model_packet(how->m, s->first)->time_ns, how->utc_offset, clock, sizeof(clock));
	snprintf(out, size, "%.8s", clock);
}

static void interface_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	UNUSED(column);
	if (how->interface == NULL)
		return;
	const char *name = how->interface(how->run, model_session(how->m, session)->first);
	if (name != NULL)
		text_clean(name, false, out, size);
}

void list_column_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size)
{
	assert(column < COLUMN_COUNT && size > 0);
	out[0] = '\0';
	if (columns[column].text != NULL)
		columns[column].text(how, session, column, out, size);
}

void list_end_text(const struct model *m, uint32_t session, enum list_column column,
    const struct list_end *how, char *out, size_t size)
{
	const struct endpoint *end =
	    &model_session(m, session)->end[column == COLUMN_A ? SIDE_A : SIDE_B];
	const char *service = how->service != NULL ? how->service(end->port) : NULL;
	endpoint_fit(end, service, how->ascii, (unsigned)how->cells, out, size);
}
