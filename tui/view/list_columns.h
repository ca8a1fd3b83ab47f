/* The columns of the session list: what stands in them, and which there is room for. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/model/model.h"
#include "tui/run/list_order.h"

enum list_column {
	COLUMN_NUMBER,
	COLUMN_A,
	COLUMN_B,
	COLUMN_STATE,
	COLUMN_TROUBLE,
	COLUMN_PACKETS,
	COLUMN_SENT,
	COLUMN_RECEIVED,
	COLUMN_DURATION,
	COLUMN_COUNT,
};

struct list_columns {
	int col[COLUMN_COUNT]; /* -1: no room */
	int cells[COLUMN_COUNT];
};

/* The facts that the columns depend on. */
struct list_facts {
	int cells;        /* of the screen */
	int ends_cells;   /* of the widest endpoint */
	int number_cells; /* of the highest number */
	bool trouble;     /* there is any */
	enum sort sort;   /* what the list is sorted by */
};

/* On narrow screens the least important columns go first; the endpoints share the
 * cells left over. */
void list_columns_fit(const struct list_facts *facts, struct list_columns *out);

const char *list_column_title(enum list_column column);
/* Numbers stand right. */
bool list_column_right(enum list_column column);
/* The order that the column shows; SORTS when it cannot be sorted by. */
enum sort list_column_sort(enum list_column column);
/* The text of a cell. service names ports, or is NULL. */
void list_column_text(const struct model *m, uint32_t session, enum list_column column,
    const char *(*service)(uint16_t port), char *out, size_t size);

/* How an endpoint is written where there is little room. */
struct list_end {
	int cells;
	const char *(*service)(uint16_t port); /* or NULL */
	bool ascii;
};
/* The text of COLUMN_A or COLUMN_B, as endpoint_fit() makes it fit. */
void list_end_text(const struct model *m, uint32_t session, enum list_column column,
    const struct list_end *how, char *out, size_t size);
