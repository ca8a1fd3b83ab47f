/* What the link does to each direction, as a set of numbers ("knobs") with names and units; and the
 * changes that a scenario, the command line or a key makes to it, as text and as values. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/rule.h"
#include "core/base/err.h"

/* Loss, duplication, reordering and corruption befall TCP segments only, so that neighbours can be
 * resolved; the rest goes for every frame. */
enum lab_knob {
	KNOB_DELAY,  /* ns */
	KNOB_JITTER, /* ns: the delay varies by up to that much, both ways; nobody is overtaken */
	KNOB_RATE,   /* bit/s of frames without their preamble; 0: no limit */
	KNOB_QUEUE,  /* bytes that may wait for the rate; what does not fit is dropped */
	KNOB_MARK,   /* bytes: ECN-capable packets that find a longer queue are marked; 0: none */
	KNOB_LOSS,   /* millionths */
	KNOB_DUPLICATE,  /* millionths: sent twice */
	KNOB_REORDER,    /* millionths: held back, so that others overtake */
	KNOB_REORDER_BY, /* ns: for how long */
	KNOB_CORRUPT,    /* millionths: a bit is flipped */
	KNOB_PATH_MTU, /* bytes of an IP packet; longer ones are dropped and ICMP says so; 0: any */
	KNOB_BLACK_HOLE, /* 1: without the ICMP */
	KNOB_CUT,        /* 1: nothing passes */
	LAB_KNOBS,
};

#define LAB_QUEUE_DEFAULT 150000 /* a hundred full frames */
#define LAB_REORDER_BY_DEFAULT 5000000

/* One direction's settings. */
struct lab_knobs {
	int64_t at[LAB_KNOBS];
};

/* A link that does nothing but carry. */
struct lab_knobs lab_knobs_default(void);

enum lab_change_kind { CHANGE_KNOB, CHANGE_RULE, CHANGE_FORGET };

/* One change of the link. */
struct lab_change {
	enum lab_change_kind kind;
	unsigned ways; /* LAB_WAY_BIT()s; for CHANGE_RULE the rule has them */
	enum lab_knob knob;
	int64_t value;
	struct lab_rule rule; /* for CHANGE_RULE; CHANGE_FORGET ends all rules */
};

/* Reads "delay 20ms", "a>b loss 2%", "cut", "mend", "b>a rate 10mbit", "drop a>b data 3", "forget".
 * The direction stands first (in a rule it may stand second); without one both are meant. */
bool lab_change_parse(const char *text, struct lab_change *out, struct err *err);
/* The same as words of a line. */
bool lab_change_from_words(
    const char *const *words, size_t count, struct lab_change *out, struct err *err);

/* "delay", "loss"... Static. */
const char *lab_knob_name(enum lab_knob knob);
/* A line of help. Static. */
const char *lab_knob_help(enum lab_knob knob);
/* "20ms", "2%"; "on" and "off" for the two that are a switch. Returns the length
 * without the NUL. */
size_t lab_knob_format(enum lab_knob knob, int64_t value, char *out, size_t size);
/* What is in force in one direction: "delay 20ms, loss 2%", or "nothing". Returns the length
 * without the NUL. */
size_t lab_knobs_format(const struct lab_knobs *knobs, char *out, size_t size);
