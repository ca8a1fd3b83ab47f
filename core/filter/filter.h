/* The filter language: one grammar for the list of sessions and for the ladder.
 *
 *     expression := all { ("or" | "||") all }
 *     all        := one { [ "and" | "&&" ] one }
 *     one        := ("not" | "!") one | "(" expression ")" | NAME OPERATOR VALUE | WORD
 *     OPERATOR   := ":" | "=" | ">" | ">=" | "<" | "<="
 *
 * A value or word with blanks, parentheses or a colon stands in "quotes" or [brackets]. A word
 * alone is looked for in addresses, ports, names, states and notes, as they are shown.
 *
 * Terms are about sessions or about segments (core/filter/terms.h). For segments, a session term
 * holds for all segments of the sessions that it holds for. For sessions, a segment term holds if
 * the session has such a segment: terms joined by "and" must hold for the same segment, and "not"
 * selects exactly the sessions that its operand does not.
 *
 * Pure: bytes of frames come from the caller. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/filter/facts.h"

#define FILTER_ERROR_TEXT 200

/* Where and why a text does not parse. */
struct filter_error {
	size_t at, len; /* bytes of the text; len may be 0 at its end */
	char text[FILTER_ERROR_TEXT];
};

struct filter;

/* Compiles an expression. Returns NULL with *error set if it does not parse; the caller frees the
 * filter. A text without any term compiles to a filter that holds for everything. */
struct filter *filter_compile(const char *text, struct filter_error *error);
/* NULL is allowed. */
void filter_free(struct filter *f);

/* Returns the text it was compiled from. Owned by the filter. */
const char *filter_text(const struct filter *f);
/* Returns true if it holds for everything. */
bool filter_is_empty(const struct filter *f);

/* Returns true if it reads frames, which is slow. */
bool filter_is_slow(const struct filter *f);
/* Returns true if it walks the packets of each session. */
bool filter_walks(const struct filter *f);

/* Return the BPF expressions, and where the n-th stands in the text. */
unsigned filter_bpfs(const struct filter *f);
const char *filter_bpf(const struct filter *f, unsigned n, size_t *at, size_t *len);

/* Remembers the session terms of the packets' session. Zeroed, it holds nothing. Valid while the
 * model does not change. */
struct filter_memo {
	uint32_t session;
	uint64_t known, value; /* by term */
};

/* Evaluates all session terms for a session. memo->value has a bit for each that holds. */
void filter_remember(const struct filter *f, const struct filter_source *source, uint32_t session,
    struct filter_memo *memo);

/* Returns true if a kept packet fits. */
bool filter_packet(const struct filter *f, const struct filter_source *source, uint32_t packet,
    struct filter_memo *memo);

/* Returns true if a kept session fits; looks at all its packets. core/filter/scan.h does it in
 * slices for all sessions. */
bool filter_session(const struct filter *f, const struct filter_source *source, uint32_t session);
