/* The terms of the filter language: one table, which parser, completion, help and manual read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/filter/facts.h"
#include "core/filter/value.h"

struct filter_term {
	const char *name; /* NULL: a word alone */
	enum filter_value value;
	const char *example, *help;
	/* One of them; none: the fact is not known yet. */
	bool (*session)(
	    const struct filter_source *source, uint32_t session, const struct operand *o);
	bool (*packet)(
	    const struct filter_source *source, uint32_t packet, const struct operand *o);
	const char *missing; /* why the fact is not known, or NULL */
};

/* Returns the n-th term, from 0; NULL after the last one. Static. */
const struct filter_term *filter_term_at(unsigned n);
/* Returns the term with a name of that length; NULL if there is none. */
const struct filter_term *filter_term_find(const char *name, size_t len);
/* Returns true if it is about sessions, false if about segments. */
bool filter_term_is_session(const struct filter_term *term);
/* The two halves of a word alone: what is shown of the session, and notes. */
extern const struct filter_term filter_word_session, filter_word_notes;
/* The term whose expressions filter_bpf() lists. */
bool filter_term_is_bpf(const struct filter_term *term);

/* Returns true if it reads frames, not only the model. */
bool filter_term_reads_frames(const struct filter_term *term);

/* Returns true if it walks the packets of a session. */
bool filter_term_walks(const struct filter_term *term);

/* Writes the n-th value, from 0, that completes a term's value; false after the last one. */
bool filter_term_value(const struct filter_term *term, unsigned n, const char **out);
