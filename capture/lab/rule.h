/* Rules: which packets the link drops, delays, duplicates, corrupts or marks on purpose. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "core/base/err.h"
#include "core/record/segment.h"

enum lab_action { LAB_DROP, LAB_HOLD, LAB_DUPLICATE, LAB_CORRUPT, LAB_MARK, LAB_ACTIONS };

/* The segments that a rule matches. */
enum lab_match {
	MATCH_ANY,
	MATCH_DATA,  /* carries payload */
	MATCH_NEW,   /* carries payload, all of it sent for the first time */
	MATCH_AGAIN, /* a retransmission: payload, SYN or FIN, some of which was sent before */
	MATCH_ACK,   /* ACK only: no payload, SYN, FIN or RST */
	MATCH_SYN,   /* without ACK */
	MATCH_SYN_ACK,
	MATCH_FIN,
	MATCH_RST,
	MATCH_BYTES, /* carries any of the bytes [from, to) of its direction */
	LAB_MATCHES,
};

/* A plain value. The rule acts on matches number nth to nth + count - 1, counted from when it came
 * into force. A rule for both directions counts them together. */
struct lab_rule {
	enum lab_action action;
	enum lab_match match;
	unsigned ways;      /* LAB_WAY_BIT()s */
	uint32_t from, to;  /* relative to the ISN: the first byte is 1 */
	bool first;         /* for MATCH_BYTES: only first transmissions */
	uint32_t nth;       /* from 1 */
	uint32_t count;     /* 0: all from there on */
	int64_t lasting_ns; /* ns after the first match; 0: no limit */
	int64_t hold_ns;    /* ns: LAB_HOLD delays the packet, LAB_DUPLICATE the copy */
};

/* A segment and what the link knows about what was sent before it. */
struct lab_sighting {
	const struct segment *segment; /* (borrowed) */
	uint32_t from;                 /* its sequence number relative to the ISN */
	bool again;                    /* some of it was sent before */
	bool renewed;                  /* all of it was sent before */
};

bool lab_rule_matches(
    const struct lab_rule *rule, enum lab_way way, const struct lab_sighting *seen);

/* Reads the words of
 *
 *   ACTION [a>b|b>a] [next] WHAT [N | N-M | all | for TIME] [by TIME]
 *
 * ACTION is drop, hold, duplicate, corrupt or mark. WHAT is any, data, new, again, ack, syn,
 * syn-ack, fin, rst or "bytes FROM:TO" (TO exclusive). Without N the rule acts on the next match;
 * of bytes, on every first transmission. `hold` needs `by TIME`; with `duplicate` the time delays
 * the copy. */
bool lab_rule_from_words(
    const char *const *words, size_t count, struct lab_rule *out, struct err *err);
/* Returns true if a rule may begin with that word. */
bool lab_rule_begins(const char *word);
/* Reads "a>b" or "b>a". Returns false for anything else. */
bool lab_ways_parse(const char *word, unsigned *ways);

/* Writes the rule in the syntax of lab_rule_from_words. Returns the length without the NUL. */
size_t lab_rule_format(const struct lab_rule *rule, char *out, size_t size);
