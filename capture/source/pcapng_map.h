/* What the packets of a pcapng file depend on: in which section they are, with which byte order and
 * interfaces. With it a frame can be read at any offset.
 *
 * The reader's thread adds, in the order of the file; another may ask. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pcapng_map;

/* An interface of a section. */
struct pcapng_interface {
	int64_t offset_s;
	uint32_t snaplen; /* 0: no limit */
	uint16_t link_type;
	uint16_t interface; /* its number in the source: interfaces.h */
	uint8_t resolution; /* as if_tsresol */
	/* As its statistics blocks told last. */
	uint64_t dropped, system_dropped;
};

/* A process of a section, as macOS writes them. */
struct pcapng_process {
	uint32_t pid;
	char name[60];
};

struct pcapng_map *pcapng_map_new(void);
/* NULL is fine. */
void pcapng_map_free(struct pcapng_map *map);

/* A new section begins at an offset. */
void pcapng_map_section(struct pcapng_map *map, uint64_t at, bool swapped);
/* Add to the newest section. Return false if it has more than can be kept. */
bool pcapng_map_interface(struct pcapng_map *map, const struct pcapng_interface *interface);
bool pcapng_map_process(struct pcapng_map *map, const struct pcapng_process *process);

/* The adding thread: an interface of the newest section, or NULL; how many it has. */
struct pcapng_interface *pcapng_map_newest(struct pcapng_map *map, uint32_t number);
uint32_t pcapng_map_newest_count(const struct pcapng_map *map);

/* Any thread: which section holds an offset. */
struct pcapng_section {
	uint64_t at;
	uint32_t interfaces, processes; /* indexes of the first of each */
	bool swapped;
};
struct pcapng_section pcapng_map_find(struct pcapng_map *map, uint64_t offset);
/* Any thread: the n-th interface or process of a section. False: there is none. */
bool pcapng_map_interface_at(struct pcapng_map *map, const struct pcapng_section *section,
    uint32_t number, struct pcapng_interface *out);
bool pcapng_map_process_at(struct pcapng_map *map, const struct pcapng_section *section,
    uint32_t number, struct pcapng_process *out);
