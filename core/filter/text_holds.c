#include "core/base/fold.h"
#include "core/filter/text_holds.h"

#include <ctype.h>
#include <string.h>

/* Searches for the first letter: most bytes need no comparison. */
static bool holds_from(const char *text, size_t need, int letter, const char *at, const char *end)
{
	while ((size_t)(end - at) >= need) {
		at = memchr(at, letter, (size_t)(end - at) - need + 1);
		if (at == NULL)
			return false;
		if (fold_compare_most(at, text, need) == 0)
			return true;
		at++;
	}
	return false;
}

bool text_holds(const char *text, const void *bytes, size_t len)
{
	size_t need = strlen(text);
	if (need == 0 || need > len)
		return false;
	for (const char *c = text; *c != '\0'; c++)
		if (isupper((unsigned char)*c))
			return memmem(bytes, len, text, need) != NULL;
	const char *at = bytes, *end = at + len;
	unsigned char small = (unsigned char)text[0];
	int capital = small >= 'a' && small <= 'z' ? small - 'a' + 'A' : small;
	return holds_from(text, need, small, at, end) ||
	       (capital != small && holds_from(text, need, capital, at, end));
}
