#include "tui/view/list_columns.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "core/base/array.h"
#include "tui/text/human.h"

enum {
	END_MIN = 12,     /* minimum width of an endpoint */
	END_V4 = 21,      /* widest IPv4 endpoint with a numeric port */
	END_MOST = 32,    /* endpoints get no more than this at the cost of another column */
	NARROW = 60,      /* a shortage below this is taken from the endpoints cell by cell */
	MARKER_CELLS = 2, /* before the first column */
	PACKETS_RANK = 2,
	LAST_RANK = 6,
};

static const struct {
	const char *title;
	int cells;
	unsigned rank; /* the highest rank is left out first */
	bool right;
	enum sort sort;
} columns[] = {
	[COLUMN_NUMBER] = { "No.", 0, 0, true, SORT_NUMBER },
	[COLUMN_A] = { "Client", 0, 0, false, SORTS },
	[COLUMN_B] = { "Server", 0, 0, false, SORTS },
	[COLUMN_STATE] = { "State", 11, 1, false, SORT_STATE },
	[COLUMN_TROUBLE] = { "Problems", 9, 3, true, SORT_TROUBLE },
	[COLUMN_PACKETS] = { "Packets", 8, 2, true, SORT_PACKETS },
	[COLUMN_SENT] = { "Sent", 7, 4, true, SORT_BYTES },
	[COLUMN_RECEIVED] = { "Received", 9, 5, true, SORT_BYTES },
	[COLUMN_DURATION] = { "Duration", 12, 6, true, SORT_DURATION },
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
	bool sorted = columns[column].sort == facts->sort && column != COLUMN_RECEIVED;
	bool fits = columns[column].rank <= rank || sorted;
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

/* How the session ended; while it is open, the state, or both states if they differ. */
static void state_text(const struct session *s, char *out, size_t size)
{
	const char *a = tcp_state_short(session_state(s, SIDE_A)),
	           *b = tcp_state_short(session_state(s, SIDE_B));
	if (s->ended != SESSION_OPEN)
		snprintf(out, size, "%s", session_end_name(s->ended));
	else if (session_state(s, SIDE_A) == session_state(s, SIDE_B))
		snprintf(out, size, "%s", tcp_state_name(session_state(s, SIDE_A)));
	else
		snprintf(out, size, "%s/%s", a, b);
}

static void end_text(
    const struct endpoint *end, const char *(*service)(uint16_t port), char *out, size_t size)
{
	endpoint_format(end, service != NULL ? service(end->port) : NULL, out, size);
}

void list_column_text(const struct model *m, uint32_t session, enum list_column column,
    const char *(*service)(uint16_t port), char *out, size_t size)
{
	const struct session *s = model_session(m, session);
	switch (column) {
	case COLUMN_NUMBER:
		snprintf(out, size, "%" PRIu32, session);
		break;
	case COLUMN_A:
	case COLUMN_B:
		end_text(&s->end[column == COLUMN_A ? SIDE_A : SIDE_B], service, out, size);
		break;
	case COLUMN_STATE:
		state_text(s, out, size);
		break;
	case COLUMN_TROUBLE:
		snprintf(out, size, "%s", "");
		if (s->trouble != 0)
			human_count(s->trouble, out, size);
		break;
	case COLUMN_PACKETS:
		human_count(s->count, out, size);
		break;
	case COLUMN_SENT:
	case COLUMN_RECEIVED:
		human_count(s->flow[column == COLUMN_SENT ? SIDE_A : SIDE_B].bytes, out, size);
		break;
	default:
		human_duration(
		    model_packet(m, s->last)->time_ns - model_packet(m, s->first)->time_ns, out,
		    size);
	}
}

void list_end_text(const struct model *m, uint32_t session, enum list_column column,
    const struct list_end *how, char *out, size_t size)
{
	const struct endpoint *end =
	    &model_session(m, session)->end[column == COLUMN_A ? SIDE_A : SIDE_B];
	const char *service = how->service != NULL ? how->service(end->port) : NULL;
	endpoint_fit(end, service, how->ascii, (unsigned)how->cells, out, size);
}
