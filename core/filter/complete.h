/* Completes what is being typed of a filter. */
#pragma once

#include <stddef.h>

#define FILTER_COMPLETION_TEXT 80

/* Looks at the word that ends at byte `cursor` of a text. Writes its n-th completion, from 0, to
 * out: the whole word, as "port:" or "note:retransmission"; *from is where the word begins. Returns
 * how many completions there are; out is empty if n is too high. */
size_t filter_complete(
    const char *text, size_t cursor, size_t n, size_t *from, char *out, size_t size);
