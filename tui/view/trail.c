#include "tui/view/trail.h"

#include <assert.h>
#include <string.h>

static void append(struct trail *t, uint32_t packet)
{
	if (t->count == TRAIL_MOST) {
		memmove(t->packet, t->packet + 1, (TRAIL_MOST - 1) * sizeof(t->packet[0]));
		t->count--;
		t->at -= t->at > 0;
	}
	t->packet[t->count++] = packet;
}

void trail_leave(struct trail *t, uint32_t here)
{
	assert(t->at <= t->count && t->count <= TRAIL_MOST);
	if (here == 0)
		return;
	t->count = t->at;
	append(t, here);
	t->at = t->count;
}

uint32_t trail_back(struct trail *t, uint32_t here, uint32_t oldest)
{
	assert(t->at <= t->count && t->count <= TRAIL_MOST);
	if (t->at == 0 || t->packet[t->at - 1] < oldest)
		return 0;
	if (t->at == t->count)
		append(t, here);
	else
		t->packet[t->at] = here;
	t->at--;
	return t->packet[t->at];
}

uint32_t trail_forward(struct trail *t)
{
	if (t->at + 1 >= t->count)
		return 0;
	t->at++;
	return t->packet[t->at];
}
