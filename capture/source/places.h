/* Where the frames of several files are: which file and frame of it a frame of the whole is, and
 * which file and offset an offset of the whole is.
 *
 * The offsets of the whole are made of blocks of 1 MiB of the files, numbered in the order in which
 * they are met, so that they grow with time. The reader's thread adds; another may ask. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PLACES_BLOCK_BITS 20

struct places;

struct places *places_new(void);
/* NULL is fine. */
void places_free(struct places *p);

/* The next frame of the whole, `frame`, is this one of a file. */
void places_add_frame(struct places *p, uint32_t frame, uint32_t file, uint32_t file_frame);
/* Adds a block of a file, and returns its number. */
uint32_t places_add_block(struct places *p, uint32_t file, uint32_t block);

/* Consecutive frames of one file. */
struct places_run {
	uint32_t frame, file, file_frame; /* of the first of them */
};
/* Returns the run with a frame; that of frame 0 is all zeroes. */
struct places_run places_find_frame(struct places *p, uint32_t frame);
/* Returns the n-th run, from 0. False: there are not so many. */
bool places_run(struct places *p, uint32_t n, struct places_run *out);
/* Translates an offset of the whole that was handed out. */
uint64_t places_find_offset(struct places *p, uint64_t offset, uint32_t *file);
