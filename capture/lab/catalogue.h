/* The scenarios that come with the program: those of assets/lab, built in, so that they are there
 * wherever it runs. */
#pragma once

#include <stddef.h>

#include "capture/lab/scenario.h"

/* The n-th name, from 0, in the order in which to list them; NULL after the last. Static. */
const char *lab_catalogue_name(size_t n);
/* Its text, as in the file. Static. */
const char *lab_catalogue_text(size_t n);

/* Reads the scenario of that name or, where there is none, the file of that path. NULL with err. */
struct lab_scenario *lab_catalogue_open(const char *name_or_path, struct err *err);
