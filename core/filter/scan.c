#include "core/filter/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/filter/filter_parts.h"

struct filter_scan {
	const struct filter *f;
	uint32_t at;            /* last packet looked at */
	uint32_t first;         /* session of combinations[0] */
	uint32_t count, room;   /* of combinations */
	uint64_t *combinations; /* by session: see filter_session_with(); owned */
	uint64_t corrected;     /* of the model's corrections, those looked at */
	uint32_t again;         /* last notable packet looked at again; 0: none to look at */
	bool recheck;
};

struct filter_scan *filter_scan_new(const struct filter *f)
{
	struct filter_scan *scan = memory_zeroed(1, sizeof(*scan));
	scan->f = f;
	scan->first = 1;
	return scan;
}

void filter_scan_free(struct filter_scan *scan)
{
	if (scan == NULL)
		return;
	free(scan->combinations);
	free(scan);
}

/* Drops what is known of forgotten sessions when they are half of all. */
static void drop_forgotten(struct filter_scan *scan, const struct model *m)
{
	uint32_t oldest = model_session_after(m, 0);
	uint32_t gone = oldest > scan->first ? oldest - scan->first : 0;
	if (gone > scan->count)
		gone = scan->count;
	if (gone == 0 || gone < scan->count / 2)
		return;
	memmove(scan->combinations, scan->combinations + gone,
	    (scan->count - gone) * sizeof(*scan->combinations));
	scan->first += gone;
	scan->count -= gone;
}

static uint64_t *place(struct filter_scan *scan, const struct model *m, uint32_t session)
{
	if (session - scan->first >= scan->room)
		drop_forgotten(scan, m);
	assert(session >= scan->first);
	uint32_t n = session - scan->first;
	if (n >= scan->room) {
		scan->room = n + n / 2 + 64;
		scan->combinations =
		    memory_resize(scan->combinations, scan->room, sizeof(*scan->combinations));
	}
	for (; scan->count <= n; scan->count++)
		scan->combinations[scan->count] = 0;
	return &scan->combinations[n];
}

static void look_at(struct filter_scan *scan, const struct filter_source *source, uint32_t packet)
{
	const struct packet *p = model_packet(source->m, packet);
	if (p == NULL || p->session < scan->first)
		return;
	*place(scan, source->m, p->session) |= UINT64_C(1) << filter_atoms(scan->f, source, packet);
}

/* Looks again at packets whose notes changed. If too many did, at all notable ones. */
static void look_again(struct filter_scan *scan, const struct filter_source *source)
{
	uint64_t all = model_corrections(source->m);
	for (; scan->corrected < all; scan->corrected++) {
		uint32_t packet;
		if (!model_correction(source->m, scan->corrected, &packet)) {
			scan->recheck = true;
			scan->again = 0;
			scan->corrected = all;
			break;
		}
		if (packet <= scan->at)
			look_at(scan, source, packet);
	}
}

/* Returns the packets looked at. */
static uint32_t look_at_notable(
    struct filter_scan *scan, const struct filter_source *source, uint32_t most)
{
	uint32_t looked = 0;
	while (scan->recheck && looked < most) {
		scan->again = model_notable_after(source->m, 0, scan->again);
		scan->recheck = scan->again != 0 && scan->again <= scan->at;
		if (scan->recheck)
			look_at(scan, source, scan->again);
		looked++;
	}
	return looked;
}

bool filter_scan_step(
    struct filter_scan *scan, const struct filter_source *source, uint32_t limit, uint32_t most)
{
	if (scan->f->atoms == 0) {
		scan->at = limit;
		return true;
	}
	look_again(scan, source);
	most -= look_at_notable(scan, source, most);
	uint32_t first = model_first(source->m);
	if (scan->at + 1 < first)
		scan->at = first - 1;
	for (; most > 0 && scan->at < limit; most--)
		look_at(scan, source, ++scan->at);
	return scan->at >= limit && !scan->recheck;
}

uint32_t filter_scan_at(const struct filter_scan *scan)
{
	return scan->at;
}

bool filter_scan_session(
    const struct filter_scan *scan, const struct filter_source *source, uint32_t session)
{
	uint32_t n = session - scan->first;
	bool known = session >= scan->first && n < scan->count;
	return filter_session_with(scan->f, source, session, known ? scan->combinations[n] : 0);
}
