/* The columns of the session list: their text, and which of them fit. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/model/model.h"
#include "tui/run/list_order.h"

enum list_column {
	COLUMN_NUMBER,
	COLUMN_START,
	COLUMN_A,
	COLUMN_B,
	COLUMN_STATE,
	COLUMN_TROUBLE,
	COLUMN_PACKETS,
	COLUMN_SENT,
	COLUMN_RECEIVED,
	COLUMN_DURATION,
	COLUMN_VERDICT,
	COLUMN_RTT,
	COLUMN_GOODPUT,
	COLUMN_RESENT,
	COLUMN_PROCESS,   /* its fact does not exist yet: never shown */
	COLUMN_INTERFACE, /* of the first segment */
	COLUMN_COUNT,
};

struct list_columns {
	int col[COLUMN_COUNT]; /* -1: no room */
	int cells[COLUMN_COUNT];
};

/* Inputs of the choice of columns. */
struct list_facts {
	int cells;        /* of the screen */
	int ends_cells;   /* of the widest endpoint so far: columns do not move back and forth */
	int number_cells; /* of the highest number */
	bool trouble;     /* any session has problems */
	bool interfaces;  /* the source has several */
	enum sort sort;   /* the sorted column */
};

/* Chooses the columns: on narrow screens the least important ones are left out; the endpoints
 * share the remaining cells. */
void list_columns_fit(const struct list_facts *facts, struct list_columns *out);

const char *list_column_title(enum list_column column);
/* Returns true for numbers, which are right-aligned. */
bool list_column_right(enum list_column column);
/* Returns the order that the column shows; SORTS if it cannot be sorted by. */
enum sort list_column_sort(enum list_column column);
/* Writes the text of a cell; nothing for a column that is never shown. service names ports, or is
 * NULL. utc_offset is in seconds. COLUMN_VERDICT takes a walk over the session's packets. */
struct list_text {
	const struct model *m;
	const char *(*service)(uint16_t port);
	int32_t utc_offset;
	/* Returns the name of a packet's interface, or NULL. */
	const char *(*interface)(const struct run *run, uint32_t packet);
	const struct run *run;
};
void list_column_text(
    const struct list_text *how, uint32_t session, enum list_column column, char *out, size_t size);

/* Options for endpoints in little space. */
struct list_end {
	int cells;
	const char *(*service)(uint16_t port); /* or NULL */
	bool ascii;
};
/* Writes the text of COLUMN_A or COLUMN_B, shortened like endpoint_fit(). */
void list_end_text(const struct model *m, uint32_t session, enum list_column column,
    const struct list_end *how, char *out, size_t size);
