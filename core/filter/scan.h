/* Looks at packets one after the other, as they come and in slices, and knows of each session
 * which combinations of a filter's conditions its segments meet. Then a session is judged at once,
 * however many packets it has. Owner's thread only. */
#pragma once

#include "core/filter/filter.h"

struct filter_scan;

/* The filter is borrowed. */
struct filter_scan *filter_scan_new(const struct filter *f);
/* NULL is allowed. */
void filter_scan_free(struct filter_scan *scan);

/* Looks at up to `most` more packets, none above `limit`, and again at those whose notes changed
 * since. Returns true if it has looked at all. */
bool filter_scan_step(
    struct filter_scan *scan, const struct filter_source *source, uint32_t limit, uint32_t most);

/* Returns the packet that it looked at last; 0: none. */
uint32_t filter_scan_at(const struct filter_scan *scan);
/* Returns true if a kept session fits, by its packets looked at so far. */
bool filter_scan_session(
    const struct filter_scan *scan, const struct filter_source *source, uint32_t session);
