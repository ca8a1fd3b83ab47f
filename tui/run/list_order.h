/* The order of the session list, and what its filter lets through. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "tui/text/prompt.h"

enum sort {
	SORT_NUMBER, /* in order of appearance */
	SORT_PACKETS,
	SORT_BYTES,
	SORT_DURATION,
	SORT_TROUBLE,
	SORT_STATE,
	SORTS,
};

/* Zeroed: every session, in order of appearance. */
struct list_order {
	enum sort sort;
	bool reverse;
	char filter[PROMPT_TEXT]; /* words that must all be there; empty: none */
	uint32_t *order;          /* session numbers; owned */
	uint32_t count, room;
	bool identity;     /* `order` is not needed */
	bool wanted;       /* something about it was changed */
	uint32_t sessions; /* what it was made of */
	uint32_t packets;
	uint32_t gone;   /* sessions that the model had forgotten by then */
	int64_t next_ns; /* not to be made again before, monotonic */
};

void list_order_free(struct list_order *o);

/* "packets". Static. */
const char *sort_name(enum sort sort);
/* The word for the end that an order puts first: "most". Static. */
const char *sort_first(enum sort sort, bool reverse);
void list_order_sort(struct list_order *o, enum sort sort, bool reverse);
void list_order_filter(struct list_order *o, const char *filter);

/* Makes the order anew where something has changed; with many sessions not more often than it can
 * be afforded. Sessions beyond the given number do not exist. */
void list_order_update(
    struct list_order *o, const struct model *m, uint32_t sessions, int64_t now_ns);

/* Takes out what the model has forgotten since; cheap when that is nothing. */
void list_order_forget(struct list_order *o, const struct model *m);

/* The session in row n, from 0; 0 when there is none. */
uint32_t list_order_at(const struct list_order *o, uint32_t n);
/* The row of a session; 0 when it is not there. */
uint32_t list_order_row(const struct list_order *o, uint32_t session);

/* Returns true if the session's endpoints, states or end hold all words of a filter; case does
 * not matter. */
bool list_filter_passes(const struct session *s, const char *filter);
