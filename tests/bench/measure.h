/* The cost of running a program. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct cost {
	bool ran; /* exited with 0; otherwise the rest is undefined */
	double wall_s, cpu_s;
	uint64_t peak_bytes; /* resident */
	uint64_t read_bytes; /* by read(2) and similar calls; 0: unknown */
};

/* Runs argv[0], looked up in PATH, with its output discarded, and waits for it. */
struct cost measure(const char *const argv[]);

/* Takes the smaller value of each figure: other load only adds. */
struct cost measure_best(struct cost a, struct cost b);

/* Returns the instructions that the program executes, counted by valgrind; 0 without valgrind. */
uint64_t measure_instructions(const char *const argv[]);
