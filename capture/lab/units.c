#include "capture/lab/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"

#define PLACES 9 /* digits after the decimal point; more would be finer than any unit */
#define LARGEST (INT64_MAX / 4)

struct suffix {
	const char *text;
	int64_t factor;
};

/* Largest first, for formatting. */
static const struct suffix plain[] = { { "", 1 } };
static const struct suffix times[] = { { "s", 1000000000 }, { "ms", 1000000 }, { "us", 1000 },
	{ "ns", 1 } };
static const struct suffix rates[] = { { "gbit", 1000000000 }, { "mbit", 1000000 },
	{ "kbit", 1000 }, { "bit", 1 } };
static const struct suffix sizes[] = { { "mib", 1 << 20 }, { "mb", 1000000 }, { "kib", 1 << 10 },
	{ "kb", 1000 }, { "", 1 } };
static const struct suffix portions[] = { { "%", 10000 } };

static const struct {
	const struct suffix *suffixes;
	size_t count;
	int64_t bare; /* factor of a number without suffix */
	const char *example, *name;
} units[] = {
	[LAB_UNIT_NONE] = { plain, ARRAY_LEN(plain), 1, "3", "number" },
	[LAB_UNIT_TIME] = { times, ARRAY_LEN(times), 1000000, "30ms", "time" },
	[LAB_UNIT_RATE] = { rates, ARRAY_LEN(rates), 1, "10mbit", "rate" },
	[LAB_UNIT_SIZE] = { sizes, ARRAY_LEN(sizes), 1, "64kb", "size" },
	[LAB_UNIT_PORTION] = { portions, ARRAY_LEN(portions), 10000, "2%", "portion" },
};
_Static_assert(ARRAY_LEN(units) == LAB_UNITS, "every unit has a row");

/* Reads a decimal number as mantissa and decimal places: "1.5" is 15 and 1. */
static bool number(const char **at, int64_t *mantissa, unsigned *places)
{
	bool point = false;
	const char *start = *at;
	*mantissa = 0;
	*places = 0;
	for (; (**at >= '0' && **at <= '9') || (**at == '.' && !point); (*at)++) {
		if (**at == '.') {
			point = true;
			continue;
		}
		if (*mantissa > LARGEST / 10 || *places == PLACES)
			return false;
		*mantissa = *mantissa * 10 + (**at - '0');
		*places += point;
	}
	return *at > start + point;
}

static bool factor_of(enum lab_unit unit, const char *suffix, int64_t *factor)
{
	if (suffix[0] == '\0') {
		*factor = units[unit].bare;
		return true;
	}
	for (size_t i = 0; i < units[unit].count; i++) {
		if (strcmp(units[unit].suffixes[i].text, suffix) == 0) {
			*factor = units[unit].suffixes[i].factor;
			return true;
		}
	}
	return false;
}

bool lab_unit_parse(enum lab_unit unit, const char *word, int64_t *out)
{
	int64_t mantissa, factor;
	unsigned places;
	if (!number(&word, &mantissa, &places) || !factor_of(unit, word, &factor))
		return false;
	/* "1.5s" is 15 tenths of a second. A fraction that the unit cannot express is an error. */
	for (; places > 0; places--) {
		if (factor % 10 == 0)
			factor /= 10;
		else if (mantissa % 10 == 0)
			mantissa /= 10;
		else
			return false;
	}
	if (factor != 0 && mantissa > LARGEST / factor)
		return false;
	*out = mantissa * factor;
	return true;
}

bool lab_unit_read(enum lab_unit unit, const char *word, int64_t *out, struct err *err)
{
	char right[64];
	const char *example = units[unit].example;
	if (lab_unit_parse(unit, word, out))
		return true;
	/* The user's number with the example's suffix, if that is right. */
	int digits = (int)strspn(word, "0123456789.");
	snprintf(
	    right, sizeof(right), "%.*s%s", digits, word, example + strspn(example, "0123456789"));
	if (strcmp(right, word) == 0 || !lab_unit_parse(unit, right, out))
		snprintf(right, sizeof(right), "%s", example);
	return err_set(err, "%.40s is no %s: write %s", word, units[unit].name, right);
}

/* Only portions are written with a fraction. */
static size_t format_portion(int64_t value, char *out, size_t size)
{
	int n = snprintf(out, size, "%" PRId64 ".%04" PRId64, value / 10000, value % 10000);
	if (n < 0 || (size_t)n + 1 >= size)
		return 0;
	size_t len = (size_t)n;
	while (out[len - 1] == '0')
		len--;
	if (out[len - 1] == '.')
		len--;
	memcpy(out + len, "%", 2);
	return len + 1;
}

size_t lab_unit_format(enum lab_unit unit, int64_t value, char *out, size_t size)
{
	if (unit == LAB_UNIT_PORTION)
		return format_portion(value, out, size);
	const struct suffix *s = units[unit].suffixes;
	while (s->factor > 1 && (value == 0 || value % s->factor != 0))
		s++;
	int n = snprintf(out, size, "%" PRId64 "%s", value / s->factor, value == 0 ? "" : s->text);
	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

const char *lab_unit_example(enum lab_unit unit)
{
	return units[unit].example;
}
