#include "tui/text/layout.h"

#include <string.h>

enum {
	WIDE_COLS = 180,        /* from here on the side panes are right of the ladder */
	LADDER_WIDE_COLS = 144, /* room for a whole label with timestamps */
	PAIR_COLS = 120,        /* from here on messages and details may be side by side */
	ROOMY_ROWS = 30,        /* and from here on the details are shown if there is room */
	TALL_ROWS = 20,         /* from here on the status explains a segment in two lines */
	GIVEN_ROWS = 2,         /* and in two more that a short ladder leaves free */
	SQUEEZE_ROWS = 3,       /* taken from a full ladder by a long explanation */
	LADDER_HEAD = 2,        /* endpoints, states */
	LADDER_MIN_COLS = 60,   /* while the side panes can still shrink */
	SIDE_MIN_COLS = 30,
	LADDER_MIN_ROWS = 3,
	LADDER_FEW_ROWS = 8, /* minimum on a tall screen */
	FOLD_ROWS = 16,      /* a body lower than this has messages only on request */
	SHARE_ROWS = 12,     /* and one lower than this has one pane at a time */
	BELOW_ROWS = 5,      /* messages under the ladder, their head included */
	SPLIT_ROWS = 20,     /* a column lower than this is not split between two panes */
	GROW_COLS = 4,
	PAIR_ROWS = 8,   /* a place lower than this has one pane */
	SPARE_ROWS = 14, /* rows under a short ladder from which the panes get them */
};

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

static void place(struct layout *out, enum pane pane, struct rect at)
{
	int head = pane == PANE_LADDER ? LADDER_HEAD : 1;
	if (at.rows < head || at.cols <= 0)
		return;
	out->head[pane] = (struct rect){ at.row, at.col, head, at.cols };
	out->pane[pane] = (struct rect){ at.row + head, at.col, at.rows - head, at.cols };
}

/* Returns the rows of a part of the screen that a short ladder leaves empty. */
static int spare_rows(const struct layout_wish *wish, int rows)
{
	if (wish->ladder_rows == 0 || wish->size.rows < ROOMY_ROWS)
		return 0;
	int wanted = wish->ladder_rows > LADDER_FEW_ROWS ? wish->ladder_rows : LADDER_FEW_ROWS;
	int spare = rows - LADDER_HEAD - wanted;
	return spare > 0 ? spare : 0;
}

static bool wants_details(const struct layout_wish *wish)
{
	return !wish->nothing && (wish->details || wish->size.rows >= ROOMY_ROWS);
}

/* Messages above details right of the ladder, or one of the two if both do not fit. */
static void place_side(const struct layout_wish *wish, struct rect side, struct layout *out)
{
	int upper = side.rows >= SPLIT_ROWS ? side.rows * 2 / 5 : 0;
	if (upper == 0 && wish->focus == PANE_MESSAGES)
		upper = side.rows;
	if (upper != 0)
		place(out, PANE_MESSAGES, (struct rect){ side.row, side.col, upper, side.cols });
	place(out, PANE_DETAILS,
	    (struct rect){ side.row + upper, side.col, side.rows - upper, side.cols });
}

static void place_beside(const struct layout_wish *wish, struct layout *out)
{
	struct rect body = out->body;
	int cols = body.cols * 62 / 100;
	cols = (cols > LADDER_WIDE_COLS ? cols : LADDER_WIDE_COLS) - wish->grow * GROW_COLS;
	cols = clamp(cols, LADDER_MIN_COLS, body.cols - SIDE_MIN_COLS - 1);
	/* One blank between the line and the right column. */
	struct rect ladder = { body.row, body.col, body.rows, cols - 1 };
	struct rect side = { body.row, cols + 1, body.rows, body.cols - cols - 1 };
	out->split = (struct rect){ body.row, cols, body.rows, 1 };

	int spare = wants_details(wish) ? spare_rows(wish, body.rows) : 0;
	if (spare >= SPARE_ROWS) {
		ladder.rows -= spare;
		place(out, PANE_DETAILS,
		    (struct rect){ ladder.row + ladder.rows, ladder.col, spare, ladder.cols });
	}
	place(out, PANE_LADDER, ladder);
	if (wants_details(wish) && spare < SPARE_ROWS)
		place_side(wish, side, out);
	else
		place(out, PANE_MESSAGES, side);
}

/* Rows for the pane under the ladder; all rows if both do not fit. */
static int rows_below(const struct layout_wish *wish, int rows)
{
	bool asked = wish->details || wish->focus == PANE_MESSAGES;
	if (!asked && rows < FOLD_ROWS)
		return 0;
	if (rows < SHARE_ROWS)
		return rows;
	int below = (wish->details ? rows / 2 : BELOW_ROWS) + wish->grow;
	int spare = spare_rows(wish, rows);
	below = below > spare ? below : spare;
	return clamp(below, 2, rows - LADDER_HEAD - LADDER_MIN_ROWS);
}

/* Messages left of the details. */
static void place_pair(struct rect both, struct layout *out)
{
	int left = both.cols / 2;
	out->split = (struct rect){ both.row, both.col + left, both.rows, 1 };
	place(out, PANE_MESSAGES, (struct rect){ both.row, both.col, both.rows, left });
	place(out, PANE_DETAILS,
	    (struct rect){ both.row, both.col + left + 1, both.rows, both.cols - left - 1 });
}

