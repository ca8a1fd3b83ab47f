#include "core/base/fold.h"
#include "core/filter/complete.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/filter/terms.h"
#include "core/filter/value.h"

static const char *const words[] = { "and", "or", "not" };

/* Returns where the word begins that ends at the cursor. */
static size_t word_start(const char *text, size_t cursor)
{
	while (cursor > 0 && strchr(" \t()!", text[cursor - 1]) == NULL)
		cursor--;
	return cursor;
}

struct found {
	size_t count, wanted;
	char *out;
	size_t size;
};

static void take(struct found *found, const char *head, size_t len, const char *tail)
{
	if (found->count == found->wanted)
		snprintf(found->out, found->size, "%.*s%s", (int)len, head, tail);
	found->count++;
}

static void take_values(
    struct found *found, const char *word, size_t name, const char *typed, size_t len)
{
	const struct filter_term *term = filter_term_find(word, name);
	const char *value;
	for (unsigned i = 0; term != NULL && filter_term_value(term, i, &value); i++)
		if (fold_compare_most(value, typed, len) == 0)
			take(found, word, name + 1, value);
}

static void take_names(struct found *found, const char *word, size_t len)
{
	const struct filter_term *term;
	for (unsigned i = 0; (term = filter_term_at(i)) != NULL; i++)
		if (term->missing == NULL && fold_compare_most(term->name, word, len) == 0)
			take(found, term->name, strlen(term->name),
			    filter_value_is_number(term->value) ? ">" : ":");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && len > 0; i++)
		if (fold_compare_most(words[i], word, len) == 0)
			take(found, words[i], strlen(words[i]), " ");
}

size_t filter_complete(
    const char *text, size_t cursor, size_t n, size_t *from, char *out, size_t size)
{
	struct found found = { .wanted = n, .out = out, .size = size };
	out[0] = '\0';
	*from = word_start(text, cursor);
	const char *word = text + *from;
	size_t len = cursor - *from, name = 0;
	while (name < len && strchr(":=", word[name]) == NULL)
		name++;
	if (name < len)
		take_values(&found, word, name, word + name + 1, len - name - 1);
	else
		take_names(&found, word, len);
	return found.count;
}
