/* Shared by the kinds of output without a screen. For print*.c only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/ladder/ladder.h"
#include "tui/run/course_table.h"
#include "tui/run/filtering.h"
#include "tui/run/run.h"

struct print {
	struct run *run;            /* (borrowed) */
	uint32_t printed;           /* packets processed so far */
	uint32_t session;           /* of the ladder being printed, or 0 */
	uint64_t matched;           /* packets printed */
	bool outline;               /* a ladder was printed before */
	unsigned limit;             /* maximum columns of a line, or 0 */
	struct filtering filtering; /* --filter */
	struct ladder_style style;
	struct courses courses[VANTAGES_MAX]; /* one per vantage point */
	char *line;                           /* of --json, owned */
	size_t line_room;
	struct export_flow *flow; /* of -U, owned */
	struct records *records;  /* of --sessions; or NULL */
};

/* One kind of output. */
struct printer {
	/* Returns false, with err set, if it is clear before the first packet that the output
	 * cannot be written. May be NULL. */
	bool (*check)(const struct run *run, struct err *err);
	/* Prints a packet when it arrives; NULL if everything is printed at the end. */
	void (*packet)(struct print *p, uint32_t packet);
	/* Takes note of a packet that --filter or --session hides; may be NULL. */
	void (*hidden)(struct print *p, uint32_t packet);
	/* Prints what came since the last call; NULL if packet() does. */
	void (*more)(struct print *p);
	/* Prints everything at the end of the input. False with err set. */
	bool (*whole)(struct print *p, struct err *err);
	/* Completes the output of packet(); may be NULL. */
	void (*end)(struct print *p);
};

extern const struct printer print_text, print_json, print_stats, print_sessions, print_export,
    print_bytes;

/* Prints a session's story in lines of at most `width` columns. */
void print_story(const struct print *p, uint32_t session, unsigned width);
/* Prints a session's figures and its story. */
void print_story_and_figures(const struct print *p, uint32_t session);

/* Returns true if a packet of the current vantage point is to be printed. */
bool print_wants(const struct print *p, uint32_t packet);
/* Returns true if a session is. */
bool print_wants_session(const struct print *p, uint32_t session);
