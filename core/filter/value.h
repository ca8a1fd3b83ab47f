/* Values of filter terms: text to operand. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/addr.h"

enum filter_value {
	VALUE_TEXT,
	VALUE_HOST,    /* an address, or a network "10.0.0.0/8" */
	VALUE_PORT,    /* a number, a range or a name */
	VALUE_NOTE,    /* core/record/note.h, "any" or "problem" */
	VALUE_STATE,   /* RFC 9293, or how the session ended */
	VALUE_FLAGS,   /* as tcpdump writes them: "S", "S.", "PF" */
	VALUE_DIR,     /* "ab" or "ba" */
	VALUE_VERDICT, /* kind or cause (core/model/verdict.h): "receive_window" */
	VALUE_COUNT,   /* 1500, 10k, 2M */
	VALUE_BYTES,   /* the same, with or without B; KiB is 1024 */
	VALUE_TIME,    /* "100ms"; the unit is needed */
	VALUE_PERCENT, /* "2%" */
	VALUE_KINDS,
};

enum filter_operator { OP_HAS, OP_IS, OP_OVER, OP_LEAST, OP_UNDER, OP_MOST };

/* A value, compiled. */
struct operand {
	enum filter_operator op;
	union {
		struct {
			double low, high; /* both included; op compares with low */
		} number;
		struct {
			struct addr addr;
			unsigned bits; /* of 128 */
		} host;
		struct {
			uint16_t low, high;
			bool named; /* compare names with the term's text */
		} port;
		uint64_t notes;
		uint16_t flags;
		struct {
			uint16_t states; /* 1 << enum tcp_state */
			uint8_t ends;    /* 1 << enum session_end */
		} state;
		unsigned dir; /* enum side */
		struct {
			uint32_t kinds, causes; /* 1 << enum verdict_kind, time_cause */
		} verdict;
		unsigned bpf; /* number of the expression */
	};
	const char *text; /* the value as typed, without quotes; (borrowed) */
};

/* Reads a value of a kind. Returns NULL, or what is wrong with it: static text, which completes
 * "port:abc: ...". o->op and o->text are set before. */
const char *filter_value_read(enum filter_value kind, const char *text, struct operand *o);

/* Returns the notes whose name or words contain a text, ignoring case, as NOTE_BIT()s. */
uint64_t filter_notes_like(const char *text);

/* Returns true for kinds that are compared by size. */
bool filter_value_is_number(enum filter_value kind);

/* Returns the n-th value of a kind with a fixed set of values; NULL after the last one. Static. */
const char *filter_value_at(enum filter_value kind, unsigned n);
