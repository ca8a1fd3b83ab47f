/* The table of command line options. Parsing, --help and the manual are generated from it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "tui/command/options.h"

/* Headings of --help, in order. */
enum option_group {
	GROUP_INPUT,
	GROUP_TRAFFIC,
	GROUP_LAB,
	GROUP_SCREEN,
	GROUP_PRINT,
	GROUP_OTHER,
	GROUPS
};

enum opt_id {
	OPT_READ,
	OPT_INTERFACE,
	OPT_LIST,
	OPT_DIRECTION,
	OPT_IMMEDIATE,
	OPT_FILTER_FILE,
	OPT_COUNT,
	OPT_LIMIT_PACKETS,
	OPT_LIMIT_BYTES,
	OPT_RING,
	OPT_DECODE,
	OPT_PRIVATE,
	OPT_USER,
	OPT_NO_CONFINEMENT,
	OPT_CONFINEMENT,
	OPT_PORT,
	OPT_BIND,
	OPT_REPLY,
	OPT_SERVER,
	OPT_NO_SERVER,
	OPT_CONNECT,
	OPT_DEMO,
	OPT_DELAY,
	OPT_JITTER,
	OPT_RATE,
	OPT_QUEUE,
	OPT_MARK,
	OPT_LOSS,
	OPT_DUPLICATION,
	OPT_REORDERING,
	OPT_REORDERING_BY,
	OPT_CORRUPTION,
	OPT_PATH_MTU,
	OPT_BLACK_HOLE,
	OPT_CUT,
	OPT_LINK,
	OPT_SEED,
	OPT_IPV6,
	OPT_SUPER_SEGMENTS,
	OPT_NUMERIC,
	OPT_RAW_SEQ,
	OPT_UTC,
	OPT_QUIET,
	OPT_LINK_HEADER,
	OPT_ASCII,
	OPT_PLAIN,
	OPT_UTF8,
	OPT_NO_COLOR,
	OPT_TEXT,
	OPT_EXPLAIN,
	OPT_JSON,
	OPT_STATS,
	OPT_SESSIONS,
	OPT_EXPORT,
	OPT_STREAM_BYTES,
	OPT_PAYLOAD,
	OPT_FORCE,
	OPT_COMMENTS,
	OPT_FOLLOW,
	OPT_FILTER,
	OPT_SESSION,
	OPT_AT,
	OPT_WIDTH,
	OPT_TOP,
	OPT_HELP,
	OPT_VERSION,
	OPTS,
};

struct option_row {
	char letter;      /* 0: none */
	const char *name; /* without the hyphens */
	const char *arg;  /* name of its argument, or NULL */
	const char *help; /* one or more sentences; the caller wraps them */
	enum option_group group;
	/* does not apply to a file, a stream or the lab */
	bool live_only;
	bool lab_only;
	/* Stores the option; NULL for options that end the program. */
	bool (*take)(
	    struct options *o, const struct option_row *row, const char *value, struct err *err);
	size_t at;          /* offset of its field in struct options */
	uint32_t low, high; /* bounds of a number; or in low the enum options_output */
};

extern const struct option_row option_table[OPTS];
extern const char *const option_group_name[GROUPS];
