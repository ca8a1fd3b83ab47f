/* Shared by the kinds of output without a screen. Used by print*.c only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/ladder/ladder.h"
#include "tui/run/course_table.h"
#include "tui/run/run.h"

struct print {
	struct run *run;  /* (borrowed) */
	uint32_t printed; /* packets taken note of so far */
	uint32_t session; /* of the ladder being printed, or 0 */
	unsigned limit;   /* columns that a line may take, or 0 */
	struct ladder_style style;
	struct courses courses[VANTAGES_MAX]; /* each begun with its first packet that is printed */
};

/* One kind of output. */
struct printer {
	/* Prints a packet as it comes; NULL where only the end tells anything. */
	void (*packet)(struct print *p, uint32_t packet);
	/* Prints everything, for input that has ended. */
	bool (*whole)(struct print *p, struct err *err);
	/* Completes what was printed packet by packet; may be NULL. */
	void (*end)(struct print *p);
};

extern const struct printer print_text, print_json, print_stats, print_export;

/* Prints a session in words, broken into lines of at most `width` columns. */
void print_story(const struct print *p, uint32_t session, unsigned width);
/* The same, and the figures of its whole course before that. */
void print_gist(const struct print *p, uint32_t session);

/* Returns false if the export cannot be written, as far as that is known before there
 * are packets. */
bool print_export_check(const struct run *run, struct err *err);

/* Returns true if a session is to be printed. */
static inline bool print_wants(const struct print *p, uint32_t session)
{
	return p->run->options->session == 0 || p->run->options->session == session;
}