static void place_below(const struct layout_wish *wish, struct layout *out)
{
	struct rect body = out->body;
	int below = rows_below(wish, body.rows);
	struct rect upper = { body.row, body.col, body.rows - below, body.cols };
	struct rect lower = { body.row + upper.rows, body.col, below, body.cols };
	place(out, PANE_LADDER, upper);
	bool pair = body.cols >= PAIR_COLS && below >= PAIR_ROWS && wants_details(wish);
	bool details = wish->details && !wish->nothing && wish->focus != PANE_MESSAGES;
	if (pair)
		place_pair(lower, out);
	else
		place(out, details ? PANE_DETAILS : PANE_MESSAGES, lower);
}

/* Without the details pane, the status line explains the segment. */
static int status_rows(const struct layout_wish *wish, bool details)
{
	return wish->explain && !details && wish->size.rows >= TALL_ROWS ? 2 : 1;
}

/* The rows that a pane needs when an explanation wants its lower end. */
static int kept_rows(const struct layout_wish *wish, enum pane pane, int rows)
{
	if (pane == PANE_MESSAGES)
		return wish->steady ? rows : 1;
	if (pane == PANE_DETAILS)
		return rows;
	int used = wish->ladder_rows != 0 && wish->ladder_rows < rows ? wish->ladder_rows : rows;
	int squeezed = wish->size.rows >= TALL_ROWS ? rows - SQUEEZE_ROWS : rows;
	return used < squeezed ? used : squeezed;
}

/* How many of the lowest rows of the body can be had. */
static int spare_below(const struct layout_wish *wish, const struct layout *out)
{
	int end = out->body.row + out->body.rows, spare = out->body.rows;
	for (enum pane pane = 0; pane < PANE_COUNT; pane++) {
		const struct rect *at = &out->pane[pane];
		if (at->rows == 0 || at->row + at->rows != end)
			continue;
		int own = at->rows - kept_rows(wish, pane, at->rows);
		spare = own < spare ? own : spare;
	}
	return spare > 0 ? spare : 0;
}

static void cut_below(struct rect *r, int end)
{
	if (r->row + r->rows > end)
		r->rows = end > r->row ? end - r->row : 0;
}

/* Takes rows from the lower end of everything in the body. */
static void shorten_body(struct layout *out, int rows)
{
	int end = out->body.row + out->body.rows - rows;
	cut_below(&out->body, end);
	cut_below(&out->split, end);
	for (enum pane pane = 0; pane < PANE_COUNT; pane++) {
		cut_below(&out->head[pane], end);
		cut_below(&out->pane[pane], end);
	}
}

/* A notice comes first, as it stays only for a while; the rest is the explanation's. */
static void place_status(const struct layout_wish *wish, struct layout *out)
{
	bool explains = wish->explain && !layout_shows(out, PANE_DETAILS);
	int notice = clamp(wish->notice_rows, 0, out->body.rows - LADDER_HEAD - 1);
	int more = notice + (explains ? wish->explain_rows : 0) - out->status.rows;
	int spare = spare_below(wish, out);
	more = clamp(more, 0, spare > notice ? spare : notice);
	shorten_body(out, more);
	out->status.row -= more;
	out->status.rows += more;
	out->notice = out->status;
	out->notice.rows = notice;
	out->status.row += notice;
	out->status.rows -= notice;
}

static void place_all(const struct layout_wish *wish, int status, struct layout *out)
{
	struct size size = wish->size;
	int top = 1 + wish->banner + wish->link, bottom = status + 1;
	memset(out, 0, sizeof(*out));
	out->title = (struct rect){ 0, 0, 1, size.cols };
	out->banner = (struct rect){ 1, 0, wish->banner, size.cols };
	out->link = (struct rect){ 1 + wish->banner, 0, wish->link, size.cols };
	out->body = (struct rect){ top, 0, size.rows - top - bottom, size.cols };
	out->status = (struct rect){ size.rows - bottom, 0, bottom - 1, size.cols };
	out->hints = (struct rect){ size.rows - 1, 0, 1, size.cols };

	if (wish->zoom)
		place(out, wish->focus, out->body);
	else if (size.cols >= WIDE_COLS)
		place_beside(wish, out);
	else
		place_below(wish, out);
}

/* Rows of a short ladder over another pane that a longer explanation may have from the start: so
 * that pane stays where it is from one explanation to the next. */
static int given_rows(const struct layout_wish *wish, const struct layout *out)
{
	struct rect ladder = out->pane[PANE_LADDER];
	bool over = ladder.rows != 0 && ladder.row + ladder.rows < out->body.row + out->body.rows;
	if (!over || wish->ladder_rows == 0 || out->status.rows < 2)
		return 0;
	return clamp(ladder.rows - wish->ladder_rows, 0, GIVEN_ROWS);
}

void layout_compute(const struct layout_wish *wish, struct layout *out)
{
	struct size size = wish->size;
	if (size.cols < LAYOUT_MIN_COLS || size.rows < LAYOUT_MIN_ROWS) {
		*out = (struct layout){ .too_small = true };
		return;
	}
	int status = status_rows(wish, false);
	place_all(wish, status, out);
	if (layout_shows(out, PANE_DETAILS) && status != status_rows(wish, true)) {
		status = status_rows(wish, true);
		place_all(wish, status, out);
	}
	int given = given_rows(wish, out);
	if (given != 0)
		place_all(wish, status + given, out);
	place_status(wish, out);
}

bool layout_shows(const struct layout *layout, enum pane pane)
{
	return layout->head[pane].rows != 0;
}

enum pane layout_at(const struct layout *layout, int row, int col)
{
	for (enum pane pane = 0; pane < PANE_COUNT; pane++)
		if (rect_holds(layout->head[pane], row, col) ||
		    rect_holds(layout->pane[pane], row, col))
			return pane;
	return PANE_COUNT;
}
