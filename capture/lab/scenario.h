/* A scenario of the lab: the settings of the network and the programs of the hosts and the link.
 * The text format is documented in assets/lab/README.md. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/net.h"
#include "capture/lab/program.h"
#include "core/base/err.h"

#define LAB_LIMIT_NS (60 * INT64_C(1000000000))
#define LAB_SETTLE_NS (500 * INT64_C(1000000))

struct lab_setting {
	char *name, *value; /* owned */
	unsigned line;
};

struct lab_host_settings {
	char congestion[16]; /* "": the lab's default */
	struct lab_setting *sysctls;
	size_t count;
};

/* Owned by the caller of lab_scenario_parse or lab_scenario_read. */
struct lab_scenario {
	char *name;  /* "fast-retransmit", or the file's path */
	char *title; /* one line; "" if there is none */
	char *about; /* what the scenario shows, in sentences; "" if there is none */
	char *focus; /* filter of the segment that it is about (core/filter); "" if there is none */
	struct lab_net_options net;
	uint64_t seed;
	bool seeded;       /* the file sets it */
	int64_t limit_ns;  /* the scenario is ended by force after this time */
	int64_t settle_ns; /* time to observe after the last step */
	struct lab_host_settings host[LAB_HOSTS];
	/* [LAB_LINK]: changes before its first wait are in force from the start */
	struct lab_program program[LAB_PLACES];
};

/* Parses a scenario. name is used in messages, "NAME:LINE: ...". Returns NULL with err on
 * failure. */
struct lab_scenario *lab_scenario_parse(
    const char *text, size_t len, const char *name, struct err *err);
/* Reads and parses a file. */
struct lab_scenario *lab_scenario_read(const char *path, struct err *err);
/* NULL is fine. */
void lab_scenario_free(struct lab_scenario *scenario);
