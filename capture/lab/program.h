/* The program of a host or of the link: the steps of a scenario. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/knob.h"
#include "capture/lab/net.h"
#include "core/base/err.h"

#define LAB_PORT 8000
#define LAB_STEPS_MAX 100000 /* per program, with repetitions expanded */
#define LAB_REPEATS 4        /* nesting depth */

enum lab_step_kind {
	/* of hosts */
	STEP_LISTEN, /* number: backlog; port */
	STEP_ACCEPT,
	STEP_PORT,    /* port: the local port of the next connect */
	STEP_CONNECT, /* port; later: do not wait for the result */
	STEP_USE,     /* text: the connection that the following steps apply to */
	/* number bytes, or text; in pieces of `each` (0: as they fit), one every `time_ns` */
	STEP_SEND,
	STEP_URGENT, /* text: as urgent data */
	/* number bytes, or -1: until the peer has closed; `each` and `time_ns` as above */
	STEP_READ,
	STEP_READ_ON, /* from now on, read whatever arrives, in the background */
	STEP_READ_OFF,
	STEP_SHUT,
	STEP_CLOSE,
	STEP_RESET,
	STEP_ACKED,  /* wait until the peer has acknowledged everything */
	STEP_OVER,   /* wait until the connection is over */
	STEP_OPTION, /* option: of sockopt.h; number: its value; for this connection, or the next */
	/* of hosts and the link */
	STEP_WAIT, /* time_ns */
	STEP_MEET, /* text: wait until the others that meet there have arrived */
	/* of the link */
	STEP_CHANGE, /* change */
};

struct lab_step {
	enum lab_step_kind kind;
	unsigned line; /* of the file, from 1 */
	uint16_t port;
	bool later;
	size_t option;
	int64_t number, each, time_ns;
	char *text; /* owned, NUL-terminated; or NULL */
	size_t text_len;
	struct lab_change change;
};

/* Steps in order. Valid when all zeros: no steps. */
struct lab_program {
	struct lab_step *steps;
	size_t count, size;
	/* Open `repeat`s: index of the first step, number of repetitions. */
	struct {
		size_t from;
		int64_t times;
	} open[LAB_REPEATS];
	size_t depth;
};

/* A line of a scenario. */
struct lab_line {
	const char *text; /* (borrowed) */
	size_t len;
	unsigned number; /* of the file, from 1; 0: not from a file */
};

/* Reads a line for a host or the link and adds its step, if it has one. Returns false with err on
 * failure. */
bool lab_program_add(struct lab_program *program, enum lab_place place, const struct lab_line *line,
    struct err *err);
/* Adds a copy of the step and takes ownership of its text. */
void lab_program_append(struct lab_program *program, const struct lab_step *step);
void lab_program_clear(struct lab_program *program);
