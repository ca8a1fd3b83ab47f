/* --confinement: which process and thread of this run may do what. */
#pragma once

#include <stdio.h>

#include "core/base/err.h"
#include "tui/command/options.h"

/* Opens the run in a child process, as if it were to be shown; prints a line per thread of it and
 * of its helpers: user, capabilities, no_new_privs, seccomp, Landlock and namespaces, as the kernel
 * has them; ends the child. Call while single-threaded. False with err if the run cannot be
 * opened. */
bool confinement_print(const struct options *options, FILE *out, struct err *err);
