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
	TIME_SINCE_START,    /* of the session */
	TIME_SINCE_PREVIOUS, /* packet of the session */
	TIME_MODES,
};

struct ladder_style {
	unsigned width; /* cells for the whole row, at least LADDER_WIDTH_MIN */
	bool ascii;
	bool raw_seq;
	bool wide_frames; /* room for frame numbers over 99999 */
	enum time_mode time;
	/* Seconds added to the epoch for TIME_ABSOLUTE: the core knows no time zone. */
	int32_t utc_offset;
	/* What became of this very segment on its way, behind the notes, or NULL; and whether it
	 * never arrived: then its arrow ends short of the other column. */
	const char *fate;
	bool lost;
	/* The service name of a port, or NULL to have the number. May be NULL itself. */
	const char *(*service)(uint16_t port);
};

#define LADDER_WIDTH_MIN 30

/* The two lines above the arrows: endpoints over their columns; and their states after `packet`
 * (0: none yet). */
void ladder_endpoints(
    const struct model *m, uint32_t session, const struct ladder_style *style, struct row *out);
void ladder_states(const struct model *m, uint32_t session, uint32_t packet,
    const struct ladder_style *style, struct row *out);

/* The line of one segment. options is the text of its options (tcpopts_format) or NULL. aside, when
 * not NULL, is text that is safe to show, put right of the ladder, beyond style->width. Column 0 is
 * left free for a marker. */
void ladder_arrow(const struct model *m, uint32_t packet, const struct ladder_style *style,
    const char *options, const char *aside, struct row *out);

/* The cells that the label of a packet takes when nothing is left out, its notes included; and the
 * width of a ladder in which a label of so many cells is shown whole. */
unsigned ladder_label_cells(
    const struct model *m, uint32_t packet, const struct ladder_style *style, const char *options);
unsigned ladder_width_for(const struct ladder_style *style, unsigned label_cells);

/* Columns of the two lifelines for a style, so that other panes can line up. */
struct ladder_columns {
	unsigned left, right;
};
struct ladder_columns ladder_columns(const struct ladder_style *style);

/* "11:12:16.501177", "+0.000031": the time of a packet as the style has it. */
size_t ladder_time(const struct model *m, uint32_t packet, const struct ladder_style *style,
    char *out, size_t size);
