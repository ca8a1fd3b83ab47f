/* The lab: two hosts with real TCP, a link with settings and rules, captures at both ends, the
 * kernel's view of every connection, and the fate of every packet. The interface of the lab for the
 * rest of the program.
 *
 *   lab_open ──▶ ready ──lab_start──▶ playing ──▶ played ──lab_free──▶ gone
 *
 * Call lab_open while the process is single-threaded (lab_net_enter). It leaves no thread behind,
 * so privileges may be dropped after it. Captured frames stay readable until lab_free. All
 * functions are for the owner's thread; every descriptor is for its poll, readable when there is
 * something to take. */
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

#define LAB_DEFAULT "article" /* the scenario if none is named */

struct lab_options {
	const char *scenario; /* a name or a file; NULL: LAB_DEFAULT */
	bool seeded;          /* use `seed` even if the scenario has one */
	uint64_t seed;
	bool super_segments;        /* even if the scenario does not ask for them */
	bool ipv6;                  /* even if the scenario does not ask for it */
	const char *const *changes; /* to the link, after those of the scenario: "loss 2%" */
	size_t change_count;
	const char *filter;   /* of the captures, as in source.h; NULL: everything */
	uint8_t first_source; /* index of the capture at host A; host B has the next */
};

struct lab;

/* Returns NULL with err on failure. */
struct lab *lab_open(const struct lab_options *options, struct err *err);
/* Starts playing. The owner starts the captures first (source_start). */
bool lab_start(struct lab *lab, struct err *err);
/* Stops everything, including the captures. NULL is fine. */
void lab_free(struct lab *lab);

/* For display; owned by the lab. */
const char *lab_name(const struct lab *lab);
const char *lab_title(const struct lab *lab);
const char *lab_about(const struct lab *lab);
/* The filter of the segment that the scenario is about, or "". */
const char *lab_focus(const struct lab *lab);
uint64_t lab_seed(const struct lab *lab);

/* Returns the capture at a host (LAB_A, LAB_B). Owned by the lab. */
struct source *lab_source(struct lab *lab, enum lab_place host);

/* The log of fates, as in link.h. */
int lab_fate_fd(const struct lab *lab);
size_t lab_take_fates(struct lab *lab, struct fate *out, size_t max);
/* The kernel's views of both ends of every connection. */
int lab_sample_fd(const struct lab *lab);
size_t lab_take_samples(struct lab *lab, struct lab_sample *out, size_t max);
/* The events at the sockets; peer_event.client is true for host A. */
int lab_event_fd(const struct lab *lab);
size_t lab_take_events(struct lab *lab, struct peer_event *out, size_t max);
/* Returns true if the scenario has ended; lab_event_fd is readable then. *in_time (may be NULL)
 * becomes false if the time limit ended it. */
bool lab_is_played(const struct lab *lab, bool *in_time);

/* Changes the running link: "drop a>b any", "cut", "mend", "a>b delay 50ms". Returns false with err
 * on failure. */
bool lab_change(struct lab *lab, const char *text, struct err *err);
bool lab_change_to(struct lab *lab, const struct lab_change *change, struct err *err);
/* Adds a step to a host's program: "send 100", "close". It runs after the steps that are left.
 * Returns false with err on failure. */
bool lab_add_step(struct lab *lab, enum lab_place host, const char *line, struct err *err);
/* Returns the settings in force and the counters. */
void lab_status(struct lab *lab, struct lab_link_status *out);
/* Writes the text of a rule by its number (struct fate): "drop a>b data 3"; "" if there is none.
 * Returns the length without the NUL. */
size_t lab_rule(struct lab *lab, uint32_t number, char *out, size_t size);
/* Returns true if a rule is not in force: it has ended, was removed, or never existed. */
bool lab_rule_is_spent(struct lab *lab, uint32_t number);
