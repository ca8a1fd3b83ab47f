/* The lab: two hosts with real TCP, a link that does as it is told, captures at both ends, the
 * kernel's own view, and the truth about every packet. This is what the rest of the
 * program uses of it.
 *
 *   lab_open ──▶ ready ──lab_start──▶ playing ──▶ played ──lab_free──▶ gone
 *
 * lab_open needs to be called while the process is single-threaded (lab_net_enter) and starts no
 * thread that stays: rights may be given up after it. What it captures stays readable until
 * lab_free. All functions are for the owner's thread; every descriptor is for its poll, readable
 * when there is something to take. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/knob.h"
#include "capture/lab/link.h"
#include "capture/lab/sampler.h"
#include "capture/peer/peer_event.h"
#include "capture/source/source.h"
#include "core/base/err.h"

#define LAB_DEFAULT "article" /* the scenario when none is named */

struct lab_options {
	const char *scenario; /* a name, or a file; NULL: LAB_DEFAULT */
	bool seeded;          /* use `seed`, whatever the scenario says */
	uint64_t seed;
	bool super_segments;        /* also where the scenario does not ask for them */
	bool ipv6;                  /* likewise */
	const char *const *changes; /* of the link, after those of the scenario: "loss 2%" */
	size_t change_count;
	const char *filter;   /* of the captures, as source.h has it; NULL: everything */
	uint8_t first_source; /* the captures' indexes: this one at host A, the next at host B */
};

struct lab;

/* NULL with err. */
struct lab *lab_open(const struct lab_options *options, struct err *err);
/* Begins to play; the owner starts the captures (source_start) before. */
bool lab_start(struct lab *lab, struct err *err);
/* Stops everything, with the captures. NULL is fine. */
void lab_free(struct lab *lab);

/* For the screen; owned by the lab. */
const char *lab_name(const struct lab *lab);
const char *lab_title(const struct lab *lab);
const char *lab_about(const struct lab *lab);
uint64_t lab_seed(const struct lab *lab);

/* The capture at a host (LAB_A, LAB_B). Owned by the lab. */
struct source *lab_source(struct lab *lab, enum lab_place host);

/* The truth log, as link.h has it. */
int lab_fate_fd(const struct lab *lab);
size_t lab_take_fates(struct lab *lab, struct fate *out, size_t max);
/* The kernel's view of both ends of every connection. */
int lab_sample_fd(const struct lab *lab);
size_t lab_take_samples(struct lab *lab, struct lab_sample *out, size_t max);
/* What happens at the sockets; `client` is host A. */
int lab_event_fd(const struct lab *lab);
size_t lab_take_events(struct lab *lab, struct peer_event *out, size_t max);
/* Whether the scenario is played; *in_time (may be NULL): not cut off by its limit. lab_event_fd is
 * readable then. */
bool lab_is_played(const struct lab *lab, bool *in_time);

/* Changes the link while it runs: "drop a>b any", "cut", "mend", "a>b delay 50ms".
 * False with err. */
bool lab_change(struct lab *lab, const char *text, struct err *err);
bool lab_change_to(struct lab *lab, const struct lab_change *change, struct err *err);
/* Has a host do one thing more, once its steps are done: "send 100", "close". False with err. */
bool lab_add_step(struct lab *lab, enum lab_place host, const char *line, struct err *err);
/* What is in force, and counters. */
void lab_status(struct lab *lab, struct lab_link_status *out);
/* Writes the text of a rule by its number, as fates name it: "drop a>b data 3"; "" when there is
 * none. Returns the length without the NUL. */
size_t lab_rule(struct lab *lab, uint32_t number, char *out, size_t size);
/* Whether a rule has done all that it was to do, was forgotten, or never was: it is
 * not in force. */
bool lab_rule_is_spent(struct lab *lab, uint32_t number);
