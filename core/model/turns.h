/* The turns of a session: an exchange is a request, all that side A sends until side B answers, and
 * its response, all that side B sends until side A sends again. For any protocol, as TRANSUM
 * measures it; times are those at the capture point. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/packet.h"

/* One exchange. */
struct turn {
	int64_t request_ns;         /* spread: from the first to the last segment of the request */
	int64_t response_ns;        /* time from there to the first segment of the response */
	int64_t spread_ns;          /* from the first to the last segment of the response */
	uint32_t request, response; /* packets: last of the request, first of the response */
};

/* Response times up to TURNS_EXACT give the exact median; of more, the P-square algorithm (Jain,
 * Chlamtac 1985) estimates it from five markers. */
#define TURNS_EXACT 5

struct turns {
	uint32_t count; /* exchanges with a response */
	bool answering; /* the current turn has its response */
	bool asking;    /* it has its request */
	struct turn turn, slowest;
	int64_t asked_ns, ask_ns;       /* first and last segment of the request */
	int64_t answered_ns, answer_ns; /* of the response */
	int64_t sum_ns;                 /* of all response times */
	int64_t request_sum_ns, spread_sum_ns;
	double mark[TURNS_EXACT];
	uint32_t rank[TURNS_EXACT];
};

/* Adds a segment of new data. */
void turns_add(struct turns *t, enum side side, int64_t time_ns, uint32_t packet);
/* Returns the median response time in ns; -1 if there was no exchange. */
int64_t turns_median(const struct turns *t);
