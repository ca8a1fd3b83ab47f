/* The compiled form of a filter. For core/filter/ *.c. */
#pragma once

#include "core/filter/filter.h"
#include "core/filter/terms.h"

#define FILTER_TERMS_MAX 64
#define FILTER_DEPTH_MAX 32
/* Conditions on segments that are told apart for a session: a set of their combinations fits in
 * 64 bits. */
#define FILTER_ATOMS_MAX 6

enum node_kind { NODE_TERM, NODE_AND, NODE_OR, NODE_NOT };

#define NO_NODE UINT16_MAX
#define NO_ATOM UINT8_MAX

/* Children stand before their parents. */
struct node {
	uint8_t kind;         /* enum node_kind */
	uint8_t atom;         /* number of the condition on segments that begins here, or NO_ATOM */
	bool segments;        /* only terms about segments, without "not" */
	uint16_t left, right; /* nodes; of NODE_NOT only left; of NODE_TERM left is the term */
};

struct term {
	const struct filter_term *row;
	struct operand operand;
	char *text; /* the value without quotes; owned */
	size_t at, len;
};

struct filter {
	char *text; /* owned */
	struct term term[FILTER_TERMS_MAX];
	unsigned terms;
	struct node *node; /* owned */
	unsigned nodes, room;
	uint16_t root;                   /* NO_NODE: holds for everything */
	uint16_t atom[FILTER_ATOMS_MAX]; /* nodes */
	unsigned atoms;
	unsigned bpfs;
};

/* Returns the conditions on segments that hold for a packet, as bits. */
unsigned filter_atoms(const struct filter *f, const struct filter_source *source, uint32_t packet);

/* Returns true if a session fits whose packets show these combinations of conditions: bit n is set
 * if a packet has the combination n of filter_atoms(). */
bool filter_session_with(const struct filter *f, const struct filter_source *source,
    uint32_t session, uint64_t combinations);
