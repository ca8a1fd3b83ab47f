#include "core/model/turns.h"

#include <assert.h>

#include "core/base/add_saturating.h"

/* The markers of the median (P-square): their ideal positions are 0, 1/4, 1/2, 3/4 and 1 of the
 * way from the first to the last sample. */
#define MIDDLE 2

static void insert(double mark[], uint32_t count, double value)
{
	uint32_t i = count;
	for (; i > 0 && mark[i - 1] > value; i--)
		mark[i] = mark[i - 1];
	mark[i] = value;
}

/* Moves marker i by a step of 1 or -1: by a parabola through its neighbours, or on a line where the
 * parabola would pass a neighbour. */
static void move_mark(struct turns *t, unsigned i, int step)
{
	const double *q = t->mark;
	double n = t->rank[i], before = t->rank[i - 1], after = t->rank[i + 1];
	double up = (q[i + 1] - q[i]) / (after - n), down = (q[i] - q[i - 1]) / (n - before);
	double to =
	    q[i] + step / (after - before) * ((n - before + step) * up + (after - n - step) * down);
	if (to <= q[i - 1] || to >= q[i + 1])
		to = q[i] + step * (step > 0 ? up : down);
	t->mark[i] = to;
	t->rank[i] = (uint32_t)((int64_t)t->rank[i] + step);
}

/* Takes sample number `count` (from 1), after the first five. */
static void estimate(struct turns *t, double value)
{
	unsigned cell = 0;
	if (value < t->mark[0])
		t->mark[0] = value;
	if (value > t->mark[TURNS_EXACT - 1])
		t->mark[TURNS_EXACT - 1] = value;
	while (cell + 2 < TURNS_EXACT && value >= t->mark[cell + 1])
		cell++;
	for (unsigned i = cell + 1; i < TURNS_EXACT; i++)
		t->rank[i]++;
	for (unsigned i = 1; i + 1 < TURNS_EXACT; i++) {
		double off = 1 + (t->count - 1) * i / 4.0 - t->rank[i];
		if (off >= 1 && t->rank[i + 1] > t->rank[i] + 1)
			move_mark(t, i, 1);
		else if (off <= -1 && t->rank[i - 1] + 1 < t->rank[i])
			move_mark(t, i, -1);
	}
}

static void add_response(struct turns *t, int64_t ns)
{
	t->count += t->count < UINT32_MAX;
	sum_add(&t->sum_ns, ns);
	if (t->count > TURNS_EXACT) {
		estimate(t, (double)ns);
		return;
	}
	insert(t->mark, t->count - 1, (double)ns);
	for (unsigned i = 0; i < TURNS_EXACT; i++)
		t->rank[i] = i + 1;
}

static int64_t since(int64_t then, int64_t now)
{
	int64_t ns;
	return now > then && !__builtin_sub_overflow(now, then, &ns) ? ns : 0;
}

static void ask(struct turns *t, int64_t time_ns, uint32_t packet)
{
	if (!t->asking || t->answering) {
		t->asked_ns = time_ns;
		t->turn = (struct turn){ 0 };
	}
	t->asking = true;
	t->answering = false;
	t->ask_ns = time_ns;
	t->turn.request = packet;
	t->turn.request_ns = since(t->asked_ns, time_ns);
}

static void answer(struct turns *t, int64_t time_ns, uint32_t packet)
{
	int64_t before = t->turn.spread_ns;
	/* A side that speaks first, as servers of SMTP do, answers no request. */
	if (!t->asking)
		return;
	if (!t->answering) {
		t->answered_ns = time_ns;
		t->turn.response = packet;
		t->turn.response_ns = since(t->ask_ns, time_ns);
		add_response(t, t->turn.response_ns);
		sum_add(&t->request_sum_ns, t->turn.request_ns);
		before = 0;
	}
	t->answering = true;
	t->answer_ns = time_ns;
	t->turn.spread_ns = since(t->answered_ns, time_ns);
	if (t->turn.spread_ns > before)
		sum_add(&t->spread_sum_ns, t->turn.spread_ns - before);
	if (t->turn.response == t->slowest.response || t->slowest.response == 0 ||
	    t->turn.response_ns > t->slowest.response_ns)
		t->slowest = t->turn;
}

void turns_add(struct turns *t, enum side side, int64_t time_ns, uint32_t packet)
{
	assert(side == SIDE_A || side == SIDE_B);
	if (side == SIDE_A)
		ask(t, time_ns, packet);
	else
		answer(t, time_ns, packet);
}

int64_t turns_median(const struct turns *t)
{
	uint32_t n = t->count;
	if (n == 0)
		return -1;
	if (n >= TURNS_EXACT)
		return (int64_t)t->mark[MIDDLE];
	return (int64_t)((t->mark[(n - 1) / 2] + t->mark[n / 2]) / 2);
}
