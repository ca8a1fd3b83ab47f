/* Rules: which packets the link drops, holds, doubles, corrupts or marks on purpose. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "core/base/err.h"
#include "core/record/segment.h"

enum lab_action { LAB_DROP, LAB_HOLD, LAB_DUPLICATE, LAB_CORRUPT, LAB_MARK, LAB_ACTIONS };

/* Which segments a rule is about. */
enum lab_match {
	MATCH_ANY,
	MATCH_DATA,  /* carries payload */
	MATCH_NEW,   /* carries payload, all of it for the first time */
	MATCH_AGAIN, /* payload, SYN or FIN of which some was sent before */
	MATCH_ACK,   /* ACK alone: no payload, SYN, FIN or RST */
	MATCH_SYN,   /* without ACK */
	MATCH_SYN_ACK,
	MATCH_FIN,
	MATCH_RST,
	MATCH_BYTES, /* carries some of the bytes [from, to) of its direction */
	LAB_MATCHES,
};

/* A plain value. It acts on matches number nth to nth + count - 1, of those that are seen after it
 * came into force, both directions counted together if it is about both. */
struct lab_rule {
	enum lab_action action;
	enum lab_match match;
	unsigned ways;      /* LAB_WAY_BIT()s */
	uint32_t from, to;  /* relative to the ISN: the first byte is 1 */
	bool first;         /* for MATCH_BYTES: only segments that bring them for the first time */
	uint32_t nth;       /* from 1 */
	uint32_t count;     /* 0: every one from there on */
	int64_t lasting_ns; /* only for so long after its first match; 0: for ever */
	int64_t hold_ns;    /* for LAB_HOLD; for LAB_DUPLICATE the copy comes so much later */
};

/* What the link knows of a segment besides what it carries. */
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
 * ACTION is drop, hold, duplicate, corrupt or mark; WHAT is any, data, new, again, ack, syn,
 * syn-ack, fin, rst or "bytes FROM:TO" (TO exclusive). Without N it is the next one; of bytes,
 * every first transmission. `hold` needs `by TIME`; of `duplicate` it holds back the copy. */
bool lab_rule_from_words(
    const char *const *words, size_t count, struct lab_rule *out, struct err *err);
/* Whether a word begins a rule. */
bool lab_rule_begins(const char *word);
/* Takes "a>b" or "b>a"; false when it is neither. */
bool lab_ways_parse(const char *word, unsigned *ways);

/* The rule in these words. Returns the length without the NUL. */
size_t lab_rule_format(const struct lab_rule *rule, char *out, size_t size);
