/* What running a program costs. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct cost {
	bool ran; /* to a good end; the rest means nothing else */
	double wall_s, cpu_s;
	uint64_t peak_bytes; /* resident */
	uint64_t read_bytes; /* by read(2) and its kin; 0 where the system does not tell */
};

/* Runs argv[0], looked up in PATH, with its output thrown away, and waits for it. */
struct cost measure(const char *const argv[]);

/* Of each figure the smaller one: what others did on the machine meanwhile only adds. */
struct cost measure_best(struct cost a, struct cost b);

/* Instructions that the program executes, counted by valgrind; 0 where there is none. */
uint64_t measure_instructions(const char *const argv[]);
