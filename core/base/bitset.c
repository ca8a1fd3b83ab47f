#include "core/base/bitset.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

#define WORD_BITS 64
#define WORDS_MIN 64

void numberset_free(struct numberset *set)
{
	free(set->word);
	*set = (struct numberset){ 0 };
}

static void grow(struct numberset *set, size_t index)
{
	size_t words = set->words != 0 ? set->words : WORDS_MIN;
	while (words <= index)
		words += words / 8 + 1;
	set->word = memory_resize(set->word, words, sizeof(*set->word));
	memset(set->word + set->words, 0, (words - set->words) * sizeof(*set->word));
	assert(index < words);
	set->words = words;
}

void numberset_add(struct numberset *set, uint32_t number)
{
	assert(number >= set->least && number / WORD_BITS >= set->first);
	size_t index = number / WORD_BITS - set->first;
	if (index >= set->words)
		grow(set, index);
	assert(index < set->words);
	set->word[index] |= UINT64_C(1) << number % WORD_BITS;
}

void numberset_remove(struct numberset *set, uint32_t number)
{
	size_t index = number / WORD_BITS - set->first;
	if (number >= set->least && index < set->words)
		set->word[index] &= ~(UINT64_C(1) << number % WORD_BITS);
}

void numberset_forget(struct numberset *set, uint32_t before)
{
	assert(before >= set->least);
	size_t gone = before / WORD_BITS - set->first;
	set->least = before;
	/* Moving only when half of the array is unused moves each word once on average. */
	if (gone <= set->words / 2)
		return;
	size_t left = gone < set->words ? set->words - gone : 0;
	set->first += gone;
	if (left > 0)
		memmove(set->word, set->word + gone, left * sizeof(*set->word));
	if (set->words > 0)
		memset(set->word + left, 0, (set->words - left) * sizeof(*set->word));
}

uint32_t numberset_after(const struct numberset *set, uint32_t number)
{
	uint64_t from = number < set->least ? set->least : (uint64_t)number + 1;
	size_t index = (size_t)(from / WORD_BITS) - set->first;
	uint64_t mask = UINT64_MAX << from % WORD_BITS;
	for (; index < set->words; index++, mask = UINT64_MAX) {
		uint64_t bits = set->word[index] & mask;
		if (bits != 0)
			return (uint32_t)((set->first + index) * WORD_BITS +
			                  (size_t)__builtin_ctzll(bits));
	}
	return 0;
}

uint32_t numberset_before(const struct numberset *set, uint32_t number)
{
	size_t index = number / WORD_BITS;
	uint64_t mask = (UINT64_C(1) << number % WORD_BITS) - 1;
	if (index < set->first)
		return 0;
	index -= set->first;
	if (index >= set->words) {
		index = set->words;
		mask = 0;
	}
	for (size_t i = index + 1; i-- > 0; mask = UINT64_MAX) {
		uint64_t bits = i < set->words ? set->word[i] & mask : 0;
		if (bits == 0)
			continue;
		uint32_t found = (uint32_t)((set->first + i) * WORD_BITS + WORD_BITS - 1 -
		                            (size_t)__builtin_clzll(bits));
		return found >= set->least ? found : 0;
	}
	return 0;
}
