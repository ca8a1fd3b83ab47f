/* The built-in scenarios: the files of assets/lab, compiled into the program. */
#pragma once

#include <stddef.h>

#include "capture/lab/scenario.h"

/* Returns the n-th name, from 0, in the order of the list; NULL after the last. Static. */
const char *lab_catalogue_name(size_t n);
/* Returns the text of the n-th file. Static. */
const char *lab_catalogue_text(size_t n);

/* Reads the built-in scenario of that name or, if there is none, the file with that path. Returns
 * NULL with err on failure. */
struct lab_scenario *lab_catalogue_open(const char *name_or_path, struct err *err);
