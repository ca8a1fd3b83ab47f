/* The packets that belong to a packet: its ACK, what it acknowledges, its copies, and what its
 * findings name. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

enum relation {
	RELATION_ORIGINAL,       /* its first copy */
	RELATION_RETRANSMISSION, /* the next copy */
	RELATION_ACK,            /* the first packet that acknowledged all of it */
	RELATION_DATA,           /* the newest packet that it was the first to acknowledge */
	RELATION_ANSWER,         /* the answer of one of its findings */
	RELATION_CAUSE,          /* the cause of one of its findings */
	RELATION_COUNT,
};

struct related {
	enum relation relation;
	uint32_t packet;
};

/* Writes the kept packets that belong to a kept packet, the most telling first, each once. Returns
 * their number. */
#define RELATED_MOST 8
size_t related_find(const struct model *m, uint32_t packet, struct related out[RELATED_MOST]);

/* Returns the relation in words, of what `packet` is to the other: "its ACK". Static. */
const char *relation_words(enum relation relation);
