/* The ladder: two columns, an arrow per segment, laid out as rows of text cells. Painted by the
 * screen, printed as text, exported: the same rows.
 *
 *      1  11:12:02.534303  │═ [S] seq 2639909369, win 8192, length 0 ════════▶│
 *      2  11:12:02.534339  │◀═ [S.] seq 1984808639, ack 2639909370, win 14600 ═│
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/ladder/row.h"
#include "core/model/model.h"

enum time_mode {
	TIME_ABSOLUTE,       /* local or UTC time of day, to the microsecond */
	TIME_DATE,           /* the same after the date; a narrow row has only the time of day */
	TIME_SINCE_START,    /* since the session's first packet */
	TIME_SINCE_PREVIOUS, /* since the packet before it in the session */
	TIME_MODES,
};

struct ladder_style {
	unsigned width; /* cells of the whole row, at least LADDER_WIDTH_MIN */
	bool ascii;
	bool raw_seq;
	bool quiet;       /* labels of flags and length only */
	bool wide_frames; /* room for frame numbers over 99999 */
	enum time_mode time;
	/* Seconds added to the epoch for TIME_ABSOLUTE and TIME_DATE: the core knows no time
	 * zone. */
	int32_t utc_offset;
	/* What became of this segment on its way, to show after the notes, or NULL; and whether it
	 * was lost: its arrow then ends short of the other column. */
	const char *fate;
	bool lost;
	/* Returns the service name of a port, or NULL to show the number. May be NULL itself. */
	const char *(*service)(uint16_t port);
};

#define LADDER_WIDTH_MIN 30

/* Lay out the two lines above the arrows: the endpoints over their columns, and their states after
 * `packet` (0: none yet). */
void ladder_endpoints(
    const struct model *m, uint32_t session, const struct ladder_style *style, struct row *out);
void ladder_states(const struct model *m, uint32_t session, uint32_t packet,
    const struct ladder_style *style, struct row *out);

/* Lays out the line of one segment. options is the text of its options (tcpopts_format) or NULL.
 * aside, unless NULL, is text that is safe to show, placed right of the ladder, beyond
 * style->width. Column 0 stays free for a marker. */
void ladder_arrow(const struct model *m, uint32_t packet, const struct ladder_style *style,
    const char *options, const char *aside, struct row *out);

/* Lays out a line that is no segment: text between the lifelines. */
void ladder_between(
    const struct ladder_style *style, enum role role, const char *text, struct row *out);

/* Returns true if a packet is of another day than the one shown before it (0: none), and its row
 * shows the time of day without the date. */
bool ladder_begins_day(
    const struct model *m, uint32_t before, uint32_t packet, const struct ladder_style *style);
/* Lays out the line above such a packet: a rule with the date. */
void ladder_day(
    const struct model *m, uint32_t packet, const struct ladder_style *style, struct row *out);

/* Return the cells of a packet's complete label with its notes; and the width of a ladder that
 * shows a label of that many cells completely. */
unsigned ladder_label_cells(
    const struct model *m, uint32_t packet, const struct ladder_style *style, const char *options);
unsigned ladder_width_for(const struct ladder_style *style, unsigned label_cells);

/* Columns of the two lifelines for a style; other panes align with them. */
struct ladder_columns {
	unsigned left, right;
};
struct ladder_columns ladder_columns(const struct ladder_style *style);

/* Writes the time of a packet in the given style: "11:12:16.501177", "2015-09-25 11:12:16.501177",
 * "+0.000031". */
size_t ladder_time(const struct model *m, uint32_t packet, const struct ladder_style *style,
    char *out, size_t size);
