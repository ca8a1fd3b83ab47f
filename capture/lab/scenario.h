/* A scenario of the lab: what the network is like, what each host does and when, and what the link
 * does meanwhile. It is read from a small text format, which assets/lab/README.md documents. */
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
	char congestion[16]; /* "" for the lab's choice */
	struct lab_setting *sysctls;
	size_t count;
};

/* Owned by whoever read it. */
struct lab_scenario {
	char *name;  /* "fast-retransmit", or the file's path */
	char *title; /* a line; "" when it has none */
	char *about; /* what is to be seen, in sentences; "" when it has none */
	struct lab_net_options net;
	uint64_t seed;
	bool seeded;       /* the file gives it */
	int64_t limit_ns;  /* ended by force after that time */
	int64_t settle_ns; /* still looked at after the last step */
	struct lab_host_settings host[LAB_HOSTS];
	/* [LAB_LINK]: changes before its first wait are in force from the start */
	struct lab_program program[LAB_PLACES];
};

/* Reads a scenario from text. name is for messages, which say "NAME:LINE: ...". NULL with err. */
struct lab_scenario *lab_scenario_parse(
    const char *text, size_t len, const char *name, struct err *err);
/* Reads a file. */
struct lab_scenario *lab_scenario_read(const char *path, struct err *err);
/* NULL is fine. */
void lab_scenario_free(struct lab_scenario *scenario);
