#include "tui/run/sessions_by_trouble.h"

#include <stdlib.h>

#include "core/base/memory.h"

struct troubled {
	uint32_t trouble, session;
};

static int compare(const void *a, const void *b)
{
	const struct troubled *x = a, *y = b;
	if (x->trouble != y->trouble)
		return x->trouble > y->trouble ? -1 : 1;
	return (x->session > y->session) - (x->session < y->session);
}

static void sort(struct worst *w, uint32_t most)
{
	if (w->count > 0)
		qsort(w->troubled, w->count, sizeof(*w->troubled), compare);
	if (w->count > most)
		w->count = most;
}

/* Room for twice the number wanted; when it is full, the better half stays. */
static void keep(struct worst *w, uint32_t *room, uint32_t most, struct troubled session)
{
	if (w->count == *room && *room / 2 >= most)
		sort(w, most);
	if (w->count == *room) {
		*room = *room > 0 ? *room * 2 : 64;
		w->troubled = memory_resize(w->troubled, *room, sizeof(*w->troubled));
	}
	w->troubled[w->count++] = session;
}

struct worst worst_begin(const struct model *m, uint32_t most)
{
	struct worst w = { .model = m };
	uint32_t room = 0, left = model_trouble(m), n = 0;
	/* Stops at the last session with trouble: large captures usually have few of them. */
	while (left > 0 && (n = model_session_after(m, n)) != 0) {
		uint32_t trouble = model_session(m, n)->trouble;
		if (trouble > 0)
			keep(&w, &room, most, (struct troubled){ trouble, n });
		left -= trouble < left ? trouble : left;
	}
	sort(&w, most);
	return w;
}

void worst_end(struct worst *w)
{
	free(w->troubled);
	w->troubled = NULL;
}

uint32_t worst_next(struct worst *w)
{
	if (w->given < w->count)
		return w->troubled[w->given++].session;
	do
		w->before = model_session_after(w->model, w->before);
	while (w->before != 0 && model_session(w->model, w->before)->trouble != 0);
	return w->before;
}
