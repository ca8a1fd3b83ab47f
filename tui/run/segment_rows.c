#include "tui/run/segment_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/base/memory.h"

/* Packets between two looks at the clock; of a filter that reads frames, fewer. */
#define SLICE_PACKETS 256
#define SLICE_FRAMES 4
/* The session is judged again after this multiple of the time that it took. */
#define JUDGE_TIMES 20

static void restart(struct segment_rows *r)
{
	r->start = 0;
	r->count = 0;
	r->at = 0;
	r->looked = 0;
	r->filtering.unread = false;
	if (r->model != NULL)
		r->corrected = model_corrections(r->model);
}

void segment_rows_free(struct segment_rows *r)
{
	filtering_end(&r->filtering);
	free(r->row);
	*r = (struct segment_rows){ 0 };
}

bool segment_rows_filter(
    struct segment_rows *r, struct run *run, const char *text, struct filter_error *error)
{
	if (!filtering_set(&r->filtering, run, text, error))
		return false;
	r->session = 0;
	restart(r);
	return true;
}

/* Returns the first index whose packet is above a number. */
static uint32_t index_above(const struct segment_rows *r, uint32_t packet)
{
	uint32_t low = r->start, high = r->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (r->row[middle] <= packet)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void insert(struct segment_rows *r, uint32_t index, uint32_t packet)
{
	if (r->count == r->room) {
		r->room = r->room + r->room / 2 + 64;
		r->row = memory_resize(r->row, r->room, sizeof(*r->row));
	}
	memmove(r->row + index + 1, r->row + index, (r->count - index) * sizeof(*r->row));
	r->row[index] = packet;
	r->count++;
}

/* A packet whose notes changed may have to come or go. */
static void correct(struct segment_rows *r, uint32_t packet)
{
	const struct packet *p = model_packet(r->model, packet);
	if (p == NULL || p->session != r->session || packet > r->at)
		return;
	uint32_t above = index_above(r, packet);
	bool there = above > r->start && r->row[above - 1] == packet;
	bool fits = segment_rows_fit(r, packet);
	if (fits && !there)
		insert(r, above, packet);
	if (!fits && there) {
		memmove(r->row + above - 1, r->row + above, (r->count - above) * sizeof(*r->row));
		r->count--;
	}
}

static void look_again(struct segment_rows *r)
{
	uint64_t all = model_corrections(r->model);
	for (uint32_t packet; r->corrected < all; r->corrected++) {
		if (!model_correction(r->model, r->corrected, &packet)) {
			restart(r);
			return;
		}
		correct(r, packet);
	}
}

/* Evaluates the session terms again if the session has gone on, and not too often. Returns false if
 * they are as before. */
static bool judge(struct segment_rows *r, bool other)
{
	struct filter_source source = filtering_source(&r->filtering);
	struct filter_memo memo = { 0 };
	uint32_t last = model_session(r->model, r->session)->last;
	int64_t now = clock_monotonic();
	if (!other && (last == r->judged || now < r->next_ns))
		return false;
	filter_remember(r->filtering.filter, &source, r->session, &memo);
	bool changed = other || memo.value != r->memo.value;
	r->memo = memo;
	r->memo.session = r->session;
	r->judged = last;
	r->next_ns = now + (clock_monotonic() - now) * JUDGE_TIMES;
	return changed;
}

/* Begins anew for another session, and when a term about this session holds no longer, or now. */
static void settle(struct segment_rows *r, uint32_t session)
{
	const struct model *m = r->filtering.run->model;
	bool other = r->session != session || r->model != m;
	r->model = m;
	r->session = session;
	if (judge(r, other))
		restart(r);
}

static uint32_t packet_after(const struct segment_rows *r)
{
	const struct packet *p = model_packet(r->model, r->at);
	return p != NULL ? p->next : model_session(r->model, r->session)->first;
}

static void look(struct segment_rows *r, int64_t deadline_ns)
{
	struct filter_source source = filtering_source(&r->filtering);
	uint32_t most = filter_is_slow(r->filtering.filter) ? SLICE_FRAMES : SLICE_PACKETS;
	for (uint32_t n = packet_after(r); n != 0; n = packet_after(r)) {
		if (filter_packet(r->filtering.filter, &source, n, &r->memo))
			insert(r, r->count, n);
		r->at = n;
		if (++r->looked % most == 0 && clock_monotonic() >= deadline_ns)
			return;
	}
}

void segment_rows_update(struct segment_rows *r, uint32_t session, int64_t deadline_ns)
{
	assert(filtering_on(&r->filtering));
	if (model_session(r->filtering.run->model, session) == NULL) {
		r->session = 0;
		restart(r);
		return;
	}
	settle(r, session);
	look_again(r);
	uint32_t first = model_first(r->model);
	while (r->start < r->count && r->row[r->start] < first)
		r->start++;
	look(r, deadline_ns);
}

bool segment_rows_busy(const struct segment_rows *r)
{
	if (!filtering_on(&r->filtering) || r->session == 0)
		return false;
	const struct session *s = model_session(r->model, r->session);
	return s != NULL && r->at != s->last;
}

bool segment_rows_fit(const struct segment_rows *r, uint32_t packet)
{
	struct filter_source source = filtering_source(&r->filtering);
	/* The session terms as the rows have them. */
	struct filter_memo memo = r->memo;
	return model_packet(source.m, packet) != NULL &&
	       filter_packet(r->filtering.filter, &source, packet, &memo);
}

uint32_t segment_rows_until(const struct segment_rows *r, uint32_t packet)
{
	return index_above(r, packet) - r->start;
}

uint32_t segment_rows_at(const struct segment_rows *r, uint32_t n)
{
	return n > 0 && n <= r->count - r->start ? r->row[r->start + n - 1] : 0;
}
