/* Questions about a scenario that was played, and the comparison of its captures with the link's
 * log. */
#pragma once

#include "core/record/note.h"
#include "core/record/seq.h"
#include "tests/capture/lab/play.h"

static inline bool from_a(const struct segment *s)
{
	struct addr v4 = lab_net_addr(LAB_A, false), v6 = lab_net_addr(LAB_A, true);
	return addr_compare(&s->src.addr, &v4) == 0 || addr_compare(&s->src.addr, &v6) == 0;
}

static inline enum lab_way way_of(const struct segment *s)
{
	return from_a(s) ? LAB_AB : LAB_BA;
}

/* Counts the fates of a direction that satisfy `is`. */
static inline size_t fates(
    const struct played *p, enum lab_way way, bool (*is)(const struct fate *fate))
{
	size_t count = 0;
	for (size_t i = 0; i < p->fates; i++)
		count += p->fate[i].way == way && is(&p->fate[i]);
	return count;
}

static inline bool is_retransmission(const struct fate *f)
{
	return f->bits & FATE_AGAIN && !(f->bits & FATE_COPY);
}

static inline bool is_lost(const struct fate *f)
{
	return f->kind != FATE_DELIVERED;
}

static inline bool is_held(const struct fate *f)
{
	return f->bits & FATE_HELD;
}

static inline bool is_copy(const struct fate *f)
{
	return f->bits & FATE_COPY;
}

static inline bool is_marked(const struct fate *f)
{
	return f->bits & FATE_MARKED;
}

