/* Options of a run, set from the command line. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/peer/reply_mode.h"
#include "capture/source/source.h"
#include "core/decode/decode.h"
#include "core/ladder/ladder.h"
#include "core/model/byte_stream.h"
#include "tui/text/dump.h"

enum options_input { INPUT_LIVE, INPUT_FILE, INPUT_STREAM, INPUT_LAB };
enum options_output {
	OUTPUT_SCREEN,
	OUTPUT_TEXT,
	OUTPUT_JSON,
	OUTPUT_STATS,
	OUTPUT_SESSIONS,
	OUTPUT_EXPORT,
	OUTPUT_BYTES
};

#define LAB_CHANGES_MAX 64

struct options {
	char **command; /* argv, ended by NULL (borrowed) */
	enum options_input input;
	enum options_output output;
	struct source_devices devices; /* -i, default "any"; -Q, --immediate-mode */
	bool device_given;
	const char *file;   /* -r or the first operand that names a file */
	const char **files; /* all of them; owned */
	unsigned file_count;
	const char *filter_file; /* -F, or NULL; its text is in `filter` */
	char *filter;            /* BPF expression, or NULL for the default; owned */
	const char *bind;        /* --bind */
	uint16_t port;           /* -p, default 8000 */
	enum reply_mode reply;   /* --reply */
	const char *reply_text;
	const char *connect; /* --connect, or NULL for the embedded server */
	/* The embedded server listens: where the default expression is in force or an option asks
	 * for it; never for a file, a stream or the lab. */
	bool serve;
	bool demo;                  /* --demo */
	bool private_network;       /* --private */
	bool numeric;               /* -n */
	bool ascii;                 /* --ascii */
	bool plain;                 /* --plain: lines of text in place of the screen */
	bool utf8;                  /* --utf8 */
	const char *ascii_why;      /* why the screen is ASCII without --ascii, or NULL */
	bool no_color;              /* --no-color, or NO_COLOR in the environment */
	bool raw_seq;               /* -S */
	bool utc;                   /* --utc */
	bool quiet;                 /* -q */
	bool link_header;           /* -e */
	bool explain;               /* --explain */
	enum form form;             /* of payload on the screen: -A, -x, -X */
	enum time_mode time;        /* -ttt, -tttt, -ttttt */
	const char *terms;          /* --filter, in the filter language; NULL: none */
	uint32_t session;           /* --session N, or 0 for all */
	const char *export_path;    /* --export */
	enum byte_sides bytes_of;   /* --stream-bytes */
	bool payload;               /* --payload of --json */
	bool each_packet;           /* -U: export each frame as it comes */
	bool force;                 /* --force: export may replace a file */
	bool follow;                /* --follow: of files, the newest as it grows */
	bool comments;              /* --comments: what is said of each segment is exported, too */
	const char *user;           /* -Z */
	bool no_confinement;        /* --no-confinement */
	bool confinement;           /* --confinement */
	unsigned width;             /* --width of --text, or 0 */
	uint32_t limit_packets;     /* --limit-packets, or 0 */
	uint64_t limit_bytes;       /* --limit-bytes, or 0 */
	bool ring;                  /* --ring */
	struct decode_rules decode; /* --decode */
	unsigned top;               /* --top of --stats: sessions listed, 0 for all */
	unsigned count;             /* -c: stop after so many frames, or 0 */
	const char *lab;            /* a scenario's name or file; NULL: the default one */
	bool choose_lab;            /* on a terminal, "lab" alone: show the menu */
	bool seeded;                /* --seed was given */
	uint64_t seed;
	bool super_segments;           /* --super-segments */
	bool ipv6;                     /* --ipv6 */
	char *change[LAB_CHANGES_MAX]; /* changes of the lab's link, in the order given; owned */
	unsigned changes;
	const char *at; /* --at: "a" or "b", or NULL */
};
