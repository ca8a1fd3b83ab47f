#include "core/base/duration.h"

#include <inttypes.h>
#include <stdio.h>

#define US INT64_C(1000)
#define MS (1000 * US)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
/* From here on, one decimal would round to 1000.0 ms; two, to 60.00 s. */
#define NEAR_SECOND (SECOND - 50 * US)
#define NEAR_MINUTE (MINUTE - 5 * MS)

void duration_format(int64_t ns, char *out, size_t size)
{
	if (ns < 0)
		snprintf(out, size, "backwards");
	else if (ns < MS)
		snprintf(out, size, "%" PRId64 " us", ns / US);
	else if (ns < NEAR_SECOND)
		snprintf(out, size, "%.1f ms", (double)ns / MS);
	else if (ns < NEAR_MINUTE)
		snprintf(out, size, "%.2f s", (double)ns / SECOND);
	else if (ns < MINUTE)
		snprintf(out, size, "1 min 00 s");
	else if (ns < HOUR)
		snprintf(out, size, "%" PRId64 " min %02" PRId64 " s", ns / MINUTE,
		    ns % MINUTE / SECOND);
	else if (ns < DAY)
		snprintf(
		    out, size, "%" PRId64 " h %02" PRId64 " min", ns / HOUR, ns % HOUR / MINUTE);
	else
		snprintf(out, size, "%" PRId64 " d %" PRId64 " h", ns / DAY, ns % DAY / HOUR);
}
