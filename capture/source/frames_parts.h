/* Internals shared by the files of frames.h. */
#pragma once

#include "capture/source/frames.h"
#include "capture/source/pcapng_map.h"
#include "capture/source/pcapng_packet.h"

struct frames {
	struct input *in;
	struct frames_tables tables;
	struct format format;
	bool nanoseconds;
	char why[FORMAT_WHY];

	/* pcapng: of the section that is read. */
	bool swapped;
	struct pcapng_section section;
	uint32_t snaplen; /* of its first interface */
	uint64_t blocks;  /* read so far, in all sections */
	char *note;       /* texts of the frame read last */
	size_t note_room;
};

/* Sets why and returns FRAMES_DAMAGED. */
enum frames_result frames_damaged(struct frames *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* After input_hold() failed: the end, if nothing is left and `inside` is false; else why not. */
enum frames_result frames_short(struct frames *f, bool inside, const char *what, uint64_t want);

/* pcapng (frames_pcapng.c). */
enum frames_result pcapng_begin(struct frames *f);
enum frames_result pcapng_next(struct frames *f, struct frame *out, uint64_t *offset);

/* Reads the notes of a packet: comments, and the process. Texts go to *note, which grows. */
void pcapng_notes(struct pcapng_map *map, const struct pcapng_section *section,
    const struct pcapng_packet *packet, char **note, size_t *room, struct frame *out);
