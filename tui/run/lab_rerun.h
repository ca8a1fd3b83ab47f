/* Runs a lab's scenario again. A lab needs privileges that are dropped once it is open, and a
 * network that has been used keeps state. Therefore each run is a process of its own. A parent
 * process keeps the privileges, starts each run, waits for its end, and starts the next if that
 * was asked for. */
#pragma once

#include "core/base/err.h"
#include "tui/command/options.h"

/* Runs show(options, fd) in a child process, repeatedly while the child leaves a
 * request in fd. Returns the last exit status, or dies by the signal that ended the child. Sets
 * options to what was asked for. Call while single-threaded. */
int lab_rerun_run(
    struct options *options, int (*show)(const struct options *options, int again_fd));

/* In the child, after privileges were dropped: sends it SIGTERM if its parent dies. */
void lab_rerun_end_with_parent(void);

/* Asks for another run with this seed and these changes of the link, in order. False with err
 * set. */
bool lab_rerun_ask(
    int again_fd, uint64_t seed, const char *const *changes, size_t count, struct err *err);
