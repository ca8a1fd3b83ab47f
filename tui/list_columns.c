#include "tui/list_columns.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "core/array.h"
#include "tui/human.h"

#define END_MIN 12 /* less of an endpoint says nothing */

static const struct {
	const char *title;
	int cells;
	unsigned rank; /* the highest goes first */
	bool right;
	enum sort sort;
} columns[] = {
	[COLUMN_NUMBER] = { "No.", 6, 0, true, SORT_NUMBER },
	[COLUMN_A] = { "Client", 0, 0, false, SORTS },
	[COLUMN_B] = { "Server", 0, 0, false, SORTS },
	[COLUMN_STATE] = { "State", 11, 1, false, SORT_STATE },
	[COLUMN_TROUBLE] = { "Problems", 8, 3, true, SORT_TROUBLE },
	[COLUMN_PACKETS] = { "Packets", 7, 2, true, SORT_PACKETS },
	[COLUMN_SENT] = { "Sent", 7, 4, true, SORT_BYTES },
	[COLUMN_RECEIVED] = { "Received", 8, 5, true, SORT_BYTES },
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

/* Cells that the columns up to a rank take, the ends not counted. */
static int fixed_cells(unsigned rank)
{
	int cells = 2;
	for (enum list_column i = 0; i < COLUMN_COUNT; i++)
		if (columns[i].rank <= rank)
			cells += columns[i].cells + 2;
	return cells;
}

void list_columns_fit(struct list_columns *out, int cells, int ends_cells)
{
	unsigned rank = 6;
	/* Rather whole endpoints than one more number, but the state is worth a cut. */
	while (rank > 1 && fixed_cells(rank) + 2 * ends_cells > cells)
		rank--;
	while (rank > 0 && fixed_cells(rank) + 2 * END_MIN > cells)
		rank--;
	int end = (cells - fixed_cells(rank)) / 2;
	if (end > ends_cells)
		end = ends_cells;

	int col = 1;
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		bool shown = columns[i].rank <= rank;
		out->cells[i] = columns[i].cells != 0 ? columns[i].cells : end;
		out->col[i] = shown ? col : -1;
		if (shown)
			col += out->cells[i] + 2;
	}
}

/* How it ended; while it is open the state, of both ends where they differ. */
static void state_text(const struct session *s, char *out, size_t size)
{
	const char *a = tcp_state_short(s->state[SIDE_A]), *b = tcp_state_short(s->state[SIDE_B]);
	if (s->ended != SESSION_OPEN)
		snprintf(out, size, "%s", session_end_name(s->ended));
	else if (s->state[SIDE_A] == s->state[SIDE_B])
		snprintf(out, size, "%s", tcp_state_name(s->state[SIDE_A]));
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
