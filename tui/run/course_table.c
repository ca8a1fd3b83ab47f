#include "tui/run/course_table.h"

#include <stdlib.h>

#include "core/base/memory.h"

#define SLOTS_LEAST 1024

static struct course_slot *slot_for(const struct courses *all, uint32_t session)
{
	uint32_t i = session * UINT32_C(2654435761);
	while (all->slot[i & (all->slots - 1)].session != 0 &&
	       all->slot[i & (all->slots - 1)].session != session)
		i++;
	return &all->slot[i & (all->slots - 1)];
}

/* Returns true if the slot holds the course of a session that is not forgotten. */
static bool is_wanted(const struct course_slot *slot, const struct model *m)
{
	return slot->course != NULL && model_session(m, slot->session) != NULL;
}

/* Rebuilds the table when it fills up, without the courses of forgotten sessions: amortized
 * constant cost per insertion. */
static void make_anew(struct courses *all, const struct model *m)
{
	struct courses old = *all;
	uint32_t wanted = 0;
	for (uint32_t i = 0; i < old.slots; i++)
		wanted += is_wanted(&old.slot[i], m);
	*all = (struct courses){ .slots = SLOTS_LEAST };
	while (all->slots < 4 * wanted)
		all->slots *= 2;
	all->slot = memory_zeroed(all->slots, sizeof(*all->slot));
	for (uint32_t i = 0; i < old.slots; i++) {
		if (!is_wanted(&old.slot[i], m)) {
			free(old.slot[i].course);
			continue;
		}
		*slot_for(all, old.slot[i].session) = old.slot[i];
		all->used++;
	}
	free(old.slot);
}

struct course *courses_of(struct courses *all, const struct model *m, uint32_t session)
{
	if (all->used >= all->slots / 2)
		make_anew(all, m);
	struct course_slot *slot = slot_for(all, session);
	all->used += slot->session == 0;
	slot->session = session;
	if (slot->course == NULL)
		slot->course = memory_zeroed(1, sizeof(*slot->course));
	return slot->course;
}

void courses_end(struct courses *all, uint32_t session)
{
	if (all->slots == 0)
		return;
	struct course_slot *slot = slot_for(all, session);
	free(slot->course);
	slot->course = NULL;
}

void courses_free(struct courses *all)
{
	for (uint32_t i = 0; i < all->slots; i++)
		free(all->slot[i].course);
	free(all->slot);
	*all = (struct courses){ 0 };
}
