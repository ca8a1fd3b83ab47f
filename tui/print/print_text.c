/* --text: the ladder as lines, session by session. */
#include "tui/print/print_parts.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "capture/os/services.h"
#include "core/base/text.h"
#include "core/decode/link_format.h"
#include "core/decode/reread.h"
#include "core/model/message.h"
#include "tui/run/explain_text.h"
#include "tui/run/fate_text.h"
#include "tui/text/lines.h"
#include "tui/text/stderr_text.h"

/* Cells of a typical SYN's label, for live output, which does not know its labels in advance. */
#define LIVE_LABEL_CELLS 136
#define ASIDE_CELLS 60
/* Cells between the lifelines that an explanation leaves free. */
#define EXPLAIN_MARGIN 8
#define ASIDE_CELLS_MIN 12
#define FRAMES_NARROW 99999
#define LINE_MAX_BYTES (ROW_TEXT + 1024) /* including blanks between spans */

static unsigned columns_of_terminal(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

static void set_up_style(struct print *p)
{
	const struct options *o = p->run->options;
	const struct model *m = p->run->model;
	uint32_t packets = model_packets(m);
	p->limit = o->width != 0 ? o->width : columns_of_terminal();
	if (p->limit != 0 && p->limit < LADDER_WIDTH_MIN)
		p->limit = LADDER_WIDTH_MIN;
	p->style = (struct ladder_style){
		.ascii = o->ascii || stderr_is_ascii(),
		.raw_seq = o->raw_seq,
		.quiet = o->quiet,
		.time = o->time,
		.wide_frames = packets > 0 && model_packet(m, packets)->frame > FRAMES_NARROW,
		.service = o->numeric ? NULL : services_name,
	};
}

static void set_width(struct print *p, unsigned label_cells)
{
	p->style.width = ladder_width_for(&p->style, label_cells);
	if (p->limit != 0 && p->style.width > p->limit)
		p->style.width = p->limit;
}

/* Returns the cells of a segment's link header; 0 if it is not asked for, or cannot be read. */
static unsigned link_text(struct print *p, uint32_t packet, char out[LINK_TEXT])
{
	struct frame frame;
	if (!p->run->options->link_header || !run_frame(p->run, packet, &frame, NULL))
		return 0;
	return (unsigned)link_format(frame.link_type, &frame, out, LINK_TEXT);
}

static unsigned longest_label(struct print *p, uint32_t session)
{
	const struct model *m = p->run->model;
	char options[512], fate[FATE_TEXT], link[LINK_TEXT];
	unsigned longest = 0;
	for (uint32_t i = model_session(m, session)->first; i != 0; i = model_packet(m, i)->next) {
		if (!print_wants(p, i))
			continue;
		run_packet_options(p->run, i, p->style.raw_seq, options, sizeof(options));
		struct ladder_style own = fate_style(p->run, i, &p->style, fate);
		unsigned cells = ladder_label_cells(m, i, &own, options);
		longest = cells > longest ? cells : longest;
		cells = link_text(p, i, link);
		longest = cells > longest ? cells : longest;
	}
	return longest;
}

/* Prints a row with a title in its leading blanks, or before it if they are too few. */
static void put_titled(const char *title, const struct row *row)
{
	char line[LINE_MAX_BYTES];
	row_text(row, line, sizeof(line));
	size_t len = strlen(title);
	if (strspn(line, " ") > len)
		memcpy(line, title, len);
	else
		puts(title);
	puts(line);
}

static void end_ladder(struct print *p)
{
	if (p->session == 0)
		return;
	const struct session *s = model_session(p->run->model, p->session);
	char title[32];
	uint32_t session = p->session;
	p->session = 0;
	/* With --session, a ring may have forgotten the session. */
	if (s == NULL)
		return;
	struct row row;
	snprintf(title, sizeof(title), "%s%s", s->ended == SESSION_OPEN ? "" : "ended: ",
	    session_end_name((enum session_end)s->ended));
	ladder_states(p->run->model, session, s->last, &p->style, &row);
	put_titled(title, &row);
}

static void begin_session(struct print *p, uint32_t session)
{
	char title[32];
	struct row row;
	end_ladder(p);
	if (p->outline)
		putchar('\n');
	p->outline = true;
	p->session = session;
	snprintf(title, sizeof(title), "session %u", session);
	ladder_endpoints(p->run->model, session, &p->style, &row);
	put_titled(title, &row);
}

/* Writes the new bytes of a segment as text, as far as there is room beside the ladder; else
 * nothing. */
static void say(struct print *p, uint32_t packet, char *out, size_t size)
{
	unsigned cells = ASIDE_CELLS;
	out[0] = '\0';
	if (p->limit != 0)
		cells = p->limit > p->style.width + 1 ? p->limit - p->style.width - 1 : 0;
	if (cells < ASIDE_CELLS_MIN)
		return;
	struct frame frame;
	struct bytes payload;
	if (model_packet(p->run->model, packet)->bits & PACKET_NEW_DATA &&
	    run_frame(p->run, packet, &frame, NULL) &&
	    peek_payload(frame.link_type, &frame, &payload))
		text_line(payload, p->style.ascii, cells, out, size);
}

/* Prints the link header below the arrow, as far as there is room between the lifelines. */
static void put_link(struct print *p, uint32_t packet)
{
	char text[LINK_TEXT], line[LINE_MAX_BYTES];
	struct row row;
	if (link_text(p, packet, text) == 0)
		return;
	ladder_between(&p->style, ROLE_PLAIN, text, &row);
	row_text(&row, line, sizeof(line));
	puts(line);
}

/* Prints the explanation below the arrow, between the lifelines. */
static void put_explanation(struct print *p, uint32_t packet)
{
	struct ladder_columns at = ladder_columns(&p->style);
	char text[EXPLAIN_LAB_TEXT], line[LINE_MAX_BYTES];
	struct lines lines = { 0 };
	struct row row;
	if (!p->run->options->explain || explain_with_lab(p->run, packet, text, sizeof(text)) == 0)
		return;
	lines_wrap(&lines, 0, text, at.right - at.left - EXPLAIN_MARGIN, 0);
	for (size_t i = 0; i < lines.count; i++) {
		ladder_between(&p->style, ROLE_PLAIN, lines_text(&lines, i), &row);
		row_text(&row, line, sizeof(line));
		puts(line);
	}
	lines_free(&lines);
}

static void put_packet(struct print *p, uint32_t packet)
{
	char options[512], aside[512], fate[FATE_TEXT], line[LINE_MAX_BYTES];
	struct row row;
	p->matched++;
	const struct packet *record = model_packet(p->run->model, packet);
	p->style.utc_offset = clock_utc_offset(record->time_ns);
	uint32_t before = model_prev(p->run->model, packet);
	if (ladder_begins_day(p->run->model, before, packet, &p->style)) {
		ladder_day(p->run->model, packet, &p->style, &row);
		row_text(&row, line, sizeof(line));
		puts(line);
	}
	run_packet_options(p->run, packet, p->style.raw_seq, options, sizeof(options));
	struct ladder_style own = fate_style(p->run, packet, &p->style, fate);
	say(p, packet, aside, sizeof(aside));
	ladder_arrow(p->run->model, packet, &own, options, aside, &row);
	row_text(&row, line, sizeof(line));
	puts(line);
	put_link(p, packet);
	put_explanation(p, packet);
}

static void packet(struct print *p, uint32_t number)
{
	uint32_t session = model_packet(p->run->model, number)->session;
	if (p->style.width == 0) {
		set_up_style(p);
		set_width(p, LIVE_LABEL_CELLS);
	}
	if (session != p->session)
		begin_session(p, session);
	put_packet(p, number);
}

static void put_session(struct print *p, uint32_t session)
{
	const struct model *m = p->run->model;
	bool any = false;
	set_up_style(p);
	set_width(p, longest_label(p, session));
	for (uint32_t i = model_session(m, session)->first; i != 0; i = model_packet(m, i)->next) {
		if (!print_wants(p, i))
			continue;
		if (!any)
			begin_session(p, session);
		any = true;
		put_packet(p, i);
	}
	if (!any)
		return;
	end_ladder(p);
	print_story(p, session, p->style.width);
}

static bool whole(struct print *p, struct err *err)
{
	const struct model *m = p->run->model;
	(void)err;
	for (uint32_t session = model_session_after(m, 0); session != 0 && !ferror(stdout);
	     session = model_session_after(m, session)) {
		put_session(p, session);
	}
	return true;
}

/* Prints the stories of ladders that were printed live, once the input has ended. */
static void end(struct print *p)
{
	const struct model *m = p->run->model;
	end_ladder(p);
	for (uint32_t session = model_session_after(m, 0); session != 0 && !ferror(stdout);
	     session = model_session_after(m, session)) {
		if (!print_wants_session(p, session))
			continue;
		printf("\nsession %u\n", session);
		print_story(p, session, p->style.width);
	}
}

const struct printer print_text = { .packet = packet, .whole = whole, .end = end };
