/* Rates for people. */
#pragma once

#include "core/base/writer.h"

/* Writes bytes a second: "734 B/s", "14.6 kB/s", "94.4 MB/s", with powers of 1000. */
void rate_write(struct writer *w, double bytes_per_second);
/* Writes the same rate in bits: "755 Mbit/s". */
void rate_write_bits(struct writer *w, double bytes_per_second);
