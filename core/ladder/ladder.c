#include "core/ladder/ladder.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/calendar.h"
#include "core/base/duration.h"
#include "core/base/text.h"
#include "core/ladder/label.h"
#include "core/model/notable.h"
#include "core/record/note.h"

/* How an arrow is drawn. Its line or head alone identifies its kind. */
struct arrow {
	enum role role;
	const char *line, *to_right, *to_left;
};

enum arrow_kind {
	ARROW_HANDSHAKE,
	ARROW_DATA,
	ARROW_ACK,
	ARROW_CLOSE,
	ARROW_RESET,
	ARROW_RESENT,
	ARROW_ZERO_WINDOW,
};

static const struct arrow arrow_utf8[] = {
	[ARROW_HANDSHAKE] = { ROLE_HANDSHAKE, "═", "▶", "◀" },
	[ARROW_DATA] = { ROLE_DATA, "━", "▶", "◀" },
	[ARROW_ACK] = { ROLE_ACK, "┄", "▷", "◁" },
	[ARROW_CLOSE] = { ROLE_CLOSE, "─", "▶", "◀" },
	[ARROW_RESET] = { ROLE_RESET, "━", "×", "×" },
	[ARROW_RESENT] = { ROLE_TROUBLE, "╍", "▶", "◀" },
	[ARROW_ZERO_WINDOW] = { ROLE_TROUBLE, "┄", "■", "■" },
};

static const struct arrow arrow_ascii[] = {
	[ARROW_HANDSHAKE] = { ROLE_HANDSHAKE, "=", ">", "<" },
	[ARROW_DATA] = { ROLE_DATA, "-", ">", "<" },
	[ARROW_ACK] = { ROLE_ACK, ".", ">", "<" },
	[ARROW_CLOSE] = { ROLE_CLOSE, "~", ">", "<" },
	[ARROW_RESET] = { ROLE_RESET, "-", "X", "X" },
	[ARROW_RESENT] = { ROLE_TROUBLE, "#", ">", "<" },
	[ARROW_ZERO_WINDOW] = { ROLE_TROUBLE, ".", "0", "0" },
};

/* Cells of the columns left of the ladder, each with the blank after it. */
struct gutter {
	unsigned marker, frame, time;
};

/* Line before the label, blanks around it, and the shortest line after it. */
#define LABEL_LEAD 2
#define LABEL_FRAME (LABEL_LEAD + 2 + 1)
/* cells between the head of a lost segment and the column it was sent to */
#define LOST_GAP 4
#define WIDTH_WITH_TIME 50
#define WIDTH_WITH_MICROSECONDS 66
#define WIDTH_WITH_LENGTH 76 /* room for flags, both numbers of a SYN-ACK and it */
#define WIDTH_WITH_DATE 90
#define TIME_CELLS_DATE 26
#define TIME_CELLS 15
#define TIME_CELLS_SHORT 12

static struct gutter gutter_of(const struct ladder_style *style)
{
	struct gutter g = { 1, style->wide_frames ? 9 : 6, 0 };
	if (style->width >= WIDTH_WITH_DATE && style->time == TIME_DATE)
		g.time = TIME_CELLS_DATE + 1;
	else if (style->width >= WIDTH_WITH_MICROSECONDS)
		g.time = TIME_CELLS + 1;
	else if (style->width >= WIDTH_WITH_TIME)
		g.time = TIME_CELLS_SHORT + 1;
	return g;
}

struct ladder_columns ladder_columns(const struct ladder_style *style)
{
	assert(style->width >= LADDER_WIDTH_MIN);
	struct gutter g = gutter_of(style);
	return (struct ladder_columns){ g.marker + g.frame + g.time, style->width - 1 };
}

unsigned ladder_width_for(const struct ladder_style *style, unsigned label_cells)
{
	struct ladder_style widest = *style;
	widest.width = style->time == TIME_DATE ? WIDTH_WITH_DATE : WIDTH_WITH_MICROSECONDS;
	unsigned width = ladder_columns(&widest).left + label_cells + LABEL_FRAME + 3;
	return width > widest.width ? width : widest.width;
}