static inline bool is_syn(const struct fate *f)
{
	return (f->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

static inline bool is_reset(const struct fate *f)
{
	return f->flags & TCP_RST;
}

static inline bool is_fin(const struct fate *f)
{
	return f->flags & TCP_FIN;
}

static inline bool is_data(const struct fate *f)
{
	return f->len > 0;
}

/* Counts the packets with a note in a host's capture. */
static inline unsigned noted(const struct played *p, enum lab_place at, enum note note)
{
	unsigned count = 0;
	for (uint32_t i = 1; i <= model_packets(p->model[at]); i++)
		count += (model_packet(p->model[at], i)->notes & NOTE_BIT(note)) != 0;
	return count;
}

/* Counts the events of a kind at a host's sockets. */
static inline size_t happened(
    const struct played *p, enum lab_place host, enum peer_event_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < p->events; i++)
		count += p->event[i].kind == kind && p->event[i].client == (host == LAB_A);
	return count;
}

/* Returns the bytes that passed a host's sockets. */
static inline size_t moved(const struct played *p, enum lab_place host, enum peer_event_kind kind)
{
	size_t sum = 0;
	for (size_t i = 0; i < p->events; i++)
		if (p->event[i].kind == kind && p->event[i].client == (host == LAB_A))
			sum += p->event[i].len;
	return sum;
}

/* Returns the n-th segment of a direction in a host's capture, from 0; NULL if there are fewer. */
static inline const struct segment *nth(
    const struct played *p, enum lab_place at, enum lab_way way, size_t n)
{
	for (size_t i = 0; i < p->segments[at]; i++) {
		if (way_of(&p->segment[at][i]) == way && n-- == 0)
			return &p->segment[at][i];
	}
	return NULL;
}

static inline int by_arrival(const void *a, const void *b)
{
	const struct fate *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

static inline int by_departure(const void *a, const void *b)
{
	const struct fate *x = a, *y = b;
	return (x->departed_ns > y->departed_ns) - (x->departed_ns < y->departed_ns);
}

/* Returns the segments of one direction in a host's capture, in order; the caller frees the
 * list. */
static inline const struct segment **captured(
    const struct played *p, enum lab_place at, enum lab_way way, size_t *count)
{
	const struct segment **list = memory_zeroed(p->segments[at] + 1, sizeof(*list));
	*count = 0;
	for (size_t i = 0; i < p->segments[at]; i++)
		if (way_of(&p->segment[at][i]) == way)
			list[(*count)++] = &p->segment[at][i];
	return list;
}

/* If two processors send at the same time, capture and link may see the segments in different
 * orders. */
#define NEAR 32

/* Removes the segment of that fate from the list, at this index or near it. A delivered segment may
 * have one flipped header bit. */
static inline bool take_near(
    const struct segment **list, size_t count, size_t at, const struct fate *fate)
{
	for (size_t i = at > NEAR ? at - NEAR : 0; i < count && i <= at + NEAR; i++) {
		if (list[i] != NULL &&
		    (fate_is_of(fate, list[i]) || (fate->bits & FATE_CORRUPTED))) {
			list[i] = NULL;
			return true;
		}
	}
	return false;
}

/* Checks that the segments of a direction in a host's capture are those of the fates, one by
 * one. */
static inline void expect_same(const struct played *p, enum lab_place at, enum lab_way way,
    const struct fate *fate, size_t count)
{
	size_t captures;
	const struct segment **list = captured(p, at, way, &captures);
	ck_assert_uint_eq(captures, count);
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(take_near(list, captures, i, &fate[i]),
		    "number %zu of direction %d (%s) is missing in the capture at host %d", i, way,
		    fate_kind_name((enum fate_kind)fate[i].kind), at);
	free(list);
}

/* The sender's capture has every segment of a direction in the order of arrival at the link; the
 * receiver's has the delivered ones in the order in which they left. */
static inline void expect_truth(const struct played *p)
{
	struct fate *some = memory_zeroed(p->fates + 1, sizeof(*some));
	for (int way = 0; way < LAB_WAYS; way++) {
		enum lab_place sender = way == LAB_AB ? LAB_A : LAB_B;
		size_t count = 0;
		for (size_t i = 0; i < p->fates; i++)
			if (p->fate[i].way == way && !is_copy(&p->fate[i]))
				some[count++] = p->fate[i];
		qsort(some, count, sizeof(*some), by_arrival);
		expect_same(p, sender, (enum lab_way)way, some, count);
		count = 0;
		for (size_t i = 0; i < p->fates; i++)
			if (p->fate[i].way == way && !is_lost(&p->fate[i]))
				some[count++] = p->fate[i];
		qsort(some, count, sizeof(*some), by_departure);
		expect_same(p, sender == LAB_A ? LAB_B : LAB_A, (enum lab_way)way, some, count);
	}
	free(some);
}

/* Nothing was lost except what the log says. */
static inline void expect_whole(const struct played *p)
{
	struct lab_link_status link;
	lab_status(p->lab, &link);
	ck_assert_uint_eq(link.missed, 0);
	ck_assert_uint_eq(link.untold, 0);
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		struct source_status status;
		source_status(lab_source(p->lab, (enum lab_place)host), &status);
		ck_assert_uint_eq(status.kernel_drops, 0);
		ck_assert_uint_eq(status.ring_drops, 0);
		ck_assert_msg(!status.failed, "%s", status.message);
	}
}

/* A busy machine delays packets by more than a scenario intends. */
#define UNDISTURBED_NS INT64_C(20000000)
#define TRIES 4

/* Returns true if nothing was delayed by more than the scenario intends: then the kernels had the
 * pace that it asks for, and enough views of them were read. */
static inline bool undisturbed(const struct played *p)
{
	struct lab_link_status status;
	lab_status(p->lab, &status);
	return status.worst_ns < UNDISTURBED_NS;
}

/* Plays a scenario, several times if the machine disturbs it, and compares captures and log. */
static inline struct played play_true(const char *name)
{
	struct played p;
	for (int i = 0; i < TRIES; i++) {
		p = play(name);
		expect_whole(&p);
		expect_truth(&p);
		if (undisturbed(&p) || i == TRIES - 1)
			break;
		played_free(&p);
	}
	ck_assert(p.in_time || !undisturbed(&p));
	return p;
}

/* The same for what the kernels do only at the pace of the scenario: on a machine that is busy
 * through all tries the test ends here, and says so. */
static inline struct played play_paced(const char *name)
{
	struct played p = play_true(name);
	if (!undisturbed(&p)) {
		fprintf(
		    stderr, "%s: captures and log agree; the machine is too busy for more\n", name);
		exit(0);
	}
	return p;
}
