/* Playing a lab's scenario again. A lab needs rights that are given up once it stands, and the
 * network of a run that is over remembers it. So each run is a process of its own, and another,
 * which keeps the rights and does nothing with them, starts it, waits for its end, and starts the
 * next if that was asked for. */
#pragma once

#include "core/base/err.h"
#include "tui/command/options.h"

/* Runs show(options, program, fd) in a process of its own, again and again while its end leaves a
 * wish in fd; returns the last one's exit status, or ends by the signal that ended it. options
 * change to what was wished. Call while single-threaded. */
int lab_rerun_run(struct options *options, const char *program,
    int (*show)(const struct options *options, const char *program, int again_fd));

/* In such a process, when rights are given up: ends it by SIGTERM when its keeper is gone. */
void lab_rerun_end_with_parent(void);

/* Leaves the wish: that seed, those changes of the link in order. False with err. */
bool lab_rerun_ask(
    int again_fd, uint64_t seed, const char *const *changes, size_t count, struct err *err);