/* "back 97 us": the clock was set back, or the capture is not in order of time. */
static size_t format_back(int64_t ns, char *out, size_t size)
{
	char by[DURATION_TEXT];
	duration_format(ns > INT64_MIN ? -ns : INT64_MAX, by, sizeof(by));
	int n = snprintf(out, size, "back %s", by);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static size_t format_seconds(int64_t ns, const char *sign, char *out, size_t size)
{
	if (ns < 0)
		return format_back(ns, out, size);
	uint64_t us = (uint64_t)ns / 1000;
	int n = snprintf(out, size, "%s%llu.%06llu", sign, (unsigned long long)(us / 1000000),
	    (unsigned long long)(us % 1000000));
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static size_t format_time_of_day(int64_t ns, int32_t utc_offset, char *out, size_t size)
{
	const int64_t day_us = INT64_C(86400000000);
	int64_t us = (ns / 1000 + (int64_t)utc_offset * 1000000) % day_us;
	if (us < 0)
		us += day_us;
	int n = snprintf(out, size, "%02d:%02d:%02d.%06d", (int)(us / 3600000000),
	    (int)(us / 60000000 % 60), (int)(us / 1000000 % 60), (int)(us % 1000000));
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static size_t format_date(int64_t ns, int32_t utc_offset, char *out, size_t size)
{
	size_t len = calendar_date(calendar_day(ns, utc_offset), out, size);
	if (len == 0 || len + 1 >= size)
		return len;
	out[len++] = ' ';
	return len + format_time_of_day(ns, utc_offset, out + len, size - len);
}

size_t ladder_time(const struct model *m, uint32_t packet, const struct ladder_style *style,
    char *out, size_t size)
{
	const struct packet *p = model_packet(m, packet);
	const struct session *s = model_session(m, p->session);
	if (style->time == TIME_ABSOLUTE)
		return format_time_of_day(p->time_ns, style->utc_offset, out, size);
	if (style->time == TIME_DATE)
		return format_date(p->time_ns, style->utc_offset, out, size);
	assert(style->time < TIME_MODES && s->first <= packet);
	if (style->time == TIME_SINCE_START)
		return format_seconds(
		    p->time_ns - model_packet(m, s->first)->time_ns, "", out, size);
	uint32_t before = model_prev(m, packet);
	int64_t ns = before != 0 ? p->time_ns - model_packet(m, before)->time_ns : 0;
	return format_seconds(ns, "+", out, size);
}

/* Puts two texts, one over each column: the left one at its column, or further left if it is
 * long. */
static void put_heads(const struct ladder_style *style, enum role role, const char *left,
    const char *right, struct row *out)
{
	struct ladder_columns at = ladder_columns(style);
	unsigned left_cells = text_width(left), right_cells = text_width(right);
	unsigned room = at.right + 1;
	row_clear(out);
	if (left_cells + right_cells + 2 > room)
		right_cells = right_cells < room / 2 ? right_cells : room / 2 - 1;
	unsigned start = at.left, end = room - right_cells - 1;
	assert(end < room && right_cells < room);
	if (start + left_cells > end)
		start = end > left_cells + 1 ? end - left_cells : 1;
	char cut[128];
	snprintf(cut, sizeof(cut), "%.*s", (int)text_fit(left, end - start, NULL), left);
	row_put(out, start, role, cut);
	row_put_right(out, end + 1, room, role, right);
}

/* Writes an endpoint. Returns the cells. */
static unsigned end_put(const struct endpoint *end, const struct ladder_style *style,
    unsigned cells, char *out, size_t size)
{
	const char *service = style->service != NULL ? style->service(end->port) : NULL;
	endpoint_fit(end, service, style->ascii, cells, out, size);
	return text_width(out);
}

void ladder_endpoints(
    const struct model *m, uint32_t session, const struct ladder_style *style, struct row *out)
{
	char text[2][ENDPOINT_TEXT + 32];
	unsigned cells[2], room = ladder_columns(style).right - 1;
	const struct session *s = model_session(m, session);
	row_clear(out);
	if (s == NULL)
		return;
	for (unsigned i = 0; i < 2; i++)
		cells[i] = end_put(&s->end[i], style, room, text[i], sizeof(text[i]));
	/* A short endpoint leaves its cells to the other one. */
	if (cells[SIDE_A] + cells[SIDE_B] > room) {
		unsigned other = cells[SIDE_B] < room / 2 ? cells[SIDE_B] : room / 2;
		unsigned own =
		    end_put(&s->end[SIDE_A], style, room - other, text[0], sizeof(text[0]));
		end_put(&s->end[SIDE_B], style, room - own, text[1], sizeof(text[1]));
	}
	put_heads(style, ROLE_ENDPOINT, text[SIDE_A], text[SIDE_B], out);
}

void ladder_states(const struct model *m, uint32_t session, uint32_t packet,
    const struct ladder_style *style, struct row *out)
{
	const struct packet *p = model_packet(m, packet);
	row_clear(out);
	if (p == NULL || p->session != session)
		return;
	const char *(*name)(enum tcp_state) =
	    style->width >= WIDTH_WITH_TIME ? tcp_state_name : tcp_state_short;
	put_heads(
	    style, ROLE_STATE, name(packet_state(p, SIDE_A)), name(packet_state(p, SIDE_B)), out);
}

static enum arrow_kind kind_of(const struct packet *p)
{
	if (p->flags & TCP_RST)
		return ARROW_RESET;
	/* Trouble stands out, whatever kind the segment is. */
	if (p->notes & NOTE_BIT(NOTE_RETRANSMISSION))
		return ARROW_RESENT;
	if (p->notes & NOTE_BIT(NOTE_ZERO_WINDOW))
		return ARROW_ZERO_WINDOW;
	if (p->flags & TCP_SYN)
		return ARROW_HANDSHAKE;
	if (p->flags & TCP_FIN)
		return ARROW_CLOSE;
	return p->len > 0 ? ARROW_DATA : ARROW_ACK;
}

static bool trouble(uint64_t notes, const struct ladder_style *style)
{
	return style->lost || (notes & NOTES_TROUBLE) != 0;
}

/* How much of the notes is written. */
enum remark { REMARK_FULL, REMARK_BRIEF, REMARK_FIRST, REMARK_MARK };

/* Writes the fate and the notes after a mark that stands out without colour. Returns the cells; all
 * ASCII. */
static unsigned format_notes(
    uint64_t notes, const struct ladder_style *style, enum remark remark, char *out, size_t size)
{
	bool fate = style->fate != NULL && style->fate[0] != '\0';
	char words[256] = "";
	out[0] = '\0';
	if (notes == 0 && !fate)
		return 0;
	if (remark == REMARK_MARK && !fate)
		return (unsigned)snprintf(out, size, trouble(notes, style) ? "!" : "*");
	if (notes != 0 && remark == REMARK_FULL)
		notes_format(notes, words, sizeof(words));
	else if (notes != 0 && remark != REMARK_MARK)
		notes_brief(notes, remark == REMARK_FIRST ? 1 : NOTE_COUNT, words, sizeof(words));
	int n = snprintf(out, size, "%s%s%s%s", trouble(notes, style) ? "! " : "* ",
	    fate ? style->fate : "", fate && words[0] != '\0' ? ", " : "", words);
	return n > 0 && (size_t)n < size ? (unsigned)n : 0;
}

/* The text between the lifelines. */
struct words {
	char label[1024], notes[512];
	unsigned cells; /* of both and the blank between them */
};

static void write_words(const struct label *label, enum label_less less, enum remark remark,
    uint64_t notes, const struct ladder_style *style, struct words *out)
{
	/* A narrow ladder shows the length in no row, a wide one in every row. */
	bool length = style->quiet || style->width >= WIDTH_WITH_LENGTH;
	unsigned cells = format_notes(notes, style, remark, out->notes, sizeof(out->notes));
	out->cells = (unsigned)label_write(label, less, length, out->label, sizeof(out->label));
	out->cells += cells > 0 ? cells + 1 : 0;
}

static void read_label(struct label *label, const struct model *m, uint32_t packet,
    const struct ladder_style *style, const char *options)
{
	label_read(label, m, packet, style->raw_seq, options);
	if (style->quiet)
		label_quieten(label);
}

/* Fits label and notes into the room. Notes of trouble are shortened last: they are the news of
 * the row. */
static void fit_words(const struct model *m, uint32_t packet, const struct ladder_style *style,
    const char *options, unsigned room, struct words *out)
{
	uint64_t notes = notes_shown(m, packet);
	struct {
		enum remark remark;
		enum label_less most;
	} ways[] = {
		{ REMARK_FULL, trouble(notes, style) ? LABEL_NO_ACK : LABEL_NO_WIN },
		{ REMARK_BRIEF, LABEL_NO_LENGTH },
		{ REMARK_FIRST, LABEL_FLAGS },
		{ REMARK_MARK, LABEL_FLAGS },
	};
	struct label label;
	unsigned less = LABEL_WHOLE;
	read_label(&label, m, packet, style, options);
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		for (; less <= ways[i].most; less++) {
			write_words(
			    &label, (enum label_less)less, ways[i].remark, notes, style, out);
			if (out->cells <= room)
				return;
			if (less == ways[i].most)
				break;
		}
	/* Without room even for a mark, both are cut. */
	unsigned most = room > 2 ? room / 3 * 2 : 0;
	format_notes(notes, style, REMARK_FIRST, out->notes, sizeof(out->notes));
	out->notes[most < strlen(out->notes) ? most : strlen(out->notes)] = '\0';
	most = (unsigned)strlen(out->notes);
	unsigned cells = most > 0 ? room - most - 1 : room;
	out->label[cells < strlen(out->label) ? cells : strlen(out->label)] = '\0';
	out->cells = (unsigned)strlen(out->label) + (most > 0 ? most + 1 : 0);
}

unsigned ladder_label_cells(
    const struct model *m, uint32_t packet, const struct ladder_style *style, const char *options)
{
	struct ladder_style wide = *style;
	struct label label;
	struct words words;
	if (wide.width < WIDTH_WITH_LENGTH)
		wide.width = WIDTH_WITH_LENGTH;
	read_label(&label, m, packet, style, options);
	write_words(&label, LABEL_WHOLE, REMARK_FULL, notes_shown(m, packet), &wide, &words);
	return words.cells + (style->lost ? LOST_GAP : 0);
}

/* Puts label and notes between the lifelines. Returns the cells used from `col`. */
static unsigned put_label(const struct model *m, uint32_t packet, const struct ladder_style *style,
    const char *options, unsigned col, unsigned room, enum role role, struct row *out)
{
	struct words words;
	fit_words(m, packet, style, options, room, &words);
	row_put(out, col, role, words.label);
	if (words.notes[0] == '\0')
		return words.cells;
	row_put(out, col + (unsigned)strlen(words.label) + 1,
	    trouble(notes_shown(m, packet), style) ? ROLE_TROUBLE : ROLE_NOTE, words.notes);
	return words.cells;
}

static void put_arrow(const struct model *m, uint32_t packet, const struct ladder_style *style,
    const char *options, struct row *out)
{
	const struct packet *p = model_packet(m, packet);
	const struct arrow *arrow = &(style->ascii ? arrow_ascii : arrow_utf8)[kind_of(p)];
	bool to_right = packet_side(p) == SIDE_A;
	const char *lifeline = style->ascii ? "|" : "│";
	struct ladder_columns at = ladder_columns(style);
	unsigned col = at.left + 1, lead = LABEL_LEAD, end = to_right ? at.right - 1 : at.right;
	assert(at.left + LABEL_LEAD < at.right);
	const char *head = to_right ? arrow->to_right : arrow->to_left;
	if (style->lost) {
		head = style->ascii ? "x" : "╳";
		col += to_right ? 0 : LOST_GAP;
		end -= to_right ? LOST_GAP : 0;
	}
	row_put(out, at.left, ROLE_LIFELINE, lifeline);
	if (!to_right) {
		row_put(out, col++, arrow->role, head);
		lead--;
	}
	row_repeat(out, col, arrow->role, arrow->line, lead);
	col += lead + 1;
	unsigned last = to_right ? end + 1 : end;
	unsigned room = last > col + 3 ? last - col - 3 : 0;
	col += put_label(m, packet, style, options, col, room, arrow->role, out) + 1;
	row_repeat(out, col, arrow->role, arrow->line, end > col ? end - col : 0);
	if (to_right)
		row_put(out, end, arrow->role, head);
	row_put(out, at.right, ROLE_LIFELINE, lifeline);
}

void ladder_arrow(const struct model *m, uint32_t packet, const struct ladder_style *style,
    const char *options, const char *aside, struct row *out)
{
	const struct packet *p = model_packet(m, packet);
	struct gutter g = gutter_of(style);
	char text[48];
	row_clear(out);
	if (p == NULL)
		return;
	snprintf(text, sizeof(text), "%u", p->frame);
	row_put_right(out, 0, g.marker + g.frame - 1, ROLE_FRAME, text);
	if (g.time > 0) {
		struct ladder_style narrow = *style;
		if (style->time == TIME_DATE && g.time != TIME_CELLS_DATE + 1)
			narrow.time = TIME_ABSOLUTE;
		size_t len = ladder_time(m, packet, &narrow, text, sizeof(text));
		/* A narrow time column drops the microseconds. */
		if (g.time <= TIME_CELLS_SHORT + 1 && len > TIME_CELLS_SHORT)
			text[TIME_CELLS_SHORT] = '\0';
		row_put_right(
		    out, g.marker + g.frame, g.marker + g.frame + g.time - 1, ROLE_TIME, text);
	}
	put_arrow(m, packet, style, options, out);
	if (aside != NULL && aside[0] != '\0')
		row_put(out, style->width + 1, ROLE_SPEECH, aside);
}

void ladder_between(
    const struct ladder_style *style, enum role role, const char *text, struct row *out)
{
	struct ladder_columns at = ladder_columns(style);
	const char *lifeline = style->ascii ? "|" : "│";
	unsigned col = at.left + 1 + LABEL_LEAD;
	char cut[ROW_TEXT / 2];
	row_clear(out);
	row_put(out, at.left, ROLE_LIFELINE, lifeline);
	snprintf(cut, sizeof(cut), "%.*s", (int)text_fit(text, at.right - col - 1, NULL), text);
	row_put(out, col, role, cut);
	row_put(out, at.right, ROLE_LIFELINE, lifeline);
}

static int64_t day_of(const struct model *m, uint32_t packet, const struct ladder_style *style)
{
	return calendar_day(model_packet(m, packet)->time_ns, style->utc_offset);
}

bool ladder_begins_day(
    const struct model *m, uint32_t before, uint32_t packet, const struct ladder_style *style)
{
	return before != 0 && style->time == TIME_ABSOLUTE &&
	       day_of(m, packet, style) != day_of(m, before, style);
}

void ladder_day(
    const struct model *m, uint32_t packet, const struct ladder_style *style, struct row *out)
{
	struct ladder_columns at = ladder_columns(style);
	const char *line = style->ascii ? "-" : "─";
	int64_t day = day_of(m, packet, style);
	char date[CALENDAR_TEXT], text[CALENDAR_TEXT + 8];
	calendar_date(day, date, sizeof(date));
	snprintf(text, sizeof(text), " %s %s ", calendar_weekday(day), date);
	unsigned col = at.left + 1 + LABEL_LEAD, end = col + (unsigned)strlen(text);
	row_clear(out);
	row_put(out, at.left, ROLE_LIFELINE, style->ascii ? "+" : "├");
	row_repeat(out, at.left + 1, ROLE_LIFELINE, line, LABEL_LEAD);
	row_put(out, col, ROLE_TIME, text);
	row_repeat(out, end, ROLE_LIFELINE, line, at.right > end ? at.right - end : 0);
	if (at.right >= end)
		row_put(out, at.right, ROLE_LIFELINE, style->ascii ? "+" : "┤");
}
