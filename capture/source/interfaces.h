/* The interfaces that frames of a source were captured on.
 *
 * Files of one set describe the same interface again and again: equal descriptions share a number.
 * One thread adds, others read what they were given a number of: an entry never moves, and only its
 * counters change. Interface 0 is the first one. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

struct interface_counts {
	atomic_uint_fast64_t frames;         /* read by the source */
	atomic_uint_fast64_t dropped;        /* by the interface, as the capture says */
	atomic_uint_fast64_t system_dropped; /* by the capturing system, as the capture says */
};

/* Texts are as the capture has them, of any bytes but NUL; NULL if it has none. */
struct interface {
	int link_type;      /* LINKTYPE_ number */
	uint32_t snaplen;   /* 0: no limit */
	int64_t offset_s;   /* added to times, as if_tsoffset; frames' times include it */
	uint8_t resolution; /* of the capture's times, as if_tsresol */
	char *name, *description, *comment, *filter, *hardware, *system;
	struct interface_counts counts;
};

/* All later ones, once there are too many to number. */
#define INTERFACE_OTHERS 4095

struct interfaces;

struct interfaces *interfaces_new(void);
/* NULL is fine. */
void interfaces_free(struct interfaces *all);

/* Returns the number of the interface with this description, which is copied without its counters
 * and added if it is new. */
uint16_t interfaces_add(struct interfaces *all, const struct interface *description);

/* Any thread: how many there are, and one of them. */
unsigned interfaces_count(const struct interfaces *all);
struct interface *interfaces_at(const struct interfaces *all, uint16_t number);
