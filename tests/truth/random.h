/* Random plans. The same seed draws the same plan. */
#pragma once

#include <stdint.h>

#include "plan.h"

/* A plan and the texts that it points to. */
struct drawn {
	struct plan plan;
	char name[24]; /* "random-7" */
	char link[512], settings[256];
};

void random_plan(struct drawn *out, uint64_t seed);

/* Prints a plan in the syntax of plans.c. */
void plan_print(const struct plan *plan);
