/* Quantities with units, as in scenarios and on the command line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

enum lab_unit {
	LAB_UNIT_NONE,    /* a plain number: "3" */
	LAB_UNIT_TIME,    /* ns: "30ms", "1.5s", "200us" */
	LAB_UNIT_RATE,    /* bit/s: "10mbit", "1gbit", "500kbit" */
	LAB_UNIT_SIZE,    /* bytes: "1448", "64kb" (1000), "64kib" (1024) */
	LAB_UNIT_PORTION, /* millionths: "2%", "0.01%" */
	LAB_UNITS,
};

/* Parses a whole word. Returns false if it is not such a quantity, negative, or too large. Without
 * a suffix a time is in ms, a rate in bit/s, a size in bytes, a portion in percent. */
bool lab_unit_parse(enum lab_unit unit, const char *word, int64_t *out);
/* The same; otherwise err has a correction: "5x is no time: write 5ms". */
bool lab_unit_read(enum lab_unit unit, const char *word, int64_t *out, struct err *err);
/* Writes the quantity in the largest unit that is exact: "30ms". Returns the length without the
 * NUL. */
size_t lab_unit_format(enum lab_unit unit, int64_t value, char *out, size_t size);
/* Returns an example for messages: "30ms". Static. */
const char *lab_unit_example(enum lab_unit unit);
