/* Comparing names without case, the same in every locale: only ASCII letters have two forms
 * here. */
#pragma once

#include <stddef.h>

static inline int fold_byte(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* Compares at most len bytes, as strncmp does. */
static inline int fold_compare_most(const char *a, const char *b, size_t len)
{
	for (; len > 0; a++, b++, len--) {
		int difference = fold_byte(*a) - fold_byte(*b);
		if (difference != 0 || *a == '\0')
			return difference;
	}
	return 0;
}

/* Compares as strcmp does. */
static inline int fold_compare(const char *a, const char *b)
{
	return fold_compare_most(a, b, (size_t)-1);
}
