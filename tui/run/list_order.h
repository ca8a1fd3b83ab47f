/* Order and filter of the session list. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/filter/scan.h"
#include "core/model/model.h"
#include "tui/run/filtering.h"

enum sort {
	SORT_NUMBER, /* in order of appearance */
	SORT_PACKETS,
	SORT_BYTES,
	SORT_DURATION,
	SORT_TROUBLE,
	SORT_STATE,
	SORT_RTT,
	SORT_GOODPUT,
	SORT_RESENT,
	SORTS,
};

/* Sessions that a filter selects, found in slices: packets first, then session by session. */
struct list_pass {
	struct filter_scan *scan;   /* owned */
	const struct model *model;  /* that the scan looks at */
	bool going, first;          /* first: what it has found so far is shown */
	uint32_t at;                /* last session judged */
	uint32_t sessions, packets; /* state of the model at its beginning */
	uint32_t *found;            /* session numbers; owned */
	uint32_t count, room;
	int64_t cost_ns; /* time taken so far */
};

/* When zeroed: all sessions, in order of appearance. */
struct list_order {
	enum sort sort;
	bool reverse;
	struct filtering filtering;
	struct list_pass pass;
	uint32_t *order; /* session numbers; owned */
	uint32_t count, room;
	bool identity;     /* all sessions in order of appearance: `order` is not used */
	bool wanted;       /* settings have changed since */
	bool resort;       /* the order has, of what a filter found */
	uint32_t sessions; /* state of the model at the last sort */
	uint32_t packets;
	uint32_t gone;   /* sessions that were forgotten by then */
	int64_t next_ns; /* earliest time of the next sort, monotonic */
};

void list_order_free(struct list_order *o);

/* Returns "packets". Static. */
const char *sort_name(enum sort sort);
/* Returns the word for what the order puts first: "most". Static. */
const char *sort_first(enum sort sort, bool reverse);
void list_order_sort(struct list_order *o, enum sort sort, bool reverse);
/* Puts a filter in force, "" for none. False, with the error set, if it does not parse. */
bool list_order_filter(
    struct list_order *o, struct run *run, const char *text, struct filter_error *error);

/* Sorts again if something has changed; with many sessions, less often. Sessions above the
 * given number are left out. With a filter it takes a slice of time: list_order_busy() says that
 * more is to be done. */
void list_order_update(
    struct list_order *o, const struct model *m, uint32_t sessions, int64_t now_ns);

/* Returns true while sessions wait to be judged by the filter. */
bool list_order_busy(const struct list_order *o);

/* Removes forgotten sessions; cheap if there are none. */
void list_order_forget(struct list_order *o, const struct model *m);

/* Returns the session in row n, counted from 0, or 0. */
uint32_t list_order_at(const struct list_order *o, uint32_t n);
/* Returns the row of a session; 0 if it is not listed. */
uint32_t list_order_row(const struct list_order *o, uint32_t session);

/* Returns true if endpoints, states or end of the session contain all words of a text, ignoring
 * case. */
bool list_filter_passes(const struct session *s, const char *words);
