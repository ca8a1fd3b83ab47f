#include "core/base/rate.h"

/* Above this no link and no capture is; ten times as much fits into 64 bits. */
#define RATE_MOST 1e17

/* Writes three digits: with a decimal place below 100, without it for single units. */
static void write_scaled(struct writer *w, double rate, const char *unit)
{
	static const char *const prefix[] = { "", "k", "M", "G", "T", "P" };
	uint64_t value = rate < 0 ? 0 : rate > RATE_MOST ? (uint64_t)RATE_MOST : (uint64_t)rate;
	uint64_t step = 1;
	unsigned p = 0;
	for (; value >= step * 1000 - step / 2; p++)
		step *= 1000;
	uint64_t tenths = (value * 10 + step / 2) / step;
	if (step == 1 || tenths >= 1000) {
		writer_number(w, (value + step / 2) / step);
	} else {
		writer_number(w, tenths / 10);
		writer_text(w, ".");
		writer_number(w, tenths % 10);
	}
	writer_text(w, " ");
	writer_text(w, prefix[p]);
	writer_text(w, unit);
}

void rate_write(struct writer *w, double bytes_per_second)
{
	write_scaled(w, bytes_per_second, "B/s");
}

void rate_write_bits(struct writer *w, double bytes_per_second)
{
	write_scaled(w, bytes_per_second * 8, "bit/s");
}
