/* The settings of each direction of the link ("knobs": a number with a name and a unit), and the
 * changes that a scenario, the command line or a key makes to them, as text and as values. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/rule.h"
#include "core/base/err.h"

/* Loss, duplication, reordering and corruption apply to TCP segments only, so neighbours can always
 * be resolved. The other knobs apply to every frame. */
enum lab_knob {
	KNOB_DELAY, /* ns */
	/* ns: the delay varies by up to this much in either direction; packets keep their order */
	KNOB_JITTER,
	KNOB_RATE, /* bit/s, counting frames without preamble; 0: no limit */
	/* bytes: size of the queue before the bottleneck; a packet that does not fit is dropped */
	KNOB_QUEUE,
	KNOB_MARK,       /* bytes: a longer queue marks ECN-capable packets; 0: never */
	KNOB_LOSS,       /* millionths */
	KNOB_DUPLICATE,  /* millionths: sent twice */
	KNOB_REORDER,    /* millionths: delayed; later packets overtake */
	KNOB_REORDER_BY, /* ns: by how much */
	KNOB_CORRUPT,    /* millionths: one bit is flipped */
	/* bytes of an IP packet; longer ones are dropped and answered by ICMP; 0: any length */
	KNOB_PATH_MTU,
	KNOB_BLACK_HOLE, /* 1: do not send that ICMP message */
	KNOB_CUT,        /* 1: nothing passes */
	LAB_KNOBS,
};

#define LAB_QUEUE_DEFAULT 150000 /* 100 full-sized frames */
#define LAB_REORDER_BY_DEFAULT 5000000

/* The settings of one direction. */
struct lab_knobs {
	int64_t at[LAB_KNOBS];
};

/* Returns the settings of a link that forwards everything at once and unaltered. */
struct lab_knobs lab_knobs_default(void);

enum lab_change_kind { CHANGE_KNOB, CHANGE_RULE, CHANGE_FORGET };

/* One change to the link. */
struct lab_change {
	enum lab_change_kind kind;
	unsigned ways; /* LAB_WAY_BIT()s; CHANGE_RULE: see rule.ways */
	enum lab_knob knob;
	int64_t value;
	struct lab_rule rule; /* for CHANGE_RULE; CHANGE_FORGET ends all rules */
};

/* Reads "delay 20ms", "a>b loss 2%", "cut", "mend", "b>a rate 10mbit", "drop a>b data 3", "forget".
 * The direction comes first; in a rule it may come second. Without one the change applies to
 * both. */
bool lab_change_parse(const char *text, struct lab_change *out, struct err *err);
/* Reads the same from the words of a line. */
bool lab_change_from_words(
    const char *const *words, size_t count, struct lab_change *out, struct err *err);

/* Returns "delay", "loss"... Static. */
const char *lab_knob_name(enum lab_knob knob);
/* Returns a line of help. Static. */
const char *lab_knob_help(enum lab_knob knob);
/* Writes a value: "20ms", "2%"; "on" or "off" for the two switches. Returns the length without the
 * NUL. */
size_t lab_knob_format(enum lab_knob knob, int64_t value, char *out, size_t size);
/* Writes the settings of one direction that have an effect: "delay 20ms, loss 2%", or "nothing".
 * Returns the length without the NUL. */
size_t lab_knobs_format(const struct lab_knobs *knobs, char *out, size_t size);
