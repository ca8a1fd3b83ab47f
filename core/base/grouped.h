/* Counts for people. */
#pragma once

#include <stdint.h>

#define GROUPED_TEXT 32

/* Writes "9999", "17,376" or "1,234,567": with commas from 10,000 on. Returns out. */
const char *grouped_format(uint64_t n, char out[GROUPED_TEXT]);

/* The same as an argument of a call; valid to the end of the enclosing block. */
#define GROUPED(n) grouped_format((n), (char[GROUPED_TEXT]){ 0 })
