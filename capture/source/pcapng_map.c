#include "capture/source/pcapng_map.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/base/memory.h"

/* In all sections; bounds the memory that a hostile file can ask for. */
#define INTERFACES_MOST (1U << 20)
#define PROCESSES_MOST (1U << 16)

struct pcapng_map {
	pthread_mutex_t lock;
	struct pcapng_section *section; /* in order of `at` */
	struct pcapng_interface *interface;
	struct pcapng_process *process;
	uint32_t sections, interfaces, processes;
	uint32_t section_room, interface_room, process_room;
};

struct pcapng_map *pcapng_map_new(void)
{
	struct pcapng_map *map = memory_zeroed(1, sizeof(*map));
	pthread_mutex_init(&map->lock, NULL);
	return map;
}

void pcapng_map_free(struct pcapng_map *map)
{
	if (map == NULL)
		return;
	pthread_mutex_destroy(&map->lock);
	free(map->section);
	free(map->interface);
	free(map->process);
	free(map);
}

/* Makes room for one more. */
static void *grow(void *old, uint32_t count, uint32_t *room, size_t size)
{
	if (count < *room)
		return old;
	*room = *room == 0 ? 8 : *room * 2;
	return memory_resize(old, *room, size);
}

static const struct pcapng_section *newest(const struct pcapng_map *map)
{
	assert(map->sections > 0);
	return &map->section[map->sections - 1];
}

void pcapng_map_section(struct pcapng_map *map, uint64_t at, bool swapped)
{
	pthread_mutex_lock(&map->lock);
	/* One without anything and the next of the same byte order need not be told apart. */
	bool same = map->sections > 0 && newest(map)->interfaces == map->interfaces &&
	            newest(map)->processes == map->processes && newest(map)->swapped == swapped;
	if (!same) {
		map->section =
		    grow(map->section, map->sections, &map->section_room, sizeof(*map->section));
		map->section[map->sections++] =
		    (struct pcapng_section){ at, map->interfaces, map->processes, swapped };
	}
	pthread_mutex_unlock(&map->lock);
}

bool pcapng_map_interface(struct pcapng_map *map, const struct pcapng_interface *interface)
{
	if (map->interfaces == INTERFACES_MOST)
		return false;
	pthread_mutex_lock(&map->lock);
	map->interface =
	    grow(map->interface, map->interfaces, &map->interface_room, sizeof(*map->interface));
	map->interface[map->interfaces++] = *interface;
	pthread_mutex_unlock(&map->lock);
	return true;
}

bool pcapng_map_process(struct pcapng_map *map, const struct pcapng_process *process)
{
	if (map->processes == PROCESSES_MOST)
		return false;
	pthread_mutex_lock(&map->lock);
	map->process =
	    grow(map->process, map->processes, &map->process_room, sizeof(*map->process));
	map->process[map->processes++] = *process;
	pthread_mutex_unlock(&map->lock);
	return true;
}

uint32_t pcapng_map_newest_count(const struct pcapng_map *map)
{
	return map->interfaces - newest(map)->interfaces;
}

struct pcapng_interface *pcapng_map_newest(struct pcapng_map *map, uint32_t number)
{
	return number < pcapng_map_newest_count(map)
	           ? &map->interface[newest(map)->interfaces + number]
	           : NULL;
}

struct pcapng_section pcapng_map_find(struct pcapng_map *map, uint64_t offset)
{
	pthread_mutex_lock(&map->lock);
	uint32_t low = 0, high = map->sections;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (map->section[middle].at <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	struct pcapng_section found = { 0 };
	if (low > 0)
		found = map->section[low - 1];
	pthread_mutex_unlock(&map->lock);
	return found;
}

/* The end of what a section has of interfaces or processes. The caller holds the lock. */
static uint32_t end_of(
    const struct pcapng_map *map, const struct pcapng_section *section, bool processes)
{
	uint32_t low = 0, high = map->sections;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (map->section[middle].at <= section->at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < map->sections)
		return processes ? map->section[low].processes : map->section[low].interfaces;
	return processes ? map->processes : map->interfaces;
}

bool pcapng_map_interface_at(struct pcapng_map *map, const struct pcapng_section *section,
    uint32_t number, struct pcapng_interface *out)
{
	pthread_mutex_lock(&map->lock);
	uint64_t at = (uint64_t)section->interfaces + number;
	bool found = at < end_of(map, section, false);
	if (found)
		*out = map->interface[at];
	pthread_mutex_unlock(&map->lock);
	return found;
}

bool pcapng_map_process_at(struct pcapng_map *map, const struct pcapng_section *section,
    uint32_t number, struct pcapng_process *out)
{
	pthread_mutex_lock(&map->lock);
	uint64_t at = (uint64_t)section->processes + number;
	bool found = at < end_of(map, section, true);
	if (found)
		*out = map->process[at];
	pthread_mutex_unlock(&map->lock);
	return found;
}
